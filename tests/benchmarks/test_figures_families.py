"""Every family of the suite, at every level, in both languages: legible, solvable from what is drawn, worth asking."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PIL import Image

from mmbench import program
from mmbench.benchmarks.base.domains import DOMAINS
from mmbench.benchmarks.base.fonts import has_cjk
from mmbench.benchmarks.figures.catalogue import FAMILIES, family_of
from mmbench.benchmarks.figures.items import Recipe, item_of, problem_of
from mmbench.benchmarks.figures.problem import SKILLS
from mmbench.benchmarks.figures.render import png

if TYPE_CHECKING:
    from mmbench.benchmarks.figures.problem import Problem
    from mmbench.records import Item

SAMPLES = 12
"""Seeds of each level, language and form."""
LOOSE = Fraction(8, 100)
"""How far readings may put an answer off, as a share of it, before the problem asks for too much."""


class Made(NamedTuple):
    recipe: Recipe
    problem: Problem
    item: Item


@pytest.fixture(scope="module", params=FAMILIES)
def family(request: pytest.FixtureRequest) -> str:
    """Return each family in turn, so that the problems of one are held at a time."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def made(family: str) -> list[Made]:
    """Return problems of a family at every level, in both languages and forms."""
    found = []
    for level in (1, 2, 3):
        for options in (True, False):
            for seed in range(SAMPLES):
                for language in ("en", "zh"):
                    name = "en" if language == "en" else "zh"
                    recipe = Recipe(family, seed, 7 * seed + level, level, name, options)  # type: ignore[arg-type]
                    problem, _ = problem_of(recipe, family_of(family))
                    found.append(Made(recipe, problem, item_of(recipe, family_of(family), variants=False)))
    return found


def test_labels_overlap_neither_each_other_nor_the_edge(made: list[Made]) -> None:
    for recipe, problem, _ in made:
        sheet = problem.sheet
        for one, two in combinations(sheet.words, 2):
            assert not one.box.meets(two.box), f"{recipe}: '{one.text}' over '{two.text}'"
        for words in sheet.words:
            left, top, right, bottom = words.box
            inside = left >= 0 and top >= 0 and right <= sheet.width and bottom <= sheet.height
            assert inside, f"{recipe}: '{words.text}' leaves the sheet"


def test_lines_do_not_strike_labels(made: list[Made]) -> None:
    struck = total = 0
    for _, problem, _ in made:
        sheet = problem.sheet
        for words in sheet.words:
            total += 1
            core = words.box.grown(-2)
            struck += any(core.crossed_by(*segment) for segment in sheet._obstacles)
    assert struck <= total / 100, f"{struck} of {total} labels are crossed by lines"


def test_the_program_gives_the_answer_from_facts_that_stand_on_the_sheet(made: list[Made]) -> None:
    for recipe, problem, item in made:
        sheet, key = problem.sheet, item.key
        assert set(key.places) == set(key.facts), recipe
        for name, (left, top, right, bottom) in key.places.items():
            assert -8 <= left < right <= sheet.width + 8, (recipe, name)
            assert -8 <= top < bottom <= sheet.height + 8, (recipe, name)
        if not key.program:
            assert key.answer and problem.task != "solve", recipe
            continue
        used = program.facts_used(key.program)
        assert used and set(used) <= set(key.facts), recipe
        value = program.evaluate(key.program, key.facts)
        if key.labels:
            assert key.labels[int(value) - 1] == key.answer, recipe
        else:
            assert program.format_number(value, problem.decimals) == key.answer, recipe
            shown = Fraction(key.answer)
            assert problem.decimals is not None or key.tolerance.abs is not None or shown == value, recipe
        assert key.solution.split("\n")[-1].endswith((key.answer, f"{key.answer}{problem.unit}", problem.unit)), recipe


def test_what_can_be_read_is_enough(family: str, made: list[Made]) -> None:
    """Facts rounded to what the axis shows, and facts misread by half of that, stay within the tolerance."""
    rng = Random(family)
    for recipe, _, item in made:
        key = item.key
        if not key.program:
            continue
        exact = program.evaluate(key.program, key.facts)
        if key.tolerance.abs is not None and not key.labels:
            limit = max(LOOSE * abs(exact), 2 * Fraction(max(key.resolution.values())))
            assert key.tolerance.abs <= float(limit) * (1 + 1e-6), f"{recipe}: {key.answer} ± {key.tolerance.abs}"
        for attempt in range(4):
            facts = dict(key.facts)
            for name, resolution in key.resolution.items():
                value, grain = Fraction(str(facts[name])), Fraction(str(resolution))
                read = round(value / grain) * grain
                if attempt:
                    read = value + grain * Fraction(rng.choice((-1, 1)), 2)
                facts[name] = format(float(read), ".12g")
            found = program.evaluate(key.program, facts)
            if key.labels:
                assert key.labels[int(found) - 1] == key.answer, f"{recipe}: readings change the answer"
            elif key.tolerance.abs is not None:
                assert abs(found - exact) <= Fraction(key.tolerance.abs), recipe


