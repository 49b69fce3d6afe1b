"""The views of an item: what is told in the text, what the picture shows, and what is left out (MathVerse's idea).

    full             as the benchmark asks it
    text-dominant    the picture, and what it shows told in the text as well
    vision-dominant  the question's conditions stand in the picture, only what is asked in the text
    vision-only      question and options stand in the picture; the text says how to answer
    text-only        what the picture shows is told; no picture
    no-figure        the question alone, neither picture nor what it shows: what can be guessed

Nothing of the key is told but `facts` with their `units`, and `description`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from mmbench.benchmarks.base.dataset import text_of
from mmbench.errors import BadItem, UsageError, did_you_mean
from mmbench.images import altered_image

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mmbench.records import ImageRef, Item, Question

__all__ = ["ALL", "PICTURELESS", "VIEWS", "CannotAsk", "as_view", "chosen_views"]

VIEWS = ("full", "text-dominant", "vision-dominant", "vision-only", "text-only", "no-figure")
PICTURELESS = ("text-only", "no-figure")
ALL = "all"
MAX_CAPTION = 4_000
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_PLACEHOLDER = re.compile(r"[ \t]*<image ?\d*>")
_UNIT = re.compile(r"[ \t]*[(（](?:unit|单位)\s*[:：]\s*[^()（）\n]{1,40}[)）]", re.IGNORECASE)
# What stays of a line when question and options are taken out, and says nothing without them.
_MARKS = r"[\s#*_:：;；,，.、()（）\[\]-]*"
_LABEL = re.compile(
    rf"{_MARKS}(?:(?:the )?(?:questions?|problem|q|choices?|options?|题目|题|问题|问|选项|选择){_MARKS})?",
    re.IGNORECASE,
)
_LEAD = re.compile(r"[^\n]{0,30}(?:question|problem|题|问)[^\n]{0,10}[:：]\s*$", re.IGNORECASE)
_BEFORE = ("$", "€", "£", "¥", "￥")
_CLOSE = ("°", "%", "‰", "℃", "′", "″")


class CannotAsk(BadItem):
    """An item that a view makes no sense for; `reason` completes "the item has" and "its items have"."""

    def __init__(self, view: str, reason: str) -> None:
        super().__init__(f"cannot be asked as '{view}': the item has {reason}")
        self.reason = reason


def chosen_views(names: Sequence[str]) -> tuple[str, ...]:
    """Return views as they were named, each once; `all` stands for every view that a benchmark can be asked in.

    Raises:
        UsageError: an unknown view, or none.
    """
    for name in names:
        if name not in (*VIEWS, ALL):
            known = ", ".join((*VIEWS, ALL))
            raise UsageError(f"--view: no view '{name}'.{did_you_mean(name, (*VIEWS, ALL))} Known: {known}.")
    if not names:
        raise UsageError(f"--view: no view is named. Known: {', '.join((*VIEWS, ALL))}.")
    return (ALL,) if ALL in names else tuple(dict.fromkeys(names))


def as_view(item: Item, view: str) -> Item:
    """Return an item as it is asked in a view: text, prompt and pictures changed, id and answer the same.

    An item that its benchmark publishes in this view is returned as it is; `full` is whatever the benchmark publishes.

    Raises:
        BadItem: the view makes no sense for this item; the message says why.
        UsageError: no such view.
    """
    if view in ("full", item.view):
        return item
    if view not in _MADE:
        chosen_views([view])
    if item.view != "full":
        raise CannotAsk(view, f"a published view of its own, '{item.view}'")
    if not item.question.images:
        raise CannotAsk(view, "no picture")
    if not item.question.text.strip():
        raise CannotAsk(view, "no words: its question stands in the picture")
    question = _MADE[view](item)
    key = item.key
    if question.text != item.question.text and not key.wording:
        key = msgspec.structs.replace(key, wording=item.question.text)
    return msgspec.structs.replace(item, question=question, key=key, view=view)


def _text_dominant(item: Item) -> Question:
    told = _told(item, "text-dominant")
    return _reworded("text-dominant", item.question, f"{told}\n{item.question.text}")


def _text_only(item: Item) -> Question:
    told = _told(item, "text-only")
    question = _reworded("text-only", item.question, f"{told}\n{item.question.text}")
    return msgspec.structs.replace(question, images=())


def _no_figure(item: Item) -> Question:
    return msgspec.structs.replace(item.question, images=())


def _vision_dominant(item: Item) -> Question:
    view, question = "vision-dominant", item.question
    setting = question.setting.strip()
    if not setting:
        raise CannotAsk(view, "no setting: nothing says which of its words are conditions of the figure")
    if setting not in question.text:
        raise CannotAsk(view, "a setting that is no part of its question")
    rest = re.sub(r"[ \t]{2,}", " ", question.text.replace(setting, "", 1))
    rest = re.sub(r"^[\s,;，；。]+", "", rest).rstrip()
    if not rest:
        raise CannotAsk(view, "nothing to ask beside its setting")
    question = _reworded(view, question, rest)
    return msgspec.structs.replace(question, setting="", images=_captioned(view, question, setting))


def _vision_only(item: Item) -> Question:
    view, question = "vision-only", item.question
    asked, frame = _apart(question)
    several = len(question.images) > 1
    if question.language == "zh":
        lead = "请回答第一张图片中写出的问题。" if several else "请回答图片中写出的问题。"
    else:
        lead = f"Answer the question that is written in the {'first ' * several}picture."
    images = _captioned(view, question, asked)
    prompt = "\n".join(filter(None, (lead, frame)))
    return msgspec.structs.replace(question, text="", setting="", prompt=prompt, images=images)


_MADE: dict[str, Callable[[Item], Question]] = {
    "text-dominant": _text_dominant,
    "vision-dominant": _vision_dominant,
    "vision-only": _vision_only,
    "text-only": _text_only,
    "no-figure": _no_figure,
}


def _told(item: Item, view: str) -> str:
    """Return what the figure shows in words: the facts in their order with their units, then the description."""
    key = item.key
    facts = [_fact(name, value, key.units.get(name, "")) for name, value in key.facts.items()]
    description = key.description.strip()
    if not facts and not description:
        raise CannotAsk(view, "no facts and no description: nothing is known of what its picture shows")
    if item.question.language == "zh":
        told = f"图中给出：{'；'.join(facts)}。" if facts else ""
        return told + (f"图形说明：{description}" if description else "")
    told = f"The figure shows: {'; '.join(facts)}." if facts else ""
    return " ".join(filter(None, (told, f"About the figure: {description}" if description else "")))


def _fact(name: str, value: str | float, unit: str) -> str:
    shown = text_of(value)
    if unit and not shown.endswith(unit):
        if unit in _BEFORE:
            shown = f"-{unit}{shown[1:]}" if shown.startswith("-") else f"{unit}{shown}"
        else:
            shown += unit if unit.startswith(_CLOSE) else f" {unit}"
    return f"{name} = {shown}"


def _place(view: str, question: Question) -> int:
    """Return where the question's text begins in its prompt."""
    times = question.prompt.count(question.text)
    if times != 1:
        raise CannotAsk(view, f"a prompt that holds its question {times} times" if times else "a prompt of other words")
    return question.prompt.index(question.text)


