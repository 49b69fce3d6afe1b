"""A batch that generates: each row chooses by its own settings and seed, and leaves the batch when it is finished.

transformers' `generate` does the decoding. It is left whenever a share of the rows has finished, those rows are taken
out of its key/value cache, and it is entered again with the rest: answers of one token and of a thousand cost what
they are long, and a finished answer is handed out at once.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any

from mmbench.adapters.hf.preparing import PER_TOKEN
from mmbench.records import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.adapters.hf.waiting import Job
    from mmbench.records import Sampling

__all__ = ["Batch", "Row"]

LEAVING = 4
"""The batch is made smaller when one row in so many has finished."""


class Row:
    """One answer in the making. `finish` is empty until it ends: `stop` or `length`."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.started = time.perf_counter()
        self.sampling: Sampling = job.prepared.request.sampling
        self.tokens: list[int] = []
        self.logprobs: list[Token] = []
        self.finish = ""
        self._random = random.Random(job.seed)  # noqa: S311

    @property
    def left(self) -> int:
        """How many tokens it may still have."""
        return self.sampling.max_tokens - len(self.tokens)

    def draw(self) -> float:
        """Return the next of this row's own numbers in [0, 1): what it draws does not depend on its batch."""
        return self._random.random()


class Batch:
    """Rows that decode together. `ids` and `mask` hold prompt and answer so far, padded on the left: [rows, length]."""

    def __init__(self, model: Any, tokenizer: Any, rows: Sequence[Row], inputs: dict[str, Any]) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.rows = list(rows)
        inputs = {name: _placed(value, model) for name, value in inputs.items()}
        self.ids = inputs.pop("input_ids")
        self.mask = inputs.pop("attention_mask")
        self.per_token = {name: inputs.pop(name) for name in sorted(PER_TOKEN & set(inputs))}
        self.seen_once = inputs
        self.cache: Any = None
        self.rope_deltas: Any = None

    @property
    def width(self) -> int:
        """How many tokens a row takes, padding included."""
        return int(self.ids.shape[1])

    def advance(self, most: int | None = None) -> list[Row]:
        """Generate until a share of the rows has finished, or for `most` tokens; return and let go of finished rows."""
        before = self.width
        steps = max(row.left for row in self.rows)
        out = self.model.generate(
            input_ids=self.ids,
            attention_mask=self.mask,
            **self.per_token,
            **self._state(),
            max_new_tokens=min(steps, most or steps),
            do_sample=False,
            use_cache=True,
            return_dict_in_generate=True,
            logits_processor=self._choices(),
            stopping_criteria=[_Watch(self)],
        )
        finished = [row for row in self.rows if row.finish]
        if len(finished) < len(self.rows):
            self._continue(out, out.sequences.shape[1] - before)
        else:
            self.rows = []
        return finished

    def _state(self) -> dict[str, Any]:
        """Return what `generate` is given besides the tokens: the pictures at first, then the cache."""
        if self.cache is None:
            return self.seen_once
        holder = _rope_holder(self.model)
        if holder is not None:
            holder.rope_deltas = self.rope_deltas
        return {self._cache_name: self.cache}

    def _continue(self, out: Any, new: int) -> None:
        """Take over what was generated and keep the rows that go on."""
        import torch

        self.seen_once = {}
        self.ids = out.sequences
        self._cache_name = "cache" if getattr(out, "cache", None) is not None else "past_key_values"
        self.cache = out[self._cache_name]
        self.mask = torch.cat([self.mask, self.mask.new_ones(len(self.rows), new)], dim=1)
        # A new token has the kind and the pictures of the one before it, as in transformers' own loop.
        self.per_token = {
            name: torch.cat([value, value[:, -1:].repeat_interleave(new, dim=1)], dim=1)
            for name, value in self.per_token.items()
        }
        holder = _rope_holder(self.model)
        self.rope_deltas = holder.rope_deltas if holder is not None else None
        self._keep([index for index, row in enumerate(self.rows) if not row.finish])

    def _keep(self, kept: list[int]) -> None:
        if len(kept) == len(self.rows):
            return
        import torch

        index = torch.tensor(kept, device=self.ids.device)
        self.rows = [self.rows[place] for place in kept]
        self.ids, self.mask = self.ids[index], self.mask[index]
        self.per_token = {name: value[index] for name, value in self.per_token.items()}
        self.cache.reorder_cache(index)
        if self.rope_deltas is not None:
            self.rope_deltas = self.rope_deltas[index]

    def _choices(self) -> list[Any]:
        """Return the processor that chooses tokens, where greedy decoding alone does not say all that is asked."""
        sampling = self.rows[0].sampling
        if sampling.temperature == 0 and sampling.logprobs is None:
            return []
        return [_Choice(self.rows, sampling, self.tokenizer)]


