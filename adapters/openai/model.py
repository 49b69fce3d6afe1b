"""The model behind a chat-completions endpoint: what is asked, with which client, and what an error of it means."""

from __future__ import annotations

import asyncio
import base64
import os
import time
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar, Literal
from urllib.parse import urlsplit

import msgspec

from mmbench.adapters.endpoints.calls import Calls, CallsFailed, PerLoop, Trouble, masked, retry_after, said
from mmbench.adapters.endpoints.pictures import PictureLimits, encoded
from mmbench.adapters.openai.replies import BrokenReply, Prices, Reply, assembled, one_piece
from mmbench.errors import UsageError
from mmbench.interfaces import Capabilities
from mmbench.records import Image, Record, Response, Usage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from openai import AsyncOpenAI

    from mmbench.records import BenchmarkCard, ImageRef, Message, Request

__all__ = ["OpenAIModel"]

HOSTED = "https://api.openai.com/v1"
KEY = "OPENAI_API_KEY"
NO_KEY = "none"
AGAIN = frozenset((408, 409, 425, 429))
NEVER = frozenset((501, 505))
BUSY = frozenset((429, 503, 529))
CONNECTING = 30.0
FORMATS = ("png", "jpeg", "webp", "gif")
OURS = ("model", "messages", "stream", "n", "seed")
"""Fields of the body that `extra` may not set: they follow from the run."""
TELLING = ("thinking", "reasoning_effort", "extra", "prefix", "image_format", "max_image_side", "max_image_bytes")
"""Options that change answers."""


class _Options(Record, frozen=True, forbid_unknown_fields=True):
    """Options of `openai:`.

    `base_url` ends in the version (`http://localhost:8000/v1`); without it `OPENAI_BASE_URL` is read, then the hosted
    service is asked. The key is read from `OPENAI_API_KEY` and nowhere else.

    `concurrency` is the most tries in flight. `timeout` is in seconds for one try from sending to the last byte,
    `total_timeout` for a request with all its tries and the waits between them; `retries` counts the further tries.
    `stream` asks for the answer in pieces, which keeps proxies from closing a long silent connection.

    Pictures go out as stored unless `image_format` names another format, or they have more than `max_image_bytes`
    bytes or `max_image_side` pixels on the longer side; 0 is no limit.

    `price_in` and `price_out` are US dollars for a million tokens, for the cost in the usage. `thinking` sets
    `enable_thinking` of the chat template, as vLLM and SGLang take it; `reasoning_effort` is the field of that name.
    `extra` is a JSON object merged into the body; a null takes a field out. `prefix` says that the server continues
    the start of an answer (`continue_final_message`, as vLLM and SGLang).
    """

    base_url: str = ""
    concurrency: int = 32
    timeout: float = 600.0
    total_timeout: float = 1800.0
    retries: int = 5
    stream: bool = False
    image_format: Literal["keep", "png", "jpeg"] = "keep"
    max_image_side: int = 0
    max_image_bytes: int = 20_000_000
    price_in: float = 0.0
    price_out: float = 0.0
    thinking: Literal["", "on", "off"] = ""
    reasoning_effort: str = ""
    extra: str = ""
    prefix: bool = False


