"""What importers share: items found by id, rows read one at a time, a bad row that costs only itself."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mmbench.benchmarks.base import literals
from mmbench.benchmarks.base.dataset import text_of
from mmbench.benchmarks.base.reading import MAX_ROW, Record, read_table
from mmbench.errors import BadItem, UsageError
from mmbench.interfaces import ImportedItem
from mmbench.records import Call, Image, Imported, Message, Request, Response, Text, Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from mmbench.interfaces import Benchmark, Row
    from mmbench.records import Item

__all__ = [
    "Joined",
    "Placed",
    "Sent",
    "as_sent",
    "each",
    "each_row",
    "id_text",
    "imported_item",
    "literal",
    "loose_json",
    "mismatch",
    "recorded_item",
    "repeated",
    "same_value",
    "stored",
    "yes_or_no",
]


class Joined:
    """The items of a benchmark by id, each built when it is asked for."""

    def __init__(self, benchmark: Benchmark) -> None:
        self.benchmark = benchmark
        self.rows = _by_id(benchmark.rows())

    def item(self, name: str) -> Item:
        """Return the item with this id.

        Raises:
            BadItem: the benchmark has none, or its row is bad.
        """
        row = self.rows.get(name)
        if row is None:
            raise BadItem(f"'{self.benchmark.card.name}' has no item '{name}' in this split or folder")
        if isinstance(row.data, BadItem):
            raise BadItem(f"{row.where}: {row.data}")
        return self.benchmark.item(row)


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    """Return rows by id; of two with one id the first, as where they are asked."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.id, row)
    return found


def each_row(
    path: Path, name: Callable[[Record], str], read: Callable[[Record], ImportedItem]
) -> Iterator[tuple[str, ImportedItem | BadItem]]:
    """Yield what `read` makes of every row of a table of predictions, with the id that `name` gives it."""
    yield from each(read_table(path), name, read)


def each(
    records: Iterable[Record], name: Callable[[Record], str], read: Callable[[Record], ImportedItem]
) -> Iterator[tuple[str, ImportedItem | BadItem]]:
    """Yield what `read` makes of every record; one that cannot be read is named by its place and says why."""
    for record in records:
        place = f"row-{record.number + 1}"
        if record.problem:
            yield place, BadItem(f"{record.where}: {record.problem}")
            continue
        try:
            place = name(record)
            yield place, read(record)
        except UsageError:
            raise
        except BadItem as error:
            yield place, BadItem(f"{record.where}: {error}")
        except KeyError as error:
            yield place, BadItem(f"{record.where}: it has no {error}")
        except Exception as error:  # whatever a row of another program holds costs that row
            yield place, BadItem(f"{record.where}: {error!r}")


def imported_item(item: Item, response: str, recorded: Imported, prompt: str = "") -> ImportedItem:
    """Return an item with a response that another harness recorded; `prompt` is what it sent, where that is known."""
    if prompt and prompt != item.question.prompt:
        item = msgspec.structs.replace(item, question=msgspec.structs.replace(item.question, prompt=prompt))
    blocks: list[Text | Image] = [Image(image=image) for image in item.question.images]
    message = Message(role="user", content=(*blocks, Text(text=item.question.prompt)))
    request = Request(messages=(message,))
    call = Call(request=request, response=Response(text=response))
    return ImportedItem(item, Trace(calls=(call,), text=response), recorded)


def stored(value: object) -> str | None:
    """Return a recorded extraction or prediction as text; None where none was recorded."""
    return None if value is None else str(value)


MAX_TEXT = 100_000
MAX_NUMBER = 400


class Placed(Joined):
    """The items of a benchmark by id, and by the place of their row in the split."""

    def __init__(self, benchmark: Benchmark) -> None:
        self.benchmark = benchmark
        self.order = list(benchmark.rows())
        self.rows = _by_id(self.order)

    def at(self, place: int) -> str:
        """Return the id of the row at a place, from 0.

        Raises:
            BadItem: the split has no such row.
        """
        if not 0 <= place < len(self.order):
            raise BadItem(
                f"'{self.benchmark.card.name}' has no row {place} in this split, only 0 to {len(self.order) - 1}"
            )
        return self.order[place].id


class Sent(NamedTuple):
    """What another harness recorded of what it asked: the question or whole prompt, the gold answer, the options."""

    question: str = ""
    gold: str = ""
    choices: tuple[str, ...] = ()


def mismatch(item: Item, sent: Sent, *, named: bool) -> str:
    """Say how what was sent differs from an item; empty where it is the same.

    Args:
        item: the item that the row seems to be of.
        sent: what was recorded.
        named: whether the row names the item. If so, only a contradiction is a mismatch; if it was found by its place,
            question and gold answer must agree as far as they are recorded, and one of them must be.
    """
    asked, right = _same_question(item, sent.question), _same_gold(item, sent)
    question = f"it was asked {sent.question!r:.200}, expected the question {item.question.text!r:.200}"
    gold = f"its gold answer is {sent.gold!r:.80}, expected {item.key.answer!r:.80}"
    if asked is False and not (named and right):
        return question
    if right is False and not (named and asked):
        return gold
    if not named and asked is None and right is None:
        return "it records neither question nor gold answer, so that nothing shows it is this item"
    return ""


