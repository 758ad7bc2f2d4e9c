"""The drawings of the summary as SVG, the same in page and PDF; pure, from numbers only.

Everything is an attribute inside the SVG, since neither a page's style nor its fonts reach a PDF. No drawing relies on
colour: signs and counts are printed on the shapes. Text that comes from the register is escaped.
"""

from collections.abc import Mapping, Sequence
from statistics import median
from xml.sax.saxutils import escape, quoteattr

from conflict.change import CHANGES, MARKS, Change
from conflict.departments import DEPARTMENTS
from conflict.esbo import counted, figure
from conflict.weeksummary import LeadTimes, Territory
from reports.fills import LIGHT_INK, PLATED, look, stripes
from reports.outline import CENTRES, HEIGHT, OUTLINES, WIDTH

INK, FAINT, LINE, HOUSE = "#1b2530", "#47535f", "#8f897b", "#0f4c5c"
FONT = 'font-family="Segoe UI, Roboto, Noto Sans, Libertinus Serif, sans-serif"'
TILE_PLACES = {
    "09": (0, 0),
    "08": (1, 0),
    "02": (0, 1),
    "03": (1, 1),
    "07": (2, 1),
    "04": (0, 2),
    "01": (1, 2),
    "05": (0, 3),
    "06": (1, 3),
}
"""Column and row of each department: every one gets the same ink, however large it is (page specification)."""
TILE_WIDTH, TILE_HEIGHT = 118, 58
BAR_ROW, BAR_CHARS = 23, 48
BESIDE = {"01": ((127, 201), (141, 205)), "06": ((126, 218), (141, 222))}
"""Departments too narrow for their name: where a line begins on them, and where their name stands."""


def _svg(width: float, height: float, words: str, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label={quoteattr(words)} width="{width:g}" '
        f'height="{height:g}" viewBox="0 0 {width:g} {height:g}" {FONT}>{body}</svg>'
    )


def _text(x: float, y: float, words: str, size: float = 9, *, fill: str = INK, anchor: str = "start") -> str:
    look = f'font-size="{size:g}" fill="{fill}" text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{y:g}" {look}>{escape(words)}</text>'


def change_map(places: Sequence[Territory]) -> str:
    """Return the schematic map: class by fill and sign; name, cases of the week and their mean printed on it."""
    shapes, labels, words = [], [], []
    for one in places:
        if one.code not in OUTLINES:
            continue
        edge = f'stroke="{INK}" stroke-width="0.7"'
        shapes.append(f'<polygon points="{OUTLINES[one.code]}" {look(one.change, "mapa")} {edge}/>')
        count = "?" if one.unseen else figure(one.new)
        labels.append(_label(one, count))
        by_hand = ", clase cambiada por una persona" if one.by_hand else ""
        new = "? casos nuevos" if one.unseen else counted(one.new, "caso nuevo", "casos nuevos")
        words.append(f"{one.name}: {CHANGES[one.change]}{by_hand}, {new}, promedio {figure(one.mean)}")
    said = "Mapa esquemático del cambio. " + "; ".join(words)
    return _svg(WIDTH, HEIGHT, said, stripes("mapa") + "".join(shapes) + "".join(labels))


def _label(one: Territory, count: str) -> str:
    """Return what stands on a department; the name of one that is too narrow for it stands beside."""
    x, y = CENTRES[one.code]
    ink = "#ffffff" if one.change in LIGHT_INK else INK
    drawn = []
    if one.code in BESIDE:
        (left, top), (at, below) = BESIDE[one.code]
        drawn.append(f'<path d="M{left} {top}L{at - 1.5:g} {below - 2}" stroke="{FAINT}" stroke-width="0.6"/>')
        drawn.append(_text(at, below, one.name, 6.5))
    else:
        y += 4
    if one.change in PLATED:
        wide, tall = (24, 19) if one.code in BESIDE else (max(24.0, 3.8 * len(one.name) + 4), 26)
        drawn.append(
            f'<rect x="{x - wide / 2:g}" y="{y + 10 - tall}" width="{wide:g}" height="{tall}" fill="#ffffff"/>'
        )
    if one.code not in BESIDE:
        drawn.append(_text(x, y - 8.5, one.name, 6.5, fill=ink, anchor="middle"))
    mark = "" if count == "?" and not one.by_hand else f"{one.mark} "
    drawn.append(_text(x, y, f"{mark}{count}", 9.5, fill=ink, anchor="middle"))
    drawn.append(_text(x, y + 7.5, figure(one.mean), 6.5, fill=ink, anchor="middle"))
    return "".join(drawn)


