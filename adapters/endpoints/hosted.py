"""What the adapters for hosted services share: options, a client for each event loop, tries, samples and prices.

Requests go out through the service's own client. Its reply is read here, as bytes, because the clients take any JSON
for an answer: what does not fit the described shape is a failed try, not an empty answer.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import os
import time
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar
from urllib.parse import urlsplit

import msgspec

from mmbench.adapters.endpoints.calls import Calls, CallsFailed, PerLoop, Trouble, masked, retry_after, said
from mmbench.errors import UsageError
from mmbench.records import Record, Response, Usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from httpx2 import AsyncClient

    from mmbench.interfaces import Capabilities
    from mmbench.records import BenchmarkCard, Request

__all__ = ["Hosted", "HostedOptions", "Over", "Read", "Unusable", "decoded"]

BUSY = frozenset((429, 503, 529))
AGAIN = frozenset((408, 409, 425)) | BUSY
T = TypeVar("T")


class HostedOptions(Record, frozen=True, forbid_unknown_fields=True):
    """Options of every hosted service.

    `base_url` names another server that speaks the same protocol. `timeout` bounds one try and `total_timeout` a
    request with all its tries, in seconds; `retries` counts further tries. `price_in` and `price_out` are US dollars a
    million tokens; cached tokens count in full.
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
    """What a reply holds: at least one answer, and the tokens of the call."""

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


class Hosted:
    """A model behind a hosted service. A subclass says how to open the client, what to send and what comes back."""

    capabilities: Capabilities
    adapter: ClassVar[str]
    package: ClassVar[str]
    key_names: ClassVar[tuple[str, ...]]
    url_name: ClassVar[str]
    service: ClassVar[str]

    def __init__(self, name: str, options: HostedOptions) -> None:
        if not name:
            raise UsageError(f"{self.adapter} needs a model: --model {self.adapter}:NAME")
        if not _installed(self.package):
            raise UsageError(
                f"{self.adapter} needs the package {self.package}, which is not installed: "
                f"pip install 'mmbench[{self.adapter}]'"
            )
        self.name = name
        self.concurrency = options.concurrency
        self.url = _checked(
            self.adapter, (options.base_url or os.environ.get(self.url_name) or self.service).rstrip("/")
        )
        self.timeout = options.timeout
        self._chosen = {"thinking": options.thinking}
        self._prices = (options.price_in, options.price_out)
        if min(options.concurrency, options.retries + 1) < 1 or min(options.timeout, options.total_timeout) <= 0:
            raise UsageError(f"{self.adapter}: concurrency must be at least 1, retries at least 0, timeouts above 0")
        if min(self._prices) < 0:
            raise UsageError(f"{self.adapter}: prices must not be negative")
        self._calls = Calls(options.concurrency, options.retries, options.total_timeout)
        self._clients = PerLoop(self._connect)

    def identity(self) -> dict[str, str]:
        """Return the name, the host that serves it, and the options that change answers."""
        told = {"name": f"{self.adapter}:{self.name}", "endpoint": urlsplit(self.url).hostname or ""}
        return told | {option: value for option, value in self._chosen.items() if value}

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Check that there is a key where the hosted service is asked, and import the client, which takes seconds.

        Raises:
            UsageError: the environment holds none.
        """
        if self.url == self.service and not self._key():
            names = " or ".join(self.key_names)
            raise UsageError(f"{self.adapter}: {names} is not set; for another server give base_url=http://HOST:PORT")
        importlib.import_module(self.package)

    def _key(self) -> str:
        return next((key for name in self.key_names if (key := os.environ.get(name, "").strip())), "")

    def close(self) -> None:
        """Let the clients go; each is closed by the event loop it belongs to, as that ends."""
        self._clients.clear()

    async def generate(self, request: Request) -> Response:
        """Ask until there are as many answers as were asked for; what then fails is `Response.error`.

        Raises:
            BadItem: a picture cannot be opened.
            UsageError: the settings are none that this model takes.
        """
        start = time.monotonic()
        answers: list[Response] = []
        usage = Usage()
        try:
            while len(answers) < request.samples:
                missing = request.samples - len(answers)
                more = msgspec.structs.replace(request, samples=missing, seed=request.seed + len(answers))
                read = await self._calls.run(partial(self._once, more), self._trouble)
                answers += read.answers[:missing]
                usage = usage.plus(read.usage)
        except CallsFailed as error:
            return Response(finish="error", error=str(error), latency=time.monotonic() - start)
        cost = (usage.input_tokens * self._prices[0] + usage.output_tokens * self._prices[1]) / 1e6
        return msgspec.structs.replace(
            answers[0],
            usage=msgspec.structs.replace(usage, cost=cost),
            latency=time.monotonic() - start,
            others=tuple(answers[1:]),
        )

    async def _once(self, request: Request) -> Read:
        async with asyncio.timeout(self.timeout):
            body = await asyncio.to_thread(self._body, request)
            return self._read(await self._ask(await self._clients.get(), body))

    def _trouble(self, error: Exception) -> Trouble:
        if isinstance(error, Unusable):
            return Trouble(f"{self.url}: {said(str(error))}", again=error.again)
        if isinstance(error, TimeoutError):
            return Trouble(f"{self.url}: no answer within {self.timeout:g} s", again=True)
        return self._meaning(error)

    def _status(self, status: int, body: str, headers: Mapping[str, str]) -> Trouble:
        """Return what an HTTP status other than 200 means."""
        again = status in AGAIN or status >= 500
        return Trouble(f"{self.url}: HTTP {status}: {said(body)}", again, status in BUSY, retry_after(headers))

    def _broken(self, error: Exception, again: bool) -> Trouble:
        """Return what any other error means: of the connection, which is worth another try, or of the client."""
        cause = error.__cause__ or error
        return Trouble(f"{self.url}: {said(f'{type(cause).__name__}: {cause}')}", again)

    def _connect(self) -> Any:
        """Return the service's client, as a context that closes it; it makes no tries of its own."""
        raise NotImplementedError

    def _body(self, request: Request) -> dict[str, Any]:
        """Return the arguments of the client's call, pictures encoded; runs in a thread."""
        raise NotImplementedError

    async def _ask(self, client: Any, body: dict[str, Any]) -> bytes:
        """Ask once and return the reply as it came."""
        raise NotImplementedError

    def _read(self, reply: bytes) -> Read:
        """Return what the reply holds; raises `Unusable` where it holds no answer."""
        raise NotImplementedError

    def _meaning(self, error: Exception) -> Trouble:
        """Return what an error of the client means."""
        raise NotImplementedError


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


def _installed(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except ModuleNotFoundError:  # of the parent of a package in a namespace
        return False


def _checked(adapter: str, url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UsageError(f"{adapter}: base_url is no address: {error}") from None
    if parts.username or parts.password or parts.query:
        raise UsageError(f"{adapter}: base_url must hold no user, password or query; keys come from the environment")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{adapter}: base_url must start with http:// or https://, found '{masked(url)}'")
    return url
