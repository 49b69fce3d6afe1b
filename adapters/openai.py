"""`openai:`: any endpoint that speaks the OpenAI chat-completions protocol, hosted or local."""

from __future__ import annotations

import asyncio
import base64
import os
import time
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from mmbench.errors import UsageError
from mmbench.images import read_bytes
from mmbench.interfaces import Capabilities
from mmbench.records import Image, Record, Response, Usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx2

    from mmbench.records import BenchmarkCard, ImageRef, Message, Request

__all__ = ["OpenAIModel"]

HOSTED = "https://api.openai.com/v1"
RETRIED = frozenset((408, 409, 429, 500, 502, 503, 504))
MAX_WAIT = 30.0


class _Options(Record, frozen=True, forbid_unknown_fields=True):
    """Options of `openai:`.

    `base_url` ends in the version (`http://localhost:8000/v1`); without it `OPENAI_BASE_URL` is read, then the hosted
    service is asked. The key is read from `OPENAI_API_KEY`. `timeout` is in seconds, for one call; `retries` counts
    further tries after a refused connection or a busy server.
    """

    base_url: str = ""
    concurrency: int = 16
    timeout: float = 120.0
    retries: int = 4


class OpenAIModel:
    """A model behind an endpoint, asked with bounded concurrency and patient retries."""

    Options: ClassVar[type[_Options]] = _Options
    capabilities = Capabilities()

    def __init__(self, name: str, options: _Options) -> None:
        if not name:
            raise UsageError("openai needs a model: --model openai:NAME")
        if options.concurrency < 1 or options.retries < 0 or options.timeout <= 0:
            raise UsageError("openai: concurrency must be at least 1, retries at least 0, timeout above 0")
        self.name = name
        self.options = options
        self.concurrency = options.concurrency
        self.url = (options.base_url or os.environ.get("OPENAI_BASE_URL") or HOSTED).rstrip("/")
        if urlsplit(self.url).scheme not in ("http", "https"):
            raise UsageError(f"openai: base_url must start with http:// or https://, found '{self.url}'")
        self._clients: dict[asyncio.AbstractEventLoop, httpx2.AsyncClient] = {}

    def identity(self) -> dict[str, str]:
        """Return the name and the host that serves it."""
        return {"name": f"openai:{self.name}", "endpoint": urlsplit(self.url).hostname or ""}

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Check that there is a key where the hosted service is asked."""
        if self.url == HOSTED and not os.environ.get("OPENAI_API_KEY"):
            raise UsageError("openai: OPENAI_API_KEY is not set; for a local server give base_url=http://HOST:PORT/v1")

    def close(self) -> None:
        """Forget the connections; they end with the event loop they belong to."""
        self._clients.clear()

    async def generate(self, request: Request) -> Response:
        """Ask once, and again where the server is busy or out of reach; what then still fails is `Response.error`."""
        body = {
            "model": self.name,
            "messages": [_message(message) for message in request.messages],
            "temperature": request.sampling.temperature,
            "top_p": request.sampling.top_p,
            "max_tokens": request.sampling.max_tokens,
            "seed": request.seed % 2**31,
        }
        start = time.monotonic()
        error = ""
        for attempt in range(self.options.retries + 1):
            if attempt:
                await asyncio.sleep(min(MAX_WAIT, 0.5 * 2**attempt))
            reply, error, again = await self._post(body)
            if reply is not None:
                return _response(reply, time.monotonic() - start)
            if not again:
                break
        return Response(finish="error", error=error, latency=time.monotonic() - start)

    async def _post(self, body: Mapping[str, Any]) -> tuple[Any, str, bool]:
        """Return the decoded reply, or None, what went wrong and whether to try again."""
        import httpx2

        try:
            reply = await self._client().post(f"{self.url}/chat/completions", json=body)
        except httpx2.HTTPError as error:
            return None, f"{self.url}: {type(error).__name__}: {error}", True
        if reply.status_code != 200:
            again = reply.status_code in RETRIED
            return None, f"{self.url}: HTTP {reply.status_code}: {reply.text[:300]}", again
        try:
            return reply.json(), "", False
        except ValueError:
            return None, f"{self.url}: the reply is not JSON: {reply.text[:300]}", False

    def _client(self) -> httpx2.AsyncClient:
        import httpx2

        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            key = os.environ.get("OPENAI_API_KEY", "")
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            self._clients[loop] = httpx2.AsyncClient(headers=headers, timeout=self.options.timeout)
        return self._clients[loop]


def _message(message: Message) -> dict[str, Any]:
    blocks = [
        {"type": "image_url", "image_url": {"url": _data_url(block.image)}}
        if isinstance(block, Image)
        else {"type": "text", "text": block.text}
        for block in message.content
    ]
    return {"role": message.role, "content": blocks if any(b["type"] == "image_url" for b in blocks) else _text(blocks)}


def _text(blocks: list[dict[str, Any]]) -> str:
    return "".join(block["text"] for block in blocks)


def _data_url(image: ImageRef) -> str:
    data = read_bytes(image)
    kinds = {b"\xff\xd8": "jpeg", b"GI": "gif", b"RI": "webp"}
    return f"data:image/{kinds.get(data[:2], 'png')};base64,{base64.b64encode(data).decode()}"


def _response(reply: Any, seconds: float) -> Response:
    try:
        choice = reply["choices"][0]
        message = choice["message"]
        usage = reply.get("usage") or {}
        return Response(
            text=message.get("content") or "",
            reasoning=message.get("reasoning_content") or message.get("reasoning") or "",
            finish="length" if choice.get("finish_reason") == "length" else "stop",
            usage=Usage(
                input_tokens=usage.get("prompt_tokens") or 0, output_tokens=usage.get("completion_tokens") or 0
            ),
            latency=seconds,
        )
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        said = f"the reply is no chat completion ({type(error).__name__}: {error}): {str(reply)[:300]}"
        return Response(finish="error", error=said, latency=seconds)