COUNT_FILLS = ("#ffffff", "#dbe7ea", "#a9c6cd", "#5d929e", HOUSE)
"""From none to the most; the count is printed on each, so the tint only helps the eye."""


def count_map(counts: Mapping[str, int], what: str) -> str:
    """Return the schematic map with a count on each department, darker for more; `what` says what is counted."""
    most = max(counts.values(), default=0) or 1
    shapes, labels, words = [], [], []
    for code, corners in OUTLINES.items():
        count, name = counts.get(code, 0), DEPARTMENTS[code]
        step = 0 if not count else 1 + round(3 * count / most)
        ink = "#ffffff" if step == len(COUNT_FILLS) - 1 else INK
        shapes.append(f'<polygon points="{corners}" fill="{COUNT_FILLS[step]}" stroke="{INK}" stroke-width="0.7"/>')
        x, y = CENTRES[code]
        if code in BESIDE:
            (left, top), (at, below) = BESIDE[code]
            labels.append(f'<path d="M{left} {top}L{at - 1.5:g} {below - 2}" stroke="{FAINT}" stroke-width="0.6"/>')
            labels.append(_text(at, below, name, 6.5))
        else:
            labels.append(_text(x, y - 4.5, name, 6.5, fill=ink, anchor="middle"))
        labels.append(_text(x, y + 4, figure(count), 9.5, fill=ink, anchor="middle"))
        words.append(f"{name} {figure(count)}")
    return _svg(WIDTH, HEIGHT, f"{what} por departamento: {'; '.join(words)}", "".join((*shapes, *labels)))


def legend() -> str:
    """Return the classes of the map with their thresholds in short."""
    told = (
        (Change.WORSE, "empeoró: más de +25 %"),
        (Change.RISING, "sube: +10 a +25 %"),
        (Change.SAME, "sin cambio claro"),
        (Change.BETTER, "mejoró: menos de −25 %"),
        (Change.FEW, "pocos datos"),
        (Change.UNCOVERED, "sin cobertura"),
    )
    body = [stripes("clases")]
    for row, (change, words) in enumerate(told):
        edge = f'stroke="{INK}" stroke-width="0.7"'
        body.append(f'<rect x="0.5" y="{row * 15 + 1.5}" width="18" height="10" {look(change, "clases")} {edge}/>')
        body.append(_text(24, row * 15 + 10, f"{MARKS[change]} {words}", 8.5))
    return _svg(150, 92, "Clases del mapa: " + "; ".join(words for _, words in told), "".join(body))


def tiles(places: Sequence[Territory]) -> str:
    """Return twelve weeks of each department, laid out as on the map: own scale, grey median, class at the edge."""
    body, words = [stripes("semanas")], []
    for one in places:
        if one.code not in TILE_PLACES:
            continue
        column, row = TILE_PLACES[one.code]
        x, y = column * (TILE_WIDTH + 6), row * (TILE_HEIGHT + 6)
        count = "?" if one.unseen else figure(one.new)
        body.append(
            f'<rect x="{x + 0.5}" y="{y + 0.5}" width="{TILE_WIDTH}" height="{TILE_HEIGHT}" rx="4" fill="#ffffff" '
            f'stroke="{LINE}" stroke-width="0.7"/>'
        )
        band = f'<rect x="{x + 0.5}" y="{y + 0.5}" width="7" height="{TILE_HEIGHT}" {look(one.change, "semanas")} '
        body.append(f'{band}stroke="{LINE}" stroke-width="0.7"/>')
        body.append(_text(x + 12, y + 14, one.name, 10.5))
        told = "?" if count == "?" and not one.by_hand else f"{one.mark} {count}"
        body.append(_text(x + TILE_WIDTH - 5, y + 14, told, 10.5, anchor="end"))
        body.append(_spark(one.series, x + 12, y + 20, TILE_WIDTH - 18, TILE_HEIGHT - 27))
        words.append(f"{one.name}: {', '.join('sin cobertura' if n is None else str(n) for n in one.series)}")
    width, height = 3 * (TILE_WIDTH + 6) - 5, 4 * (TILE_HEIGHT + 6) - 5
    return _svg(width, height, "Casos nuevos por semana, doce semanas. " + "; ".join(words), "".join(body))


