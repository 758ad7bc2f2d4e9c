"""Which rows lie behind a number of a summary: every figure that is shown can be opened; pure."""

from conflict.names import bar_name
from conflict.weeksummary import Bar, Owed, WeekSummary

Rows = tuple[str, tuple[str, ...]]
"""A title in Spanish and the codes of the records, repeated where one counts twice."""

LATE = "_tarde"
"""Ending of the group that holds only what is late of what waits: `requerimientos_tarde:…`."""
_MOVES = {
    "entered": "Casos nuevos",
    "reopened": "Casos reabiertos",
    "closed": "Casos terminados",
    "now": "Casos abiertos al corte",
    "converted": "Alertas que pasaron a conflicto",
    "transferred": "Fichas que cambiaron de oficina",
}


def rows_of(summary: WeekSummary, name: str) -> Rows | None:
    """Return the rows behind a name such as `alertas_nuevas`, `nuevos:05` or `vencidos:Delegación X`; None for none."""
    group, _, rest = name.partition(":")
    for figure in summary.figures:
        if figure.key == name:
            return figure.label, figure.rows
    if group == "movimiento" and rest in _MOVES:
        return _MOVES[rest], tuple(getattr(summary.movement, rest))
    if group == "anuncios" and rest in ("leidos", "sin_anuncio"):
        seen = summary.foresight
        return ("Con anuncio leído", seen.rows) if rest == "leidos" else ("Sin anuncio", seen.missed)
    if group in ("nuevos", "abiertos"):
        return next(
            (
                (f"{one.name}: casos {group}", one.rows if group == "nuevos" else one.open_rows)
                for one in summary.territories
                if one.code == rest
            ),
            None,
        )
    bars: dict[str, tuple[Bar, ...]] = {
        "medidas": summary.measures,
        "demandas": summary.demands,
        "actores": summary.actors,
    }
    owed: dict[str, tuple[Owed, ...]] = {
        "vencidos": summary.overdue,
        "transferencias": summary.transfers,
        "requerimientos": summary.requests,
    }
    if group.endswith(LATE):
        late = next((one for one in owed.get(group.removesuffix(LATE), ()) if one.name == rest and one.late_rows), None)
        return (f"{group.removesuffix(LATE).capitalize()}, tarde: {rest}", late.late_rows) if late else None
    found: tuple[Bar | Owed, ...] = (*bars.get(group, ()), *owed.get(group, ()))
    return next(
        ((f"{group.capitalize()}: {bar_name(group, one.name)}", one.rows) for one in found if one.name == rest), None
    )
