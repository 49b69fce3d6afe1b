"""Data as scripts: from file:// a page may load a script, but not fetch a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.jsonl import encode_line
from mmbench.reports.html.formats import clean

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["cleaned", "script", "write_script"]


def script(name: str, content: bytes) -> bytes:
    """Return a script that hands content, as JSON, to the page under a name.

    The names of its objects' members must be ours: `__proto__` would be another thing in a script than in JSON.
    """
    return b'mmbench.receive("%s", %s);\n' % (name.encode("ascii"), content.rstrip(b"\n"))


def write_script(folder: Path, name: str, content: Any) -> None:
    """Write a data script `<name>.js` into the folder of data."""
    path = folder / f"{name}.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(script(name, content if isinstance(content, bytes) else encode_line(content)))


def cleaned(text: str, most: int = 0) -> str:
    """Return a text without what no page may hold, cut to `most` characters where that is given."""
    kept: str = clean(text if not most or len(text) <= most else f"{text[: most - 1]}…")
    return kept
