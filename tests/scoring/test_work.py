"""Bounds on the work of one comparison: hostile answers take little time and leave verdicts alone."""

from __future__ import annotations

import resource
import time
from fractions import Fraction
from functools import partial

import pytest
from support import least_seconds, slowness

import mmbench
from mmbench.scoring.answers.algebra.evaluate import approx, exact, size
from mmbench.scoring.answers.algebra.identity import landmark, proportional, same, sign_order, up_to_constant
from mmbench.scoring.answers.algebra.symbolic import decide
from mmbench.scoring.answers.comparing.compare import compare
from mmbench.scoring.answers.comparing.policy import Policy
from mmbench.scoring.answers.reading.read import read
from mmbench.scoring.answers.trees import replaced
from mmbench.scoring.answers.values import Apply, Node, Number, Symbol
from mmbench.scoring.answers.work import BUDGET, SpentError, budget, current

MOST = 0.1 * slowness()
"""Seconds of processor time that an answer may take at most."""


def tree(text: str) -> Node:
    value = read(text)
    assert isinstance(value, Node), value
    return value


def several(form: str, start: int, stop: int, between: str = "+") -> str:
    return between.join(form.replace("#", str(place)) for place in range(start, stop))


HOSTILE = {
    "tower": "2^" * 50 + "x",
    "tower of roots": r"\sqrt{2}^{" * 45 + "x" + "}" * 45,
    "small powers": "2^{-" * 50 + r"\pi" + "}" * 50,
    "logarithms": r"\log(" * 55 + "x" + ")" * 55,
    "hyperbolic tangents": r"\tanh(" * 55 + "x" + ")" * 55,
    "inverse sines": r"\arcsin(" * 55 + "x" + ")" * 55,
    "factorials": several("#!", 2800, 3000),
    "reciprocals of factorials": several(r"\frac{1}{#!}", 2900, 3000),
    "binomials": several(r"\binom{#}{1000}", 2900, 3000),
    "surds": several(r"\sqrt{#}", 100, 280),
    "cube roots": several(r"\sqrt[3]{#}", 100, 240),
    "product of surds": several(r"(1+\sqrt{#})", 100, 200, ""),
    "sines": several(r"\sin(#x)", 1, 110),
    "powers": several(r"(x+#)^{\sqrt{#}}", 2, 60),
    "complex logarithms": several(r"\ln(#+2i)", 2, 80),
    "hidden zeros": several(r"\frac{#}{\sqrt2+\sqrt3-\sqrt{5+2\sqrt6}}", 2, 15),
    "sum of reciprocals of factorials": r"\sum_{n=1}^{900}\frac{1}{n!}",
    "sums in a sum": r"\sum_{a=1}^{30}\sum_{b=1}^{a}\sqrt{a+b}",
    "polynomial": several("(x+#)", 1, 130, ""),
    "many symbols": several(r"\sin x_{#}", 1, 130),
    "surds in a set": r"\{" + several(r"\sqrt{#}", 2, 52, ",") + r"\}",
    "functions in a set": r"\{" + several(r"\sin(#x)", 1, 50, ",") + r"\}",
    "sines in a list": several(r"\cos(#-\pi/2)", 1, 50, ","),
    "curves in a list": several("2x^2+2y^2=#", 1, 40, ","),
    "pairs in a list": several(r"(#,\sqrt{#})", 1, 49, ","),
    "chain": several(r"\sin(#x)", 1, 60, r" \approx "),
}
GOLDS = ["5", r"2+\sqrt{3}", r"\sin x\cos y", r"\log x", "x^2+y^2=4", r"[\sqrt2,5)", r"\{1,\sqrt2,3\}", "5 cm"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_and_golds_take_little_time(name: str) -> None:
    mmbench.check(r"\sin 2", r"\ln 3")
    for gold in GOLDS:
        for answer, wanted in ((HOSTILE[name], gold), (gold, HOSTILE[name])):
            check = partial(mmbench.check, rf"The answer is \boxed{{{answer}}}.", wanted)
            verdict = check()
            assert least_seconds(check, MOST) < MOST, (answer, wanted)
            assert verdict.outcome in ("wrong", "unparsed"), (answer, wanted)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"\{" + several(r"\sqrt{#}", 2, 52, ",") + r"\}", r"\{" + several(r"\sqrt{#}", 2, 52, ",") + ",1" + r"\}"),
        (several(r"\sin{#}", 1, 50, ","), several(r"\cos(#-\pi/2)", 1, 50, ",")),
        (several(r"\sin(#x)", 1, 50, ","), several(r"\cos(#x-\pi/2)", 1, 50, ",")),
        (several("x^2+y^2=#", 1, 40, ","), several(r"x^2+y^2=\frac{2*#}{2}", 1, 40, ",")),
        (several(r"[#,#+\sqrt2)", 1, 30, r"\cup "), several(r"[#,\sqrt2+#)", 1, 30, r"\cup ")),
        (several(r"\sin(#x)", 1, 40, ":"), several(r"\cos(#x-\pi/2)", 1, 40, ":")),
    ],
)
def test_lists_of_costly_values_take_little_time(left: str, right: str) -> None:
    found, gold = read(left), read(right)
    assert found is not None
    assert gold is not None
    start = time.thread_time()
    with budget():
        compare(found, gold, Policy())
    assert time.thread_time() - start < MOST


