"""Making a run of another harness's predictions, so that they can be scored, shown and reported like our own."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec

from mmbench import registry
from mmbench.errors import BadItem, RunError, UsageError
from mmbench.jsonl import encode_line
from mmbench.layout import Fingerprints, unaskable
from mmbench.provenance import session_record
from mmbench.records import Failure, Item, Line, fingerprint
from mmbench.rescore import score_run
from mmbench.rundir import Run, Writer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["import_run"]


def import_run(kind: str, source: Path, out: Path, model: str, command: Sequence[str]) -> dict[str, Any]:
    """Import a file of predictions as a new run in `out` and score it; returns the summary.

    A row that cannot be read is a `failed` line that says why.

    Raises:
        UsageError: unknown kind, or a file that is not of this kind.
        RunError: `out` already holds a run, or cannot be written.
    """
    reader = registry.resolve("importers", kind)
    card = reader.card
    with Writer(out) as writer:
        if writer.exists:
            raise RunError(f"{out} already holds a run; give another --out, or remove it first")
        fingerprints = Fingerprints()
        with writer.replacing("items.jsonl") as write_item, writer.replacing("responses.jsonl") as write_line:
            for pid, row in reader.read(source):
                item, line = _pair(card.name, pid, row)
                fingerprints.add(item)
                write_item(encode_line(item))
                write_line(encode_line(line))
            if fingerprints.items == 0:
                raise UsageError(f"{source} holds no rows")
        writer.write_run(
            Run(
                origin="imported",
                asked={
                    "model": {"name": model},
                    "benchmarks": {card.name: fingerprints.figures()},
                    "strategy": {"name": "imported"},
                },
                cards={card.name: card},
                imported={"kind": kind, "file": source.name, "sha256": hashlib.sha256(source.read_bytes()).hexdigest()},
                sessions=[session_record(command, {})],
            )
        )
        return score_run(writer)


def _pair(benchmark: str, pid: str, row: Any) -> tuple[Item, Line]:
    if isinstance(row, BadItem):
        item = unaskable(benchmark, pid, str(row))
        return item, Line(**item.line_key()._asdict(), failure=Failure(stage="loader", error=str(row)))
    item = msgspec.structs.replace(row.item, fingerprint=fingerprint(row.item.question, row.item.key))
    return item, Line(**item.line_key()._asdict(), trace=row.trace, imported=row.imported)
