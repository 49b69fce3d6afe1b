"""The index of a site: every item that a run was asked, its labels, and what came of it in each run, as columns."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from mmbench.leaderboard.site.scripts import cleaned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.leaderboard.site.shown import Listed
    from mmbench.reports.results import Results, Row

__all__ = ["BLOCK", "Index", "index_data"]

BLOCK = 32
"""Items per data script."""
FACETS = (
    "benchmark", "domain", "level", "language", "answer_kind", "question_type", "source", "condition",
)  # fmt: skip
MARKS = {"right": "r", "wrong": "w", "unparsed": "u", "no_answer": "n", "failed": "f"}
MISSING, PARTLY, NOT_ASKED = "m", "p", "-"
MISTAKES = {"calculation": "c", "logic": "l", "misreading": "m", "undetermined": "x"}


class _Outcome(NamedTuple):
    mark: str
    mistake: str
    share: float


class Index:
    """Collects items and outcomes, run by run; `texts` is filled by whoever reads the items, when all runs are in."""

    def __init__(self) -> None:
        self.texts: dict[int, str] = {}
        self._places: dict[tuple[str, str], int] = {}
        self._keys: dict[str, None] = {}
        self._labels: list[Row] = []
        self._runs: list[dict[int, _Outcome]] = []
        self._of_run: list[dict[str, int]] = []
        self._repeated: list[bool] = []

    def __len__(self) -> int:
        return len(self._labels)

    @cached_property
    def keys(self) -> list[str]:
        """The key of each item: that of its lines without the repeat; a number follows where two items share it."""
        return list(self._keys)

    def places(self, run: int) -> dict[str, int]:
        """Return the number of each item that a run was asked, by the key that it has there."""
        return self._of_run[run]

    def add(self, results: Results) -> None:
        """Take in a run; runs are numbered in the order they are added."""
        outcomes, places = {}, {}
        for lines, missing in results.by_cell():
            row = (lines or missing)[0]
            key = row.line_key()._replace(repeat=0).text()
            place = self._item(key, row)
            places[key] = place
            outcomes[place] = _outcome(lines, len(missing))
        self._runs.append(outcomes)
        self._of_run.append(places)
        self._repeated.append(results.repeats > 1)

    def _item(self, key: str, row: Row) -> int:
        place = self._places.get((key, row.fingerprint))
        if place is not None:
            return place
        unique, number = cleaned(key), 1
        while unique in self._keys:
            number += 1
            unique = f"{cleaned(key)}~{number}"
        self._keys[unique] = None
        self._places[key, row.fingerprint] = len(self._labels)
        self._labels.append(row)
        return len(self._labels) - 1

    def outcomes(self) -> dict[str, Any]:
        """Return a character per item and run for what came of it, one for the mistake, and shares where repeated."""
        nothing = _Outcome(NOT_ASKED, NOT_ASKED, 0.0)
        found = [[run.get(place, nothing) for place in range(len(self))] for run in self._runs]
        return {
            "outcomes": ["".join(each.mark for each in run) for run in found],
            "mistakes": ["".join(each.mistake for each in run) for run in found],
            "scores": [
                [round(each.share, 4) for each in run] if repeated else None
                for run, repeated in zip(found, self._repeated, strict=True)
            ],
        }

    def facets(self) -> dict[str, Any]:
        """Return the values of each label with each item's; labels that are the same for all items are left out."""
        found: dict[str, Any] = {}
        for name in FACETS:
            values, of = _coded([_label(row, name) for row in self._labels])
            if len(values) > 1:
                found[name] = {"values": values, "of": of}
        skills = sorted({skill for row in self._labels for skill in row.skills})
        if len(skills) > 1:
            number = {skill: k for k, skill in enumerate(skills)}
            of_each = [sorted({number[skill] for skill in row.skills}) for row in self._labels]
            found["skill"] = {"values": [cleaned(skill, 200) for skill in skills], "of": of_each}
        return found


def _outcome(lines: Sequence[Row], missing: int) -> _Outcome:
    marks = {MARKS[row.outcome] for row in lines} | ({MISSING} if missing else set())
    mistake = next((row.mistake for row in lines if row.mistake in MISTAKES), "")
    share = sum(row.outcome == "right" for row in lines) / (len(lines) + missing)
    if len(marks) == 1:
        mark = marks.pop()
    elif "r" in marks:
        mark = PARTLY
    else:
        mark = next(each for each in "wunfm" if each in marks)
    return _Outcome(mark, MISTAKES.get(mistake, NOT_ASKED), share)


def _label(row: Row, name: str) -> str:
    if name == "condition":
        return f"{row.view}, {row.corruption}" if row.corruption else row.view
    label: str = getattr(row, name)
    return label


def _coded(labels: Sequence[str]) -> tuple[list[str], list[int]]:
    values = sorted(set(labels))
    number = {value: k for k, value in enumerate(values)}
    return [cleaned(value, 200) for value in values], [number[label] for label in labels]


def index_data(index: Index, listed: Sequence[Listed], strategies: Sequence[str]) -> dict[str, Any]:
    """Return what `data/index.js` holds."""
    return {
        "block": BLOCK,
        "runs": [_run(each, strategy) for each, strategy in zip(listed, strategies, strict=True)],
        "items": {
            "key": index.keys,
            "text": [cleaned(index.texts.get(place, ""), 200) for place in range(len(index))],
        },
        "facets": index.facets(),
        **index.outcomes(),
    }


def _run(listed: Listed, strategy: str) -> dict[str, Any]:
    run = listed.run
    return {
        "label": cleaned(run.label, 200),
        "slug": run.slug,
        "sort": listed.sort,
        "status": listed.entry.status,
        "model": cleaned(run.model.get("name", "") or run.model.get("spec", ""), 200),
        "strategy": cleaned(strategy, 200),
        "accuracy": run.overall.accuracy,
        "low": run.overall.low,
        "high": run.overall.high,
        "n": run.overall.n,
    }
