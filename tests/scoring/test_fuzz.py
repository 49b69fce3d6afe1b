"""A fuzz target: whatever a model writes, the checker answers in bounded time, with one outcome, always the same.

`MMBENCH_FUZZ_SECONDS` says for how long (2 by default), `MMBENCH_FUZZ_SEED` repeats a run. A failing input is made as
small as possible and printed as the call that shows it.
"""

from __future__ import annotations

import faulthandler
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from support import ROOT, slowness

import mmbench
from mmbench.jsonl import encode_line

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from mmbench.records import Verdict

SECONDS = float(os.environ.get("MMBENCH_FUZZ_SECONDS", "2"))
FIXED = os.environ.get("MMBENCH_FUZZ_SEED") or (None if "MMBENCH_FUZZ_SECONDS" in os.environ else "0")
SEED = random.SystemRandom().getrandbits(32) if FIXED is None else int(FIXED)
ROUND = 200
MAX_CPU = 0.1 * slowness()
HANGS = 60
OUTCOMES = {"right", "wrong", "unparsed", "no_answer"}
SAMPLE = 300
SPOILS = 15


class Case(NamedTuple):
    """What `mmbench.check` is called with."""

    response: str
    gold: str
    choices: tuple[str, ...] = ()
    extra: dict[str, Any] = {}

    def __repr__(self) -> str:
        """Return the call."""
        choices = f", choices={self.choices!r}" if self.choices else ""
        return (
            f"mmbench.check({self.response!r}, {self.gold!r}{choices}{', **' + repr(self.extra) if self.extra else ''})"
        )

    def check(self) -> Verdict | None:
        """Return the verdict; None where the gold cannot be read, which is said."""
        try:
            return mmbench.check(self.response, self.gold, choices=self.choices, **self.extra)
        except ValueError as error:
            if type(error) is not ValueError or "gold answer" not in str(error):
                raise
            return None


# --- what answers are made of -----------------------------------------------------------------------------------------

