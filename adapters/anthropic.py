"""`anthropic:`: Claude through Anthropic's own client, which offers no sampling settings any more."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, ClassVar

from mmbench.adapters.endpoints.base import Endpoint, EndpointOptions, Read, Unusable, decoded
from mmbench.adapters.endpoints.pictures import PictureLimits
from mmbench.adapters.endpoints.turns import shown, system_turn, turns
from mmbench.errors import UsageError
from mmbench.interfaces import Capabilities
from mmbench.records import Record, Response, Usage

if TYPE_CHECKING:
    from mmbench.adapters.endpoints.calls import Trouble
    from mmbench.records import Request, Sampling

__all__ = ["AnthropicModel"]


class _Options(EndpointOptions, frozen=True, forbid_unknown_fields=True):
    """Options of `anthropic:`, besides those of every endpoint.

    `thinking` is `off`, `adaptive` or a budget of 1024 tokens and more, which are among the new ones; empty leaves it
    to the model. `sampling` sends temperature, top_p and top_k, for models up to Claude 4.6 that do not think; without
    it, temperature 0 is not sent. `prefix` says that the model continues a started answer, as up to Claude 4.5.
    """

    sampling: bool = False
    prefix: bool = False


class _Block(Record, frozen=True):
    text: str = ""
    thinking: str = ""


class _Usage(Record, frozen=True):
    input_tokens: int
    output_tokens: int
    cache_creation_input_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    output_tokens_details: dict[str, int | None] | None = None


class _Reply(Record, frozen=True):
    content: list[_Block]
    stop_reason: str
    usage: _Usage
    stop_details: dict[str, Any] | None = None


class AnthropicModel(Endpoint):
    """A Claude model. It has no seeds: what it answers twice may differ."""

    Options: ClassVar[type[_Options]] = _Options
    adapter, packages = "anthropic", ("anthropic", "tenacity")
    key_names = ("ANTHROPIC_API_KEY",)
    url_name, service = "ANTHROPIC_BASE_URL", "https://api.anthropic.com"

    def __init__(self, name: str, options: _Options) -> None:
        super().__init__(name, options)
        self._thinks, quiet = options.thinking, options.thinking in ("", "off")
        if not quiet and self._thinks != "adaptive" and not (self._thinks.isdecimal() and int(self._thinks) >= 1024):
            raise UsageError(f"anthropic: thinking is off, adaptive or at least 1024 tokens, found '{self._thinks}'")
        self._samples = options.sampling and quiet
        self._chosen["sampling"] = "" if self._samples else "the model's own"
        self.capabilities = Capabilities(
            greedy=self._samples, seeds=False, stop=True, top_k=self._samples, prefix=options.prefix and quiet
        )

    def _connect(self) -> Any:
        from anthropic import AsyncAnthropic

        seconds = self.options.timeout
        return AsyncAnthropic(api_key=self._key() or "none", base_url=self.url, max_retries=0, timeout=seconds)

    def _body(self, request: Request) -> dict[str, Any]:
        sampling, pictures = request.sampling, shown(request)
        most = min(3_900_000, 22_000_000 // pictures)  # 5 MB a picture and 32 MB a request, in base64
        limits = PictureLimits(("png", "jpeg", "webp", "gif"), most, 8000 if pictures <= 20 else 2000)
        body = {
            "model": self.name,
            "max_tokens": sampling.max_tokens,
            "system": system_turn(request),
            "messages": [_turn(*turn) for turn in turns(request, limits)],
            "stop_sequences": list(sampling.stop),
            "thinking": self._thinking(sampling.max_tokens),
            **self._sampling(sampling),
        }
        return {name: value for name, value in body.items() if value}

    def _thinking(self, most: int) -> dict[str, Any]:
        named = {"": {}, "off": {"type": "disabled"}, "adaptive": {"type": "adaptive", "display": "summarized"}}
        if self._thinks in named:
            return named[self._thinks]
        if int(self._thinks) >= most:
            raise UsageError(f"anthropic: thinking={self._thinks} must be below --max-tokens, which is {most}")
        return {"type": "enabled", "budget_tokens": int(self._thinks), "display": "summarized"}

    def _sampling(self, sampling: Sampling) -> dict[str, Any]:
        settings: dict[str, Any] = {"temperature": sampling.temperature, "top_p": sampling.top_p}
        if not self._samples:
            if sampling.temperature not in (0, 1) or sampling.top_p != 1:
                raise UsageError(f"anthropic: {settings} can be sent only with sampling=true and without thinking")
            return {}
        if 1 in settings.values():  # the usual value: models from Claude 4.5 on refuse both together
            del settings["top_p" if sampling.top_p == 1 else "temperature"]
        if sampling.top_k:
            settings["top_k"] = sampling.top_k
        return {"extra_body": settings, "extra_headers": {"anthropic-version": "2023-06-01"}}  # the last with sampling

    async def _ask(self, client: Any, body: dict[str, Any]) -> Read:
        return self._read((await client.messages.with_raw_response.create(**body)).http_response.content)

    def _read(self, reply: bytes) -> Read:
        found = decoded(reply, _Reply)
        if found.stop_reason == "refusal":
            raise Unusable(f"the model refused: {found.stop_details or 'it says no more'}")
        usage, cached = found.usage, found.usage.cache_read_input_tokens or 0
        used = Usage(
            input_tokens=usage.input_tokens + cached + (usage.cache_creation_input_tokens or 0),
            output_tokens=usage.output_tokens,
            reasoning_tokens=(usage.output_tokens_details or {}).get("thinking_tokens") or 0,
            cached_tokens=cached,
        )
        text = "".join(block.text for block in found.content)
        reasoning = "\n\n".join(block.thinking for block in found.content if block.thinking)
        cut = found.stop_reason in ("max_tokens", "model_context_window_exceeded")
        return Read([Response(text=text, reasoning=reasoning, finish="length" if cut else "stop")], used)

    def _meaning(self, error: Exception) -> Trouble:
        from anthropic import APIConnectionError, APIStatusError

        if isinstance(error, APIStatusError):
            return self._status(error.status_code, error.response.text, error.response.headers)
        return self._broken(error, again=isinstance(error, APIConnectionError))


def _turn(role: str, told: list[str | tuple[str, bytes]]) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = []
    for block in told:
        if not isinstance(block, str):
            source = {"type": "base64", "media_type": block[0], "data": base64.b64encode(block[1]).decode()}
            blocks.append({"type": "image", "source": source})
        elif text := block.rstrip() if role == "assistant" else block:
            blocks.append({"type": "text", "text": text})  # the start of an answer must not end in a space
    return {"role": role, "content": blocks}