class _Watch:
    """A stopping criterion: notes each row's tokens and ends, and says when it is time to leave `generate`."""

    def __init__(self, batch: Batch) -> None:
        ends = batch.model.generation_config.eos_token_id
        self.ends = set(ends if isinstance(ends, list) else [ends])
        self.rows = batch.rows
        self.tokenizer = batch.tokenizer
        leaves = not batch.model.config.is_encoder_decoder
        self.enough = max(1, len(self.rows) // LEAVING) if leaves else len(self.rows)

    def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
        for row, token in zip(self.rows, input_ids[:, -1].tolist(), strict=True):
            if not row.finish:
                row.tokens.append(token)
                row.finish = self._finish(row, token)
        finished = [bool(row.finish) for row in self.rows]
        if sum(finished) >= self.enough:
            finished = [True] * len(finished)
        return input_ids.new_tensor(finished).bool()

    def _finish(self, row: Row, token: int) -> str:
        if token in self.ends or row.job.future.cancelled():
            return "stop"
        if row.sampling.stop:
            # A character may take four tokens; what stands further back was looked at before.
            tail = self.tokenizer.decode(row.tokens[-4 * max(map(len, row.sampling.stop)) - 4 :])
            if any(stop in tail for stop in row.sampling.stop):
                return "stop"
        return "length" if row.left == 0 else ""


class _Choice:
    """A logits processor that decides each row's token: greedy, or drawn with the row's own seed.

    Drawn by inversion: the token at which the cumulated probabilities pass the row's next number. So a sampled answer
    depends on its request and seed alone, whatever it shares the batch with, up to rounding of the logits.
    """

    def __init__(self, rows: list[Row], sampling: Sampling, tokenizer: Any) -> None:
        from transformers.generation import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

        self.rows = rows
        self.sampling = sampling
        self.tokenizer = tokenizer
        self.warpers: list[Any] = []
        if sampling.temperature > 0:
            self.warpers.append(TemperatureLogitsWarper(sampling.temperature))
        if sampling.top_k:
            self.warpers.append(TopKLogitsWarper(sampling.top_k))
        if sampling.top_p < 1:
            self.warpers.append(TopPLogitsWarper(sampling.top_p))

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        chosen = self._drawn(input_ids, scores) if self.sampling.temperature > 0 else scores.argmax(-1)
        if self.sampling.logprobs is not None:
            self._note(scores, chosen, self.sampling.logprobs)
        return scores.new_full(scores.shape, float("-inf")).scatter(1, chosen[:, None], 0.0)

    def _drawn(self, input_ids: Any, scores: Any) -> Any:
        for warper in self.warpers:
            scores = warper(input_ids, scores)
        cumulated = scores.softmax(-1).cumsum(-1)
        numbers = scores.new_tensor([[0.0 if row.finish else row.draw()] for row in self.rows])
        passed = cumulated > numbers * cumulated[:, -1:]
        return passed.int().argmax(-1)

    def _note(self, scores: Any, chosen: Any, most: int) -> None:
        """Keep the log-probabilities of the model itself, before temperature and truncation."""
        logprobs = scores.log_softmax(-1)
        taken = logprobs.gather(1, chosen[:, None])[:, 0].tolist()
        values, tokens = logprobs.topk(most)
        for index, row in enumerate(self.rows):
            if row.finish:
                continue
            top = zip(tokens[index].tolist(), values[index].tolist(), strict=True)
            likeliest = tuple((self._text(token), value) for token, value in top)
            row.logprobs.append(Token(text=self._text(int(chosen[index])), logprob=taken[index], top=likeliest))

    def _text(self, token: int) -> str:
        text: str = self.tokenizer.decode([token])
        return text


def _placed(value: Any, model: Any) -> Any:
    """Return an input on the model's device, floating-point ones (pictures) in the model's precision."""
    return value.to(model.device, dtype=model.dtype) if value.is_floating_point() else value.to(model.device)


def _rope_holder(model: Any) -> Any:
    """Return the part of a Qwen-VL that keeps, from one call to the next, how far each row's positions are shifted."""
    inner = getattr(model, "model", None)
    return inner if getattr(inner, "rope_deltas", None) is not None else None
