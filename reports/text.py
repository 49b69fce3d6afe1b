"""Summaries and items as plain text for a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mmbench import images
from mmbench.errors import printable
from mmbench.records import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.records import ImageRef, Imported, Item, Key, Line, Verdict

__all__ = ["breakdown_text", "item_text", "summary_text"]

SHOWN = 80
_SPACE = re.compile(r"\s")
COLUMNS = ("n", "right", "wrong", "unparsed", "no_answer", "failed", "truncated")


def summary_text(path: str, summary: dict[str, Any]) -> str:
    """Return a run's summary: a row a domain, condition and benchmark, with n, interval and what is not an answer.

    Where a benchmark was asked under several conditions (views, corruptions), rows that count them all say so.
    """
    rows: list[tuple[str, ...]] = [("", "accuracy", "95 % interval", *(column.replace("_", " ") for column in COLUMNS))]
    for name, benchmark in summary["benchmarks"].items():
        several = _several(benchmark)
        rows += [_row(f"  {domain}{several}", figures) for domain, figures in benchmark["domains"].items()]
        rows += [_row(f"  {condition}", figures) for condition, figures in _conditions(benchmark).items()]
        rows.append(_row(f"{name}{several}", benchmark))
    if len(summary["benchmarks"]) > 1:
        rows.append(_row("all", summary))
    lines = [path, "", _table(rows)]
    for name, benchmark in summary["benchmarks"].items():
        for rule, table in benchmark.get("official", {}).items():
            average = table["average"]
            low, high = average["interval"]
            lines.append(
                f"official rule '{rule}' on {name}{_several(benchmark)}: {average['accuracy']} "
                f"({average['correct']} of {average['total']}; 95 % interval {100 * low:.1f} to {100 * high:.1f})"
            )
        if "variants" in benchmark:
            lines.append(_variants_line(name, benchmark["variants"]))
    if "judge" in summary:
        lines.append(_judge_line(summary["judge"]))
    if summary["missing"]:
        lines.append(f"incomplete: {summary['missing']} items have no response yet")
    return printable("\n".join(lines))


def _conditions(benchmark: dict[str, Any]) -> dict[str, Any]:
    """Return the tally of each condition by what it is called in the table."""
    if "conditions" in benchmark:
        return {f"view {condition}": figures for condition, figures in benchmark["conditions"].items()}
    views = {f"view {view}": figures for view, figures in benchmark.get("views", {}).items()}
    corruptions = benchmark.get("corruptions", {})
    return views or {f"corruption {name}": figures for name, figures in corruptions.items()}


def _several(benchmark: dict[str, Any]) -> str:
    """Return what a label needs that counts several conditions together."""
    return ", all conditions" if len(_conditions(benchmark)) > 1 else ""


def _variants_line(name: str, variants: dict[str, Any]) -> str:
    shares = []
    for share in ("worst_case", "consistency"):
        low, high = variants[f"{share}_interval"]
        interval = f"95 % interval {100 * low:.1f} to {100 * high:.1f}"
        shares.append(f"{share.replace('_', ' ')} {100 * variants[share]:.1f} % ({interval})")
    count = f"{variants['problems']} problems in up to {variants['variants']} variants"
    return f"variants of {name}: {count}: average {100 * variants['average']:.1f} %, {', '.join(shares)}"


def _judge_line(judge: dict[str, Any]) -> str:
    scope = "all answers" if judge["scope"] == "all" else "answers our checker could not read"
    line = f"judge {judge['model']} on {judge['asked']} {scope}: {judge['right']} right, {judge['wrong']} wrong"
    line += f", {judge['failed']} failed" if judge["failed"] else ""
    if judge["compared"]:
        line += f"; agrees with our checker on {judge['agreed']} of {judge['compared']}"
    return line if judge["accuracy"] is None else f"{line}; accuracy with its word {100 * judge['accuracy']:.1f} %"


def _row(name: str, figures: dict[str, Any]) -> tuple[str, ...]:
    low, high = figures["interval"]
    accuracy = f"{100 * figures['accuracy']:.1f} %"
    return (name, accuracy, f"{100 * low:.1f} to {100 * high:.1f}", *(str(figures[column]) for column in COLUMNS))


def _table(rows: list[tuple[str, ...]]) -> str:
    rows = [tuple(map(_cell, row)) for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    """Return a label of a dataset as a cell: on one line, and no longer than a table can hold."""
    line = _SPACE.sub(" ", text)
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 3]}..."


def breakdown_text(summary: dict[str, Any]) -> str:
    """Return the breakdowns that each benchmark's paper prints, by our verdict and by the official rule."""
    parts = []
    for name, benchmark in summary["benchmarks"].items():
        ours = {
            group: {bucket: _shown(figures) for bucket, figures in buckets.items()}
            for group, buckets in benchmark["breakdown"].items()
        }
        asked = f"{name}{_several(benchmark)}"
        parts.append(_breakdown(f"{asked}, our verdict", _shown(benchmark), ours, benchmark.get("figures", {})))
        for rule, table in benchmark.get("official", {}).items():
            groups = {group: buckets for group, buckets in table.items() if group not in ("average", "figures")}
            parts.append(_breakdown(f"{asked}, rule '{rule}'", table["average"], groups, table.get("figures", {})))
    return printable("\n".join(parts))


