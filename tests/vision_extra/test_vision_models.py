"""The tiny checkpoints of the architectures that need torchvision: Qwen-VL, InternVL, LLaVA-OneVision, SmolVLM."""

from __future__ import annotations

import pytest
from tiny_checks import Tiny, TinyModelChecks, built
from tiny_models import WITH_TORCHVISION
from vision_shim import need_torchvision

need_torchvision()


@pytest.fixture(scope="module", params=WITH_TORCHVISION)
def tiny(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    return built(request.param, tmp_path_factory.mktemp(request.param))


class TestVisionModels(TinyModelChecks):
    pass
