r"""OlympiadBench's official judge of open-ended answers (`inference/judge.py`, `inference/code/math_judger.py`).

Source: He et al., OlympiadBench, ACL 2024 (arXiv 2402.14008), OpenBMB/OlympiadBench at 003c841; the stand-alone judge
(`eval/auto_scoring_judge.py`, 61bf12a) decides alike. What stands behind "So the final answer is" (所以最终答案是), or
else the whole response, is searched for boxes; without one the formulas of the last line count, and without those the
text. Answers between commas are paired with the gold ones in any order, each equal as an interval, as a number, as an
expression or as an equation. The tolerance is absolute and the item's: one for all, or one an answer.

Traps kept: a hundredth of an answer, and a hundred times it, are right where they are numbers as written; tuples of
different lengths are compared up to the shorter one; a unit is a product of letters, so that "0.64" is wrong for
"0.64N" but "0.64" is right for "64%"; two expressions that differ by less than 0.001 everywhere are equal; equations
are equal where one is a whole multiple of the other; one box that is not closed makes everything wrong; a power above
1,000 is not computed; of several tolerances, a used one is struck off where its value first stands. The published table
leaves out empty and refused responses ("<No response>", what holds "code:" and "message:"): `figures` do, the scores
count them as wrong. Models of the name deepseek were asked for another form of the answer, which is not read here.

Where the published code hands LaTeX to sympy, `latex_tree` reads it and values at points decide, with pi exact; where
it would stop on an exception (fewer tolerances than answers) or never end (huge integers), the answer is wrong. So is
one of more than 5,000 characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.latex_sampling import NoValue, evaluate, points, rounded
from mmbench.scoring.official.latex_tree import Unreadable, parse_latex, symbols_of
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mmbench.interfaces import Given
    from mmbench.scoring.official.latex_tree import Tree

__all__ = ["ByDataset", "OlympiadBenchRule", "compared", "final_answer", "judge", "rule"]

PRECISION = 1e-8
SLACK = 1.01
MAX_ANSWER = 5_000
MAX_RESPONSE = 200_000
MAX_EXPONENT = 1_000
REFUSED = ("", "<Inappropriate content in response>", "<No response>")


class ByDataset:
    """Counts right answers among those given, for each of the published files."""

    def __init__(self) -> None:
        self.scores: dict[str, list[float]] = {}

    def add(self, item: Item, score: OfficialScore) -> None:
        """Take in one answer; none was given where the score holds no prediction."""
        if item.problem or score.prediction is None:
            return
        parts = [str(item.metadata.get(label)) for label in ("modality", "subject", "language", "source")]
        self.scores.setdefault("_".join(["OE", *parts]), []).append(score.score)

    def figures(self) -> dict[str, str]:
        """Return the accuracies among answered problems in percent with two places, by file and over all."""
        everything = [score for scores in self.scores.values() for score in scores]
        groups = {**dict(sorted(self.scores.items())), "average": everything} if everything else {}
        return {f"{name}, of {len(scores)} answered": _percent(scores) for name, scores in groups.items()}


def _percent(scores: Sequence[float]) -> str:
    return f"{100 * sum(scores) / len(scores):.2f}"


class OlympiadBenchRule(Rule):
    """The published judge."""

    versions = ("olympiadbench",)

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score a response; a recorded extraction is not used."""
        response = given.response
        if response in REFUSED or ("code:" in response and "message:" in response):
            return (OfficialScore(rule="olympiadbench", score=0.0),)
        answer = final_answer(response[-MAX_RESPONSE:], chinese=item.question.language == "zh")
        right = judge(answer, str(item.metadata["final_answer"]), _precisions(item))
        return (OfficialScore(rule="olympiadbench", score=float(right), prediction=compared(answer)),)

    def aggregate(self) -> ByDataset:
        """Return the published accuracies, which leave out what was not answered."""
        return ByDataset()


rule = OlympiadBenchRule()


def _precisions(item: Item) -> list[float]:
    """Return the tolerance of an item, or several; a tuple has the usual one whatever its item says."""
    error = str(item.metadata.get("error") or "")
    if not error or "Tuple" in str(item.metadata.get("answer_type")):
        return [PRECISION]
    return [float(part) if part.strip() else PRECISION for part in error.split(",")]


