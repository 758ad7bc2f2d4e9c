"""The reader of announced dates: the score of the table of phrases, and what reading dates costs.

Usage: .venv/bin/python bench/fechas.py
Figures to reach: 95 in 100 phrases exact and none wrong; the dates and turns of all news of a day read in less than 5 %
of the time that classifying them takes (3,000 texts a second, so 60,000 texts a second over all of them).
"""

import csv
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = datetime(2026, 9, 1, 12, tzinfo=UTC)
CLASSIFIED_A_SECOND = 3_000
MOST_SHARE = 0.05


def score() -> bool:
    """Print how the table of phrases is read; say whether it is well enough."""
    from classifiers.deadlines import find_dates

    with (ROOT / "tests" / "cases" / "plazos.csv").open(encoding="utf-8", newline="") as lines:
        cases = list(csv.DictReader(lines))
    exact = wrong = 0
    for case in cases:
        published = datetime.fromisoformat(case["publicado"]) if case["publicado"] else None
        found = next(iter(find_dates(case["texto"], published)), None)
        day = found.day.isoformat() if found else ""
        exact += day == case["fecha"]
        wrong += bool(day) and day != case["fecha"]
    unknown = len(cases) - exact - wrong
    print(f"frases {len(cases)}, exactas {exact} ({exact / len(cases):.1%}), sin fecha {unknown}, equivocadas {wrong}")
    return exact >= 0.95 * len(cases) and not wrong


def rate(texts: list[str]) -> float:
    """Return how many texts a second are read for dates and turns, in processor time; the best of three."""
    from classifiers.deadlines import find_dates
    from classifiers.turns import turn_of

    seconds = []
    for _ in range(3):
        began = time.process_time()
        for text in texts:
            find_dates(text, PUBLISHED)
            turn_of(text)
        seconds.append(time.process_time() - began)
    return len(texts) / min(seconds)


def main() -> None:
    """Measure and compare with the figures to reach."""
    sys.path.insert(0, str(ROOT))
    from classifiers.corpus import load_corpus
    from classifiers.pipeline import SIGNALS_A_DAY

    good = score()
    loud = [example.text for example in load_corpus(ROOT / "data" / "corpus").examples if example.signal]
    a_second = rate(loud)
    share = SIGNALS_A_DAY * CLASSIFIED_A_SECOND / a_second
    print(f"notas con señal: {a_second:,.0f} por segundo; de un día entero, {share:.1%} de lo que toma clasificarlo")
    raise SystemExit(0 if good and share <= MOST_SHARE else 1)


if __name__ == "__main__":
    main()
