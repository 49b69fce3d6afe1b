r"""Answers that a response marks by form: in a box, in answer tags, in a field of a JSON object."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

__all__ = ["Mark", "last_mark", "without_brace_runs", "without_braces"]

MAX_BOX = 50_000
"""Characters of a box that are looked through for its closing brace."""
MAX_PARTS = 20
MAX_PART = 1_000
MAX_OPEN_TAG = 200
MAX_JSON = 20_000
MAX_OBJECTS = 8


class Mark(NamedTuple):
    """One marked answer or several marked as parts of one, where they stand, and the words between the parts."""

    parts: tuple[str, ...]
    how: str
    start: int
    end: int
    between: str = ""


def last_mark(text: str, truncated: bool = False) -> Mark | None:
    """Return the marked answer that ends last; an open box is none, an open tag only in a response that ended."""
    box = _boxes(text)
    marks = [box] if box else []
    if "<" in text or "[/ANSWER]" in text:
        tag = _tag(text, truncated)
        if tag is not None and not (box and tag.start < box.start < tag.end):
            marks.append(tag)
    if '"' in text and (field := _json_field(text)) is not None:
        marks.append(field)
    return max(marks, key=lambda mark: mark.end, default=None)


_BOXES = ("\\boxed", "\\fbox", "\\framebox", "\x08oxed")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BARE = re.compile(r"[^\S\n]{0,3}(\\[a-z]{1,12}[^\s$]{0,60}|[^\s{$\\]{1,60})")
_FRAME = re.compile(r"\s{0,3}(?:\[[^\]\n]{0,20}\]){0,2}\s{0,3}\{")
_PLACEHOLDER = re.compile(
    r"[\s.…_?\-\\]*|(?:(?:your|the|final|numeric(?:al)?|correct) ){0,3}(?:final )?(?:answer|option|letter|choice|"
    r"result)"
    r"(?: (?:here|letter))?|answer[_ ]here|\\(?:text|ldots|dots|cdots)\b\s?(?:\{(?:your |final )?answer\})?",
    re.IGNORECASE,
)


def _boxes(text: str) -> Mark | None:
    """Return the last box, with the ones just before it that hold parts of the same answer."""
    last = _box_before(text, len(text))
    if last is None:
        return None
    if last[1] < 0:
        return _box_before_open_one(text, last)
    start, end, content = last
    if _PLACEHOLDER.fullmatch(content[:80]):
        return None
    parts, between = [content], ""
    for _ in range(MAX_PARTS):
        before = _box_before(text, start, start - MAX_PART)
        if before is None or not 0 <= before[1] <= start:
            break
        gap = text[before[1] : start]
        if len(gap) > 60 or not _GAP.fullmatch(gap) or "\n\n" in gap:
            break
        start = before[0]
        if before[2] != parts[0]:
            parts.insert(0, before[2])
            between += gap
    return Mark(tuple(parts), "boxed", start, end, between)


_GAP = re.compile(
    r"(?:[\s$,;.、，；*&]|\\[\[\](),;! ]|\\(?:text|mathrm|quad|qquad)\b|[{}]|\b(?:and|or)\b|[和或及与者]|以及"
    r"|\([a-e1-5i]\)|\\?[A-Za-z]{1,5}(?:_\{?\w\}?)?\s?=)*"
)


def _box_before(text: str, end: int, since: int = 0) -> tuple[int, int, str] | None:
    """Return start, end and content of the last box that starts before `end`; its end is -1 where it is open."""
    since = max(since, 0)
    start = max(text.rfind(name, since, end) for name in _BOXES)
    if start < 0:
        return None
    after = start + 1
    while after < len(text) and text[after].isalpha():
        after += 1
    opening = _FRAME.match(text, after)
    if opening is None:
        bare = _bare_box(text, start)
        return bare if bare else (start, -1, "")
    begin, depth = opening.end(), 1
    for brace in _BRACE.finditer(text, begin, begin + MAX_BOX):
        if brace[0] == "{":
            depth += 1
        elif brace[0] == "}":
            depth -= 1
            if depth == 0:
                return start, brace.end(), without_braces(text[begin : brace.start()])
    return start, -1, text[begin : begin + MAX_OPEN_TAG]


def _bare_box(text: str, start: int) -> tuple[int, int, str] | None:
    for name in _BOXES:
        if text.startswith(name, start):
            found = _BARE.match(text, start + len(name))
            return (start, found.end(), found[1].rstrip(".,;)")) if found else None
    return None


def _box_before_open_one(text: str, opened: tuple[int, int, str]) -> Mark | None:
    """Return the box before one that was never closed, where the open one repeats it as far as it goes."""
    before = _box_before(text, opened[0])
    if before is None or before[1] < 0 or not before[2].startswith(opened[2].strip()):
        return None
    return Mark((before[2],), "boxed", before[0], len(text))


def without_braces(text: str) -> str:
    """Return a text without the pairs of braces that enclose the whole of it."""
    text = text.strip()
    if not (text.startswith("{") and text.endswith("}")) or text.endswith("\\}"):
        return text
    leading = len(text) - len(text.lstrip("{"))
    trailing = len(text) - len(text.rstrip("}"))
    depth = lowest = leading
    for brace in _BRACE.finditer(text, leading, len(text) - trailing):
        depth += 1 if brace[0] == "{" else -1 if brace[0] == "}" else 0
        lowest = min(lowest, depth)
    pairs = max(0, min(leading, trailing, lowest))
    return text[pairs : len(text) - pairs].strip()


_RUN = 20


def without_brace_runs(text: str) -> str:
    """Return a text with a long run of braces and the one that closes it cut to the pair that may mean something."""
    start, end = text.find("{" * _RUN), text.rfind("}" * _RUN) + _RUN
    if not 0 <= start < end:
        return text
    return f"{text[:start]}{{{without_braces(text[start:end])}}}{text[end:]}"


_TAGS = (
    ("<answer>", "</answer>"),
    ("<Answer>", "</Answer>"),
    ("<ANSWER>", "</ANSWER>"),
    ("<final_answer>", "</final_answer>"),
    ("<final answer>", "</final answer>"),
    ("<FINAL_ANSWER>", "</FINAL_ANSWER>"),
    ("<ans>", "</ans>"),
    ("<|begin_of_box|>", "<|end_of_box|>"),
    ("[ANSWER]", "[/ANSWER]"),
)


def _tag(text: str, truncated: bool) -> Mark | None:
    best: Mark | None = None
    for opening, closing in _TAGS:
        start = text.rfind(opening)
        if start < 0:
            continue
        begin, end = start + len(opening), text.find(closing, start)
        if end < 0 and not truncated and len(text) - begin <= MAX_OPEN_TAG:
            end = len(text)
        if end < 0:
            end = text.rfind(closing, 0, start)
            start = text.rfind(opening, 0, end) if end >= 0 else -1
            begin = start + len(opening)
        if 0 <= start < end and (best is None or best.end < end):
            content = text[begin:end].strip()
            if not _PLACEHOLDER.fullmatch(content[:80]):
                best = Mark((content,), "answer tag", start, min(len(text), end + len(closing)))
    return best


_KEY = re.compile(r'"(?:final[_ ]?)?(?:answer|result|choice|option|答案|最终答案)"\s{0,5}:', re.IGNORECASE)
_STRING = re.compile(r'\s{0,5}(?:"((?:[^"\\\n]|\\.)*)"|([^\s",{}\[\]]{1,60}))')
_WORDS = ("nswer", "NSWER", "esult", "hoice", "ption", "答案")


def _json_field(text: str) -> Mark | None:
    last = None
    if any(f'{word}"' in text for word in _WORDS):
        for match in _KEY.finditer(text):
            last = match
    if last is None:
        return None
    start = last.start()
    for _ in range(MAX_OBJECTS):
        start = text.rfind("{", 0, start)
        if start < 0:
            break
        found = _answer_of(text[start : start + MAX_JSON])
        if found is not None:
            return Mark((found[0],), "json", start, start + found[1])
    value = _STRING.match(text, last.end(), last.end() + MAX_OPEN_TAG)
    content = value and (value[1] or value[2])
    return Mark((content.replace("\\\\", "\\"),), "json", last.start(), value.end()) if value and content else None


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_KEYS = ("final_answer", "final answer", "finalanswer", "answer", "最终答案", "答案", "result", "choice", "option")


def _answer_of(text: str) -> tuple[str, int] | None:
    """Decode the object that a text begins with; return its answer as text, and where the object ends."""
    try:
        value, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return None
    fields = {str(key).lower(): entry for key, entry in value.items()} if isinstance(value, dict) else {}
    for key in _KEYS:
        found = _as_text(fields.get(key))
        if found:
            return found, end
    return None


def _as_text(value: Any) -> str | None:
    """Return a scalar or a flat list as text; none where control characters show LaTeX eaten by escapes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.strip() if not any(sign in value for sign in "\b\f\t\r") else None
    if isinstance(value, list) and value and all(isinstance(entry, str) for entry in value):
        return "[" + ", ".join(value) + "]"
    return None
