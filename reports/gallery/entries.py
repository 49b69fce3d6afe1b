"""Wrong answers of a run in full, for a reader who wants to see what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mmbench.errors import RunError
from mmbench.images import is_ours
from mmbench.records import Diagnosis, MistakeKind, OfficialScore, SecondOpinion  # noqa: TC001
from mmbench.records.base import Record
from mmbench.reports.gallery.choosing import choose
from mmbench.reports.gallery.passages import Passage, passage, shortened
from mmbench.reports.gallery.said import Said
from mmbench.reports.gallery.thumbnails import WIDTH, Thumbnail, thumbnail
from mmbench.reports.item_text import gold_text
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from mmbench.records import BenchmarkCard, Item, LineKey, Verdict
    from mmbench.reports.results import Results

__all__ = ["LONG", "MOST_CHOICES", "MOST_PICTURES", "SHORT", "Entry", "condition", "gallery", "may_be_published"]

MOST_PICTURES = 6
MOST_CHOICES = 26
LONG, SHORT = 3_000, 300


class Entry(Record, frozen=True):
    """A wrong answer: what was asked, what is right, what was answered, and what kind of mistake it is.

    `key` is the line's, as text, and `item` is `benchmark/id`. `condition` says how the item was asked, and is empty
    where it was asked as usual. `choice` is the index of the right one of `choices`. `others` counts the pictures that
    are not among `pictures`. In `response`, the statement that goes wrong first is marked where the diagnosis quotes
    it. `planted` is what a simulated student did on purpose. `republishable` says whether the licence lets the pictures
    be published.
    """

    key: str
    item: str
    benchmark: str
    domain: str
    question: str
    gold: str
    response: Passage
    condition: str = ""
    language: str = ""
    choices: tuple[str, ...] = ()
    choice: int | None = None
    pictures: tuple[Thumbnail, ...] = ()
    others: int = 0
    reasoning: Passage = Passage()
    extraction: str = ""
    truncated: bool = False
    diagnosis: Diagnosis | None = None
    second_opinion: SecondOpinion | None = None
    planted: MistakeKind | None = None
    official: tuple[OfficialScore, ...] = ()
    republishable: bool = False


def gallery(path: Path, results: Results, limit: int, width: int = WIDTH) -> list[Entry]:
    """Return wrong answers of a run, at most `limit`, by domain and then in item order.

    Which ones is decided by `results` alone; each of the run's files is then read once, and only what is shown is kept.

    Args:
        path: the run directory.
        results: the same run as `load_results` returns it.
        limit: the most answers to show; some of every domain and kind of mistake are among them.
        width: the most pixels that a picture may be wide.

    Raises:
        RunError: a file of the run cannot be read, or a line of it is damaged.
    """
    chosen = {row.line_key(): row for row in choose(results.rows, limit)}
    if not chosen:
        return []
    folder = RunDir(path)
    items = _found(folder.items(), {key._replace(repeat=0) for key in chosen}, path)
    verdicts = _found(folder.verdicts(), set(chosen), path)
    lines = _found(folder.lines("responses.jsonl", Said), set(chosen), path)
    cards = results.run.cards
    made: dict[str, Thumbnail] = {}
    entries = []
    for key in sorted(chosen, key=lambda key: chosen[key].domain):
        item = items[key._replace(repeat=0)]
        entries.append(_entry(item, verdicts[key], lines[key], cards.get(item.benchmark), _shown(item, width, made)))
    return entries


_Keyed = TypeVar("_Keyed", "Item", "Verdict", Said)


def _found(lines: Iterable[_Keyed], wanted: set[LineKey], path: Path) -> dict[LineKey, _Keyed]:
    """Return the lines that are wanted by their keys, and stop where there are no more of them."""
    found: dict[LineKey, _Keyed] = {}
    for line in lines:
        key = line.line_key()
        if key in wanted:
            found[key] = line
            if len(found) == len(wanted):
                return found
    raise RunError(f"{path} was changed while it was read; do the same again")


def _shown(item: Item, width: int, made: dict[str, Thumbnail]) -> tuple[Thumbnail, ...]:
    """Return an item's pictures; those made before are taken from `made`, by their hash."""
    shown = []
    for image in item.question.images[:MOST_PICTURES]:
        small = made.get(image.sha256) if image.sha256 else None
        small = small or thumbnail(image, width)
        made[image.sha256] = small
        shown.append(small)
    return tuple(shown)


def _entry(
    item: Item, verdict: Verdict, line: Said, card: BenchmarkCard | None, pictures: tuple[Thumbnail, ...]
) -> Entry:
    question = item.question
    diagnosis = verdict.diagnosis
    return Entry(
        key=verdict.line_key().text(),
        item=verdict.item,
        benchmark=item.benchmark,
        domain=item.domain or "unknown",
        condition=condition(verdict.line_key()),
        question=shortened(question.text or question.prompt, LONG),
        language=question.language,
        choices=tuple(shortened(choice, SHORT) for choice in question.choices[:MOST_CHOICES]),
        choice=item.key.choice,
        gold=shortened(f"{gold_text(item.key)} {question.unit}".rstrip(), SHORT),
        pictures=pictures,
        others=max(len(question.images) - MOST_PICTURES, 0),
        response=passage(line.trace.text, diagnosis.quote if diagnosis else ""),
        reasoning=passage(line.trace.reasoning),
        extraction=shortened(verdict.extraction, SHORT),
        truncated=verdict.truncated,
        diagnosis=diagnosis,
        second_opinion=verdict.second_opinion,
        planted=verdict.planted,
        official=verdict.official,
        republishable=may_be_published(item, card),
    )


def may_be_published(item: Item, card: BenchmarkCard | None) -> bool:
    """Return whether an item's pictures may be published: we drew them, or the benchmark's licence lets them be."""
    ours = all(is_ours(image) for image in item.question.images)
    return ours or (card is not None and card.images_republishable)


def condition(key: LineKey) -> str:
    """Return how an item was asked, in words; empty where it was asked as published."""
    parts = [
        f"view {key.view}" if key.view != "full" else "",
        f"corruption {key.corruption}" if key.corruption else "",
        f"variant {key.variant}" if key.variant else "",
        f"repeat {key.repeat + 1}" if key.repeat else "",
    ]
    return ", ".join(part for part in parts if part)
