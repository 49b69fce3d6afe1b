"""What an endpoint replied, read with suspicion: a completion in one piece or streamed, its token counts.

The format is that of the chat-completions protocol (platform.openai.com/docs/api-reference/chat), with the
`reasoning_content` of vLLM, SGLang and LMDeploy, which others call `reasoning`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import msgspec

from mmbench.adapters.endpoints.base import Read, Unusable
from mmbench.records import Response, Token, Usage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["assembled", "one_piece"]

MOST_BYTES = 64 << 20
T = TypeVar("T")
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class _Message(msgspec.Struct):
    content: str | None = None
    reasoning_content: Any = None
    reasoning: Any = None
    refusal: Any = None


class _Choice(msgspec.Struct):
    message: _Message
    index: int = 0
    finish_reason: str | None = None
    logprobs: Any = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    usage: Any = None


class _Piece(msgspec.Struct):
    delta: _Message
    index: int = 0
    finish_reason: str | None = None
    logprobs: Any = None


class _Chunk(msgspec.Struct):
    choices: list[_Piece] = []
    usage: Any = None


class _Likely(msgspec.Struct):
    token: str
    logprob: float


class _Place(_Likely):
    top_logprobs: list[_Likely] = []


class _LogProbs(msgspec.Struct):
    content: list[_Place] | None = None


class _Taken(msgspec.Struct):
    cached_tokens: Count | None = None


class _Given(msgspec.Struct):
    reasoning_tokens: Count | None = None


class _Counts(msgspec.Struct):
    prompt_tokens: Count | None = None
    completion_tokens: Count | None = None
    prompt_tokens_details: _Taken | None = None
    completion_tokens_details: _Given | None = None


async def one_piece(parts: AsyncIterator[bytes]) -> Read:
    """Read a reply that comes in one piece.

    Raises:
        Unusable: it is too large, or no completion with an answer.
    """
    data = bytearray()
    async for part in parts:
        data += part
        if len(data) > MOST_BYTES:
            raise Unusable(f"the reply is larger than {MOST_BYTES} bytes")
    try:
        completion = msgspec.json.decode(data, type=_Completion)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        shown = data[:1000].decode(errors="replace")
        if data.lstrip()[:1] == b"<":
            told = "the reply is a web page; does base_url name the API, which mostly ends in /v1?"
            raise Unusable(f"{told} {shown}") from None
        raise Unusable(f"the reply is no chat completion ({error}): {shown or '(empty)'}", again=True) from None
    return _reply(completion.choices, completion.usage)


async def assembled(chunks: AsyncIterator[Any]) -> Read:
    """Read a reply that comes in chunks, as plain values.

    Raises:
        Unusable: a chunk is none, the stream ended before the answer did, or it is too large.
    """
    growing: dict[int, _Growing] = {}
    usage: Any = None
    size = 0
    async for plain in chunks:
        try:
            chunk = msgspec.convert(plain, _Chunk)
        except msgspec.ValidationError as error:
            raise Unusable(f"the stream holds what is no chunk ({error}): {str(plain)[:1000]}", again=True) from None
        usage = chunk.usage or usage
        for piece in chunk.choices:
            size += growing.setdefault(piece.index, _Growing()).add(piece)
        if size > MOST_BYTES or len(growing) > MOST_BYTES // 1024:
            raise Unusable(f"the stream is larger than {MOST_BYTES} characters")
    if not growing:
        raise Unusable("the stream ended without a chunk of an answer", again=True)
    if not all(one.finish for one in growing.values()):
        raise Unusable("the stream was cut before the answer ended", again=True)
    return _reply([one.choice(index) for index, one in growing.items()], usage)


class _Growing:
    """An answer that is being streamed."""

    def __init__(self) -> None:
        self.text: dict[str, list[str]] = {"content": [], "reasoning_content": [], "refusal": []}
        self.finish = ""
        self.places: list[Any] = []

    def add(self, piece: _Piece) -> int:
        """Take in a piece and return how many characters it adds."""
        delta = piece.delta
        added = {
            "content": delta.content,
            "reasoning_content": delta.reasoning_content or delta.reasoning,
            "refusal": delta.refusal,
        }
        for name, part in added.items():
            if isinstance(part, str):
                self.text[name].append(part)
        self.finish = piece.finish_reason or self.finish
        if isinstance(piece.logprobs, dict) and isinstance(places := piece.logprobs.get("content"), list):
            self.places += places
        return sum(len(part) for part in added.values() if isinstance(part, str))

    def choice(self, index: int) -> _Choice:
        whole = {name: "".join(parts) if parts else None for name, parts in self.text.items()}
        return _Choice(_Message(**whole), index, self.finish, {"content": self.places} if self.places else None)


def _reply(choices: list[_Choice], counts: Any) -> Read:
    if not choices:
        raise Unusable("the reply holds no choices", again=True)
    return Read([_answer(choice) for choice in sorted(choices, key=lambda one: one.index)], _usage(counts))


def _answer(choice: _Choice) -> Response:
    message, finish = choice.message, choice.finish_reason
    if finish == "content_filter":
        raise Unusable("the answer was withheld by a content filter (finish_reason content_filter)")
    if finish in ("error", "abort"):
        raise Unusable(f"the server gave up on the answer (finish_reason {finish})", again=True)
    reasoning = message.reasoning_content or message.reasoning
    reasoning = reasoning if isinstance(reasoning, str) else ""
    text = message.content
    if not text and isinstance(message.refusal, str):
        text = message.refusal
    if text is None and not reasoning and finish != "length":
        raise Unusable("the reply's message holds neither content nor reasoning nor a refusal", again=True)
    return Response(
        text=text or "",
        reasoning=reasoning,
        finish="length" if finish == "length" else "stop",
        logprobs=_tokens(choice.logprobs),
    )


def _tokens(logprobs: Any) -> tuple[Token, ...]:
    places = _or_none(logprobs, _LogProbs)
    return tuple(
        Token(
            text=place.token,
            logprob=place.logprob,
            top=tuple((likely.token, likely.logprob) for likely in place.top_logprobs),
        )
        for place in (places.content if places else None) or ()
    )


def _usage(counts: Any) -> Usage:
    found = _or_none(counts, _Counts) or _Counts()
    taken, given = found.prompt_tokens or 0, found.completion_tokens or 0
    return Usage(
        input_tokens=taken,
        output_tokens=given,
        reasoning_tokens=(found.completion_tokens_details or _Given()).reasoning_tokens or 0,
        cached_tokens=(found.prompt_tokens_details or _Taken()).cached_tokens or 0,
    )


def _or_none(plain: Any, kind: type[T]) -> T | None:
    """Return what comes beside an answer, or None where it is not as it should be: the answer counts without it."""
    try:
        return msgspec.convert(plain, kind)
    except msgspec.ValidationError:
        return None
