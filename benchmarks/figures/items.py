"""From a problem to an item: the gold answer worked out, wrong options, the prompt, the key."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench import program
from mmbench.benchmarks.figures.options import Gold, grains_of, value_options, word_options
from mmbench.benchmarks.figures.problem import Dice
from mmbench.errors import BadItem
from mmbench.images import generated_image
from mmbench.records import Hint, Item, Key, Mistake, Question, Tolerance

if TYPE_CHECKING:
    from mmbench.benchmarks.figures.problem import Family, Problem
    from mmbench.benchmarks.figures.style import Language
    from mmbench.records import AnswerKind, Place

__all__ = ["DRAWING_VERSION", "Recipe", "item_of", "problem_of"]

DRAWING_VERSION = 2
ATTEMPTS = 10


class Recipe(NamedTuple):
    """What an item is made from: same recipe, same item. `form` says whether options are offered."""

    family: str
    seed: int
    number: int
    level: int
    language: Language
    options: bool
    variant: int = 0

    @property
    def name(self) -> str:
        """The item's id, the same for all variants."""
        return f"{self.family}-{self.seed}-{self.number:04d}"

    def plain(self) -> dict[str, str | int]:
        """Return what the picture depends on."""
        drawn = self._replace(options=False)._asdict()
        del drawn["options"]
        return {**drawn, "drawing": DRAWING_VERSION}


def problem_of(recipe: Recipe, family: Family) -> tuple[Problem, Dice]:
    """Make the problem of a recipe, and return the random numbers where it left them.

    Where labels overlap or leave the sheet, other numbers are drawn.

    Raises:
        BadItem: no attempt came out legible.
    """
    for attempt in range(ATTEMPTS):
        dice = Dice(f"{recipe.seed}/{recipe.family}/{recipe.number}", recipe.variant, attempt)
        problem = family.make(dice, recipe.level, recipe.language)
        if problem.sheet.is_legible():
            return problem, dice
    raise BadItem(f"{recipe.name}: the labels overlap in each of {ATTEMPTS} attempts")


def item_of(recipe: Recipe, family: Family, *, variants: bool) -> Item:
    """Make the item of a recipe; `variants` says whether there are others of the same problem."""
    problem, dice = problem_of(recipe, family)
    gold = _gold(problem)
    options: list[Mistake] = []
    if recipe.options and problem.task == "solve":
        if problem.labels:
            options = word_options(problem, gold, dice.fresh)
        else:
            options = value_options(problem, gold, dice.fresh)
    shown = [gold.text, *(option.answer for option in options)] if options else []
    if problem.task != "solve" and problem.labels:
        shown = list(problem.labels)
    dice.fresh.shuffle(shown)
    question = _question(recipe, problem, shown, gold)
    met = {option.program for option in options}
    others = [Mistake(kind=w.kind, program=w.program, note=w.note) for w in problem.mistakes if w.program not in met]
    sheet = problem.sheet
    worked = program.worked(
        gold.tree, sheet.facts, language=recipe.language, units=sheet.units, unit=problem.unit,
        decimals=problem.decimals, labels=problem.labels,
    ) if problem.program else [problem.answer]  # fmt: skip
    key = Key(
        answer=gold.text,
        kind=question.hint.kind,
        choice=shown.index(gold.text) if shown else None,
        tolerance=_tolerance(problem, gold),
        facts=sheet.facts,
        places={name: _place(box) for name, box in sheet.places.items()},
        resolution=sheet.resolution,
        units=sheet.units,
        description=problem.description,
        program=problem.program,
        labels=problem.labels,
        solution="\n".join(worked),
        mistakes=(*options, *others),
    )
    return Item(
        benchmark="figures",
        split=f"seed {recipe.seed}",
        task=problem.task,
        question=question,
        key=key,
        domain=family.DOMAIN,
        skills=problem.skills,
        difficulty=str(recipe.level),
        cluster=recipe.name,
        variant=str(recipe.variant + 1) if variants else "",
        metadata={"family": recipe.family, "form": "choice" if shown else "free", "language": recipe.language},
    )


