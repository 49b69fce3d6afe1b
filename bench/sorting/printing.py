"""The figures of the sorter as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sorting.metrics import TYPES, UNDETERMINED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["print_audit", "print_cost", "print_injected", "print_numbers", "print_planted", "print_real"]

Figures = dict[str, Any]


def _table(titles: Iterable[str], rows: Iterable[Iterable[object]], first: int = 34) -> None:
    for row in (titles, *rows):
        head, *cells = row
        print(f"  {head!s:<{first}}" + "".join(f" {_cell(cell):>12}" for cell in cells).rstrip())


def _cell(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _types(scores: Figures) -> None:
    rows = [[kind, *row.values()] for kind, row in scores["types"].items()]
    _table(["type", "n", "precision", "recall", "F1"], rows)
    shown = ("macro_f1", "accuracy", "precision", "coverage")
    print("  " + ", ".join(f"{name} {scores[name]:.4f}" for name in shown) + f", of {scores['n']}")


def _confusion(table: Mapping[str, Mapping[str, int]]) -> None:
    if table:
        _table(["labelled \\ said", *TYPES, UNDETERMINED], [[label, *row.values()] for label, row in table.items()], 50)


def _steps(title: str, scores: Figures) -> None:
    rows = [
        [f"{title}, {name.replace('_', ' ')}", scores["labelled"], scores["accused"], *scores[name].values()]
        for name in ("exact", "within_one")
    ]
    _table(["first wrong step", "labelled", "accused", "hits", "precision", "recall", "F1"], rows)


def print_real(name: str, figures: Figures) -> None:
    """Print the figures of one set with labels from people."""
    print(
        f"\n{name}: {figures['wrong']} wrong, coverage {figures['coverage']:.4f}, {figures['proved']} proved from the "
        f"text; {figures['right']} right"
    )
    if "steps" in figures:
        _steps("all", figures["steps"])
        _steps("a statement proved wrong", figures["steps_proved"])
    if "types" in figures:
        _types(figures["types"])
        _confusion(figures["confusion"])
        said = figures["published"]
        print(f"  published categories: {said['agree']} of {said['n']} agree ({said['rate']:.4f})")
    _confusion(figures["by_category"])
    accused = figures["right_accused"]
    print(
        f"  right solutions accused: {accused['any']} ({accused['rate']:.4f}); by the calculation audit "
        f"{accused['calculation']}, by that of algebra {accused['algebra']}"
    )


def print_audit(name: str, figures: Figures, listed: bool) -> None:
    """Print what the calculation audit accuses in a set; listed, with every accusation that a person is to read."""
    audit = figures["audit"]
    print(
        f"  calculation audit, {name}: {audit['accused']} accusations, {audit['confirmed']} confirmed by the exact "
        f"check, {len(audit['unconfirmed'])} to be read; finds {audit['of_these_found']} of the "
        f"{audit['false_by_exact_check']} equalities that the exact check calls false"
    )
    for one in figures["accusations_on_right"] if listed else ():
        where = f"{one['set']} {one['id']}, step {one['step']}, {one['audit']}"
        print(f"    right, accused: {where}: {one['quote']!r}, found {one['found']!r}, expected {one['expected']!r}")
    for one in audit["unconfirmed"] if listed else ():
        if not one["right"]:
            print(f"    to be read: {one['set']} {one['id']}: {one['quote']!r}, expected {one['expected']!r}")


def print_injected(name: str, figures: Figures, listed: bool) -> None:
    """Print what the calculation audit finds in texts with one false result."""
    print(
        f"\ninjected false results, {name}: {figures['texts']} texts, found {figures['found']} "
        f"({figures['recall']:.4f}), precision {figures['precision']:.4f} of {figures['accusations']} accusations"
    )
    _table(["slip", "found", "of"], [[slip, *counts] for slip, counts in figures["found_by_slip"].items()])
    _steps("all", figures["steps"])
    for one in figures["false_accusations"] if listed else ():
        print(f"    falsely accused ({one['slip']}): {one['quote']!r}, expected {one['expected']!r}")
    for one in figures["missed"] if listed else ():
        print(f"    missed ({one['slip']}): {one['line']!r}")


def print_planted(half: str, figures: Figures) -> None:
    """Print the figures over one half of the students' mistakes."""
    print(f"\nplanted mistakes, {half} half; left out: {figures['skipped'] or 'none'}")
    _types(figures)
    print(f"  sub-type right {figures['subtype_accuracy']:.4f}; expected calibration error {figures['ece']:.4f}")
    _confusion(figures["confusion"])
    _steps("all", figures["steps"])
    for title in ("by_evidence", "by_language", "by_subtype", "worst_styles", "worst_families"):
        rows = [[name, *row.values()] for name, row in figures[title].items()]
        _table([title.replace("_", " "), "n", "accuracy", UNDETERMINED], rows, 40)
    _table(["bin", "n", "confidence", "accuracy"], [[number, *row] for number, row in enumerate(figures["bins"])])


def print_numbers(figures: Figures) -> None:
    """Print what the final answers alone tell."""
    print(f"\nfinal answers alone; threshold for precision {figures['wanted_precision']}: {figures['threshold']}")
    for half in ("development", "held-out"):
        row = figures[half]
        print(f"  {half}: {row['n']} answers, expected calibration error {row['ece']:.4f}")
        rows = [[least, *kept.values()] for least, kept in row["at"].items()]
        if row["at_threshold"] is not None:
            rows.append(["the threshold", *row["at_threshold"].values()])
        _table(["confidence at least", "kept", "precision", "coverage"], rows)


def print_cost(figures: Figures) -> None:
    """Print CPU milliseconds a call, and the cost of hostile texts."""
    print()
    rows = [[name, *row.values()] for name, row in figures["calls"].items()]
    _table(["CPU, ms", "calls", "median", "95 %", "worst"], rows)
    hostile = figures["hostile"].items()
    _table(
        ["hostile text", "CPU, ms", "peak, MB", "said"],
        [[name, *(row.values() if "failed" not in row else ("FAILED", row["failed"], ""))] for name, row in hostile],
    )