def final_answer(response: str, *, chinese: bool = False) -> str:
    """Return what stands behind the phrase that was asked for, where it stands last; else the whole response."""
    found = re.findall("所以最终答案是(.*)" if chinese else "So the final answer is (.*)", response)
    return found[-1].strip() if found else response


def judge(answer: str, gold: str, precisions: Sequence[float] = (PRECISION,)) -> bool:
    """Say whether an answer is right by the published judge."""
    found, wanted = compared(answer), compared(gold)
    if found is None or wanted is None:
        return False
    if found == wanted:
        return True
    answers, golds = (_both_signs(_split(_CHINESE.sub("", side))) for side in (found, wanted))
    left = list(precisions) * len(answers) if len(precisions) == 1 else list(precisions)
    if len(answers) != len(golds):
        return False
    place = -1
    while answers:
        place = (place + 1) % len(answers)
        if place >= len(left):
            return False
        one, precision = answers[place], left[place]
        match = next((gold for gold in golds if _same(one, gold, precision)), None)
        if match is None:
            return False
        answers.remove(one)
        golds.remove(match)
        left.remove(precision)
    return True


_SYMBOLS = (
    ("\\left", ""), ("\\right", ""), ("∶", ":"), ("，", ","), ("$", ""), ("\\approx", "="), ("\\simeq", "="),
    ("\\sim", "="), ("^\\prime", "'"), ("^{\\prime}", "'"), ("^\\circ", ""), ("%", ""),
)  # fmt: skip
_ENDS = "\n$,.:;^_=+`!@#%&*~，。"
_CHINESE = re.compile("[\u4e00-\u9fff]+")
_DECIMAL = re.compile(r"\d+\.\d+")
_STYLED = re.compile(r"\\(?:mathrm|mathbf)\{~?([^}]*)\}")


def compared(text: str) -> str | None:
    """Return the part of an answer that is compared; None where a box is not closed, or it is too long."""
    found = _boxed(text)
    if found is None or len(found) > MAX_ANSWER:
        return None
    if "\\in " in found:
        found = found.split("\\in ")[1]
    for sign, other in _SYMBOLS:
        found = found.replace(sign, other)
    return _STYLED.sub(r"\1", found.strip(_ENDS))


def _boxed(text: str) -> str | None:
    """Return the contents of all boxes, a comma behind each; the last line's formulas or the text where there is none.

    None where a box is not closed, or the contents are too long.
    """
    closing: dict[int, int] = {}
    opened: list[int] = []
    for brace in re.finditer("[{}]", text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            closing[opened.pop()] = brace.start()
    found = ""
    for box in re.finditer(r"\\boxed\{", text):
        if box.end() - 1 not in closing or len(found) > MAX_ANSWER:
            return None
        found += text[box.end() : closing[box.end() - 1]] + ","
    if found:
        return found
    formulas = re.findall(r"\$([^$\n]*)\$", text.strip().split("\n")[-1])
    return "".join(f"{formula}," for formula in formulas) or text


def _split(text: str) -> list[str]:
    """Split answers at the commas outside round and square brackets."""
    parts: list[str] = []
    depth = start = 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()] if start < len(text) else parts


def _both_signs(answers: list[str]) -> list[str]:
    both = ([one.replace("\\pm", "+"), one.replace("\\pm", "-")] if "\\pm" in one else [one] for one in answers)
    return [one for pair in both for one in pair]


def _same(left: str, right: str, precision: float) -> bool:
    if left == right and left:
        return True
    try:
        if _is_interval(left) and _is_interval(right) and _same_intervals(left, right, precision):
            return True
    except (Unreadable, IndexError):
        return False
    if _same_numbers(left, right, precision):
        return True
    both_equations = "=" in left and "=" in right
    return (not both_equations and _holds(_same_expressions, left, right, precision)) or _holds(
        _same_equations, left, right
    )


def _holds(comparison: Callable[..., bool], *arguments: str | float) -> bool:
    try:
        return comparison(*arguments)
    except Unreadable:
        return False


