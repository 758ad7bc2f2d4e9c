"""What the templates of the control sample and of the quality page may know."""

from dataclasses import dataclass

from dashboards.pages import Frame, Option
from dashboards.when import Moment


@dataclass(frozen=True, slots=True)
class SampleItem:
    """A drawn text that waits for its reader; nothing of what the machine made of it."""

    id: int
    title: str
    text: str
    outlet: str
    moment: Moment
    link: str | None


@dataclass(frozen=True, slots=True)
class SampleView:
    """The control sample, and what waits for a second reading; `done` and `read` are what was just answered of each."""

    frame: Frame
    head: str
    items: tuple[SampleItem, ...]
    stages: tuple[Option, ...]
    said: str
    done: int | None
    empty: str
    again: tuple[SampleItem, ...]
    read: int | None
    again_empty: str


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its name and, where it has one, its interval or its counts."""

    name: str
    value: str
    more: str


@dataclass(frozen=True, slots=True)
class BinView:
    """A tenth of probability: how many rows people decided, what was said, what came of them."""

    said: str
    count: int
    came: str
    interval: str


@dataclass(frozen=True, slots=True)
class QualityView:
    """The quality page."""

    frame: Frame
    period: str
    sample: str
    sample_more: str
    agreement: str
    agreement_more: str
    brought: str
    waiting: int
    decisions: tuple[Line, ...]
    reasons: tuple[Line, ...]
    offices: tuple[Line, ...]
    outlets: tuple[Line, ...]
    bins: tuple[BinView, ...]
    calibration: str
    card: tuple[Line, ...]
    shadow: str
