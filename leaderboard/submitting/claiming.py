"""The run directory of a submission whose benchmark is not at hand: its items without keys, its verdicts as claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from mmbench import registry
from mmbench.errors import UsageError
from mmbench.jsonl import encode_line
from mmbench.records import BenchmarkCard, FileImage
from mmbench.reports.summary import Summary
from mmbench.reports.usage import UsageTotal

if TYPE_CHECKING:
    from mmbench.leaderboard.submitting.archive import Unpacked
    from mmbench.leaderboard.submitting.checking import Contents
    from mmbench.records import Item
    from mmbench.rundir import Writer

__all__ = ["write_claimed", "write_responses"]

WITHHELD = "which is not part of a submission"


def write_claimed(archive: Unpacked, contents: Contents, writer: Writer) -> None:
    """Write a run directory that reports can load from an archive alone.

    What official rules make of the run is left out of its summary: it takes labels that an archive does not have.

    Raises:
        RunError: the folder cannot be written.
    """
    cards = {name: _card(card) for name, card in contents.run.cards.items()}
    run = msgspec.structs.replace(contents.run, cards=cards)
    summary = Summary(cards, simulated=run.origin == "simulated", repeats=run.repeats)
    verdicts = archive.verdicts()
    with writer.replacing("items.jsonl") as write_item, writer.replacing("verdicts.jsonl") as write_verdict:
        for item in archive.items(contents.run.cards):
            write_item(encode_line(_pictureless(item)))
            for _ in range(run.repeats):
                verdict = next(verdicts)
                summary.add(item, verdict)
                write_verdict(encode_line(verdict))
    taken = write_responses(archive, writer).figures()
    figures: dict[str, Any] = {
        "missing": 0,
        "checker": archive.submission.claimed.checker,
        **({"usage": taken} if taken else {}),
        **summary.figures(),
    }
    writer.replace("summary.json", msgspec.json.format(msgspec.json.encode(figures)) + b"\n")
    writer.write_run(run)


def write_responses(archive: Unpacked, writer: Writer) -> UsageTotal:
    """Write the responses of an archive, and return what they took."""
    usage = UsageTotal()
    with writer.replacing("responses.jsonl") as write:
        for line in archive.responses():
            usage.add(line)
            write(encode_line(line))
    return usage


def _card(claimed: BenchmarkCard) -> BenchmarkCard:
    """Return the card of a benchmark that is known here, else the one that is claimed; without its official rule."""
    try:
        card: BenchmarkCard = registry.resolve("benchmarks", claimed.name).card
    except UsageError:
        card = claimed
    return msgspec.structs.replace(card, official_rule="")


def _pictureless(item: Item) -> Item:
    """Return an item whose pictures are missing, by a reference that leads nowhere."""
    images = tuple(FileImage(path=WITHHELD) for _ in item.question.images)
    return msgspec.structs.replace(item, question=msgspec.structs.replace(item.question, images=images))
