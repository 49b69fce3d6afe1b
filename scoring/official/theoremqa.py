"""TheoremQA's official rule: the repository's few-shot evaluation (`utils.py`, `compute_accuracy.py`).

Source: Chen et al., TheoremQA, EMNLP 2023 (arXiv 2305.12524). The answer stands behind "the answer is". Numbers are
right within four percent where the gold is a float, and once rounded where it is an integer; lists in any order. Traps
kept: "yes", "true", "no", "false" anywhere in the answer decide, also within a word ("no roots", "denote"); pi is 3.14;
a percent sign divides by 100; 10.6 is right for 11; an option counts wherever its letter stands in the answer; a list
in square brackets is right only where it is written as the gold is, one in round brackets or in none is compared by
value.

Two published extractions:

- `theoremqa`: wenhuchen/TheoremQA at cfb9c6e and its successor TIGER-AI-Lab/TheoremQA. Without "the answer is", the
  last number of the first paragraph counts.
- `theoremqa-first`: the same at 920a156, behind some of the published outputs. What stands behind "=" is taken before
  words and options are looked for, and without "the answer is" the whole text is the answer.

The published code hands the answer to latex2sympy and to `eval`. Here bounded readers stand for both, on the first
line: they know numbers, fractions, roots, powers, factorials and named functions, and evaluate nothing as code. The
first version asks `eval` first, to which 2^3 is 1.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.latex_sampling import NoValue, evaluate
from mmbench.scoring.official.latex_tree import Unreadable, parse_latex, symbols_of
from mmbench.scoring.official.latex_value import latex_value
from mmbench.scoring.official.python_value import python_value
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from mmbench.interfaces import Given

__all__ = ["TheoremQARule", "extraction", "first_extraction", "right", "rule"]

Number = int | float

TRIGGERS = ("The answer is:", "The answer is", "the answer is")
OPTIONS = ("(a)", "(b)", "(c)", "(d)", "(e)", "(f)")
MAX_RESPONSE = 200_000
MAX_LIST = 2_000


class TheoremQARule(Rule):
    """The published extraction and comparison."""

    versions = ("theoremqa", "theoremqa-first")

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score the recorded prediction, or else what each version takes out of the response."""
        recorded = given.recorded.prediction if given.recorded else None
        response = given.response[:MAX_RESPONSE]
        scores = []
        for version, extract in zip(self.versions, (extraction, first_extraction), strict=True):
            prediction = extract(response) if recorded is None else recorded
            score = float(right(prediction, str(item.metadata["Answer"])))
            scores.append(OfficialScore(rule=version, score=score, prediction=prediction))
        return tuple(scores)


rule = TheoremQARule()


def extraction(response: str) -> str:
    """Take the answer out of a response as the published evaluation of today does."""
    stated, text = _stated(response)
    said = _said(text)
    if said is not None:
        text = said
    elif stated:
        text = _value_text(text)
    else:
        text = (re.findall(r"-?\d*\.?\d+", text) or [""])[-1]
    return text.rstrip(".").rstrip("/")


def first_extraction(response: str) -> str:
    """Take the answer out of a response as the first published evaluation does."""
    stated, text = _stated(response)
    if stated:
        text = _without_units(text.split("=")[-1].strip() if "=" in text else text)
        text = text.split(" ")[0] if _single(text) else text
    said = _said(text)
    if said is None:
        line = text.strip()
        value = python_value(line)
        shown = str(value) if value is not None else _shown(line) if "\n" not in line else None
        text = text if shown is None else shown
    else:
        text = said
    return text.rstrip(".").rstrip("/")


def _stated(response: str) -> tuple[bool, str]:
    """Return whether a response announces its answer, and what stands behind that, or all of it."""
    text = response.strip("\n")
    if any(text.count(trigger) > 1 for trigger in TRIGGERS):
        text = text.split("\n\n")[0]
    parts = re.split("|".join(TRIGGERS), text)
    return len(parts) > 1, parts[-1].strip("\n").rstrip(".").rstrip("/").strip(" ")


