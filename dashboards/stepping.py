"""The queue after one decision, for a browser that has the rest of it: the row that went, those that came, the counts.

The browser says in a header what it holds: the row that was decided, a mark of what stands around the list, and a mark
of every other row in order. Only where all of these are as they were is the answer so small; whatever else has changed
meanwhile (another's decision, a new row in between, a cycle that ended) is answered with the whole list.
"""

import base64
import hashlib
import re
from collections.abc import Hashable
from dataclasses import dataclass, replace
from itertools import chain

from fastapi import Request

from dashboards.pages import Frame, Option, QueueGroup, QueueItem, QueueView
from dashboards.queue_filters import Filters
from dashboards.swapping import asked_in_part

HELD = "Atalaya-Filas"
"""The header; static/cola.js writes it."""
_TOLD = re.compile(r"(P-[0-9-]{1,20}) ([\w-]{4})((?: [\w-]{4}){1,100})", re.ASCII)
_BYTES = 3
"""Of a mark: four letters for each row; a row that changed is taken for the same once in 16 million times."""


@dataclass(frozen=True, slots=True)
class StepView:
    """What one decision changed.

    `counts` are those beside the options of the filters, in the order of the page, then those of the views, then how
    many rows are reviewed today and of how many.
    """

    frame: Frame
    today: str
    total: str
    gone: str
    groups: tuple[QueueGroup, ...]
    came: tuple[QueueItem, ...]
    counts: str
    more: str | None
    done_words: str = ""


def told_by(request: Request, filters: Filters) -> str:
    """Return what the browser that asks for the queue after a decision holds of it, "" where it holds nothing."""
    told = request.headers.get(HELD, "") if asked_in_part(request) and request.method == "GET" else ""
    return told if filters.done is not None and _TOLD.fullmatch(told) else ""


def marked(view: QueueView) -> QueueView:
    """Return the view with the marks by which a browser tells what it holds."""
    groups = tuple(
        replace(group, items=tuple(replace(item, held=_mark(group.name, *_lasting(item))) for item in group.items))
        for group in view.groups
    )
    around = (view.collected, view.crowded, view.frame.alarms, view.frame.mark, view.more is None)
    shape = tuple((one.value, one.label, one.chosen) for one in (*_options(view), *view.tabs))
    names = tuple(group.name for group in groups)
    return replace(view, groups=groups, held=_mark(*around, view.text, view.views, shape, names))


def step_of(view: QueueView, told: str, code: str | None) -> StepView | None:
    """Return what changed in a marked view for a browser that told what it holds; None where that is not enough.

    `code` is the row that is open from now on.
    """
    said = _TOLD.fullmatch(told)
    items = tuple(chain.from_iterable(group.items for group in view.groups))
    codes = {item.code for item in items}
    if said is None or said[2] != view.held or said[1] in codes or code not in codes:
        return None
    kept = said[3].split()
    if kept != [item.held for item in items[: len(kept)]] or len(items) - len(kept) > len(view.groups[-1].items):
        return None
    numbers = (*(one.count for one in (*_options(view), *view.tabs)), view.done, view.due)
    counts = " ".join(map(str, numbers))
    came = items[len(kept) :]
    return StepView(
        view.frame,
        view.today,
        view.total,
        said[1],
        view.groups,
        came,
        counts,
        view.more,
        view.done_words,
    )


def _options(view: QueueView) -> tuple[Option, ...]:
    return (*view.departments, *view.offices, *view.levels, *view.stages, *view.states, *view.given, *view.measures)


def _lasting(item: QueueItem) -> tuple[Hashable, ...]:
    """Return what a row says, without what changes by itself as time goes by."""
    told = (item.code, item.version, item.address, item.title, item.level_step, item.stage, item.place, item.who)
    return (*told, item.office, item.notes, item.review_tone, item.tag, item.notice, item.announced)


def _mark(*told: Hashable) -> str:
    digest = hashlib.blake2b(repr(told).encode(), digest_size=_BYTES).digest()
    return base64.urlsafe_b64encode(digest).decode()
