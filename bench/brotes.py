"""Measure how soon planted bursts are called, and how often in vain, beside the two plain baselines."""

import pandas as pd

from outlook.backtest import backtest, synthetic


def main() -> None:
    """Print one table over twenty invented registers."""
    tables, planted = [], {}
    for seed in range(20):
        table, starts = synthetic(seed)
        tables.append(table.add_prefix(f"{seed}-"))
        planted |= {f"{seed}-{name}": where for name, where in starts.items()}
    whole = pd.concat(tables, axis=1)
    seen = pd.DataFrame(True, index=whole.index, columns=whole.columns)
    print(backtest(whole, seen, planted).as_text())


if __name__ == "__main__":
    main()
