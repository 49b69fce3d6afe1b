"""The built-in suite: deterministic, solvable from its own facts, options that differ, pictures that show the facts."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from scipy import stats
from support import ROOT, mmbench

from mmbench import program
from mmbench.benchmarks.figures import FAMILIES, Figures, draw
from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.interfaces import Source
from mmbench.records import GeneratedImage, Item
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import Request


def items(n: int = 600, seed: int = 0) -> list[Item]:
    suite = Figures(Figures.Options(n=n, seed=seed), Source())
    return [suite.item(row) for row in suite.rows()]


def recipe_of(item: Item) -> dict[str, Any]:
    [image] = item.question.images
    assert isinstance(image, GeneratedImage)
    return image.recipe


def test_the_program_gives_the_gold_and_its_facts_are_all_there() -> None:
    for item in items():
        value = program.evaluate(item.key.program, item.key.facts)
        assert program.format_number(value, item.key.tolerance.decimals) == item.key.answer
        assert set(program.facts_used(item.key.program)) <= set(item.key.facts)
        assert item.key.solution.endswith(f"Answer: {item.key.answer}")


def test_a_solver_that_works_the_program_is_always_right(tmp_path: Path) -> None:
    from support import Scripted

    answers = {f"figures/{item.question.id}": item for item in items(120)}

    def solve(request: Request) -> str:
        item = answers[request.about]
        last = item.key.answer if item.key.choice is None else "ABCD"[item.key.choice]
        return f"{item.key.solution}\nThe answer is \\boxed{{{last}}}."

    config = EvalConfig(model="scripted", benchmarks=("figures:n=120",), out=str(tmp_path))
    done = evaluate(config, model=Scripted(solve, blind=True))
    assert done.summary["right"] == 120


def test_options_are_four_different_values_and_the_gold_s_place_is_uniform() -> None:
    chosen = [item for item in items(2400) if item.question.choices]
    assert len(chosen) > 1000
    for item in chosen:
        assert len({Fraction(choice) for choice in item.question.choices}) == 4
        assert item.key.choice is not None
        assert item.question.choices[item.key.choice] == item.key.answer
    places = Counter(item.key.choice for item in chosen)
    assert stats.chisquare(list(places.values())).pvalue > 0.001


def test_levels_families_and_forms_are_spread() -> None:
    made = items(600)
    assert Counter(item.metadata["family"] for item in made) == {name: 300 for name in FAMILIES}
    assert Counter(item.difficulty for item in made) == {"1": 200, "2": 200, "3": 200}
    assert 0.4 < sum(not item.question.choices for item in made) / 600 < 0.7
    assert len({(item.question.text, *item.key.facts.items()) for item in made}) == 600


def test_same_seed_same_items_in_another_process_and_another_seed_another_test() -> None:
    code = (
        "import msgspec, hashlib, sys\n"
        "from mmbench.benchmarks.figures import Figures, draw\n"
        "from mmbench.interfaces import Source\n"
        "suite = Figures(Figures.Options(n=60), Source())\n"
        "made = [suite.item(row) for row in suite.rows()]\n"
        "text = b''.join(msgspec.json.encode(item) for item in made)\n"
        "pixels = b''.join(draw(item.question.images[0].recipe) for item in made[:6])\n"
        "print(hashlib.sha256(text).hexdigest(), hashlib.sha256(pixels).hexdigest())\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT,
            env={"PYTHONHASHSEED": str(seed), "PATH": "", "HOME": "/tmp", "OMP_NUM_THREADS": "1"},
        ).stdout
        for seed in (1, 2)
    ]  # fmt: skip
    assert runs[0] == runs[1]
    other = {item.question.text for item in items(60, seed=1)}
    assert len(other & {item.question.text for item in items(60)}) < 6


def test_the_table_shows_its_facts_and_the_chart_its_bars() -> None:
    """Read the pictures back: bar heights from their pixels, against the facts; tables differ where facts do."""
    for item in [item for item in items(80) if item.metadata["family"] == "bar-chart"][:12]:
        with Image.open(io.BytesIO(draw(recipe_of(item)))) as opened:
            picture = opened.convert("RGB")
        heights = bar_heights(picture)
        values = [int(value) for value in item.key.facts.values()]
        assert len(heights) == len(values)
        scale = max(values) / max(heights)
        step = min(abs(a - b) for a in values for b in values if a != b)
        for height, value in zip(heights, values, strict=True):
            assert abs(height * scale - value) < step / 3


def bar_heights(picture: Image.Image) -> list[int]:
    """Return the heights in pixels of the runs of the one saturated colour, left to right."""
    pixels: Any = picture.load()
    counts = Counter(pixels[x, y] for x in range(0, picture.width, 3) for y in range(0, picture.height, 3))
    colour = next(c for c, _ in counts.most_common() if max(c) - min(c) > 20)
    columns = [sum(pixels[x, y] == colour for y in range(picture.height)) for x in range(picture.width)]
    heights, run = [], 0
    for count in [*columns, 0]:
        if count > 5:
            run = max(run, count)
        elif run:
            heights.append(run)
            run = 0
    return heights


def test_what_was_shown_is_kept_in_the_run_by_content(tmp_path: Path) -> None:
    from support import Scripted

    config = EvalConfig(model="scripted", benchmarks=("figures:n=4",), out=str(tmp_path))
    model = Scripted(lambda request: "A")
    evaluate(config, model=model)
    kept = {path.stem: path for path in (tmp_path / "images").iterdir()}
    assert len(kept) == 4
    for digest, path in kept.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    for line in RunDir(tmp_path).responses():
        [image] = [b.image for b in line.trace.calls[0].request.messages[0].content if hasattr(b, "image")]
        assert image.sha256 in kept


def test_show_prints_an_item_in_full(tmp_path: Path) -> None:
    out = tmp_path / "run"
    assert mmbench("eval", "--model", "random", "--benchmark", "figures:n=6", "--out", str(out)).returncode == 0
    shown = mmbench("show", str(out), "price-table-0-0002")
    assert shown.returncode == 0, shown.stderr
    for part in ("picture: ", "facts: ", "program: ", "solution:", "gold: (", "response:", "verdict: "):
        assert part in shown.stdout
    missing = mmbench("show", str(out), "price-table-0-0020")
    assert (missing.returncode, "Did you mean" in missing.stderr) == (2, True)


@pytest.mark.parametrize("options", [{"n": 0}, {"families": "pie"}])
def test_options_out_of_range_are_refused(options: dict[str, Any]) -> None:
    from mmbench.errors import UsageError

    with pytest.raises(UsageError, match="figures"):
        Figures(Figures.Options(**options), Source())
