"""How a report is to be read, in a few sentences."""

from __future__ import annotations

from mmbench.reports.statistics.means import FEW

__all__ = ["READING"]

READING = (
    "Accuracy is right / asked: answers that are unparsed, missing or failed are not right. Where an item was asked "
    "several times, its share of right answers counts, and the accuracy is the mean over items.",
    "Intervals are 95 %: Wilson's for independent items; clustered where items share a figure, a seed or a version "
    "group, or one item was asked several times or under several conditions; stratified where domains are taken as "
    "fixed.",
    f"'few' marks fewer than {FEW} independent items, or groups of items that belong together: the interval is wide, "
    "and what it rests on is thin.",
)
