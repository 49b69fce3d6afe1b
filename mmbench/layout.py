"""From benchmarks to `items.jsonl`: select rows, turn each into an item, fingerprint what will be asked."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mmbench.conditions import Conditions, Expansion
from mmbench.errors import BadItem, UsageError, did_you_mean
from mmbench.interfaces import Row
from mmbench.jsonl import encode_line
from mmbench.records import Item, Key, Question, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mmbench.interfaces import Benchmark

__all__ = ["Fingerprints", "LaidOut", "Selection", "laid_out", "lay_out", "shortened", "unaskable"]

MAX_PROBLEM = 1_000

_ITEM = msgspec.json.Decoder(Item)
_USUAL = Conditions()


class Selection(NamedTuple):
    """Which items of each benchmark: by id (`7` or `mathvista/7`), by domain, then `limit` of them after `offset`."""

    ids: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    offset: int = 0
    limit: int | None = None


class LaidOut(NamedTuple):
    """What was laid out: how many items, the most pictures in one, what identifies the whole, what was left out."""

    asked: dict[str, dict[str, Any]]
    items: int
    most_images: int
    notes: tuple[str, ...] = ()


class Fingerprints:
    """What identifies a benchmark as asked: how many items, what is in them, what the prompts say."""

    def __init__(self) -> None:
        self.items = 0
        self._contents = hashlib.sha256()
        self._prompts = hashlib.sha256()

    def add(self, item: Item) -> None:
        """Take in one item, in order."""
        self.items += 1
        contents = f"{item.line_key().text()}\x1f{item.fingerprint}\x1e"
        self._contents.update(contents.encode("utf-8", "surrogatepass"))
        self._prompts.update(f"{item.question.prompt}\x1e".encode("utf-8", "surrogatepass"))

    def figures(self) -> dict[str, Any]:
        """Return the entry for `run.json`."""
        return {
            "items": self.items,
            "fingerprint": self._contents.hexdigest()[:16],
            "prompts": self._prompts.hexdigest()[:16],
        }


def lay_out(
    benchmarks: dict[str, Benchmark],
    selection: Selection,
    write: Callable[[bytes], Any],
    conditions: Conditions = _USUAL,
) -> LaidOut:
    """Write every selected item as a line, once for each view and corruption that makes sense for it.

    Raises:
        UsageError: an id or domain that no benchmark has, a view that makes sense for no item of a benchmark, or
            nothing selected at all.
    """
    wanted = {bare.split("/", 1)[-1] if bare.split("/", 1)[0] in benchmarks else bare for bare in selection.ids}
    met: set[str] = set()
    domains: set[str] = set()
    asked: dict[str, dict[str, Any]] = {}
    notes: list[str] = []
    total = most_images = 0
    for name, benchmark in benchmarks.items():
        fingerprints = Fingerprints()
        expansion = Expansion(name, conditions)
        for selected in _selected(name, benchmark, selection, (wanted, met), domains):
            for item in expansion.of(selected):
                write(encode_line(item))
                most_images = max(most_images, len(item.question.images))
                fingerprints.add(item)
        expansion.check()
        notes += expansion.notes()
        total += fingerprints.items
        asked[name] = {**fingerprints.figures(), **expansion.figures()}
    unknown = sorted(wanted - met)
    if unknown:
        raise UsageError(f"--ids: no item named {', '.join(unknown[:5])} in {', '.join(benchmarks)}.")
    for domain in selection.domains:
        if domain not in domains:
            known = sorted(domains)
            raise UsageError(f"--domain: no '{domain}'.{did_you_mean(domain, known)} Here: {', '.join(known)}.")
    if total == 0:
        raise UsageError(f"nothing to ask: {', '.join(benchmarks)} gave no item for this selection.")
    return LaidOut(asked, total, most_images, tuple(notes))


def _selected(
    name: str, benchmark: Benchmark, selection: Selection, ids: tuple[set[str], set[str]], domains: set[str]
) -> Iterator[Item]:
    stop = None if selection.limit is None else selection.offset + selection.limit
    rows = _named(_distinct(benchmark), *ids)
    if not selection.domains:
        return (_item(name, benchmark, row) for row in islice(rows, selection.offset, stop))
    items = (_item(name, benchmark, row) for row in rows)
    return islice(_in_domains(items, selection.domains, domains), selection.offset, stop)


def _named(rows: Iterator[Row], wanted: set[str], met: set[str]) -> Iterator[Row]:
    """Yield the rows that are wanted by id, all where none is; `met` collects the ids."""
    for row in rows:
        if not wanted:
            yield row
        elif row.id in wanted:
            met.add(row.id)
            yield row


def _in_domains(items: Iterator[Item], chosen: tuple[str, ...], domains: set[str]) -> Iterator[Item]:
    for item in items:
        domains.add(item.domain)
        if item.domain in chosen:
            yield item


def _distinct(benchmark: Benchmark) -> Iterator[Row]:
    """Yield the rows; a second row with an id gets a name of its own and a reason, rows that stop early a last one."""
    seen: dict[str, None] = {}  # a set would take three times the memory
    rows = benchmark.rows()
    last = "the start"
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except UsageError:
            raise
        except Exception as error:
            yield Row(f"after-{last}", f"after {last}", BadItem(f"the rows stop here: {error}"))
            return
        if row.id in seen:
            reason = f"the id '{row.id}' was met before; ids must differ"
            row = row._replace(id=f"{row.id}~{row.where}", data=BadItem(reason))
        seen[row.id] = None
        last = row.id
        yield row


def _item(name: str, benchmark: Benchmark, row: Row) -> Item:
    if isinstance(row.data, BadItem):
        return unaskable(name, row.id, f"{row.where}: {row.data}")
    try:
        item = benchmark.item(row)
        item = msgspec.structs.replace(item, benchmark=name, fingerprint=fingerprint(item.question, item.key))
        return _ITEM.decode(encode_line(item))
    except Exception as error:
        return unaskable(name, row.id, f"{row.where}: {str(error) or repr(error)}")


def laid_out(benchmark: Benchmark) -> Iterator[tuple[Item, str]]:
    """Yield every item as it would be asked, with where its row stands; one that cannot be asked has a `problem`."""
    for row in _distinct(benchmark):
        yield _item(benchmark.card.name, benchmark, row), row.where


def shortened(problem: str) -> str:
    """Return what is wrong without the whole of a long cell."""
    return problem if len(problem) <= MAX_PROBLEM else f"{problem[:MAX_PROBLEM]}... ({len(problem)} characters)"


def unaskable(benchmark: str, name: str, problem: str) -> Item:
    """Return the item that stands for a row nothing can be made of; a long reason, as of a long cell, is cut."""
    problem = shortened(problem)
    return Item(
        benchmark=benchmark,
        question=Question(id=name, text=""),
        key=Key(answer=""),
        problem=problem,
        fingerprint="unaskable",
    )
