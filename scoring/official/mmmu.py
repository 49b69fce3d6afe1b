r"""MMMU's official parser (`eval/eval_utils.py`, MMMU-Benchmark/MMMU at 44b45b5), without its random guess.

Source: Yue et al., MMMU, CVPR 2024 (arXiv 2311.16502). An option is the letter that stands last in round brackets, or
last between spaces, or, in a response of more than five words, the option whose text stands last in it. An open answer
is right where a piece of the response, what stands behind words such as "is" or "answer" in a line, contains the gold
text, or is, or contains, the gold number at two places.

One thing is left out: where no option is found the published code draws one at random; here that is no option, and
wrong. Over n options the published accuracy is higher by 1/n of such responses.

Traps kept: "A" at the start of a sentence, behind a space, is an option; a letter at a line's end is not ("\n" is no
space); an option without text is found in any long response; letters of any case, but only capitals in brackets;
sentences are split at line ends only, the text being in lower case before the published pattern looks for capitals;
"nan", "1e5" and "1_0" are numbers, "$5" and "5%" are not, though the 5 in them is one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mmbench.interfaces import Given

__all__ = ["MMMURule", "last_option", "option", "pieces", "right_open", "rule"]

MAX_RESPONSE = 200_000
MAX_SHOWN = 500
ENDS = (",", ".", "!", "?", ";", ":", "'")


class MMMURule(Rule):
    """The published parser for options and for open answers."""

    versions = ("mmmu",)

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score a response; a recorded extraction is not used."""
        response = given.response[-MAX_RESPONSE:]
        if item.key.choice is not None:
            found = option(response, item.question.choices)
            right = found == chr(ord("A") + item.key.choice)
            return (OfficialScore(rule="mmmu", score=float(right), prediction=found),)
        parts = pieces(response)
        right = right_open(parts, (item.key.answer, *item.key.accepted))
        shown = "; ".join(map(str, parts))[:MAX_SHOWN]
        return (OfficialScore(rule="mmmu", score=float(right), prediction=shown),)

    def published(self, correct: float, total: int, bucket: bool) -> str:
        """Return an accuracy as a share with three places, as the evaluation prints it."""
        return str(round(correct / total, 3))


rule = MMMURule()


def option(response: str, choices: Sequence[str]) -> str | None:
    """Return the letter of the option that a response names; None where the published code would draw one."""
    for sign in ENDS:
        response = response.strip(sign)
    return last_option(f" {response} ", choices, ("({})", " {} "))


def last_option(text: str, choices: Sequence[str], forms: Sequence[str]) -> str | None:
    """Return the letter that stands in a text in the first form in which any does, of several the last one.

    The places are those of the first form where letters stand in it, and of the second one otherwise. Without a letter,
    the option whose text stands last counts, in a text of more than five words.
    """
    letters = [chr(ord("A") + index) for index in range(len(choices))]
    for place, form in enumerate(forms):
        found = [letter for letter in letters if form.format(letter) in text]
        if found:
            located = forms[0] if place == 0 else " {} "
            return max(found, key=lambda letter: text.rfind(located.format(letter)))
    if len(text.split(maxsplit=5)) > 5:
        lower = text.lower()
        ends = {letter: lower.rfind(choice.lower()) for letter, choice in zip(letters, choices, strict=True)}
        found = [letter for letter in letters if ends[letter] >= 0]
        return max(found, key=ends.__getitem__, default=None)
    return None


WORDS = ("could be ", "so ", "is ", "thus ", "therefore ", "final ", "answer ", "result ")
# The published patterns, so written that a run of digits is looked at once.
_GROUPED = re.compile(r"-?\b\d{1,3}(?:,\d{3})+\b")
_SCIENTIFIC = re.compile(r"-?(?<!\d)\d++(?:\.\d++)?[eE][+-]?\d+")
_SIMPLE = re.compile(r"-?(?:(?<!\d)\d++\.\d++|\.\d++|(?<!\d)\d++\b)(?![eE][+-]?\d)(?![,\d])")


def pieces(response: str) -> list[str | float]:
    """Return what an open response is taken to say: texts in lower case and numbers at two places, each once."""
    found: list[str | float] = []
    for part in _key_parts(response.strip().strip(".").lower()):
        for text in (part, *_GROUPED.findall(part), *_SCIENTIFIC.findall(part), *_SIMPLE.findall(part)):
            found += _normalised(text)
    return list(dict.fromkeys(found))


def _key_parts(text: str) -> list[str]:
    """Return for each line the shortest text behind a word that announces an answer; the whole text without any."""
    parts = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        words = WORDS if number < len(lines) - 1 else (*WORDS, "=")
        shortest = ""
        for word in words:
            if word in line:
                rest = line.rpartition(word)[2].strip()
                shortest = rest if not shortest or len(rest) < len(shortest) else shortest
        if shortest and shortest not in ENDS:
            parts.append(shortest)
    return parts or [text]


def _normalised(text: str) -> list[str | float]:
    """Return a number at two places; a text in lower case, one of a single character with a space on either side."""
    text = text.strip()
    try:
        return [round(float(text.replace(",", "")), 2)]
    except ValueError:
        lower = text.lower()
        return [f" {lower}", f"{lower} "] if len(lower) == 1 else [lower]


def right_open(parts: Iterable[str | float], golds: Iterable[str]) -> bool:
    """Say whether any piece of an open response contains, or for a number is, one of the gold answers."""
    wanted = [gold for text in golds for gold in _normalised(text)]
    texts = [gold for gold in wanted if isinstance(gold, str)]
    return any(part in wanted if isinstance(part, float) else any(text in part for text in texts) for part in parts)
