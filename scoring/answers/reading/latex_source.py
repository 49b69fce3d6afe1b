r"""The text before it is split: redundant braces, math delimiters, markdown and full stops go; money keeps its sign."""

from __future__ import annotations

import re

from mmbench.scoring.answers.limits import MAX_ANSWER
from mmbench.scoring.answers.reading.lexer import Unreadable
from mmbench.scoring.answers.reading.text import tidy

__all__ = ["source"]

_WRAPPED = re.compile(r"\\(?:text(?:rm|bf|it|sf|normal)?|mathrm|mbox|boxed|fbox)\s*\{")
_DOUBLED = re.compile(r"\\\\(?=[A-Za-z])")
_BROKEN = re.compile(r"\\\\(?:\[[0-9.]{1,4}[a-z]{2}\])?\s")
_STRAY = re.compile(r"(?<![.0-9t])\.(?=\s{0,3}(?:\\right)?\s{0,3}\\?[)\]}])")
"""A full stop before a closing bracket; a number keeps it."""
_ROW_END = re.compile(r"(?<!\\)(?<!right)(?<!left)[.,;](?=\s{0,3}\\(?:\\|end))")
_ARC = re.compile(r"\\overset\s{0,3}(?:\\frown|\{\s{0,3}\\frown\s{0,3}\})")


def source(text: str) -> str:
    """Return the part of a text that is to be split into tokens.

    Raises:
        Unreadable: nothing is left, or more than `MAX_ANSWER` characters.
    """
    text = _stripped(text)
    if len(text) > MAX_ANSWER:
        raise Unreadable("too long")
    if not text.isascii():
        text = tidy(text)
        if any(sign.isdigit() and not sign.isascii() for sign in text):
            raise Unreadable("numbers that only label")
    for _ in range(3):
        text = _stripped(text)
        match = _WRAPPED.match(text)
        if match is None or not text.endswith("}") or not _closes_last(text, match.end() - 1):
            break
        text = text[match.end() : -1]
    if not text:
        raise Unreadable("nothing")
    if "\\\\" in text and "\\begin" not in text:
        text = _DOUBLED.sub(r"\\", text) if _DOUBLED.search(text) else _BROKEN.sub("; ", text)
    if "&" in text and "\\begin" not in text:
        text = text.replace("\\&", "&").replace("&", " and ")
    if "." in text:
        text = _STRAY.sub("", text)
    if "\\end" in text:
        text = _ROW_END.sub("", text)
    if "\\frown" in text:
        text = _ARC.sub("", text)
    return unfenced(text) if "$" in text else text


def _stripped(text: str) -> str:
    text = text.strip(" \t\r\n`")
    if text.startswith("**") and text.endswith("**"):
        text = text.strip("*")
    while text[-1:] in (".", ",", ";") and text[-2:] != ".." and text[-2:-1] != "\\":
        text = text[:-1].rstrip()
    if text.endswith("\\") and not text.endswith("\\\\"):
        text = text[:-1].rstrip()
    if text.startswith("{") and text.endswith("}"):
        text = _unbraced(text).strip()
    return text


def _unbraced(text: str) -> str:
    """Return a text with one pair of the braces that enclose the whole of it, in linear time."""
    opened = len(text) - len(text.lstrip("{"))
    inner = text.rstrip("}")
    closed = len(text) - len(inner)
    if inner.endswith("\\"):
        closed -= 1
    count = min(opened, closed, len(text) // 2) - 1
    if count < 1:
        return text
    middle = text[count : len(text) - count]
    if len(middle) > MAX_ANSWER:
        return middle
    depth = lowest = 0
    escaped = False
    for sign in middle:
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            lowest = min(lowest, depth)
    if depth:
        return text
    return "{" * -lowest + middle + "}" * -lowest if count + lowest >= 0 else text


def _closes_last(text: str, at: int) -> bool:
    """Whether the brace that opens at a place is closed by the last sign of the text."""
    depth = 0
    escaped = False
    for index in range(at, min(len(text), 2 * MAX_ANSWER)):
        sign = text[index]
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                return index == len(text) - 1
    return False


_STARTS = re.compile(r"\s*[-0-9(]")
_DOLLAR = re.compile(r"(?<!\\)\$\$?")


def unfenced(text: str) -> str:
    r"""Return a text without math delimiters; a `$` that is money becomes `\$`."""
    marks = list(_DOLLAR.finditer(text))
    parts: list[str] = []
    at = 0
    index = 0
    while index < len(marks):
        mark = marks[index]
        parts.append(text[at : mark.start()])
        at = mark.end()
        after = text[at : at + 2].lstrip()
        closing = marks[index + 1] if index + 1 < len(marks) else None
        money = mark[0] == "$" and (after[:1].isdigit() or after[:1] == ".")
        if closing is not None and not (money and text[closing.end() : closing.end() + 1].isdigit()):
            inner = text[at : closing.start()]
            joined = index > 0 and not parts[-1].strip() and _STARTS.match(inner) is not None
            parts += [", " if joined else " ", inner, " "]
            at = closing.end()
            index += 2
            continue
        if money or (closing is None and text[: mark.start()].rstrip()[-1:].isdigit() and mark[0] == "$"):
            parts.append("\\$")
        index += 1
    parts.append(text[at:])
    return "".join(parts).strip()
