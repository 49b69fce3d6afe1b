"""What is asked and what is right: questions, keys, items, and the card of the benchmark they are from."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from mmbench.records.base import AnswerKind, MistakeKind, Record, Task
from mmbench.records.pictures import ImageRef  # noqa: TC001

__all__ = [
    "BenchmarkCard",
    "Hint",
    "Item",
    "Key",
    "LineKey",
    "Mistake",
    "Place",
    "Question",
    "Tolerance",
    "fingerprint",
]


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
