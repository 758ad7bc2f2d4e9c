"""What a run shows on a terminal: one line per source while it works, one table at its end."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.desk import SourceResult


@contextmanager
def source_progress() -> Iterator[Callable[["SourceResult"], None]]:
    """Give something to tell each source's result to; it draws on a terminal and is silent anywhere else."""
    if not sys.stderr.isatty():
        yield lambda result: None
        return
    from rich.console import Console

    from conflict.codebook import GOOD_OUTCOMES

    console = Console(stderr=True, highlight=False)

    def tell(result: "SourceResult") -> None:
        mark = "[green]✓[/]" if result.outcome in GOOD_OUTCOMES else "[red]✗[/]"
        console.print(
            f"{mark} {result.source.id:<28} {result.outcome.value:<20} "
            f"{result.new:>4} nuevas de {result.read:<4} {result.took_ms / 1000:5.1f} s",
            markup=True,
        )

    yield tell


def show_summary(kind: str, summary: dict[str, Any]) -> None:
    """Print the sums of a run as a small table."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{kind}: {summary['estado']}", show_header=False, title_justify="left")
    for name, value in summary.items():
        if name in ("estado", "avisos"):
            continue
        shown = ", ".join(f"{n} {reason}" for reason, n in value.items()) or "0" if isinstance(value, dict) else value
        table.add_row(name.replace("_", " "), str(shown))
    Console().print(table)
