"""A summary in a few lines that somebody copies into WhatsApp: at most 300 letters, no name of a person."""

from conflict.esbo import figure
from conflict.weeknaming import sayable
from conflict.weeksummary import WeekSummary

LETTERS = 300
_TOLD = (
    ("alertas_nuevas", "alerta nueva", "alertas nuevas"),
    ("conflictos_activos", "conflicto activo", "conflictos activos"),
    ("plazos_vencidos", "plazo vencido", "plazos vencidos"),
)


def short_text(summary: WeekSummary, address: str) -> str:
    """Return the text; the address of the page is never cut."""
    by_key = {one.key: one for one in summary.figures}
    head = f"Atalaya, {summary.scope.name}, semana {summary.week.number}: "
    numbers = ", ".join(
        f"{figure(by_key[key].value)} {one if by_key[key].value == 1 else many}" for key, one, many in _TOLD
    )
    tail = f" {address}"
    first = next((words for words in summary.sentences if sayable(summary, words)), "")
    words = f"{head}{numbers}. {first}".rstrip()
    most = LETTERS - len(tail)
    return (words if len(words) <= most else f"{words[: most - 1].rstrip()}…") + tail
