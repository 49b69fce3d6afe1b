"""Keys in the environment are in no file that is written and in nothing that is printed, whatever fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support import mmbench

if TYPE_CHECKING:
    from pathlib import Path

KEYS = {
    name: f"planted-{name.lower()}-8f3a91c2"
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "HF_TOKEN")
}
NOWHERE = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    "model",
    [
        ("openai:m", "base_url", f"{NOWHERE}/v1"),
        ("anthropic:m", "base_url", NOWHERE),
        ("gemini:m", "base_url", NOWHERE),
        ("hf:owner/unknown", "dtype", "auto"),
        ("random", "", ""),
    ],
    ids=lambda model: model[0],
)
def test_no_key_is_written_or_printed(model: tuple[str, str, str], tmp_path: Path) -> None:
    name, option, value = model
    options = ("--model-option", f"{option}={value}") if option else ()
    quick = () if name in ("random", "hf:owner/unknown") else ("--model-option", "retries=0")
    arguments = ("--model", name, *options, *quick, "--benchmark", "figures:n=3", "--cache", str(tmp_path / "cache"))
    told = mmbench("eval", *arguments, "--out", str(tmp_path / "run"), "--debug", cwd=tmp_path, **KEYS)
    assert told.returncode in ((0,) if name == "random" else (1, 2, 5)), told.stderr
    assert told.returncode == 5 or name in ("random", "hf:owner/unknown")
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written or name == "hf:owner/unknown"
    found = b"".join(path.read_bytes() for path in written) + told.stdout.encode() + told.stderr.encode()
    for key in KEYS.values():
        assert key.encode() not in found
    assert b"planted-" not in found


def test_a_key_on_the_command_line_is_refused_and_not_repeated(tmp_path: Path) -> None:
    """A key in an address or an option would be in the run's record of its command line."""
    key = "planted-on-the-line-77c1"
    for option in (f"base_url=http://user:{key}@127.0.0.1:9/v1", f"api_key={key}"):
        told = mmbench("eval", "--model", "openai:m", "--model-option", option, "--out", str(tmp_path / "run"))
        assert told.returncode == 2
        assert key not in told.stdout + told.stderr
        assert not (tmp_path / "run").exists()
