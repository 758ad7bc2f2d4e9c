"""`atalaya clasificar` on 30,000 news: texts a second end to end, start, memory, model size; beside a plain TF-IDF.

Usage: .venv/bin/python bench/clasificar.py [--filas 30000] [--perfil]
Figures to reach on one core: 3,000 texts a second with reasons, places and groups, 1.5 s from start to the first line,
400 MB at the peak, 20 MB of model. The rival is a TF-IDF of words and pairs with a logistic regression: signal only,
no reasons, no places. `--perfil` says where the time of the reading goes.
"""

import argparse
import cProfile
import csv
import os
import pstats
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
START = datetime(2026, 9, 1, 12, tzinfo=UTC)
A_DAY = 600
"""News a day: what some eighty outlets publish."""
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
BARS = {"textos/s": 3_000, "arranque s": 1.5, "memoria MB": 400, "modelo MB": 20}


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of a command: seconds of wall and of processor, and the peak of memory in MB."""

    seconds: float
    processor: float
    megabytes: float


def write_news(target: Path, rows: int) -> None:
    """Write so many rows of the corpus over and over, in the order of time and with a real day's share of conflicts."""
    from classifiers.pipeline import SIGNALS_A_DAY
    from conflict.codebook import FLAGGED_STAGES

    kinds: dict[bool, list[dict[str, str]]] = {True: [], False: []}
    for path in sorted((ROOT / "data" / "corpus").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                kinds[row["etapa"] in FLAGGED_STAGES].append(row)
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "titular", "bajada", "fecha", "medio", "cuerpo"])
        for number in range(rows):
            loud = int((number + 1) * SIGNALS_A_DAY) > int(number * SIGNALS_A_DAY)
            row = kinds[loud][number * 7 % len(kinds[loud])]
            at = START + timedelta(days=number / A_DAY)
            writer.writerow([number, row["titular"], row["bajada"], at.isoformat(), row["medio"], row["cuerpo"]])


def run(*command: str) -> Ran:
    """Run a command on one core and measure that one process."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=os.environ | ONE_THREAD, stderr=subprocess.DEVNULL
    )
    psutil.Process(process.pid).cpu_affinity([0])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: salida {process.returncode}")
    return Ran(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def classify(source: Path, target: Path) -> Ran:
    """Run the command as an operator would."""
    return run("-m", "cli", "clasificar", "--entrada", str(source), "--salida", str(target))


def rival(source: Path) -> None:
    """Train and run the plain rival on the same file; print its texts a second."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    from classifiers.corpus import load_corpus

    examples = load_corpus(ROOT / "data" / "corpus").examples
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, strip_accents="unicode")
    features = words.fit_transform([example.text for example in examples])
    model = LogisticRegression(C=4.0, class_weight="balanced", max_iter=2_000)
    model.fit(features, [example.signal for example in examples])
    began = time.perf_counter()
    with source.open(encoding="utf-8", newline="") as lines:
        texts = [f"{row['titular']}\n{row['bajada']}\n{row['cuerpo']}" for row in csv.DictReader(lines)]
    flagged = int(model.predict(words.transform(texts)).sum())
    rate = len(texts) / (time.perf_counter() - began)
    print(f"rival TF-IDF + regresión logística: {rate:,.0f} textos/s, {flagged} con señal, sin motivos ni lugares")


def profile(source: Path, target: Path) -> None:
    """Print where the time goes, by the time within each function and what it calls."""
    from flows.classify import classify_file
    from flows.models import shelf_of
    from flows.settings import read_settings

    settings, watch = read_settings(), cProfile.Profile()
    watch.runcall(classify_file, source, target, shelf_of(settings), settings)
    stats = pstats.Stats(watch)
    stats.sort_stats("cumulative").print_stats(r"classifiers|territory|flows|conflict", 25)
    stats.sort_stats("tottime").print_stats(15)


def main() -> None:
    """Measure and compare with the figures to reach."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--filas", type=int, default=30_000)
    asked.add_argument("--perfil", action="store_true")
    asked.add_argument("--rival", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    sys.path.insert(0, str(ROOT))
    if given.rival:
        rival(given.rival)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_news(folder / "una.csv", 1)
        write_news(folder / "todas.csv", given.filas)
        if given.perfil:
            profile(folder / "todas.csv", folder / "salida.jsonl")
            return
        start = min((classify(folder / "una.csv", folder / "una.jsonl") for _ in range(3)), key=lambda ran: ran.seconds)
        whole = classify(folder / "todas.csv", folder / "todas.jsonl")
        from flows.settings import read_settings

        model = sum(path.stat().st_size for path in read_settings().model.iterdir()) / 1_000_000
        measured = {
            "textos/s": given.filas / whole.seconds,
            "arranque s": start.seconds,
            "memoria MB": whole.megabytes,
            "modelo MB": model,
        }
        for name, value in measured.items():
            bar = BARS[name]
            reached = value >= bar if name == "textos/s" else value <= bar
            print(f"{name:<12} {value:>9,.1f}   meta {bar:>6,}   {'sí' if reached else 'NO'}")
        print(f"procesador   {given.filas / whole.processor:>9,.1f} textos por segundo de procesador")
        run("bench/clasificar.py", "--rival", str(folder / "todas.csv"))


if __name__ == "__main__":
    main()
