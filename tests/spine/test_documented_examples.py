"""What README and the guides print is what the commands print."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from support import ROOT, mmbench

if TYPE_CHECKING:
    from pathlib import Path

README, OWN = "README.md", "docs/own-benchmark.md"


def _sessions(document: str) -> list[tuple[list[list[str]], str]]:
    """Return each block of a document that shows a terminal: the commands, and what the last one prints."""
    found = []
    for block in re.findall(r"^```\n(\$ .*?)^```", (ROOT / document).read_text(), re.MULTILINE | re.DOTALL):
        lines = block.replace("\\\n", " ").splitlines(keepends=True)
        commands = [shlex.split(line[2:]) for line in lines if line.startswith("$ ")]
        found.append((commands, "".join(line for line in lines if not line.startswith("$ "))))
    return found


def _folder(path: Path) -> None:
    """Write the benchmark and the answers that the guide shows."""
    text = (ROOT / OWN).read_text()
    described = re.search(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rows = re.search(r"^```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    answer = re.search(r"`(\{[^`]*\})` in\n`answers.jsonl`", text)
    assert described and rows and answer
    (path / "my-benchmark/pictures").mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(path / "my-benchmark/pictures/1.png")
    (path / "my-benchmark/benchmark.yaml").write_text(described[1])
    first: dict[str, Any] = json.JSONDecoder().raw_decode(rows[1])[0]
    (path / "my-benchmark/rows.jsonl").write_text(f"{json.dumps(first)}\n")
    (path / "answers.jsonl").write_text(f"{answer[1]}\n")


@pytest.mark.parametrize(("document", "number"), [(README, 0), (README, 1), (OWN, 0)])
def test_a_diagnosis_is_printed_as_documented(document: str, number: int, tmp_path: Path) -> None:
    commands, printed = _sessions(document)[number]
    if "runs/student--figures--direct" in commands[-1]:
        run = mmbench("eval", "--model", "student", "--ids", commands[-1][-1], cwd=tmp_path)
        assert run.returncode == 0, run.stderr
    if document == OWN:
        _folder(tmp_path)
    done = [mmbench(*arguments, cwd=tmp_path) for _, *arguments in commands]
    assert [each.returncode for each in done] == [0] * len(commands), done[-1].stderr
    assert [line.rstrip() for line in done[-1].stdout.splitlines()] == printed.splitlines()


def test_every_terminal_that_is_shown_is_held_to_what_is_printed() -> None:
    documents = [ROOT / README, *sorted((ROOT / "docs").rglob("*.md"))]
    shown = {str(path.relative_to(ROOT)): len(_sessions(str(path.relative_to(ROOT)))) for path in documents}
    assert {name: count for name, count in shown.items() if count} == {README: 2, OWN: 1}
