"""What users install: the wheel built from the source distribution runs outside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import venv
import zipfile
from typing import TYPE_CHECKING

import pytest
from support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = ("adapters", "benchmarks", "leaderboard", "reports", "scoring")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from a clean export of what git tracks (new files included): sdist, and the wheel from the sdist."""
    tree = tmp_path_factory.mktemp("export")
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    names = [name for name in listed if name and (ROOT / name).exists()]
    subprocess.run(["tar", "cf", str(tree / "tree.tar"), *names], cwd=ROOT, check=True)
    subprocess.run(["tar", "xf", "tree.tar"], cwd=tree, check=True)
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(tree)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return out


@pytest.mark.slow
def test_the_wheel_has_every_room_and_nothing_else(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"mmbench", f"mmbench-{wheel.name.split('-')[1]}.dist-info"}
    for room in ROOMS:
        assert f"mmbench/{room}/__init__.py" in names
    data = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "benchmarks").rglob("*.toml"))]
    assert "benchmarks/base/domains.toml" in data
    templates = sorted((ROOT / "reports" / "html" / "templates").iterdir())
    data += [path.relative_to(ROOT).as_posix() for path in templates]
    assert "reports/html/templates/run.html.j2" in data
    site = ROOT / "leaderboard" / "site"
    parts = [path for name in ("assets", "templates", "words") for path in sorted((site / name).iterdir())]
    data += [
        path.relative_to(ROOT).as_posix() for path in parts if path.suffix in (".css", ".j2", ".js", ".svg", ".toml")
    ]
    assert {"leaderboard/site/assets/core.js", "leaderboard/site/words/zh.toml"} < set(data)
    assert not any(name.endswith(".zip") for name in names), "submissions are the repository's, not the package's"
    for name in (
        *(f"mmbench/{name}" for name in data),
        "mmbench/py.typed",
        "mmbench/scoring/official/mathvista.py",
        "mmbench/benchmarks/figures/charts/bar_chart.py",
    ):
        assert name in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    [sdist] = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        assert not any("/shared/" in name or name.endswith(".jpg") for name in archive.getnames())


@pytest.mark.slow
def test_the_wheel_runs_outside_the_checkout(built: Path, tmp_path: Path) -> None:
    """The dependencies are this environment's; mmbench itself is only what the wheel holds."""
    place = tmp_path / "venv"
    venv.create(place, with_pip=False)
    [wheel] = built.glob("*.whl")
    python = place / "bin" / "python"
    site = next((place / "lib").iterdir()) / "site-packages"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(wheel)], check=True
    )
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    (site / "libraries.pth").write_text("\n".join(libraries) + "\n")
    code = "import mmbench, sys; print(mmbench.__file__)"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True).stdout
    assert found.startswith(str(place))
    done = subprocess.run(
        [python, "-m", "mmbench", "eval", "--model", "random", "--benchmark", "figures:n=6", "--out", "run", "--json"],
        capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["n"] == 6
