"""Writes a report into a folder: pages, tables, plots and figures, of all runs and of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mmbench.errors import UsageError
from mmbench.jsonl import encode_line
from mmbench.reports.reporting.formats import latex_table, spreadsheet
from mmbench.reports.reporting.markdown import links, markdown
from mmbench.reports.reporting.report_sections import report_sections
from mmbench.reports.reporting.run_sections import run_sections

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mmbench.reports.gallery import Entry
    from mmbench.reports.reporting.figures import Report, RunReport
    from mmbench.reports.reporting.tables import Section

__all__ = ["check_folder", "report_json", "write_report"]


def write_report(
    report: Report, folder: Path, galleries: Mapping[str, Sequence[Entry]], cards: Mapping[str, str], *, plots: bool
) -> None:
    """Write `index.html`, `report.md`, `report.json`, `tables/` and `plots/`, and of each run a folder `runs/<slug>/`.

    Files that are there already are replaced; others are left alone.

    Args:
        report: what to write.
        folder: made where it is not there.
        galleries: wrong answers, by the slug of their run.
        cards: `model-index.yml`, by the slug of the run that it is of.
        plots: whether to draw plots.

    Raises:
        UsageError: the folder cannot be written.
    """
    from mmbench.reports.html.page import write_pages

    try:
        pages = [(run.label, f"runs/{run.slug}/report.md") for run in report.runs]
        made = f"Made with {report.made_with}."
        beneath = f"{links(pages)}\n\nAll figures: [report.json](report.json). {made}"
        _write(folder, "Report", report_sections(report), beneath)
        for run in report.runs:
            place = folder / "runs" / run.slug
            _write(place, run.label, run_sections(run), f"[All runs](../../report.md). {made}")
            (place / "report.json").write_bytes(report_json(run))
        for slug, card in cards.items():
            (folder / "runs" / slug / "model-index.yml").write_bytes(card.encode("utf-8", "replace"))
        drawings: list[Path] = []
        if plots:
            from mmbench.reports.reporting.drawings import write_plots

            drawings = write_plots(report, folder)
        write_pages(report, folder, galleries, drawings)
        (folder / "report.json").write_bytes(report_json(report))
    except OSError as error:
        raise UsageError(f"--out: {folder} cannot be written ({error.strerror}); give another folder.") from error


def check_folder(folder: Path) -> None:
    """Check that a report may be written into a folder.

    Raises:
        UsageError: it is a file, or a run.
    """
    if (folder / "run.json").exists():
        raise UsageError(f"--out: {folder} is a run, which a report must not be mixed with; give another folder.")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--out: {folder} is a file; give a folder.")


def report_json(report: Report | RunReport) -> bytes:
    """Return a report on runs, or on one of them, as indented JSON."""
    return msgspec.json.format(encode_line(report), indent=2) + b"\n"


def _write(folder: Path, title: str, sections: Sequence[Section], beneath: str) -> None:
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_bytes(markdown(title, sections, beneath).encode("utf-8", "replace"))
    for section in sections:
        for table in section.tables:
            (tables / f"{table.name}.csv").write_bytes(spreadsheet(table).encode("utf-8", "replace"))
            (tables / f"{table.name}.tex").write_bytes(latex_table(table).encode("utf-8", "replace"))
