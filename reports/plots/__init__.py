"""Plots of figures that are computed already: each function takes plain data and returns a matplotlib figure.

`save` writes one. Names are untrusted: they are shown without control characters, shortened to the room there is, and
never read as mathematics. A plot of nothing says "no data".
"""

from __future__ import annotations

from mmbench.reports.plots.costs import cost_accuracy
from mmbench.reports.plots.domains import models_by_domain
from mmbench.reports.plots.forests import accuracy_by_group, conditions, differences, leaderboard
from mmbench.reports.plots.reliability import calibration
from mmbench.reports.plots.saving import save
from mmbench.reports.plots.shares import mistakes, outcomes

__all__ = [
    "accuracy_by_group",
    "calibration",
    "conditions",
    "cost_accuracy",
    "differences",
    "leaderboard",
    "mistakes",
    "models_by_domain",
    "outcomes",
    "save",
]