class OpenAIModel:
    """A model behind an endpoint, asked through the official client with adapting concurrency and patient retries."""

    Options: ClassVar[type[_Options]] = _Options

    def __init__(self, name: str, options: _Options) -> None:
        if not name:
            raise UsageError("openai needs a model: --model openai:NAME")
        for package in ("openai", "tenacity"):
            if find_spec(package) is None:
                raise UsageError(
                    f"openai needs the package {package}, which is not installed: pip install 'mmbench[openai]'"
                )
        _check_numbers(options)
        self.name = name
        self.options = options
        self.concurrency = options.concurrency
        self.url = _checked_url(options.base_url or os.environ.get("OPENAI_BASE_URL") or HOSTED)
        self.hosted = urlsplit(self.url).hostname == urlsplit(HOSTED).hostname
        self.extra = _extra(options.extra)
        for option in ("thinking", "prefix"):
            if self.hosted and getattr(options, option):
                raise UsageError(f"openai: {option} is for servers such as vLLM; the hosted service has no such field")
        if masked(f"{name} {options.extra}") != f"{name} {options.extra}":
            raise UsageError("openai: a key stands in the model's name or in extra; keys come from the environment")
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
        self._prices = Prices(options.price_in, options.price_out)
        self._calls = Calls(options.concurrency, options.retries, options.total_timeout)
        self._clients: PerLoop[AsyncOpenAI] = PerLoop(self._client)

    def identity(self) -> dict[str, str]:
        """Return the name, the host that serves it, and the options that change answers where they are not as usual."""
        usual = _Options()
        told = {name: getattr(self.options, name) for name in TELLING}
        changed = {name: str(value) for name, value in told.items() if value != getattr(usual, name)}
        return {"name": f"openai:{self.name}", "endpoint": urlsplit(self.url).hostname or "", **changed}

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Check that there is a key where the hosted service is asked."""
        if self.hosted and not os.environ.get(KEY, "").strip():
            raise UsageError(f"openai: {KEY} is not set; for a local server give base_url=http://HOST:PORT/v1")

    def close(self) -> None:
        """Let the connections go; those of an event loop that still runs are closed by it."""
        self._clients.clear()

    async def generate(self, request: Request) -> Response:
        """Ask, and again where that may help; what then still fails is `Response.error`.

        A server that gives fewer samples than asked for is asked for the rest with the seeds that follow.

        Raises:
            BadItem: a picture cannot be opened.
            UsageError: the answer's start is given, and the server is not said to continue it.
        """
        if request.messages[-1].role == "assistant" and not self.options.prefix:
            raise UsageError("openai: the start of an answer is continued only with the option prefix=true")
        start = time.monotonic()
        answers: list[Response] = []
        usage = Usage()
        seconds = 0.0
        try:
            while len(answers) < request.samples:
                once = partial(self._once, request, len(answers))
                reply, took = await self._calls.run(once, self._trouble)
                answers += reply.answers[: request.samples - len(answers)]
                usage = usage.plus(reply.usage)
                seconds += took
        except CallsFailed as error:
            return Response(finish="error", error=str(error), latency=time.monotonic() - start)
        first, *others = answers
        return msgspec.structs.replace(first, usage=usage, latency=seconds, others=tuple(others))

    async def _once(self, request: Request, had: int) -> tuple[Reply, float]:
        """Ask once for the samples still missing; returns the reply and the seconds it took."""
        messages = [await _message(message, self._pictures) for message in request.messages]
        client = await self._clients.get()
        start = time.monotonic()
        async with asyncio.timeout(self.options.timeout):
            if self.options.stream:
                reply = await self._streamed(client, messages, self._body(request, had))
            else:
                completions = client.chat.completions.with_streaming_response
                body = self._body(request, had)
                async with completions.create(model=self.name, messages=messages, extra_body=body) as got:
                    reply = await one_piece(got.iter_bytes(), self._prices)
        return reply, time.monotonic() - start

    async def _streamed(self, client: AsyncOpenAI, messages: list[Any], body: dict[str, Any]) -> Reply:
        body = {"stream_options": {"include_usage": True}, **body}
        chunks = await client.chat.completions.create(model=self.name, messages=messages, stream=True, extra_body=body)
        async with chunks:
            return await assembled(_plain(chunks), self._prices)

    def _body(self, request: Request, had: int) -> dict[str, Any]:
        """Return what is asked beside model and messages; fields that servers may lack only where they are needed."""
        sampling, options = request.sampling, self.options
        body: dict[str, Any] = {
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "max_completion_tokens" if self.hosted else "max_tokens": sampling.max_tokens,
            "seed": (request.seed + had) % 2**31,
        }
        if request.samples - had > 1:
            body["n"] = request.samples - had
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
        return {name: value for name, value in (body | self.extra).items() if value is not None}

    def _client(self) -> AsyncOpenAI:
        from httpx2 import Timeout
        from openai import AsyncOpenAI

        seconds = self.options.timeout
        return AsyncOpenAI(
            api_key=os.environ.get(KEY, "").strip() or NO_KEY,
            base_url=self.url,
            max_retries=0,
            timeout=Timeout(seconds, connect=min(seconds, CONNECTING)),
        )

    def _trouble(self, error: Exception) -> Trouble:
        """Say what an error of a try means."""
        import httpx2
        import openai

        if isinstance(error, openai.APIStatusError):
            return self._refused(error)
        if isinstance(error, BrokenReply):
            return Trouble(f"{self.url}: {error}", again=error.again)
        if isinstance(error, TimeoutError | openai.APITimeoutError | httpx2.TimeoutException):
            return Trouble(f"{self.url}: no complete answer within {self.options.timeout:g} s", again=True)
        if isinstance(error, openai.APIConnectionError):
            cause = error.__cause__ or error
            fixed = isinstance(cause, httpx2.LocalProtocolError | httpx2.UnsupportedProtocol)
            return Trouble(f"{self.url}: no connection: {_named(cause)}", again=not fixed)
        if isinstance(error, openai.APIError):
            return Trouble(f"{self.url}: the stream ends with an error: {said(error.message)}", again=True)
        broken = isinstance(error, httpx2.HTTPError | ValueError)
        return Trouble(f"{self.url}: the reply broke off or cannot be read: {_named(error)}", again=broken)

    def _refused(self, error: Any) -> Trouble:
        status: int = error.status_code
        spent = error.code == "insufficient_quota"
        again = (status in AGAIN or status >= 500) and status not in NEVER and not spent
        text = said(error.response.text[:2000]) or "(no text)"
        reason = f"{self.url}: HTTP {status}: {text}"
        return Trouble(reason, again=again, busy=status in BUSY and again, wait=retry_after(error.response.headers))


def _named(error: BaseException) -> str:
    return said(f"{type(error).__name__}: {error}".removesuffix(": "))


async def _plain(chunks: AsyncIterator[Any]) -> AsyncIterator[Any]:
    async for chunk in chunks:
        yield chunk.model_dump(warnings=False) if hasattr(chunk, "model_dump") else chunk


async def _message(message: Message, limits: PictureLimits) -> dict[str, Any]:
    if not any(isinstance(block, Image) for block in message.content):
        return {"role": message.role, "content": "".join(b.text for b in message.content if not isinstance(b, Image))}
    blocks: list[dict[str, Any]] = []
    for block in message.content:
        if isinstance(block, Image):
            url = await asyncio.to_thread(_data_url, block.image, limits)
            blocks.append({"type": "image_url", "image_url": {"url": url}})
        else:
            blocks.append({"type": "text", "text": block.text})
    return {"role": message.role, "content": blocks}


def _data_url(image: ImageRef, limits: PictureLimits) -> str:
    kind, data = encoded(image, limits)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _check_numbers(options: _Options) -> None:
    least = {"concurrency": 1, "retries": 0, "max_image_side": 0, "max_image_bytes": 0, "price_in": 0, "price_out": 0}
    for name, bound in least.items():
        if not getattr(options, name) >= bound:
            raise UsageError(f"openai: {name} must be at least {bound}, found {getattr(options, name)}")
    for name in ("timeout", "total_timeout"):
        if not getattr(options, name) > 0:
            raise UsageError(f"openai: {name} must be above 0 seconds, found {getattr(options, name)}")


def _checked_url(url: str) -> str:
    """Return the address without its closing slash; what may hold a secret is refused, and not repeated."""
    try:
        parts = urlsplit(url)
        found = parts.hostname, parts.port
    except ValueError:
        found = None, None
        parts = urlsplit("")
    if parts.username is not None or parts.query or parts.fragment or masked(url) != url:
        raise UsageError(f"openai: base_url must hold no user, password, key or query; the key is read from {KEY}")
    if parts.scheme not in ("http", "https") or not found[0]:
        raise UsageError(f"openai: base_url must start with http:// or https:// and name a host, found '{url:.200}'")
    return url.rstrip("/")


def _extra(text: str) -> dict[str, Any]:
    if not text:
        return {}
    try:
        extra = msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise UsageError(f'openai: extra must be a JSON object, as {{"min_p": 0.1}}: {error}') from None
    for field in OURS:
        if field in extra:
            raise UsageError(f"openai: extra cannot set '{field}', which follows from the run")
    return extra
