"""Hostile answers: bounded time and memory, no exception, nothing executed, never right; a right one still found."""

from __future__ import annotations

import builtins
import gc
import os
import subprocess
import time
import tracemalloc
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from support import slowness

import mmbench
from mmbench.scoring.answers.algebra import symbolic

if TYPE_CHECKING:
    from pathlib import Path

MAX_SECONDS = 0.1 * slowness()
MAX_WALL = 0.5 * slowness()  # a worker process that is waited for shows here
MAX_BYTES = 64 * 2**20
HOPELESS = 1.0  # seconds past which another attempt would only take longer
ATTEMPTS = 15  # the tests beside may take half the machine for some seconds


def _quick(cpu: float, wall: float = 0.0) -> bool:
    """Whether some work was quick for this machine as it was when the tests began, or as it is now, beside others."""
    if cpu <= MAX_SECONDS and wall <= MAX_WALL:
        return True
    now = slowness()
    if cpu <= 0.1 * now and wall <= 0.5 * now:
        return True
    time.sleep(0.5)
    return False


ANGLES = ("135°", "140°", "145°", "150°")
GOLDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "number": ("140", ()),
    "expression": (r"\frac{\sqrt{3}}{2} + x^2 \sin x", ()),
    "interval": (r"(-\infty, 2] \cup (5, 7)", ()),
    "text": ("Berlin", ()),
    "choice": ("140°", ANGLES),
}

