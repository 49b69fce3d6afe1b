"""Values of answers printed in one line of functional notation, for comparing in tests."""

from __future__ import annotations

from mmbench.scoring.answers.values import (
    Apply,
    Cases,
    Constant,
    Interval,
    Matrix,
    Number,
    Quantity,
    Ratio,
    Relation,
    Sequence,
    Symbol,
    Union,
    Value,
    Words,
)


def printed(value: Value | None) -> str:
    """Return a value as text: `add(x, 1)`, `set[1; 2]`, `I[1..2)`, `5 <cm>`, `R{x = 3}`."""
    if isinstance(value, Number):
        return str(value.value)
    if isinstance(value, Constant | Symbol):
        return value.name
    if isinstance(value, Apply):
        return f"{value.op}({', '.join(map(printed, value.args))})"
    if isinstance(value, Quantity):
        return f"{printed(value.value)} <{value.unit.name}>"
    if isinstance(value, Sequence):
        return f"{value.form}[{'; '.join(map(printed, value.items))}]"
    if isinstance(value, Interval):
        left, right = "[" if value.low_closed else "(", "]" if value.high_closed else ")"
        return f"I{left}{printed(value.low)}..{printed(value.high)}{right}"
    if isinstance(value, Union):
        return " U ".join(map(printed, value.parts))
    if isinstance(value, Matrix):
        return f"M[{' | '.join(', '.join(map(printed, row)) for row in value.rows)}]"
    if isinstance(value, Relation):
        signs = (*value.signs, "")
        sides = (f"{printed(side)} {sign}" for side, sign in zip(value.sides, signs, strict=True))
        return f"R{{{' '.join(sides).rstrip()}}}"
    if isinstance(value, Ratio):
        return ":".join(map(printed, value.parts))
    if isinstance(value, Cases):
        return f"cases{{{'; '.join(f'{printed(tree)} if {printed(when)}' for tree, when in value.branches)}}}"
    if isinstance(value, Words):
        return f"W'{value.text}'"
    return repr(value)
