"""`atalaya clasificar` over 30,000 news, reasons, places and groups included, beside TF-IDF + logistic regression.

Usage: .venv/bin/python bench/clasificar.py [--notas 30000]
Figures to reach on one core: 3,000 news a second, start within 1.5 s, 400 MB, model of at most 20 MB.
"""

import argparse
import csv
import itertools
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

ROOT = Path(__file__).resolve().parent.parent


def rows() -> list[dict[str, str]]:
    """Return the invented corpus."""
    found = []
    for path in sorted((ROOT / "data" / "corpus").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            found += list(csv.DictReader(lines))
    return found


def write(path: Path, corpus: list[dict[str, str]], count: int) -> None:
    """Write that many news, the corpus over and over, each with its own id."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["id", "titular", "bajada", "fecha", "medio"])
        for number, row in enumerate(itertools.islice(itertools.cycle(corpus), count)):
            writer.writerow([number, row["titular"], row["bajada"], row["fecha"], row["medio"]])


def run(source: Path, target: Path) -> tuple[float, float]:
    """Run the command on one core; return wall seconds and peak memory in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "clasificar", "--entrada", str(source), "--salida", str(target)],
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        stderr=subprocess.DEVNULL,
    )
    watched, peak = psutil.Process(process.pid), 0
    watched.cpu_affinity([0])
    while process.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.Error:
            break
        time.sleep(0.05)
    return time.perf_counter() - started, peak / 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notas", type=int, default=30_000)
    count = parser.parse_args().notas
    corpus = rows()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(folder / "una.csv", corpus, 1)
        write(folder / "todas.csv", corpus, count)
        start, _ = run(folder / "una.csv", folder / "una.jsonl")
        wall, memory = run(folder / "todas.csv", folder / "todas.jsonl")
        with (folder / "todas.jsonl").open(encoding="utf-8") as lines:
            written = sum(1 for _ in lines)
    size = sum(path.stat().st_size for path in (ROOT / "data" / "models").iterdir()) / 1e6
    print(f"start with one news   {start:6.2f} s")
    print(f"{written} of {count} rows  {wall:6.2f} s   {count / (wall - start):6.0f} news/s after the start")
    print(f"peak memory           {memory:6.0f} MB   model {size:.2f} MB")
    texts = [f"{row['titular']}\n{row['bajada']}" for row in corpus]
    plain = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), LogisticRegression(max_iter=1_000))
    plain.fit(texts, [row["etapa"] != "no_conflicto" for row in corpus])
    many = list(itertools.islice(itertools.cycle(texts), count))
    started = time.perf_counter()
    plain.predict_proba(many)
    print(f"TF-IDF + logistic     {count / (time.perf_counter() - started):6.0f} news/s, bare score only")


if __name__ == "__main__":
    main()