def _is_interval(text: str) -> bool:
    return text.startswith(("(", "[")) and text.endswith((")", "]"))


def _same_intervals(left: str, right: str, precision: float) -> bool:
    lefts, rights = left.split("\\cup"), right.split("\\cup")
    return len(lefts) == len(rights) and all(
        one[0] + one[-1] == other[0] + other[-1]
        and all(
            _same_expressions(first, second, precision)
            for first, second in zip(one.strip("[]()").split(","), other.strip("[]()").split(","), strict=False)
        )
        for one, other in zip(lefts, rights, strict=True)
    )


def _same_numbers(left: str, right: str, precision: float) -> bool:
    try:
        number, other = float(left), float(right)
    except ValueError:
        return False
    return any(abs(value - other) <= precision * SLACK for value in (number / 100, number, number * 100))


def _same_expressions(left: str, right: str, precision: float) -> bool:
    """Compare what stands behind the first "=" of either side; raises Unreadable where that is no expression."""
    one, other = (parse_latex((side.split("=")[1] if "=" in side else side).strip()) for side in (left, right))
    if one == other:
        return True
    if bool(symbols_of(one) - {"pi"}) != bool(symbols_of(other) - {"pi"}):
        return False
    try:
        if symbols_of(one) - {"pi"}:
            return _small_constant(one, other)
        pi = {"pi": evaluate(("pi",), {})}
        if _huge_power(one, pi) or _huge_power(other, pi):
            return False
        off = abs(rounded(rounded(evaluate(one, pi)) - rounded(evaluate(other, pi))))
        return bool(off <= precision * SLACK)
    except NoValue:
        return False


def _huge_power(tree: Tree, symbols: dict[str, object]) -> bool:
    exponent = tree[2] if tree[0] == "power" else None
    return isinstance(exponent, tuple) and bool(abs(evaluate(exponent, symbols)) > MAX_EXPONENT)


def _small_constant(left: Tree, right: Tree) -> bool:
    """Say whether two trees differ by one number below 0.001 at every point."""
    pi = evaluate(("pi",), {})
    differences = []
    for point in points(left, right):
        try:
            values = [evaluate(tree, {**point, "pi": pi}) for tree in (left, right)]
        except NoValue:
            continue
        differences.append((values[0] - values[1], 1 + abs(values[0]) + abs(values[1])))
    first = differences[0][0] if len(differences) > 2 else 1
    return bool(abs(first) < 1e-3 and all(abs(off - first) <= 1e-20 * size for off, size in differences))


def _same_equations(left: str, right: str) -> bool:
    """Say whether one equation is a whole multiple of the other; raises Unreadable where a side is no expression."""
    if left.count("=") != 1 or right.count("=") != 1:
        return False
    trees: list[Tree] = []
    for equation in (left, right):
        sides = [parse_latex(side) for side in equation.split("=")]
        trees.append(("add", sides[0], ("negative", sides[1])))
    if any(not symbols_of(tree) for tree in trees):
        return False
    differences = []
    for point in points(*trees):
        try:
            values = [evaluate(tree, point) for tree in trees]
        except NoValue:
            continue
        if not values[0] or not values[1]:
            return False
        differences.append(values)
    ratios = [one / other for one, other in differences]
    # Where the sides differ by a number, sympy has found that the equation never holds, and refuses to compare it.
    fixed = all(abs(one - differences[0][0]) <= 1e-20 * abs(one) for one, _ in differences)
    if len(ratios) < 3 or fixed or any(abs(ratio - ratios[0]) > 1e-20 * abs(ratio) for ratio in ratios):
        return False
    decimals = [sorted(map(float, _DECIMAL.findall(equation))) for equation in (left, right)]
    if any(decimals):
        # To sympy a ratio of decimals is no whole number, unless everything cancels.
        return decimals[0] == decimals[1] and bool(abs(abs(ratios[0]) - 1) < 1e-9)
    return _is_whole(ratios[0]) or _is_whole(1 / ratios[0])


def _is_whole(value: complex) -> bool:
    number = complex(value)
    return abs(number.imag) < 1e-12 and round(number.real) != 0 and abs(number.real - round(number.real)) < 1e-12
