"""`gemini:`: Gemini through Google's own client, by the Gemini API and its key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from mmbench.adapters.endpoints.base import Endpoint, EndpointOptions, Over, Read, Unusable, decoded
from mmbench.adapters.endpoints.pictures import PictureLimits
from mmbench.adapters.endpoints.turns import shown, system_turn, turns
from mmbench.errors import UsageError
from mmbench.interfaces import Capabilities
from mmbench.records import Record, Response, Usage

if TYPE_CHECKING:
    from mmbench.adapters.endpoints.calls import Trouble
    from mmbench.records import Request

__all__ = ["GeminiModel"]

LEVELS = ("minimal", "low", "medium", "high", "xhigh")
ENDED: dict[str, Literal["stop", "length"]] = {"STOP": "stop", "MAX_TOKENS": "length"}
MOST_CANDIDATES = 8


class _Part(Record, frozen=True):
    text: str = ""
    thought: bool = False


class _Content(Record, frozen=True):
    parts: list[_Part] = []

    def told(self, thought: bool) -> str:
        return "".join(part.text for part in self.parts if part.thought == thought)


class _Candidate(Record, frozen=True, rename="camel"):
    finish_reason: str
    content: _Content = _Content()
    finish_message: str = ""


class _Usage(Record, frozen=True, rename="camel"):
    prompt_token_count: int = 0
    candidates_token_count: int = 0
    thoughts_token_count: int = 0
    cached_content_token_count: int = 0


class _Reply(Record, frozen=True, rename="camel"):
    candidates: list[_Candidate] = []
    prompt_feedback: dict[str, Any] = {}
    usage_metadata: _Usage = _Usage()


class GeminiModel(Endpoint):
    """A Gemini model.

    The option `thinking` is a budget in tokens, which are among the new ones (0 turns it off, -1 leaves it open), or
    for models from Gemini 3 on a level; empty leaves it to the model and shows no thoughts.
    """

    Options: ClassVar[type[EndpointOptions]] = EndpointOptions
    capabilities = Capabilities(several=True, top_k=True, stop=True)
    adapter, packages = "gemini", ("google.genai", "tenacity")
    key_names = ("GEMINI_API_KEY", "GOOGLE_API_KEY")
    url_name, service = "GOOGLE_GEMINI_BASE_URL", "https://generativelanguage.googleapis.com"

    def __init__(self, name: str, options: EndpointOptions) -> None:
        super().__init__(name, options)
        self._thinking: dict[str, Any] = {"include_thoughts": options.thinking != "0"} if options.thinking else {}
        if options.thinking in LEVELS:
            self._thinking["thinking_level"] = options.thinking.upper()
        elif re.fullmatch(r"-1|[0-9]{1,9}", options.thinking):
            self._thinking["thinking_budget"] = int(options.thinking)
        elif options.thinking:
            raise UsageError(f"gemini: thinking is a number of tokens or one of {LEVELS}, found '{options.thinking}'")

    def _connect(self) -> Any:
        import httpx2
        from google import genai

        # what its own transport is depends on what is installed, and it follows redirects elsewhere, with the key
        limits = httpx2.Limits(max_connections=self.concurrency)
        transport = httpx2.AsyncClient(limits=limits, timeout=self.options.timeout)
        settings = {"base_url": self.url, "httpx_async_client": transport}
        client = genai.Client(vertexai=False, api_key=self._key() or "none", http_options=settings)
        return Over(transport, client.aio)

    def _body(self, request: Request) -> dict[str, Any]:
        sampling = request.sampling
        limits = PictureLimits(("png", "jpeg", "webp"), 14_000_000 // shown(request), 0)  # 20 MB a request, in base64
        config = {
            "system_instruction": system_turn(request) or None,
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "top_k": sampling.top_k or None,
            "candidate_count": min(request.samples, MOST_CANDIDATES),
            "max_output_tokens": sampling.max_tokens,
            "stop_sequences": list(sampling.stop) or None,
            "seed": request.seed % 2**31,
            "thinking_config": self._thinking or None,
            "automatic_function_calling": {"disable": True},
            "should_return_http_response": True,
        }
        return {"model": self.name, "contents": [_turn(*turn) for turn in turns(request, limits)], "config": config}

    async def _ask(self, client: Any, body: dict[str, Any]) -> Read:
        reply = await client.models.generate_content(**body)
        return self._read((reply.sdk_http_response.body or "").encode())

    def _read(self, reply: bytes) -> Read:
        found = decoded(reply, _Reply)
        usage, thoughts = found.usage_metadata, found.usage_metadata.thoughts_token_count
        used = Usage(
            input_tokens=usage.prompt_token_count,
            output_tokens=usage.candidates_token_count + thoughts,
            reasoning_tokens=thoughts,
            cached_tokens=usage.cached_content_token_count,
        )
        ended = [candidate for candidate in found.candidates if candidate.finish_reason in ENDED]
        if ended:
            return Read([_answer(candidate.content, ENDED[candidate.finish_reason]) for candidate in ended], used)
        if found.candidates:
            why = [f"{candidate.finish_reason} {candidate.finish_message}" for candidate in found.candidates]
            raise Unusable(f"the answer was stopped: {', '.join(why).strip()}")
        if "blockReason" in found.prompt_feedback:
            raise Unusable(f"the prompt was blocked: {found.prompt_feedback}")
        raise Unusable(f"the reply has no candidates: {reply.decode()}", again=True)

    def _meaning(self, error: Exception) -> Trouble:
        import httpx2
        from google.genai.errors import APIError

        if not isinstance(error, APIError):
            return self._broken(error, again=isinstance(error, httpx2.TransportError))
        trouble = self._status(error.code, str(error.message), getattr(error.response, "headers", {}))
        asked = re.search(r"'retryDelay': '([0-9]{1,6}(?:[.][0-9]+)?)s'", str(error.details))  # google.rpc.RetryInfo
        return trouble if trouble.wait or not asked else trouble._replace(wait=float(asked[1]))


def _answer(content: _Content, finish: Literal["stop", "length"]) -> Response:
    return Response(text=content.told(thought=False), reasoning=content.told(thought=True), finish=finish)


def _turn(role: str, told: list[str | tuple[str, bytes]]) -> dict[str, Any]:
    parts = [{"text": b} if isinstance(b, str) else {"inline_data": {"mime_type": b[0], "data": b[1]}} for b in told]
    return {"role": "model" if role == "assistant" else "user", "parts": parts}
