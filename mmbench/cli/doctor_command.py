"""`mmbench doctor`."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from typing import Any

import click

from mmbench.cli import print_json

__all__ = ["command"]

ADAPTER_NEEDS = {"hf": ("torch", "transformers", "accelerate")}
HUB = "https://huggingface.co"
HUB_SECONDS = 5.0


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(as_json: bool) -> None:
    """Say what is installed, which adapters can run here, which GPU there is and whether the hub can be reached."""
    from mmbench.provenance import gpus, versions

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


def _adapters() -> dict[str, str]:
    from mmbench import registry

    states = {}
    for name in registry.names("adapters"):
        missing = [package for package in ADAPTER_NEEDS.get(name, ()) if find_spec(package) is None]
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
