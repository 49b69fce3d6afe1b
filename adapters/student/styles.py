"""Whole-response styles: a style fixes a student's habits, chance picks within."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mmbench.adapters.student.chance import HALVES, half_of

if TYPE_CHECKING:
    from mmbench.adapters.student.chance import Half

__all__ = ["STYLES", "Grain", "Style", "styles"]

Layout = Literal["paragraph", "lines", "numbered", "steps", "headings", "bold", "aligned", "ordinals", "proof"]
Reading = Literal["sentence", "bullets", "table", "separate", "bare", "inline", "stepwise"]
Grain = Literal["binary", "chain", "whole"]


class Style(NamedTuple):
    """The habits of a kind of response.

    `words`, `symbolic`, `named`, `solve`, `lead`, `opening`, `extras` and `carried` are probabilities: that an
    operation is said in words, a formula written with letters first, names put before numbers, an equation solved, an
    operation introduced, the response opened, something harmless added, rounded results carried on. `labelled` and
    `loose_equals` are those that a result gets a noun before it, and that a rounded result stands behind `=`.
    """

    name: str
    language: str
    layout: Layout
    notation: str
    reading: Reading
    grain: Grain
    written_out: bool = False
    words: float = 0.0
    symbolic: float = 0.2
    named: float = 0.0
    labelled: float = 0.1
    solve: float = 0.1
    lead: float = 0.6
    opening: float = 0.5
    extras: float = 0.2
    units: Literal["none", "results", "everywhere"] = "results"
    decimals: int = 2
    carried: float = 0.4
    loose_equals: float = 0.1
    final: Literal["said", "bold", "boxed"] = "said"
    display: bool = False


_ENGLISH = (
    Style("en/plain prose", "en", "paragraph", "unicode slash", "sentence", "chain", words=0.25, carried=0.5),
    Style("en/chat with headings", "en", "headings", "brackets", "bullets", "whole", symbolic=0.7, final="boxed",
          display=True, opening=0.9, lead=0.9),
    Style("en/bold steps", "en", "bold", "dollars", "bullets", "chain", symbolic=0.6, final="bold", lead=0.8,
          labelled=0.4),
    Style("en/three lines", "en", "lines", "ascii", "bare", "whole", lead=0.0, opening=0.0, extras=0.0, symbolic=0.0,
          units="none"),
    Style("en/pupil", "en", "lines", "school", "inline", "binary", True, lead=0.2, opening=0.0, extras=0.05,
          loose_equals=0.5, decimals=1, units="none"),
    Style("en/numbered list", "en", "numbered", "brackets slash", "separate", "binary", symbolic=0.5, opening=0.9,
          final="boxed", lead=0.9),
    Style("en/spoken", "en", "paragraph", "commas", "stepwise", "binary", True, words=0.85, opening=0.7, extras=0.4,
          units="everywhere"),
    Style("en/step by step", "en", "steps", "unicode", "sentence", "binary", words=0.3, solve=0.6, symbolic=0.4,
          lead=0.8, units="everywhere"),
    Style("en/aligned latex", "en", "aligned", "dollars dot", "sentence", "chain", symbolic=0.6, final="boxed",
          lead=0.5),
    Style("en/formula sheet", "en", "lines", "dots", "separate", "whole", symbolic=0.95, named=0.4, labelled=0.5,
          decimals=3),
    Style("en/equations", "en", "paragraph", "brackets", "sentence", "chain", solve=0.9, symbolic=0.7, opening=0.6,
          final="boxed"),
    Style("en/table of data", "en", "lines", "ratio", "table", "chain", named=0.5, labelled=0.3, final="bold",
          opening=0.8, units="everywhere"),
    Style("en/show work", "en", "bold", "brackets div", "separate", "chain", True, display=True, lead=0.9,
          opening=0.8, final="boxed", extras=0.5, decimals=3),
    Style("en/long chat", "en", "steps", "dollars", "bullets", "chain", words=0.2, symbolic=0.6, solve=0.5, opening=1.0,
          extras=0.8, lead=1.0, final="bold", labelled=0.4),
    Style("en/calculator", "en", "lines", "tight ascii", "inline", "chain", lead=0.1, opening=0.1, decimals=4,
          loose_equals=0.3, units="none"),
    Style("en/ascii prose", "en", "paragraph", "ascii x", "stepwise", "whole", words=0.2, named=0.2, opening=0.4,
          final="bold"),
)  # fmt: skip

_CHINESE = (
    Style("zh/plain prose", "zh", "paragraph", "unicode slash", "sentence", "chain", words=0.3),
    Style("zh/solution", "zh", "proof", "school", "sentence", "chain", solve=0.7, symbolic=0.4, opening=0.0, lead=0.7,
          units="everywhere"),
    Style("zh/ordinals", "zh", "ordinals", "unicode", "sentence", "binary", words=0.4, opening=0.5),
    Style("zh/chat with headings", "zh", "headings", "brackets", "bullets", "whole", symbolic=0.6, display=True,
          final="boxed", opening=0.9, extras=0.5, lead=0.9),
    Style("zh/bold steps", "zh", "bold", "dollars", "bullets", "chain", symbolic=0.5, final="bold", labelled=0.4),
    Style("zh/short", "zh", "lines", "ascii", "bare", "whole", lead=0.0, opening=0.0, extras=0.0, symbolic=0.0,
          units="none"),
    Style("zh/column of sums", "zh", "lines", "tight ascii", "inline", "binary", True, lead=0.2, opening=0.0,
          loose_equals=0.5, units="none", decimals=1),
    Style("zh/numbered", "zh", "numbered", "brackets slash", "separate", "chain", symbolic=0.5, final="boxed",
          opening=0.7),
    Style("zh/steps", "zh", "steps", "unicode", "stepwise", "binary", True, words=0.5, units="everywhere",
          opening=0.6, extras=0.5),
    Style("zh/equations", "zh", "proof", "dollars dot", "separate", "chain", solve=0.9, symbolic=0.7, final="boxed",
          decimals=3),
    Style("zh/table", "zh", "lines", "ratio", "table", "chain", named=0.5, labelled=0.4, final="bold"),
    Style("zh/essay", "zh", "paragraph", "commas", "stepwise", "chain", words=0.6, opening=0.9, extras=0.7,
          units="everywhere"),
)  # fmt: skip

STYLES: tuple[Style, ...] = _ENGLISH + _CHINESE
_BY_HALF = {
    (half, language): tuple([style for style in STYLES if style.language == language and half_of(style.name) == half])
    for half in HALVES
    for language in ("en", "zh")
}


def styles(language: str, half: Half) -> tuple[Style, ...]:
    """Return the styles of a language (`zh`, or English for any other) in a half."""
    return _BY_HALF[half, "zh" if language == "zh" else "en"]
