"""The built-in suite: deterministic, solvable from its own facts, options that tell nothing, pictures that show all."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import time
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PIL import Image, ImageChops
from scipy import stats
from support import ROOT, Scripted, mmbench, read_lines, slowness

from mmbench import program
from mmbench.benchmarks.figures import FAMILIES, Figures, draw
from mmbench.benchmarks.figures.catalogue import family_of
from mmbench.benchmarks.figures.items import problem_of
from mmbench.benchmarks.figures.render import picture
from mmbench.config import EvalConfig
from mmbench.errors import BadItem, UsageError
from mmbench.evaluate import evaluate
from mmbench.images import generated_image
from mmbench.interfaces import Source
from mmbench.records import GeneratedImage, Item
from mmbench.rundir import RunDir
from mmbench.scoring.verdict import decide

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import Request

sys.path.insert(0, str(ROOT / "bench"))

import leaks


def items(n: int = 600, **options: Any) -> list[Item]:
    suite = Figures(Figures.Options(n=n, **options), Source())
    return [suite.item(row) for row in suite.rows()]


def recipe_of(item: Item) -> dict[str, Any]:
    [image] = item.question.images
    assert isinstance(image, GeneratedImage)
    return image.recipe


def choice_items(n: int) -> list[Item]:
    return [item for item in items(n) if item.question.choices and item.task == "solve"]


def solved(item: Item, facts: dict[str, Any]) -> str:
    """Return the answer that somebody gives who read these facts and works the program."""
    key = item.key
    if not key.program:
        value = key.answer
    elif key.labels:
        value = key.labels[int(program.evaluate(key.program, facts)) - 1]
    else:
        decimals = len(key.answer.partition(".")[2])
        value = program.format_number(program.evaluate(key.program, facts), decimals)
    if not item.question.choices:
        return value
    if value in item.question.choices:
        return "ABCD"[item.question.choices.index(value)]
    near = min(item.question.choices, key=lambda choice: abs(Fraction(choice) - Fraction(value)))
    return "ABCD"[item.question.choices.index(near)]


def read_roughly(item: Item) -> dict[str, Any]:
    """Return the facts as they can be read: those without a printed value rounded to what the axis shows."""
    facts = dict(item.key.facts)
    for name, resolution in item.key.resolution.items():
        grain = Fraction(str(resolution))
        facts[name] = format(float(round(Fraction(str(facts[name])) / grain) * grain), ".12g")
    return facts


def test_a_solver_that_works_the_program_is_always_right(tmp_path: Path) -> None:
    """Through the run loop and the checker, in both languages and forms; also from facts read as drawn."""
    n = 5 * len(FAMILIES)
    known = {f"figures/{item.question.id}": item for item in items(n)}
    for name, read in (("exact", lambda item: item.key.facts), ("drawn", read_roughly)):

        def solve(request: Request, read: Any = read) -> str:
            item = known[request.about]
            wording = "答案是" if item.question.language == "zh" else "The answer is "
            return f"{item.key.solution}\n{wording}\\boxed{{{solved(item, read(item))}}}"

        config = EvalConfig(model="scripted", benchmarks=(f"figures:n={n}",), out=str(tmp_path / name))
        done = evaluate(config, model=Scripted(solve, blind=True))
        wrong = [verdict for verdict in RunDir(tmp_path / name).verdicts() if verdict.outcome != "right"]
        assert done.summary["right"] == n, wrong[:3]


def test_the_worked_solution_is_answered_by_its_last_line(tmp_path: Path) -> None:
    """A free-form answer is found in the solution as a person would write it down, without a box."""
    free = {f"figures/{item.question.id}": item for item in items(400) if not item.question.choices}

    def solve(request: Request) -> str:
        item = free.get(request.about)
        return item.key.solution if item else "A"

    config = EvalConfig(model="scripted", benchmarks=("figures:n=400",), out=str(tmp_path))
    evaluate(config, model=Scripted(solve, blind=True))
    missed = [v for v in RunDir(tmp_path).verdicts() if v.item in free and v.outcome != "right"]
    assert len(missed) <= len(free) / 50, [(v.item, v.extraction, v.how, free[v.item].key.answer) for v in missed[:5]]


def test_an_answer_may_repeat_the_unit_that_is_asked_for() -> None:
    free = [item for item in items(1500, seed=21) if item.question.unit and not item.question.choices]
    assert len({item.question.unit for item in free}) > 30
    for item in free:
        answer, unit = item.key.answer, item.question.unit
        for form in ("{} {}", "{}{}", "\\boxed{{{}}} {}", "The answer is {} {}.", "答案是{}{}。"):
            outcome, extraction, how = decide(form.format(answer, unit), item.question, item.key)
            assert outcome == "right", (item.question.id, form.format(answer, unit), extraction, how)


def test_the_place_and_the_rank_of_the_answer_are_uniform() -> None:
    chosen = [item for item in choice_items(4000) if not item.key.labels]
    assert len(chosen) > 1200
    places = Counter(item.key.choice for item in chosen)
    assert stats.chisquare([places[n] for n in range(4)]).pvalue > 0.001
    ranks = Counter(sum(Fraction(c) < Fraction(item.key.answer) for c in item.question.choices) for item in chosen)
    assert stats.chisquare([ranks[n] for n in range(4)]).pvalue > 0.001


def test_wording_and_options_do_not_give_the_answer_away() -> None:
    """A guesser trained on thousands of solved items, which sees only question and options, stays at chance."""
    families = list(FAMILIES)
    train = [item for seed in (1, 2, 3) for item in leaks.items_of(seed, 60, families)]
    test = leaks.items_of(99, 60, families)
    found = leaks.by_words(train, test)
    assert found.n > 1000
    assert found.z < 3.1, found


def test_the_guesser_finds_a_leak_that_is_there() -> None:
    """The check can fail: with the right option always the longest, it is found out."""
    made = leaks.items_of(1, 80, ["bar-chart", "price-list", "right-triangle"])
    marked = []
    for item in made:
        choices = list(item.question.choices)
        assert item.key.choice is not None
        choices[item.key.choice] += "0"
        marked.append(
            msgspec.structs.replace(item, question=msgspec.structs.replace(item.question, choices=tuple(choices)))
        )
    assert leaks.by_words(marked[::2], marked[1::2]).z > 3.1


def test_random_stays_at_chance(tmp_path: Path) -> None:
    done = mmbench(
        "eval", "--model", "random", "--benchmark", "figures:n=1200", "--out", str(tmp_path / "run"), "--json"
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)["benchmarks"]["figures"]["breakdown"]["form"]
    assert stats.binomtest(figures["choice"]["right"], figures["choice"]["n"], 0.26).pvalue > 0.001
    assert figures["free"]["right"] == 0


def test_levels_families_forms_and_languages_are_spread() -> None:
    n = 12 * len(FAMILIES)
    made = items(n)
    assert len(FAMILIES) >= 40
    assert Counter(item.metadata["family"] for item in made) == dict.fromkeys(FAMILIES, 12)
    assert Counter(item.difficulty for item in made) == {"1": n / 3, "2": n / 3, "3": n / 3}
    assert Counter(item.question.language for item in made) == {"en": n / 2, "zh": n / 2}
    assert 0.25 < sum(bool(item.question.choices) for item in made) / n < 0.6
    assert Counter(item.task for item in made)["error_step"] >= 8
    assert Counter(item.task for item in made)["error_category"] >= 8
    domains = Counter(item.domain for item in made)
    assert min(domains[name] for name in ("plane geometry", "solid geometry", "chart", "table")) >= 60
    assert len({(item.question.text, *map(str, item.key.facts.items())) for item in made}) == n


def test_options_pick_language_level_and_families() -> None:
    made = items(30, language="zh", level=2, families="bar-chart+cone")
    assert {item.question.language for item in made} == {"zh"}
    assert {item.difficulty for item in made} == {"2"}
    assert Counter(item.metadata["family"] for item in made) == {"bar-chart": 15, "cone": 15}


CODE = """
import msgspec, hashlib, sys
from mmbench.benchmarks.figures import FAMILIES, Figures, draw
from mmbench.interfaces import Source
suite = Figures(Figures.Options(n=len(FAMILIES)), Source())
made = [suite.item(row) for row in suite.rows()]
text = b"".join(msgspec.json.encode(item) for item in made)
pixels = b"".join(draw(item.question.images[0].recipe) for item in made)
print(hashlib.sha256(text).hexdigest(), hashlib.sha256(pixels).hexdigest())
"""


def test_same_seed_same_items_and_bytes_in_another_process_and_another_seed_another_test() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", CODE], capture_output=True, text=True, check=True, cwd=ROOT,
            env={"PYTHONHASHSEED": str(seed), "PATH": "", "HOME": "/tmp", "OMP_NUM_THREADS": "1"},
        ).stdout
        for seed in (1, 2)
    ]  # fmt: skip
    assert runs[0] == runs[1]
    facts = [{tuple(map(str, item.key.facts.items())) for item in items(120, seed=seed)} for seed in (0, 1)]
    assert not facts[0] & facts[1]


def test_items_are_made_fast_and_draw_nothing() -> None:
    """A coarse bound; bench/figures.py measures."""
    items(len(FAMILIES))
    start = time.process_time()
    items(1000, seed=5)
    assert time.process_time() - start < 4 * slowness()


def test_where_a_fact_stands_there_is_ink() -> None:
    suite = Figures(Figures.Options(n=2 * len(FAMILIES), seed=3), Source())
    for row in suite.rows():
        sheet = problem_of(row.data, family_of(row.data.family))[0].sheet
        drawn = picture(sheet)
        paper = Image.new("RGB", drawn.size, sheet.paper)
        for name, place in suite.item(row).key.places.items():
            left, top, right, bottom = place
            box = (max(0, left - 3), max(0, top - 3), right + 3, bottom + 3)
            difference = ImageChops.difference(drawn.crop(box), paper.crop(box)).convert("L")
            assert any(difference.point(lambda level: level > 12).tobytes()), (row.id, name, place)


def test_bars_are_as_high_as_their_facts_say() -> None:
    """Read the pictures back: the colour changes at the height that value and axis give."""
    for item in items(24, families="bar-chart"):
        with Image.open(io.BytesIO(draw(recipe_of(item)))) as opened:
            shown = opened.convert("RGB")
        values = {name: Fraction(str(value)) for name, value in item.key.facts.items()}
        tops = {name: _top(shown, item.key.places[name], printed=name not in item.key.resolution) for name in values}
        low, high = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
        per_pixel = (values[high] - values[low]) / (tops[low] - tops[high])
        for name, value in values.items():
            assert abs(values[low] + (tops[low] - tops[name]) * per_pixel - value) <= 2 * per_pixel, (
                item.question.id,
                name,
            )


def _top(shown: Image.Image, place: tuple[int, int, int, int], *, printed: bool) -> int:
    """Return the first row below a fact's place, or in it, from which on the bar's own colour fills the middle."""
    left, top, right, bottom = place
    x = (left + right) // 2
    start = bottom if printed else top
    colour = shown.getpixel((x, start + 20))
    return next(y for y in range(start - 2, start + 21) if shown.getpixel((x, y)) == colour)


def test_variants_are_the_same_problem_drawn_anew(tmp_path: Path) -> None:
    made = items(40, seeds=3)
    assert len(made) == 120
    by_problem: dict[str, list[Item]] = {}
    for item in made:
        by_problem.setdefault(item.question.id, []).append(item)
    assert len(by_problem) == 40
    for group in by_problem.values():
        assert [item.variant for item in group] == ["1", "2", "3"]
        assert len({item.cluster for item in group}) == 1
        assert len({(item.skills, item.task, item.domain, item.question.language) for item in group}) == 1
        assert len({item.fingerprint or item.question.text + str(item.key.facts) for item in group}) == 3
        assert len({image.sha256 for item in group for image in item.question.images}) == 3

    def sometimes(request: Request) -> str:
        return "I do not know." if request.about.endswith("|3|0") else right[request.about]

    right = {item.line_key().text(): f"\\boxed{{{solved(item, dict(item.key.facts))}}}" for item in made}
    config = EvalConfig(model="scripted", benchmarks=("figures:n=40,seeds=3",), out=str(tmp_path / "run"))
    summary = evaluate(config, model=Scripted(sometimes, blind=True)).summary
    found = summary["benchmarks"]["figures"]["variants"]
    assert (found["problems"], found["variants"]) == (40, 3)
    assert found["average"] == pytest.approx(2 / 3)
    assert (found["worst_case"], found["consistency"]) == (0, 0)


def test_every_view_is_asked_and_tells_what_it_should(tmp_path: Path) -> None:
    out = tmp_path / "run"
    done = mmbench(
        "eval", "--model", "random", "--benchmark", "figures:n=60,families=right-triangle+bar-chart+venn",
        "--view", "all", "--corrupt", "none", "--corrupt", "blur:1", "--out", str(out), "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    asked = [msgspec.convert(line, Item) for line in read_lines(out / "items.jsonl")]
    views = Counter((item.view, item.corruption) for item in asked)
    settings = sum(bool(item.question.setting) for item in asked if (item.view, item.corruption) == ("full", ""))
    assert 15 < settings < 60
    assert (
        views[("full", "")] == views[("full", "blur:1")] == views[("vision-only", "")] == views[("text-only", "")] == 60
    )
    assert views[("vision-dominant", "")] == settings
    for item in asked:
        values = [str(value) for value in item.key.facts.values()]
        told = all(value in item.question.prompt for value in values)
        if item.view in ("text-only", "text-dominant"):
            assert told and item.key.description in item.question.prompt
        assert bool(item.question.images) == (item.view not in ("text-only", "no-figure"))


def test_what_was_shown_is_kept_in_the_run_by_content(tmp_path: Path) -> None:
    config = EvalConfig(model="scripted", benchmarks=("figures:n=4",), out=str(tmp_path))
    evaluate(config, model=Scripted(lambda request: "A"))
    kept = {path.stem: path for path in (tmp_path / "images").iterdir()}
    assert len(kept) == 4
    for digest, path in kept.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    for line in RunDir(tmp_path).responses():
        [image] = [b.image for b in line.trace.calls[0].request.messages[0].content if hasattr(b, "image")]
        assert image.sha256 in kept


def test_show_prints_an_item_in_full_and_draws_what_a_blind_model_did_not_see(tmp_path: Path) -> None:
    out = tmp_path / "run"
    spec = "figures:n=6,families=price-list"
    assert mmbench("eval", "--model", "random", "--benchmark", spec, "--out", str(out)).returncode == 0
    assert not (out / "images").exists()
    shown = mmbench("show", str(out), "price-list-0-0002")
    assert shown.returncode == 0, shown.stderr
    for part in ("facts: ", "program: ", "solution:", "gold: ", "response:", "verdict: "):
        assert part in shown.stdout
    assert "Read from the figure: " in shown.stdout or "从图中读出：" in shown.stdout
    [line] = [line for line in shown.stdout.split("\n") if line.startswith("picture: ")]
    with Image.open(line.removeprefix("picture: ")) as drawn:
        assert drawn.width > 200
    missing = mmbench("show", str(out), "price-list-0-0020")
    assert (missing.returncode, "Did you mean" in missing.stderr) == (2, True)


@pytest.mark.parametrize(
    "options", [{"n": 0}, {"families": "pie"}, {"level": 4}, {"seeds": 0}, {"families": "cone+cone"}]
)
def test_options_out_of_range_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="figures"):
        Figures(Figures.Options(**options), Source())


def test_a_picture_of_another_version_is_not_drawn() -> None:
    recipe = recipe_of(items(1)[0])
    assert draw(recipe).startswith(b"\x89PNG")
    for changed, says in (
        ({"drawing": 1}, "version 1"),
        ({"family": "x"}, "no family 'x'"),
        ({"language": "fr"}, "'fr'"),
    ):
        with pytest.raises(BadItem, match=says):
            draw({**recipe, **changed})
    assert generated_image("figures", recipe).sha256 != generated_image("figures", {**recipe, "seed": 5}).sha256


def test_no_family_draws_numbers_in_a_loop_without_end() -> None:
    """Items of many seeds are made within a bound: a loop that waits for luck would show."""
    for family in FAMILIES:
        start = time.process_time()
        items(150, families=family, seed=11)
        assert time.process_time() - start < 3 * slowness(), family_of(family).NAME