def _said(text: str) -> str | None:
    """Return the truth value that a text is taken to say, or the text where it names an option; None otherwise."""
    lower = text.lower()
    if "yes" in lower or "true" in lower:
        return "True"
    if "no" in lower or "false" in lower:
        return "False"
    return text if any(option in lower for option in OPTIONS) else None


def _value_text(text: str) -> str:
    text = _without_units(text.split("=")[-1].strip())
    shown = _shown(text.split("\n", 1)[0].rstrip("."))
    if shown is not None:
        return shown
    return text.split(" ")[0] if _single(text) else text


def _shown(line: str) -> str | None:
    """Return the value of a line as Python writes it, or the values of a list; None where it has none."""
    value = _number(line)
    if value is not None:
        return str(value)
    values = _numbers(line)
    if values is not None:
        shown = ", ".join(map(str, values))
        return f"[{shown}]" if line.startswith("[") else f"({shown})"
    return _latex_shown(line)


def _latex_shown(line: str) -> str | None:
    """Return the value of the beginning of a line that is LaTeX without symbols, as Python writes it."""
    try:
        tree = parse_latex(line)
        if len(tree) < 2 or tree[0] == "relation" or symbols_of(tree):
            return None
        value = evaluate(tree, {})
    except (Unreadable, NoValue):
        return None
    number = complex(value)
    if number.imag or not math.isfinite(number.real):
        return None
    exact = re.fullmatch(r"[\d\s!*+()-]+", line) and number.real.is_integer()
    return str(int(number.real)) if exact else str(number.real)


def _single(text: str) -> bool:
    """Say whether a text is a number with one word, or words without digits, behind it."""
    number = re.match(r"-?[\d.]+(?=\s)", text)
    rest = text[number.end() + 1 :] if number else ""
    return bool(rest) and (not re.search(r"\d", rest) or not re.search(r"\s", rest))


def _without_units(text: str) -> str:
    text = re.sub(r"(?<![\d}])π", "3.14", text.replace("\\pi", "π"))
    text = re.sub(r"(\d)π", r"\1*3.14", text).replace("{π}", "3.14").replace("*π", "*3.14").replace("%", "/100")
    for unit in ("$", "¥", "°C", " C", "°"):
        text = text.replace(unit, "")
    return text


def _number(text: str) -> Number | None:
    """Return the value of a text, a whole one as an integer; None where it is no number."""
    try:
        value: Number | None = float(text)
    except ValueError:
        value = latex_value(text)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _numbers(text: str) -> list[Number] | None:
    """Return the values of a list in square, round or no brackets; None where it is none."""
    inner = text.strip()[:MAX_LIST]
    if inner[:1] + inner[-1:] in ("[]", "()"):
        inner = inner[1:-1]
    elif "," not in inner:
        return None
    values = [_number(part.strip()) for part in inner.split(",")]
    return [value for value in values if value is not None] if None not in values else None


def right(prediction: str, gold: str) -> bool:
    """Say whether a prediction is right by the published comparison; `gold` as Python writes it."""
    if gold.lower() in OPTIONS:
        return gold.lower() in prediction.lower()
    if prediction.lower() == gold.lower():
        return True
    if gold.startswith("["):
        return _same_list(prediction, _numbers(gold))
    wanted = _python_number(gold)
    if wanted is None:
        return False
    text = _without_units(prediction)
    found = _number(text)
    if found is None:
        found = next(iter(_numbers(text) or ()), None)
    return found is not None and _same_number(found, wanted)


def _python_number(text: str) -> Number | None:
    """Return a gold number with its type: `26.0` is a float, `26` an integer."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


def _same_number(found: Number, gold: Number) -> bool:
    if not math.isfinite(found):
        return False
    within = abs(gold) * 0.04
    return round(found) == gold if isinstance(gold, int) else gold - within <= found <= gold + within


def _same_list(prediction: str, gold: list[Number] | None) -> bool:
    if gold is None or not (prediction.startswith("(") and prediction.endswith(")")):
        return False
    found = _numbers(prediction)
    if found is None or len(found) != len(gold):
        return False
    return all(_same_number(one, other) for one, other in zip(sorted(found), sorted(gold), strict=True))
