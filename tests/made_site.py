"""The explorer and the item page over data made up here, so that a test knows all of it and can count for itself."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from jinja2 import PackageLoader
from support import ROOT

from mmbench.leaderboard.site.answers import coded
from mmbench.leaderboard.site.pages import POLICY
from mmbench.leaderboard.site.scripts import write_script
from mmbench.leaderboard.site.words import translator
from mmbench.reports.html.environment import environment

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["BLOCK", "Made", "made_up", "write_site"]

BLOCK = 32
FACETS: dict[str, list[str]] = {
    "domain": ["algebra", "charts", "geometry", "logic*puzzles!", "statistics"],
    "source": [f"source {number}" for number in range(15)],
    "level": ["", "1", "2"],
    "language": ["en", "zh"],
    "answer_kind": ["choice", "number", "text"],
    "question_type": ["free", "multi_choice"],
    "benchmark": ["one", "two"],
    "condition": ["full", "full, noise"],
}
SKILLS = ["angles", "areas", "sums", "trends"]
SORTS = ("model", "imported", "simulated", "random")
OUTCOMES = {"r": "right", "w": "wrong", "u": "unparsed", "n": "no_answer", "f": "failed"}
KINDS = {"c": "calculation", "l": "logic", "m": "misreading", "x": "undetermined"}


@dataclass(frozen=True)
class Made:
    """The data of a site: its index, its items, and the lines of each run's slug by item."""

    index: dict[str, Any]
    items: list[dict[str, Any]]
    answers: dict[str, list[list[dict[str, Any]] | None]]


def made_up(items: int, models: int) -> Made:
    """Return data of a site, the same at each call: every kind of outcome, of mistake and of facet is in it."""
    chance = random.Random(items)
    number = range(items)
    of = {name: [chance.randrange(len(values)) for _ in number] for name, values in FACETS.items()}
    skills = [sorted(chance.sample(range(len(SKILLS)), chance.randrange(3))) for _ in number]
    marks = ["".join(chance.choices("rwunfmp-", (9, 6, 1, 1, 1, 1, 1, 2), k=items)) for _ in range(models)]
    mistakes = ["".join(chance.choice("clmx-") if mark in "wp" else "-" for mark in run) for run in marks]
    runs = [_run(place, SORTS[min(max(place - models + len(SORTS), 0), 3)], items) for place in range(models)]
    texts = [f"Question {k}: how large is x{k % 7} if it is twice as large as {chance.randrange(100)}?" for k in number]
    keys = [f"{FACETS['benchmark'][of['benchmark'][k]]}/item-{k:04}" for k in number]
    facets: dict[str, Any] = {name: {"values": values, "of": of[name]} for name, values in FACETS.items()}
    facets["skill"] = {"values": SKILLS, "of": skills}
    index = {
        "block": BLOCK,
        "runs": runs,
        "items": {"key": keys, "text": texts},
        "facets": facets,
        "outcomes": marks,
        "mistakes": mistakes,
        "scores": [None] * models,
    }
    described = [_item(k, keys[k], texts[k], {name: FACETS[name][of[name][k]] for name in FACETS}) for k in number]
    answers = {
        run["slug"]: [_lines(mark, kind) for mark, kind in zip(marks[k], mistakes[k], strict=True)]
        for k, run in enumerate(runs)
    }
    return Made(index, described, answers)


def write_site(folder: Path, made: Made) -> Path:
    """Write the two pages, their assets and data, and return the folder."""
    source = ROOT / "leaderboard" / "site"
    shutil.copytree(source / "assets", folder / "assets")
    shutil.copy(ROOT / "reports" / "html" / "templates" / "style.css", folder / "assets" / "report.css")
    templates = environment(PackageLoader("mmbench.leaderboard.site"), _=translator("en"), policy=POLICY)
    site = SimpleNamespace(title="made up", report=SimpleNamespace(made_with="mmbench"))
    for name in ("explorer", "item"):
        here = SimpleNamespace(name=name, lang="en")
        text = templates.get_template(f"{name}.html.j2").render(site=site, page=here, root="", top="", other="x.html")
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    write_script(folder / "data", "index", made.index)
    for start in range(0, len(made.items), BLOCK):
        write_script(folder / "data", f"items/{start // BLOCK}", made.items[start : start + BLOCK])
        for slug, lines in made.answers.items():
            packed = [[coded(line) for line in each] if each else None for each in lines[start : start + BLOCK]]
            write_script(folder / "data", f"answers/{slug}/{start // BLOCK}", packed)
    return folder


def _run(place: int, sort: str, items: int) -> dict[str, Any]:
    return {
        "label": f"model {place}" if sort != "random" else "random",
        "slug": f"model-{place}",
        "sort": sort,
        "status": "run",
        "model": f"model {place}",
        "strategy": "direct",
        "accuracy": 0.5,
        "low": 0.4,
        "high": 0.6,
        "n": items,
    }


def _item(place: int, key: str, text: str, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "key": key,
        "benchmark": labels["benchmark"],
        "benchmark_slug": labels["benchmark"],
        "title": f"Benchmark {labels['benchmark']}",
        "domain": labels["domain"],
        "domain_slug": "domain",
        "condition": "" if labels["condition"] == "full" else labels["condition"],
        "question": text,
        "choices": ["\\frac{1}{2} as it is", "$\\frac{3}{4}$", "- 5", "none"] if place % 2 else [],
        "choice": 1 if place % 2 else None,
        "gold": "(B) $\\frac{3}{4}$" if place % 2 else "7",
        "language": labels["language"],
        "level": labels["level"],
        "skills": ["sums"],
        "source": labels["source"],
        "answer_kind": labels["answer_kind"],
        "pictures": [],
        "others": 0,
        "withheld": "",
    }


def _lines(mark: str, kind: str) -> list[dict[str, Any]] | None:
    if mark in "-m":
        return None
    marks = "rw" if mark == "p" else mark
    return [_line(repeat, OUTCOMES[each], KINDS.get(kind, "")) for repeat, each in enumerate(marks)]


def _line(repeat: int, outcome: str, kind: str) -> dict[str, Any]:
    wrong = outcome == "wrong" and kind
    mistake = {
        "kind": kind,
        "subtype": "sum",
        "confidence": 0.8125,
        "step": 1,
        "quote": "3 + 4 = 8",
        "found": "8",
        "expected": "7",
        "explanation": "3 + 4 is 7.",
    }
    return {
        "repeat": repeat,
        "outcome": outcome,
        "extraction": "" if outcome in ("no_answer", "failed") else "8" if outcome == "wrong" else "7",
        "how": "stated; number",
        "truncated": False,
        "failure": "generation: the model is gone" if outcome == "failed" else "",
        "mistake": mistake if wrong else None,
        "response": _passage("First: two and two.\n", "3 + 4 = 8", "\nThe answer is 8.")
        if wrong
        else _passage("It is 7."),
        "reasoning": _passage("I think so."),
        "official": [["mathvista", 1.0]],
        "planted": "",
        "judge": "",
    }


def _passage(before: str, marked: str = "", after: str = "") -> dict[str, Any]:
    return {"before": before, "marked": marked, "after": after, "left_out_before": 0, "left_out_after": 0}
