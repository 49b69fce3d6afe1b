"""Properties of the checker: reflexive, symmetric where equality is, blind to spacing, never lenient with a number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import mmbench

if TYPE_CHECKING:
    from collections.abc import Callable

Tree: TypeAlias = tuple[str, tuple["Tree", ...]]
"""An operator or the text of a leaf, and its arguments."""

QUICK = settings(max_examples=150)

# --- answers of many forms --------------------------------------------------------------------------------------------

integers = st.integers(-(10**12), 10**12)
small = st.integers(1, 99)
decimals = st.decimals(-10_000, 10_000, allow_nan=False, allow_infinity=False, places=3)
fractions = st.fractions(-100, 100, max_denominator=99)


def plain_number(value: Fraction) -> str:
    """Return a fraction as plain text."""
    return str(value)


def latex_number(value: Fraction) -> str:
    """Return a fraction in LaTeX."""
    sign, value = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{value}" if value.denominator == 1 else f"{sign}\\frac{{{value.numerator}}}{{{value.denominator}}}"


def mixed_number(value: Fraction) -> str:
    """Return a fraction as a mixed number."""
    sign, value = ("-" if value < 0 else ""), abs(value)
    whole, part = divmod(value, 1)
    if not part or not whole:
        return latex_number(value if not sign else -value)
    return f"{sign}{whole}\\frac{{{part.numerator}}}{{{part.denominator}}}"


def scientific(value: int) -> str:
    """Return an integer as a mantissa times a power of ten."""
    mantissa, _, exponent = f"{Decimal(value):E}".partition("E")
    return f"{mantissa} \\times 10^{{{int(exponent)}}}"


leaves: st.SearchStrategy[Tree] = st.one_of(
    small.map(lambda n: (str(n), ())),
    st.sampled_from(["x", "y", "t", "pi"]).map(lambda name: (name, ())),
)


def _larger(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    pair = st.tuples(inner, inner)
    one = inner.map(lambda tree: (tree,))
    return st.one_of(
        pair.map(lambda args: ("+", args)),
        pair.map(lambda args: ("*", args)),
        pair.map(lambda args: ("/", args)),
        one.map(lambda args: ("sqrt", args)),
        one.map(lambda args: ("ln", (("+", (args[0], ("1", ()))),))),
        st.tuples(inner, st.integers(2, 4)).map(lambda args: ("^", (args[0], (str(args[1]), ())))),
    )


positive = st.recursive(leaves, _larger, max_leaves=6)
"""Expressions that are positive where their variables are."""

expressions: st.SearchStrategy[Tree] = st.one_of(
    positive,
    st.tuples(positive, positive).map(lambda args: ("-", args)),
    positive.map(lambda tree: ("neg", (tree,))),
    positive.map(lambda tree: ("*", (("sin", (tree,)), ("2", ())))),
    st.tuples(positive, leaves).map(lambda args: ("+", (args[0], ("cos", (args[1],))))),
)


def latex(tree: Tree) -> str:
    """Write a tree in LaTeX, with a space wherever spacing has no meaning."""
    name, args = tree
    parts = [latex(arg) for arg in args]
    match name:
        case "+" | "-":
            return f"\\left( {parts[0]} {name} {parts[1]} \\right)"
        case "*":
            return f"{parts[0]} \\cdot {parts[1]}"
        case "/":
            return f"\\frac{{ {parts[0]} }}{{ {parts[1]} }}"
        case "^":
            return f"\\left( {parts[0]} \\right)^{{ {parts[1]} }}"
        case "neg":
            return f"- {parts[0]}"
        case "sqrt":
            return f"\\sqrt{{ {parts[0]} }}"
        case "sin" | "cos" | "ln":
            return f"\\{name} \\left( {parts[0]} \\right)"
        case "pi":
            return "\\pi"
    return name


def plain(tree: Tree) -> str:
    """Write a tree as plain text."""
    name, args = tree
    parts = [plain(arg) for arg in args]
    match name:
        case "+" | "-" | "*" | "/" | "^":
            return f"(({parts[0]}){name}({parts[1]}))"
        case "neg":
            return f"-({parts[0]})"
        case "sqrt" | "sin" | "cos" | "ln":
            return f"{name}({parts[0]})"
    return name


def mirrored(tree: Tree) -> Tree:
    """Return the same expression with the operands of sums and products the other way round."""
    name, args = tree
    turned = tuple(mirrored(arg) for arg in args)
    return (name, turned[::-1] if name in "+*" else turned)


def interval(low: int, length: int, brackets: str) -> str:
    """Return an interval in LaTeX."""
    return f"\\left{brackets[0]} {low} , {low + length} \\right{brackets[1]}"


numbers = st.one_of(
    integers.map(str),
    integers.map(lambda n: f"{n:,}"),
    integers.filter(bool).map(scientific),
    decimals.map(str),
    fractions.map(plain_number),
    fractions.map(latex_number),
    fractions.map(mixed_number),
    fractions.map(lambda value: f"{latex_number(value)}\\%"),
    st.tuples(small, small).map(lambda pair: f"{pair[0]}\\sqrt{{{pair[1]}}}"),
    st.tuples(small, small).map(lambda pair: f"{pair[0]} + {pair[1]} i"),
    fractions.filter(bool).map(lambda value: f"{latex_number(value)} \\pi"),
)
several = st.lists(fractions.map(latex_number), min_size=2, max_size=4)
sets = st.one_of(
    several.map(lambda items: "\\left\\{ " + " , ".join(items) + " \\right\\}"),
    st.builds(interval, st.integers(-99, 99), small, st.sampled_from(["()", "(]", "[)", "[]"])),
    st.tuples(st.integers(-99, 99), small).map(
        lambda pair: f"( -\\infty , {pair[0]} ) \\cup ( {pair[0] + pair[1]} , \\infty )"
    ),
)
sequences = st.one_of(
    several.map(lambda items: "\\left( " + " , ".join(items) + " \\right)"),
    several.map(" , ".join),
    several.map(lambda items: "\\begin{pmatrix} " + " \\\\ ".join(items) + " \\end{pmatrix}"),
    several.map(lambda items: "\\begin{pmatrix} " + " & ".join(items) + " \\end{pmatrix}"),
)
quantities = st.tuples(
    fractions.map(latex_number), st.sampled_from(["cm", "m", "mm", "km", "cm^2", "m^2", "kg", "g", "h", "min", "s"])
).map(lambda pair: f"{pair[0]} \\text{{ {pair[1]}}}")
ratios = st.tuples(small, small).map(lambda pair: f"{pair[0]} : {pair[1]}")
truths = st.sampled_from(["Yes", "No", "True", "False", "yes", "no"])
others = st.one_of(
    st.dates(date(1800, 1, 1), date(2100, 1, 1)).map(date.isoformat),
    st.tuples(st.integers(13, 23), st.integers(0, 59)).map(lambda time: f"{time[0]}:{time[1]:02}"),
    st.tuples(st.integers(2, 30), st.integers(-30, 30)).map(lambda pair: f"y = {pair[0]} x + {pair[1]}"),
    st.integers(-99, 99).map(lambda n: f"x \\geq {n}"),
    st.sampled_from(["Berlin", "rhombus", "Ted Baker", "北京", "no solution", "等腰三角形", "\\emptyset", "\\infty"]),
)
ways = st.sampled_from(
    [
        "{}",
        "\\boxed{{{}}}",
        "The answer is ${}$.",
        "Two steps, 3 and 4, lead there.\n\n**Answer:** {}",
        "<answer>{}</answer>",
        "答案是{}。",
        "<think>Is it 3? or 4?</think>\\boxed{{{}}}",
        "$$\\boxed{{{}}}$$",
    ]
)
answers = st.one_of(numbers, sets, sequences, quantities, ratios, truths, others, expressions.map(latex))


# --- reflexive --------------------------------------------------------------------------------------------------------


@QUICK
@given(answers, ways)
def test_every_answer_is_right_for_itself(text: str, way: str) -> None:
    assert mmbench.check(way.format(text), text).outcome == "right"


@QUICK
@given(expressions)
def test_an_expression_is_right_in_another_notation_and_order(tree: Tree) -> None:
    assert mmbench.check(f"\\boxed{{{plain(tree)}}}", latex(tree)).outcome == "right"
    assert mmbench.check(f"\\boxed{{{latex(mirrored(tree))}}}", plain(tree)).outcome == "right"


@given(fractions)
def test_a_number_is_right_in_each_of_its_forms(value: Fraction) -> None:
    forms = [plain_number(value), latex_number(value), mixed_number(value), f"{latex_number(value * 100)}\\%"]
    for form in forms:
        for gold in forms[:3]:
            assert mmbench.check(f"\\boxed{{{form}}}", gold).outcome == "right", (form, gold)


# --- symmetric --------------------------------------------------------------------------------------------------------


@QUICK
@given(
    st.one_of(*(st.tuples(kind, kind) for kind in (numbers, sets, sequences, quantities, ratios, truths, answers))),
)
def test_equality_has_no_direction(pair: tuple[str, str]) -> None:
    """But for a percent sign: where the gold has one it may be missing, as any unit may."""
    one, other = pair
    assume(("%" in one) == ("%" in other))
    there = mmbench.check(f"\\boxed{{{one}}}", other).outcome
    back = mmbench.check(f"\\boxed{{{other}}}", one).outcome
    assert (there == "right") == (back == "right"), (there, back)


@QUICK
@given(st.tuples(expressions, expressions), st.booleans())
def test_equality_of_expressions_has_no_direction(pair: tuple[Tree, Tree], same: bool) -> None:
    one, other = latex(pair[0]), latex(mirrored(pair[0]) if same else pair[1])
    there = mmbench.check(f"\\boxed{{{one}}}", other).outcome
    assert there == mmbench.check(f"\\boxed{{{other}}}", one).outcome


# --- blind to spacing and delimiters ----------------------------------------------------------------------------------

SPACES = (" ", "  ", "\\,", "\\;", "\\:", "\\!", "\\ ", "\\quad ", " \\, ", "{}", "\t", "\u00a0", "\u2009")
DELIMITERS = ("{}", "${}$", "$ {} $", "\\({}\\)", "\\( {} \\)", "\\[{}\\]", "$${}$$", "{{{}}}", "\\boxed{{{}}}")
mathematics = st.one_of(numbers, sets, sequences.filter(lambda text: "begin" not in text), expressions.map(latex))


@QUICK
@given(mathematics, st.data())
def test_spacing_and_delimiters_change_nothing(text: str, data: st.DataObject) -> None:
    words = text.split(" ")
    spaces = data.draw(st.lists(st.sampled_from(SPACES), min_size=len(words) - 1, max_size=len(words) - 1))
    spaced = "".join(word + space for word, space in zip(words, [*spaces, ""], strict=True))
    response = data.draw(st.sampled_from(DELIMITERS)).format(spaced)
    assert mmbench.check(response, text).outcome == "right"
    assert mmbench.check(text, data.draw(st.sampled_from(DELIMITERS[1:7])).format(text)).outcome == "right"


@QUICK
@given(mathematics, mathematics, st.sampled_from(DELIMITERS[:7]))
def test_delimiters_do_not_decide_between_two_answers(one: str, other: str, way: str) -> None:
    plainly = mmbench.check(f"\\boxed{{{one}}}", other).outcome
    assert mmbench.check(f"\\boxed{{{way.format(one)}}}", other).outcome == plainly


# --- numbers beyond the tolerance -------------------------------------------------------------------------------------

differences = st.fractions(Fraction(1, 10**9), 10**6, max_denominator=10**9).filter(bool)
signs = st.sampled_from([-1, 1])
written = st.sampled_from([plain_number, latex_number, mixed_number])


@QUICK
@given(fractions, differences, signs, written, ways)
def test_another_number_is_never_right(
    value: Fraction, difference: Fraction, sign: int, form: Callable[[Fraction], str], way: str
) -> None:
    response = way.format(form(value + sign * difference))
    for gold in (plain_number(value), latex_number(value)):
        assert mmbench.check(response, gold).outcome != "right"


@QUICK
@given(
    st.integers(-(10**6), 10**6),
    st.sampled_from(["0.5", "0.01", "0.001", "2"]),
    st.fractions(Fraction(1001, 1000), 10, max_denominator=1000),
    signs,
)
def test_a_number_beyond_an_absolute_tolerance_is_never_right(
    value: int, bound: str, factor: Fraction, sign: int
) -> None:
    other = value + sign * Fraction(bound) * factor
    assert mmbench.check(latex_number(other), str(value), tolerance={"abs": float(bound)}).outcome != "right"
    within = value + sign * Fraction(bound) / factor
    assert mmbench.check(latex_number(within), str(value), tolerance={"abs": float(bound)}).outcome == "right"


@QUICK
@given(
    st.integers(-(10**6), 10**6).filter(bool),
    st.sampled_from(["0.05", "0.01", "0.001"]),
    st.fractions(Fraction(1001, 1000), 10, max_denominator=1000),
    signs,
)
def test_a_number_beyond_a_relative_tolerance_is_never_right(
    value: int, bound: str, factor: Fraction, sign: int
) -> None:
    other = value * (1 + sign * Fraction(bound) * factor)
    assert mmbench.check(latex_number(other), str(value), tolerance={"rel": float(bound)}).outcome != "right"
    within = value * (1 + sign * Fraction(bound) / factor)
    assert mmbench.check(latex_number(within), str(value), tolerance={"rel": float(bound)}).outcome == "right"


@QUICK
@given(fractions, st.integers(0, 5), st.fractions(Fraction(1001, 1000), 10, max_denominator=1000), signs)
def test_a_number_that_differs_at_the_decimals_that_count_is_never_right(
    value: Fraction, decimals: int, factor: Fraction, sign: int
) -> None:
    other = value + sign * factor / 10**decimals
    assert mmbench.check(plain_number(other), plain_number(value), tolerance={"decimals": decimals}).outcome != "right"


@QUICK
@given(fractions, st.integers(1, 4))
def test_a_rounded_number_is_right_exactly_where_the_question_rounds(value: Fraction, places: int) -> None:
    rounded = round(value, places)
    assume(rounded != value)
    assume((value * 10**places * 2).denominator > 1)  # halves are rounded either way
    response = f"{Decimal(rounded.numerator) / Decimal(rounded.denominator):.{places}f}"
    question = f"Find the length. Round your answer to {places} decimal places."
    assert mmbench.check(response, latex_number(value)).outcome == "wrong"
    assert mmbench.check(response, latex_number(value), question=question).outcome == "right"
    for step in (-1, 1):
        other = rounded + Fraction(step, 10**places)
        text = f"{Decimal(other.numerator) / Decimal(other.denominator):.{places}f}"
        assert mmbench.check(text, latex_number(value), question=question).outcome == "wrong"


@QUICK
@given(expressions, st.one_of(small.map(str), st.sampled_from(["x", "\\pi", "\\frac{1}{1000}", "\\frac{x}{7}"])))
def test_an_expression_and_more_is_never_right(tree: Tree, more: str) -> None:
    assert mmbench.check(f"\\boxed{{{latex(tree)} + {more}}}", latex(tree)).outcome != "right"


@QUICK
@given(several, st.integers(1, 5), st.sampled_from(["\\{{ {} \\}}", "( {} )", "[ {} ]", "{}"]), st.data())
def test_a_list_with_one_item_changed_or_left_out_is_never_right(
    items: list[str], change: int, form: str, data: st.DataObject
) -> None:
    assume(len(set(items)) == len(items))
    place = data.draw(st.integers(0, len(items) - 1))
    gold = form.format(", ".join(items))
    changed = [*items[:place], f"{10**6 + change}", *items[place + 1 :]]
    assert mmbench.check(form.format(", ".join(changed)), gold).outcome != "right"
    if len(items) > 2:
        assert mmbench.check(form.format(", ".join(items[:place] + items[place + 1 :])), gold).outcome != "right"


# --- any text ---------------------------------------------------------------------------------------------------------

PIECES = (
    *"0123456789.,:;+-*/^_=<>|!?%$&#~'\"()[]{}\\ \t",
    *("\\frac", "\\sqrt", "\\text{", "\\left(", "\\right]", "\\pm", "\\cup", "\\infty", "^\\circ", "\\in", "\\\\"),
    *("\\begin{pmatrix}", "\\end{pmatrix}", "\\begin{cases}", "\\sum_{k=1}", "\\int_0", "\\log_", "\\sin", "\\sqrt["),
    *("x", "y", "e", "i", "n", "pi", "cm", "m^2", "km/h", "dollars", "and", "or", "to", "half", "million", "percent"),
    *"二万元度点或和，。（）∠√²½−\x00\ud800\u202e\u200b\u0301",
    *("分之", "厘米", "1e9", "9!", "2024-", "12:"),
)
MARKS = (
    *("the answer is ", "Answer:", "option ", "(B)", "either ", "wait, actually ", "答案是", "故选", "\\boxed{", "**"),
    *("<think>", "</think>", "<answer>", "</answer>", "```json", '{"answer": ', "####", "| ", "\n", "\u2028"),
)
fragments = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
soup = st.lists(st.sampled_from(PIECES + MARKS), max_size=30).map("".join)


@settings(max_examples=400)
@given(soup, st.one_of(answers, st.just("140")))
def test_no_response_raises(response: str, gold: str) -> None:
    assert mmbench.check(response, gold).outcome in ("right", "wrong", "unparsed", "no_answer")
    options = mmbench.check(response, "140°", choices=["135°", "140°", "145°", "3 cm"])
    assert options.outcome in ("right", "wrong", "unparsed", "no_answer")


@settings(max_examples=200)
@given(fragments)
def test_no_text_is_wrong_for_itself(text: str) -> None:
    try:
        outcome = mmbench.check(f"<answer>{text}</answer>", text).outcome
    except ValueError:  # it cannot be read as a gold
        return
    assert outcome != "wrong"


@given(soup, soup)
def test_the_same_question_gets_the_same_verdict(response: str, gold: str) -> None:
    def verdict() -> object:
        try:
            return mmbench.check(response, gold)
        except ValueError as error:
            return str(error)

    assert verdict() == verdict()
