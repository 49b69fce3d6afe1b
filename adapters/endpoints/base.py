"""What all adapters for endpoints share: options, a client for each event loop, tries, samples and prices.

Requests go out through the provider's own client. Replies are read as they came, because the clients take any JSON for
an answer: what does not fit the described shape is a failed try, not an empty answer.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import time
from abc import ABC, abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar
from urllib.parse import urlsplit

import msgspec

from mmbench import registry
from mmbench.adapters.endpoints.calls import Calls, CallsFailed, PerLoop, Trouble, masked, retry_after, said
from mmbench.errors import UsageError
from mmbench.records import Record, Response, Usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from httpx2 import AsyncClient

    from mmbench.interfaces import Capabilities
    from mmbench.records import BenchmarkCard, Request

__all__ = ["Endpoint", "EndpointOptions", "Over", "Read", "Unusable", "decoded"]

AGAIN = frozenset((408, 409, 425, 429))
NEVER = frozenset((501, 505))
BUSY = frozenset((429, 503, 529))
MILLION = 1_000_000
T = TypeVar("T")


class EndpointOptions(Record, frozen=True, forbid_unknown_fields=True):
    """Options of every endpoint.

    `base_url` names another server that speaks the same protocol. `concurrency` is the most tries in flight. `timeout`
    is in seconds for one try from sending to the last byte, `total_timeout` for a request with all its tries and the
    waits between them; `retries` counts the further tries. `price_in` and `price_out` are US dollars for a million
    tokens; cached tokens count in full.
    """

    base_url: str = ""
    concurrency: int = 16
    timeout: float = 600.0
    total_timeout: float = 1800.0
    retries: int = 6
    thinking: str = ""
    price_in: float = 0.0
    price_out: float = 0.0


class Unusable(Exception):
    """A reply without an answer; `again` says whether another try may bring one."""

    def __init__(self, reason: str, again: bool = False) -> None:
        super().__init__(reason)
        self.again = again


class Read(NamedTuple):
    """What a reply holds: at least one answer, and the tokens of the call as a whole."""

    answers: list[Response]
    usage: Usage


class Over:
    """A client over a transport of ours, which the client does not close.

    It is no generator, since a loop that ends closes all generators at once, those within others too.
    """

    def __init__(self, transport: AsyncClient, client: Any) -> None:
        self._transport = transport
        self._client = client

    async def __aenter__(self) -> Any:
        return self._client

    async def __aexit__(self, *_: object) -> None:
        await self._transport.aclose()


class Endpoint(ABC):
    """A model behind an endpoint. A subclass says how to open the client, what to send and what comes back.

    Attributes:
        capabilities: what the model can take and give.
        concurrency: the most tries in flight.
        adapter: its name, which is also that of the extra that installs the client.
        packages: what it needs installed, the client's package first.
        key_names: environment variables that may hold the key.
        url_name: the one that may hold the address.
        service: the address of the provider's own service.
        telling: options that change answers.
        least: the least values of options that are numbers.
    """

    capabilities: Capabilities
    adapter: ClassVar[str]
    packages: ClassVar[tuple[str, ...]]
    key_names: ClassVar[tuple[str, ...]]
    url_name: ClassVar[str]
    service: ClassVar[str]
    telling: ClassVar[tuple[str, ...]] = ("thinking",)
    least: ClassVar[dict[str, int]] = {"concurrency": 1, "retries": 0, "price_in": 0, "price_out": 0}

    def __init__(self, name: str, options: EndpointOptions) -> None:
        if not name:
            raise UsageError(f"{self.adapter} needs a model: --model {self.adapter}:NAME")
        registry.require(self.adapter, self.packages, f"mmbench[{self.adapter}]")
        self._check_numbers(options)
        if masked(name) != name:
            raise UsageError(f"{self.adapter}: a key stands in the model's name; keys come from the environment")
        self.name = name
        self.options = options
        self.concurrency = options.concurrency
        self.url = self._checked(options.base_url or os.environ.get(self.url_name) or self.service)
        self.hosted = urlsplit(self.url).hostname == urlsplit(self.service).hostname
        usual = type(options)()
        told = {option: getattr(options, option) for option in self.telling}
        self._chosen = {option: str(value) for option, value in told.items() if value != getattr(usual, option)}
        self._calls = Calls(options.concurrency, options.retries, options.total_timeout)
        self._clients = PerLoop(self._connect)

    def _check_numbers(self, options: EndpointOptions) -> None:
        for name, bound in self.least.items():
            if not getattr(options, name) >= bound:
                raise UsageError(f"{self.adapter}: {name} must be at least {bound}, found {getattr(options, name)}")
        for name in ("timeout", "total_timeout"):
            if not getattr(options, name) > 0:
                raise UsageError(f"{self.adapter}: {name} must be above 0 seconds, found {getattr(options, name)}")

    def _checked(self, url: str) -> str:
        """Return the address without its closing slash; what may hold a secret is refused, and not repeated."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            host, parts = None, urlsplit("")
        if parts.username is not None or parts.query or parts.fragment or masked(url) != url:
            read = " or ".join(self.key_names)
            raise UsageError(
                f"{self.adapter}: base_url must hold no user, password, key or query; the key is read from {read}"
            )
        if parts.scheme not in ("http", "https") or not host:
            found = f"found '{url:.200}'"
            raise UsageError(f"{self.adapter}: base_url must start with http:// or https:// and name a host, {found}")
        return url.rstrip("/")

    def identity(self) -> dict[str, str]:
        """Return the name, the host that serves it, and the options that change answers where they are not as usual."""
        return {
            "name": f"{self.adapter}:{self.name}",
            "endpoint": urlsplit(self.url).hostname or "",
            **{option: value for option, value in self._chosen.items() if value},
        }

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Check that there is a key where the provider's own service is asked; import the client, which takes seconds.

        Raises:
            UsageError: the environment holds none.
        """
        if self.hosted and not self._key():
            names = " or ".join(self.key_names)
            path = urlsplit(self.service).path
            raise UsageError(
                f"{self.adapter}: {names} is not set; for another server give base_url=http://HOST:PORT{path}"
            )
        importlib.import_module(self.packages[0])

    def _key(self) -> str:
        return next((key for name in self.key_names if (key := os.environ.get(name, "").strip())), "")

    def close(self) -> None:
        """Let the clients go; each is closed by the event loop it belongs to, as that ends."""
        self._clients.clear()

    async def generate(self, request: Request) -> Response:
        """Ask until there are as many answers as were asked for; what then fails is `Response.error`.

        An endpoint that gives fewer samples than asked for is asked for the rest with the seeds that follow. The
        latency is that of the tries that were answered.

        Raises:
            BadItem: a picture cannot be opened.
            UsageError: the settings are none that this model takes.
        """
        if request.messages[-1].role == "assistant" and not self.capabilities.prefix:
            raise UsageError(
                f"{self.adapter}: this model does not continue the start of an answer; where it can, say prefix=true"
            )
        start = time.monotonic()
        answers: list[Response] = []
        usage = Usage()
        seconds = 0.0
        try:
            while len(answers) < request.samples:
                missing = request.samples - len(answers)
                more = msgspec.structs.replace(request, samples=missing, seed=request.seed + len(answers))
                read, took = await self._calls.run(partial(self._once, more), self._trouble)
                answers += map(_without_keys, read.answers[:missing])
                usage = usage.plus(read.usage)
                seconds += took
        except CallsFailed as error:
            return Response(finish="error", error=str(error), latency=time.monotonic() - start)
        prices = self.options.price_in, self.options.price_out
        cost = (usage.input_tokens * prices[0] + usage.output_tokens * prices[1]) / MILLION
        usage = msgspec.structs.replace(usage, cost=cost)
        return msgspec.structs.replace(answers[0], usage=usage, latency=seconds, others=tuple(answers[1:]))

    async def _once(self, request: Request) -> tuple[Read, float]:
        """Ask once; return what came back and the seconds from sending to the last byte."""
        body = await asyncio.to_thread(self._body, request)
        client = await self._clients.get()
        start = time.monotonic()
        async with asyncio.timeout(self.options.timeout):
            read = await self._ask(client, body)
        return read, time.monotonic() - start

    def _trouble(self, error: Exception) -> Trouble:
        """Say what an error of a try means."""
        if isinstance(error, Unusable):
            return Trouble(f"{self.url}: {said(str(error))}", again=error.again)
        if isinstance(error, TimeoutError):
            return Trouble(f"{self.url}: no complete answer within {self.options.timeout:g} s", again=True)
        return self._meaning(error)

    def _status(self, status: int, body: str, headers: Mapping[str, str], spent: bool = False) -> Trouble:
        """Return what an HTTP status other than 200 means; no other try helps where the quota is `spent`."""
        again = (status in AGAIN or status >= 500) and status not in NEVER and not spent
        text = said(body[:2000]) or "(no text)"
        return Trouble(f"{self.url}: HTTP {status}: {text}", again, status in BUSY and again, retry_after(headers))

    def _broken(self, error: Exception, again: bool) -> Trouble:
        """Return what any other error means: of the connection, which is worth another try, or of the client."""
        import httpx2

        cause = error.__cause__ or error
        unreached = isinstance(error, httpx2.ConnectError) or isinstance(cause, httpx2.ConnectError)
        what = "no connection" if unreached else "the reply broke off or cannot be read"
        told = said(f"{type(cause).__name__}: {cause}".removesuffix(": "))
        return Trouble(f"{self.url}: {what}: {told}", again)

    @abstractmethod
    def _connect(self) -> Any:
        """Return the provider's client, as a context that closes it; it makes no tries of its own."""

    @abstractmethod
    def _body(self, request: Request) -> dict[str, Any]:
        """Return the arguments of the client's call, pictures encoded; runs in a thread when the try may be sent."""

    @abstractmethod
    async def _ask(self, client: Any, body: dict[str, Any]) -> Read:
        """Ask once and return what the reply holds; raises `Unusable` where it holds no answer."""

    @abstractmethod
    def _meaning(self, error: Exception) -> Trouble:
        """Return what an error of the client means."""


def decoded(reply: bytes, shape: type[T]) -> T:
    """Decode a reply.

    Raises:
        Unusable: it is no JSON of this shape.
    """
    try:
        return msgspec.json.decode(reply, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        found = reply[:1000].decode("utf-8", "replace")
        raise Unusable(f"the reply cannot be read ({error}): {found}", again=True) from None


def _without_keys(answer: Response) -> Response:
    return msgspec.structs.replace(answer, text=masked(answer.text), reasoning=masked(answer.reasoning))