HOSTILE = {
    # numbers that cost more than they are long
    "tower": "9**9**9**9",
    "tower in braces": "9^{9^{9^{9}}}",
    "tower of e": "e^{e^{e^{e^{e^{e}}}}}",
    "tower boxed": r"\boxed{2^{2^{2^{2^{2^{2^{2}}}}}}}",
    "tower of 500": "2^" * 500 + "2",
    "tower of 500 in braces": "2^{" * 500 + "2" + "}" * 500,
    "power of a billion": "2^{1000000000}",
    "root of a billion": r"\sqrt[1000000000]{7}",
    "power of a fraction": r"\left(\frac{999999999}{999999998}\right)^{999999999}",
    "negative power": "7^{-123456789}",
    "factorial": "(10^8)!",
    "factorial of factorials": "((9!)!)!",
    "a thousand factorials": "5" + "!" * 1_000,
    "factorial of a number with many digits": "9" * 300 + "!",
    "binomial": r"\binom{1000000000}{500000000}",
    "binomial, school notation": "C_{1000000000}^{500000000}",
    "permutation": "A_{1000000000}^{500000000}",
    "huge exponent": "1e999999999",
    "huge negative exponent": "1e-999999999",
    "exponent of many digits": "1e" + "9" * 10_000,
    "many exponents": "1e9" * 20_000,
    "a million digits": "9" * 1_000_000,
    "ten thousand digits boxed": r"\boxed{" + "9" * 10_000 + "}",
    "five thousand digits over as many": "9" * 5_000 + "/" + "7" * 5_000,
    "fifty thousand decimals": "0." + "0" * 50_000 + "1",
    "a long repeating decimal": r"0.\overline{" + "142857" * 5_000 + "}",
    "full-width digits": "９" * 100_000,
    "Chinese digits": "九" * 100_000,
    "Chinese powers of ten": "一" + "亿" * 50_000,
    "number words": "million " * 15_000,
    "hundreds of words": "one hundred and " * 6_000,
    "thousands groups": "1,111" * 20_000,
    "sum to a billion": r"\sum_{k=1}^{1000000000} k^k",
    "product to a billion": r"\prod_{k=1}^{1000000000} k",
    "integral": r"\int_0^{10^9} \sin(x^x) e^{x^x} dx",
    "integral in an integral": r"\int_0^1 " * 30 + "x" + " dx" * 30,
    "limit": r"\lim_{x \to 0} \frac{\sin(\tan x) - \tan(\sin x)}{x^7}",
    "expansion": "(x+y+z+w)^{60}",
    "expansion of an expansion": "(((x+y)^{50}+1)^{50}+1)^{50}",
    "polynomial equation": "x^{40} - 3x^{39} + 7x^{17} - x + 1 = 0",
    "sum of sines": " + ".join(f"\\sin({k}x)" for k in range(1, 150)),
    "product of sums": "".join(f"(x+{k})" for k in range(1, 150)),
    "nested sines": r"\sin(" * 50 + "x" + ")" * 50,
    "tangent near its pole": r"\tan(10^{50})",
    "gcd": r"\gcd(10^{9999}+1, 10^{9998}+7)",
    "modulus": r"7^{10^{12}} \mod 1000007",
    "surds that nearly cancel": " + ".join(f"\\sqrt{{{k}}}" for k in range(2, 60)) + " - 272.4",
    "nested roots": r"\sqrt{2 + " * 50 + "1" + "}" * 50,
    "continued fraction": r"1 + \frac{1}{" * 50 + "2" + "}" * 50,
    "many plus-minus signs": r"\pm 1" * 200,
    "plus-minus in a product": "".join(rf"(1 \pm \sqrt{{{k}}})" for k in range(2, 60)),
    # shapes
    "ten thousand braces round a wrong answer": r"\boxed{" + "{" * 10_000 + "7" + "}" * 10_000 + "}",
    "ten thousand brackets": "(" * 10_000 + "7" + ")" * 10_000,
    "open braces": "{" * 100_000,
    "open brackets": "((" * 50_000,
    "closing braces": "}" * 100_000,
    "left and right": r"\left(" * 5_000 + "7" + r"\right)" * 5_000,
    "fraction chain": r"\frac{1}{" * 1_000,
    "closed fraction chain": r"\frac{1}{" * 10_000 + "2" + "}" * 10_000,
    "short fraction chain": r"\frac1" * 20_000 + "2",
    "root chain": r"\sqrt" * 20_000 + "2",
    "boxes in boxes": r"\boxed{" * 10_000 + "7" + "}" * 10_000,
    "open boxes": r"\boxed{" * 50_000,
    "box of a million letters": r"\boxed{" + "x" * 1_000_000,
    "many boxes": r"\boxed{7} " * 50_000,
    "text in text": r"\text{" * 10_000 + "7" + "}" * 10_000,
    "subscripts": "x_" * 30_000 + "1",
    "superscripts": "x^" * 30_000 + "1",
    "primes": "f" + "'" * 100_000,
    "bars": "|" * 100_000,
    "absolute values": "|" * 500 + "7" + "|" * 500,
    "minus signs": "-" * 100_000 + "7",
    "minus signs with spaces": "- - - " * 20_000,
    "slashes": "/".join("1" * 50_000),
    "commas": ",".join("9" * 30_000),
    "colons": ":".join("9" * 30_000),
    "equals signs": "x=" * 50_000 + "7",
    "inequality chain": "<".join("x" * 30_000),
    "matrix": r"\begin{pmatrix}" + "1&" * 30_000 + r"1\end{pmatrix}",
    "matrix of rows": r"\begin{pmatrix}" + r"1\\" * 30_000 + r"1\end{pmatrix}",
    "open environments": r"\begin{cases}" * 10_000,
    "union of intervals": r" \cup ".join(f"({k},{k}.5)" for k in range(2_000)),
    "set of sets": "\\{" * 5_000 + "7" + "\\}" * 5_000,
    "letters": "a" * 100_000,
    "commands": r"\alpha" * 20_000,
    "backslashes": "\\" * 100_000,
    "unknown commands": r"\zzzz{" * 20_000,
    # bait for regular expressions
    "dollars": "$ " * 50_000,
    "double dollars": "$$" * 50_000,
    "display": "\\[" * 50_000,
    "stars": "**" * 50_000,
    "stars and spaces": "* " * 50_000,
    "spaces": " " * 100_000 + "x",
    "tabs and new lines": "\t\n" * 50_000,
    "spaces before a stop": "7" + " " * 100_000 + ".",
    "new lines": "\n" * 100_000,
    "carriage returns": "\r\n" * 50_000,
    "hashes": "#" * 100_000,
    "marks": "#### " * 20_000,
    "answer is": "answer is " * 20_000,
    "answer is, by lines": "answer is\n" * 100_000,
    "the answer": "the answer " * 20_000,
    "answer with colons": "answer:" * 20_000,
    "Chinese answer": "答案" * 50_000,
    "Chinese answer is": "答案是" * 30_000,
    "Chinese hence": "故选" * 50_000,
    "options": "(A)" * 30_000,
    "option words": "option " * 20_000,
    "letters with stops": "A. B. C. D. " * 10_000,
    "either or": "either 3 or " * 10_000,
    "wait": "wait, actually, " * 10_000,
    "cannot": "I cannot " * 15_000,
    "courtesies": "Let me know\n" * 50_000,
    "open thoughts": "<think>" * 20_000,
    "closed thoughts": "</think>" * 20_000,
    "thoughts": "<think>7</think>" * 10_000,
    "open tags": "<answer>" * 20_000,
    "angle brackets": "<" * 100_000,
    "open JSON": '{"answer":' * 20_000,
    "JSON lists": '{"answer": ' + "[" * 50_000 + "]" * 50_000 + "}",
    "quotes": '"' * 100_000,
    "code fences": "```json\n" * 20_000,
    "table bars": "| " * 50_000,
    "table rows": "| 1 | 2 |\n" * 20_000,
    "list items": "- 7\n" * 30_000,
    "numbered items": "1. 7\n" * 30_000,
    "units": "cm " * 40_000,
    "unit powers": "m^2" * 40_000,
    "unit quotients": "m/" * 50_000,
    "degrees": "7°" * 50_000,
    "percent signs": "%" * 100_000,
    "currency signs": "¥$€" * 30_000,
    "dates": "2024-01-01" * 10_000,
    "clock": "12:34:" * 20_000,
    "points": "." * 100_000,
    "points between digits": "1." * 50_000,
    "spaces between digits": "1 " * 50_000,
    "catastrophic for nested quantifiers": "a" * 50_000 + "!",
    "catastrophic for alternations": "1,1" * 30_000 + "x",
    "catastrophic for mixed numbers": "1 1/" * 30_000,
    # characters
    "NUL": "\x00" * 100_000,
    "NUL in a number": "1\x0040" * 3 + "1",
    "lone surrogates": "\ud800" * 999,
    "surrogates the wrong way round": "\udc00\ud800" * 5_000,
    "bidi controls": "\u202e\u2066" * 5_000 + "041",
    "zero-width": "\u200b\u200d\ufeff" * 30_000,
    "combining marks": "7" + "\u0301" * 50_000,
    "combining box": "7\u20de" * 10_000,
    "soft hyphens": "1\u00ad" * 30_000,
    "private use": "\ue000" * 50_000,
    "variation selectors": "7\ufe0f" * 20_000,
    "emoji keycaps": "7️⃣" * 10_000,
    "fraction characters": "½" * 50_000,
    "superscript characters": "2" + "⁹" * 50_000,
    "circled digits": "⑦" * 50_000,
    "Roman numeral characters": "Ⅷ" * 50_000,
    "digits of another script": "٣" * 50_000,
    "ligatures": "ﷺ" * 20_000,
    "controls": "".join(map(chr, range(32))) * 1_000,
    "line separators": "\u2028\u2029\x85" * 20_000,
    "every plane": "".join(chr(code) for code in range(0x0, 0x11_0000, 37)),
    # values of the host language
    "nan": "nan",
    "inf": "inf",
    "minus infinity": "-inf",
    "hexadecimal": "0x8c",
    "octal": "0o214",
    "binary": "0b10001100",
    "underscores": "1_4_0",
    "complex literal": "140j",
    "None": "None",
    "list comprehension": "[140 for _ in range(10**9)]",
    "string product": "'140' * 10**10",
    "range": "sum(range(10**12))",
    "format string": "{0:>1000000000}",
    "percent format": "%1000000000d",
}


