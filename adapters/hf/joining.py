"""Waiting requests join a running batch: two left-padded key/value caches become one.

A row's positions count its own tokens, so a cache that is padded further on the left stays right. That holds for plain
attention over the whole prompt; sliding windows, cross-attention to pictures and linear attention keep other state,
and their batches are only made smaller, never joined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mmbench.adapters.hf.decoding import Batch

__all__ = ["can_join", "join"]

JOINABLE = frozenset(
    (
        "llava",
        "llava_next",
        "idefics3",
        "paligemma",
        "qwen2_vl",
        "qwen2_5_vl",
        "qwen3_vl",
        "smolvlm",
        "internvl",
        "llava_onevision",
    )
)
"""Architectures for which a test shows that tokens equal those of single runs in fp32."""


def can_join(batch: Batch) -> bool:
    """Say whether others may join this batch."""
    from transformers.cache_utils import DynamicLayer

    plain = batch.cache is not None and all(type(layer) is DynamicLayer for layer in batch.cache.layers)
    return plain and batch.model.config.model_type in JOINABLE


def join(batch: Batch, other: Batch) -> None:
    """Add the rows of a prefilled batch to a running one; the other is empty then, and its cache is let go."""
    if not other.rows:
        return
    import torch

    _trim(batch)
    length = max(batch.ids.shape[1], other.ids.shape[1])
    pad = batch.tokenizer.pad_token_id
    batch.ids = torch.cat([_widened(each.ids, length, pad) for each in (batch, other)])
    batch.mask = torch.cat([_widened(each.mask, length, 0) for each in (batch, other)])
    batch.per_token = {
        name: torch.cat([_widened(each.per_token[name], length, 0) for each in (batch, other)])
        for name in batch.per_token
    }
    for mine, theirs in zip(batch.cache.layers, other.cache.layers, strict=True):
        # The cache lacks the newest token, which the next step feeds.
        mine.keys = torch.cat([_widened(each.keys, length - 1, 0, axis=2) for each in (mine, theirs)])
        mine.values = torch.cat([_widened(each.values, length - 1, 0, axis=2) for each in (mine, theirs)])
        theirs.reset()
    if batch.rope_deltas is not None:
        batch.rope_deltas = torch.cat([batch.rope_deltas, other.rope_deltas])
    batch.rows += other.rows
    other.rows = []


def _trim(batch: Batch) -> None:
    """Cut the columns on the left that are padding in every row, as they are when the longest prompt has left."""
    unused = int(batch.mask.any(0).int().argmax())
    if not unused:
        return
    batch.ids, batch.mask = batch.ids[:, unused:], batch.mask[:, unused:]
    batch.per_token = {name: value[:, unused:] for name, value in batch.per_token.items()}
    for layer in batch.cache.layers:
        layer.keys, layer.values = layer.keys[:, :, unused:], layer.values[:, :, unused:]


def _widened(tensor: Any, length: int, fill: int, axis: int = 1) -> Any:
    """Return a tensor filled on the left of an axis up to a length."""
    import torch

    shape = list(tensor.shape)
    shape[axis] = length - shape[axis]
    return torch.cat([tensor.new_full(shape, fill), tensor], dim=axis) if shape[axis] else tensor