def _shown(figures: dict[str, Any]) -> dict[str, Any]:
    """Return a tally in the form of an official table's entry."""
    return {
        "accuracy": f"{100 * figures['accuracy']:.2f}",
        "correct": figures["right"],
        "total": figures["n"],
        "interval": figures["interval"],
    }


def _breakdown(
    title: str, average: dict[str, Any], groups: dict[str, dict[str, dict[str, Any]]], figures: dict[str, str]
) -> str:
    rows: list[tuple[str, ...]] = [(title, "accuracy", "correct", "n", "95 % interval"), _bucket("average", average)]
    for group, buckets in groups.items():
        rows.append((group, "", "", "", ""))
        rows += [_bucket(f"  {bucket}", entry) for bucket, entry in sorted(buckets.items())]
    rows += [(figure, value, "", "", "") for figure, value in figures.items()]
    return _table(rows)


def _bucket(name: str, entry: dict[str, Any]) -> tuple[str, ...]:
    low, high = entry["interval"]
    interval = f"{100 * low:.1f} to {100 * high:.1f}"
    return (name, str(entry["accuracy"]), str(entry["correct"]), str(entry["total"]), interval)


def item_text(
    item: Item,
    line: Line,
    judged: Verdict,
    reasons: tuple[str, ...] = (),
    place: Callable[[ImageRef], str] = images.where,
) -> str:
    """Return one item in full: what was asked, what is right and why, what was answered, what was decided.

    `reasons` say, a sentence each, why other verdicts differ from ours; `place` says where a picture is.
    """
    question, key = item.question, item.key
    parts = [f"── {item.line_key().text()} · {item.domain or 'unknown'} · {judged.outcome} ──"]
    if item.problem:
        parts.append(f"cannot be asked: {item.problem}")
    parts.append(question.prompt or question.text)
    parts += [f"picture: {place(image)}" for image in _shown_images(item, line)]
    if key.facts:
        parts.append("facts: " + "; ".join(_fact(key, name) for name in key.facts))
    if key.program:
        parts.append(f"program: {key.program}")
    if key.solution:
        parts.append("solution:\n" + "\n".join(f"  {step}" for step in key.solution.split("\n")))
    letter = "" if key.choice is None else f"({chr(ord('A') + key.choice)}) "
    parts.append(f"gold: {letter}{key.answer}")
    parts.append("response:\n" + "\n".join(f"  {row}" for row in line.trace.text.split("\n")))
    extracted = f", extracted {judged.extraction!r}" if judged.extraction else ""
    how = f" ({judged.how})" if judged.how else ""
    parts.append(f"verdict: {judged.outcome}{extracted}{how}")
    if line.imported is not None:
        parts.append(f"recorded: {_recorded(line.imported)}")
    if judged.judged:
        said = judged.judged
        parts.append(f"judge {said.model}: {said.outcome}" + (f" ({said.error})" if said.error else ""))
    for official in judged.official:
        parts.append(f"official rule '{official.rule}': {official.score:g}, prediction {official.prediction!r}")
    if judged.failure:
        parts.append(f"failed in the {judged.failure.stage}: {judged.failure.error}")
    parts += [f"difference: {reason}" for reason in reasons]
    return printable("\n".join(parts) + "\n")


def _fact(key: Key, name: str) -> str:
    """Return a fact with its unit, and how finely it can be read where it is not printed."""
    rough = f" (read to {key.resolution[name]:g})" if name in key.resolution else ""
    return f"{name} = {key.facts[name]} {key.units.get(name, '')}".rstrip() + rough


def _recorded(recorded: Imported) -> str:
    """Return what another harness recorded of a response."""
    verdict = "no verdict" if recorded.right is None else "right" if recorded.right else "wrong"
    named = {"extraction": recorded.extraction, "prediction": recorded.prediction}
    return ", ".join([verdict, *(f"{name} {value!r}" for name, value in named.items() if value is not None)])


def _shown_images(item: Item, line: Line) -> list[ImageRef]:
    """Return the pictures as the model was shown them, or else as the item refers to them."""
    blocks = [block for call in line.trace.calls[:1] for message in call.request.messages for block in message.content]
    return [block.image for block in blocks if isinstance(block, Image)] or list(item.question.images)
