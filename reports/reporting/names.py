"""Names of runs, and of the files and folders that are made of names which datasets and models chose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Slugs", "unique"]

LONGEST = 60
_OTHER = re.compile(r"[^a-z0-9]+")


def unique(names: Sequence[str]) -> list[str]:
    """Return names of which no two are the same: from the second on, one that was met before gets a number."""
    found: list[str] = []
    for name in names:
        number, candidate = 1, name
        while candidate in found:
            number += 1
            candidate = f"{name}, {number}"
        found.append(candidate)
    return found


class Slugs:
    """Gives out names for files: lower-case letters, digits and hyphens, each once."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def new(self, text: str, otherwise: str) -> str:
        """Return a name like a text; like `otherwise` where nothing of the text can be in a file's name."""
        slug = _OTHER.sub("-", text.lower())[:LONGEST].strip("-") or otherwise
        number, candidate = 1, slug
        while candidate in self._used:
            number += 1
            candidate = f"{slug}-{number}"
        self._used.add(candidate)
        return candidate
