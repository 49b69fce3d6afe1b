"""`mmbench list`."""

from __future__ import annotations

import inspect
import sys
from typing import Any

import click

from mmbench.cli import print_json
from mmbench.errors import UsageError, did_you_mean

__all__ = ["command"]

KINDS = ("benchmarks", "adapters", "simulators", "strategies", "scorers", "importers")


@click.command("list")
@click.argument("kind", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(kind: str | None, as_json: bool) -> None:
    """List benchmarks, adapters, simulators, strategies, official rules (scorers) and importers, with their options."""
    from mmbench import registry

    if kind is not None and kind not in KINDS:
        raise UsageError(f"nothing named '{kind}' to list.{did_you_mean(kind, KINDS)} Known: {', '.join(KINDS)}.")
    listed: dict[str, list[dict[str, Any]]] = {}
    for each in [kind] if kind else KINDS:
        listed[each] = []
        for name in registry.names(each):
            try:
                listed[each].append({"name": name, **_described(registry.resolve(each, name))})
            except UsageError as error:
                click.echo(f"warning: {error}", err=True)
                listed[each].append({"name": name, "about": "(cannot be imported)", "options": {}})
    if as_json:
        print_json(listed)
        return
    for each, entries in listed.items():
        click.echo(f"{each}: (not models: they are handed the keys)" if each == "simulators" else f"{each}:")
        for entry in entries:
            mark = "" if entry.get("verified", True) else " *"
            click.echo(f"  {entry['name'] + mark:<20} {entry['about']}")
            for option, default in entry["options"].items():
                click.echo(f"  {'':<20}   {option}={default}")

    if any(not entry.get("verified", True) for entries in listed.values() for entry in entries):
        click.echo("* unverified: written to the published schema; no real rows were at hand")


def _described(found: Any) -> dict[str, Any]:
    """Return the first line of what something says of itself, its options with their defaults, its card."""
    import msgspec

    about = (inspect.getdoc(found) or "").split("\n", 1)[0]
    struct = getattr(found, "Options", None)
    options = {field.name: field.default for field in msgspec.structs.fields(struct)} if struct else {}
    described: dict[str, Any] = {"about": about, "options": options}
    card = getattr(found, "card", None)
    if card is not None and not inspect.ismodule(found):
        described |= {"about": f"{card.title}: {about}", "licence": card.licence, "verified": card.verified}
    module = sys.modules[found.__module__] if hasattr(found, "__module__") else found
    described["module"] = module.__name__
    return described
