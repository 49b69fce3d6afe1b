"""Who worked on a run, when and with what: command, versions, hardware, commit. No host name, no user name, no key."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["checker_version", "gpus", "session_record", "versions"]

PACKAGES = ("mmbench", "torch", "transformers", "accelerate", "datasets", "pillow", "matplotlib", "msgspec")


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that can change an answer, as installed."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


@cache
def checker_version() -> str:
    """Return 16 hex digits over the source of what decides whether an answer is right.

    Two runs whose answers were scored by different sources are not comparable until they are scored anew. Official
    rules and diagnoses are left out: they change none of our verdicts.
    """
    root = Path(__file__).resolve().parent
    sources = [root / "scoring" / name for name in ("judging.py", "verdict.py")]
    sources += sorted((root / "scoring" / "answers").rglob("*.py"))
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def session_record(command: Sequence[str], config: dict[str, Any]) -> dict[str, Any]:
    """Return the record of one session on a run: when it started, the command line, the resolved settings."""
    return {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": list(command),
        "config": config,
        "versions": versions(),
        "hardware": {
            "machine": platform.machine(),
            "system": platform.system(),
            "cpus": os.cpu_count(),
            "gpus": gpus(),
        },
        "git": _commit(),
    }


def gpus() -> list[str]:
    """Return name and memory of each NVIDIA GPU, asked of the driver's own tool; empty where there is none."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return []
    query = [tool, "--query-gpu=name,memory.total", "--format=csv,noheader"]
    try:
        done = subprocess.run(query, capture_output=True, text=True, timeout=20, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return []
    return done.stdout.strip().split("\n")


def _commit() -> str:
    """Return the commit of the checkout mmbench runs from, with `+` where it is modified; empty outside one."""
    root = Path(__file__).resolve().parent.parent
    if not (root / ".git").exists():
        return ""
    try:
        head = _git(root, "rev-parse", "HEAD")
        changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.SubprocessError):
        return ""
    return head + ("+" if changed else "")


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)  # noqa: S603
    return done.stdout.strip()
