"""Whether two expressions are the same: pairs that are easy to get wrong, and bounds on the work."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mmbench.scoring.answers.algebra import balls
from mmbench.scoring.answers.algebra.balls import Arithmetic, magnitude
from mmbench.scoring.answers.algebra.evaluate import NoValueError, approx, exact, numeric, size, symbols
from mmbench.scoring.answers.algebra.functions import evaluate
from mmbench.scoring.answers.algebra.identity import proportional, same, sign_order, up_to_constant
from mmbench.scoring.answers.algebra.residues import PRIMES, residue
from mmbench.scoring.answers.reading.grammar import parse
from mmbench.scoring.answers.values import Apply, Constant, Node, Number, Symbol

if TYPE_CHECKING:
    from collections.abc import Callable


def tree(text: str) -> Node:
    value = parse(text)
    assert isinstance(value, Number | Constant | Symbol | Apply), value
    return value


def number(top: int, bottom: int = 1) -> Number:
    return Number(Fraction(top, bottom))


def apply(op: str, *args: Node) -> Apply:
    return Apply(op, args)


def invert(node: Node) -> Apply:
    return apply("div", number(1), node)


def nested(op: str, times: int, leaf: Node, *rest: Node) -> Node:
    for _ in range(times):
        leaf = Apply(op, (leaf, *rest))
    return leaf


X, Y = Symbol("x"), Symbol("y")
OO, MINUS_OO = Constant("oo"), apply("neg", Constant("oo"))


EQUAL = [
    # numbers
    (r"\frac{1}{2}", "0.5"),
    (r"\frac{6}{4}", "1.5"),
    (r"\sqrt{9}", "3"),
    (r"8^{\frac{1}{3}}", "2"),
    (r"\sqrt[3]{-8}", "-2"),
    (r"(-8)^{2/3}", "4"),
    (r"32^{-0.4}", "0.25"),
    (r"5!", "120"),
    (r"\binom{10}{3}", "120"),
    (r"2^{10^9}", r"4^{5 \cdot 10^8}"),
    # surds, pi, e, i
    (r"\sqrt{2}+\sqrt{3}", r"\sqrt{5+2\sqrt{6}}"),
    (r"\sqrt{12}", r"2\sqrt{3}"),
    (r"\frac{1}{\sqrt{2}}", r"\frac{\sqrt{2}}{2}"),
    (r"\sqrt{0.5}", r"\frac{\sqrt{2}}{2}"),
    (r"\sqrt{101}\cdot\sqrt{103}", r"\sqrt{10403}"),
    (r"\sqrt[3]{2+\sqrt{5}}+\sqrt[3]{2-\sqrt{5}}", "1"),
    (r"\frac{1}{\sqrt{5}-2}", r"\sqrt{5}+2"),
    (r"\sqrt[4]{4}", r"\sqrt{2}"),
    (r"\sqrt[6]{8}", r"\sqrt{2}"),
    (r"3\sqrt{5}+\frac{5\pi}{3}", r"\frac{5\pi}{3}+\sqrt{45}"),
    (r"\frac{\sqrt{6}-\sqrt{2}}{4}", r"\sin 15^\circ"),
    (r"\cos 36^\circ", r"\frac{1+\sqrt{5}}{4}"),
    (r"\sin\frac{\pi}{6}", r"\frac{1}{2}"),
    (r"\tan\frac{\pi}{3}", r"\sqrt{3}"),
    (r"4\arctan\frac{1}{5}-\arctan\frac{1}{239}", r"\frac{\pi}{4}"),
    (r"e^{i\pi}", "-1"),
    (r"(1+i)^2", "2i"),
    (r"\frac{1+i}{1-i}", "i"),
    (r"|3+4i|", "5"),
    (r"\sqrt{-4}", "2i"),
    (r"e^2 \cdot e^3", "e^5"),
    (r"\exp(5000)", r"e^{2500} \cdot e^{2500}"),
    # logarithms
    (r"\log 100", "2"),
    (r"\log e", "1"),
    (r"\lg 1000", "3"),
    (r"\log_2 8", "3"),
    (r"\log_4 8", "1.5"),
    (r"\log_2 3 \cdot \log_3 4", "2"),
    (r"\ln 8", r"3 \ln 2"),
    (r"\lfloor \log_2 8 \rfloor", "3"),
    (r"\lfloor \sqrt{2}\sqrt{3}-\sqrt{6} \rfloor", "0"),
    (r"\frac{\log x}{\log 2}", r"\log_2 x"),
    # functions
    ("x-x+3", "3"),
    (r"\frac{x^2-1}{x-1}", "x+1"),
    (r"(x+y)^3", "x^3+3x^2y+3xy^2+y^3"),
    (r"(x+1)^{100}", r"(x^2+2x+1)^{50}"),
    (r"\frac{1}{x}+\frac{1}{y}", r"\frac{x+y}{xy}"),
    (r"a\sqrt{8}", r"2a\sqrt{2}"),
    (r"\sqrt{x^2}", "|x|"),
    (r"\ln x^2", r"2\ln x"),
    (r"\ln x+\ln y", r"\ln(xy)"),
    (r"\sqrt{x}\sqrt{x}", "x"),
    (r"\sin^2 x+\cos^2 x", "1"),
    (r"\sin 2x", r"2\sin x\cos x"),
    (r"\tan x", r"\frac{\sin x}{\cos x}"),
    (r"\arcsin x+\arccos x", r"\frac{\pi}{2}"),
    (r"\cosh^2 x-\sinh^2 x", "1"),
    (r"2^x \cdot 2", r"2^{x+1}"),
    (r"x^{\frac{1}{3}}", r"\sqrt[3]{x}"),
    (r"\ln(x-400)+\ln(x-500)", r"\ln((x-400)(x-500))"),
    (r"\sqrt{-1-x^2}", r"i\sqrt{1+x^2}"),
    (r"|1+ix|", r"\sqrt{1+x^2}"),
    ("f(x)+1", "1+f(x)"),
    ("f(1+x)", "f(x+1)"),
    (r"f(\sqrt{x+1})\sin x", r"\sin(x) f(\sqrt{1+x})"),
    # integers
    (r"(-1)^n", r"(-1)^{n+2}"),
    (r"\cos n\pi \cdot (-1)^n", "1"),
    ("n!", "n(n-1)!"),
    (r"\binom{n}{2}", r"\frac{n(n-1)}{2}"),
    (r"\sum_{k=1}^{n} k", r"\frac{n(n+1)}{2}"),
    (r"\sum_{k=1}^{10} k^2", "385"),
    (r"\sum_{k=1}^{4} x^k", "x+x^2+x^3+x^4"),
    (r"\prod_{k=1}^{5} k", "120"),
]
DIFFERENT = [
    (r"\frac{1}{2004!}", r"\frac{1}{2006!}"),
    (r"2^{-99}", r"2^{-98}"),
    (r"e^{-300}", r"e^{-301}"),
    (r"1-\frac{1}{e}", r"1+\frac{1}{e}"),
    ("4", r"4\sqrt{2}"),
    (r"\sqrt{x^2}", "x"),
    (r"\sqrt{x^2y^2}", "xy"),
    (r"\sqrt{10^{200}+1}", r"10^{100}"),
    (r"\sqrt{2}+\frac{1}{2004!}", r"\sqrt{2}"),
    (r"\pi\sqrt{2}+10^{-60}", r"\pi\sqrt{2}"),
    (r"e^{\pi\sqrt{163}}", "262537412640768744"),
    (r"\frac{22}{7}", r"\pi"),
    ("3.14", r"\pi"),
    ("0.333", r"\frac{1}{3}"),
    (r"\sqrt{2}", "1.41421356237309504880168872420969807856967187537694"),
    ("x", "y"),
    ("x", "x_1"),
    (r"\sin x+10^{-60}", r"\sin x"),
    (r"\sin x", r"\sin 2x"),
    (r"\sin n\pi", "0"),
    (r"2^{10^9}", r"2^{10^9}+1"),
    (r"x^{2017612633120088758}", "1"),
    (r"((x^{10000})^{10000})^{100}", r"((x^{10000})^{10000})^{101}"),
    ("f(x)", "g(x)"),
    ("f(x)", "f(y)"),
    ("f(x)", "x"),
    (r"\log 100", "3"),
    (r"\frac{1}{2}", r"\frac{1}{2}i"),
    (r"\lfloor x \rfloor", "x"),
    (r"\max(x,y)", "x"),
    (r"\sum_{k=1}^{n} k", r"\frac{n(n-1)}{2}"),
]
UNDECIDED = [
    (r"\frac{1}{0}", "5"),
    ("0^0", "1"),
    (r"\tan\frac{\pi}{2}", "3"),
    (r"\frac{1}{\sqrt{2}\sqrt{3}-\sqrt{6}}", "3"),
    (r"\frac{1}{x-x}", "1"),
    (r"9^{9^{9^9}}", "9^{9^9}"),
    (r"((9!)!)!", "1"),
    (r"(10^8)!", "1"),
    (r"\int x\,dx", r"\frac{x^2}{2}"),
    (r"\sum_{k=1}^{10^{12}} k", "1"),
]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [(*pair, verdict) for pairs, verdict in ((EQUAL, True), (DIFFERENT, False), (UNDECIDED, None)) for pair in pairs],
)
def test_same(left: str, right: str, expected: bool | None) -> None:
    one, other = tree(left), tree(right)
    assert same(one, other) is expected
    assert same(other, one) is expected
    assert same(one, one) is True


def test_infinity_is_itself_only_with_its_sign() -> None:
    cases: list[tuple[Node, Node, bool]] = [
        (OO, OO, True),
        (OO, MINUS_OO, False),
        (OO, apply("neg", MINUS_OO), True),
        (MINUS_OO, apply("mul", number(-2), OO), True),
        (OO, number(5), False),
        (OO, X, False),
        (OO, tree(r"\sqrt{2}"), False),
    ]
    for left, right, expected in cases:
        assert same(left, right) is expected
        assert same(right, left) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("3x-y+13", "3x+4y+14", False),
        ("3x-y+13", "26-2y+6x", True),
        (r"\frac{x^2}{4}+\frac{y^2}{3}-1", "3x^2+4y^2-12", True),
        ("x-y", "x+y", False),
        ("0", "x", False),
        ("0", "x-x", True),
        ("3", "5", True),
        (r"y-\sin x", r"2y-2\sin x", True),
        (r"y-\sin x", r"y-2\sin x", False),
        (r"y-\sin x", r"\sqrt{2}y-\sqrt{2}\sin x", True),
        (r"y-\sqrt[3]{x}", r"0 \cdot \sin x", False),
        ("y-2x", r"\sqrt{3}y-\sqrt{12}x", True),
        (r"\int x\,dx", "x", None),
    ],
)
def test_proportional(left: str, right: str, expected: bool | None) -> None:
    assert proportional(tree(left), tree(right)) is expected
    assert proportional(tree(right), tree(left)) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (r"\sqrt{2}", r"\frac{3}{2}", -1),
        (r"\pi", r"\frac{22}{7}", -1),
        (r"\sin\pi", "0", 0),
        (r"\sqrt{2}+\sqrt{3}", r"\sqrt{5+2\sqrt{6}}", 0),
        (r"\frac{1}{3}", "0.3333", 1),
        ("-1", "2", -1),
        ("i", "1", None),
        ("x", "1", None),
        (r"\frac{1}{0}", "1", None),
        (r"\log 100", "1", 1),
        (r"\log 100", "3", None),
    ],
)
def test_sign_order(left: str, right: str, expected: int | None) -> None:
    assert sign_order(tree(left), tree(right)) == expected
    assert sign_order(tree(right), tree(left)) == (None if expected is None else -expected)


def test_infinity_is_above_everything() -> None:
    assert sign_order(OO, tree(r"\pi")) == 1
    assert sign_order(MINUS_OO, number(-(10**300))) == -1
    assert sign_order(OO, OO) == 0


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (r"\frac{x^2}{2}+C", r"\frac{x^2}{2}+3", True),
        (r"-\frac{\cos^2 x}{2}+C", r"\frac{\sin^2 x}{2}", True),
        (r"\ln x+C", r"\ln 2x", True),
        ("x", "2x", False),
        ("x+C", "x^2+C", False),
    ],
)
def test_up_to_constant(left: str, right: str, expected: bool) -> None:
    assert up_to_constant(tree(left), tree(right)) is expected


def test_values() -> None:
    assert exact(tree(r"\frac{3}{4}-0.5\%")) == Fraction(149, 200)
    assert exact(tree(r"x^2+\frac{1}{y}"), {"x": Fraction(3), "y": Fraction(2)}) == Fraction(19, 2)
    assert exact(tree(r"\sqrt{2}\sqrt{2}")) is None
    assert exact(tree(r"\frac{1}{0}")) is None
    assert exact(tree("0^0")) is None
    assert exact(tree(r"2^{100000}")) is None
    assert exact(tree(r"2^{10000}")) == 2**10000
    assert exact(tree("3000!")) is not None
    assert exact(tree("3001!")) is None
    assert exact(apply("root", number(3**500), number(250))) == 9
    assert exact(apply("root", number(10**399), number(3))) == 10**133
    assert exact(apply("root", number(10**399 + 1), number(3))) is None
    assert approx(tree(r"\sin\pi")) == 0
    assert approx(tree("i")) is None
    assert approx(OO) is None
    assert approx(tree(r"\log 1000"), natural=False) == pytest.approx(3, abs=1e-30)
    value = approx(tree(r"\pi"))
    assert value is not None
    assert abs(value - Fraction("3.14159265358979323846264338327950288")) < Fraction(1, 10**30)
    assert abs(numeric(tree(r"\sqrt{-2}"), digits=20).imag - 2**0.5) < 1e-15
    assert symbols(tree(r"f(x)+\sum_{k=1}^{n} ky")) == {"x", "n", "y"}
    assert size(tree("x+2y")) == 5


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("arcsin", 0.3046926540153975), ("arccos", 1.266103672779499), ("arctan", 0.2914567944778671),
        ("arccot", 1.2793395323170296), ("sinh", 0.3045202934471426), ("cosh", 1.0453385141288605),
        ("tanh", 0.2913126124515909), ("coth", 3.4327384303217147), ("sech", 0.9566279119002483),
        ("csch", 3.283853396698424), ("arcsinh", 0.2956730475634224), ("arctanh", 0.3095196042031118),
        ("cot", 3.232728143765828), ("sec", 1.0467516015380856), ("csc", 3.383863361824123),
    ],
)  # fmt: skip
def test_functions_by_their_names(text: str, value: float) -> None:
    found = approx(apply(text, number(3, 10)))
    assert found is not None
    assert float(found) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "value"),
    [("arcsec", 1.2661036727794992), ("arccsc", 0.3046926540153974), ("arccosh", 1.8738202425274144),
     ("arccoth", 0.3095196042031117)],
)  # fmt: skip
def test_inverse_functions_outside_the_unit_interval(text: str, value: float) -> None:
    found = approx(apply(text, number(10, 3)))
    assert found is not None
    assert float(found) == pytest.approx(value, rel=1e-14)


def test_small_primes_are_squares_modulo_the_primes() -> None:
    """So that their roots have residues, and the root of a product is the product of the roots."""
    small = [number for number in range(2, 98) if all(number % factor for factor in range(2, number))]
    for prime in PRIMES:
        assert prime % 8 == 7
        assert all(pow(base, (prime - 1) // 2, prime) == 1 for base in small)
        roots = {base: residue(apply("root", number(base), number(2)), {}, prime) for base in small}
        assert all(root * root % prime == base for base, root in roots.items())
        assert residue(tree(r"\sqrt{12}"), {}, prime) == 2 * roots[3] % prime
        assert residue(tree(r"\sqrt{6}"), {}, prime) == roots[2] * roots[3] % prime


# Bounds on the work

HOSTILE: dict[str, Node] = {
    "tower": tree("9^{9^{9^9}}"),
    "factorials": nested("fact", 50, number(9)),
    "huge power": apply("pow", number(2), number(10**300)),
    "power of a variable": apply("pow", X, number(10**400)),
    "powers": nested("pow", 55, X, number(10_000)),
    "binomial": apply("binomial", number(10**9), number(5 * 10**8)),
    "permutation": apply("permutation", number(10**300), number(10**300)),
    "half binomial": apply("binomial", number(1, 2), number(10**9)),
    "sine of a large number": apply("sin", apply("pow", number(10), number(10**6))),
    "sine of 10^400": apply("sin", number(10**400)),
    "exponential": apply("exp", number(-(10**400))),
    "exponentials": nested("exp", 55, number(1)),
    "sines": nested("sin", 55, X),
    "logarithms": nested("log", 55, X),
    "hyperbolic": nested("tanh", 55, X),
    "inverse": nested("arcsin", 55, X),
    "roots": nested("root", 55, apply("add", X, number(2)), number(2)),
    "root of huge degree": apply("root", number(2), number(10**400)),
    "logarithm to a base near 1": apply("log", number(2), number(10**300 + 1, 10**300)),
    "logarithm of a number near 1": apply("log", number(10**300 + 1, 10**300), number(2)),
    "root of high degree": apply("root", number(10**400), number(10**9)),
    "wide sines": Apply("add", tuple(apply("sin", apply("mul", number(k), X)) for k in range(200))),
    "wide constants": Apply("add", tuple(apply("sin", number(k)) for k in range(390))),
    "wide roots": Apply("add", tuple(apply("root", number(k + 10403), number(2)) for k in range(260))),
    "wide product": Apply("mul", tuple(number(10**400 + k) for k in range(100))),
    "wide lcm": Apply("lcm", tuple(number(10**400 + k) for k in range(300))),
    "wide factorials": Apply("add", tuple(invert(apply("fact", number(3000 - k))) for k in range(150))),
    "long sum": apply("sum", apply("sin", X), X, number(1), number(10**12)),
    "sums": nested("sum", 20, X, X, number(1), number(1000)),
    "wide sums": Apply("add", tuple(apply("sum", invert(X), X, number(1), number(900)) for _ in range(60))),
    "tiny complex": apply("arctan", apply("mul", Constant("i"), apply("exp", number(-(10**15))))),
    "complex power": apply("pow", apply("add", number(1), Constant("i")), number(10**15)),
    "never defined": tree(r"\frac{1}{\sin^2 x+\cos^2 x-1}"),
    "floors": nested("floor", 55, apply("mul", X, number(10**300))),
    "unknown functions": nested("abs", 50, apply("call", Symbol("f"), apply("call", Symbol("f"), X))),
    "deep": nested("neg", 100_000, X),
    "lone surrogate": Symbol("\ud800"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("decide", [same, proportional, sign_order, up_to_constant])
def test_hostile_expressions_take_little_time(name: str, decide: Callable[[Node, Node], object]) -> None:
    same(tree(r"\sin 1"), tree(r"\sin 2"))
    for other in (apply("add", HOSTILE[name], number(0)), apply("add", HOSTILE[name], number(1)), X):
        start = time.thread_time()
        decide(HOSTILE[name], other)
        assert time.thread_time() - start < 0.6, name


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "deep"])
def test_hostile_values_take_little_time(name: str) -> None:
    start = time.thread_time()
    exact(HOSTILE[name])
    approx(HOSTILE[name])
    assert time.thread_time() - start < 0.5, name


def test_importing_loads_no_algebra() -> None:
    code = (
        "import sys; import mmbench.scoring.answers.algebra.symbolic, mmbench.scoring.answers.algebra.identity;"
        "print([name for name in ('mpmath', 'sympy', 'numpy', 'subprocess') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_threads_agree() -> None:
    """All threads begin at once, each with a fresh context, and find what one finds alone."""
    pairs = [(tree(left), tree(right)) for left, right in EQUAL + DIFFERENT + UNDECIDED]
    expected = [same(*pair) for pair in pairs]
    found: list[list[bool | None]] = []
    ready = threading.Barrier(8)

    def work() -> None:
        ready.wait()
        found.append([same(*pair) for pair in pairs])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_a_forked_child_agrees() -> None:
    """Also where another thread was just making its context."""
    child = 0
    with balls._warming.lock:
        child = os.fork()
        if child == 0:
            with ThreadPoolExecutor() as pool:
                os._exit(0 if pool.submit(same, tree(r"\sin 15^\circ"), tree(r"\cos 75^\circ")).result(10) else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_other_processes_agree() -> None:
    """Nothing depends on the seed of Python's string hashes."""
    code = (
        "from mmbench.scoring.answers.reading.grammar import parse\n"
        "from mmbench.scoring.answers.algebra.sampling import Draws, points\n"
        "left, right = parse('x+\\\\sin y'), parse('\\\\sin y+x')\n"
        "print(list(points(['x', 'y'], frozenset(), Draws(left, right), 4)))\n"
        "print(list(points(['x', 'y'], frozenset(), Draws(right, left), 4)))\n"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert outputs[0] == outputs[1]
    first, second = outputs[0].splitlines()
    assert first == second


# Properties of random expressions

leaves = st.one_of(
    st.builds(Number, st.fractions(min_value=-20, max_value=20, max_denominator=12)),
    st.sampled_from([X, Y, Constant("pi"), Constant("e")]),
)


def _grow(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pairs = st.tuples(children, children)
    return st.one_of(
        st.builds(Apply, st.sampled_from(["add", "mul", "div"]), pairs),
        st.builds(lambda base, power: apply("pow", base, number(power)), children, st.integers(-3, 4)),
        st.builds(lambda inside: apply("root", inside, number(2)), children),
        st.builds(
            lambda op, inside: apply(op, inside), st.sampled_from(["sin", "abs", "neg", "exp", "arctan"]), children
        ),
    )


trees = st.recursive(leaves, _grow, max_leaves=8)


def _shuffled(node: Node) -> Node:
    """The same expression, otherwise written: sums and products turned round, differences and quotients respelled."""
    if not isinstance(node, Apply):
        return node
    args = tuple(map(_shuffled, node.args))
    if node.op in ("add", "mul"):
        return Apply(node.op, args[::-1])
    if node.op == "div":
        return apply("mul", apply("pow", args[1], number(-1)), args[0])
    if node.op == "neg":
        return apply("mul", args[0], number(-1))
    return Apply(node.op, args)


@given(trees)
def test_the_same_otherwise_written_is_the_same(node: Node) -> None:
    found = same(node, _shuffled(node))
    assert found is not False
    if found is None:
        assert same(apply("add", node, number(1)), apply("add", number(1), node)) is None


@given(trees, st.fractions(min_value=-3, max_value=3, max_denominator=1000))
def test_a_perturbed_expression_is_never_the_same(node: Node, change: Fraction) -> None:
    assume(change)
    assert not same(node, apply("add", node, Number(change)))
    assert not same(node, apply("add", _shuffled(node), Number(change * Fraction(1, 10**40))))


@given(trees, trees)
def test_order_of_the_sides_changes_nothing(left: Node, right: Node) -> None:
    assert same(left, right) is same(right, left)
    assert proportional(left, right) is proportional(right, left)
    one, other = sign_order(left, right), sign_order(right, left)
    assert (one is None) == (other is None)
    assert one is None or one == -(other or 0)


@given(trees, trees, trees)
def test_sums_and_products_associate_and_distribute(one: Node, two: Node, three: Node) -> None:
    left = apply("mul", one, apply("add", two, three))
    right = apply("add", apply("mul", three, one), apply("mul", two, one))
    assert same(left, right) is not False


@given(st.fractions(), st.fractions())
def test_rationals_are_compared_exactly(left: Fraction, right: Fraction) -> None:
    one, other = Number(left), apply("div", number(right.numerator), number(right.denominator))
    assert same(one, other) is (left == right)
    assert sign_order(one, other) == (left > right) - (left < right)


points = st.fractions(min_value=-9, max_value=9, max_denominator=64)


@given(trees, points, points)
def test_the_error_of_a_ball_holds(node: Node, x: Fraction, y: Fraction) -> None:
    try:
        low, high = (evaluate(node, {"x": x, "y": y}, bits, real=True) for bits in (80, 1200))
    except NoValueError:
        return
    gap = Arithmetic(1200).subtract(low, high)
    assert magnitude(gap.value) <= max(low.error, -1000)
    value = exact(node, {"x": x, "y": y})
    if value is not None:
        assert Arithmetic(1200).subtract(Arithmetic(1200).fraction(value), high).has_zero()
