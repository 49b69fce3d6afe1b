"""Packages add benchmarks, adapters and strategies through entry points; a broken one is a warning that names it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support import ROOT, mmbench, read_lines

if TYPE_CHECKING:
    from pathlib import Path

PLUGIN = """
import asyncio
from mmbench.interfaces import Capabilities, NoOptions
from mmbench.records import Answer, Response

class Slow:
    'Takes its time.'
    Options = NoOptions
    capabilities = Capabilities(blind=True)
    concurrency = 2
    def __init__(self, name, options): self.pause = float(name or 0)
    def identity(self): return {'name': 'slow'}
    def load(self, cards): pass
    def close(self): pass
    async def generate(self, request):
        await asyncio.sleep(self.pause)
        return Response(text='A')

class NoSystem(Slow):
    capabilities = Capabilities(blind=True, logprobs=False)

class Confident:
    'Needs log-probabilities.'
    needs = frozenset({'logprobs'})
    Options = NoOptions
    def __init__(self, options): pass
    async def __call__(self, question, session): return Answer(text='A')

class Odd:
    'Answers with what is no text.'
    needs = frozenset()
    Options = NoOptions
    def __init__(self, options): pass
    async def __call__(self, question, session): return Answer(text=7)
"""
ENTRY_POINTS = """
[mmbench.adapters]
slow = slowplug:Slow
broken = slowplug_missing:Model

[mmbench.strategies]
confident = slowplug:Confident
odd = slowplug:Odd
"""


@pytest.fixture
def plugged(tmp_path: Path) -> str:
    """Return a PYTHONPATH on which a package with entry points is installed."""
    site = tmp_path / "site"
    info = site / "slowplug-0.1.dist-info"
    info.mkdir(parents=True)
    (site / "slowplug.py").write_text(PLUGIN)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: slowplug\nVersion: 0.1\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    return f"{ROOT}{os.pathsep}{site}"


def test_a_plugin_s_model_answers(plugged: str, tmp_path: Path) -> None:
    out = tmp_path / "run"
    done = mmbench("eval", "--model", "slow:0", "--limit", "4", "--out", str(out), PYTHONPATH=plugged)
    assert done.returncode == 0, done.stderr
    assert {line["trace"]["text"] for line in read_lines(out / "responses.jsonl")} == {"A"}


def test_a_broken_plugin_is_a_warning_that_names_it(plugged: str, tmp_path: Path) -> None:
    listed = mmbench("list", PYTHONPATH=plugged)
    assert listed.returncode == 0
    assert "warning: the adapter 'broken' from slowplug cannot be imported" in listed.stderr
    assert "(cannot be imported)" in listed.stdout
    assert "Takes its time." in listed.stdout
    asked = mmbench("eval", "--model", "broken", PYTHONPATH=plugged, cwd=tmp_path)
    assert asked.returncode == 2
    assert "from slowplug cannot be imported" in asked.stderr


def test_a_missing_capability_is_named_before_anything_is_asked(plugged: str, tmp_path: Path) -> None:
    done = mmbench(
        "eval", "--model", "slow:0", "--strategy", "confident", "--out", str(tmp_path / "x"), PYTHONPATH=plugged
    )
    assert (done.returncode, "needs 'logprobs'" in done.stderr) == (2, True)
    assert not (tmp_path / "x" / "responses.jsonl").exists()


def test_an_answer_that_is_no_text_is_a_failed_line(plugged: str, tmp_path: Path) -> None:
    out = tmp_path / "run"
    done = mmbench(
        "eval", "--model", "slow:0", "--strategy", "odd", "--limit", "3", "--out", str(out), PYTHONPATH=plugged
    )
    assert done.returncode == 5, done.stderr
    errors = [line["failure"]["error"] for line in read_lines(out / "responses.jsonl")]
    assert len(errors) == 3
    assert all("Expected `str`, got `int`" in error for error in errors)


def test_ctrl_c_is_exit_130_and_says_how_to_go_on(plugged: str, tmp_path: Path) -> None:
    out = tmp_path / "run"
    process = subprocess.Popen(
        [sys.executable, "-m", "mmbench", "eval", "--model", "slow:0.2", "--out", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": plugged},
    )  # fmt: skip
    log = out / "responses.jsonl"
    deadline = time.monotonic() + 30
    while not (log.exists() and log.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted; the same command continues" in errors
    assert "Traceback" not in errors
    finished = log.read_bytes().count(b"\n")
    scored = mmbench("score", str(out), PYTHONPATH=plugged)
    assert scored.returncode == 3
    assert f"incomplete: {300 - finished} items have no response" in scored.stderr