def _spark(series: Sequence[int | None], x: float, y: float, width: float, height: float) -> str:
    known = [n for n in series if n is not None]
    most = max(known, default=0) or 1
    step = width / len(series)
    drawn = []
    for place, count in enumerate(series):
        left = x + place * step
        if count is None:
            drawn.append(_text(left + step / 2, y + height, "?", 6, fill=FAINT, anchor="middle"))
            continue
        tall = max(0.8, height * count / most)
        fill = HOUSE if place == len(series) - 1 else "#7ba3ac"
        drawn.append(
            f'<rect x="{left + 1:.1f}" y="{y + height - tall:.1f}" width="{step - 2:.1f}" height="{tall:.1f}" '
            f'fill="{fill}"/>'
        )
    if known:
        level = y + height - height * median(known) / most
        drawn.append(
            f'<line x1="{x:g}" y1="{level:.1f}" x2="{x + width:g}" y2="{level:.1f}" stroke="{LINE}" '
            'stroke-width="0.8" stroke-dasharray="3 2"/>'
        )
    return "".join(drawn)


def bars(rows: Sequence[tuple[str, int, int | None]], what: str) -> str:
    """Return horizontal bars under their names, a tick where the last week ended; `rows` are name, count and last."""
    most = max((max(now, before or 0) for _, now, before in rows), default=0) or 1
    body = []
    for place, (name, now, before) in enumerate(rows):
        y = place * BAR_ROW
        body.append(f'<rect x="0" y="{y + 13}" width="{215 * now / most:.1f}" height="7" fill="{HOUSE}"/>')
        if before is not None:
            tick = max(1.5, 215 * before / most)
            for stroke, width in (("#ffffff", 4), ("#000000", 1.8)):
                body.append(
                    f'<line x1="{tick:.1f}" y1="{y + 11.5}" x2="{tick:.1f}" y2="{y + 21.5}" stroke="{stroke}" '
                    f'stroke-width="{width}"/>'
                )
        body.append(_text(0, y + 9, name if len(name) <= BAR_CHARS else f"{name[: BAR_CHARS - 1].rstrip()}…", 9.5))
        body.append(_text(250, y + 19.5, figure(now), 9.5, anchor="end"))
    words = "; ".join(f"{name} {now}, semana anterior {figure(before)}" for name, now, before in rows)
    return _svg(250, max(BAR_ROW * len(rows), 1), f"{what}: {words}", "".join(body))


def dots(lead: LeadTimes) -> str:
    """Return a strip with one dot per conflict by days of anticipation; late ones stand left of zero, hollow."""
    low, high = min((*lead.days, -1.0)), max((*lead.days, 7.0))
    scale = 240 / (high - low)

    def at(days: float) -> float:
        return 8 + (days - low) * scale

    zero = at(0)
    body = [f'<line x1="4" y1="26" x2="252" y2="26" stroke="{LINE}"/>']
    body.append(f'<line x1="{zero:.1f}" y1="4" x2="{zero:.1f}" y2="32" stroke="{INK}"/>')
    body.append(_text(zero, 42, "0 días", 7.5, anchor="middle"))
    body.append(_text(252, 42, f"{figure(round(high, 1))} d", 7.5, anchor="end"))
    stacked: dict[int, int] = {}
    for days in lead.days:
        spot = round(at(days) / 7)
        stacked[spot] = stacked.get(spot, -1) + 1
        fill = HOUSE if days > 0 else "#ffffff"
        stroke = HOUSE if days > 0 else "#a32020"
        cy = 26 - 4 - 6.5 * min(stacked[spot], 3)
        body.append(
            f'<circle cx="{at(days):.1f}" cy="{cy:g}" r="3" fill="{fill}" stroke="{stroke}" stroke-width="1.4"/>'
        )
    if lead.median is not None:
        middle = at(lead.median)
        body.append(f'<line x1="{middle:.1f}" y1="6" x2="{middle:.1f}" y2="30" stroke="{INK}" stroke-dasharray="2 2"/>')
    each = ", ".join(figure(round(one, 1)) for one in lead.days)
    words = f"Anticipación de {counted(len(lead.days), 'conflicto', 'conflictos')} en días: {each}"
    return _svg(260, 46, words, "".join(body))
