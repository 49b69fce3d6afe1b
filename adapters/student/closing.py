"""The end of a response: the check of the last step and the answer as it is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.adapters.student.book import cleaned, marked
from mmbench.adapters.student.notation import digits, render, with_unit
from mmbench.adapters.student.terms import Leaf, Term

if TYPE_CHECKING:
    from mmbench.adapters.student.answers import Answer
    from mmbench.adapters.student.book import Book
    from mmbench.adapters.student.notation import Notation
    from mmbench.adapters.student.plans import Plan
    from mmbench.adapters.student.saying import Sayer
    from mmbench.adapters.student.styles import Style
    from mmbench.records import Item

__all__ = ["check", "final"]

_INVERSE = {"-": "+", "+": "-", "*": "/", "/": "*"}


def check(plan: Plan, sayer: Sayer) -> str:
    """Return a self-check that is true: an exact operation of the work turned round; empty where there is none."""
    for operation in reversed(plan.operations):
        operator, arguments = operation.expression
        exact = operation.slip is None and not operation.rounded
        if operator not in _INVERSE or not exact or not all(isinstance(part, Leaf) for part in arguments):
            continue
        first, second = arguments
        result = operation.result._replace(source="result")
        if not isinstance(second, Leaf) or not isinstance(first, Leaf):
            continue
        if second.value == 0 or any(leaf.source == "pi" or leaf.shown != leaf.value for leaf in (first, second)):
            continue
        turned = render(Term(_INVERSE[operator], (result, second)), sayer.notation, sayer.bare)
        equation = f"{turned} = {digits(first.shown, sayer.notation)}"
        return sayer.book.say("check", c=sayer.math(equation))
    return ""


def final(item: Item, answer: Answer, style: Style, notation: Notation, book: Book, unit: str, wrong: bool) -> str:
    """Return the answer as stated, marked if the mistake shows there."""
    question = item.question
    value = answer.text if item.key.labels else with_unit(digits_of(answer, notation), unit, notation, math=False)
    value = cleaned(value)
    if answer.choice is None:
        return marked(_number(value, answer, style, notation, book, unit, bool(item.key.labels)), wrong)
    letter = chr(ord("A") + answer.choice)
    if not answer.exact:
        return marked(book.say("nearest", a=value, l=letter), wrong)
    inserts = {"l": letter, "t": cleaned(question.choices[answer.choice])}
    if style.final == "boxed":
        inserts |= _boxes(letter, notation)
    return marked(book.say(f"option_{style.final}", **inserts), wrong)


def digits_of(answer: Answer, notation: Notation) -> str:
    """Return an answer's number with the places it was rounded to."""
    return answer.text.replace("-", notation.minus) if not notation.thousands else digits(answer.value, notation)


def _number(value: str, answer: Answer, style: Style, notation: Notation, book: Book, unit: str, word: bool) -> str:
    if style.final != "boxed":
        return book.say(f"number_{style.final}", a=value)
    if word:
        boxed = rf"\text{{{value}}}"
    else:
        boxed = digits_of(answer, notation)
        if style.units == "everywhere" or book.chance.happens(0.4):
            boxed = with_unit(boxed, unit, notation, math=True)
    return book.say("number_boxed", **_boxes(boxed, notation))


def _boxes(content: str, notation: Notation) -> dict[str, str]:
    box = rf"\boxed{{{content}}}"
    display = f"\\[\n{box}\n\\]" if notation.open != "$" else f"$$\n{box}\n$$"
    return {"box": f"{notation.open or '$'}{box}{notation.close or '$'}", "display": display}
