"""What holds for the grammar on any text: printed trees come back, dress does not matter, hostile text costs little."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printing import printed
from support import slowness

from mmbench.scoring.answers.limits import MAX_DEPTH
from mmbench.scoring.answers.reading.grammar import Unreadable, parse
from mmbench.scoring.answers.values import Apply, Constant, Node, Number, Quantity, Relation, Sequence, Symbol, Value

MOST_SECONDS = 0.1 * slowness()

_NUMBERS = st.integers(0, 10**6).map(lambda value: Number(Fraction(value)))
_DECIMALS = st.integers(0, 10**6).map(lambda value: Number(Fraction(value, 1000), 3))
_LEAVES = st.one_of(
    _NUMBERS,
    _DECIMALS,
    st.sampled_from("xyzabnt").map(Symbol),
    st.sampled_from(["x_1", "theta", "alpha_2", "AB"]).map(Symbol),
    st.sampled_from([Constant("pi"), Constant("e"), Constant("i"), Constant("oo")]),
)
_UNARY = ("neg", "fact", "abs", "sin", "arctan", "ln", "floor", "ceil", "percent", "degree")
_BINARY = ("div", "pow", "root", "log", "binomial", "mod")


def _larger(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(nodes, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        st.builds(Apply, st.sampled_from(_UNARY), st.tuples(nodes)),
        st.builds(Apply, st.sampled_from(_BINARY), st.tuples(nodes, nodes)),
        st.builds(Apply, st.sampled_from(["add", "mul", "max", "gcd"]), several),
    )


TREES = st.recursive(_LEAVES, _larger, max_leaves=8)


def latex(tree: Node) -> str:
    """Print a tree so that every operand stands in brackets of its own."""
    if isinstance(tree, Number):
        return str(tree.value) if tree.decimals is None else f"{float(tree.value):.3f}"
    if isinstance(tree, Constant):
        return {"pi": "\\pi", "oo": "\\infty"}.get(tree.name, tree.name)
    if isinstance(tree, Symbol):
        name, _, below = tree.name.partition("_")
        return (f"\\{name}" if name.islower() and len(name) > 1 else name) + (f"_{{{below}}}" if below else "")
    args = [latex(arg) for arg in tree.args]
    grouped = [f"\\left({arg}\\right)" for arg in args]
    if tree.op in ("add", "mul"):
        return (" + " if tree.op == "add" else " \\cdot ").join(grouped)
    if tree.op in ("max", "gcd"):
        return f"\\{tree.op}({', '.join(args)})"
    shapes = {
        "neg": "-{0}",
        "fact": "{0}!",
        "percent": "{0}\\%",
        "degree": "{0}^\\circ",
        "abs": "\\left|{2}\\right|",
        "floor": "\\lfloor {2}\\rfloor",
        "ceil": "\\lceil {2}\\rceil",
        "div": "\\frac{{{2}}}{{{3}}}",
        "pow": "{0}^{{{3}}}",
        "root": "\\sqrt[{3}]{{{2}}}",
        "log": "\\log_{{{3}}}{0}",
        "binomial": "\\binom{{{2}}}{{{3}}}",
        "mod": "{0} \\bmod {1}",
    }
    shape = shapes.get(tree.op, f"\\{tree.op}{{0}}")
    return shape.format(grouped[0], grouped[-1], args[0], args[-1])


@given(TREES)
def test_a_printed_tree_comes_back(tree: Node) -> None:
    assert parse(latex(tree)) == tree


DRESSED = [
    r"\frac{1}{2}+3\sqrt{5}", "(x+8)(x+5)", "(-8,12)", r"x=\pm2", r"2\pi r", r"[1,2)\cup(3,4]", r"3\text{ cm}", "5",
]  # fmt: skip


@given(
    st.sampled_from(DRESSED),
    st.lists(st.sampled_from(["$", "$$", "\\(", "\\[", "{", "\\boxed{", " "]), max_size=4),
    st.sampled_from(["", ".", " ", "\n"]),
)
def test_delimiters_and_braces_do_not_matter(text: str, dress: list[str], end: str) -> None:
    closers = {"\\(": "\\)", "\\[": "\\]", "{": "}", "\\boxed{": "}"}
    dress = dress[:1] if any("$" in opener for opener in dress) else dress
    written = text
    for opener in dress:
        written = opener + written + closers.get(opener, opener)
    assert parse(written + end) == parse(text)


TOKENS = {
    "sum": ["\\frac", "{", "1", "}", "{", "2", "}", "+", "3", "\\sqrt", "{", "5", "}"],
    "product": ["(", "x", "+", "8", ")", "(", "x", "-", "5", ")"],
    "tuple": ["(", "-", "8", ",", "\\pi", ")"],
    "chain": ["1", "<", "x", "\\le", "5"],
}


@given(st.sampled_from(sorted(TOKENS)), st.data())
def test_latex_spacing_does_not_matter(name: str, data: st.DataObject) -> None:
    gaps = st.sampled_from(["", " ", "\\,", "\\;", "\\!", "\\ ", "~", "\\quad ", "{}", "\n"])
    tokens = TOKENS[name]
    spaced = "".join(token + (" " if token[0] == "\\" else "") + data.draw(gaps) for token in tokens)
    assert parse(spaced) == parse(" ".join(tokens))


ANYTHING = st.text(
    st.one_of(
        st.sampled_from("0123456789xyeipi+-*/^_=(){}[],;|&<>!'~$%.: \\\n°√π²½×和或厘米"),
        st.characters(categories=["L", "N", "P", "S", "Z", "Cc", "Cs"]),
    ),
    max_size=60,
)


@given(ANYTHING)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Unreadable):
        parse(text)


_COMMANDS = (
    r"\frac \sqrt \pi \left \right \{ \} \begin{cases} \end{cases} \begin{pmatrix} \end{pmatrix} \\ \text{cm} \int "
    r"\sum \lim \to \pm \cup \setminus \mathbb{R} \hat{i} \circ \overline \binom \choose \log \sin \max \langle "
    r"\rangle \lfloor { } ( ) [ ] | , ; = < + - * / ^ _ ' ! % 1 12 0. 1,234 x ab f e dx or cm $ \$ & ... : mod if"
)
COMMANDS = st.sampled_from(_COMMANDS.split())


@given(st.lists(COMMANDS, max_size=30))
def test_any_row_of_commands_is_read_or_refused(tokens: list[str]) -> None:
    with suppress(Unreadable):
        parse(" ".join(tokens))


HOSTILE = {
    "unclosed braces": "{" * 10_000 + "5",
    "unopened braces": "5" + "}" * 10_000,
    "nested brackets": "(" * 300 + "5" + ")" * 300,
    "nested fractions": "\\frac{1}{" * 150 + "1" + "}" * 150,
    "nested roots": "√" * 800,
    "nested bars": "|" * 799,
    "nested environments": "\\begin{cases}" * 130,
    "powers of powers": "x^" * 390 + "x",
    "choices in powers": "C^{" * 55 + "x" + "}" * 55,
    "choices in subscripts": "C_{" * 55 + "x" + "}" * 55,
    "signs": "2*" + "-" * 700 + "1",
    "quotients": "1/" * 399 + "1",
    "factorials": "5" + "!" * 700,
    "plus-minus": "1" + "\\pm1" * 300,
    "relations": "1<" * 390 + "1",
    "letters": "xy " * 600,
    "metres": "5 " + "m " * 700,
    "ten thousands": "1" + "万" * 1000,
    "commas": "1," * 999 + "1",
    "groups of digits": "1" + ",234" * 498 + ",1",
    "digits": "9" * 100_000,
    "dollars": "$ " * 50_000,
    "brackets of formulas": "\\[" * 50_000,
    "text commands": "\\text{a" * 280,
    "integrals": "\\int " + "x dx" * 300,
    "no end of matrix": "\\begin{matrix}" + "1&" * 390,
    "aligned": "\\begin{aligned}" + "&" * 700,
    "words": "word " * 200_000,
    "surrogates": "\ud800" * 2_000,
    "nothing": "\0" * 2_000,
    "spaces": " " * 100_000 + "5 5",
    "large exponent": "1e99999",
    "many digits": "9" * 401,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_costs_little(name: str) -> None:
    started = time.thread_time()
    with suppress(Unreadable):
        parse(HOSTILE[name])
    assert time.thread_time() - started < MOST_SECONDS


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{" * 500_000 + "5" + "}" * 500_000, "5"),
        ("{" * 10_000 + "\\{1,2\\}" + "}" * 10_000, "set[1; 2]"),
        ("{" * 900 + "a}{b" + "}" * 900, "mul(a, b)"),
        (" " * 100_000 + "5" + " " * 100_000, "5"),
        ("(" * (MAX_DEPTH - 5) + "5" + ")" * (MAX_DEPTH - 5), "5"),
        ("9^9^9^9", "pow(9, pow(9, pow(9, 9)))"),
        ("((9!)!)!", "fact(fact(fact(9)))"),
        ("2\\times10^{99999}", "mul(2, pow(10, 99999))"),
        ("9" * 400, "9" * 400),
    ],
)
def test_large_text_that_is_a_value_is_read_fast(text: str, value: str) -> None:
    started = time.thread_time()
    assert printed(parse(text)) == value
    assert time.thread_time() - started < MOST_SECONDS


@pytest.mark.parametrize(
    ("text", "symbols", "value"),
    [
        ("5m", "", "5 <m>"),
        ("5m", "m", "mul(5, m)"),
        ("5 cm", "m", "5 <cm>"),
        ("2e", "", "mul(2, e)"),
        ("2e", "e", "mul(2, e)"),
        ("xyzw", "wxyz", "mul(x, y, z, w)"),
    ],
)
def test_symbols_are_no_units(text: str, symbols: str, value: str) -> None:
    assert printed(parse(text, frozenset(symbols))) == value


def test_constants_can_be_symbols() -> None:
    assert parse("e") == Constant("e")
    assert parse("e", frozenset("e")) == Symbol("e")
    assert printed(parse(r"\sum_{i=1}^{3} i")) == "sum(i, i, 1, 3)"
    assert parse(r"\sum_{i=1}^{3} i").args[:2] == (Symbol("i"), Symbol("i"))  # type: ignore[union-attr]


def test_grouping_is_a_choice() -> None:
    assert printed(parse("1,234")) == "1234"
    assert printed(parse("1,234", grouping=False)) == "bare[1; 234]"
    assert printed(parse("1{,}234", grouping=False)) == "1234"


@pytest.mark.parametrize(
    ("text", "decimals"),
    [("3", None), ("3.", None), ("3.140", 3), (".5", 1), ("1.2e-3", 4), (r"1.25\times10^1", 1), ("1.5 million", 0)],
)
def test_decimals_are_counted(text: str, decimals: int | None) -> None:
    value = parse(text)
    assert isinstance(value, Number)
    assert value.decimals == decimals


def test_units_are_kept_apart_from_values() -> None:
    value = parse("x = 3 cm")
    assert isinstance(value, Relation)
    side = value.sides[1]
    assert isinstance(side, Quantity)
    assert side.unit.dimension == (("m", Fraction(1)),)
    assert side.unit.scale == Fraction(1, 100)


def test_threads_agree() -> None:
    texts = [*DRESSED, r"\int_0^1 x dx", "5 ft 3 in", r"\frac{1\pm\sqrt5}{2}"] * 20
    wanted = [parse(text) for text in texts]
    found: list[list[Value]] = []
    threads = [threading.Thread(target=lambda: found.append([parse(text) for text in texts])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 4


def test_a_sequence_of_scalars_shares_the_last_unit() -> None:
    value = parse("3, 4 cm")
    assert isinstance(value, Quantity)
    assert isinstance(value.value, Sequence)
