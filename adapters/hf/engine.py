"""The model's thread: takes batches of waiting requests, decodes them, hands out each answer when it is finished."""

from __future__ import annotations

import gc
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from mmbench.adapters.hf.decoding import Batch, Row
from mmbench.adapters.hf.joining import can_join, join
from mmbench.adapters.hf.waiting import Limits, Waiting, cost
from mmbench.records import Response, Usage

if TYPE_CHECKING:
    from mmbench.adapters.hf.loading import Loaded
    from mmbench.adapters.hf.preparing import Preparer
    from mmbench.adapters.hf.waiting import Job

__all__ = ["Engine", "memory_budget"]

UNKNOWN_BUDGET = 65_536
SHARE = 0.8
"""Of the memory left beside the weights, how much a batch may be planned to take."""


class Engine:
    """Answers waiting jobs on a thread of its own.

    A batch that runs out of memory is tried again, its unfinished jobs first, under half the token budget; nothing
    that has finished is lost. A batch that fails otherwise is tried job by job, so that one costs only itself.
    """

    def __init__(self, loaded: Loaded, preparer: Preparer, limits: Limits, joins: bool) -> None:
        self.model = loaded.model
        self.tokenizer = loaded.processor.tokenizer
        self.preparer = preparer
        self.limits = limits
        self.joins = joins
        self.waiting = Waiting()
        self._thread = threading.Thread(target=self._work, name="model", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread once all that waits is answered."""
        self.waiting.close()
        self._thread.join()

    def _work(self) -> None:
        import torch

        with torch.inference_mode():
            while (running := _Running(self.waiting.take(self.limits))).jobs:
                self._answer(running)

    def _answer(self, running: _Running) -> None:
        import torch

        failure: Exception | None = None
        memory = False
        try:
            self._decode(running)
        except torch.OutOfMemoryError:
            memory = True
        except (Exception, SystemExit) as error:
            # A traceback's frames would keep the batch in memory; SystemExit would end the event loop, too.
            failure = RuntimeError(repr(error)) if isinstance(error, SystemExit) else error.with_traceback(None)
        if memory:
            self._retry_smaller(running)
        elif failure is not None and running.alone:
            _fail(running.jobs[0], failure)
        elif failure is not None:
            for job in running.jobs:
                self._answer(_Running([job]))

    def _retry_smaller(self, running: _Running) -> None:
        gc.collect()
        _torch_empty_cache()
        if running.alone:
            length = running.jobs[0].prepared.length
            reason = (
                f"out of memory with this one request of {length} prompt tokens; smaller pictures (max_pixels) help"
            )
            _fail(running.jobs[0], MemoryError(reason))
            return
        self.limits = Limits(max(1, min(self.limits.tokens, cost(running.jobs)) // 2), self.limits.rows)
        print(
            f"out of memory with {len(running.jobs)} rows: batches are held to {self.limits.tokens} tokens from now on",
            file=sys.stderr,
        )
        self.waiting.put_back(running.jobs)

    def _decode(self, running: _Running) -> None:
        """Answer jobs, and others that join them."""
        batch = self._batch(running.jobs)
        while batch.rows:
            self._hand_out(batch.advance(), running)
            if self.joins and batch.rows and can_join(batch):
                self._join(batch, running)

    def _join(self, batch: Batch, running: _Running) -> None:
        more = self.waiting.joining(running.jobs, batch.width, self.limits)
        if more:
            running.add(more)
            joining = self._batch(more)
            self._hand_out(joining.advance(most=1), running)
            join(batch, joining)

    def _batch(self, jobs: list[Job]) -> Batch:
        inputs = self.preparer.together([job.prepared for job in jobs])
        return Batch(self.model, self.tokenizer, [Row(job) for job in jobs], inputs)

    def _hand_out(self, rows: list[Row], running: _Running) -> None:
        for row in rows:
            if row.job.future.set_running_or_notify_cancel():
                row.job.future.set_result(self._response(row, time.perf_counter() - row.started))
        running.jobs = [job for job in running.jobs if not job.future.done()]

    def _response(self, row: Row, seconds: float) -> Response:
        text = self.tokenizer.decode(row.tokens, skip_special_tokens=True)
        for stop in row.sampling.stop:
            text = text.partition(stop)[0]
        thought, closed, rest = text.partition("</think>")
        reasoning = thought.strip().removeprefix("<think>").strip() if closed else ""
        return Response(
            text=rest.lstrip() if closed else text,
            reasoning=reasoning,
            finish="length" if row.finish == "length" else "stop",
            usage=Usage(input_tokens=row.job.prepared.length, output_tokens=len(row.tokens)),
            latency=seconds,
            logprobs=tuple(row.logprobs),
        )


class _Running:
    """The jobs of a batch that are not answered yet; `alone` while there was never more than one."""

    def __init__(self, jobs: list[Job]) -> None:
        self.jobs = jobs
        self.alone = len(jobs) == 1

    def add(self, jobs: list[Job]) -> None:
        self.jobs = self.jobs + jobs
        self.alone = False


def memory_budget(model: Any) -> int:
    """Return how many tokens fit in the GPU memory left beside the weights; a fixed number where there is no GPU.

    Counted for each token: its keys and values in every layer, and the widest activations that prefilling it takes
    (three of the feed-forward layer's width).
    """
    import torch

    text = model.config.get_text_config()
    if model.device.type != "cuda" or not hasattr(text, "num_attention_heads"):
        return UNKNOWN_BUDGET
    heads = getattr(text, "num_key_value_heads", None) or text.num_attention_heads
    width = getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads
    values = 2 * text.num_hidden_layers * heads * width + 3 * text.intermediate_size
    free, _ = torch.cuda.mem_get_info(model.device)
    return max(1, int(SHARE * free / (values * model.dtype.itemsize)))


def _fail(job: Job, error: Exception) -> None:
    if job.future.set_running_or_notify_cancel():
        job.future.set_exception(error)


def _torch_empty_cache() -> None:
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()
