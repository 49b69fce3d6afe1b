"""What is sent to a model and what comes back: requests, responses, traces, and the line of a run they end as."""

from __future__ import annotations

from typing import Literal

from mmbench.records.base import MistakeKind, Record, Stage
from mmbench.records.items import Hint, LineKey
from mmbench.records.pictures import ImageRef  # noqa: TC001

__all__ = [
    "Answer",
    "Call",
    "Failure",
    "Image",
    "Imported",
    "Line",
    "Message",
    "Planted",
    "Request",
    "Response",
    "Sampling",
    "Text",
    "Token",
    "Trace",
    "Usage",
]


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
    """Decoding settings; temperature 0 is greedy. `max_tokens` bounds the new tokens of one call.

    `top_k` of 0 leaves all tokens in. The answer ends before the first of the `stop` strings. `logprobs` asks for the
    log-probabilities of the tokens generated and of so many of the likeliest at each place; `None` asks for none.
    """

    temperature: float = 0.0
    top_p: float = 1.0
    max_tokens: int = 1024
    top_k: int = 0
    stop: tuple[str, ...] = ()
    logprobs: int | None = None


class Request(Record, frozen=True):
    """One model call. `about` is the line's key as text, for replays; `choices` and `hint` are the question's.

    A last message of the assistant is the start of the answer, to be continued; the response holds what follows it.
    `samples` asks for so many answers in one call.
    """

    messages: tuple[Message, ...]
    sampling: Sampling = Sampling()
    seed: int = 0
    samples: int = 1
    about: str = ""
    choices: tuple[str, ...] = ()
    hint: Hint = Hint()


class Usage(Record, frozen=True):
    """Token counts of one call, where the provider gives them, and its cost in US dollars, where prices are known.

    `reasoning_tokens` are among the `output_tokens`, `cached_tokens` among the `input_tokens`.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    cached_tokens: int = 0
    cost: float = 0.0

    def plus(self, other: Usage) -> Usage:
        """Return the usage of two calls together."""
        return Usage(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


class Token(Record, frozen=True):
    """One generated token: its text, its natural log-probability, and those of the likeliest tokens at its place."""

    text: str
    logprob: float
    top: tuple[tuple[str, float], ...] = ()


class Response(Record, frozen=True):
    """What a model answered. `latency` is in seconds; `error` says why the call failed, if it did.

    `others` are the further samples of a request that asked for several; the call's usage is counted once, here.
    `cached` says that the answer was given to an earlier request and kept.
    """

    text: str = ""
    reasoning: str = ""
    finish: Literal["stop", "length", "error"] = "stop"
    usage: Usage = Usage()
    latency: float = 0.0
    error: str = ""
    logprobs: tuple[Token, ...] = ()
    others: tuple[Response, ...] = ()
    cached: bool = False


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


class Planted(Record, frozen=True):
    """The mistake that a simulated student made on purpose.

    `start` and `end` delimit, in characters of the response, the statement that goes wrong first; `note` says what was
    done instead of what. Kind `none` is a student who made no mistake.
    """

    kind: MistakeKind
    subtype: str = ""
    start: int = 0
    end: int = 0
    note: str = ""


class Line(Record, frozen=True):
    """One line of `responses.jsonl`: what came of asking one item once."""

    item: str
    view: str = "full"
    corruption: str = ""
    variant: str = ""
    repeat: int = 0
    trace: Trace = Trace()
    imported: Imported | None = None
    planted: Planted | None = None
    failure: Failure | None = None
    seconds: float = 0.0

    def line_key(self) -> LineKey:
        """Return the key that joins this line with its item and verdict."""
        return LineKey(self.item, self.view, self.corruption, self.variant, self.repeat)
