"""`mmbench doctor`."""

from __future__ import annotations

import os
import shutil
from typing import Any

import click

from mmbench.cli import key_value, print_json
from mmbench.errors import UsageError

__all__ = ["command"]

HUB = "https://huggingface.co"
HUB_SECONDS = 5.0


@click.command("doctor")
@click.option("--determinism", is_flag=True, help="Ask --model some items alone and together, and count differences.")
@click.option("--model", metavar="MODEL", help="The model that --determinism asks.")
@click.option("--model-option", "options", metavar="KEY=VALUE", multiple=True, help="Option of its adapter.")
@click.option("--items", type=click.IntRange(2), default=16, show_default=True, help="How many items it is asked.")
@click.option("--max-tokens", type=click.IntRange(1), default=256, show_default=True, help="New tokens of each answer.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    determinism: bool, model: str | None, options: tuple[str, ...], items: int, max_tokens: int, as_json: bool
) -> None:
    """Say what is installed, which adapters can run here, which GPU there is and whether the hub can be reached.

    With --determinism: whether a model's greedy answers depend on what else it is asked at the same time.
    """
    from mmbench.provenance import gpus, versions

    if determinism != bool(model):
        raise UsageError("--determinism and --model go together: mmbench doctor --determinism --model hf:NAME")
    if model:
        _determinism(model, options, items, max_tokens, as_json)
        return

    found: dict[str, Any] = {
        "versions": versions(),
        "adapters": _adapters(),
        "gpu": "; ".join(gpus()) or "none that nvidia-smi knows; models run on the CPU",
        "hub": _hub(),
        "free disk here": f"{shutil.disk_usage('.').free / 1e9:.1f} GB",
    }
    if as_json:
        print_json(found)
        return
    for name, value in found.items():
        if isinstance(value, dict):
            click.echo(f"{name}:")
            for key, state in value.items():
                click.echo(f"  {key:<14} {state}")
        else:
            click.echo(f"{name}: {value}")


def _determinism(model: str, options: tuple[str, ...], items: int, max_tokens: int, as_json: bool) -> None:
    from mmbench.config import EvalConfig
    from mmbench.determinism import figures_requests, measure
    from mmbench.making import make_model

    given = dict(key_value(text, "--model-option") for text in options)
    asked = make_model(EvalConfig(model=model, model_options=given))
    asked.load({})
    try:
        found = measure(asked, figures_requests(items, max_tokens))
    finally:
        asked.close()
    if as_json:
        print_json(found._asdict())
        return
    click.echo(f"{found.same} of {found.asked} greedy answers are the same alone and together with the others")
    for name, place in found.places.items():
        click.echo(f"  {name}: they part at character {place}")


def _adapters() -> dict[str, str]:
    from mmbench import registry

    states = {}
    for name in registry.names("adapters"):
        try:
            needs = getattr(registry.resolve("adapters", name), "packages", ())
        except UsageError as error:  # a plugin that cannot be imported
            states[name] = str(error)
            continue
        missing = registry.missing(needs)
        states[name] = f"needs {', '.join(missing)}: pip install 'mmbench[{name}]'" if missing else "can run"
    return states


def _hub() -> str:
    """Say whether the model and dataset hub answers, or why it was not asked."""
    import httpx2

    address = os.environ.get("HF_ENDPOINT", HUB)
    if os.environ.get("HF_HUB_OFFLINE", "").lower() in ("1", "true", "yes", "on"):
        return "not asked: HF_HUB_OFFLINE is set; give models and data as local folders"
    try:
        status = httpx2.head(address, timeout=HUB_SECONDS, follow_redirects=True).status_code
    except httpx2.HTTPError as error:
        return f"cannot be reached ({error}); give models and data as local folders"
    return f"answers ({address}, status {status})"
