"""The GitHub Action and the example workflow: what they run exists, and nothing given to them is run as shell."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT, mmbench

from mmbench.reports.gating.settings import read_settings

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
EXAMPLE = (ROOT / "docs" / "examples" / "release-gate.yml").read_text()
STEPS: dict[str, dict[str, Any]] = {step.get("name", step.get("uses")): step for step in ACTION["runs"]["steps"]}


def scripts(node: Any) -> list[str]:
    """Return every `run` of a workflow or action."""
    if isinstance(node, dict):
        return [str(value) for key, value in node.items() if key == "run"] + scripts(list(node.values()))
    return [found for each in node for found in scripts(each)] if isinstance(node, list) else []


def test_nothing_that_is_given_becomes_part_of_a_script() -> None:
    for document in (ACTION, yaml.safe_load(EXAMPLE)):
        assert scripts(document)
        assert not [script for script in scripts(document) if "${{" in script]


def test_every_input_is_used_and_every_one_used_is_declared() -> None:
    used = set(re.findall(r"inputs\.([a-z-]+)", json.dumps(ACTION["runs"])))
    assert used == set(ACTION["inputs"])
    assert all(step.get("shell") for step in STEPS.values() if "run" in step)


def test_the_options_that_the_action_gives_exist() -> None:
    help_text = mmbench("gate", "--help").stdout
    names = [name for name in STEPS["Gate"]["env"] if f'"{name}"' in STEPS["Gate"]["run"]]
    assert len(names) == 7
    for name in names:
        assert f"--{name.lower().replace('_', '-')} " in help_text


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("action")
    for name, rate in (("a", "0.1"), ("b", "0.6"), ("c", "0.1")):
        options = ("--model-option", f"calculation={rate}", "--model-option", f"seed={int(name == 'c')}")
        done = mmbench(
            "eval", "--model", "student", "--benchmark", "figures:n=200", "--out", name, *options, cwd=folder
        )
        assert done.returncode == 0, done.stderr
    return folder


def step(name: str, folder: Path, **given: str) -> tuple[subprocess.CompletedProcess[str], str, str]:
    """Run a step's script, and return what it did, its outputs and the summary."""
    binaries = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    files = {each: str(folder / each) for each in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
    for path in files.values():
        Path(path).write_text("")
    defaults = {env: "" for env in STEPS[name]["env"]}
    environment = {**os.environ, **defaults, **files, "PATH": binaries, "PYTHONPATH": str(ROOT), **given}
    command = [sys.executable, "-c"] if STEPS[name]["shell"] == "python" else ["bash", "-e", "-c"]
    done = subprocess.run(
        [*command, STEPS[name]["run"]], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    outputs, summary = ((folder / each).read_text() for each in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"))
    return done, outputs, summary


@pytest.mark.parametrize(
    ("given", "outputs", "summary"),
    [
        ({"CANDIDATE": "b", "MARGIN": "20"}, "verdict=regression\nexit-code=1\n", "# Gate: REGRESSION\n"),
        ({"CANDIDATE": "c", "MARGIN": "30"}, "verdict=pass\nexit-code=0\n", "# Gate: PASS\n"),
        ({"CANDIDATE": "none", "MARGIN": "20"}, "verdict=invalid\nexit-code=3\n", "# Gate: INVALID\n"),
        ({"CANDIDATE": "c"}, "verdict=\nexit-code=2\n", "# Gate: no verdict\n"),
        ({"CANDIDATE": "$(touch hacked); b", "MARGIN": "20"}, "verdict=invalid\nexit-code=3\n", "# Gate: INVALID\n"),
        ({"CANDIDATE": "--help", "MARGIN": "20"}, "verdict=invalid\nexit-code=3\n", "# Gate: INVALID\n"),
    ],
)
def test_the_gate_s_step_tells_verdict_and_status(
    given: dict[str, str], outputs: str, summary: str, runs: Path
) -> None:
    done, told, shown = step("Gate", runs, BASELINE="a", OUT="out", **given)
    assert done.returncode == 0, done.stderr
    assert told == outputs
    assert shown.startswith(summary)
    assert not (runs / "hacked").exists()
    code = outputs.split("exit-code=")[1].strip()
    assert step("End as the gate did", runs, CODE=code)[0].returncode == int(code)


def test_the_evaluation_s_step_splits_words_and_runs_no_shell(runs: Path) -> None:
    arguments = "--model student --benchmark 'figures:n=5' --model-option style=plain;touch hacked"
    done, _, _ = step("Evaluate the candidate", runs, EVAL_ARGS=arguments, CANDIDATE="new")
    assert done.returncode == 2
    assert not (runs / "hacked").exists()
    done, _, _ = step(
        "Evaluate the candidate", runs, EVAL_ARGS="--model student --benchmark figures:n=5", CANDIDATE="new run"
    )
    assert done.returncode == 0, done.stderr
    assert (runs / "new run" / "summary.json").exists()


def test_the_example_s_inputs_are_the_action_s() -> None:
    workflow = yaml.safe_load(EXAMPLE)
    (used,) = [step for step in workflow["jobs"]["gate"]["steps"] if step.get("id") == "gate"]
    assert set(used["with"]) <= set(ACTION["inputs"])
    required = {name for name, each in ACTION["inputs"].items() if each.get("required")}
    assert required <= set(used["with"])
    assert workflow["jobs"]["release"]["needs"] == "gate"


def test_the_example_s_commands_run(tmp_path: Path) -> None:
    """Each command of the example, with a student in the place of the model and fewer items."""
    commands = re.findall(r"^#\s+mmbench (.+)$", EXAMPLE, re.MULTILINE)
    arguments = yaml.safe_load(EXAMPLE)["jobs"]["gate"]["steps"][-1]["with"]["eval-args"]
    commands.append(f"eval {arguments} --out runs/model-b")
    commands.append("gate --baseline gates/model-a.json --candidate runs/model-b --config gates/gate.toml")
    (tmp_path / "gates").mkdir()
    (tmp_path / "gates" / "gate.toml").write_text("margin = 90\n")
    assert len(commands) == 6
    for place, command in enumerate(commands):
        words = shlex.split(re.sub(r"openai:model-\w|\$\{\{ inputs.model \}\}", "student", command))
        words = [word.replace("n=1500", "n=40") for word in words]
        if words[0] == "eval":
            words += ["--model-option", f"seed={place}"]
        done = mmbench(*words, cwd=tmp_path)
        assert done.returncode == 0, (words, done.stderr)


def test_the_example_s_configuration_is_read_and_says_the_defaults() -> None:
    path = ROOT / "docs" / "examples" / "gate.toml"
    settings, usual = read_settings(path), read_settings(None)
    for name in ("floor", "alpha", "min_coverage", "domain_detectable"):
        assert getattr(settings, name) == getattr(usual, name)
    assert settings.suites == {"figures": 3.0}
    commented = re.findall(r"^# (\w+ = .+)$", path.read_text(), re.MULTILINE)
    assert len(commented) == 2
    told = {name for line in (*commented, path.read_text()) for name in tomllib.loads(line)}
    assert told == set(settings.__struct_fields__)
