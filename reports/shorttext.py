"""A summary in a few lines that somebody copies into WhatsApp: at most 300 letters, no name of a person."""

from conflict.esbo import figure
from conflict.weeksummary import WeekSummary

LETTERS = 300


def short_text(summary: WeekSummary, address: str) -> str:
    """Return the text; the address of the page is never cut."""
    by_key = {one.key: one for one in summary.figures}
    head = f"Atalaya, {summary.scope.name}, semana {summary.week.number}: "
    new, active, late = (
        figure(by_key[key].value) for key in ("alertas_nuevas", "conflictos_activos", "plazos_vencidos")
    )
    numbers = f"{new} alertas nuevas, {active} conflictos activos, {late} plazos vencidos."
    tail = f" {address}"
    words = f"{head}{numbers} {summary.sentences[0] if summary.sentences else ''}".rstrip()
    most = LETTERS - len(tail)
    return (words if len(words) <= most else f"{words[: most - 1].rstrip()}…") + tail
