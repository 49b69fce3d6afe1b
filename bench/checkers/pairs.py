"""Files of pairs: a response, the gold answer, and what a right checker says of the two."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["BadPairs", "Pair", "read_pairs"]

NAMES = {
    "response": ("response", "prediction", "pred", "answer_pred"),
    "gold": ("gold", "answer", "ground_truth", "target", "reference"),
    "expected": ("expected", "label", "correct", "outcome"),
}
OUTCOMES = ("right", "wrong", "no_answer", "unparsed")
TOLERANCES = ("abs", "rel", "decimals")


class BadPairs(Exception):
    """A file of pairs that cannot be read; the message says where and what to do."""


class Pair(NamedTuple):
    """One response and its gold.

    `expected` is an outcome, or `not right` where the file only says that much. `ordered` says whether the order of a
    list counts, None leaves that to the checker; `truncated` that the response was cut.
    """

    id: str
    response: str
    gold: str
    expected: str
    kind: str = ""
    question: str = ""
    choices: tuple[str, ...] = ()
    unit: str = ""
    tolerance: dict[str, float] | None = None
    ordered: bool | None = None
    accepted: tuple[str, ...] = ()
    truncated: bool = False
    why: str = ""


def read_pairs(path: Path) -> list[Pair]:
    """Read JSON lines, or one JSON array of objects.

    Raises:
        BadPairs: the file is missing, empty or not as described; the message names the line and the field.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadPairs(f"{path}: cannot be read: {error}") from None
    if text.lstrip().startswith("["):
        try:
            rows = [(f"{path}, entry {number}", row) for number, row in enumerate(json.loads(text), 1)]
        except ValueError as error:
            raise BadPairs(f"{path}: not a JSON array: {error}") from None
    else:
        rows = [(f"{path}, line {n}", _row(f"{path}, line {n}", line)) for n, line in _lines(text)]
    if not rows:
        raise BadPairs(f"{path}: holds no pairs; write one JSON object a line, with response, gold and expected")
    return [_pair(where, row, str(number)) for number, (where, row) in enumerate(rows, 1)]


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _row(where: str, line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise BadPairs(f"{where}: not JSON: {error}") from None


def _pair(where: str, row: Any, number: str) -> Pair:
    if not isinstance(row, dict):
        raise BadPairs(f"{where}: expected an object with response, gold and expected, found {_short(row)}")
    tolerance = row.get("tolerance")
    if tolerance is not None and (
        not isinstance(tolerance, dict)
        or not all(name in TOLERANCES and isinstance(value, int | float) for name, value in tolerance.items())
    ):
        raise BadPairs(f"{where}: tolerance: expected an object with abs, rel or decimals, found {_short(tolerance)}")
    for field in ("ordered", "truncated"):
        if not isinstance(row.get(field), bool | None):
            raise BadPairs(f"{where}: {field}: expected true or false, found {_short(row[field])}")
    return Pair(
        id=str(row.get("id") or number),
        response=_text(where, "response", _required(where, row, "response")),
        gold=_text(where, "gold", _required(where, row, "gold")),
        expected=_expected(where, _required(where, row, "expected")),
        kind=_text(where, "kind", row.get("kind") or ""),
        question=_text(where, "question", row.get("question") or ""),
        choices=_texts(where, "choices", row.get("choices") or ()),
        unit=_text(where, "unit", row.get("unit") or ""),
        tolerance=tolerance,
        ordered=row.get("ordered"),
        accepted=_texts(where, "accepted", row.get("accepted") or ()),
        truncated=bool(row.get("truncated")),
        why=_text(where, "why", row.get("why") or ""),
    )


def _required(where: str, row: dict[str, Any], field: str) -> Any:
    for name in NAMES[field]:
        if name in row:
            return row[name]
    raise BadPairs(f"{where}: no {field}; add the field '{field}' (or {', '.join(NAMES[field][1:])})")


def _expected(where: str, value: Any) -> str:
    if isinstance(value, bool) or value in (0, 1):
        return "right" if value else "not right"
    if value in OUTCOMES:
        return str(value)
    raise BadPairs(f"{where}: expected: give true or false, 1 or 0, or {', '.join(OUTCOMES)}; found {_short(value)}")


def _text(where: str, field: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise BadPairs(f"{where}: {field}: expected a text or a number, found {_short(value)}")


def _texts(where: str, field: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise BadPairs(f"{where}: {field}: expected a list of texts, found {_short(value)}")
    return tuple(_text(where, field, part) for part in value)


def _short(value: Any) -> str:
    text = re.sub(r"\s+", " ", json.dumps(value, ensure_ascii=False))
    return text if len(text) <= 60 else f"{text[:60]}..."