def _normal(text: str) -> str:
    """Return a text without what harnesses change: case, white space, marks of pictures, forms of characters."""
    bare = re.sub(r"<image ?\d{0,3}>", "", unicodedata.normalize("NFKC", text[:MAX_TEXT]))
    return "".join(bare.casefold().split())


def _same_question(item: Item, question: str) -> bool | None:
    """Return whether a recorded question or prompt is the item's; None where there is nothing to compare."""
    ours, theirs = _normal(item.question.text), _normal(question)
    if not ours or not theirs:
        return None
    return ours in theirs or (theirs in ours and 2 * len(theirs) >= len(ours))


def _same_gold(item: Item, sent: Sent) -> bool | None:
    """Return whether a recorded gold answer is the item's; None where its form does not say."""
    key = item.key
    if not sent.gold.strip():
        return None
    if key.kind == "choice":
        options = sent.choices or item.question.choices
        letter = sent.gold.strip().strip("().").upper()
        index = ord(letter) - ord("A") if len(letter) == 1 else -1
        named = [options[index]] if 0 <= index < len(options) else []
        named += [option for option in options if same_value(sent.gold, option)]
        return any(same_value(option, key.answer) for option in named) if named else None
    if any(same_value(sent.gold, gold) for gold in (key.answer, *key.accepted)):
        return True
    both = _number(sent.gold) is not None and _number(key.answer) is not None
    return False if key.kind in ("integer", "float") and both else None


def same_value(left: str, right: str) -> bool:
    """Return whether two published values are the same text, or the same number: tables turn "1" into 1.0."""
    a, b = _number(left), _number(right)
    return _normal(left) == _normal(right) or (a is not None and b is not None and abs(a - b) <= 1e-9 * abs(a))


def _number(text: str) -> float | None:
    try:
        return float(text[:MAX_NUMBER])
    except ValueError:
        return None


def as_sent(item: Item, choices: tuple[str, ...]) -> Item:
    """Return the item with its options in the order they were sent in: a letter in a response means that order."""
    by_text = {_normal(choice): choice for choice in item.question.choices}
    sent = tuple(by_text.get(_normal(choice), "") for choice in choices)
    if sent == item.question.choices or sorted(sent) != sorted(item.question.choices) or item.key.choice is None:
        return item
    question = msgspec.structs.replace(item.question, choices=sent)
    key = msgspec.structs.replace(item.key, choice=sent.index(item.key.answer))
    return msgspec.structs.replace(item, question=question, key=key)


def repeated(item: Item, repeat: int) -> Item:
    """Return the item as it is asked for the nth time, from 0: a variant of its own, in one cluster with the others."""
    variant = f"{item.variant} repeat {repeat}".strip() if repeat else item.variant
    return msgspec.structs.replace(item, variant=variant, cluster=item.cluster or item.question.id)


def recorded_item(
    item: Item, response: str, recorded: Imported, *, prompt: str = "", reasoning: str = "", truncated: bool = False
) -> ImportedItem:
    """Return what `imported_item` does, with the reasoning that was recorded apart, and whether the text was cut."""
    found = imported_item(item, response, recorded, prompt)
    trace = msgspec.structs.replace(found.trace, reasoning=reasoning, truncated=truncated)
    return found._replace(trace=trace)


def id_text(value: object) -> str:
    """Return a published id as text: tables turn 7 into 7.0."""
    text = text_of(value) if isinstance(value, str | int | float) else ""
    return text[:-2] if re.fullmatch(r"\d{1,18}\.0", text) else text


_YES = frozenset({"true", "1", "1.0", "yes", "correct", "right", "pass", "passed"})
_NO = frozenset({"false", "0", "0.0", "no", "incorrect", "wrong", "fail", "failed"})


def yes_or_no(value: object) -> bool | None:
    """Return a recorded verdict as a truth value, also from a list of one; None where it says neither."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    text = str(value).strip().casefold()
    return text in _YES if text in _YES | _NO else None


def literal(text: object) -> object:
    """Return the list or value that a cell's text is the literal of, or the cell as it is."""
    try:
        return literals.literal(text) if isinstance(text, str) else text
    except BadItem:
        return text


def loose_json(path: Path) -> Iterator[Record]:
    """Yield the rows of a JSON file (an array, or the `logs` of an object) or of JSON lines as Python writes them.

    Python writes missing numbers as NaN, which is no JSON; here they are None.

    Raises:
        UsageError: the file cannot be read, or is no JSON.
    """
    try:
        with path.open("rb") as file:
            if path.suffix == ".jsonl":
                lines = enumerate(iter(lambda: file.readline(MAX_ROW), b""))
                yield from (_loose_record(path, number, line) for number, line in lines if line.strip())
                return
            found = _loose(file.read())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: expected JSON: {error}") from None
    rows = found.get("logs") if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise UsageError(f"{path}: expected an array of rows, or an object with 'logs', found neither")
    for number, row in enumerate(rows):
        yield _object(path, number, row)


def _loose(data: bytes) -> Any:
    return json.loads(data, parse_constant=lambda _: None)


def _loose_record(path: Path, number: int, line: bytes) -> Record:
    try:
        return _object(path, number, _loose(line))
    except (ValueError, RecursionError) as error:
        return Record(path, number, problem=str(error))


def _object(path: Path, number: int, row: object) -> Record:
    if not isinstance(row, dict):
        return Record(path, number, problem=f"expected an object, found {type(row).__name__}")
    return Record(path, number, row)
