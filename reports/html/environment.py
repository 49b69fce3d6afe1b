"""The Jinja environment of our pages: all that is put into one is escaped, and an unknown name is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

from mmbench.reports.comparing.wording import p_value, points
from mmbench.reports.html import formats
from mmbench.reports.mistakes import SIMULATED
from mmbench.reports.reporting.reading import READING

if TYPE_CHECKING:
    from jinja2 import BaseLoader

__all__ = ["environment", "untranslated"]


def environment(loader: BaseLoader, **names: Any) -> Environment:
    """Return an environment with our filters and words, which finds the report's own templates under `report/`, too.

    Args:
        loader: finds the templates of the pages.
        names: what the templates know beside it. `_` translates; without it they stay in English.
    """
    found = Environment(
        loader=ChoiceLoader([loader, PrefixLoader({"report": PackageLoader("mmbench.reports.html")})]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=formats.clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("amount", "count", "percent", "position", "short"):
        found.filters[name] = getattr(formats, name)
    found.filters |= {"points": points, "p_value": p_value}
    found.globals |= {
        "_": untranslated,
        "band": formats.band,
        "interval": formats.interval,
        "nothing": formats.NOTHING,
        "reading": READING,
        "simulated": SIMULATED,
        **names,
    }
    return found


def untranslated(text: str, **values: Any) -> str:
    """Return a phrase with its values put in."""
    return text.format(**values) if values else text
