"""`mmbench power`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click

from mmbench.cli import print_json
from mmbench.errors import UsageError

__all__ = ["command"]


class _Range(click.FloatRange):
    """A range that `nan` is outside of, which click's is not."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        found: float = super().convert(value, param, ctx)
        if math.isnan(found):
            self.fail(f"{value} is no number", param, ctx)
        return found


SHARE = _Range(0, 1, min_open=True, max_open=True)


@click.command("power", context_settings={"show_default": True})
@click.argument("runs", nargs=-1, type=click.Path(path_type=Path))
@click.option("--items", type=click.IntRange(1), help="How many items, where no run says it.")
@click.option(
    "--discordance",
    type=_Range(0, 1, min_open=True),
    metavar="SHARE",
    help="Share of items that just one of two models gets right, where no two runs measure it.",
)
@click.option(
    "--difference",
    type=_Range(0, 100, min_open=True),
    metavar="POINTS",
    help="Also say how many items show a difference of so many points.",
)
@click.option("--alpha", type=SHARE, default=0.05, help="Level of the test.")
@click.option("--power", type=SHARE, default=0.8, help="Chance to see the difference where there is one.")
@click.option("--one-sided", is_flag=True, help="A test for a fall only, as the gate's is.")
@click.option("--rule", default="", metavar="RULE", help="Go by this official rule's scores, not by our verdict.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    runs: tuple[Path, ...],
    items: int | None,
    discordance: float | None,
    difference: float | None,
    alpha: float,
    power: float,
    one_sided: bool,
    rule: str,
    as_json: bool,
) -> None:
    """Say how small a difference a benchmark can show, and how many items or repeats a difference needs.

    Without a run: from --items, or --difference. With one run of the benchmark: from its items. With two: measured on
    their answers, by domain too, and where items were asked several times, how far more repeats would help.
    """
    from mmbench.reports.comparable import align
    from mmbench.reports.comparing.reading import read_answers
    from mmbench.reports.power import Asked, Plan, assumed, of_run, of_runs, power_text

    if len(runs) > 2:
        raise UsageError(f"power takes two runs at most, found {len(runs)}.")
    if runs and items is not None:
        raise UsageError("--items is for want of a run; the run has its own.")
    if len(runs) == 2 and discordance is not None:
        raise UsageError("--discordance is for want of two runs; they measure it.")
    asked = Asked(items, discordance, None if difference is None else difference / 100)
    test = Plan(alpha, power, one_sided)
    answers = [read_answers(path, rule) for path in runs]
    if len(answers) == 2:
        found = of_runs(align(answers), asked, test)
    elif answers:
        found = of_run(answers[0].identity.name, answers[0].cells, asked, test)
    else:
        found = assumed(asked, test)
    if as_json:
        print_json(found)
    else:
        click.echo(power_text(found))
