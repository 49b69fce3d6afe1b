"""Plots as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.reports.plots.style import DPI, drawing

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

__all__ = ["save"]


@drawing()
def save(figure: Figure, folder: Path, name: str) -> tuple[Path, Path]:
    """Write a figure as PNG, 200 dots an inch, and as SVG; the same data give the same bytes.

    Args:
        figure: one that a function of this package made.
        folder: made where there is none.
        name: of the files, without ending.

    Returns:
        The paths of the PNG and of the SVG.
    """
    folder.mkdir(parents=True, exist_ok=True)
    png, svg = folder / f"{name}.png", folder / f"{name}.svg"
    figure.savefig(png, format="png", dpi=DPI, metadata={"Software": None})
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    return png, svg
