"""A verdict as files: for programs, for CI systems, and for the summary of a CI step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mmbench.errors import UsageError
from mmbench.jsonl import encode_line
from mmbench.reports.gating.junit import gate_junit
from mmbench.reports.gating.markdown import gate_markdown

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.reports.gating.records import Gated

__all__ = ["FILES", "gate_json", "remove_files", "write_files"]

FILES = ("gate.json", "junit.xml", "gate.md")


def gate_json(gated: Gated) -> bytes:
    """Return a verdict as indented JSON, with every setting it was given by."""
    told = msgspec.structs.asdict(gated) if gated.verdict != "invalid" else {}
    told |= {"verdict": gated.verdict, "exit_code": gated.exit_code, "reason": gated.reason}
    told["settings"] = msgspec.structs.asdict(gated.settings)
    return msgspec.json.format(encode_line(told), indent=2) + b"\n"


def remove_files(folder: Path) -> None:
    """Remove what an earlier gate wrote into a folder, so that it is not taken for the verdict of one that gives none.

    Raises:
        UsageError: it cannot be removed.
    """
    try:
        for name in FILES:
            if folder.is_dir():
                (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def write_files(folder: Path, gated: Gated) -> tuple[Path, ...]:
    """Write `gate.json`, `junit.xml` and `gate.md` into a folder, and return their paths.

    Raises:
        UsageError: the folder cannot be written.
    """
    contents = (gate_json(gated), gate_junit(gated), gate_markdown(gated).encode("utf-8", "replace"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in zip(FILES, contents, strict=True):
            (folder / name).write_bytes(content)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return tuple(folder / name for name in FILES)


def _unwritable(folder: Path, error: OSError) -> UsageError:
    return UsageError(f"--out: {folder} cannot be written ({error.strerror}); give another folder.")
