"""Formulas: each worth what an independent calculation says, exactly what its expansion is, and never an explosion."""

from __future__ import annotations

import math
import time
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mmbench.program import (
    FORMULAS,
    FUNCTIONS,
    Apply,
    Fact,
    Node,
    Number,
    ProgramError,
    evaluate,
    expand,
    facts_used,
    parse,
    quote,
    replace_at,
    steps,
    text,
    walk,
)

# Every value is from a formulary or counted by hand, not from the table under test.
VALUES: dict[str, tuple[str, float]] = {
    "circle_area": ("circle_area(3)", 28.274333882308138),
    "circumference": ("circumference(3)", 18.84955592153876),
    "sector_area": ("sector_area(6, 60)", 18.84955592153876),
    "arc_length": ("arc_length(6, 60)", 6.283185307179586),
    "triangle_area": ("triangle_area(12, 5)", 30),
    "rectangle_area": ("rectangle_area(7, 4)", 28),
    "rectangle_perimeter": ("rectangle_perimeter(7, 4)", 22),
    "square_area": ("square_area(9)", 81),
    "parallelogram_area": ("parallelogram_area(8, 2.5)", 20),
    "rhombus_area": ("rhombus_area(6, 8)", 24),
    "trapezoid_area": ("trapezoid_area(3, 5, 4)", 16),
    "hypotenuse": ("hypotenuse(5, 12)", 13),
    "leg": ("leg(13, 5)", 12),
    "cosine_side": ("cosine_side(3, 5, 120)", 7),
    "sine_area": ("sine_area(4, 6, 30)", 6),
    "scale_length": ("scale_length(6, 4, 10)", 15),
    "third_angle": ("third_angle(50, 60)", 70),
    "supplement": ("supplement(35)", 145),
    "complement": ("complement(35)", 55),
    "exterior_angle": ("exterior_angle(50, 65)", 115),
    "inscribed_angle": ("inscribed_angle(84)", 42),
    "central_angle": ("central_angle(42)", 84),
    "polygon_angle_sum": ("polygon_angle_sum(6)", 720),
    "regular_polygon_angle": ("regular_polygon_angle(5)", 108),
    "distance": ("distance(1, 2, 4, -2)", 5),
    "midpoint": ("midpoint(-3, 8)", 2.5),
    "slope": ("slope(1, 2, 4, 8)", 2),
    "line_value": ("line_value(3, -2, 5)", 13),
    "interpolate": ("interpolate(10, 100, 20, 300, 14)", 180),
    "cuboid_volume": ("cuboid_volume(2, 3, 4)", 24),
    "cuboid_surface": ("cuboid_surface(2, 3, 4)", 52),
    "cube_volume": ("cube_volume(5)", 125),
    "cube_surface": ("cube_surface(5)", 150),
    "prism_volume": ("prism_volume(12, 7)", 84),
    "cylinder_volume": ("cylinder_volume(2, 5)", 62.83185307179586),
    "cylinder_side": ("cylinder_side(2, 5)", 62.83185307179586),
    "cylinder_surface": ("cylinder_surface(2, 5)", 87.96459430051421),
    "cone_volume": ("cone_volume(3, 4)", 37.69911184307752),
    "cone_side": ("cone_side(3, 5)", 47.12388980384690),
    "cone_surface": ("cone_surface(3, 5)", 75.39822368615503),
    "sphere_volume": ("sphere_volume(3)", 113.09733552923255),
    "sphere_surface": ("sphere_surface(3)", 113.09733552923255),
    "pyramid_volume": ("pyramid_volume(36, 7)", 84),
    "percent_change": ("percent_change(30, 45)", 50),
    "percent_of": ("percent_of(12, 48)", 25),
    "speed": ("speed(150, 2.5)", 60),
    "minutes_between": ("minutes_between(8, 50, 10, 15)", 85),
    "simple_interest": ("simple_interest(2000, 3, 4)", 240),
    "union_count": ("union_count(18, 15, 7)", 26),
    "m_to_cm": ("m_to_cm(2.5)", 250),
    "cm_to_m": ("cm_to_m(40)", 0.4),
    "cm_to_mm": ("cm_to_mm(3)", 30),
    "mm_to_cm": ("mm_to_cm(45)", 4.5),
    "km_to_m": ("km_to_m(1.2)", 1200),
    "m_to_km": ("m_to_km(750)", 0.75),
    "h_to_min": ("h_to_min(1.5)", 90),
    "min_to_h": ("min_to_h(45)", 0.75),
    "min_to_s": ("min_to_s(2)", 120),
    "s_to_min": ("s_to_min(90)", 1.5),
    "kg_to_g": ("kg_to_g(0.3)", 300),
    "g_to_kg": ("g_to_kg(1250)", 1.25),
    "l_to_ml": ("l_to_ml(0.75)", 750),
    "ml_to_l": ("ml_to_l(330)", 0.33),
    "l_to_cm3": ("l_to_cm3(2)", 2000),
    "cm3_to_l": ("cm3_to_l(500)", 0.5),
    "m2_to_cm2": ("m2_to_cm2(3)", 30_000),
    "cm2_to_m2": ("cm2_to_m2(2500)", 0.25),
}


