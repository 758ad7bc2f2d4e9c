"""How the change rule and the count model would have done in past weeks, beside the two plain baselines.

Two questions. Forecast: how far is each baseline from the count that came (mean absolute error). Alarm: where bursts
are known (planted, in a synthetic register), how many weeks until one is called, and how often one is called in vain.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean, median

import pandas as pd

from conflict.change import BASE_WEEKS, LOW_COUNT, LOW_MEAN, Change, by_ratio
from conflict.esbo import counted
from outlook.bursts import judge_series
from outlook.weekly import baselines

Series = Sequence[int | None]
WITHIN = 3
"""Weeks from the start of a planted burst within which a call is a detection."""


def model_calls(series: Series) -> frozenset[int]:
    """Return the weeks that the count model calls."""
    return frozenset(one.index for one in judge_series(series) if one.called)


def same_as_last(series: Series) -> frozenset[int]:
    """Return the weeks above last week by the change rule's threshold: the first plain baseline."""
    return _risen(series, 1)


def four_week_mean(series: Series) -> frozenset[int]:
    """Return the weeks above the mean of four by the change rule's threshold: the second, which is what people read."""
    return _risen(series, BASE_WEEKS)


def _risen(series: Series, weeks: int) -> frozenset[int]:
    found = set()
    for index, count in enumerate(series):
        past = [n for n in series[max(0, index - weeks) : index] if n is not None]
        if count is None or len(past) < min(2, weeks):
            continue
        mean = fmean(past)
        if not (mean <= LOW_MEAN and count <= LOW_COUNT) and by_ratio(count, mean) is Change.WORSE:
            found.add(index)
    return frozenset(found)


METHODS: Mapping[str, Callable[[Series], frozenset[int]]] = {
    "modelo de conteo": model_calls,
    "igual que la anterior": same_as_last,
    "promedio de cuatro": four_week_mean,
}


@dataclass(frozen=True, slots=True)
class Score:
    """How one method did. `delay` is the median of weeks from start to call, None when nothing was found.

    `false_per_year` are calls outside every burst per territory and year of 52 weeks.
    """

    method: str
    planted: int
    found: int
    delay: float | None
    calls: int
    false_per_year: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """The result: weeks and territories judged, errors of the two baselines, scores or calls per method."""

    weeks: int
    territories: int
    error_last: float | None
    error_mean: float | None
    scores: tuple[Score, ...]

    def as_spanish(self) -> dict[str, object]:
        """Return the result with the names that users read."""
        return {
            "semanas": self.weeks,
            "territorios": self.territories,
            "error_igual_que_la_anterior": self.error_last,
            "error_promedio_de_cuatro": self.error_mean,
            "metodos": [
                {
                    "metodo": one.method,
                    "brotes": one.planted,
                    "hallados": one.found,
                    "demora_mediana_semanas": one.delay,
                    "avisos": one.calls,
                    "falsos_por_territorio_y_ano": round(one.false_per_year, 2),
                }
                for one in self.scores
            ],
        }

    def as_text(self) -> str:
        """Return the result as lines for a terminal."""
        if not self.weeks:
            return "El registro no tiene semanas que probar."
        told = [
            f"{counted(self.weeks, 'semana', 'semanas')}, {counted(self.territories, 'territorio', 'territorios')}.",
            f"Error medio por semana y territorio: igual que la anterior {_shown(self.error_last)}, promedio de cuatro "
            f"{_shown(self.error_mean)}.",
            f"{'método':24}{'brotes':>8}{'hallados':>10}{'demora':>8}{'avisos':>8}{'falsos/año':>12}",
        ]
        for one in self.scores:
            found = f"{one.planted:>8}{one.found:>10}{_shown(one.delay):>8}"
            told.append(f"{one.method:24}{found}{one.calls:>8}{_shown(one.false_per_year):>12}")
        return "\n".join(told)


def _shown(value: float | None) -> str:
    return "s/d" if value is None else f"{value:.2f}".replace(".", ",")


def backtest(table: pd.DataFrame, seen: pd.DataFrame, planted: Mapping[str, Sequence[int]] | None = None) -> Backtest:
    """Judge a table of weekly counts; `planted` are the weeks (by position) at which a burst of a column begins.

    Without planted bursts nothing is found nor false: calls are counted, for somebody who knows those weeks to judge.
    """
    if table.empty:
        return Backtest(0, 0, None, None, ())
    last, mean = baselines(table)
    series = {name: [int(n) if ok else None for n, ok in zip(table[name], seen[name], strict=True)] for name in table}
    scores = tuple(_score(method, calls, series, planted) for method, calls in METHODS.items())
    judged = mean.notna() & seen
    return Backtest(len(table), table.shape[1], _error(table, last, judged), _error(table, mean, judged), scores)


def _error(table: pd.DataFrame, guess: pd.DataFrame, judged: pd.DataFrame) -> float | None:
    gaps = (table - guess).abs().where(judged)
    value = gaps.stack().mean()
    return None if pd.isna(value) else round(float(value), 3)


def _score(
    method: str,
    calls_of: Callable[[Series], frozenset[int]],
    series: Mapping[str, list[int | None]],
    planted: Mapping[str, Sequence[int]] | None,
) -> Score:
    delays: list[int] = []
    calls = false = starts = 0
    for name, counts in series.items():
        called = sorted(calls_of(counts))
        calls += len(called)
        begun = (planted or {}).get(name, ())
        starts += len(begun)
        inside = set()
        for start in begun:
            during = [week for week in called if start <= week < start + WITHIN]
            inside |= set(during)
            if during:
                delays.append(during[0] - start)
        false += len(set(called) - inside)
    years = sum(len(counts) for counts in series.values()) / 52
    wrong = false / years if planted is not None and years else 0.0
    return Score(method, starts, len(delays), float(median(delays)) if delays else None, calls, wrong)


def synthetic(seed: int, weeks: int = 104, bursts: int = 3) -> tuple[pd.DataFrame, dict[str, list[int]]]:
    """Return invented counts of nine territories with planted bursts, and where each begins.

    Means run from 0.3 to 8 cases a week, as departments differ; counts are overdispersed (gamma of shape 4 times
    Poisson). A burst lasts three weeks and adds the larger of 5 cases and twice the mean in each.
    """
    random = Random(seed)  # noqa: S311 - invented counts, no secret
    means = (0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
    table, planted = {}, {}
    for number, mean in enumerate(means, start=1):
        name = f"{number:02d}"
        starts = sorted(random.sample(range(20, weeks - 4, 8), bursts))
        counts = [_poisson(random, mean * random.gammavariate(4, 0.25)) for _ in range(weeks)]
        for start in starts:
            for week in range(start, start + 3):
                counts[week] += _poisson(random, max(5.0, 2 * mean))
        table[name], planted[name] = counts, starts
    return pd.DataFrame(table, index=[f"{n:03d}" for n in range(weeks)]), planted


def _poisson(random: Random, mean: float) -> int:
    """Return a Poisson count by multiplying uniform numbers (Knuth)."""
    limit, count, product = 2.718281828459045**-mean, 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count
