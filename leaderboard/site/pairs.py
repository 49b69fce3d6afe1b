"""Every two runs against each other, as data scripts: the same figures as `mmbench compare` gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from mmbench.errors import RunError
from mmbench.leaderboard.site.scripts import cleaned, write_script
from mmbench.reports.comparable import ACROSS, align, without_advice
from mmbench.reports.comparing.groups import by_domain, compare_cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mmbench.reports.answers import Answers
    from mmbench.reports.comparing.records import Compared, Share
    from mmbench.reports.reporting.figures import RunReport

__all__ = ["write_pairs"]


def write_pairs(data: Path, runs: Sequence[RunReport], answers: Sequence[Answers]) -> None:
    """Write `data/pairs/<slug>.js` for each run: what comparing it with each other run gives.

    Strategy, sampling, system turn and prompts may differ, as on a leaderboard.

    Args:
        data: the site's folder of data.
        runs: the runs, called as on the site.
        answers: what each answered.
    """
    named = [
        each._replace(identity=replace(each.identity, name=run.label)) for run, each in zip(runs, answers, strict=True)
    ]
    found: list[list[Any]] = [[None] * len(runs) for _ in runs]
    for k, one in enumerate(named):
        for m in range(k + 1, len(named)):
            found[k][m], found[m][k] = _pair(one, named[m])
    for run, row in zip(runs, found, strict=True):
        write_script(data, f"pairs/{run.slug}", row)


def _pair(one: Answers, two: Answers) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        aligned = align([one, two], ACROSS)
    except RunError as error:
        refused = {"refused": cleaned(without_advice(str(error)), 2000)}
        return refused, refused
    overall, domains = compare_cells("all", *aligned.columns), by_domain(*aligned.columns)
    there, back = (
        {
            "overall": _compared(overall, swapped=swapped),
            "domains": [_compared(each, swapped=swapped) for each in domains],
            "notes": [cleaned(note, 1000) for note in aligned.notes],
        }
        for swapped in (False, True)
    )
    return there, back


def _compared(found: Compared, *, swapped: bool) -> dict[str, Any]:
    """Return a comparison, or the same one seen from the other run."""
    a, b = (found.candidate, found.baseline) if swapped else (found.baseline, found.candidate)
    sign = -1 if swapped else 1
    low, high = sorted((sign * found.low, sign * found.high))
    return {
        "name": cleaned(found.name, 200),
        "items": found.items,
        "clusters": found.clusters,
        "few": found.few,
        "a": _share(a),
        "b": _share(b),
        "difference": _rounded(sign * found.difference),
        "low": _rounded(low),
        "high": _rounded(high),
        "method": found.method,
        "p": _rounded(found.p),
        "test": found.test,
        "q": _rounded(found.q),
        "wins": found.losses if swapped else found.wins,
        "losses": found.wins if swapped else found.losses,
        "detectable": _rounded(found.detectable),
    }


def _share(share: Share) -> dict[str, float | None]:
    return {"accuracy": _rounded(share.accuracy), "low": _rounded(share.low), "high": _rounded(share.high)}


def _rounded(number: float | None) -> float | None:
    """Return a number with more digits than any page shows, and half as many as it has."""
    return None if number is None else float(f"{number:.9g}")
