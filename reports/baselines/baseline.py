"""A baseline: a run's outcomes in a file small enough to commit, to hold later runs against.

It holds what was asked and how, and for each item its key, fingerprint and outcome: no question, no gold answer and no
response.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mmbench.errors import RunError, UsageError, did_you_mean
from mmbench.records import MISTAKES
from mmbench.reports.answers import Answers, Cell
from mmbench.reports.baselines.content import FORMAT, KINDS, Content, Entry, decode, encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.reports.baselines.content import Calibration
    from mmbench.reports.results import Results

__all__ = ["Baseline", "baseline_of", "load_baseline"]


class Baseline(NamedTuple):
    """A baseline, and the file that it is kept in."""

    path: Path
    content: Content

    @property
    def name(self) -> str:
        """What it was called when it was saved."""
        return self.content.identity.name

    def answers(self, rule: str = "") -> Answers:
        """Return what comparing needs; the identity bears the path of the file.

        Benchmarks to which an official rule says nothing are left out, which a note says.

        Raises:
            RunError: no item was scored by this rule.
        """
        content = self.content
        if rule and rule not in content.rules:
            known = ", ".join(content.rules) or "no official rule"
            near = did_you_mean(rule, content.rules)
            raise RunError(f"{self.path}: no item was scored by the rule '{rule}'.{near} Here: {known}.")
        cells = [self._cell(entry, rule) for entry in content.items]
        scored = {
            cell.benchmark
            for cell, entry in zip(cells, content.items, strict=True)
            if not rule or _official(entry, content.rules.index(rule)) is not None
        }
        silent = list(dict.fromkeys(cell.benchmark for cell in cells if cell.benchmark not in scored))
        return Answers(
            msgspec.structs.replace(content.identity, name=str(self.path), rule=rule),
            [cell for cell in cells if cell.benchmark in scored],
            tuple(f"{self.path}: the rule '{rule}' says nothing of {name}, which is left out" for name in silent),
        )

    def _cell(self, entry: Entry, rule: str) -> Cell:
        benchmark, domain = self.content.domains[entry.domain]
        score = _official(entry, self.content.rules.index(rule)) if rule else entry.right
        return Cell(
            key=entry.key,
            benchmark=benchmark,
            domain=domain,
            cluster=_item(entry.key) if entry.cluster < 0 else f"{benchmark}/cluster/{entry.cluster}",
            fingerprint=entry.fingerprint,
            asked=self.content.identity.repeats,
            right=float(score or 0),
            failed=entry.failed,
            mistakes=tuple(KINDS[letter] for letter in entry.mistakes),
        )

    def with_calibration(self, calibration: Calibration) -> Baseline:
        """Return the same baseline with two runs of its model."""
        return self._replace(content=msgspec.structs.replace(self.content, calibration=calibration))

    def save(self) -> None:
        """Write the file, all of it or nothing.

        Raises:
            UsageError: it cannot be written.
        """
        temporary = self.path.with_name(f".{self.path.name}.tmp")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(encode(self.content))
            temporary.replace(self.path)
        except OSError as error:
            raise UsageError(f"{self.path}: cannot be written ({error.strerror}); give another --out") from error
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def load_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        RunError: there is no such file, or it is torn, damaged, edited by hand or of another format; the message says
            where, and what to do.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RunError(f"{path}: no baseline can be read there ({error.strerror})") from error
    return Baseline(path, decode(data, path))


def baseline_of(results: Results, path: Path, name: str = "") -> Baseline:
    """Make the baseline of a run, to be saved at a path; called by the run's folder where no name is given.

    Raises:
        RunError: the run has no items.
    """
    cells = results.cells()
    if not cells:
        raise RunError(f"{results.path} has no items: it can be no baseline")
    rules = tuple(results.rules)
    scored = {(row.benchmark, rule) for row in results.rows for rule in row.official}
    by_rule = [results.cells(rule) for rule in rules]
    domains = sorted({(cell.benchmark, cell.domain) for cell in cells})
    places = {domain: place for place, domain in enumerate(domains)}
    groups = _groups(cells)
    entries = []
    for place, cell in enumerate(cells):
        official = tuple(
            _whole(others[place].right) if (cell.benchmark, rule) in scored else None
            for rule, others in zip(rules, by_rule, strict=True)
        )
        entry = Entry(
            key=cell.key,
            fingerprint=cell.fingerprint,
            domain=places[cell.benchmark, cell.domain],
            right=int(cell.right),
            official=official if any(score is not None for score in official) else (),
            failed=cell.failed,
            mistakes="".join(kind[0] for kind in cell.mistakes if kind in MISTAKES),
            cluster=groups.get(cell.cluster, -1),
        )
        entries.append(entry)
    identity = msgspec.structs.replace(results.identity(), name=name or Path(results.path).resolve().name)
    content = Content(format=FORMAT, identity=identity, rules=rules, domains=tuple(domains), items=tuple(entries))
    return Baseline(path, content)


def _groups(cells: Sequence[Cell]) -> dict[str, int]:
    """Return a number for each cluster of several items, in order of first appearance."""
    sizes = Counter(cluster for cluster, _ in {(cell.cluster, _item(cell.key)) for cell in cells})
    several = dict.fromkeys(cell.cluster for cell in cells if sizes[cell.cluster] > 1)
    return {cluster: number for number, cluster in enumerate(several)}


def _item(key: str) -> str:
    """Return the item of a cell's key."""
    parts = key.rsplit("|", 4)
    return parts[0] if len(parts) == 5 else key


def _official(entry: Entry, place: int) -> int | float | None:
    return entry.official[place] if entry.official else None


def _whole(score: float) -> int | float:
    """Return a score as a whole number where it is one, which is shorter in the file."""
    return int(score) if score == int(score) else score