SYMBOLS = [
    "x", "y", "n", "m", "e", "i", "C", "\\alpha", "\\pi", "\\theta", "x_1", "x_{12}", "f(x)", "\\vec{a}", "A", "AB",
]  # fmt: skip
NUMBERS = [
    "0", "1", "-1", "2", "7", "10", "12", "140", "360", "1000", "1,234", "12,345,678", "1 234", "0.5", ".5", "5.",
    "-0.0", "3.14", "3.1415926", "1e5", "6.02e23", "1E-999", "1e999999999", "0.\\overline{3}", "0.333...", "1/2",
    "3/4", "1 1/2", "\\frac12", "1\\frac{1}{2}", "２", "½", "¾", "Ⅳ", "٣", "九", "二分之一", "一百二十三", "twenty-one",
    "three halves", "0x1F", "1_000", "∞", "\\infty", "--5", "+3", "−3", "007", "9" * 60, "1:2", "3:45 pm",
    "2024-02-30", "10 May 2021",
]  # fmt: skip
OPERATORS = [
    "+", "-", "*", "/", "^", "**", "=", "≈", "\\approx", "<", "\\le", "≥", "\\ne", "\\pm", "±", "\\cdot", "\\times",
    "÷", "!", "%", "\\%", "°", "^\\circ", ",", ", ", ";", ":", " or ", " and ", "或", "、", "，", "\\cup", "\\cap",
    "\\in", "\\to", "|", "\\mid", "\\mod", "_", "^{", "_{", "&", "\\\\", "'", "''", "\\quad", "\\,", "\\ ", "~", "..",
    "...", "\\ldots",
]  # fmt: skip
BRACKETS = [
    "(", ")", "[", "]", "{", "}", "\\{", "\\}", "\\left(", "\\right)", "\\left[", "\\right.", "\\langle", "⟩", "（",
    "）", "【", "】", "$", "$$", "\\(", "\\)", "\\[", "\\]", "\\begin{pmatrix}", "\\end{pmatrix}", "\\begin{cases}",
    "\\end{cases}", "|", "\\|",
]  # fmt: skip
COMMANDS = [
    "\\frac", "\\dfrac", "\\sqrt", "\\sqrt[3]", "\\sin", "\\cos^{-1}", "\\log_2", "\\ln", "\\lim_{x \\to 0}",
    "\\sum_{k=1}^{n}", "\\prod", "\\binom", "\\text", "\\mathrm", "\\mathbf", "\\boxed", "\\overline",
    "\\operatorname{foo}", "\\unknown", "\\", "sqrt(", "sin", "log", "abs(", "\\gcd", "\\max", "\\bar", "\\hat",
    "\\displaystyle", "\\color{red}", "\\phantom", "\\over", "\\choose",
]  # fmt: skip
UNITS = [
    " cm", "cm^2", "\\text{ cm}", " m/s", "km/h", " dollars", "$5", "¥20", " 平方厘米", "元", "度", "°C", " people",
    " apples", " kg", " 5 ft 3 in", "2 h 30 min", "1小时20分", " per hour", "million", " dozen", "\\mathrm{~m}",
    "\\Omega", "mol/L",
]  # fmt: skip
WORDS = [
    "The answer is ", "answer", "Answer:", "Final Answer: ", "**", "##", "\n", "\n\n", " ", "\t", "So ", "therefore ",
    "Hence ", "= ", "A", "B.", "(C)", "D)", "option ", "choose ", "none of the above", "yes", "no", "True", "not ",
    "I cannot determine", "Wait, ", "Step 1: ", "<think>", "</think>", "<answer>", "</answer>", "答案是", "故选",
    "因此", "选项", "。", "either ", "approximately ", "between ", "x is ", "a ", "the ", "I ", "\\boxed{", "\\text{",
    "}", "```python\n", "```", '{"answer": ', "is wrong", "never",
]  # fmt: skip
JUNK = [
    "\x00", "\u200b", "\u200f", "\u202e", "\u2066", "\ufeff", "\u00ad", "\ud800", "\udfff", "\u0301", "\U0001f4a5",
    "\u2028", "\x1b[31m", "\r", "\x0b", "\x85", "\u00a0", "\u3000", "ｆｕｌｌ", "İ", "ß", "ﬃ", "²", "ⁿ", "√", "π", "×",
    "－", "\U000e0041", "\ufffe", "🇩🇪", "ா",
]  # fmt: skip
CODE = [
    "__import__('os').system('true')", "eval(", "lambda: 0", "os.", "import sys", "().__class__", "{{7*7}}", "%s%n",
    "'; DROP", "<script>", "\\input{/etc/passwd}", "$(id)", "`id`", "exec(", "open('x')", "9**9**9**9", "print(",
    "\\def\\x{\\x\\x}\\x", "\\write18{id}",
]  # fmt: skip
WORKED = [
    "\\int_0^1 x dx", "\\int ", "\\frac{d}{dx}", "\\sum_{n=1}^{\\infty} \\frac{1}{n^2}", "\\lim_{x \\to \\infty}",
    "\\prod_{k=1}^{9} k",
]  # fmt: skip
REAL = [
    "5", "x + 1", "\\boxed{3\\sqrt{5}+\\frac{5\\pi}{3}}",
    "The area is $\\frac{1}{2} \\times 88 \\times 59 = 2596$ cm$^2$.", "The answer is (B).", "**A**",
    "$x^2+4x+4 = (x+2)^2$", "(-8, 12]", "[1, 2) \\cup (3, \\infty)",
    "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "x = 3 or x = -3", "\\{1, 2, 3\\}", "y = 2x + 1",
    "{\"answer\": \"42\"}", "答案是 5 cm。", "故选：A、C", "about 1.5 million people", "50%", "$12.50", "30^\\circ",
    "\\text{Monday}", "\\frac{\\sqrt{3}-1}{2\\sqrt{2}}", "2^{10} = 1024", "\\log_2 8 = 3",
    "x \\in \\mathbb{R}, x \\ne 0", "No, it is not.", "<think>maybe 4</think> Final answer: 5", "3:4:5", "10:30 am",
    "-\\frac{b}{2a}", "e^{i\\pi} = -1", "C_5^2 = 10", "a_{n+1} = 2a_n", "\\left|\\frac{x}{y}\\right| \\le 1",
    "1 hour 20 minutes", "July 4, 1776", "\\sin^2 x + \\cos^2 x", "16/25 + 3i", "not A but C", "7 R 3",
]  # fmt: skip
PIECES = SYMBOLS + NUMBERS + OPERATORS + BRACKETS + COMMANDS + UNITS + WORDS + JUNK + CODE
WRAPS = [
    "({})", "[{}]", "\\{{{}\\}}", "{{{}}}", "\\frac{{{}}}{{{}}}", "\\sqrt{{{}}}", "{}^{{{}}}", "{}_{{{}}}",
    "\\left({}\\right)", "|{}|", "-{}", "{} + {}", "{}{}", "{}/{}", "{}, {}", "{}!", "{}%", "\\text{{{}}}",
    "\\boxed{{{}}}", "\\sin {}", "\\log_{{{}}} {}", "\\binom{{{}}}{{{}}}", "\\sqrt[{}]{{{}}}", "{} = {}",
    "{} \\cup {}", "\\begin{{pmatrix}}{}&{}\\\\{}&1\\end{{pmatrix}}", "${}$", "\\overline{{{}}}", "{} or {}",
    "{}^\\circ", "({}, {}]", "e^{{{}}}", "\\begin{{cases}}{}&{}\\end{{cases}}", "<think>{}</think>{}", "**{}**",
    "\\mathrm{{{}}}",
]  # fmt: skip
FRAMES = [
    "{}", "The answer is {}.", "\\boxed{{{}}}", "Step 1: {}. So the final answer is {}", "<think>{}</think>\n{}",
    "答案是{}。", "{} or {}", "A. {}\nB. {}", "**Answer:** {}", "$$ {} $$", "```\n{}\n```", "First {}. Wait, no: {}",
    "{{\"answer\": \"{}\"}}", "\\[ {} = {} \\]", "故选{}",
]  # fmt: skip


