"""The records that flow through mmbench: small frozen structs, each one line of JSON.

The split that matters most: a model or a strategy is handed a `Question`, never a `Key`.
This module imports nothing of ours.
"""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple

import msgspec

__all__ = [
    "AlteredImage",
    "Answer",
    "AnswerKind",
    "BenchmarkCard",
    "Call",
    "CellImage",
    "Diagnosis",
    "Failure",
    "FileImage",
    "GeneratedImage",
    "Hint",
    "Image",
    "ImageRef",
    "Imported",
    "Item",
    "Judged",
    "Key",
    "Line",
    "LineKey",
    "MemberImage",
    "Message",
    "Mistake",
    "MistakeKind",
    "OfficialScore",
    "Outcome",
    "Place",
    "Question",
    "Request",
    "Response",
    "Sampling",
    "Stage",
    "Task",
    "Text",
    "Tolerance",
    "Trace",
    "Usage",
    "Verdict",
    "fingerprint",
]

AnswerKind = Literal["integer", "float", "choice", "choices", "list", "expression", "text"]
Task = Literal["solve", "error_step", "error_category"]
Outcome = Literal["right", "wrong", "unparsed", "no_answer", "failed"]
Stage = Literal["loader", "image", "adapter", "strategy", "scorer"]
MistakeKind = Literal["calculation", "logic", "misreading", "undetermined", "none"]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all records: immutable, keyword-only, defaults left out of the JSON."""


class FileImage(Record, frozen=True, tag="file", tag_field="kind"):
    """A picture in a file. `sha256` is that of the file's bytes, empty where the file is missing."""

    path: str
    sha256: str = ""


class CellImage(Record, frozen=True, tag="cell", tag_field="kind"):
    """A picture in a cell of a table: parquet, Arrow, or text with base64 cells.

    `row` counts from 0 within the file; in a text table it starts at byte `offset`. `column` names the column, with
    `[n]` behind it the nth picture of a list, from 0.
    """

    table: str
    row: int
    column: str
    offset: int = 0
    sha256: str = ""


class MemberImage(Record, frozen=True, tag="member", tag_field="kind"):
    """A picture in a zip archive, read in place."""

    archive: str
    member: str
    sha256: str = ""


class GeneratedImage(Record, frozen=True, tag="generated", tag_field="kind"):
    """A picture that `generator` draws from `recipe`; `sha256` is that of the recipe, not of the pixels."""

    generator: str
    recipe: dict[str, str | int]
    sha256: str = ""


class AlteredImage(Record, frozen=True, tag="altered", tag_field="kind"):
    """A picture made of another: `caption` is written above it, then `corruption` (such as `blur:2`) is done to both.

    `sha256` is that of the recipe, the base's hash included; empty where the base is missing.
    """

    base: FileImage | CellImage | MemberImage | GeneratedImage
    caption: str = ""
    corruption: str = ""
    sha256: str = ""


ImageRef = FileImage | CellImage | MemberImage | GeneratedImage | AlteredImage


class Hint(Record, frozen=True):
    """What form of answer the question asks for; `decimals` places where it names them."""

    kind: AnswerKind = "text"
    decimals: int | None = None


class Question(Record, frozen=True):
    """All that a model or a strategy may see of an item.

    `text` is the bare question, empty where it stands in the picture alone; `prompt` is the text as asked, with the
    choices and the benchmark's hint. `setting` is the part of `text` that states conditions of the figure, where they
    can be told apart from what is asked; a view may write it into the picture instead.
    """

    id: str
    text: str
    setting: str = ""
    prompt: str = ""
    images: tuple[ImageRef, ...] = ()
    choices: tuple[str, ...] = ()
    unit: str = ""
    language: str = "en"
    hint: Hint = Hint()


class Tolerance(Record, frozen=True):
    """How far an answer may be off: absolute, relative to the gold, or equal at so many decimals."""

    abs: float | None = None
    rel: float | None = None
    decimals: int | None = None