def test_every_formula_is_held_against_a_value() -> None:
    assert set(VALUES) == set(FORMULAS)
    assert set(FORMULAS) < set(FUNCTIONS)


@pytest.mark.parametrize("name", VALUES)
def test_a_formula_is_worth_what_the_formulary_says(name: str) -> None:
    program, value = VALUES[name]
    found = evaluate(program, {})
    if value == int(value) or "_to_" in name:
        assert found == Fraction(str(value))
    assert float(found) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize("name", VALUES)
def test_a_formula_is_exactly_its_expansion(name: str) -> None:
    program, _ = VALUES[name]
    plain = expand(program)
    operators = {node.operator for _, node in walk(plain) if isinstance(node, Apply)}
    assert not operators & set(FORMULAS)
    assert evaluate(plain, {}) == evaluate(program, {})
    assert parse(text(plain)) == plain


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
def test_a_formula_is_named_and_shown_in_both_languages(formula) -> None:  # type: ignore[no-untyped-def]
    assert formula.title("en").isascii()
    assert not formula.title("zh").isascii()
    assert sorted(facts_used(formula.body)) == sorted(formula.parameters)
    for language in ("en", "zh"):
        assert len(set(formula.shown[language])) == len(formula.parameters)
        assert "{" not in formula.display(language)
        assert all(name in formula.display(language) for name in formula.shown[language])


def test_names_and_forms_as_they_were_asked_for() -> None:
    formula = FORMULAS["triangle_area"]
    assert (formula.title("en"), formula.title("zh")) == ("area of a triangle", "三角形的面积")
    assert (formula.display("en"), formula.display("zh")) == ("base × height ÷ 2", "底 × 高 ÷ 2")
    assert text(formula.body) == "'base' * 'height' / 2"
    assert FORMULAS["sector_area"].display("zh") == "圆心角 ÷ 360° × π × 半径²"
    assert FORMULAS["distance"].display("en") == "√((x₂ − x₁)² + (y₂ − y₁)²)"


def test_arguments_are_programs_and_expand_in_place() -> None:
    assert text(expand("triangle_area('AB' + 1, leg('AC', 'AB')) * 2")) == (
        "('AB' + 1) * sqrt('AC' ^ 2 - 'AB' ^ 2) / 2 * 2"
    )
    assert evaluate("percent_change('a', 1/3)", {"a": "1/7"}) == Fraction(400, 3)
    shown = [step.text for step in steps("triangle_area(3, 4) + 1", {})]
    assert shown == ["triangle_area(3, 4) = 6", "6 + 1 = 7"]