def _reworded(view: str, question: Question, text: str) -> Question:
    place = _place(view, question)
    prompt = question.prompt[:place] + text + question.prompt[place + len(question.text) :]
    return msgspec.structs.replace(question, text=text, prompt=prompt)


def _captioned(view: str, question: Question, caption: str) -> tuple[ImageRef, ...]:
    caption = _PLACEHOLDER.sub("", caption).strip()
    if len(caption) > MAX_CAPTION:
        raise CannotAsk(view, f"more words than a picture can hold ({MAX_CAPTION} characters)")
    first, *others = question.images
    return (altered_image(first, caption=caption), *others)


def _apart(question: Question) -> tuple[str, str]:
    """Split a prompt into the question with its unit and options, and what it says beside: how to answer."""
    place = _place("vision-only", question)
    before, after = question.prompt[:place], question.prompt[place + len(question.text) :]
    asked = question.text
    unit = _UNIT.match(after)
    if unit:
        asked, after = asked + unit[0], after[unit.end() :]
    options, after = _without_options(question.choices, after)
    if options:
        asked = f"{asked}\n{options}"
    before = _LEAD.sub("", _PLACEHOLDER.sub("", before))
    lines = [line.rstrip() for line in f"{before}\n{_PLACEHOLDER.sub('', after)}".split("\n")]
    return asked, "\n".join(line for line in lines if not _LABEL.fullmatch(line)).strip()


def _without_options(choices: tuple[str, ...], text: str) -> tuple[str, str]:
    """Return the options as a text shows them, a line each, and the text without them; mere letters stay in it.

    Raises:
        CannotAsk: some options are found in the text and others are not.
    """
    if not choices or choices == tuple(LETTERS[: len(choices)]):
        return "", text
    shown: list[str] = []
    left, place = text, 0
    for letter, choice in zip(LETTERS, choices, strict=False):
        mark = re.compile(rf"(?<!\w)[(（]?{letter}\s*[)）.:：、]\s*{re.escape(choice.strip())}(?!\w)", re.IGNORECASE)
        match = mark.search(left, place)
        if match:
            shown.append(match[0])
            left, place = left[: match.start()] + left[match.end() :], match.start()
    if shown and len(shown) < len(choices):
        raise CannotAsk("vision-only", "options that its prompt shows in another form")
    return "\n".join(shown), left
