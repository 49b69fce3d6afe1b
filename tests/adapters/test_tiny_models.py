"""The tiny checkpoints that the `hf:` tests run on, of the architectures that need no torchvision."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tiny_checks import Tiny, TinyModelChecks, built
from tiny_models import ARCHITECTURES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module", params=ARCHITECTURES)
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return built(request.param, tmp_path_factory.mktemp(request.param))


class TestTinyModels(TinyModelChecks):
    pass


def test_a_checkpoint_is_the_same_each_time(tmp_path: Path) -> None:
    for copy in ("one", "two"):
        built("idefics3", tmp_path / copy)
    one, two = ((tmp_path / copy / "model.safetensors").read_bytes() for copy in ("one", "two"))
    assert one == two
