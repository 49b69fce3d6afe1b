"""The words of the interface in other languages than English, which is what phrases are looked up by."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from mmbench.reports.html.environment import untranslated

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LANGUAGES", "catalogue", "translator"]

LANGUAGES = {"en": "", "zh": "zh/"}
"""The languages of a site, with the folder that their pages are in."""


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return each English phrase with what it is in a language; nothing for English."""
    if language == "en":
        return {}
    found = resources.files("mmbench.leaderboard.site.words") / f"{language}.toml"
    return tomllib.loads(found.read_text("utf-8"))


def translator(language: str) -> Callable[..., str]:
    """Return a function that says a phrase in a language, with its values put in; unknown phrases stay English."""
    found = catalogue(language)

    def translated(text: str, **values: Any) -> str:
        return untranslated(found.get(text, text), **values)

    return translated
