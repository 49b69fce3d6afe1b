"""`lmms:` where lmms-eval is missing or broken, and what it refuses; `tests/lmms` runs the real package."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from support import ROOT, mmbench

from mmbench.adapters.lmms import LmmsModel
from mmbench.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

KEY = "sk-planted-0123456789"


def test_without_the_package_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lmms_eval", None)
    with pytest.raises(UsageError, match=r"not installed: pip install 'mmbench\[lmms\]'"):
        LmmsModel("qwen2_5_vl", LmmsModel.Options())


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import loguru_of_lmms_eval", "No module named 'loguru_of_lmms_eval'; pip install"),
        ("", "lmms-eval 0.7.3 or newer with all it requires: cannot import name 'MODEL_REGISTRY_V2'"),
    ],
)
def test_a_package_that_is_broken_or_too_old_is_wrong_usage(source: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "lmms_eval").mkdir()
    (tmp_path / "lmms_eval" / "__init__.py").touch()
    (tmp_path / "lmms_eval" / "models.py").write_text(source)
    done = mmbench(
        "eval", "--model", "lmms:qwen2_5_vl", "--benchmark", "figures", "--limit", "1", "--out", "run",
        cwd=tmp_path, PYTHONPATH=f"{tmp_path}:{ROOT}",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "args",
    [
        f"pretrained=a/b,api_key={KEY}",
        f"hf_token={KEY}",
        f"OPENAI_API_KEY={KEY}",
        f'client={{"api_key": "{KEY}"}}',
        f"base_url=https://user:{KEY}@example.org/v1",
        f"base_url=https://example.org/v1?api_key={KEY}",
    ],
)
def test_a_key_among_the_arguments_is_refused_and_not_repeated(args: str) -> None:
    with pytest.raises(UsageError, match=r"must not hold a (key|password)") as caught:
        LmmsModel("openai", LmmsModel.Options(args=args))
    assert KEY not in str(caught.value)


def test_a_missing_name_or_an_impossible_batch_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="lmms needs a model: --model lmms:NAME"):
        LmmsModel("", LmmsModel.Options())
    with pytest.raises(UsageError, match="batch_size must be at least 1, found 0"):
        LmmsModel("openai", LmmsModel.Options(batch_size=0))
