r"""MATH's official rule: the last box, equal to the gold answer once both are written the same way (`is_equiv`).

Source: Hendrycks et al., NeurIPS 2021 (arXiv 2103.03874). Two published forms:

- `hendrycks`: the repository (hendrycks/math at 08e65fc, `math_equivalence.py`, `dataset/util.py`). The last `\boxed{}`
  or nothing.
- `hendrycks-lm-eval`: lm-eval's `hendrycks_math` (EleutherAI/lm-evaluation-harness at 04bc51f). Without a box, what
  stands between the first `\[` and `\]`, or the first and the last dollar sign, or else the whole response.

Traps kept: no numbers are compared, "0.5" is \frac{1}{2} but 0.25 is not \frac{1}{4}; what stands behind "\text{ " is a
unit and goes; "x=5" is 5, "xyz=5" is not; lists have an order; \fbox is found and then not opened, so that the answer
is wrong (lm-eval stops there). Where writing alike stops on an exception ("\frac" at the end, two "\text{ "), the
answers must be the same text. In lm-eval's form that also happens with a slash between other things than whole numbers,
and "%" stays unless it is written "\%".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from mmbench.interfaces import Given

__all__ = ["HendrycksRule", "gold_of", "is_equiv", "last_box", "rule"]

MAX_RESPONSE = 200_000
MAX_ANSWER = 5_000


class HendrycksRule(Rule):
    """Both published forms."""

    versions = ("hendrycks", "hendrycks-lm-eval")

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score a response by each form; a recorded extraction is not used."""
        gold, response = gold_of(item), given.response[-MAX_RESPONSE:]
        scores = []
        for version, found in zip(self.versions, (last_box(response), _lm_eval_answer(response)), strict=True):
            right = found is not None and is_equiv(found, gold, lm_eval=version == "hendrycks-lm-eval")
            scores.append(OfficialScore(rule=version, score=float(right), prediction=found and found[:MAX_ANSWER]))
        return tuple(scores)


rule = HendrycksRule()


def gold_of(item: Item) -> str:
    """Return the gold answer as these rules compare it: for a multiple choice its letter."""
    return item.key.answer if item.key.choice is None else chr(ord("A") + item.key.choice)


def last_box(response: str) -> str | None:
    r"""Return what stands in the last `\boxed{}`; None without one, or where it is not closed, or an `\fbox`."""
    box = _last_box(response)
    return _inside(box) if box is not None else None


def _last_box(response: str) -> str | None:
    """Return the last box up to the brace that closes it; None without one, or where it is not closed."""
    start = response.rfind("\\boxed")
    start = start if start >= 0 else response.rfind("\\fbox")
    if start < 0:
        return None
    depth = 0
    for brace in re.compile("[{}]").finditer(response, start):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0 and brace[0] == "}":
            return response[start : brace.end()]
    return None


def _inside(box: str) -> str | None:
    return box[7:-1] if box.startswith("\\boxed{") else None


def _lm_eval_answer(response: str) -> str | None:
    if "\\boxed " in response:
        return response.split("\\boxed ")[-1].split("$")[0]
    box = _last_box(response)
    if box is not None:
        return _inside(box)
    opened = response.find("\\[")
    closed = response.find("\\]", opened + 3) if opened >= 0 else -1
    if closed >= 0:
        return response[opened + 2 : closed].strip()
    first, last = response.find("$"), response.rfind("$")
    return response[first + 1 : last] if first < last else response


class _Stopped(Exception):
    """The published code stops on an exception here."""


def is_equiv(left: str, right: str, *, lm_eval: bool = False) -> bool:
    """Say whether two answers are the same once written alike; where that cannot be done, whether they are one text."""
    try:
        return _alike(left, lm_eval) == _alike(right, lm_eval)
    except _Stopped:
        return left == right


_GONE = (
    ("\n", ""), ("\\!", ""), ("\\\\", "\\"), ("tfrac", "frac"), ("dfrac", "frac"), ("\\left", ""), ("\\right", ""),
    ("^{\\circ}", ""), ("^\\circ", ""), ("\\$", ""),
)  # fmt: skip


def _alike(text: str, lm_eval: bool) -> str:
    if len(text) > MAX_ANSWER:
        raise _Stopped
    for old, new in _GONE:
        text = text.replace(old, new)
    if "\\text{ " in text:
        if text.count("\\text{ ") > 1:
            raise _Stopped
        text = text.split("\\text{ ")[0]
    text = text.replace("\\%", "")
    if not lm_eval:
        text = text.replace("%", "")
    text = text.replace(" .", " 0.").replace("{.", "{0.")
    if not text:
        return text
    if text[0] == ".":
        text = f"0{text}"
    sides = text.split("=")
    if len(sides) == 2 and len(sides[0]) <= 2:
        text = sides[1]
    text = _fractions(_roots(text).replace(" ", ""))
    if text == "0.5":
        return "\\frac{1}{2}"
    return _slashed(text, lm_eval)


def _roots(text: str) -> str:
    first, *rest = text.split("\\sqrt")
    if not all(rest):
        raise _Stopped
    return first + "".join(f"\\sqrt{part}" if part[0] == "{" else f"\\sqrt{{{part[0]}}}{part[1:]}" for part in rest)


def _fractions(text: str) -> str:
    first, *rest = text.split("\\frac")
    written = first
    for part in rest:
        if not part:
            raise _Stopped
        if part[0] == "{":
            written += f"\\frac{part}"
        elif len(part) < 2:
            return text
        elif part[1] == "{":
            written += f"\\frac{{{part[0]}}}{part[1:]}"
        else:
            written += f"\\frac{{{part[0]}}}{{{part[1]}}}{part[2:]}"
    return written


def _slashed(text: str, lm_eval: bool) -> str:
    """Write one whole number over another, as they are printed, as a fraction."""
    parts = text.split("/")
    if len(parts) != 2:
        return text
    try:
        above, below = int(parts[0]), int(parts[1])
    except ValueError:
        if lm_eval:
            raise _Stopped from None
        return text
    return f"\\frac{{{above}}}{{{below}}}" if text == f"{above}/{below}" else text
