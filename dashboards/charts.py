"""Numbers to small inline SVG; pure. The same numbers always stand beside as text."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

STRIP_WIDTH, STRIP_HEIGHT, GAP = 8, 16, 2


def strip(daily: Sequence[int | None], label: str) -> str:
    """Return a strip of one box per day: darker for more, hollow for a day without any answer."""
    most = max((n for n in daily if n), default=0)
    boxes = []
    for index, count in enumerate(daily):
        x = index * (STRIP_WIDTH + GAP)
        shade = "vacio" if count is None else "cero" if count == 0 else f"n{1 + round(3 * count / most)}"
        boxes.append(
            f'<rect class="{shade}" x="{x + 0.5}" y="0.5" width="{STRIP_WIDTH - 1}" '
            f'height="{STRIP_HEIGHT - 1}" rx="2"/>'
        )
    width = len(daily) * (STRIP_WIDTH + GAP)
    return (
        f'<svg class="tira" role="img" aria-label="{escape(label, {chr(34): "&quot;"})}" width="{width}" '
        f'height="{STRIP_HEIGHT}" viewBox="0 0 {width} {STRIP_HEIGHT}">{"".join(boxes)}</svg>'
    )


def bar(live: int, active: int, most: int) -> str:
    """Return a bar of the sources that answer (dark) among those that should (pale), on the scale of `most`."""
    scale = 180 / max(most, 1)
    shade = "mal" if live < 2 else "bien"
    return (
        '<svg class="barra" aria-hidden="true" width="180" height="14" viewBox="0 0 180 14">'
        '<rect class="fondo" width="180" height="14" rx="3"/>'
        f'<rect class="debe" width="{active * scale:.1f}" height="14" rx="3"/>'
        f'<rect class="{shade}" width="{live * scale:.1f}" height="14" rx="3"/></svg>'
    )
