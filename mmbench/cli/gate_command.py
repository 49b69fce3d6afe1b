"""`mmbench gate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mmbench.errors import RunError, UsageError

if TYPE_CHECKING:
    from mmbench.reports.gating.records import Gated
    from mmbench.reports.gating.settings import Settings

__all__ = ["command"]

FOLDER = click.Path(path_type=Path)


@click.command("gate")
@click.option("--baseline", metavar="PATH", type=FOLDER, help="A run directory, or a file of `mmbench baseline save`.")
@click.option("--candidate", metavar="RUN", type=FOLDER, help="The run directory of what is to replace it.")
@click.option("--config", metavar="FILE", type=FOLDER, help="A gate.toml: margins and all that is declared beforehand.")
@click.option(
    "--margin",
    metavar="POINTS",
    type=float,
    help="How much worse a candidate may be; a suite's own margin goes over it.",
)
@click.option("--rule", metavar="RULE", help="Go by this official rule's scores, not by our verdict.")
@click.option(
    "--on-inconclusive", type=click.Choice(("warn", "fail")), help="Exit with 0 and a warning (default), or with 4."
)
@click.option("--out", metavar="FOLDER", type=FOLDER, help="Write gate.json, junit.xml and gate.md there.")
@click.option(
    "--calibrate",
    metavar="RUN RUN",
    nargs=2,
    type=FOLDER,
    help="Measure how much two runs of one model differ; kept in the baseline's file where --baseline names one.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    baseline: Path | None,
    candidate: Path | None,
    config: Path | None,
    margin: float | None,
    rule: str | None,
    on_inconclusive: str | None,
    out: Path | None,
    calibrate: tuple[Path, Path] | None,
    as_json: bool,
) -> int:
    """Decide whether a candidate may replace a baseline: pass, regression or inconclusive.

    PASS: shown not to be worse by the margin. REGRESSION: shown to be worse, and not passing. INCONCLUSIVE: neither.
    Exit status: 0 pass, or inconclusive with a warning; 1 regression; 2 wrong usage, or a margin that the items cannot
    support; 3 not comparable, incomplete or invalid; 4 inconclusive where that is to fail.
    """
    from mmbench.reports.gating.settings import read_settings

    settings = read_settings(config, margin=margin, rule=rule, on_inconclusive=on_inconclusive)
    if calibrate is not None:
        if candidate is not None or out is not None:
            raise UsageError("--calibrate takes two runs of one model and no --candidate or --out")
        return _calibrate(calibrate, baseline, settings, as_json)
    if baseline is None or candidate is None:
        raise UsageError("gate needs --baseline and --candidate, or --calibrate with two runs of one model")
    return _gate(baseline, candidate, settings, out, as_json)


def _gate(baseline: Path, candidate: Path, settings: Settings, out: Path | None, as_json: bool) -> int:
    from mmbench.reports.gating.files import remove_files
    from mmbench.reports.gating.gate import gate, invalid

    if out is not None:
        remove_files(out)
    try:
        gated = gate(baseline, candidate, settings)
    except RunError as error:
        _show(invalid(error, settings), out, as_json)
        raise
    _show(gated, out, as_json)
    return gated.exit_code


def _show(gated: Gated, out: Path | None, as_json: bool) -> None:
    from mmbench.reports.gating.files import gate_json, write_files
    from mmbench.reports.gating.text import gate_text

    files = write_files(out, gated) if out is not None else ()
    if as_json:
        click.echo(gate_json(gated).decode().rstrip())
    elif gated.verdict != "invalid":
        click.echo(gate_text(gated))
    for path in files:
        click.echo(f"wrote {path}", err=True)
    if gated.verdict == "inconclusive" and not gated.exit_code:
        click.echo("warning: inconclusive; the exit status is 0 because that was declared a warning", err=True)


def _calibrate(runs: tuple[Path, Path], baseline: Path | None, settings: Settings, as_json: bool) -> int:
    from mmbench.cli import print_json
    from mmbench.reports.baselines.baseline import load_baseline
    from mmbench.reports.gating.calibration import calibrate, expectations, expectations_text
    from mmbench.reports.gating.sides import read_pair

    kept = None if baseline is None else load_baseline(baseline)
    calibration, notes = calibrate(*read_pair(runs, settings.rule), kept and kept.answers(settings.rule))
    expected = expectations(calibration, settings)
    if as_json:
        print_json({"calibration": calibration, "expected": expected, "notes": notes})
    else:
        click.echo(expectations_text(calibration, expected, notes))
    if kept is not None:
        kept.with_calibration(calibration).save()
        click.echo(f"wrote {kept.path}", err=True)
    return 0
