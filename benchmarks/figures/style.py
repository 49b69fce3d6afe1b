"""How pictures look: papers, inks, palettes, fonts and sizes, drawn with the numbers of a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.fonts import FontName

__all__ = ["Language", "Style", "say", "style_of"]

Language = Literal["en", "zh"]

# Palettes that colour-blind readers can tell apart: Okabe-Ito, Tol bright and muted, and two plainer ones.
PALETTES = (
    ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"),
    ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#AA3377", "#66CCEE"),
    ("#332288", "#CC6677", "#117733", "#DDCC77", "#882255", "#44AA99"),
    ("#1B4F72", "#CA6F1E", "#1E8449", "#884EA0", "#B03A2E", "#5D6D7E"),
    ("#264653", "#E76F51", "#2A9D8F", "#E9C46A", "#8E6C8A", "#A8C686"),
)
PAPERS = (
    ("#FFFFFF", "#1A1A1A", "#C9C9C9"),
    ("#FFFFFF", "#222B38", "#D5DBE3"),
    ("#FFFDF6", "#33291C", "#DDD3BE"),
    ("#F7F8FA", "#20262E", "#CDD3DB"),
    ("#F4F8F3", "#1E2A1E", "#C8D5C6"),
)
FONTS: tuple[FontName, ...] = ("sans", "serif", "noto", "times", "noto-serif")
SIZES = ((640, 480), (720, 460), (560, 520), (700, 540), (600, 600))


class Style(NamedTuple):
    """One look: `frame` says which sides of a chart have a line, `grid` which grid lines are drawn."""

    paper: str
    ink: str
    faint: str
    palette: tuple[str, ...]
    font: FontName
    size: int
    shape: tuple[int, int]
    frame: Literal["box", "corner", "base"]
    grid: Literal["both", "y"]
    fills: bool


def style_of(rng: random.Random) -> Style:
    """Draw a look."""
    paper, ink, faint = rng.choice(PAPERS)
    palette = list(rng.choice(PALETTES))
    rng.shuffle(palette)
    font = rng.choice(FONTS)
    size = rng.choice((16, 17, 18)) + (2 if font == "times" else 0)
    return Style(
        paper,
        ink,
        faint,
        tuple(palette),
        font,
        size,
        rng.choice(SIZES),
        rng.choice(("box", "corner", "base")),
        rng.choice(("both", "y")),
        rng.random() < 0.6,
    )


def say(language: Language, en: str, zh: str) -> str:
    """Return the wording in a language."""
    return zh if language == "zh" else en
