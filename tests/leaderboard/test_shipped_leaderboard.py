"""The leaderboard that this repository ships: its archives hold, its workflow's commands work, the README shows it."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from PIL import Image
from support import ROOT

from mmbench.cli.site_command import command
from mmbench.submissions import check_submission

if TYPE_CHECKING:
    from pathlib import Path

SUBMISSIONS = ROOT / "leaderboard" / "submissions"
ARCHIVES = sorted(SUBMISSIONS.glob("*.zip"))


def test_there_are_some_and_they_are_small() -> None:
    assert len(ARCHIVES) >= 5
    assert sum(archive.stat().st_size for archive in ARCHIVES) < 1_000_000
    listed = (SUBMISSIONS / "README.md").read_text()
    assert all(f"| {archive.stem} " in listed for archive in ARCHIVES)


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda archive: str(archive.stem))
def test_each_is_scored_here_as_it_claims(archive: Path) -> None:
    """Where this fails, the checker or the suite has changed: make the archives anew, as their README says."""
    entry = check_submission(archive, {})
    assert (entry.status, entry.changed, entry.notes) == ("rescored", 0, ())


def steps() -> list[str]:
    workflow: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / "leaderboard.yml").read_text())
    return [step["run"] for step in workflow["jobs"]["build"]["steps"] if "run" in step]


def test_the_workflow_s_commands_make_a_whole_site(tmp_path: Path) -> None:
    install, *commands = steps()
    assert install == "python -m pip install ."
    assert [shlex.split(each)[:3] for each in commands] == [
        ["mmbench", "site", "check"], ["mmbench", "site", "build"], ["mmbench", "site", "check"],
    ]  # fmt: skip
    (tmp_path / "leaderboard").symlink_to(ROOT / "leaderboard")
    for each in commands:
        words = [sys.executable, "-m", *shlex.split(each)]
        done = subprocess.run(
            words, cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        assert done.returncode == 0, done.stderr
    index = (tmp_path / "public" / "data" / "index.js").read_text()
    runs = json.loads(index.removeprefix('mmbench.receive("index", ').removesuffix(");\n"))["runs"]
    assert [(run["label"], run["status"]) for run in runs] == [
        ("student (careful)", "rescored"),
        ("student (hasty)", "rescored"),
        ("student (muddled)", "rescored"),
        ("random", "rescored"),
        ("student (shortsighted)", "rescored"),
    ]
    pages = (tmp_path / "public" / "models").glob("*.html")
    assert all("simulated" in page.read_text() for page in pages if page.stem != "random")


def test_the_readme_shows_it() -> None:
    shown = re.findall(r"!\[[^\]]+\]\((docs/[^)]+\.png)\)", (ROOT / "README.md").read_text())
    assert shown == ["docs/leaderboard.png"]
    path = ROOT / shown[0]
    assert path.stat().st_size < 300_000
    with Image.open(path) as picture:
        assert picture.width >= 1000


def test_the_docs_name_every_command_and_option() -> None:
    text = (ROOT / "docs" / "site.md").read_text()
    for name, each in command.commands.items():
        assert f"mmbench site {name}" in text
        for parameter in each.params:
            assert all(option in text for option in parameter.opts if option.startswith("--")), (name, parameter.name)
