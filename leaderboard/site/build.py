"""A site from runs: report, data, pictures and pages, written beside the old site and put in its place when whole."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from mmbench.errors import UsageError
from mmbench.jsonl import encode_line
from mmbench.leaderboard.site.answers import write_answers
from mmbench.leaderboard.site.checking import MARK, is_site
from mmbench.leaderboard.site.index import Index, index_data
from mmbench.leaderboard.site.items import write_items
from mmbench.leaderboard.site.pages import write_pages
from mmbench.leaderboard.site.pairs import write_pairs
from mmbench.leaderboard.site.published import published
from mmbench.leaderboard.site.scripts import write_script
from mmbench.leaderboard.site.shown import Listed, Site, Tested
from mmbench.reports.reporting.build import build_report
from mmbench.reports.reporting.formats import spreadsheet
from mmbench.reports.reporting.names import Slugs
from mmbench.reports.reporting.report_sections import report_sections

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mmbench.leaderboard.entries import Entry
    from mmbench.leaderboard.site.shown import Sort
    from mmbench.reports.answers import Answers
    from mmbench.reports.reporting.figures import Report, RunReport
    from mmbench.reports.results import Results

__all__ = ["TITLE", "build_site"]

TITLE = "mmbench leaderboard"


def build_site(entries: Sequence[Entry], out: Path, title: str = TITLE) -> Site:
    """Write the site of some runs into a folder, in the place of the site that is there.

    It is written into a folder beside it first: a build that ends early leaves the old site as it was.

    Args:
        entries: the runs, one or more.
        out: the folder.
        title: what the site is called.

    Raises:
        UsageError: the folder holds something else than a site, or cannot be written.
        RunError: a run is not scored, or is damaged.
    """
    if out.exists() and not is_site(out) and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"--out: {out} is there and is no site of ours; give a new or empty folder.")
    fresh, old = (out.with_name(f".{out.name}.{kind}") for kind in ("new", "old"))
    try:
        for left_over in (fresh, old):
            shutil.rmtree(left_over, ignore_errors=True)
        fresh.mkdir(parents=True)
        site = _write(entries, fresh, out, title)
        if out.exists():
            out.rename(old)
        fresh.rename(out)
    except OSError as error:
        raise UsageError(f"--out: {out} cannot be written ({error.strerror}); give another folder.") from error
    finally:
        for left_over in (fresh, old):
            shutil.rmtree(left_over, ignore_errors=True)
    return site


def _write(entries: Sequence[Entry], folder: Path, previous: Path, title: str) -> Site:
    index = Index()
    runs: list[Results] = []
    answers: list[Answers] = []

    def visit(_: RunReport, results: Results) -> None:
        index.add(results)
        answers.append(results.answers())
        runs.append(results._replace(rows=[], unanswered=[]))

    report = published(build_report([entry.path for entry in entries], visit=visit), entries)
    listed = tuple(_listed(k, *each) for k, each in enumerate(zip(report.runs, entries, runs, strict=True)))
    site = _site(title, report, listed, len(index))
    pages = {"domain": site.domains, "benchmark": {each.about.name: each.slug for each in site.benchmarks}}
    data = folder / "data"
    write_items(folder, index, entries, lambda kind, name: pages[kind][name], previous)
    for each in listed:
        write_answers(data, each.run.slug, each.entry.path, index.places(each.index), len(index))
    write_pairs(data, report.runs, answers)
    strategies = [run.run.asked.get("strategy", {}).get("name", "") for run in runs]
    write_script(data, "index", index_data(index, listed, strategies))
    (data / "report.json").write_bytes(encode_line(report))
    (data / "leaderboard.csv").write_bytes(_csv(report).encode("utf-8", "replace"))
    (data / MARK).write_bytes(encode_line({"title": title, "made_with": report.made_with}))
    write_pages(site, folder)
    return site


def _csv(report: Report) -> str:
    table = next(table for section in report_sections(report) for table in section.tables)
    return spreadsheet(table)


def _listed(place: int, run: RunReport, entry: Entry, results: Results) -> Listed:
    sessions = tuple(results.run.sessions)
    benchmarks = results.run.asked.get("benchmarks", {})
    return Listed(
        index=place,
        run=run,
        entry=entry,
        sort=_sort(results),
        released=str(sessions[0].get("started", ""))[:10] if sessions else "",
        sessions=sessions,
        fingerprints={name: str(asked.get("fingerprint", "")) for name, asked in benchmarks.items()},
    )


def _sort(results: Results) -> Sort:
    if results.run.origin == "simulated":
        return "simulated"
    if results.run.origin == "imported":
        return "imported"
    spec = str(results.run.asked.get("model", {}).get("spec", ""))
    if spec == "random":
        return "random"
    return "frequent" if spec == "frequent" else "model"


def _site(title: str, report: Report, listed: tuple[Listed, ...], items: int) -> Site:
    domains, benchmarks = Slugs(), Slugs()
    tested = []
    for board in report.benchmarks:
        reports = {
            k: bench for k, run in enumerate(report.runs) for bench in run.benchmarks if bench.name == board.name
        }
        about = next(iter(reports.values()))
        tested.append(Tested(about=about, slug=benchmarks.new(board.name, "benchmark"), board=board, reports=reports))
    return Site(
        title=title,
        report=report,
        listed=listed,
        benchmarks=tuple(tested),
        domains={board.name: domains.new(board.name, "domain") for board in report.leaderboards[1:]},
        items=items,
    )
