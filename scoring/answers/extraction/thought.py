"""Telling a model's reasoning from its answer, where a chat template marks the reasoning."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Split", "split_thought"]


class Split(NamedTuple):
    """The reasoning, the rest, and whether the reasoning came to its end (true where there was none)."""

    thought: str
    rest: str
    finished: bool


_HINTS = ("hink", "hought", "easoning", "cratchpad", "HINK", "channel", "assistantfinal")
_MARK = re.compile(
    r"<(?P<a>/)?(?:seed:)?(?:think(?:ing)?|thoughts?|reasoning|scratchpad)>"
    r"|<\|(?:begin|(?P<b>end))_of_thought\|>|◁(?P<c>/)?think▷|\[(?P<d>/)?THINK\]",
    re.IGNORECASE,
)
_CHANNEL = "<|channel|>"
_FINAL = re.compile(r"<\|channel\|>\s?final\b[^<]{0,20}(?:<\|constrain\|>[^<]{0,20})?<\|message\|>")
_STOP = re.compile(r"<\|(?:return|end|start|call)\|>")
_BARE_CHANNEL = re.compile(r"analysis(?=[A-Z\"'(])")
_BARE_FINAL = "assistantfinal"


def split_thought(text: str) -> Split:
    """Split a response at the last mark that ends its reasoning; a closing mark needs no opening one.

    Where reasoning is opened and not closed, the rest is what stands before it. Where nothing follows the reasoning,
    the rest is what stands before the first of it.
    """
    if not any(hint in text for hint in _HINTS):
        return Split("", text, True)
    if _CHANNEL in text:
        return _channels(text)
    if text.startswith("analysis"):
        thought, found, rest = text.rpartition(_BARE_FINAL)
        if found:
            return Split(thought, rest, True)
        if _BARE_CHANNEL.match(text):
            return Split(text, "", False)
    return _tags(text)


def _channels(text: str) -> Split:
    last = None
    for match in _FINAL.finditer(text):
        last = match
    if last is None:
        return Split(text, "", False)
    rest = _STOP.split(text[last.end() :], maxsplit=1)[0]
    return Split(text[: last.start()], rest, True)


def _tags(text: str) -> Split:
    marks = list(_MARK.finditer(text))
    if not marks:
        return Split("", text, True)
    start, opened = 0, -1
    for mark in marks:
        if mark.lastgroup:
            start, opened = mark.end(), -1
        elif opened < 0:
            opened = mark.start()
    if opened >= 0:
        return Split(text[opened:], text[start:opened], False)
    rest = text[start:]
    if not rest.strip() and not marks[0].lastgroup:
        return Split(text[marks[0].start() :], text[: marks[0].start()], True)
    return Split(text[:start], rest, True)
