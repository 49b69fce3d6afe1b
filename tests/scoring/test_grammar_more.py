"""Forms that are written seldom or loosely: groups of digits, ellipses, sign choices, differences of sets, matrices."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from printing import printed

from mmbench.scoring.answers.reading.grammar import Unreadable, parse
from mmbench.scoring.answers.reading.text import plain

GROUPS = [
    ("14{, }916", "14916"),
    ("14 {, }916", "14916"),
    ("1{,}234.5", "2469/2"),
    (r"16,\!386.20", "81931/5"),
    (r"32,\! 349", "32349"),
    (r"11,\! 111,\! 111,\! 100", "11111111100"),
    (r"(1\,234)", "1234"),
    (r"\{1\,234\}", "set[1234]"),
    ("(1,7,103, 105)", "tuple[1; 7; 103; 105]"),
    ("(1,2,345)", "tuple[1; 2; 345]"),
    ("(7,103,x)", "tuple[7; 103; x]"),
    ("(1, 234,567)", "tuple[1; 234567]"),
    ("1,234, 5,678", "bare[1234; 5678]"),
    ("1,234 and 5", "bare[1234; 5]"),
    ("1 000 4/9", "add(1000, div(4, 9))"),
    (r"1\,000\frac{4}{9}", "add(1000, div(4, 9))"),
    ("4 0/9", "add(4, div(0, 9))"),
]
ELLIPSES = [
    ("1, 2, 3, ...", "bare[1; 2; 3; ...]"),
    ("1, 2, 3...", "bare[1; 2; 3; ...]"),
    (r"\{\ldots, -1, 0, 1, \ldots\}", "set[...; neg(1); 0; 1; ...]"),
    (r"1,2,\dots,n", "bare[1; 2; ...; n]"),
    (r"1+2+\cdots+n", "add(1, 2, ..., n)"),
    (r"2 \cdot 4 \cdots 10", "mul(2, 4, ..., 10)"),
    (r"a_1 a_2 \cdots a_n", "mul(a_1, a_2, ..., a_n)"),
    (r"(v-a)(v-b)\ldots(v-c)", "mul(add(v, neg(a)), add(v, neg(b)), ..., add(v, neg(c)))"),
    (r"\begin{pmatrix}a&\cdots\\\vdots&\ddots\end{pmatrix}", "M[a, ... | ..., ...]"),
    ("0.333...", "1/3"),
]
LETTERS = [
    ("ax+by+c=0", "R{add(mul(a, x), mul(b, y), c) = 0}"),
    ("x = at + b", "R{x = add(mul(a, t), b)}"),
    ("my^2", "mul(m, pow(y, 2))"),
    ("PV=nRT", "R{PV = mul(n, R, T)}"),
    ("GMm/r^2", "div(mul(G, M, m), pow(r, 2))"),
    (r"\frac{3 m}{2}-1", "add(div(mul(3, m), 2), neg(1))"),
    ("(3m)/2", "div(mul(3, m), 2)"),
    ("18 x 17 = 306", "R{mul(18, 17) = 306}"),
    ("3x+2", "add(mul(3, x), 2)"),
    (r"\frac x2", "div(x, 2)"),
    (r"{{y}_{2}}=\frac{k}{x}", "R{y_2 = div(k, x)}"),
    (r"100^{\mathrm{th}}", "100"),
    ("15^{th}", "15"),
    ("x^*", "x*"),
    (r"\text{Var}(X)=4", "R{call(Var, X) = 4}"),
    (r"\operatorname{sgn}(x)", "sign(x)"),
    (r"\forall x > 0, 3^x \geq x^2", "bare[R{∀x > 0}; R{pow(3, x) >= pow(x, 2)}]"),
    (r"\Rightarrow x = 3", "R{x = 3}"),
    (r"A^\top", "pow(A, T)"),
    (r"\overset{\frown}{AB} = 60^\circ", "R{AB = degree(60)}"),
    (r"\boxed{75^\circ.}", "degree(75)"),
    (r"(-\frac{1}{2}, \sqrt{2}.]", "I(neg(div(1, 2))..root(2, 2)]"),
    (r"x = 1 \\ y = 2", "bare[R{x = 1}; R{y = 2}]"),
]
SETS_AND_SIGNS = [
    (r"(\pm a, 0)", "bare[tuple[a; 0]; tuple[neg(a); 0]]"),
    (r"(\pm 1, \mp 1)", "bare[tuple[1; neg(1)]; tuple[neg(1); 1]]"),
    (r"\mathbb{R} - \{0\}", "I(neg(oo)..0) U I(0..oo)"),
    ("R-{0}", "I(neg(oo)..0) U I(0..oo)"),
    (r"\mathbb{R} \setminus \{\sqrt{2}\}", "I(neg(oo)..root(2, 2)) U I(root(2, 2)..oo)"),
    (r"[0, \infty) \setminus \{1, 0\}", "I(0..1) U I(1..oo)"),
    (r"[0, 2] \setminus \{3\}", "I[0..2]"),
    (r"\{x \mid x<3/2\} - \{-6\}", "I(neg(oo)..neg(6)) U I(neg(6)..div(3, 2))"),
    (r"\mathbb{Z} \setminus \{2, 0\}", "ℤ∖0,2"),
    (r"\mathbb{R}^+ \setminus \{1\}", "I(0..1) U I(1..oo)"),
    (r"x \in N^{*}", "R{x in ℕ+}"),
]
MATRICES = [
    (r"\left[\begin{array}{cc}1&2\\3&4\end{array}\right]", "M[1, 2 | 3, 4]"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}+\begin{pmatrix}5&6\\7&8\end{pmatrix}", "M[6, 8 | 10, 12]"),
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}\begin{pmatrix}0&1\\1&0\end{pmatrix}", "M[2, 1 | 4, 3]"),
    (r"\begin{pmatrix}1&1\\0&1\end{pmatrix}^2", "M[1, 2 | 0, 1]"),
    (r"\begin{vmatrix}a&b\\c&d\end{vmatrix}", "add(mul(a, d), neg(mul(b, c)))"),
    (r"\left|\begin{array}{cc}1&2\\3&4\end{array}\right|", "add(mul(1, 4), neg(mul(2, 3)))"),
    ("(1,2)+t(3,4)", "tuple[add(1, mul(t, 3)); add(2, mul(t, 4))]"),
    ("|(3,4)|", "root(add(pow(3, 2), pow(4, 2)), 2)"),
    (
        r"f(x)=\left\{\begin{array}{ll} x, & \text{if } x>0, \\ 0, & x \le 0.\end{array}\right.",
        "R{call(f, x) = cases{x if R{x > 0}; 0 if R{x <= 0}}}",
    ),
    (r"\begin{cases} x=1, \\ y=2. \end{cases}", "bare[R{x = 1}; R{y = 2}]"),
]
INTEGRALS = [
    (r"\int \frac{dx}{x}", "integral(div(1, x), x)"),
    (r"\int_0^1 \frac{x\,dx}{1+x^2}", "integral(div(x, add(1, pow(x, 2))), x, 0, 1)"),
    (r"\int \frac{2 d\theta}{\cos\theta}", "integral(div(2, cos(theta)), theta)"),
    (r"\int F \cdot dx", "integral(F, x)"),
]


@pytest.mark.parametrize(("text", "value"), [*GROUPS, *ELLIPSES, *LETTERS, *SETS_AND_SIGNS, *MATRICES, *INTEGRALS])
def test_value(text: str, value: str) -> None:
    assert printed(parse(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        "4 4/0",
        "-4 0/0",
        "3 5/2",
        "3:",
        ":2",
        "...",
        "5...",
        "90^",
        "577.0 \\mathrm{cm}^",
        "3 by 4",
        "5 m by 3 m",
        "Tom",
        "NaCl",
        "(1,2)(3,4)",
        "(1,2)+(1,2,3)",
        r"\begin{pmatrix}1&2\end{pmatrix}\begin{pmatrix}1&2\end{pmatrix}",
        r"[a, b] \setminus \{c\}",
        r"45^\circ 30{\prime",
    ],
)
def test_what_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse(text)


def test_text_alone_spells_commands_as_signs() -> None:
    assert plain(r"AB \parallel CD") == plain("AB∥CD") == "ab|cd"
    assert plain(r"A \subseteq B") == plain("A⊆B")
    assert plain(r"a_1, \cdots, a_n") == "a_1, ..., a_n"
    assert plain(r"x \leq 3") == plain("x ≤ 3")


@pytest.mark.parametrize(
    "text",
    [
        r"\begin{pmatrix}9&9\\9&9\end{pmatrix}" * 40,
        r"(\pm 1, " * 100,
        r"\int " * 300,
        r"\int \frac{" * 150,
        r"\frac{dx}{" * 150,
        "1,\\! " * 300,
        "1{, }" * 300,
        ".] " * 500,
        r"\mathbb{R} - \{1\}" * 60,
        "3 m " * 300,
        "an" * 700,
    ],
)
def test_hostile_text_costs_little(text: str) -> None:
    start = time.process_time()
    with suppress(Unreadable):
        parse(text[:2000])
    assert time.process_time() - start < 0.25
