"""Numbers, days and lists as they are written in Bolivia (es-BO): 1.234, 12,5, 38,4 %, «20 de noviembre de 2026».

Fixed patterns, since locale data disagrees with the institution's usage (page specification, formats).
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from conflict.lapaz import local
from conflict.week import Week

SHORT_DAYS = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
_I_SOUND = re.compile(r"h?[ií](?![eé])", re.IGNORECASE)
"""Before it «y» becomes «e», but «y hielo», whose first sound is that of «y»."""


def number(value: float, places: int = 0) -> str:
    """Return «1.234» or, with places, «1.234,5»; halves go up, as people round, and a tiny negative is written 0."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.translate(str.maketrans(",.", ".,")).replace("-", "−")


def figure(value: float | None) -> str:
    """Return a figure as short as it is exact to one place: «7», «2,5»; «s/d» for none."""
    if value is None:
        return "s/d"
    return number(value, 1).removesuffix(",0")


def percent(part: float, whole: float) -> str:
    """Return «38,4 %» with a no-break space; «s/d» of nothing."""
    return f"{number(100 * part / whole, 1)}\u00a0%" if whole else "s/d"


def counted(count: float, one: str, many: str) -> str:
    """Return «1 plazo», «3 plazos»."""
    return f"{figure(count)} {one if count == 1 else many}"


def lacking(count: float, one: str, many: str) -> str:
    """Return «Falta 1 revisión», «Faltan 3 revisiones»."""
    return f"{'Falta' if count == 1 else 'Faltan'} {counted(count, one, many)}"


def part_of(part: float, whole: float, one: str, many: str) -> str:
    """Return «1 de 1 fuente», «1 de 7 fuentes»: the noun is that of the whole."""
    return f"{figure(part)} de {counted(whole, one, many)}"


def listed(words: Sequence[str], most: int = 9) -> str:
    """Return «La Paz, Oruro y Potosí»; beyond `most` the rest is counted. Before an i-sound «y» becomes «e»."""
    shown = list(words[:most])
    if len(words) > most:
        return f"{', '.join(shown)} y {len(words) - most} más"
    if len(shown) < 2:
        return "".join(shown)
    joint = "e" if _I_SOUND.match(shown[-1]) else "y"
    return f"{', '.join(shown[:-1])} {joint} {shown[-1]}"


def day(value: date) -> str:
    """Return «20/11/2026», for tables."""
    return f"{value:%d/%m/%Y}"


def short_day(value: date) -> str:
    """Return «vie 20 nov»."""
    return f"{SHORT_DAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1][:3]}"


def moment(value: datetime) -> str:
    """Return «20/11/2026 14:05» on the clock of La Paz."""
    return f"{local(value):%d/%m/%Y %H:%M}"


def span(week: Week) -> str:
    """Return «del 9 al 15 de noviembre de 2026», with month and year twice only where they differ."""
    first, last = week.monday, week.sunday
    begin = f"{first.day}"
    if first.month != last.month:
        begin += f" de {MONTHS[first.month - 1]}"
    if first.year != last.year:
        begin += f" de {first.year}"
    return f"del {begin} al {last.day} de {MONTHS[last.month - 1]} de {last.year}"
