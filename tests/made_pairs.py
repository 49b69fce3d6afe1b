"""Runs whose every answer is known: to count by hand what two of them share, and to put in the order of their dates."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from report_support import Given, an_item, key_of
from site_tables_support import Named

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.leaderboard.entries import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mmbench.records import Item, Request

__all__ = ["DOMAINS", "HOSTILE", "Made", "cell_of", "made_runs", "outcomes_of"]

HOSTILE = "</option></title><img src=x onerror=window.pwned=1>=&#\"'"
DOMAINS = {"charts": 130, HOSTILE: 40, "": 20}
REPEATS = 3
SAID = {
    "right": "7",
    "calculation": "3 + 4 = 8. The answer is 8.",
    "undetermined": "8",
    "no answer": "",
}
"""What a model says, by what comes of it: right, a kind of mistake, or no answer."""


class Made(NamedTuple):
    """A run: its model's name, where it is, and what it said in each repeat to each item that all were asked alike."""

    name: str
    path: Path
    said: dict[str, list[str]]

    @property
    def entry(self) -> Entry:
        """The run as a row of a site."""
        return Entry(self.path, self.path.name)


def _items() -> list[Item]:
    numbered = [(domain, number) for domain, count in DOMAINS.items() for number in range(count)]
    names = [f"{place:03}" for place in range(len(numbered))]
    names[0] = HOSTILE
    return [an_item(name, domain=domain) for name, (domain, _) in zip(names, numbered, strict=True)]


def made_runs(folder: Path) -> dict[str, Made]:
    """Ask models of known answers; `fewer` is asked 60 of the items, 20 of them with another gold.

    The others are asked the same. Their dates are in another order than their accuracies; `random` is no model.
    """
    items = _items()
    fewer = [
        msgspec.structs.replace(item, key=msgspec.structs.replace(item.key, answer="7.5")) for item in items[40:60]
    ]
    made = [
        _made(folder, "early", 0.5, items, "2025-01-10"),
        _made(folder, HOSTILE, 0.75, items, "2025-03-02"),
        _made(folder, "late", 0.65, items, "2025-06-20", repeats=REPEATS),
        _made(folder, "undated", 0.3, items, "some day"),
        _made(folder, "fewer", 0.6, [*items[:40], *fewer], "2025-06-20"),
    ]
    out = folder / "random"
    evaluate(EvalConfig(model="random", out=str(out), max_failures="100%"), benchmarks={"given": Given(items)})
    _dated(out, "2025-02-01")
    made[-1] = made[-1]._replace(said=dict(list(made[-1].said.items())[:40]))
    return {each.name: each for each in (*made, Made("random", out, {}))}


def _made(folder: Path, name: str, share: float, items: Sequence[Item], day: str, repeats: int = 1) -> Made:
    drawn = random.Random(name)
    wrong = [said for said in SAID if said != "right"]
    said = {
        f"given/{item.question.id}": [
            "right" if drawn.random() < share else drawn.choice(wrong) for _ in range(repeats)
        ]
        for item in items
    }

    def answer(request: Request) -> str:
        key = key_of(request)
        return SAID[said[key.item][key.repeat]]

    out = folder / f"run-{len(list(folder.iterdir()))}"
    config = EvalConfig(model="scripted", out=str(out), max_failures="100%", repeats=repeats)
    evaluate(config, model=Named(name, answer), benchmarks={"given": Given(items)})
    _dated(out, day)
    return Made(name, out, said)


def _dated(run: Path, day: str) -> None:
    path = run / "run.json"
    held: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    held["sessions"][0]["started"] = f"{day}T12:00:00+00:00" if day[0].isdigit() else day
    path.write_bytes(msgspec.json.encode(held))


def cell_of(a: Made, b: Made, key: str) -> str:
    """Return the cell of an item that both were asked: right counts as more than half of its answers being right."""
    one, two = (2 * made.said[key].count("right") > len(made.said[key]) for made in (a, b))
    return ("both" if two else "a") if one else "b" if two else "neither"


def outcomes_of(a: Made, b: Made, domain: str | None = None) -> dict[str, list[str]]:
    """Return the keys of the items in each cell, in their order, of all domains or of one."""
    domains = [name for name, count in DOMAINS.items() for _ in range(count)]
    cells: dict[str, list[str]] = {"both": [], "a": [], "b": [], "neither": []}
    for key, of in zip(a.said, domains, strict=True):
        if key in b.said and domain in (None, of):
            cells[cell_of(a, b, key)].append(key)
    return cells
