"""Filters that are set, each with the way out of it: the same on every list that has them."""

from collections.abc import Callable, Mapping

from dashboards.pages import ChipView


def ways_out(
    kept: Mapping[str, str], names: Mapping[str, str], said: Callable[[str, str], str], without: Callable[[str], str]
) -> tuple[ChipView, ...]:
    """Return a chip for each filter that is kept, in the order of `names`, which are their labels.

    `said` tells the value of one, `without` the address of the same list without it.
    """
    return tuple(
        ChipView(label, said(name, kept[name]), without(name)) for name, label in names.items() if name in kept
    )
