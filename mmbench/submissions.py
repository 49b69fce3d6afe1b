"""A submission made into a scored run: the benchmark is laid out anew, and its own golds decide.

What an archive says of itself is checked in `mmbench.leaderboard.submitting`, which knows no benchmark and no golds.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, cast

import msgspec

from mmbench import registry
from mmbench.benchmarks.base.dataset import Dataset
from mmbench.config import EvalConfig
from mmbench.errors import RunError, UsageError
from mmbench.interfaces import Source
from mmbench.jsonl import encode_line
from mmbench.layout import Fingerprints, Selection, laid_out, lay_out
from mmbench.leaderboard.entries import Entry
from mmbench.leaderboard.submitting.archive import unpacked
from mmbench.leaderboard.submitting.checking import EDITED, check
from mmbench.leaderboard.submitting.claiming import write_claimed, write_responses
from mmbench.making import make_benchmark, make_conditions
from mmbench.provenance import checker_version, versions
from mmbench.records import Item, fingerprint
from mmbench.rescore import score_run
from mmbench.rundir import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mmbench.interfaces import Benchmark, Row
    from mmbench.leaderboard.submitting.archive import Unpacked
    from mmbench.leaderboard.submitting.checking import Asked, Contents
    from mmbench.records import LineKey

__all__ = ["check_submission", "prepare"]

MOST_ROWS = 1_000_000
"""How many rows a generated benchmark is followed through, of which a selection may ask few."""
NAMED = 3
"""How many items that differ a message names, of each kind."""


class _NotAtHand(Exception):
    """A benchmark cannot be laid out here; the reason says why."""


def check_submission(archive: Path, data: Mapping[str, Path], *, hub: bool = False) -> Entry:
    """Check and rescore a submission and keep nothing of it; arguments and errors as of `prepare`."""
    with tempfile.TemporaryDirectory(prefix="mmbench-check-") as folder:
        return prepare(archive, Path(folder) / "run", data, hub=hub)


def prepare(archive: Path, folder: Path, data: Mapping[str, Path], *, hub: bool = False) -> Entry:
    """Make a scored run directory of a submission.

    Where every benchmark that it asked is at hand, its items are those that are laid out here, golds included, and its
    responses are scored here: `rescored`. Else its verdicts are what it claims: `self-reported`.

    Args:
        archive: what `mmbench submit` wrote, or says it did.
        folder: where to make the run directory; it must hold no run.
        data: local copies of benchmarks' data, by the benchmark's name.
        hub: whether a benchmark of which there is no local copy is read from the hub. Without it nothing is
            downloaded.

    Raises:
        RunError: the archive is damaged, was edited, or does not agree with itself or with its benchmark.
        UsageError: a folder of `data` does not exist.
    """
    for name, path in data.items():
        if not path.is_dir():
            raise UsageError(f"--data {name}={path}: no such folder.")
    with unpacked(archive) as opened, Writer(folder) as writer:
        if writer.exists:
            raise RunError(f"{folder} already holds a run; give another folder, or remove it first")
        contents = check(opened)
        _check_fingerprints(opened, contents)
        submission = opened.submission
        entry = Entry(
            folder,
            submission.name,
            digest=opened.digest,
            claimed=submission.claimed.accuracy,
            notes=tuple(_notes(contents.asked)),
        )
        try:
            more = _rebuild(opened, contents, writer, _Sources(data, hub))
        except _NotAtHand as reason:
            write_claimed(opened, contents, writer)
            return entry._replace(status="self-reported", notes=(str(reason), *entry.notes))
        score_run(writer)
        if submission.claimed.checker != checker_version():
            more.append(f"it was scored by another version of the checker when it was packed ({submission.made_with})")
        changed = sum(contents.outcomes[verdict.line_key()] != verdict.outcome for verdict in writer.verdicts())
        return entry._replace(status="rescored", changed=changed, notes=(*entry.notes, *more))


def _check_fingerprints(archive: Unpacked, contents: Contents) -> None:
    """Check that the items of an archive are those that its `run.json` has the fingerprints of."""
    found = {name: Fingerprints() for name in contents.asked.benchmarks}
    for item in archive.items({}):
        found[item.benchmark].add(item)
    for name, figures in contents.asked.benchmarks.items():
        if found[name].figures() != msgspec.to_builtins(figures):
            archive.refuse("items.jsonl", f"the items of '{name}' are not those of run.json, by their hash", 0, EDITED)


def _notes(asked: Asked) -> Iterator[str]:
    """Say what was asked other than all items, as they are, once."""
    selection = asked.selection
    parts = []
    if selection.limit is not None:
        parts.append(f"at most {selection.limit} items of each benchmark")
    if selection.offset:
        parts.append(f"items from number {selection.offset + 1} on")
    if selection.ids:
        parts.append(f"{len(selection.ids)} items by name")
    if selection.domains:
        parts.append(f"the domains {', '.join(selection.domains)}")
    if parts:
        yield f"a selection was asked: {'; '.join(parts)}"


class _Sources:
    """Where benchmarks can be read: local copies by name, and the hub where that is allowed."""

    def __init__(self, data: Mapping[str, Path], hub: bool) -> None:
        self.data = data
        self.hub = hub

    def of(self, name: str, spec: str, split: str) -> Benchmark:
        """Make the benchmark called `name` as `spec` asks for it; a `spec` of a stranger is never taken for a path.

        Raises:
            _NotAtHand: there is no such benchmark here, or no data of it.
            UsageError: the benchmark cannot be asked so.
        """
        if name not in registry.names("benchmarks"):
            return self._own(name, split)
        bare, given = registry.split_spec(spec)
        if bare != name:
            raise UsageError(f"'{spec}' is not how the benchmark '{name}' is asked for")
        try:
            factory = registry.resolve("benchmarks", name)
        except UsageError as error:
            raise _NotAtHand(str(error)) from error
        folder = self.data.get(name)
        if folder is None and not self.hub and _reads_data(factory):
            raise _NotAtHand(f"no data of '{name}' is at hand: give a local copy with --data {name}=FOLDER")
        return cast("Benchmark", factory(registry.options(name, factory.Options, given), Source(folder, split)))

    def _own(self, name: str, split: str) -> Benchmark:
        """Make a benchmark that is a folder with benchmark.yaml."""
        folder = self.data.get(name)
        if folder is None or not (folder / "benchmark.yaml").is_file():
            raise _NotAtHand(f"no benchmark '{name}' is known here; if it is a folder, give --data {name}=FOLDER")
        benchmark = make_benchmark(str(folder), None, split)
        if benchmark.card.name != name:
            raise _NotAtHand(f"--data {name}={folder} is of the benchmark '{benchmark.card.name}'")
        return benchmark


def _reads_data(factory: Any) -> bool:
    return isinstance(factory, type) and issubclass(factory, Dataset)


def _rebuild(archive: Unpacked, contents: Contents, writer: Writer, sources: _Sources) -> list[str]:
    """Write `run.json`, items and responses of the run, with what is laid out here; return what to note.

    Raises:
        _NotAtHand: a benchmark is not at hand; only files of items were written.
        RunError: a benchmark is at hand, and gives other items.
    """
    if contents.run.origin == "imported":
        benchmarks, notes = _as_imported(archive, contents, writer, sources)
    else:
        benchmarks, notes = _as_asked(archive, contents, writer, sources), []
    cards = {name: benchmark.card for name, benchmark in benchmarks.items()}
    write_responses(archive, writer)
    writer.write_run(msgspec.structs.replace(contents.run, cards=cards))
    return notes


def _as_asked(archive: Unpacked, contents: Contents, writer: Writer, sources: _Sources) -> dict[str, Benchmark]:
    """Lay out what the run asked, and hold it against what the archive says it was asked."""
    asked = contents.asked
    if len(asked.specs) != len(asked.benchmarks):
        archive.refuse("run.json", f"{len(asked.specs)} specs of {len(asked.benchmarks)} benchmarks", 0, EDITED)
    benchmarks: dict[str, Benchmark] = {}
    selection = Selection(**{name: getattr(asked.selection, name) for name in Selection._fields})
    try:
        for name, spec in zip(asked.benchmarks, asked.specs, strict=True):
            benchmarks[name] = sources.of(name, spec, asked.split)
        conditions = make_conditions(EvalConfig(views=asked.views, corruptions=asked.corruptions))
        with writer.replacing("items.jsonl") as write:
            held = _Held(archive, contents.items, write)
            laid = lay_out(_bounded(benchmarks), selection, held.add, conditions)
            held.check()
    except UsageError as error:
        if any(isinstance(benchmark, Dataset) for benchmark in benchmarks.values()):
            raise _NotAtHand(str(error)) from error
        archive.refuse("run.json", f"what it asked cannot be asked here: {error}", 0, _update(archive))
    for name, figures in asked.benchmarks.items():
        here = {part: laid.asked[name][part] for part in figures.__struct_fields__}
        if here != msgspec.to_builtins(figures):
            archive.refuse("run.json", f"'{name}' has other prompts here, or another order", 0, _update(archive))
    return benchmarks


def _bounded(benchmarks: dict[str, Benchmark]) -> dict[str, Benchmark]:
    """Return the benchmarks, those that are generated with an end: how many rows they have is a stranger's to say."""
    return {
        name: benchmark if isinstance(benchmark, Dataset) else cast("Benchmark", _Bounded(benchmark))
        for name, benchmark in benchmarks.items()
    }


