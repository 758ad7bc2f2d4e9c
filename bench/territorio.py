"""Finding places: how fast names are matched, texts resolved and the gazetteer loaded, on one core.

Usage: .venv/bin/python bench/territorio.py [--perfil]
Figures to reach on one core: 20,000 texts a second for matching, 5,000 for full resolution (places, roles, sum and
reason), 0.3 s for the gazetteer. The texts are those of the corpus, headline and lede, as they come. `--perfil` says
where the time of the resolution goes.
"""

import argparse
import cProfile
import csv
import pstats
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
BARS = {"nombres, textos/s": 20_000, "lugares, textos/s": 5_000, "carga, s": 0.3}
ROUNDS = 5


def corpus() -> list[str]:
    """Return headline and lede of every text of the corpus."""
    texts = []
    for path in sorted((ROOT / "data" / "corpus").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            texts += [f"{row['titular']}\n{row['bajada']}" for row in csv.DictReader(lines)]
    return texts


def quickest(work: Callable[[], object]) -> float:
    """Return the processor seconds of the quickest round: what others do on the machine does not count."""

    def once() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return min(once() for _ in range(ROUNDS))


def each(step: Callable[[str], object], texts: Sequence[str]) -> Callable[[], None]:
    """Return the work of one step on every text."""

    def work() -> None:
        for text in texts:
            step(text)

    return work


def main() -> None:
    """Measure and compare with the figures to reach."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--perfil", action="store_true")
    given = asked.parse_args()
    sys.path.insert(0, str(ROOT))
    from territory.gazetteer import load_gazetteer
    from territory.mentions import find_mentions
    from territory.resolve import locate

    psutil.Process().cpu_affinity([psutil.Process().cpu_affinity()[0]])
    folder = ROOT / "data" / "gazetteer"
    gazetteer, texts = load_gazetteer(folder), corpus()
    resolve = each(lambda text: locate(gazetteer, text), texts)
    if given.perfil:
        watch = cProfile.Profile()
        watch.runcall(resolve)
        pstats.Stats(watch).sort_stats("tottime").print_stats(25)
        return
    measured = {
        "nombres, textos/s": len(texts) / quickest(each(lambda text: find_mentions(gazetteer, text), texts)),
        "lugares, textos/s": len(texts) / quickest(resolve),
        "carga, s": quickest(lambda: load_gazetteer(folder)),
    }
    print(f"{len(texts)} textos de {sum(map(len, texts)) / len(texts):.0f} letras, {len(gazetteer.senses)} nombres")
    for name, value in measured.items():
        bar = BARS[name]
        reached = value <= bar if name.startswith("carga") else value >= bar
        print(f"{name:<18} {value:>10,.2f}   meta {bar:>8,}   {'sí' if reached else 'NO'}")


if __name__ == "__main__":
    main()
