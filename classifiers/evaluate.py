"""Scores of a reader on a labelled set, with intervals, as a table for people."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score

from conflict.codebook import FLAGGED_STAGES, Stage


def score(rows: Sequence[Mapping[str, str]], outputs: Sequence[Mapping[str, Any]]) -> str:
    """Return the table: signal, stage, calibration, stories, and each corpus, outlet or month that the set names.

    Rows marked `dudoso` are left out. Nothing is guessed for what the set does not carry.
    """
    frame = _frame(rows, outputs)
    lines = [f"{len(frame)} filas estrictas, {int(frame.gold.sum())} con señal"]
    lines += _signal(frame)
    hits = frame[frame.gold & frame.said]
    lines.append(_share("etapa correcta en los aciertos", int((hits.stage == hits.told_stage).sum()), len(hits)))
    lines.append(f"error de calibración  {_calibration_error(frame):.3f}")
    lines.append(_stories(frame))
    for column, title in (("corpus", "Por corpus"), ("month", "Por mes"), ("outlet", "Por medio")):
        lines += _by(frame, column, title)
    lines += _stages(hits)
    return "\n".join(line for line in lines if line)


def _frame(rows: Sequence[Mapping[str, str]], outputs: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    told = {output["id"]: output for output in outputs}
    kept = [row for row in rows if row.get("dudoso", "0") != "1"]
    return pd.DataFrame(
        {
            "gold": [Stage(row["etapa"]) in FLAGGED_STAGES for row in kept],
            "said": [bool(told[row["id"]]["senal"]) for row in kept],
            "chance": [float(told[row["id"]]["probabilidad"]) for row in kept],
            "stage": [row["etapa"] for row in kept],
            "told_stage": [told[row["id"]]["etapa"] for row in kept],
            "story": [row.get("historia", "") for row in kept],
            "corpus": [row.get("corpus", "") for row in kept],
            "month": [row.get("fecha", "")[:7] for row in kept],
            "outlet": [row.get("medio", "") for row in kept],
        }
    )


def _signal(frame: pd.DataFrame) -> list[str]:
    hit, said, gold = int((frame.gold & frame.said).sum()), int(frame.said.sum()), int(frame.gold.sum())
    f1 = 2 * hit / (said + gold) if said + gold else 0.0
    average = average_precision_score(frame.gold, frame.chance) if gold else float("nan")
    return [
        _share("precisión", hit, said),
        _share("cobertura", hit, gold),
        f"F1  {f1:.3f}",
        f"precisión media  {average:.3f}",
    ]


def _share(name: str, part: int, whole: int) -> str:
    """Return a share with its 95 % Wilson interval."""
    if not whole:
        return f"{name}  sin casos"
    low, high = wilson(part, whole)
    return f"{name}  {part / whole:.3f}  [{low:.3f}–{high:.3f}]  {part} de {whole}"


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval of a share, which does not leave 0 to 1 however few cases there are."""
    share = part / whole
    centre = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, centre - half), min(1.0, centre + half)


def _calibration_error(frame: pd.DataFrame) -> float:
    bins = np.clip((frame.chance * 10).astype(int), 0, 9)
    grouped = frame.groupby(bins)
    gaps = (grouped.chance.mean() - grouped.gold.mean()).abs() * grouped.size()
    return float(gaps.sum() / max(len(frame), 1))


def _stories(frame: pd.DataFrame) -> str:
    found: dict[str, bool] = defaultdict(bool)
    for story, said in frame.loc[frame.gold & (frame.story != ""), ["story", "said"]].itertuples(index=False):
        found[story] |= bool(said)
    return _share("conflictos distintos alcanzados", sum(found.values()), len(found)) if found else ""


def _by(frame: pd.DataFrame, column: str, title: str) -> list[str]:
    if frame[column].nunique() < 2:
        return []
    lines = [f"{title}:"]
    for name, part in frame.groupby(column):
        hit, said, gold = int((part.gold & part.said).sum()), int(part.said.sum()), int(part.gold.sum())
        precision = f"{hit / said:.2f}" if said else "–"
        recall = f"{hit / gold:.2f}" if gold else "–"
        lines.append(f"  {name or 'sin dato':<24} {len(part):>5} filas  precisión {precision}  cobertura {recall}")
    return lines


def _stages(hits: pd.DataFrame) -> list[str]:
    lines = ["Por etapa (aciertos):"]
    for stage, part in hits.groupby("stage"):
        lines.append(f"  {stage:<12} {int((part.told_stage == stage).sum())} de {len(part)}")
    return lines if len(lines) > 1 else []
