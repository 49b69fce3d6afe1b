"""The profile of a run: its accuracy in each domain, among those of all other runs of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.leaderboard.site.charts.placing import WIDTH, cut

if TYPE_CHECKING:
    from mmbench.leaderboard.site.shown import Listed, Site
    from mmbench.reports.reporting.figures import Group, Leaderboard

__all__ = ["Other", "Profile", "ProfileRow", "profile"]

LEFT, RIGHT = 126.0, 292.0
"""Where 0 and 100 % stand: names are to the left, counts to the right."""
TOP, LINE = 24.0, 24.0
"""Room for the scale, and the height of a row."""


class Other(NamedTuple):
    """The accuracy of another run in the same domain; `reference` says that it is of no model."""

    name: str
    accuracy: float
    reference: bool
    x: float


class ProfileRow(NamedTuple):
    """A domain, or all items where `name` is empty; `label` is the name as cut. Accuracies are in [0, 1].

    The dot is at (`x`, `y`), its interval from `left` to `right`.
    """

    name: str
    label: str
    accuracy: float
    low: float
    high: float
    n: int
    few: bool
    x: float
    left: float
    right: float
    y: float
    others: tuple[Other, ...]


class Profile(NamedTuple):
    """A chart of rows; `scale` has where each percentage stands. `left` and `right` are the ends of the scale."""

    width: float
    height: float
    left: float
    right: float
    scale: tuple[tuple[float, int], ...]
    rows: tuple[ProfileRow, ...]


def profile(site: Site, listed: Listed) -> Profile | None:
    """Return the profile of a run, all items first, then its domains in their order.

    None where it was asked in no domain, for then there is nothing to compare.
    """
    boards = {board.name: board for board in site.boards}
    domains = [group for group in listed.run.groups.get("domain", ()) if group.accuracy is not None]
    if not domains or listed.run.overall.accuracy is None:
        return None
    drawn = [("", listed.run.overall, site.overall)]
    drawn += [(group.name, group, boards[group.name]) for group in domains]
    rows = tuple(
        _row(site, listed.index, name, group, board, TOP + LINE * (number + 0.5))
        for number, (name, group, board) in enumerate(drawn)
    )
    scale = tuple((_x(percent / 100), percent) for percent in (0, 25, 50, 75, 100))
    return Profile(WIDTH, TOP + LINE * len(rows) + 4, LEFT, RIGHT, scale, rows)


def _x(share: float) -> float:
    return round(LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT), 1)


def _row(site: Site, index: int, name: str, group: Group, board: Leaderboard, y: float) -> ProfileRow:
    accuracy = group.accuracy or 0.0
    low = accuracy if group.low is None else group.low
    high = accuracy if group.high is None else group.high
    others = tuple(
        Other(place.label, place.group.accuracy, site.listed[place.run].reference, _x(place.group.accuracy))
        for place in board.places
        if place.run != index and place.group is not None and place.group.accuracy is not None
    )
    return ProfileRow(
        name=name,
        label=cut(name, LEFT - 14) if name else "",
        accuracy=accuracy,
        low=low,
        high=high,
        n=group.n,
        few=group.few,
        x=_x(accuracy),
        left=_x(low),
        right=_x(high),
        y=y,
        others=others,
    )
