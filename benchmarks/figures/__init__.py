"""`figures`: generated items that know their own solution. Same seed, same item, everywhere; a new seed, a new test.

Every item carries its facts (what can be read off the figure, by the name shown, and where it stands) and its program
(how the answer follows). Pictures are drawn when somebody looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, get_args
from zlib import crc32

from mmbench.benchmarks.figures.catalogue import FAMILIES, family_of
from mmbench.benchmarks.figures.items import DRAWING_VERSION, Recipe, item_of, problem_of
from mmbench.errors import BadItem, UsageError, did_you_mean
from mmbench.interfaces import Row, Source
from mmbench.records import BenchmarkCard, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.benchmarks.figures.style import Language
    from mmbench.records import Item

__all__ = ["FAMILIES", "Figures", "draw"]

Languages = Literal["both", "en", "zh"]


class _Options(Record, frozen=True, forbid_unknown_fields=True):
    """`seed` names the test; `n` problems are asked, families in turn; `families` picks some, joined by `+`.

    `language` is `en`, `zh` or `both` in turn; `level` asks one level only; `seeds` asks so many re-drawn variants of
    each problem.
    """

    seed: int = 0
    n: int = 300
    families: str = ""
    language: Languages = "both"
    level: int = 0
    seeds: int = 1


class Figures:
    """The built-in suite."""

    card: ClassVar[BenchmarkCard] = BenchmarkCard(
        name="figures",
        title="Figures (generated)",
        version="2",
        licence="Apache-2.0",
        images_republishable=True,
        citation="mmbench, built-in suite",
        breakdowns=("family", "form", "language"),
    )
    Options: ClassVar[type[_Options]] = _Options

    def __init__(self, options: _Options, source: Source) -> None:
        if source.data is not None:
            raise UsageError("the benchmark 'figures' is generated and takes no --data.")
        self.chosen = options.families.split("+") if options.families else list(FAMILIES)
        for name in self.chosen:
            if name not in FAMILIES:
                known = ", ".join(FAMILIES)
                raise UsageError(f"'figures' has no family '{name}'.{did_you_mean(name, FAMILIES)} Known: {known}.")
        if len(set(self.chosen)) < len(self.chosen):
            raise UsageError(f"'figures': a family is named twice in '{options.families}'.")
        for name, least, most in (("n", 1, 10**7), ("seeds", 1, 1000), ("level", 0, 3)):
            if not least <= getattr(options, name) <= most:
                raise UsageError(f"'figures': {name} must be {least} to {most}, found {getattr(options, name)}.")
        self.options = options

    def rows(self) -> Iterator[Row]:
        """Yield one row an item: families in turn, and the variants of a problem one after the other."""
        for number in range(self.options.n):
            recipe = self._recipe(self.chosen[number % len(self.chosen)], number // len(self.chosen))
            for variant in range(self.options.seeds):
                name = recipe.name if self.options.seeds == 1 else f"{recipe.name}-{variant + 1}"
                yield Row(name, f"figures, {name}", recipe._replace(variant=variant))

    def _recipe(self, family: str, index: int) -> Recipe:
        """Return what an item is made from: over twelve of a family, every level in each form and language."""
        place = (7 * index + crc32(family.encode())) % 12
        both: tuple[Language, ...] = ("en", "zh")
        language = self.options.language
        return Recipe(
            family=family,
            seed=self.options.seed,
            number=index,
            level=self.options.level or place % 3 + 1,
            language=both[place // 6] if language == "both" else language,
            options=place // 3 % 2 == 0,
        )

    def item(self, row: Row) -> Item:
        """Generate the item of a row; its picture is not drawn."""
        recipe: Recipe = row.data
        return item_of(recipe, family_of(recipe.family), variants=self.options.seeds > 1)


def draw(recipe: dict[str, str | int]) -> bytes:
    """Draw the picture of a recipe, as `Recipe.plain` gives it, as PNG: same recipe, same versions, same bytes.

    Raises:
        BadItem: the recipe is of another version of the suite, or of a family that is not there.
    """
    from mmbench.benchmarks.figures.render import png

    if recipe.get("drawing") != DRAWING_VERSION:
        found = recipe.get("drawing")
        raise BadItem(
            f"the picture is of version {found} of the suite; this is version {DRAWING_VERSION}: start a new run"
        )
    family, language = str(recipe["family"]), str(recipe["language"])
    if family not in FAMILIES or language not in get_args(Languages)[1:]:
        raise BadItem(f"no family '{family}' in language '{language}'")
    numbers = {name: int(recipe[name]) for name in ("seed", "number", "level", "variant")}
    made = Recipe(family=family, language="zh" if language == "zh" else "en", options=False, **numbers)
    return png(problem_of(made, family_of(family))[0].sheet)
