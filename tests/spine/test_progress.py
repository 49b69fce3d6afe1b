"""What a person sees while a run goes on: a bar on a terminal, plain lines without one."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

from support import ROOT, mmbench

from mmbench import progress
from mmbench.progress import BarProgress, LineProgress, Standing
from mmbench.records import Verdict

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_standing_says_rate_time_left_accuracy_and_failures() -> None:
    standing = Standing(total=10, done=2)
    assert standing.text() == "2/10 · failed 0 · 0.0 items/s"
    standing.start -= 4.0
    for outcome in ("right", "wrong", "failed", "right"):
        standing.add(Verdict(item="x", outcome=outcome))
    assert standing.text() == "6/10 · right 50.0 % of 4 new · failed 1 · 1.0 items/s · 0:04 left"
    standing.total, standing.start = 40_000, standing.start
    assert standing.text().endswith("left")
    assert standing.text().count(":") == 2


def test_lines_come_every_so_often_and_at_the_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LINE_SECONDS", 0.0)
    lines = LineProgress()
    lines.start(2, 0)
    lines.add(Verdict(item="x", outcome="right"))
    lines.add(Verdict(item="y", outcome="failed"))
    lines.stop()
    shown = capsys.readouterr().err.splitlines()
    assert [line.split(" · ")[0] for line in shown] == ["1/2", "2/2", "2/2"]
    assert "failed 1" in shown[-1]


def test_without_a_terminal_there_are_no_control_characters(tmp_path: Path) -> None:
    done = mmbench("eval", "--model", "random", "--limit", "5", "--out", str(tmp_path / "run"))
    assert "\x1b" not in done.stderr + done.stdout
    assert done.stderr.startswith("5/5 · right ")


def test_a_terminal_gets_a_bar(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "mmbench",
        "eval",
        "--model",
        "random",
        "--limit",
        "5",
        "--out",
        str(tmp_path / "run"),
    ]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "━" in shown
    assert "5/5 · right" in shown


def test_a_bar_counts(capsys: pytest.CaptureFixture[str]) -> None:
    bar = BarProgress()
    bar.start(3, 1)
    bar.add(Verdict(item="x", outcome="right"))
    bar.stop()
    assert "2/3" in capsys.readouterr().err