def test_a_long_set_in_another_order_is_the_same() -> None:
    found, gold = (
        read(r"\{" + ",".join(items) + r"\}")
        for items in (
            [rf"{place}\sqrt{{2}}" for place in range(1, 41)],
            [rf"\sqrt{{{2 * place**2}}}" for place in range(40, 0, -1)],
        )
    )
    assert found is not None
    assert gold is not None
    assert compare(found, gold, Policy()).same is True


def test_the_same_parts_put_together_many_times_are_not_walked_over() -> None:
    big = tree("+".join(["x"] * 200))
    for _ in range(3):
        big = replaced(big, Symbol("x"), big) if size(big) < 10**6 else big
    start = time.thread_time()
    for decide_ in (same, proportional, sign_order, up_to_constant):
        assert decide_(big, Symbol("x")) is None
    assert landmark(big) is None
    assert time.thread_time() - start < MOST


def test_work_is_counted_and_not_timed() -> None:
    pair = tree(r"\sin(x)^2+\cos(x)^2"), tree("1")
    spent = []
    for _ in range(3):
        with budget() as work:
            assert same(*pair)
            spent.append(BUDGET - work.left)
    assert spent[0] > 0
    assert spent == spent[:1] * 3


def test_nothing_is_decided_on_a_spent_budget() -> None:
    left, right = tree(r"\sin(2x)"), tree(r"2\sin x\cos x")
    with budget() as work:
        assert current() is work
        with budget() as inner:
            assert inner is work
        with pytest.raises(SpentError):
            work.charge(BUDGET + 1)
        assert same(left, right) is None
        assert proportional(left, right) is None
        assert sign_order(tree(r"\sqrt2"), tree("1")) is None
        assert approx(tree(r"\sqrt2")) is None
        assert exact(tree("2+3!")) is None
        assert landmark(left) is None
        assert decide(tree(r"\int_0^1 x dx"), tree("0.5")) is None
    assert same(left, right) is True


def test_landmarks() -> None:
    assert landmark(tree(r"\sin(2x)")) == pytest.approx(landmark(tree(r"2\sin x\cos x")), rel=1e-12)
    assert landmark(tree("x+y")) != landmark(tree("x-y"))
    for text in (r"\log x", r"\sqrt{-x}", "10^{9999}", r"\int_0^1 x dx", "x-x"):
        assert landmark(tree(text)) is None


def test_a_tree_is_worked_out_once() -> None:
    power: Node = Symbol("x")
    for _ in range(50):
        power = Apply("pow", (Number(Fraction(2)), power))
    with budget() as work:
        exact(power)
        once = BUDGET - work.left
        exact(power)
        assert BUDGET - work.left == once


def test_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for answer in HOSTILE.values():
        mmbench.check(rf"\boxed{{{answer}}}", r"2+\sqrt{3}+x")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
