"""`figures`: generated items that know their own solution. Same seed, same item, everywhere; a new seed, a new test.

Every item carries its facts (what can be read off the figure, by the name shown) and its program (how the answer
follows). Pictures are drawn when somebody looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mmbench.benchmarks.figures import bar_chart, price_table
from mmbench.benchmarks.figures.problem import Family, generator_for, item_of
from mmbench.errors import UsageError, did_you_mean
from mmbench.interfaces import Row, Source
from mmbench.records import BenchmarkCard, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.records import Item

__all__ = ["FAMILIES", "Figures", "draw"]

FAMILIES: dict[str, Family] = {family.NAME: family for family in (bar_chart, price_table)}


class _Options(Record, frozen=True, forbid_unknown_fields=True):
    """`seed` names the test; `n` items are asked, families in turn; `families` picks some, joined by `+`."""

    seed: int = 0
    n: int = 100
    families: str = ""


class Figures:
    """The built-in suite."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(
        name="figures",
        title="Figures (generated)",
        version="1",
        licence="Apache-2.0",
        images_republishable=True,
        citation="mmbench, built-in suite",
    )
    Options: ClassVar[type[_Options]] = _Options

    def __init__(self, options: _Options, source: Source) -> None:
        if source.data is not None:
            raise UsageError("the benchmark 'figures' is generated and takes no --data.")
        chosen = options.families.split("+") if options.families else list(FAMILIES)
        for name in chosen:
            if name not in FAMILIES:
                known = ", ".join(FAMILIES)
                raise UsageError(f"'figures' has no family '{name}'.{did_you_mean(name, FAMILIES)} Known: {known}.")
        if options.n < 1:
            raise UsageError(f"'figures': n must be at least 1, found {options.n}.")
        self.options = options
        self.chosen = chosen

    def rows(self) -> Iterator[Row]:
        """Yield one row an item: family and number, families in turn."""
        for number in range(self.options.n):
            family = self.chosen[number % len(self.chosen)]
            index = number // len(self.chosen)
            name = f"{family}-{self.options.seed}-{index:04d}"
            yield Row(name, f"figures, {name}", {"family": family, "seed": self.options.seed, "index": index})

    def item(self, row: Row) -> Item:
        """Generate the item of a row; its picture is not drawn."""
        recipe: dict[str, str | int] = row.data
        family = FAMILIES[str(recipe["family"])]
        return item_of(row.id, recipe, family)


def draw(recipe: dict[str, str | int]) -> bytes:
    """Draw the picture of a recipe (`family`, `seed`, `index`) as PNG: same recipe, same versions, same bytes."""
    family = FAMILIES[str(recipe["family"])]
    return family.draw(generator_for(recipe))
