"""Fixtures: the shared samples where they are at hand, a tiny real model that reads its picture, a browser."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("architectures", "tiny_checks")
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a module of the site in one process, so that its sites are built once."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "leaderboard"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Return a function from a name under `data/` to its folder, which skips where the samples are absent."""
    folder = Path(os.environ.get("MMBENCH_SHARED", ROOT.parent / "shared")) / "data"

    def find(name: str) -> Path:
        if not (folder / name).is_dir():
            pytest.skip(f"real samples are not at hand: no {name} under MMBENCH_SHARED ({folder})")
        return folder / name

    return find


@pytest.fixture(scope="session")
def tiny_llava(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a LLaVA of 65,000 parameters, fitted to count the squares in its picture."""
    from tiny_llava import build, fit

    folder = tmp_path_factory.mktemp("tiny-llava")
    model, processor = build(folder)
    loss = fit(model, processor)
    assert loss < 0.01, f"the tiny model did not learn to read its picture: loss {loss}"
    model.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a Chromium; a module that also makes runs makes them first (see `site_support.launched`)."""
    from site_support import launched

    with launched() as opened:
        yield opened


@pytest.fixture(scope="module", autouse=True)
def _heap_set_aside() -> None:
    """Set aside what other tests left in memory, whole libraries: collecting it counts for no call that is timed."""
    gc.collect()
    gc.freeze()