def _gold(problem: Problem) -> Gold:
    if not problem.program:
        return Gold(program.Number(Fraction(0)), Fraction(0), problem.answer, 0, 0, 0, rounded=False)
    tree = program.parse(problem.program)
    value = program.evaluate(tree, problem.sheet.facts)
    if problem.labels:
        return Gold(tree, value, problem.labels[int(value) - 1], 0, 0, 0, rounded=False)
    text = program.format_number(value, problem.decimals)
    places = len(text.partition(".")[2])
    slack = _slack(problem, tree, value) * 10**places if problem.sheet.resolution else 0
    rounded = problem.decimals is not None or slack > 0
    return Gold(tree, value, text, places, grains_of(value, places)[0], float(slack), rounded)


def _slack(problem: Problem, tree: program.Node, value: Fraction) -> Fraction:
    """Return how far the answer may be off where each reading is off by as much as it can be read."""
    total = Fraction(0)
    facts = problem.sheet.facts
    for name in program.facts_used(tree):
        resolution = Fraction(str(problem.sheet.resolution.get(name, 0)))
        if resolution:
            read = program.to_fraction(facts[name])
            moved = [program.evaluate(tree, {**facts, name: str(read + by)}) for by in (resolution, -resolution)]
            total += max(abs(other - value) for other in moved)
    return total


def _tolerance(problem: Problem, gold: Gold) -> Tolerance:
    if gold.slack:
        half = 0.5 if problem.decimals is not None else 0.0
        return Tolerance(abs=float(f"{(gold.slack + half) / 10**gold.places:.12g}"))
    return Tolerance(decimals=problem.decimals) if problem.decimals is not None else Tolerance()


def _place(box: tuple[float, float, float, float]) -> Place:
    left, top, right, bottom = box
    return int(left), int(top), int(right) + 1, int(bottom) + 1


def _question(recipe: Recipe, problem: Problem, shown: list[str], gold: Gold) -> Question:
    kind: AnswerKind
    if shown:
        kind = "choice"
    elif problem.labels or problem.answer:
        kind = "text"
    else:
        kind = "integer" if problem.decimals is None and gold.value.denominator == 1 else "float"
    joint = "" if recipe.language == "zh" else " "
    text = f"{problem.setting}{joint}{problem.ask}" if problem.setting else problem.ask
    return Question(
        id=recipe.name,
        text=text,
        setting=problem.setting,
        prompt=_prompt(text, problem.unit, shown, recipe.language),
        images=(generated_image("figures", recipe.plain()),),
        choices=tuple(shown),
        unit=problem.unit,
        language=recipe.language,
        hint=Hint(kind=kind, decimals=None if shown else problem.decimals),
    )


_WORDING = {
    "en": (
        "Question: {}",
        " (Unit: {})",
        "Choices:",
        "Solve the problem step by step, then give the letter of the right option as \\boxed{letter}.",
        "Solve the problem step by step, then give the final answer as \\boxed{answer}.",
    ),
    "zh": (
        "问题：{}",
        "（单位：{}）",
        "选项：",
        "请逐步解题，最后把正确选项的字母写成 \\boxed{字母}。",
        "请逐步解题，最后把答案写成 \\boxed{答案}。",
    ),
}


def _prompt(text: str, unit: str, shown: list[str], language: Language) -> str:
    ask, in_unit, choices, by_letter, by_value = _WORDING[language]
    lines = [ask.replace("{}", text) + (in_unit.replace("{}", unit) if unit else "")]
    if shown:
        lines += [choices, *(f"({chr(ord('A') + index)}) {option}" for index, option in enumerate(shown)), by_letter]
    else:
        lines.append(by_value)
    return "\n".join(lines)