def filled(templates: list[str], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Put texts into the holes of a template."""
    return st.tuples(st.sampled_from(templates), st.tuples(inner, inner, inner)).map(
        lambda drawn: drawn[0].format(*drawn[1])
    )


piece = st.sampled_from(PIECES)
leaf = st.sampled_from(SYMBOLS + NUMBERS) | st.integers(-(10**9), 10**9).map(str)
soup = st.lists(piece, max_size=30).map("".join)
nested = st.recursive(leaf | piece, lambda inner: filled(WRAPS, inner), max_leaves=12)
towers = st.tuples(
    st.sampled_from(
        ["2^", "2^{", "9**", "(", "[", "{", "\\frac{1}{", "\\sqrt{", "-", "!", "1+", "x*", "\\sin ", "1/", "((", "$"]
    ),
    leaf,
    st.sampled_from(["", "}", ")", "]", "!", "'", "^2", "%", "°"]),
    st.integers(1, 400),
    st.integers(0, 400),
).map(lambda drawn: drawn[0] * drawn[3] + drawn[1] + drawn[2] * drawn[4])
repeated = st.tuples(st.lists(piece, min_size=1, max_size=3).map("".join), st.sampled_from([3, 50, 1_000, 20_000])).map(
    lambda drawn: (drawn[0] * drawn[1])[:100_000]
)
digits = st.tuples(st.sampled_from("1९９九0.e-"), st.integers(1, 30_000), leaf).map(
    lambda drawn: drawn[0] * drawn[1] + drawn[2]
)
worked = st.tuples(st.sampled_from(WORKED), nested).map("".join)


@st.composite
def mutated(draw: Callable[[st.SearchStrategy[Any]], Any]) -> str:
    """Return an answer as models write them, with some characters lost, doubled, moved or put in."""
    text: str = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(0, 4))):
        start, length = draw(st.integers(0, len(text))), draw(st.integers(0, 6))
        cut = text[start : start + length]
        text = text[:start] + draw(st.sampled_from(["", cut + cut, cut[::-1], draw(piece)])) + text[start + length :]
    return text


answer = st.one_of(leaf, mutated(), nested, soup, mutated(), nested, towers, repeated, digits, st.text(max_size=30))
QUESTIONS = ["Round to two decimal places.", "Give all solutions of x^2 = 4", "\x00{" * 50, "多少厘米？"]
TOLERANCES = [{"rel": 0.01}, {"abs": 1e300}, {"decimals": 2}]
EXTRAS: list[dict[str, Any]] = [{}, {}, {}, {"unit": "cm"}, {"unit": "\\"}]
EXTRAS += [{"question": text} for text in QUESTIONS] + [{"tolerance": bounds} for bounds in TOLERANCES]
extras = st.sampled_from(EXTRAS)


@st.composite
def cases(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Case:
    """Return a response that may hold the gold answer, a gold, and sometimes options."""
    kind = draw(st.integers(0, 99))
    gold = draw(st.one_of(mutated(), nested, leaf, soup, answer) if kind else worked)
    said = draw(st.one_of(answer, st.just(gold)) if kind else worked)
    response = draw(filled(FRAMES, st.just(said) | st.just(gold) | soup) | st.just(said))
    choices: tuple[str, ...] = ()
    if kind % 5 == 4:
        choices = tuple(draw(st.lists(leaf | mutated(), max_size=6)))
        gold = draw(st.sampled_from([gold, *choices, "A", "B"]))
    return Case(response, gold, choices, draw(extras))


def spoiled(case: Case, chance: random.Random) -> Case:
    """Return a case near another one: some characters of response or gold lost, doubled, swapped or put in."""
    texts = [case.response, case.gold]
    for _ in range(chance.randint(1, 4)):
        which = chance.randrange(2)
        text = texts[which]
        start = chance.randint(0, len(text))
        stop = start + chance.randint(0, 8)
        other = texts[1 - which][chance.randint(0, len(texts[1 - which])) :][:40]
        put = chance.choice(["", chance.choice(PIECES), chance.choice(PIECES), text[start:stop] * 2, other])
        texts[which] = text[:start] + put + text[stop:]
    return case._replace(response=texts[0], gold=texts[1])


# --- what is asserted -------------------------------------------------------------------------------------------------

AGAIN = """
import json, sys, time, mmbench
from mmbench.jsonl import encode_line
mmbench.check('The answer is 4.', '4'), mmbench.check('x^2', 'x*x')
for line in sys.stdin:
    response, gold, choices, extra = json.loads(line)
    begun = time.thread_time()
    try:
        verdict = json.loads(encode_line(mmbench.check(response, gold, choices=choices, **extra)))
    except ValueError:
        verdict = None
    print(json.dumps([time.thread_time() - begun, verdict]), flush=True)
"""


def again(cases: list[Case]) -> list[tuple[float, dict[str, Any] | None]]:
    """Check in a fresh process; return the processor seconds and the verdicts."""
    done = subprocess.run(
        [sys.executable, "-c", AGAIN], input="".join(json.dumps(case) + "\n" for case in cases), text=True,
        capture_output=True, timeout=600, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def plain(verdict: Verdict | None) -> Any:
    """Return a verdict as JSON gives it back."""
    return None if verdict is None else json.loads(encode_line(verdict))


def same(one: Any, other: Any) -> bool:
    """Whether two verdicts agree; one that says that symbolic work took too long depends on the clock."""
    return one == other or any(verdict and verdict["outcome"] == "failed" for verdict in (one, other))


def withstood(case: Case) -> Verdict | None:
    """Check a case and return the verdict.

    Raises:
        AssertionError: it took too long, has no such outcome, or another one the second time.
    """
    started = time.thread_time()
    verdict = case.check()
    taken = time.thread_time() - started
    assert verdict is None or verdict.outcome in OUTCOMES or "symbolic" in str(verdict.failure), verdict
    if taken > MAX_CPU:
        taken = min(again([case])[0][0] for _ in range(2))
        assert taken <= MAX_CPU, f"{taken:.2f} s of processor time"
    second = case.check()
    assert same(plain(verdict), plain(second)), (verdict, second)
    return verdict


def test_whatever_is_written_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()
    kept: list[tuple[Case, Any]] = []
    keep = random.Random(SEED)
    mmbench.check("The answer is 4.", "4")
    begun = time.monotonic()

    def withstand(case: Case, spoils: int, chance: int) -> None:
        drawn = random.Random(chance)
        for _ in range(spoils + 1):
            if time.monotonic() - begun > SECONDS:
                return
            faulthandler.dump_traceback_later(HANGS, exit=True, file=2)
            try:
                verdict = plain(withstood(case))
            except Exception as error:
                error.add_note(f"fails: {case!r}")
                raise
            counts["gold unreadable" if verdict is None else verdict["outcome"]] += 1
            if len(kept) < SAMPLE:
                kept.append((case, verdict))
            elif (place := keep.randrange(counts.total())) < SAMPLE:
                kept[place] = (case, verdict)
            case = spoiled(case, drawn)

    rules = settings(
        max_examples=ROUND, database=None, deadline=None, derandomize=False, print_blob=False,
        phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with capsys.disabled():
        print(f"\nfuzz: MMBENCH_FUZZ_SEED={SEED}", flush=True)
        try:
            for number in range(10**9):
                if time.monotonic() - begun > SECONDS:
                    break
                seed(SEED * 1_000_003 + number)(
                    rules(given(cases(), st.integers(0, SPOILS), st.integers(0, 2**32))(withstand))
                )()
        finally:
            faulthandler.cancel_dump_traceback_later()
        said = ", ".join(f"{count} {name}" for name, count in counts.most_common())
        print(f"fuzz: {counts.total()} answers in {time.monotonic() - begun:.0f} s: {said}", flush=True)
    for (case, verdict), (_, other) in zip(kept, again([case for case, _ in kept]), strict=True):
        assert same(verdict, other), f"another verdict in a fresh process: {other}, not {verdict}, by {case}"
    assert counts.total() > 0