class Mistake(Record, frozen=True):
    """A known way to go wrong: the answer it gives, the program that gives it, and what was done wrong, in words.

    `answer` is empty where nobody worked the program yet; it may come to the right answer, too.
    """

    kind: MistakeKind
    answer: str = ""
    program: str = ""
    note: str = ""


Place = tuple[int, int, int, int]
"""Where something stands in a picture: left, top, right and bottom edge in pixels from the upper left corner."""


class Key(Record, frozen=True):
    """What only scoring may see.

    `choice` is the index of the gold option. An answer of kind `choices` is the letters of all right options ("A, C"),
    one of kind `expression` is mathematics in LaTeX or plain text. `ordered` says whether the order of a list counts.
    `facts` maps what can be read off the figure, by the name shown, to its value; `places` says where each stands,
    `resolution` how finely those can be read that are not printed as numbers, `units` in what unit they are given.
    `description` says in words what else the figure shows. `program` is an expression over the facts' names (see
    `mmbench.program`); where the answer is a word, it gives the number, from 1, of the word in `labels`. `mistakes` are
    known wrong solutions, among them those that make the wrong options. `wording` is the question as published where a
    view has changed `Question.text`: what it says of rounding, order and units holds in every view.
    """

    answer: str
    kind: AnswerKind = "text"
    choice: int | None = None
    tolerance: Tolerance = Tolerance()
    accepted: tuple[str, ...] = ()
    ordered: bool = True
    facts: dict[str, str | int | float] = {}
    places: dict[str, Place] = {}
    resolution: dict[str, float] = {}
    units: dict[str, str] = {}
    description: str = ""
    wording: str = ""
    program: str = ""
    labels: tuple[str, ...] = ()
    solution: str = ""
    mistakes: tuple[Mistake, ...] = ()


class LineKey(NamedTuple):
    """What identifies a line of a run: `item` is `benchmark/id`."""

    item: str
    view: str = "full"
    corruption: str = ""
    variant: str = ""
    repeat: int = 0

    def text(self) -> str:
        """Return the key as one string: the item alone where the rest is as usual."""
        if self[1:] == ("full", "", "", 0):
            return self.item
        return "|".join(map(str, self))


class Item(Record, frozen=True):
    """One thing to ask. `problem` says why it cannot be asked (then question and key may be empty)."""

    benchmark: str
    question: Question
    key: Key
    split: str = ""
    task: Task = "solve"
    domain: str = ""
    skills: tuple[str, ...] = ()
    difficulty: str = ""
    cluster: str = ""
    view: str = "full"
    corruption: str = ""
    variant: str = ""
    metadata: dict[str, str | int | float | list[str] | None] = {}
    fingerprint: str = ""
    problem: str = ""

    def line_key(self, repeat: int = 0) -> LineKey:
        """Return the key of this item's line for the given repeat."""
        return LineKey(f"{self.benchmark}/{self.question.id}", self.view, self.corruption, self.variant, repeat)


def fingerprint(question: Question, key: Key) -> str:
    """Return 16 hex digits over what is asked and what is right: text, choices, gold and image hashes.

    Metadata stays out: published tags drift between releases.
    """
    parts = [question.text, question.unit, *question.choices, "\x1e", key.answer, *key.accepted, "\x1e"]
    parts += [image.sha256 for image in question.images]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class BenchmarkCard(Record, frozen=True):
    """What a benchmark is and what was published about it.

    `breakdowns` names the labels in an item's metadata that the benchmark's own tables go by. `human` and `chance` are
    published accuracies in percent; `frequent` maps an answer form (`choice/4`, `integer`, `float/1`) to the published
    most frequent answer of that form (for a choice, the option's index). `verified` says whether the loader was held
    against real rows of the dataset; otherwise it follows the published schema.
    """

    name: str
    title: str
    version: str = ""
    licence: str = ""
    images_republishable: bool = False
    citation: str = ""
    url: str = ""
    official_rule: str = ""
    breakdowns: tuple[str, ...] = ()
    human: float | None = None
    chance: float | None = None
    frequent: dict[str, str] = {}
    verified: bool = True


class Text(Record, frozen=True, tag="text", tag_field="type"):
    """A block of text in a message."""

    text: str