def test_options_differ_beyond_tolerance(made: list[Made]) -> None:
    offered = asked = 0
    for recipe, problem, item in made:
        if not recipe.options or problem.task != "solve":
            continue
        asked += 1
        choices = item.question.choices
        offered += bool(choices)
        if not choices:
            continue
        assert len(set(choices)) == len(choices), recipe
        assert item.key.choice is not None and choices[item.key.choice] == item.key.answer, recipe
        assert {m.answer for m in item.key.mistakes} >= set(choices) - {item.key.answer}, recipe
        if problem.labels:
            assert len(choices) >= 2, recipe
            continue
        assert len(choices) == 4, recipe
        slack = 2 * Fraction(item.key.tolerance.abs or 0)
        for one, two in combinations(choices, 2):
            assert abs(Fraction(one) - Fraction(two)) > slack, f"{recipe}: {one} and {two} ± {slack}"
    assert offered >= asked / 2, f"only {offered} of {asked} have room for options"


def test_wording_is_in_the_language_asked(made: list[Made]) -> None:
    for recipe, problem, item in made:
        texts = [item.question.text, problem.description, *key_texts(item), *(w.text for w in problem.sheet.words)]
        if recipe.language == "en":
            assert not any(map(has_cjk, texts)), (recipe, texts)
        else:
            assert has_cjk(item.question.text), recipe
            spelled = re.findall(r"[A-Za-z]{4,}", re.sub(r"\\boxed|“[^”]*”|[A-Z]{3,}", "", item.question.text))
            assert not spelled, (recipe, spelled)
        assert item.question.setting in item.question.text
        assert item.question.text.rstrip().endswith(("?", "？", "。", ".", ")", "）")), recipe
        assert "  " not in item.question.text, recipe


def key_texts(item: Item) -> list[str]:
    return [item.key.answer, item.question.unit, *item.key.facts, *item.key.labels, *item.question.choices]


def test_problems_vary(made: list[Made]) -> None:
    found = made
    contents = {(item.question.text, *map(str, item.key.facts.items())) for _, _, item in found}
    # The same seed is made with and without options.
    assert len(contents) >= 0.9 * len(found) / 2
    for level in (1, 2, 3):
        wordings = {
            re.sub(r"[\d.,]+|[A-Z]+", "#", i.question.text)
            for r, _, i in found
            if r.level == level and r.language == "en"
        }
        assert len(wordings) >= 2, f"level {level} has one wording only: {wordings}"
    answers = [item.key.answer for _, _, item in found]
    assert max(map(answers.count, answers)) <= 0.5 * len(answers)


def test_a_problem_is_the_same_kind_in_every_variant(family: str, made: list[Made]) -> None:
    for recipe, problem, _ in made[::5]:
        again, _ = problem_of(recipe, family_of(family))
        assert again.sheet.shapes == problem.sheet.shapes and again._replace(sheet=problem.sheet) == problem, recipe
        other, _ = problem_of(recipe._replace(variant=1), family_of(family))
        assert (other.skills, other.task, other.decimals) == (problem.skills, problem.task, problem.decimals), recipe
        assert other.sheet.facts != problem.sheet.facts or other.sheet.shapes != problem.sheet.shapes, recipe


def test_skills_and_domain_are_known(family: str, made: list[Made]) -> None:
    assert family == family_of(family).NAME
    assert family_of(family).DOMAIN in DOMAINS
    for recipe, problem, _ in made:
        assert problem.skills and set(problem.skills) <= SKILLS, (recipe, problem.skills)


def test_pictures_are_drawn(made: list[Made]) -> None:
    for recipe, problem, _ in made[:: 3 * SAMPLES]:
        sheet = problem.sheet
        data = png(sheet)
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (sheet.width, sheet.height), recipe
            assert min(picture.size) >= 200 and max(picture.size) <= 1100, (recipe, picture.size)
            colours = picture.convert("RGB").getcolors(2**24)
        assert colours is not None and len(colours) > 3, recipe
        assert len(data) < 600_000, recipe
