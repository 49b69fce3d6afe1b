"""The model behind a chat-completions endpoint: what is asked, with which client, and what an error of it means."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import msgspec

from mmbench.adapters.endpoints.base import Endpoint, EndpointOptions, Read
from mmbench.adapters.endpoints.calls import Trouble, masked, said
from mmbench.adapters.endpoints.pictures import PictureLimits, encoded
from mmbench.adapters.openai.replies import assembled, one_piece
from mmbench.errors import UsageError
from mmbench.interfaces import Capabilities
from mmbench.records import Image

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from openai import AsyncOpenAI

    from mmbench.records import ImageRef, Message, Request

__all__ = ["OpenAIModel"]

NO_KEY = "none"
CONNECTING = 30.0
FORMATS = ("png", "jpeg", "webp", "gif")
OURS = ("model", "messages", "stream", "n", "seed")
"""Fields of the body that `extra` may not set: they follow from the run."""


class _Options(EndpointOptions, frozen=True, forbid_unknown_fields=True):
    """Options of `openai:`, besides those of every endpoint.

    `base_url` ends in the version (`http://localhost:8000/v1`); without it `OPENAI_BASE_URL` is read, then the hosted
    service is asked. The key is read from `OPENAI_API_KEY` and nowhere else.

    `stream` asks for the answer in pieces, which keeps proxies from closing a long silent connection.

    Pictures go out as stored unless `image_format` names another format, or they have more than `max_image_bytes`
    bytes or `max_image_side` pixels on the longer side; 0 is no limit.

    `thinking` sets `enable_thinking` of the chat template, as vLLM and SGLang take it; `reasoning_effort` is the field
    of that name. `extra` is a JSON object merged into the body; a null takes a field out. `prefix` says that the server
    continues the start of an answer (`continue_final_message`, as vLLM and SGLang).
    """

    concurrency: int = 32
    retries: int = 5
    thinking: Literal["", "on", "off"] = ""
    stream: bool = False
    image_format: Literal["keep", "png", "jpeg"] = "keep"
    max_image_side: int = 0
    max_image_bytes: int = 20_000_000
    reasoning_effort: str = ""
    extra: str = ""
    prefix: bool = False


class OpenAIModel(Endpoint):
    """A model behind an endpoint, asked through the official client with adapting concurrency and patient retries."""

    Options: ClassVar[type[_Options]] = _Options
    options: _Options
    adapter, packages = "openai", ("openai", "tenacity")
    key_names = ("OPENAI_API_KEY",)
    url_name = "OPENAI_BASE_URL"
    service = "https://api.openai.com/v1"
    telling = ("thinking", "reasoning_effort", "extra", "prefix", "image_format", "max_image_side", "max_image_bytes")
    least = {**Endpoint.least, "max_image_side": 0, "max_image_bytes": 0}

    def __init__(self, name: str, options: _Options) -> None:
        super().__init__(name, options)
        self._extra = _extra(options.extra)
        for option in ("thinking", "prefix"):
            if self.hosted and getattr(options, option):
                raise UsageError(f"openai: {option} is for servers such as vLLM; the hosted service has no such field")
        self.capabilities = Capabilities(
            prefix=options.prefix,
            logprobs=True,
            several=True,
            seeds=not self.hosted,
            top_k=not self.hosted,
            stop=True,
        )
        formats = FORMATS if options.image_format == "keep" else (options.image_format,)
        self._pictures = PictureLimits(formats, options.max_image_bytes, options.max_image_side)

    def _connect(self) -> AsyncOpenAI:
        from httpx2 import Timeout
        from openai import AsyncOpenAI

        seconds = self.options.timeout
        return AsyncOpenAI(
            api_key=self._key() or NO_KEY,
            base_url=self.url,
            max_retries=0,
            timeout=Timeout(seconds, connect=min(seconds, CONNECTING)),
        )

    def _body(self, request: Request) -> dict[str, Any]:
        messages = [_message(message, self._pictures) for message in request.messages]
        return {"model": self.name, "messages": messages, "extra_body": self._settings(request)}

    def _settings(self, request: Request) -> dict[str, Any]:
        """Return what is asked beside model and messages; fields that servers may lack only where they are needed."""
        sampling, options = request.sampling, self.options
        body: dict[str, Any] = {
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "max_completion_tokens" if self.hosted else "max_tokens": sampling.max_tokens,
            "seed": request.seed % 2**31,
        }
        if options.stream:
            body["stream_options"] = {"include_usage": True}
        if request.samples > 1:
            body["n"] = request.samples
        if sampling.top_k:
            body["top_k"] = sampling.top_k
        if sampling.stop:
            body["stop"] = list(sampling.stop)
        if sampling.logprobs is not None:
            body["logprobs"] = True
            if sampling.logprobs:
                body["top_logprobs"] = sampling.logprobs
        if options.thinking:
            body["chat_template_kwargs"] = {"enable_thinking": options.thinking == "on"}
        if options.reasoning_effort:
            body["reasoning_effort"] = options.reasoning_effort
        if request.messages[-1].role == "assistant":
            body |= {"continue_final_message": True, "add_generation_prompt": False}
        return {name: value for name, value in (body | self._extra).items() if value is not None}

    async def _ask(self, client: AsyncOpenAI, body: dict[str, Any]) -> Read:
        if self.options.stream:
            async with await client.chat.completions.create(**body, stream=True) as chunks:
                return await assembled(_plain(chunks))
        async with client.chat.completions.with_streaming_response.create(**body) as got:
            return await one_piece(got.iter_bytes())

    def _meaning(self, error: Exception) -> Trouble:
        import httpx2
        import openai

        if isinstance(error, openai.APIStatusError):
            reply, spent = error.response, error.code == "insufficient_quota"
            return self._status(error.status_code, reply.text, reply.headers, spent)
        if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
            return self._trouble(TimeoutError())
        if isinstance(error, openai.APIConnectionError):
            fixed = isinstance(error.__cause__, httpx2.LocalProtocolError | httpx2.UnsupportedProtocol)
            return self._broken(error, again=not fixed)
        if isinstance(error, openai.APIError):
            return Trouble(f"{self.url}: the stream ends with an error: {said(error.message)}", again=True)
        return self._broken(error, again=isinstance(error, httpx2.HTTPError | ValueError))


async def _plain(chunks: AsyncIterator[Any]) -> AsyncIterator[Any]:
    async for chunk in chunks:
        yield chunk.model_dump(warnings=False) if hasattr(chunk, "model_dump") else chunk


def _message(message: Message, limits: PictureLimits) -> dict[str, Any]:
    if not any(isinstance(block, Image) for block in message.content):
        return {"role": message.role, "content": "".join(b.text for b in message.content if not isinstance(b, Image))}
    blocks: list[dict[str, Any]] = []
    for block in message.content:
        if isinstance(block, Image):
            blocks.append({"type": "image_url", "image_url": {"url": _data_url(block.image, limits)}})
        else:
            blocks.append({"type": "text", "text": block.text})
    return {"role": message.role, "content": blocks}


def _data_url(image: ImageRef, limits: PictureLimits) -> str:
    kind, data = encoded(image, limits)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _extra(text: str) -> dict[str, Any]:
    if not text:
        return {}
    if masked(text) != text:
        raise UsageError("openai: a key stands in extra; keys come from the environment")
    try:
        extra = msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise UsageError(f'openai: extra must be a JSON object, as {{"min_p": 0.1}}: {error}') from None
    for field in OURS:
        if field in extra:
            raise UsageError(f"openai: extra cannot set '{field}', which follows from the run")
    return extra
