"""MMMU-Pro's official parser (`mmmu-pro/evaluate.py`, MMMU-Benchmark/MMMU at 56eede8), without its random guess.

Source: Yue et al., MMMU-Pro, ACL 2025 (arXiv 2409.02813). Where exactly one capital letter of an option stands behind
the last "Answer:", that is the option; otherwise MMMU's parser looks at the whole response, with looser letters: before
a space or a full stop, wherever they end a word. So "Answer: Bamako" names B, "NASA says" may name A, and of several
loose letters the last between spaces counts, or else the first of the alphabet.

As in `mmmu`, a response that names no option is wrong here, where the published code draws one at random.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.records import Item, OfficialScore
from mmbench.scoring.official.mmmu import ENDS, MAX_RESPONSE, last_option
from mmbench.scoring.official.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.interfaces import Given

__all__ = ["MMMUProRule", "option", "rule"]

MARKER = "Answer:"


class MMMUProRule(Rule):
    """The published parser for options."""

    versions = ("mmmu-pro",)

    def score(self, item: Item, given: Given) -> tuple[OfficialScore, ...]:
        """Score a response; a recorded extraction is not used."""
        found = option(given.response[-MAX_RESPONSE:], item.question.choices)
        right = item.key.choice is not None and found == chr(ord("A") + item.key.choice)
        return (OfficialScore(rule="mmmu-pro", score=float(right), prediction=found),)


rule = MMMUProRule()


def option(response: str, choices: Sequence[str]) -> str | None:
    """Return the letter of the option that a response names; None where the published code would draw one."""
    answer = response.rpartition(MARKER)[2].strip() if MARKER in response else ""
    named = [letter for letter in map(chr, range(ord("A"), ord("A") + len(choices))) if letter in answer]
    if len(named) == 1:
        return named[0]
    for sign in ENDS:
        response = response.strip(sign)
    return last_option(f" {response} ", choices, ("({})", "{} ", "{}."))
