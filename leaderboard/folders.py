"""Paths in texts that are to be published: of each, the last part is left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["command_words", "last_part", "without_folders"]

FOLDERS = ("--out", "--data", "--config", "--cache")
"""Options whose values are paths, relative ones included."""

_PATH = re.compile(
    r"(?P<address>[A-Za-z][\w+.-]*://[^/\s,;'\"][^\s,;'\"]*)"  # stays where it names a host
    r"|(?<![^\s=:,;'\"(\[{@])"
    r"(?P<path>(?:file:/*|[A-Za-z][\w+.-]*:///|~[^/\\\s]*[/\\]|\.{1,2}[/\\]|[A-Za-z]:[/\\]|\\\\|/)(?=[^\s/])"
    r"(?:(?!,[\w.-]+=|[,;:]\s*(?:[A-Za-z][\w+.-]*:///|[/\\~]|\.{1,2}[/\\])|['\"]).)*)",
    re.DOTALL,
)


def without_folders(text: str) -> str:
    """Return a text with each path in it that is absolute, or starts at `.`, `..` or `~`, reduced to its last part.

    Addresses and names such as `owner/name` stay. A path ends with the text, a quotation mark, the next `name=` after a
    comma or the next path.
    """
    return _PATH.sub(lambda found: found["address"] or last_part(found["path"]), text)


def last_part(path: str) -> str:
    """Return the last part of a path; `/x` stays, as it may be no path and tells of no folder."""
    parts = [part for part in re.split(r"[/\\]", path.removeprefix("file:")) if part.strip()]
    if len(parts) < 2 and re.match(r"/\w", path):
        return path
    return parts[-1] if parts else path


def command_words(words: Sequence[str]) -> list[str]:
    """Return the words of a command with each path reduced to its last part.

    Relative paths are told from names as the values of the options that take paths, and as what follows no option.
    """
    reduced = []
    for before, word in zip(("", *words), words, strict=False):
        option, equals, value = word.partition("=")
        if equals and (before in FOLDERS or option in FOLDERS):  # --data NAME=FOLDER, --out=FOLDER
            reduced.append(f"{option}={last_part(value)}")
        elif before in FOLDERS or not (before.startswith("-") or word.startswith("-")):
            reduced.append(without_folders(word) if "://" in word else last_part(word))
        else:
            reduced.append(without_folders(word))
    return reduced
