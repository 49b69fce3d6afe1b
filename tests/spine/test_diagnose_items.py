"""`mmbench diagnose` on items: which one is meant, which response, and what cannot be diagnosed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from support import mmbench, png

if TYPE_CHECKING:
    from pathlib import Path

WRONG = "AC is 4 cm. 4 + 3 = 9. The answer is 9."


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run: `a` answered, `b` without a recorded answer, `c` about somebody's mistake, `d` broken."""
    root = tmp_path_factory.mktemp("items")
    (root / "own").mkdir()
    (root / "own" / "benchmark.yaml").write_text("name: own\nrows: rows.jsonl\ndomain: table\n")
    asked = {
        "question": "How much is AC and 3 cm?", "answer": "7", "facts": {"AC": 4}, "program": "'AC' + 3",
        "description": "A line.",
    }  # fmt: skip
    other = {"id": "c", "question": "Which step is wrong?", "answer": "2", "task": "error_step"}
    rows = [{"id": "a", **asked}, {"id": "b", **asked}, other, {"id": "d", **asked, "facts": "AC"}]
    (root / "own" / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (root / "answers.jsonl").write_text(
        "".join(json.dumps({"id": name, "response": WRONG}) + "\n" for name in ("a", "c"))
    )
    done = mmbench("eval", "--model", "replay:answers.jsonl", "--benchmark", "own", "--out", "run", "--max-failures=2",
                   cwd=root)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return root


def test_an_item_of_a_benchmark_is_asked_for_by_either_name(root: Path) -> None:
    for name in ("a", "own/a"):
        done = mmbench("diagnose", WRONG, "--benchmark", "own", "--item", name, cwd=root)
        assert done.stdout.startswith("How much is AC and 3 cm?"), done.stderr
        assert ">>   2  4 + 3 = 9." in done.stdout
        assert "answer: 9, wrong; gold: 7" in done.stdout


def test_a_response_given_is_explained_in_place_of_the_recorded_one(root: Path) -> None:
    done = mmbench("diagnose", "4 + 3 = 7", "--run", "run", "--item", "a", cwd=root)
    assert "no mistake: the answer is right" in done.stdout
    assert ">>" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--run", "run", "--item", "b"], "no response to 'b': "),
        (["--run", "run", "--item", "c"], "asks for the mistake of somebody else"),
        (["5", "--benchmark", "own", "--item", "c"], "asks for the mistake of somebody else"),
        (["5", "--benchmark", "own", "--item", "d"], "the item 'd' cannot be asked: "),
        (["5", "--run", "run", "--item", "d"], "the item 'd' cannot be asked: "),
        (["5", "--benchmark", "own"], "--benchmark: name the item with --item ID"),
        (["5", "--run", "run", "--gold", "7"], "--run: name the item with --item ID"),
        (["5", "--item", "a", "--benchmark", "own", "--fact", "AC=4"], "--fact describes what --item names already"),
        (["5", "--item", "a", "--run", "run", "--benchmark", "own"], "leave out --benchmark"),
        (["--item", "a", "--benchmark", "own"], "no response: give one"),
    ],
)
def test_what_cannot_be_diagnosed_is_exit_2_and_says_why(root: Path, arguments: list[str], says: str) -> None:
    done = mmbench("diagnose", *arguments, cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_an_item_asked_in_several_views_must_be_named_in_full(root: Path) -> None:
    (root / "own" / "1.png").write_bytes(png())
    row = {"id": "p", "question": "How much is AC and 3 cm?", "answer": "7", "facts": {"AC": 4}, "image": "1.png"}
    (root / "own" / "rows.jsonl").write_text(json.dumps({**row, "description": "A line."}))
    (root / "answers.jsonl").write_text(
        "".join(json.dumps({"id": name, "response": WRONG}) + "\n" for name in ("p", "own/p|text-only|||0"))
    )
    views = ["--view", "full", "--view", "text-only"]
    done = mmbench("eval", "--model", "replay:answers.jsonl", "--benchmark", "own", *views, "--out", "views", cwd=root)
    assert done.returncode == 0, done.stderr
    done = mmbench("diagnose", "--run", "views", "--item", "p", cwd=root)
    assert done.returncode == 2
    assert "has 'p' 2 times; name one of: own/p, own/p|text-only||" in done.stderr
    for name in ("own/p", "own/p|text-only|||0"):
        done = mmbench("diagnose", "--run", "views", "--item", name, cwd=root)
        assert ">>   2  4 + 3 = 9." in done.stdout, done.stderr


def test_colours_where_they_are_asked_for_and_nowhere_else(root: Path) -> None:
    command = ["diagnose", WRONG + " \x1b[2J", "--gold", "7"]
    plain = mmbench(*command).stdout
    assert "\x1b" not in plain
    coloured = mmbench(*command, FORCE_COLOR="1").stdout
    assert "\x1b[1;4;31m4 + 3 = 9\x1b[0m" in coloured
    assert "\x1b[2J" not in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
