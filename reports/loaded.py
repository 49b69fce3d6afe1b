"""A scored run in Python: its lines as a data frame, its accuracies by any label, as the terminal prints them."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from mmbench.errors import UsageError, did_you_mean
from mmbench.records import OUTCOMES
from mmbench.reports.repeats import Places, Scores
from mmbench.reports.results import load_results
from mmbench.reports.summary import Tally
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from mmbench.reports.repeats import Place
    from mmbench.reports.results import Results, Row

__all__ = ["BY", "LoadedRun"]

BY = (
    "domain", "skill", "level", "language", "answer_kind", "question_type", "source", "benchmark", "view", "corruption",
)  # fmt: skip
"""What accuracies can be grouped by."""


class LoadedRun(RunDir):
    """A run directory, with what came of every line once it is scored; docs/python.md shows its use."""

    @cached_property
    def results(self) -> Results:
        """The lines, their labels and the summary, read once.

        Raises:
            RunError: the run was not scored since it last changed, or a file is damaged; the message says what to do.
        """
        return load_results(self.path)

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a line, in item order: the columns are the fields of `mmbench.reports.results.Row`, and more.

        `score` is 1 for a right line, else 0; `official.<rule>` is the score in [0, 1] by each official rule, NaN where
        a line has none. Lines without a response come last: there `answered` is False and `outcome` is `failed`. An
        empty text says that a label, mistake or corruption is not there; `confidence` is NaN where it is not known.

        Raises:
            RunError: as for `results`.
        """
        import pandas as pd

        results = self.results
        rows = [*results.rows, *results.unanswered]
        frame = pd.DataFrame({name: [getattr(row, name) for row in rows] for name in _FIELDS}).astype(_FIELDS)
        frame["score"] = pd.Series([row.score() for row in rows], dtype="float64")
        for rule in results.rules:
            frame[f"official.{rule}"] = pd.Series([row.official.get(rule) for row in rows], dtype="float64")
        frame["answered"] = [True] * len(results.rows) + [False] * len(results.unanswered)
        return frame.astype({"answered": "bool"})

    def score(self, by: str | Sequence[str] | None = None, rule: str = "") -> pd.DataFrame:
        """Return accuracies with 95 % intervals and outcome counts, a row a group; the numbers of `summary.json`.

        `n` counts lines with a response, `items` the items they ask, an item anew under each condition, and `clusters`
        the independent groups of these. `accuracy`, `low` and `high` are in [0, 1]; `method` says how the interval was
        made. The columns from `right` to `truncated` count lines by our verdict.

        Args:
            by: a name of `BY`, several for a row each combination, or None for a single row, `all`. An item with
                several skills counts for each; one without a label is `unknown`, a picture as it is has the
                corruption `none`.
            rule: the official rule whose scores are averaged, over the lines that it scored; our verdict where empty.

        Raises:
            UsageError: a name that items cannot be grouped by.
            RunError: as for `results`, or no line was scored by this rule.
        """
        import pandas as pd

        names = _names(by)
        groups: dict[tuple[str, ...], _Group] = {}
        places = Places()
        for row in self._scored(rule):
            place = places.of(row, row.cluster)
            for key in product(*(_labels(row, name) for name in names)):
                if key not in groups:
                    groups[key] = _Group()
                groups[key].add(place, row, rule)
        keys = sorted(groups)
        if by is None:
            index = pd.Index(["all"] * len(keys))
        elif isinstance(by, str):
            index = pd.Index([key[0] for key in keys], name=by)
        else:
            index = pd.MultiIndex.from_tuples(keys, names=names)
        figures = [groups[key].figures() for key in keys]
        columns = {name: [each[name] for each in figures] for name in _FIGURES}
        return pd.DataFrame(columns, index=index).astype(_FIGURES)

    def _scored(self, rule: str) -> Iterator[Row]:
        """Yield the lines that have a score by a rule."""
        self.results.check_rule(rule)
        return (row for row in self.results.rows if not rule or rule in row.official)


class _Group:
    """What is counted of the lines with the same labels."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.scores = Scores()

    def add(self, place: Place, row: Row, rule: str) -> None:
        """Count one line."""
        self.tally.add(place, row.outcome, row.truncated, row.mistake)
        self.scores.add(place, row.score(rule))

    def figures(self) -> dict[str, Any]:
        """Return the group's row."""
        estimate = self.scores.estimate()
        return {
            "n": self.scores.lines,
            "items": estimate.items,
            "clusters": estimate.clusters,
            "accuracy": estimate.mean,
            "low": estimate.low,
            "high": estimate.high,
            "method": estimate.method,
            **self.tally.counts,
            "truncated": self.tally.truncated,
        }


def _names(by: str | Sequence[str] | None) -> list[str]:
    """Return the names to group by, after checking them."""
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    for name in names:
        if name not in BY:
            raise UsageError(f"by={name!r}: items have no such label.{did_you_mean(name, BY)} Known: {', '.join(BY)}.")
    if by is not None and (not names or len(set(names)) < len(names)):
        raise UsageError(f"by={by!r}: expected one or more different names of {', '.join(BY)}.")
    return names


def _labels(row: Row, name: str) -> tuple[str, ...]:
    """Return a line's labels of one kind."""
    if name == "skill":
        return tuple(dict.fromkeys(row.skills)) or ("unknown",)
    return (getattr(row, name) or ("none" if name == "corruption" else "unknown"),)


_FIGURES = {
    **dict.fromkeys(("n", "items", "clusters"), "int64"),
    **dict.fromkeys(("accuracy", "low", "high"), "float64"),
    "method": "str",
    **dict.fromkeys((*OUTCOMES, "truncated"), "int64"),
}
_FIELDS = {
    **dict.fromkeys(("item", "view", "corruption", "variant"), "str"),
    "repeat": "int64",
    **dict.fromkeys(("benchmark", "domain"), "str"),
    "skills": "object",
    **dict.fromkeys(("level", "language", "answer_kind", "question_type", "source", "cluster", "fingerprint"), "str"),
    "outcome": "str",
    "truncated": "bool",
    **dict.fromkeys(("mistake", "subtype"), "str"),
    **dict.fromkeys(("calls", "input_tokens", "output_tokens"), "int64"),
    **dict.fromkeys(("cost", "seconds", "confidence"), "float64"),
}