def check(response: str, gold: str) -> str:
    """Return the outcome of a response for one of the golds."""
    answer, choices = GOLDS[gold]
    return mmbench.check(response, answer, choices=choices).outcome


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Import what the checker imports late, so that it counts for no response."""
    for gold in GOLDS:
        for response in (r"\boxed{\sin 1 + \sqrt{2}}", r"x^3 + \ln x", "twelve cm", "2024-01-01", "故选B", "[1, 2]"):
            check(response, gold)
    gc.collect()
    gc.freeze()


@pytest.mark.parametrize("gold", GOLDS)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_response_is_quick_and_never_right(name: str, gold: str) -> None:
    times = []
    for _ in range(ATTEMPTS):
        cpu, wall = time.thread_time(), time.perf_counter()
        outcome = check(HOSTILE[name], gold)
        times.append((time.thread_time() - cpu, time.perf_counter() - wall))
        assert outcome in ("wrong", "unparsed", "no_answer")
        if _quick(*times[-1]):
            return
        if max(times[-1]) > HOPELESS:
            break
    pytest.fail(f"CPU and wall seconds: {times}")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_response_takes_little_memory(name: str) -> None:
    response = HOSTILE[name]
    for gold in ("number", "expression", "choice"):
        tracemalloc.start()
        try:
            check(response, gold)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak <= MAX_BYTES, f"{gold}: {peak / 2**20:.0f} MiB"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_gold_is_an_error_or_bounded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbolic, "TIME_LIMIT", 3 * symbolic.TIME_LIMIT)  # sympy takes 6 s to give up where it is slow
    times = []
    for _ in range(ATTEMPTS):
        cpu = time.thread_time()
        try:
            outcome = mmbench.check("The answer is 140.", HOSTILE[name]).outcome
        except ValueError:
            outcome = "unparsed"
        times.append(time.thread_time() - cpu)
        assert outcome in ("wrong", "unparsed")
        if _quick(times[-1]):
            return
        if times[-1] > HOPELESS:
            break
    pytest.fail(f"CPU seconds: {times}")


@pytest.mark.parametrize(
    ("response", "gold", "question", "outcome"),
    [
        ("x + 1e9921", "∞ 2x + 1e9921", "", "unparsed"),
        ("x + 1e9921", "1e9921 + x", "", "right"),
        ("1.2e9921", "1.23e9921", "Give the answer to 2 significant figures.", "right"),
        ("1.3e-9921", "1.23e-9921", "Give the answer to 2 significant figures.", "wrong"),
    ],
)
def test_numbers_too_long_to_be_written_out_are_compared(response: str, gold: str, question: str, outcome: str) -> None:
    assert mmbench.check(f"\\boxed{{{response}}}", gold, question=question).outcome == outcome


PAYLOADS = {
    "system": "__import__('os').system('touch {path}')",
    "system, spelt apart": "getattr(__import__('o'+'s'), 'sys'+'tem')('touch {path}')",
    "open": "open('{path}', 'w')",
    "exec": "exec(\"open('{path}', 'w').close()\")",
    "eval": "eval(\"open('{path}', 'w')\")",
    "environment": "__import__('os').environ.__setitem__('MMBENCH_HOSTILE', '{path}')",
    "lambda": "(lambda: open('{path}', 'w'))()",
    "comprehension": "[open('{path}', 'w') for _ in [1]]",
    "subclasses": "().__class__.__bases__[0].__subclasses__()[0]; open('{path}', 'w')",
    "format string": "{{open('{path}','w')}}",
    "walrus": "(f := open('{path}', 'w'))",
    "symbolic": "S(\"__import__('pathlib').Path('{path}').touch()\")",
    "symbol with an argument": "Symbol('x', commutative=open('{path}', 'w'))",
    "after a number": "140; import os; os.system('touch {path}')",
    "in an exponent": "2^{{__import__('os').system('touch {path}')}}",
    "in a fraction": r"\frac{{open('{path}','w')}}{{2}}",
    "shell substitution": "$(touch {path})",
    "backticks": "`touch {path}`",
    "semicolon": "140; touch {path}",
    "pipe": "140 | tee {path}",
    "redirection": "140 > {path}",
    "TeX write": r"\immediate\write18{{touch {path}}}",
    "TeX input": r"\input{{|touch {path}}}",
    "TeX output": r"\newwrite\f \immediate\openout\f={path} \immediate\write\f{{140}}",
    "pickle": "cos\nsystem\n(S'touch {path}'\ntR.",
    "YAML": "!!python/object/apply:os.system ['touch {path}']",
    "template": "{{{{ cycler.__init__.__globals__.os.popen('touch {path}') }}}}",
    "JSON field": "{{\"answer\": \"__import__('os').system('touch {path}')\"}}",
}
WRAPPINGS = {
    "bare": "{}",
    "boxed": "\\boxed{{{}}}",
    "stated": "The answer is {}.",
    "tagged": "<answer>{}</answer>",
    "math": "${}$",
    "after working": "First 6 + 8 = 14.\n\n**{}**",
    "Chinese": "答案是{}。",
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_is_executed(payload: str, wrapping: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "executed"
    response = WRAPPINGS[wrapping].format(PAYLOADS[payload].format(path=target))
    for gold in GOLDS:
        assert check(response, gold) != "failed"

    def forbidden(*arguments: Any, **options: Any) -> NoReturn:
        raise AssertionError(f"called with {arguments} {options}")

    for owner, name in ((builtins, "eval"), (builtins, "exec"), (builtins, "open"), (os, "system"), (os, "popen")):
        monkeypatch.setattr(owner, name, forbidden)
    monkeypatch.setattr(subprocess, "Popen", forbidden)
    outcomes = [check(response, gold) for gold in GOLDS]
    monkeypatch.undo()
    assert not target.exists()
    assert "MMBENCH_HOSTILE" not in os.environ
    assert len(outcomes) == len(GOLDS)


@pytest.mark.parametrize("gold", ["0", "5", "140"])
@pytest.mark.parametrize(
    "response",
    [
        "print(2+3)",
        "(lambda: 7-2)()",
        "len('abcde')",
        "sum([70, 70])",
        "int('10001100', 2)",
        "__import__('os').system('true')",
    ],
)
def test_the_value_of_code_is_no_answer(response: str, gold: str) -> None:
    assert mmbench.check(response, gold).outcome != "right"


@pytest.mark.parametrize(
    ("response", "gold"),
    [
        ("nan", "5"),
        ("nan", "0"),
        ("inf", "5"),
        ("1_000", "100"),
        ("0x10", "10"),
        ("3.0.1", "3.01"),
        ("--5", "-5"),
        ("**5**2", "25"),
        ("4 2", "42"),
        ("4\n2", "42"),
        ("4 2", "8"),
        ("the answer is not 5", "5"),
        ("The answer is neither 3 nor 4.", "3"),
        ("O", "0"),
        ("l", "1"),
        ("II", "3"),
        ("The answer is 3, 4", "3"),
        ("20 cm by 30 cm", "20 cm"),
        ("'5' + '5'", "10"),
        ("5 dozen", "5"),
        ("True", "1"),
        ("No", "0"),
        ("y = 3", "x = 3"),
        ("5 thousand", "5"),
        ("5!", "5"),
        ("5k", "5000000"),
        ("v2", "2"),
        ("2nd", "22"),
        ("H2O", "2"),
        ("\\boxed{3} \\boxed{4}", "3"),
        ("3 and 4 and 5", "5"),
        ("3...5", "3.5"),
        ("1/0", "0"),
        ("0/0", "1"),
        ("\\frac{0}{0}", "\\infty"),
        ("\\infty - \\infty", "0"),
        ("\\infty/\\infty", "1"),
        ("0 \\cdot \\infty", "0"),
        ("\\sqrt{-1}", "1"),
        ("\\log 0", "0"),
        ("\\tan 90^\\circ", "0"),
        ("x/x", "0"),
        ("答案不是5", "5"),
        ("不选B", "B"),
    ],
)
def test_what_is_read_loosely_elsewhere_is_never_right(response: str, gold: str) -> None:
    assert mmbench.check(response, gold).outcome != "right"


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("\\boxed{", "}"), ("", ""), ("The answer is ", "."), ("<answer>", "</answer>"), ("答案：", ""), ("$", "$")],
    ids=["box", "bare", "stated", "tag", "Chinese", "math"],
)
@pytest.mark.parametrize(
    ("answer", "gold", "choices"),
    [
        ("140", "140", ()),
        ("-7.5", "-15/2", ()),
        (r"\frac{1}{2}", "0.5", ()),
        (r"2\sqrt{3}", r"\sqrt{12}", ()),
        ("(x+1)^2", "x^2+2x+1", ()),
        ("B", "140°", ANGLES),
    ],
)
def test_a_right_answer_in_ten_thousand_braces_is_found(
    answer: str, gold: str, choices: tuple[str, ...], opening: str, closing: str
) -> None:
    response = opening + "{" * 10_000 + answer + "}" * 10_000 + closing
    _right_and_quick(response, gold, choices)


PROSE = {
    "sentences": "We draw the figure and label its sides 3, 4 and 5. ",
    "one word": "then ",
    "one line": "x",
    "lines": "Step 12: add 7 to both sides.\n",
    "Chinese": "首先观察图形，设边长为3，则面积为9。",
    "mathematics": r"So $\frac{12}{7} + \sqrt{2} = 3.1$ and \(x^2 = 4\). ",
    "statements": "The answer might be 3. ",
    "boxes": r"We try \boxed{3} first. ",
    "open boxes": r"\boxed{ ",
    "doubts": "Wait, actually, either 3 or 4? I cannot tell. ",
    "dollars": "$ ",
    "stars": "** ",
    "new lines": "\n",
    "tables": "| 3 | 4 |\n",
    "tags": "<answer>3</answer> ",
    "zero-width": "\u200b",
    "braces": "{",
    "surrogates": "\ud800 ",
}


@pytest.mark.parametrize("filler", PROSE)
@pytest.mark.parametrize(
    ("answer", "gold", "choices"),
    [("140", "140", ()), (r"\frac{\sqrt{3}}{2}", r"\sqrt{3}/2", ()), ("B", "140°", ANGLES)],
)
def test_a_box_behind_a_megabyte_of_prose_is_found(
    filler: str, answer: str, gold: str, choices: tuple[str, ...]
) -> None:
    _right_and_quick(f"{_megabyte(filler)}\nTherefore the answer is \\boxed{{{answer}}}.", gold, choices)


def test_a_stated_answer_behind_a_megabyte_of_prose_is_found() -> None:
    for filler in ("sentences", "lines", "Chinese", "mathematics"):
        _right_and_quick(f"{_megabyte(filler)}\nThe answer is 140.", "140", ())


def test_a_megabyte_of_thought_is_left_out() -> None:
    thought = "<think>" + "It could be 3, or 4. " * 50_000 + "</think>\n"
    _right_and_quick(thought + "The answer is 140.", "140", ())


def _megabyte(filler: str) -> str:
    """Return a megabyte of prose, counted in UTF-8 as a file counts it."""
    return PROSE[filler] * (2**20 // len(PROSE[filler].encode("utf-8", "surrogatepass")) + 1)


def _right_and_quick(response: str, gold: str, choices: tuple[str, ...]) -> None:
    times = []
    for _ in range(ATTEMPTS):
        start = time.thread_time()
        verdict = mmbench.check(response, gold, choices=choices)
        times.append(time.thread_time() - start)
        assert verdict.outcome == "right", (verdict.outcome, verdict.extraction[:80], verdict.how)
        if _quick(times[-1]):
            return
        if times[-1] > HOPELESS:
            break
    pytest.fail(f"CPU seconds: {times}")
