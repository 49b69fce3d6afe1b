"""Slips of the pen and of the eye: what a number becomes when a digit, its place or its sign is wrong."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["carries", "digits", "places_shown", "transposed"]

MAX_DIGITS = 9
"""Digits beyond which no slip of a number is tried."""


def places_shown(value: float, most: int = 2) -> int:
    """Return to how many decimals a person writes a value: as many as it has, at most `most`."""
    for places in range(most):
        if abs(value * 10**places - round(value * 10**places)) < 1e-6:
            return places
    return most


@lru_cache(maxsize=4096)
def digits(value: int) -> tuple[int, ...]:
    """Return the whole numbers that differ from one that is not negative in one digit; the first never becomes 0."""
    text = str(value)
    if len(text) > MAX_DIGITS:
        return ()
    found = []
    for at, old in enumerate(text):
        unit = 10 ** (len(text) - at - 1)
        lowest = 1 if at == 0 and len(text) > 1 else 0
        found += [value + (new - int(old)) * unit for new in range(lowest, 10) if new != int(old)]
    return tuple(found)


@lru_cache(maxsize=4096)
def carries(value: int) -> tuple[int, ...]:
    """Return what a result becomes when a carry or a borrow is forgotten, or one too many is made."""
    length = len(str(value))
    if length > MAX_DIGITS:
        return ()
    units = [10**power for power in range(1, length + 1)]
    return tuple(value + sign * unit for unit in units for sign in (-1, 1) if value + sign * unit > 0)


@lru_cache(maxsize=4096)
def transposed(value: int) -> tuple[int, ...]:
    """Return what a number becomes when two digits next to each other are exchanged."""
    text = str(value)
    if len(text) > MAX_DIGITS:
        return ()
    pairs = [at for at in range(len(text) - 1) if text[at] != text[at + 1]]
    return tuple(int(text[:at] + text[at + 1] + text[at] + text[at + 2 :]) for at in pairs)