@pytest.mark.parametrize(
    ("program", "value"),
    [
        ("max(4) + min(-3)", 1),
        ("argmax(3, 9, 9, 1) + 10 * argmin(3, 1, 1)", 22),
        ("sign(-2.5) + 10 * sign(0) + 100 * sign(7)", 99),
        ("range(4, -1, 2.5)", 5),
        ("weighted_mean(80, 2, 90, 3)", 86),
        ("count_above(3, 1, 3, 4, 5) + 10 * count_below(3, 1, 3, 4, 5)", 12),
        ("nth_largest(2, 5, 9, 7) + nth_largest(1, 4)", 11),
        ("floor(2.9) + 10 * floor(-0.1)", -8),
        ("mod(17, 5) + mod(7.5, 2)", Fraction(7, 2)),
    ],
)
def test_functions_over_what_is_read(program: str, value: Fraction | int) -> None:
    assert evaluate(program, {}) == value


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("triangle_area(3)", "triangle_area takes 2 to 2 arguments, found 1"),
        ("triangle_area 3", "expected '\\(', found '3'"),
        ("triangel_area(3, 4)", "position 0: .* or a formula \\(near triangle_area.*found 'triangel_area'"),
        ("percent_change(0, 4)", "division by zero"),
        ("leg(3, 5)", "leg\\(3, 5\\): sqrt\\(-16\\): root of a negative number"),
        ("weighted_mean(1, 2, 3)", "weighted_mean\\(1, 2, 3\\): values and weights must come in pairs"),
        ("weighted_mean(1, 0)", "division by zero"),
        ("nth_largest(3, 1, 2)", "n must be a whole number from 1 to 2"),
        ("nth_largest(1.5, 1, 2)", "n must be a whole number from 1 to 2"),
        ("mod(1, 0)", "division by zero"),
        ("cube_volume(10 ^ 1500)", "cube_volume.*too large"),
        ("sphere_volume('r')", "no fact named 'r'; known: none"),
        ("'base' + triangle_area(1, 2)", "no fact named 'base'"),
    ],
)
def test_what_a_formula_refuses(program: str, says: str) -> None:
    with pytest.raises(ProgramError, match=says):
        evaluate(program, {})


def _nested(name: str, times: int) -> str:
    commas = ", 1" * (FUNCTIONS[name].arity[0] - 1)
    return f"{name}(" * times + "1" + f"{commas})" * times


@pytest.mark.parametrize("name", FORMULAS)
def test_nested_formulas_do_not_blow_up(name: str) -> None:
    """Ninety levels of a formula that doubles its argument would be 2^90 nodes written out."""
    start = time.process_time()
    try:
        node = parse(_nested(name, 90))
    except ProgramError as error:
        assert "written out" in str(error) or "nested deeper" in str(error)
        node = Number(Fraction(1))
        others = (node,) * (FUNCTIONS[name].arity[0] - 1)
        for _ in range(90):
            node = Apply(name, (node, *others))
        with pytest.raises(ProgramError, match="written out"):
            expand(node)
    else:
        assert sum(1 for _ in walk(expand(node))) < 10_000
    assert time.process_time() - start < 0.5


def test_formulas_count_for_as_many_operators_as_they_are_written_with() -> None:
    parse("+".join(["triangle_area(1, 2)"] * 67))
    with pytest.raises(ProgramError, match="more than 200 operators, its formulas written out"):
        parse("+".join(["triangle_area(1, 2)"] * 68))
    ones = "sum(" + ", ".join(["1"] * 900) + ")"
    parse(f"triangle_area({ones}, {ones})")
    with pytest.raises(ProgramError, match="more than 10000 parts, its formulas written out"):
        parse("cylinder_surface(" * 4 + ones + ", 1)" * 4)


def test_a_hand_built_call_of_nothing_known_is_a_program_error() -> None:
    with pytest.raises(ProgramError, match="no function or formula named 'nonsense'"):
        evaluate(Apply("nonsense", (Number(Fraction(1)),)), {})
    with pytest.raises(ProgramError):
        evaluate(Apply("triangle_area", (Number(Fraction(1)),)), {})


