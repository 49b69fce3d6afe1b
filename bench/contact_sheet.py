"""A contact sheet of the suite `figures`: every family at every level, with question, options and answer.

    python bench/contact_sheet.py --out DIR [--families a+b] [--seed S] [--boxes] [--quick]

One PNG a family, three levels across, English above Chinese. `--boxes` frames where the facts stand. Texts that
overlap or leave the sheet are listed. The last line is JSON.
"""

from __future__ import annotations

import argparse
import io
import json
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from mmbench.benchmarks.base.fonts import font
from mmbench.benchmarks.figures.catalogue import FAMILIES, family_of
from mmbench.benchmarks.figures.items import Recipe, item_of, problem_of
from mmbench.benchmarks.figures.render import png

if TYPE_CHECKING:
    from mmbench.records import Item

WIDTH, TEXT = 620, 290


def cell(recipe: Recipe, boxes: bool) -> tuple[Image.Image, list[str]]:
    """Return the picture of an item above its question, and what is wrong with its layout."""
    problem, _ = problem_of(recipe, family_of(recipe.family))
    item = item_of(recipe, family_of(recipe.family), variants=False)
    drawn = Image.open(io.BytesIO(png(problem.sheet))).convert("RGB")
    if boxes:
        pen = ImageDraw.Draw(drawn)
        for place in item.key.places.values():
            pen.rectangle(place, outline="#FF00FF")
    drawn.thumbnail((WIDTH - 10, 540))
    made = Image.new("RGB", (WIDTH, 550 + TEXT), "white")
    made.paste(drawn, ((WIDTH - drawn.width) // 2, 5))
    pen = ImageDraw.Draw(made)
    for number, line in enumerate(lines_of(item)):
        pen.text((8, 552 + 17 * number), line, font=font("noto", 14, line), fill="black")
    pen.rectangle((0, 0, WIDTH - 1, 549 + TEXT), outline="#888888")
    words = problem.sheet.words
    wrong = [f"{recipe.name}: '{a.text}' over '{b.text}'" for a, b in combinations(words, 2) if a.box.meets(b.box)]
    for word in words:
        box = word.box
        if min(box.left, box.top) < 0 or box.right > problem.sheet.width or box.bottom > problem.sheet.height:
            wrong.append(f"{recipe.name}: '{word.text}' leaves the sheet")
    return made, wrong


def lines_of(item: Item) -> list[str]:
    """Return question, options, answer and worked solution in lines that fit a cell."""
    key = item.key
    texts = [item.question.text]
    if item.question.choices:
        texts.append("  ".join(f"({'ABCD'[n]}) {text}" for n, text in enumerate(item.question.choices)))
    texts.append(f"gold: {key.answer} {item.question.unit}  tolerance {key.tolerance.abs or key.tolerance.decimals}")
    texts += [f"program: {key.program}", *key.solution.split("\n")]
    if key.description:
        texts.append(f"description: {key.description}")
    lines: list[str] = []
    used = font("noto", 14)
    for text in texts:
        lines.append("")
        for character in text:
            if used.getlength(lines[-1] + character) > WIDTH - 16:
                lines.append("   ")
            lines[-1] += character
    return lines[: (TEXT - 8) // 17]


def sheet_of(family: str, seed: int, boxes: bool) -> tuple[Image.Image, list[str]]:
    """Return the contact sheet of a family, and what is wrong with its layouts."""
    whole = Image.new("RGB", (3 * WIDTH, 2 * (550 + TEXT)), "white")
    wrong: list[str] = []
    for row, language in enumerate(("en", "zh")):
        for column in range(3):
            name = "en" if language == "en" else "zh"
            recipe = Recipe(family, seed, 10 * row + column, column + 1, name, options=(row + column) % 2 == 0)  # type: ignore[arg-type]
            made, found = cell(recipe, boxes)
            whole.paste(made, (column * WIDTH, row * (550 + TEXT)))
            wrong += found
    return whole, wrong


def main() -> None:
    """Write the sheets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--families", default="")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--boxes", action="store_true")
    parser.add_argument("--quick", action="store_true", help="the first three families only")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    chosen = asked.families.split("+") if asked.families else list(FAMILIES)
    wrong: list[str] = []
    for family in chosen[:3] if asked.quick else chosen:
        whole, found = sheet_of(family, asked.seed, asked.boxes)
        whole.save(asked.out / f"{family}.png")
        print(f"{family:24} {len(found)} layout faults  {asked.out / f'{family}.png'}")
        wrong += found
    for line in wrong:
        print(line)
    print(json.dumps({"families": len(chosen), "faults": len(wrong)}))


if __name__ == "__main__":
    main()
