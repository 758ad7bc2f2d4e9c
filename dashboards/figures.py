"""Numbers as people in Bolivia read them: a comma before decimals, a blank before the sign of percent."""

from conflict.shares import Share


def decimal(value: float, places: int = 2) -> str:
    """Return a number with a decimal comma."""
    return f"{value:.{places}f}".replace(".", ",")


def percent(value: float, places: int = 0) -> str:
    """Return a share of one as a percentage: «2,5 %»."""
    return f"{decimal(100 * value, places)} %"


def percent_of(share: Share, places: int = 0) -> str:
    """Return a share as a percentage, a dash when there is no case."""
    return "–" if share.value is None else percent(share.value, places)


def interval_of(share: Share, places: int = 0) -> str:
    """Return the 95 % interval of a share in words: «entre 2 y 9 de cada 100»."""
    low, high = share.interval
    return f"entre {decimal(100 * low, places)} y {decimal(100 * high, places)} de cada 100"