def _applied(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pairs = ("+", "-", "*", "/", "^", "triangle_area", "hypotenuse", "percent_change", "mod")
    two = st.builds(lambda name, a, b: Apply(name, (a, b)), st.sampled_from(pairs), parts, parts)
    one = st.builds(
        lambda name, a: Apply(name, (a,)), st.sampled_from(["neg", "sqrt", "circle_area", "m2_to_cm2"]), parts
    )
    many = st.builds(
        lambda name, values: Apply(name, tuple(values)),
        st.sampled_from(["mean", "argmax", "sum"]),
        st.lists(parts, min_size=1, max_size=4),
    )
    return st.one_of(two, two, one, many)


_DECIMALS = st.decimals(0, 10**6, allow_nan=False, places=3).map(lambda value: Number(Fraction(value)))
_LEAVES = st.one_of(_DECIMALS, st.text(max_size=8).map(Fact), st.just(Apply("pi", ())))
NODES: st.SearchStrategy[Node] = st.recursive(_LEAVES, _applied, max_leaves=20)


@given(NODES)
def test_a_program_printed_is_the_program_read(node: Node) -> None:
    try:
        assert parse(text(node)) == node
    except ProgramError as error:
        assert "written out" in str(error)


@given(NODES, st.data())
def test_parts_are_found_and_replaced_by_their_path(node: Node, data: st.DataObject) -> None:
    parts = list(walk(node))
    assert parts[0] == ((), node)
    path, part = data.draw(st.sampled_from(parts))
    assert replace_at(node, path, part) == node
    changed = replace_at(node, path, Fact("new"))
    assert dict(walk(changed))[path] == Fact("new")
    assert replace_at(changed, path, part) == node
    with pytest.raises(ProgramError, match="no argument"):
        replace_at(node, (*path, len(getattr(part, "arguments", ()))), part)


@given(NODES, st.dictionaries(st.text(max_size=8), st.integers(-50, 50)))
def test_whatever_a_program_is_worth_its_expansion_is_worth(node: Node, facts: dict[str, int]) -> None:
    facts = {name: 3 for name in facts_used(node)} | facts
    try:
        value = evaluate(node, facts)
        plain = expand(node)
    except ProgramError:
        assume(False)
    assert evaluate(plain, facts) == value
    assert set(facts_used(plain)) <= set(facts_used(node))


@pytest.mark.parametrize(
    ("program", "printed"),
    [
        ("((1 + 2) + 3)", "1 + 2 + 3"),
        ("1 + (2 + 3)", "1 + (2 + 3)"),
        ("(1 - 2) * 3 / (4 / 5)", "(1 - 2) * 3 / (4 / 5)"),
        ("-(2 ^ 3)", "-2 ^ 3"),
        ("(-2) ** (3 ^ 4)", "(-2) ^ 3 ^ 4"),
        ("(2 ^ 3) ^ -4", "(2 ^ 3) ^ -4"),
        ("--1 * (-2)", "--1 * -2"),
        ('mean((1), ("it\'s"))', "mean(1, 'it''s')"),
        (".50", "0.5"),
    ],
)
def test_programs_are_printed_with_no_more_parentheses_than_needed(program: str, printed: str) -> None:
    assert text(parse(program)) == printed


def test_numbers_that_no_decimal_writes_are_printed_as_what_gives_them() -> None:
    third, minus = Number(Fraction(1, 3)), Number(Fraction(-5, 2))
    for node in (Apply("^", (third, minus)), Apply("*", (minus, third)), Apply("/", (Fact("a"), third))):
        assert evaluate(text(node), {"a": 1}) == evaluate(node, {"a": 1})
    assert text(Apply("^", (third, Number(Fraction(2))))) == "(1 / 3) ^ 2"
    assert quote("Year's") == "'Year''s'"


def test_programs_are_read_and_computed_fast_enough_to_make_many() -> None:
    """Ten thousand items want fifteen evaluations each in ten seconds; the bound leaves a slow machine tenfold."""
    node = parse("('b' - 'a') / 'a' * 100 + 'b' * 2")
    start = time.process_time()
    for _ in range(2000):
        evaluate(node, {"a": 30, "b": "45"})
    assert time.process_time() - start < 2000 * 100e-6
    assert math.isclose(float(evaluate(node, {"a": 30, "b": "45"})), 140)
