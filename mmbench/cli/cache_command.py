"""`mmbench cache`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mmbench.cli import print_json
from mmbench.errors import UsageError, printable

if TYPE_CHECKING:
    from mmbench.response_cache import Store

__all__ = ["command"]

SECONDS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}
BYTES = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}


@click.group("cache")
def command() -> None:
    """Show or prune a folder of answers, as `mmbench eval --cache` keeps them."""


@command.command("list")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def list_answers(folder: Path, as_json: bool) -> None:
    """Say how many answers of which model a folder holds, their bytes, and when they were last used (UTC)."""
    from mmbench.reports.tables import table
    from mmbench.response_cache import Store

    store = Store(folder)
    store.check()
    models = _by_model(store)
    total = _added(list(models.values()))
    if as_json:
        print_json({"folder": str(folder), **total, "models": models})
        return
    rows: list[tuple[str, ...]] = [("model", "answers", "size", "oldest use", "newest use")]
    named = [(name or "(cannot be read)", counts) for name, counts in models.items()]
    for name, counts in [*named, ("in all", total)]:
        oldest, newest = counts["oldest_use"], counts["newest_use"]
        rows.append((printable(name), str(counts["answers"]), _size(counts["bytes"]), oldest or "-", newest or "-"))
    click.echo(table(rows), nl=False)


@command.command("prune")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--older-than", metavar="TIME", help="Remove what was not used for so long: 90m, 12h, 30d, 8w.")
@click.option("--max-size", metavar="SIZE", help="Remove the least recently used until so much is left: 500MB, 10GB.")
@click.option("--model", metavar="NAME", help="Remove this model's answers; with a bound, only those beyond it.")
@click.option("--dry-run", is_flag=True, help="Remove nothing; say what would be removed.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def prune(
    folder: Path, older_than: str | None, max_size: str | None, model: str | None, dry_run: bool, as_json: bool
) -> None:
    """Remove answers from a folder; it may be in use. Files that are not the cache's are left alone."""
    from mmbench.response_cache import Store

    if older_than is None and max_size is None and model is None:
        raise UsageError("cache prune: say what to remove: --older-than TIME, --max-size SIZE or --model NAME.")
    seconds = None if older_than is None else _amount("--older-than", older_than, SECONDS, "30d")
    size = None if max_size is None else _amount("--max-size", max_size, BYTES, "10GB")
    done = Store(folder).prune(seconds, size, model, dry_run)
    if as_json:
        print_json({"folder": str(folder), "dry_run": dry_run, **done._asdict()})
        return
    verb = "would remove" if dry_run else "removed"
    unfinished = f" and {done.unfinished} unfinished files" if done.unfinished else ""
    click.echo(
        f"{verb} {done.removed} answers ({_size(done.removed_bytes)}){unfinished}; "
        f"{done.left} ({_size(done.left_bytes)}) stay"
    )


def _by_model(store: Store) -> dict[str, dict[str, Any]]:
    """Return numbers of answers and bytes, and the times of use, by the model's name."""
    models: dict[str, dict[str, Any]] = {}
    for entry in store.entries():
        used = _moment(entry.used)
        one = {"answers": 1, "bytes": entry.size, "oldest_use": used, "newest_use": used}
        name = entry.model()
        models[name] = _added([models[name], one]) if name in models else one
    return dict(sorted(models.items()))


def _added(counts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "answers": sum(each["answers"] for each in counts),
        "bytes": sum(each["bytes"] for each in counts),
        "oldest_use": min((each["oldest_use"] for each in counts), default=None),
        "newest_use": max((each["newest_use"] for each in counts), default=None),
    }


def _moment(seconds: float) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def _size(count: int) -> str:
    for unit, size in reversed(BYTES.items()):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count} B"


def _amount(flag: str, text: str, units: dict[str, int], example: str) -> int:
    """Read a number with its unit.

    Raises:
        UsageError: no number, or another unit.
    """
    found = re.fullmatch(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*([A-Za-z]+)", text.strip(), re.ASCII)
    factors = {unit.lower(): factor for unit, factor in units.items()}
    if not found or found[2].lower() not in factors:
        known = ", ".join(units)
        raise UsageError(f"{flag}: expected a number and a unit ({known}) such as {example}, found '{text}'.")
    return int(float(found[1]) * factors[found[2].lower()])
