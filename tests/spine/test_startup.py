"""The command line answers at once: nothing heavy is imported for what a command does not use."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys

import pytest
from support import ROOT, slowness

HEAVY = {"torch", "transformers", "datasets", "pandas", "matplotlib", "scipy", "statsmodels", "sympy", "numpy", "rich"}
COMMANDS = (["--help"], ["list"], ["score", "--help"], ["eval", "--help"], ["show", "--help"])


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_heavy_module_is_imported(arguments: list[str]) -> None:
    code = (
        "import sys, json, atexit\n"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))\n"
        f"sys.argv = ['mmbench', *{arguments!r}]\n"
        "from mmbench.cli import main; main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    modules = set(json.loads(done.stderr.strip().split("\n")[-1]))
    assert not modules & HEAVY
    assert "click" in modules


def test_a_run_of_the_built_in_suite_by_a_blind_model_draws_nothing(tmp_path: object) -> None:
    code = (
        "import sys, json\n"
        "from mmbench.evaluate import evaluate; from mmbench.config import EvalConfig\n"
        f"evaluate(EvalConfig(model='random', out={str(tmp_path)!r}))\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert not set(json.loads(done.stdout)) & HEAVY


@pytest.mark.parametrize("arguments", COMMANDS[:3], ids=" ".join)
def test_cpu_seconds_of_an_answer(arguments: list[str]) -> None:
    """At most 0.15 s on a quiet machine (bench/overhead.py measures it); the bound here is coarse."""
    assert statistics.median(cpu_seconds(arguments) for _ in range(5)) < 0.3 * slowness()


def cpu_seconds(arguments: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", "mmbench", *arguments], check=True, stdout=subprocess.DEVNULL, env=environment
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
