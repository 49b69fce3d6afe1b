"""A site whose tables have everything a table can have: every kind of row, ties, gaps, hostile names, claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import msgspec
from report_support import Given, an_item, key_of
from support import Scripted

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.leaderboard.entries import Entry
from mmbench.records import BenchmarkCard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mmbench.leaderboard.entries import Status
    from mmbench.leaderboard.site.shown import Site
    from mmbench.records import Item, Request
    from mmbench.reports.reporting.figures import Group

__all__ = ["DOMAINS", "HOSTILE", "Asked", "asked_alike", "contrast", "entry", "group_of", "items", "run"]

HOSTILE = "<img src=x onerror=document.title='pwned'>\"'=1+1"
DOMAINS = {"charts": 40, "geometry": 36, HOSTILE: 9}


class Asked(Given):
    """A benchmark of given items whose paper says how well people and chance do, and whose links are not to follow."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(
        name="given",
        title="Given & taken",
        version="2",
        licence="CC BY 4.0",
        citation=f"Nobody et al., {HOSTILE}",
        url="javascript:alert(1)",
        human=60.3,
        chance=17.9,
    )


class Linked(Asked):
    """The same under a name of its own, with a link that may be followed."""

    card: ClassVar[BenchmarkCard] = msgspec.structs.replace(
        Asked.card, name="linked", title="Linked", url="https://example.org/", human=None, chance=None
    )


class Named(Scripted):
    """A scripted model with a name."""

    def __init__(self, name: str, answer: Callable[[Request], str]) -> None:
        super().__init__(answer, images=True)
        self.name = name

    def identity(self) -> dict[str, str]:
        return {"name": self.name}


def items(benchmark: str = "given") -> list[Item]:
    """Return items of three domains, as many of each as `DOMAINS` says."""
    made = [
        an_item(f"{place}-{number}", domain=domain)
        for place, (domain, count) in enumerate(DOMAINS.items())
        for number in range(count)
    ]
    return [msgspec.structs.replace(item, benchmark=benchmark) for item in made]


def run(folder: Path, name: str, percent: float, asked: Sequence[Item], **changed: str) -> Path:
    """Ask a model of a name, right on the first `percent` of each domain's items; every tenth answer is not there.

    Args:
        folder: where runs are; the run is a folder of it.
        name: the model's.
        percent: how many of the answers are right.
        asked: the items, of one benchmark.
        changed: what run.json is to say otherwise than it does, such as its origin.
    """
    out = folder / f"run-{len(list(folder.iterdir()))}"

    def answer(request: Request) -> str:
        domain, number = key_of(request).item.split("/")[-1].split("-")
        if int(number) % 10 == 9:
            return ""
        return "7" if 100 * int(number) < percent * list(DOMAINS.values())[int(domain)] else "8"

    benchmark = {"given": Asked, "linked": Linked}[asked[0].benchmark](asked)
    config = EvalConfig(model="scripted", out=str(out), max_failures="100%")
    evaluate(config, model=Named(name, answer), benchmarks={benchmark.card.name: benchmark})
    if changed:
        path = out / "run.json"
        path.write_bytes(msgspec.json.encode(msgspec.json.decode(path.read_bytes()) | changed))
    return out


def entry(path: Path, status: Status = "run", claimed: float | None = None) -> Entry:
    """Return a run as a row of a site."""
    return Entry(path, path.name, status, "0123456789abcdef", claimed, 3 if status == "rescored" else 0)


def asked_alike(folder: Path) -> list[Entry]:
    """Return runs that were all asked the same: models, hand-ins of both kinds, a hostile name, and references."""
    asked = items()
    random = folder / "random"
    evaluate(EvalConfig(model="random", out=str(random), max_failures="100%"), benchmarks={"given": Asked(asked)})
    return [
        entry(run(folder, "model 10", 62, asked)),
        entry(run(folder, "model 9", 62, asked), "rescored", 0.75),
        entry(run(folder, HOSTILE, 30, asked), "self-reported", 24 / 85),
        entry(run(folder, "imported one", 84, asked, origin="imported")),
        entry(run(folder, "student", 50, asked, origin="simulated")),
        entry(random),
    ]


def contrast(one: list[int], other: list[int]) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""

    def light(colour: list[int]) -> float:
        parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def group_of(site: Site, domain: str, index: int) -> Group:
    """Return what the report says of a run in a domain."""
    board = next(board for board in site.boards if board.name == domain)
    place = site.place(board, index)
    assert place is not None
    assert place.group is not None
    return place.group
