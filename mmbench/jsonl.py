"""Lines of JSON: one place that encodes records, so that whatever text a model or dataset holds can be written."""

from __future__ import annotations

from typing import Any

import msgspec

__all__ = ["encode_line"]

_ENCODER = msgspec.json.Encoder()


def encode_line(record: Any) -> bytes:
    """Return a record as a line of JSON with its newline. Lone surrogates, which UTF-8 cannot hold, become U+FFFD."""
    try:
        return _ENCODER.encode(record) + b"\n"
    except UnicodeEncodeError:
        return _ENCODER.encode(_without_surrogates(msgspec.to_builtins(record))) + b"\n"


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(inner) for inner in value]
    return value