class _Bounded:
    """A benchmark that is refused where it has too many rows."""

    def __init__(self, benchmark: Benchmark) -> None:
        self.card = benchmark.card
        self.item = benchmark.item
        self._rows = benchmark.rows

    def rows(self) -> Iterator[Row]:
        """Yield the rows up to the bound."""
        for number, row in enumerate(self._rows()):
            if number == MOST_ROWS:
                raise UsageError(f"'{self.card.name}' has more than {MOST_ROWS:,} rows")
            yield row


def _update(archive: Unpacked) -> str:
    ours, theirs = f"mmbench {versions().get('mmbench', '')}".rstrip(), archive.submission.made_with
    if ours == theirs:
        return "the data was other when the run was asked, or the archive was edited"
    return f"it was packed by {theirs}, and this is {ours}: ask the run anew with this version"


class _Held:
    """Items as they are laid out here, held against those of an archive as they pass."""

    def __init__(self, archive: Unpacked, items: dict[LineKey, str], write: Callable[[bytes], None]) -> None:
        self.archive = archive
        self.left = dict(items)
        self.room = len(items) + NAMED
        self.missing: list[str] = []
        self.others: list[str] = []
        self.decoder = msgspec.json.Decoder(Item)
        self.write = write

    def add(self, raw: bytes) -> None:
        """Take in one item; a benchmark that gives far more than the archive has is not laid out to its end."""
        item = self.decoder.decode(raw)
        key = item.line_key()
        found = self.left.pop(key, None)
        if found is None:
            self.missing.append(key.text())
        elif found != item.fingerprint:
            self.others.append(key.text())
        self.room -= 1
        if not self.room:
            self.left.clear()
            self.check("at least ")
        self.write(raw)

    def check(self, counted: str = "") -> None:
        """Refuse the archive where anything differs; `counted` says how the items that differ were counted."""
        kinds = (
            ("the benchmark here has and the archive lacks", self.missing),
            ("the archive has and the benchmark here lacks", [key.text() for key in self.left]),
            ("have another question, gold or picture here", self.others),
        )
        told = [f"{counted}{len(keys)} items {what} ({', '.join(keys[:NAMED])})" for what, keys in kinds if keys]
        if told:
            self.archive.refuse("items.jsonl", "; ".join(told), 0, _update(self.archive))


