"""The adapter itself: a checkpoint that `AutoModelForImageTextToText` loads, asked through its own chat template."""

from __future__ import annotations

import asyncio
import hashlib
import os
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import msgspec

from mmbench.adapters.hf.engine import Engine, memory_budget
from mmbench.adapters.hf.loading import PACKAGES, check_installed, load, named, revision
from mmbench.adapters.hf.options import HFOptions
from mmbench.adapters.hf.preparing import Preparer
from mmbench.adapters.hf.waiting import Job, Limits
from mmbench.errors import UsageError
from mmbench.interfaces import Capabilities

if TYPE_CHECKING:
    from mmbench.records import BenchmarkCard, Request, Response

__all__ = ["HFModel"]

TYPICAL = 2048
"""Tokens of a usual item, prompt and answer, by which the number of items in flight is chosen."""
MOST_THREADS = 8


class HFModel:
    """A local image-text-to-text model. Requests that wait together are answered together, left-padded.

    A sampled answer follows from its request and seed, whatever it was batched with. Several samples of one request
    have seeds of their own, the first that of the request.
    """

    Options: ClassVar[type[HFOptions]] = HFOptions
    packages = PACKAGES

    def __init__(self, name: str, options: HFOptions) -> None:
        if not name:
            raise UsageError("hf needs a model: --model hf:owner/name or hf:FOLDER")
        self.name = name
        self.named = named(name)
        self.options = options
        check_installed(self.named, options)
        self.capabilities = Capabilities(prefix=True, logprobs=True, several=True, top_k=True, stop=True)
        self.concurrency = 2 * (options.batch_size or 16)

    def identity(self) -> dict[str, str]:
        """Return name, revision (hub commit, or hash of a local folder's files) and the options that change answers."""
        return {"name": f"hf:{self.name}", **self._revision, **self.options.identity()}

    @cached_property
    def _revision(self) -> dict[str, str]:
        """Taken once: hashing a checkpoint reads all of it."""
        return revision(self.named, self.options)

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Load processor and weights and start the model's thread.

        Raises:
            UsageError: not a checkpoint, or one that is no image-text-to-text model or cannot be given a prompt.
        """
        loaded = load(self.named, self.options)
        processor = loaded.processor
        if not getattr(processor, "chat_template", None) and not hasattr(processor, "image_token"):
            raise UsageError(f"--model hf:{self.name} has no chat template, without which it cannot be asked")
        limits = Limits(self.options.token_budget or memory_budget(loaded.model), self.options.batch_size)
        if not self.options.batch_size:
            self.concurrency = min(512, max(32, 2 * limits.tokens // TYPICAL))
        self.preparer = Preparer(processor, self.options)
        self.engine = Engine(loaded, self.preparer, limits, self.options.join)
        self._workers = ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1), thread_name_prefix="prepare")

    def close(self) -> None:
        """Let go of the weights."""
        self._workers.shutdown()
        self.engine.close()
        del self.engine, self.preparer

    async def generate(self, request: Request) -> Response:
        """Answer one request, with whatever else waits.

        Raises:
            BadItem: a picture that cannot be opened.
            Exception: what transformers raised for this request alone.
        """
        greedy = request.sampling.temperature == 0
        answers: list[Future[Response]] = [Future() for _ in range(1 if greedy else request.samples)]
        waiting = self.engine.waiting
        waiting.expect()
        try:
            await asyncio.sleep(0)  # so that all that are ready to ask are expected before the first is prepared
            preparing = self._workers.submit(self._prepare, request, answers)
        except BaseException:
            waiting.withdraw()
            raise
        preparing.add_done_callback(self._never_begun)
        try:
            await asyncio.wrap_future(preparing)
            first, *others = await asyncio.gather(*map(asyncio.wrap_future, answers))
        except BaseException:
            for answer in answers:
                answer.cancel()
            raise
        if greedy:
            others = [first] * (request.samples - 1)
        return _one(first, others)

    def _prepare(self, request: Request, answers: list[Future[Response]]) -> None:
        """Prepare a request and let it wait for the model; runs on a worker thread."""
        waiting = self.engine.waiting
        try:
            waiting.wait_for_room()
            prepared = self.preparer.prepare(request)
        except BaseException:
            waiting.withdraw()
            raise
        waiting.add([Job(prepared, _seed(request.seed, n), answer) for n, answer in enumerate(answers)])

    def _never_begun(self, preparing: Future[None]) -> None:
        if preparing.cancelled():
            self.engine.waiting.withdraw()


def _seed(seed: int, sample: int) -> int:
    """Return the seed of a request's nth sample."""
    if sample == 0:
        return seed
    return int.from_bytes(hashlib.sha256(f"{seed}\x1f{sample}".encode()).digest()[:8], "big")


def _one(first: Response, others: list[Response]) -> Response:
    """Return the samples of one request as one response; the prompt counts once, the tokens of all answers here."""
    if not others:
        return first
    total = sum(response.usage.output_tokens for response in (first, *others))
    usage = msgspec.structs.replace(first.usage, output_tokens=total)
    return msgspec.structs.replace(first, usage=usage, others=tuple(others))
