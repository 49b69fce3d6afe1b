"""The house: folders that are one package, rooms that know only what they may, modules one can read in a sitting."""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support import ROOT

import mmbench

FOLDERS = ("adapters", "benchmarks", "leaderboard", "reports", "scoring")
SOURCES = [path for folder in (*FOLDERS, "mmbench") for path in sorted((ROOT / folder).rglob("*.py"))]
SOURCES = [path for path in SOURCES if not (path.is_relative_to(ROOT / "mmbench") and path.parts[-2] in FOLDERS)]


def test_the_folders_are_the_package_s_rooms() -> None:
    for folder in FOLDERS:
        link = ROOT / "mmbench" / folder
        assert link.is_symlink()
        assert os.readlink(link) == f"../{folder}"  # noqa: PTH115
        assert (ROOT / folder).is_dir()


def test_the_import_contracts_hold() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint, "--no-logo", "--no-cache"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_a_forbidden_import_breaks_a_contract(tmp_path: Path) -> None:
    """The check can fail: a model that imports scoring's verdict is found out."""
    copy = tmp_path / "checkout"
    for room in (*FOLDERS, "mmbench"):
        shutil.copytree(ROOT / room, copy / room, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "adapters" / "cheat.py").write_text("from mmbench.scoring.verdict import decide\n")
    lint = Path(sys.executable).parent / "lint-imports"
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run([lint, "--no-cache"], capture_output=True, text=True, cwd=copy, env=environment)
    assert done.returncode == 1, done.stdout
    assert "mmbench.adapters.cheat -> mmbench.scoring.verdict" in done.stdout


COMMON = {"errors", "interfaces", "jsonl", "program", "records", "registry"}
MAY_IMPORT = {
    "errors": set(),
    "records": set(),
    "program": set(),
    "benchmarks": COMMON | {"cells", "images"},
    "adapters": COMMON | {"images", "scoring.answers"},
    "scoring": COMMON,
    "reports": COMMON | {"images", "rundir", "scoring.official"},
    "leaderboard": COMMON | {"reports", "rundir"},
}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    """The contracts name what is forbidden; this names what is allowed, so that a new module is forbidden at once."""
    import grimp

    graph = grimp.build_graph("mmbench")
    modules = {f"mmbench.{room}"} | graph.find_descendants(f"mmbench.{room}")
    for module in modules:
        for imported in graph.find_modules_directly_imported_by(module):
            name = imported.removeprefix("mmbench.")
            allowed = any(name == other or name.startswith(f"{other}.") for other in (*MAY_IMPORT[room], room))
            assert allowed, f"{module} imports {imported}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_fit_a_sitting_and_a_screen(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") < 450
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 70, node.name


def test_every_module_says_what_it_is_for_and_exports_only_what_is_there() -> None:
    for info in pkgutil.walk_packages(mmbench.__path__, "mmbench."):
        if info.name == "mmbench.__main__":
            continue
        module = importlib.import_module(info.name)
        assert module.__doc__, info.name
        for name in getattr(module, "__all__", []):
            assert hasattr(module, name), f"{info.name}.{name}"


def test_the_names_of_the_package_are_there_and_lazy() -> None:
    assert sorted(mmbench.__all__) == ["__version__", "check", "diagnose", "load_run"]
    assert mmbench.check("The answer is 4.", "4").outcome == "right"
    said = mmbench.diagnose("3 + 4 = 8. The answer is 8.", question="What is 3 + 4?", gold="7", facts={})
    assert (said.kind, said.quote) == ("calculation", "3 + 4 = 8")
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        _ = mmbench.chekc
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == mmbench.__version__


MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|DOMParser|createContextualFragment"
    r"|\beval\b|\bFunction\(|setTimeout\([\"'`]|import\(|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon"
)


def test_scripts_of_pages_make_no_markup_run_no_text_and_ask_nothing() -> None:
    scripts = [*(ROOT / "leaderboard").rglob("*.js"), *(ROOT / "reports").rglob("*.js")]
    assert len(scripts) > 10
    for path in scripts:
        text = path.read_text("utf-8")
        assert MARKUP.findall(text) == [], path
        assert max(map(len, text.splitlines())) <= 120, path
        assert text.count("\n") < 300, path


def test_nothing_evaluates_or_unpickles_what_it_reads() -> None:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "__import__"), path
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
                assert not {"pickle", "dill", "shelve", "marshal"} & set(names), path


def test_ci_calls_the_readme_s_test_command() -> None:
    readme = (ROOT / "README.md").read_text()
    command = readme.split("pass the tests")[1].split("```sh\n")[1].split("\n```")[0]
    assert command == "make test"
    assert (ROOT / ".ci" / "run").read_text().strip().split("\n")[-1] == command
