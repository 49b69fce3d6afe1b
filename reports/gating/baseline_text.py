"""A baseline as text and as a summary for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.errors import printable
from mmbench.reports.comparing.groups import grouped, share_of
from mmbench.reports.comparing.wording import percent, points, share_interval
from mmbench.reports.tables import table

if TYPE_CHECKING:
    from mmbench.reports.baselines.baseline import Baseline
    from mmbench.reports.comparing.records import Share

__all__ = ["baseline_summary", "baseline_text"]


def baseline_summary(baseline: Baseline) -> dict[str, Any]:
    """Return what a baseline is of, and what it scores in each suite by our verdict (empty) and each official rule."""
    content = baseline.content
    return {
        "name": baseline.name,
        "identity": content.identity,
        "items": len(content.items),
        "scores": {rule: _shares(baseline, rule) for rule in ("", *content.rules)},
        "calibration": content.calibration,
    }


def _shares(baseline: Baseline, rule: str) -> dict[str, Share]:
    cells = baseline.answers(rule).cells
    return {suite: share_of(found) for suite, (found, _) in grouped(lambda cell: cell.benchmark, cells, cells).items()}


def baseline_text(baseline: Baseline) -> str:
    """Return a baseline as text for a terminal."""
    content, identity = baseline.content, baseline.content.identity
    model = ", ".join(f"{name} {value}" for name, value in identity.model.items() if value)
    repeats = f", each asked {identity.repeats} times" if identity.repeats > 1 else ""
    lines = [
        f"{baseline.name}: {len(content.items)} items{repeats}",
        f"model: {model}" + ("" if identity.origin == "model" else f" ({identity.origin})"),
        f"strategy: {identity.settings.get('strategy', {}).get('name') or 'not known'}; scored by checker "
        f"{identity.checker or 'not known'}",
        "",
    ]
    rows: list[tuple[str, ...]] = [("", "scored by", "accuracy", "95 % interval", "right", "asked", "failed")]
    for rule in ("", *content.rules):
        for suite, share in _shares(baseline, rule).items():
            counts = (f"{share.right:g}", str(share.asked), str(share.failed))
            rows.append((suite, rule or "our verdict", percent(share.accuracy), share_interval(share), *counts))
    lines += [table(rows), *_calibration_lines(baseline)]
    return printable("\n".join(lines))


def _calibration_lines(baseline: Baseline) -> list[str]:
    calibration = baseline.content.calibration
    if calibration is None:
        return ["calibration: none; mmbench gate --calibrate RUN RUN --baseline FILE makes one"]
    return [
        f"calibration: {' and '.join(calibration.runs)} differ on {percent(suite.discordance)} of {suite.items} items "
        f"of {name} ({points(suite.difference)} points)"
        for name, suite in calibration.suites.items()
    ]