def _as_imported(
    archive: Unpacked, contents: Contents, writer: Writer, sources: _Sources
) -> tuple[dict[str, Benchmark], list[str]]:
    """Write imported items with the golds that the benchmark has for them here.

    Another harness asked them with prompts and in an order of its own; with the gold, a question must have the
    fingerprint that it had when it was imported.
    """
    if len(contents.asked.benchmarks) != 1:
        archive.refuse("run.json", "an imported run is of one benchmark", 0, EDITED)
    name = next(iter(contents.asked.benchmarks))
    found: dict[LineKey, Item] = {}
    total = 0
    try:
        benchmark = sources.of(name, name, contents.asked.split)
        for item, _ in laid_out(benchmark):
            total += 1
            if item.line_key() in contents.items:
                found[item.line_key()] = item
    except UsageError as error:
        raise _NotAtHand(str(error)) from error
    with writer.replacing("items.jsonl") as write:
        for item in archive.items({name: benchmark.card}):
            write(encode_line(item if item.problem else _with_gold(item, found.get(item.line_key()))))
    return {name: benchmark}, [f"imported: {len(contents.items)} of {total} items of '{name}'"]


def _with_gold(item: Item, known: Item | None) -> Item:
    key = None if known is None else known.key
    if key is not None and key.choice is not None and key.answer in item.question.choices:
        key = msgspec.structs.replace(key, choice=item.question.choices.index(key.answer))
    if known is None or key is None or fingerprint(item.question, key) != item.fingerprint:
        _not_the_same(item)
    question = msgspec.structs.replace(item.question, images=known.question.images)
    return msgspec.structs.replace(known, question=question, key=key, fingerprint=item.fingerprint)


def _not_the_same(item: Item) -> NoReturn:
    raise _NotAtHand(f"{item.line_key().text()} is not an item of the data at hand as it was imported")