class Image(Record, frozen=True, tag="image", tag_field="type"):
    """A picture in a message, by reference."""

    image: ImageRef


class Message(Record, frozen=True):
    """One turn: a role and its blocks in order."""

    role: Literal["system", "user", "assistant"]
    content: tuple[Text | Image, ...]


class Sampling(Record, frozen=True):
    """Decoding settings; temperature 0 is greedy. `max_tokens` bounds the new tokens of one call."""

    temperature: float = 0.0
    top_p: float = 1.0
    max_tokens: int = 1024


class Request(Record, frozen=True):
    """One model call. `about` is the line's key as text, for replays; `choices` and `hint` are the question's."""

    messages: tuple[Message, ...]
    sampling: Sampling = Sampling()
    seed: int = 0
    about: str = ""
    choices: tuple[str, ...] = ()
    hint: Hint = Hint()


class Usage(Record, frozen=True):
    """Token counts of one call, where the provider gives them."""

    input_tokens: int = 0
    output_tokens: int = 0


class Response(Record, frozen=True):
    """What a model answered. `latency` is in seconds; `error` says why the call failed, if it did."""

    text: str = ""
    reasoning: str = ""
    finish: Literal["stop", "length", "error"] = "stop"
    usage: Usage = Usage()
    latency: float = 0.0
    error: str = ""


class Answer(Record, frozen=True):
    """What a strategy settles on: the final text, the reasoning apart where there is some, and whether it was cut."""

    text: str
    reasoning: str = ""
    truncated: bool = False


class Call(Record, frozen=True):
    """A request and its response."""

    request: Request
    response: Response


class Trace(Record, frozen=True):
    """Every call a strategy made for one item, and the text it settled on."""

    calls: tuple[Call, ...] = ()
    text: str = ""
    reasoning: str = ""
    truncated: bool = False


class Imported(Record, frozen=True):
    """What another harness recorded for a response: its extraction, its prediction, its verdict."""

    extraction: str | None = None
    prediction: str | None = None
    right: bool | None = None


class Failure(Record, frozen=True):
    """Our fault or the server's: where it happened and what it said."""

    stage: Stage
    error: str


class Line(Record, frozen=True):
    """One line of `responses.jsonl`: what came of asking one item once."""

    item: str
    view: str = "full"
    corruption: str = ""
    variant: str = ""
    repeat: int = 0
    trace: Trace = Trace()
    imported: Imported | None = None
    failure: Failure | None = None
    seconds: float = 0.0

    def line_key(self) -> LineKey:
        """Return the key that joins this line with its item and verdict."""
        return LineKey(self.item, self.view, self.corruption, self.variant, self.repeat)


class OfficialScore(Record, frozen=True):
    """The verdict of one official rule: its score in [0, 1] and the prediction it compared."""

    rule: str
    score: float
    prediction: str | None = None


class Diagnosis(Record, frozen=True):
    """What kind of mistake a wrong answer is, and the step, quote and sentence that show it."""

    kind: MistakeKind
    confidence: float = 0.0
    step: int | None = None
    quote: str = ""
    explanation: str = ""


class Judged(Record, frozen=True):
    """What a model called in as judge made of a line: its word in `reply`, or why there is none in `error`."""

    model: str
    outcome: Literal["right", "wrong", "failed"]
    reply: str = ""
    error: str = ""


class Verdict(Record, frozen=True):
    """One line of `verdicts.jsonl`. `how` names the rule that found the answer and the rule that decided."""

    item: str
    outcome: Outcome
    view: str = "full"
    corruption: str = ""
    variant: str = ""
    repeat: int = 0
    extraction: str = ""
    how: str = ""
    truncated: bool = False
    official: tuple[OfficialScore, ...] = ()
    diagnosis: Diagnosis | None = None
    judged: Judged | None = None
    failure: Failure | None = None

    def line_key(self) -> LineKey:
        """Return the key that joins this verdict with its item and response."""
        return LineKey(self.item, self.view, self.corruption, self.variant, self.repeat)
