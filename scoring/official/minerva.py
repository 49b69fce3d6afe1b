r"""Minerva's rule for MATH, as lm-eval has it (`lm_eval/tasks/minerva_math/utils.py` at 4785623, `exact_match`).

Source: Lewkowycz et al. (arXiv 2206.14858, appendix D). The answer stands on one line between "Final Answer: The final
answer is" and ". I hope it is correct."; a response that ends behind the answer and a full stop has the second phrase
added to it. It and the gold answer lose units, words and spaces by a list of texts, and are right where sympy reads
both and simplifies their difference to 0.

Traps kept: any other form of an answer is wrong, boxes among them; what stands before the last "=" goes; texts are
taken out of words too ("square" of "squareroot", "a " of "pizza "); words are products of letters, so that anagrams are
equal; only the beginning that can be read counts, so that "1,2" equals "1,3"; tuples, sets, intervals and signs of
relation cannot be read, and are wrong even where both are the same text.

sympy's part is played by `latex_tree` and values at points, bounded in place of the published five seconds. Answers of
more than 2,000 characters are wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.hendrycks import gold_of
from mmbench.scoring.official.latex_sampling import NoValue, evaluate, points
from mmbench.scoring.official.latex_tree import Unreadable, parse_latex
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from mmbench.interfaces import Given
    from mmbench.scoring.official.latex_tree import Tree

__all__ = ["MinervaRule", "final_answer", "is_equiv", "normalised", "rule"]

MAX_ANSWER = 2_000
MAX_RESPONSE = 200_000
PHRASE = "Final Answer: The final answer is"
ENDING = " I hope it is correct"


class MinervaRule(Rule):
    """The published extraction and comparison."""

    versions = ("minerva",)

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score a response; a recorded extraction is not used."""
        found = final_answer(given.response[-MAX_RESPONSE:])
        if found is None or len(found) > MAX_ANSWER:
            return (OfficialScore(rule="minerva", score=0.0),)
        answer = normalised(found)
        right = is_equiv(answer, normalised(gold_of(item)))
        return (OfficialScore(rule="minerva", score=float(right), prediction=answer),)


rule = MinervaRule()


def final_answer(response: str) -> str | None:
    """Return what stands between the two phrases, with one character before the second left out; None without them."""
    text = f"{response}I hope it is correct."
    start = text.find(PHRASE)
    while start >= 0:
        start += len(PHRASE)
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)]
        ending = line.find(ENDING, 1)
        if 0 <= ending < len(line) - len(ENDING):
            return line[: ending - 1].strip()
        start = text.find(PHRASE, start + len(line))
    return None


_SUBSTITUTED = (
    ("an ", ""), ("a ", ""), (".$", "$"), ("\\$", ""), ("\\ ", ""), (" ", ""), ("mbox", "text"),
    (",\\text{and}", ","), ("\\text{and}", ","), ("\\text{m}", "\\text{}"),
)  # fmt: skip
_REMOVED = (
    "square", "ways", "integers", "dollars", "mph", "inches", "ft", "hours", "km", "units", "\\ldots", "sue", "points",
    "feet", "minutes", "digits", "cents", "degrees", "cm", "gm", "pounds", "meters", "meals", "edges", "students",
    "childrentickets", "multiples", "\\text{s}", "\\text{.}", "\\text{\ns}", "\\text{}^2", "\\text{}^3", "\\text{\n}",
    "\\text{}", "\\mathrm{th}", "^\\circ", "^{\\circ}", "\\;", ",\\!", "{,}", '"', "\\dots",
)  # fmt: skip


def normalised(answer: str) -> str:
    """Return an answer as it is compared; at most 2,000 characters of it are read."""
    text = answer[:MAX_ANSWER].split("=")[-1]
    for old, new in _SUBSTITUTED:
        text = text.replace(old, new)
    for word in _REMOVED:
        text = text.replace(word, "")
    text = "\n".join(_formula(line) for line in text.split("\n"))
    for command in ("text", "textbf", "overline"):
        text = re.sub(r"\\" + command + r"\{([^}\n]*)\}", r"\1", text)
    text = re.sub(r"\\boxed\{(.*)\}", r"\1", text)
    text = re.sub(r"frac([^{])(.)", r"frac{\1}{\2}", text)
    text = re.sub(r"sqrt([^{])", r"sqrt{\1}", text).replace("$", "")
    digits = text.replace(",", "")
    return digits if digits.isdigit() else text


def _formula(line: str) -> str:
    """Return a line's first formula between dollar signs instead of the line, where it has one."""
    parts = line.split("$", 2)
    return f"${parts[1]}$" if len(parts) == 3 else line


def is_equiv(left: str, right: str) -> bool:
    """Say whether two normalised answers are read as expressions of the same value."""
    try:
        trees = parse_latex(left), parse_latex(right)
    except Unreadable:
        return False
    if any(_without_difference(tree) for tree in trees):
        return False
    if trees[0] == trees[1]:
        return True
    agreed = 0
    for point in points(*trees):
        try:
            one, other = (evaluate(tree, point) for tree in trees)
        except NoValue:
            continue
        if abs(one - other) > 1e-20 * (1 + abs(one) + abs(other)):
            return False
        agreed += 1
    return agreed > 2


def _without_difference(tree: Tree) -> bool:
    """Say whether a tree is or holds what cannot be subtracted from itself: a relation, or infinity."""
    return tree[0] in ("relation", "infinity") or any(
        _without_difference(part) for part in tree[1:] if isinstance(part, tuple)
    )
