"""`mmbench eval`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from mmbench.cli import key_value, print_json
from mmbench.errors import EXIT_FAILURES, UsageError

__all__ = ["command"]

STUDENT = "student"
"""Who answers where no model is named."""


@click.command("eval", context_settings={"show_default": True})
@click.option("--config", type=click.Path(path_type=Path), help="YAML file of these settings; flags win over it.")
@click.option(
    "--model",
    metavar="MODEL",
    help="adapter:name, or an adapter, a local folder or a hub id (owner/name). [default: student, a simulation]",
)
@click.option("--model-option", "model_options", metavar="KEY=VALUE", multiple=True, help="Option of the adapter.")
@click.option(
    "--benchmark", "benchmarks", metavar="NAME[:K=V,...]", multiple=True, help="May be repeated. [default: figures]"
)
@click.option("--data", metavar="[NAME=]FOLDER", multiple=True, help="Local copy of a benchmark's data.")
@click.option("--split", metavar="SPLIT", help="Split of the benchmark.")
@click.option("--strategy", metavar="NAME[:K=V,...]", help="How the model is asked. [default: direct]")
@click.option("--out", metavar="FOLDER", help="Run directory. [default: runs/<model>--<benchmarks>--<strategy>]")
@click.option("--limit", type=click.IntRange(1), help="Ask so many items of each benchmark.")
@click.option("--offset", type=click.IntRange(0), help="Leave out so many items first. [default: 0]")
@click.option("--ids", metavar="ID,ID,...", help="Ask these items only.")
@click.option("--domain", "domains", metavar="DOMAIN", multiple=True, help="Ask this domain only. May be repeated.")
@click.option(
    "--view",
    "views",
    metavar="VIEW",
    multiple=True,
    help="Ask in this view, or in all. May be repeated. [default: full]",
)
@click.option(
    "--corrupt",
    "corruptions",
    metavar="NAME[:1-3]",
    multiple=True,
    help="Ask with pictures spoilt so; all; or none. May be repeated. [default: none]",
)
@click.option("--temperature", type=click.FloatRange(0), help="Decoding temperature; 0 is greedy. [default: 0]")
@click.option("--top-p", type=click.FloatRange(0, 1, min_open=True), help="Nucleus sampling. [default: 1]")
@click.option("--max-tokens", type=click.IntRange(1), help="New tokens of one call. [default: 1024]")
@click.option("--top-k", type=click.IntRange(0), help="Sample from so many tokens; 0: from all. [default: 0]")
@click.option("--stop", metavar="TEXT", multiple=True, help="End an answer before this text. May be repeated.")
@click.option(
    "--logprobs", type=click.IntRange(0, 20), help="Keep log-probabilities, and so many likeliest tokens each."
)
@click.option("--system", metavar="TEXT", help="System turn of every call.")
@click.option("--seed", type=int, help="Seed of sampling and of random baselines. [default: 0]")
@click.option("--repeats", type=click.IntRange(1), help="Ask each item so many times, seeds differing. [default: 1]")
@click.option("--concurrency", type=click.IntRange(1), help="Items in flight at once. [default: the model's choice]")
@click.option("--max-failures", metavar="N|N%", help="Failed items allowed before the exit status is 5. [default: 0]")
@click.option("--base-url", metavar="URL", help="The endpoint's address: short for --model-option base_url=URL.")
@click.option(
    "--cache", metavar="FOLDER", help="Keep answers here, and take them from here where they were given before."
)
@click.option(
    "--engine", type=click.Choice(("local", "ray")), help="Where the model runs. [default: local; ray for several]"
)
@click.option("--replicas", type=click.IntRange(1), help="Run so many copies of the model, on Ray. [default: 1]")
@click.option("--gpus-per-replica", type=click.FloatRange(0), help="GPUs of each. [default: 1 where there are any]")
@click.option("--ray-address", metavar="ADDRESS", help="A running Ray cluster, or auto. [default: start one here]")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(config: Path | None, as_json: bool, **flags: Any) -> int:
    """Ask a model the items of one or more benchmarks, and score the answers.

    Every item is asked in each view (full, text-dominant, vision-dominant, vision-only, text-only, no-figure) and under
    each corruption (blur, jpeg, low-resolution, rotation, noise, shadow, crop, distractor; strength 2 unless said).

    The same command continues an interrupted run and asks failed items again. Exit status: 0 done, 2 wrong usage,
    3 the run directory cannot be used, 5 more failures than allowed.
    """
    from mmbench.config import EvalConfig, read_config
    from mmbench.evaluate import evaluate
    from mmbench.progress import make_progress
    from mmbench.reports.text import summary_text

    settings = read_config(config) if config else {}
    settings |= _given(flags, settings)
    if not settings.get("model"):
        settings["model"] = STUDENT
        click.echo(
            "no --model given: a simulated student answers, not a model; name one with --model (see `mmbench list`)",
            err=True,
        )
    resolved = EvalConfig(**settings)
    done = evaluate(resolved, progress=make_progress(), command=["mmbench", *sys.argv[1:]])
    if as_json:
        print_json({"run": str(done.path), **done.summary})
    else:
        click.echo(summary_text(str(done.path), done.summary))
    if not done.within_budget:
        failed = done.summary["failed"]
        click.echo(
            f"{failed} failed, more than the {resolved.max_failures} allowed; "
            f"see them with: mmbench show {done.path} --outcome failed",
            err=True,
        )
        return EXIT_FAILURES
    return 0


def _given(flags: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that the flags give, in the form of `EvalConfig`."""
    given = {name: value for name, value in flags.items() if value not in (None, ())}
    options = dict(key_value(text, "--model-option") for text in given.pop("model_options", ()))
    if "base_url" in given:
        options["base_url"] = given.pop("base_url")
    if options:
        given["model_options"] = {**settings.get("model_options", {}), **options}
    if "ids" in given:
        given["ids"] = tuple(filter(None, (part.strip() for part in given["ids"].split(","))))
    if "data" in given:
        benchmarks = given.get("benchmarks") or settings.get("benchmarks") or ()
        given["data"] = dict(_folder(text, benchmarks) for text in given["data"])
    return given


def _folder(text: str, benchmarks: tuple[str, ...]) -> tuple[str, str]:
    """Read `NAME=FOLDER`, or `FOLDER` where one benchmark is asked."""
    names = [spec.partition(":")[0] for spec in benchmarks]
    name, equals, folder = text.partition("=")
    if equals and name in names:
        return name, folder
    if len(names) != 1:
        raise UsageError(f"--data {text}: several benchmarks are asked, or none; say whose with --data NAME=FOLDER.")
    return names[0], text
