"""`hf:` over tiny checkpoints of the architectures whose processors need torchvision, in an environment of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from architectures import check_batches, check_control_tokens, check_pictures_count
from tiny_models import WITH_TORCHVISION
from vision_shim import need_torchvision

if TYPE_CHECKING:
    from pathlib import Path

need_torchvision()


@pytest.mark.parametrize("architecture", WITH_TORCHVISION)
def test_rows_that_share_a_batch_leave_it_and_join_it_have_the_tokens_of_single_runs(
    architecture: str, tmp_path: Path
) -> None:
    check_batches(architecture, tmp_path)


@pytest.mark.parametrize("architecture", WITH_TORCHVISION)
def test_the_picture_counts_and_may_be_missing(architecture: str, tmp_path: Path) -> None:
    check_pictures_count(architecture, tmp_path)


@pytest.mark.parametrize("architecture", WITH_TORCHVISION)
def test_control_tokens_in_a_question_stay_text(architecture: str, tmp_path: Path) -> None:
    check_control_tokens(architecture, tmp_path)
