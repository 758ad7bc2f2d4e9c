"""Scores of a reader on a labelled set, with intervals, as a table for people."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from classifiers import resample
from classifiers.judged import Bin, Figures, Judged, by, figures
from classifiers.mistakes import kinds
from conflict.codebook import Stage
from conflict.departments import DEPARTMENTS
from conflict.shares import Share
from conflict.signal import text_of

LEAST_SHOWN = 10
"""Texts that a month, outlet or department needs for a line of its own."""
WHOLE_COUNTRY, UNSURE = "BO", "?"
"""What the column `deptos` of a labelled set says besides codes: national; the two readings differ."""


def judge(rows: Sequence[Mapping[str, str]], outputs: Sequence[Mapping[str, Any]]) -> list[Judged]:
    """Return the strict rows with what was said of them: rows marked `dudoso` are left out.

    A text stands under the departments of its label; one without any, under those that the machine read.
    """
    told = {output["id"]: output for output in outputs}
    return [_judged(row, told[row["id"]]) for row in rows if row.get("dudoso", "0") != "1"]


def _judged(row: Mapping[str, str], output: Mapping[str, Any]) -> Judged:
    labelled = [code for code in row.get("deptos", "").split(";") if code and code != UNSURE]
    return Judged(
        id=row["id"],
        title=row["titular"],
        stage=Stage(row["etapa"]),
        said=bool(output["senal"]),
        chance=float(output["probabilidad"]),
        told=Stage(output["etapa"]),
        doubtful=bool(output["duda"]),
        story=row.get("historia", ""),
        of={
            "corpus": row.get("corpus", ""),
            "departamento": ";".join(labelled or output["departamentos"]),
            "mes": _month(row.get("fecha", "")),
            "medio": row.get("medio", ""),
        },
    )


def _month(text: str) -> str:
    """Return year and month of a date as sets write it (2024-04-17, 17-04-2024); "" where there is none to be read."""
    found = re.match(r"(\d{4})-(\d{2})\b|\d{1,2}-(\d{1,2})-(\d{4})", text)
    if found is None:
        return ""
    year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
    return f"{year}-{int(month):02d}"


def score(judged: Sequence[Judged], texts: Sequence[str], *, errors: int = 0) -> str:
    """Return the table: signal, stage, doubt, calibration, conflicts, each part that the set names, mistakes by kind.

    `texts` are those of `judged`, in order. Up to `errors` titles are listed under each kind of mistake.
    """
    reached = figures(judged)
    lines = [f"{len(judged)} filas estrictas, {reached.recall.whole} con señal"]
    lines += _signal(judged, reached)
    lines += _calibration(reached)
    for column, title in (("corpus", "Por corpus"), ("mes", "Por mes"), ("medio", "Por medio")):
        lines += _by(judged, title, lambda one, column=column: [one.of.get(column, "")])  # type: ignore[misc]
    lines += _by(judged, "Por departamento", _departments)
    lines += _stages(judged)
    lines += _mistakes(judged, texts, errors)
    return "\n".join(lines)


def texts_of(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Return the texts of the strict rows."""
    return [
        text_of(row["titular"], row["bajada"], row.get("cuerpo", "")) for row in rows if row.get("dudoso", "0") != "1"
    ]


def _signal(judged: Sequence[Judged], reached: Figures) -> list[str]:
    return [
        "Intervalos de 95 %: de Wilson en las proporciones; en F1 y precisión media, remuestreo por conflicto "
        f"({resample.DRAWS} veces).",
        share("precisión", reached.precision),
        share("cobertura", reached.recall),
        number("F1", reached.f1, resample.interval(judged, resample.f1)),
        number("precisión media", reached.average_precision, resample.interval(judged, resample.average_precision)),
        share("conflictos distintos alcanzados", reached.stories),
        share("etapa correcta en los aciertos", reached.stage),
        share("en la franja de duda", reached.band),
    ]


def share(name: str, of: Share) -> str:
    """Return a line with a share, its interval and its counts."""
    if of.value is None:
        return f"{name:<32} sin casos"
    low, high = of.interval
    return f"{name:<32} {of.value:.3f}  [{low:.3f}–{high:.3f}]  {of.part} de {of.whole}"


def number(name: str, value: float, interval: tuple[float, float]) -> str:
    """Return a line with a figure that is no share."""
    if math.isnan(value):
        return f"{name:<32} sin casos"
    return f"{name:<32} {value:.3f}  [{interval[0]:.3f}–{interval[1]:.3f}]"


def _calibration(reached: Figures) -> list[str]:
    lines = [f"{'error de calibración esperado':<32} {reached.calibration_error:.3f}", "Calibración:"]
    return lines + [_bin(one) for one in reached.bins]


def _bin(one: Bin) -> str:
    low, high = one.share.interval
    return (
        f"  dice {one.low:.1f}–{one.low + 0.1:.1f}  {one.count:>5} notas, dicho {one.said:.2f}, "
        f"conflicto {one.share.value or 0.0:.2f} [{low:.2f}–{high:.2f}]"
    )


def _departments(one: Judged) -> list[str]:
    names = [
        "Nacional" if code == WHOLE_COUNTRY else DEPARTMENTS.get(code, code)
        for code in one.of.get("departamento", "").split(";")
        if code
    ]
    return names or ["sin departamento"]


def _by(judged: Sequence[Judged], title: str, key: Callable[[Judged], Iterable[str]]) -> list[str]:
    parts = by(judged, key)
    if len(parts) < 2:
        return []
    small = [one for part in parts.values() if len(part) < LEAST_SHOWN for one in part]
    shown = {name or "sin dato": part for name, part in parts.items() if len(part) >= LEAST_SHOWN}
    if small:
        shown[f"los de menos de {LEAST_SHOWN}"] = small
    return [f"{title}:", *(_part(name, figures(part), len(part)) for name, part in shown.items())]


def _part(name: str, reached: Figures, rows: int) -> str:
    return (
        f"  {name[:26]:<26} {rows:>5} notas  precisión {_short(reached.precision)}  cobertura {_short(reached.recall)}"
    )


def _short(of: Share) -> str:
    if of.value is None:
        return f"{'–':<18}"
    low, high = of.interval
    return f"{of.value:.2f} [{low:.2f}–{high:.2f}]"


def _stages(judged: Sequence[Judged]) -> list[str]:
    lines = []
    for name, part in by([j for j in judged if j.gold], lambda one: [one.stage.value]).items():
        hits = [j for j in part if j.said]
        right = Share(sum(j.stage is j.told for j in hits), len(hits))
        lines.append(f"  {name:<26} cobertura {_short(Share(len(hits), len(part)))}  etapa {_short(right)}")
    return ["Por etapa (de lo que es conflicto):", *lines] if lines else []


def _mistakes(judged: Sequence[Judged], texts: Sequence[str], errors: int) -> list[str]:
    lines = ["Errores por clase:"]
    for name, part in kinds(judged, texts).items():
        lines.append(f"  {len(part):>5}  {name}")
        lines += [f"         {one.id}  {one.chance:.2f}  {one.title}" for one in part[:errors]]
    return lines if len(lines) > 1 else []
