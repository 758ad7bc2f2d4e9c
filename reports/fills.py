"""How each class of change is filled, so that a grey copy tells them apart too; pure.

Lightness falls from «sin cambio claro» to «empeoró»; what got better is striped lying, what is too little to judge is
striped aslant, and what nobody watched is white with a broken edge. SOURCE: no meaning by colour alone (WCAG 2.2,
1.4.1); tests/reports/test_grey.py measures it on the printed page.
"""

from conflict.change import Change

FILLS = {
    Change.WORSE: "#9a3420",
    Change.RISING: "#dd9c86",
    Change.SAME: "#ece9e1",
    Change.BETTER: "mejor",
    Change.FEW: "pocos",
    Change.UNCOVERED: "#ffffff",
}
"""A colour, or the name of stripes."""
LIGHT_INK = frozenset({Change.WORSE})
PLATED = frozenset({Change.BETTER, Change.FEW})
"""Classes on whose stripes a number needs a white plate."""
_STRIPES = {
    "mejor": '<rect width="5" height="5" fill="#d6e8ef"/><rect width="5" height="2" fill="#22677f"/>',
    "pocos": '<rect width="5" height="5" fill="#f7f5f0"/><rect width="1.4" height="5" fill="#b9b4a7"/>',
}
_TURNED = {"mejor": "", "pocos": ' patternTransform="rotate(45)"'}


def stripes(drawing: str) -> str:
    """Return the definitions of the stripes under names of one drawing: a page holds several."""
    made = (
        f'<pattern id="{name}-{drawing}" width="5" height="5" patternUnits="userSpaceOnUse"{_TURNED[name]}>'
        f"{shapes}</pattern>"
        for name, shapes in _STRIPES.items()
    )
    return f"<defs>{''.join(made)}</defs>"


def look(change: Change, drawing: str) -> str:
    """Return the attributes of a shape of that class in a drawing whose `stripes` are defined."""
    fill = FILLS[change]
    broken = ' stroke-dasharray="3 2"' if change is Change.UNCOVERED else ""
    return f'fill="{fill if fill.startswith("#") else f"url(#{fill}-{drawing})"}"{broken}'
