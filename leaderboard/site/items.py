"""The items of a site as data scripts: what was asked, what is right, and the pictures where they may be published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.leaderboard.site.index import BLOCK
from mmbench.leaderboard.site.pictures import Pictures
from mmbench.leaderboard.site.scripts import cleaned, write_script
from mmbench.reports.gallery.entries import LONG, MOST_CHOICES, MOST_PICTURES, SHORT, condition, may_be_published
from mmbench.reports.gallery.passages import shortened
from mmbench.reports.item_text import gold_text
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mmbench.leaderboard.entries import Entry
    from mmbench.leaderboard.site.index import Index
    from mmbench.records import BenchmarkCard, Item

__all__ = ["write_items"]


def write_items(
    site: Path, index: Index, entries: Sequence[Entry], slug: Callable[[str, str], str], previous: Path
) -> None:
    """Write `data/items/<block>.js` and the pictures, and give the index the questions that it searches.

    An item is described as the first run has it that knows its gold answer; a self-reported one does not.

    Args:
        site: the folder of the site.
        index: all items.
        entries: the runs.
        slug: returns the name of the page of a `benchmark` or a `domain`.
        previous: where an earlier site may have the pictures.

    Raises:
        RunError: the items of a run cannot be read.
    """
    found: dict[int, dict[str, Any]] = {}
    pictures = Pictures()
    for number, entry in sorted(enumerate(entries), key=lambda each: each[1].status == "self-reported"):
        run, places = RunDir(entry.path), index.places(number)
        if found.keys() >= set(places.values()):
            continue
        cards = run.run().cards
        known = entry.status != "self-reported"
        for item in run.items():
            place = places[item.line_key().text()]
            if place not in found:
                found[place] = _item(item, cards.get(item.benchmark), known, slug, pictures)
                found[place]["key"] = index.keys[place]
                index.texts[place] = found[place]["question"]
    pictures.make(site, previous)
    for block in range(0, len(index), BLOCK):
        here = [found.get(place) for place in range(block, min(block + BLOCK, len(index)))]
        write_script(site / "data", f"items/{block // BLOCK}", here)


def _item(
    item: Item, card: BenchmarkCard | None, known: bool, slug: Callable[[str, str], str], pictures: Pictures
) -> dict[str, Any]:
    question = item.question
    withheld = "" if may_be_published(item, card) else (card.licence if card and card.licence else "not known")
    shown = [] if withheld else [pictures.add(image) for image in question.images[:MOST_PICTURES]]
    source = item.metadata.get("source")
    return {
        "benchmark": cleaned(item.benchmark, SHORT),
        "benchmark_slug": slug("benchmark", item.benchmark),
        "title": cleaned(card.title if card and card.title else item.benchmark, SHORT),
        "domain": cleaned(item.domain or "unknown", SHORT),
        "domain_slug": slug("domain", item.domain or "unknown"),
        "condition": cleaned(condition(item.line_key()), SHORT),
        "question": cleaned(shortened(question.text or question.prompt, LONG)),
        "choices": [cleaned(shortened(choice, SHORT)) for choice in question.choices[:MOST_CHOICES]],
        "choice": item.key.choice if known else None,
        "gold": cleaned(shortened(f"{gold_text(item.key)} {question.unit}".rstrip(), SHORT)) if known else "",
        "language": cleaned(question.language, 20),
        "level": cleaned(item.difficulty, SHORT),
        "skills": [cleaned(skill, SHORT) for skill in item.skills[:MOST_CHOICES]],
        "source": cleaned(source, SHORT) if isinstance(source, str) else "",
        "answer_kind": item.key.kind,
        "pictures": shown,
        "others": 0 if withheld else max(len(question.images) - MOST_PICTURES, 0),
        "withheld": cleaned(withheld, SHORT) if question.images else "",
    }
