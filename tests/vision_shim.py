"""Let tests run architectures that need torchvision, whose published build fails to load beside a CPU torch.

`make test-vision` runs them in an environment of its own: in the main one torchvision would break every model of
transformers. (A conftest in their folder would be a second module `conftest` to mypy.)
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest

__all__ = ["need_torchvision"]


def need_torchvision() -> None:
    """Skip the module that calls this where torchvision is not installed; else make it importable."""
    if find_spec("torchvision") is None:
        pytest.skip("needs torchvision, in an environment of its own: make test-vision", allow_module_level=True)
    _declared()


@cache
def _declared() -> Any:
    """Declare the two operators that torchvision asks for while it is imported; the processors call neither."""
    import torch

    if torch.version.cuda is not None:
        return None  # its own operators load
    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    return library
