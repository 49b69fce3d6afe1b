"""How all plots look: widths, sizes, colours, fonts, and the settings they are drawn under.

Colours are those of Okabe and Ito (2008, "Color Universal Design"), which people with any colour vision tell apart;
markers and hatches tell the same in grey.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import matplotlib.style
from matplotlib.font_manager import FontEntry, fontManager

from mmbench.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "BAND",
    "BLACK",
    "BLUE",
    "DPI",
    "FAINT",
    "GREEN",
    "GREY",
    "LINE",
    "ONE_COLUMN",
    "ORANGE",
    "PURPLE",
    "SIZE",
    "SKY",
    "SMALL",
    "TITLE",
    "TWO_COLUMNS",
    "VERMILLION",
    "YELLOW",
    "drawing",
    "font_files",
]

ONE_COLUMN = 3.35
TWO_COLUMNS = 6.9
"""Widths in inches: a column of a paper, and its whole page."""
DPI = 200
SIZE = 7.0
TITLE = 8.0
SMALL = 6.0
"""Font sizes in points."""
LINE = 0.12
"""Height of a line of text of `SIZE` in inches, Chinese, too."""

BLACK = "#000000"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#767676"
BAND = "#D9D9D9"
FAINT = "#E6E6E6"
"""Of the greys, the first is for secondary text and lines, the others for bands and grids."""

_CHINESE = "mmbench Chinese"
_SETTINGS: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": GREY,
    "axes.labelpad": 2.0,
    "axes.labelsize": SIZE,
    "axes.linewidth": 0.5,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.dpi": DPI,
    "font.family": ["DejaVu Sans", _CHINESE],
    "font.size": SIZE,
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "hatch.linewidth": 0.5,
    "legend.borderaxespad": 0.0,
    "legend.borderpad": 0.0,
    "legend.fontsize": SIZE,
    "legend.frameon": False,
    "savefig.dpi": DPI,
    "svg.fonttype": "path",  # text set by the reader's fonts would be as wide as they are
    "svg.hashsalt": "mmbench",
    "text.parse_math": False,  # names hold dollars
    "xtick.color": GREY,
    "xtick.labelcolor": BLACK,
    "xtick.labelsize": SIZE,
    "xtick.major.pad": 2.0,
    "xtick.major.size": 2.0,
    "xtick.major.width": 0.5,
    "ytick.color": GREY,
    "ytick.labelcolor": BLACK,
    "ytick.labelsize": SIZE,
    "ytick.major.pad": 3.0,
    "ytick.major.size": 2.0,
    "ytick.major.width": 0.5,
}
_lock = RLock()


@cache
def font_files() -> tuple[Path, Path]:
    """Return the files of the fonts, for Latin and for Chinese; they come with packages, alike on every machine.

    Raises:
        RunError: the package with the Chinese font is not installed.
    """
    spec = find_spec("mplfonts")  # importing it would change matplotlib's settings
    if spec is None or spec.origin is None:
        raise RunError("plots need a font of the package 'mplfonts', which is not installed; do: pip install mplfonts")
    latin = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return latin, Path(spec.origin).parent / "fonts" / "NotoSansCJKsc-Regular.otf"


def _know_chinese() -> None:
    """Make the Chinese font known under a name of our own, so that no other of its name on a machine is taken."""
    if all(entry.name != _CHINESE for entry in fontManager.ttflist):
        fontManager.ttflist.append(FontEntry(fname=str(font_files()[1]), name=_CHINESE, weight=400, size="scalable"))


@contextmanager
def drawing() -> Iterator[None]:
    """Hold the settings under which plots are made and written, whatever the user's own are.

    Matplotlib has one set of settings for all threads, so that one thread draws at a time.

    Raises:
        RunError: as for `font_files`.
    """
    with _lock, matplotlib.style.context(["default", _SETTINGS]):
        _know_chinese()
        yield
