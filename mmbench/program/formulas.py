"""Named formulas: called like functions, evaluated by their bodies, written out where plain operators are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.program.evaluation import value_of
from mmbench.program.formula_table import CONVERSIONS, ROWS
from mmbench.program.functions import FUNCTIONS, Formula, Function
from mmbench.program.grammar import check_size, parse
from mmbench.program.nodes import Apply, Fact, Node, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mmbench.program.numbers import Exact

__all__ = ["FORMULAS", "expand", "written_out"]

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_UNITS = {"l": "L", "ml": "mL", "cm2": "cm²", "m2": "m²", "cm3": "cm³"}


def expand(node: Node | str) -> Node:
    """Return the program with its formulas written out as plain operators and functions.

    It is worth exactly the same over the same facts.

    Raises:
        ProgramError: more than 200 of + - * / or 10,000 nodes would stand there.
    """
    node = parse(node) if isinstance(node, str) else node
    check_size(node)
    return _expand(node)


def _expand(node: Node) -> Node:
    if not isinstance(node, Apply):
        return node
    expanded = Apply(node.operator, tuple([_expand(argument) for argument in node.arguments]))
    return written_out(expanded) if node.operator in FORMULAS else expanded


def written_out(call: Apply) -> Node:
    """Return a call of a formula as the formula's body over its arguments, which stay as they are."""
    formula = FORMULAS[call.operator]
    return _substituted(formula.body, dict(zip(formula.parameters, call.arguments, strict=True)))


def _substituted(body: Node, arguments: Mapping[str, Node]) -> Node:
    if isinstance(body, Fact):
        return arguments[body.name]
    if isinstance(body, Apply):
        return Apply(body.operator, tuple([_substituted(argument, arguments) for argument in body.arguments]))
    return body


def _formula(
    name: str, parameters: str, body: str, template: str, english: str, chinese: str, units: tuple[str, ...] = ()
) -> Formula:
    """Return the formula of a row of the table."""
    pairs = [parameter.partition("=")[::2] for parameter in parameters.split(", ")]
    names = tuple(written.rstrip("°") for written, _ in pairs)
    english_names = tuple(name.translate(_SUBSCRIPTS) for name in names)
    chinese_names = tuple(other or name for name, (_, other) in zip(english_names, pairs, strict=True))
    parsed = parse(body)
    inner = [part for _, part in walk(parsed)]
    uses = tuple(inner.count(Fact(parameter)) for parameter in names)
    return Formula(
        name=name.rstrip("°"),
        parameters=names,
        body=parsed,
        template=template,
        english=english,
        chinese=chinese,
        shown={"en": english_names, "zh": chinese_names},
        angles=frozenset(written[:-1] for written, _ in pairs if written.endswith("°")),
        angle=name.endswith("°"),
        units=units,
        operators=sum(isinstance(part, Apply) and part.operator in ("+", "-", "*", "/") for part in inner),
        nodes=len(inner) - sum(uses),
        uses=uses,
    )


def _conversion(source: str, target: str, given: str, wanted: str, sign: str, factor: int) -> Formula:
    english, chinese = given.split("=")
    other, chinese_other = wanted.split("=")
    return _formula(
        f"{source}_to_{target}",
        given,
        f"'{english}' {'*' if sign == '×' else '/'} {factor}",
        f"{{{english}}} {sign} {factor}",
        f"{english} in {other}",
        f"{chinese.removesuffix('数')}换算成{chinese_other.removesuffix('数')}",
        (_UNITS.get(source, source), _UNITS.get(target, target)),
    )


def _run(formula: Formula) -> Callable[..., Exact]:
    body, parameters = formula.body, formula.parameters
    return lambda *operands: value_of(body, dict(zip(parameters, operands, strict=True)))


def _all() -> dict[str, Formula]:
    formulas = [_formula(*row) for row in ROWS]
    for large, small, many, few, factor in CONVERSIONS:
        formulas.append(_conversion(large, small, many, few, "×", factor))
        formulas.append(_conversion(small, large, few, many, "÷", factor))
    return {formula.name: formula for formula in formulas}


FORMULAS: dict[str, Formula] = _all()
# The bodies are parsed before their names are known, so no formula can call another, let alone itself.
FUNCTIONS.update(
    (formula.name, Function((len(formula.parameters),) * 2, _run(formula), formula)) for formula in FORMULAS.values()
)
