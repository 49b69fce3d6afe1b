"""One item in full, as plain text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench import images
from mmbench.errors import printable
from mmbench.records import Image
from mmbench.reports.mistakes import diagnosis_lines, planted_line, second_opinion_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.records import ImageRef, Imported, Item, Key, Line, Verdict

__all__ = ["gold_text", "item_text"]


def item_text(
    item: Item,
    line: Line,
    judged: Verdict,
    reasons: tuple[str, ...] = (),
    place: Callable[[ImageRef], str] = images.where,
) -> str:
    """Return one item in full: what was asked, what is right and why, what was answered, what was decided.

    `reasons` say, a sentence each, why other verdicts differ from ours; `place` says where a picture is.
    """
    question, key = item.question, item.key
    parts = [f"── {line.line_key().text()} · {item.domain or 'unknown'} · {judged.outcome} ──"]
    if item.problem:
        parts.append(f"cannot be asked: {item.problem}")
    parts.append(question.prompt or question.text)
    parts += [f"picture: {place(image)}" for image in _shown_images(item, line)]
    if key.facts:
        parts.append("facts: " + "; ".join(_fact(key, name) for name in key.facts))
    if key.program:
        parts.append(f"program: {key.program}")
    if key.solution:
        parts.append("solution:\n" + "\n".join(f"  {step}" for step in key.solution.split("\n")))
    parts.append(f"gold: {gold_text(key)}")
    parts.append("response:\n" + "\n".join(f"  {row}" for row in line.trace.text.split("\n")))
    extracted = f", extracted {judged.extraction!r}" if judged.extraction else ""
    how = f" ({judged.how})" if judged.how else ""
    parts.append(f"verdict: {judged.outcome}{extracted}{how}")
    if judged.diagnosis is not None:
        parts += diagnosis_lines(judged.diagnosis)
    if judged.second_opinion is not None:
        parts.append(second_opinion_line(judged.second_opinion))
    if line.planted is not None:
        parts.append(planted_line(line.planted))
    if line.imported is not None:
        parts.append(f"recorded: {_recorded(line.imported)}")
    if judged.judged:
        said = judged.judged
        parts.append(f"judge {said.model}: {said.outcome}" + (f" ({said.error})" if said.error else ""))
    for official in judged.official:
        parts.append(f"official rule '{official.rule}': {official.score:g}, prediction {official.prediction!r}")
    if judged.failure:
        parts.append(f"failed in the {judged.failure.stage}: {judged.failure.error}")
    parts += [f"difference: {reason}" for reason in reasons]
    return printable("\n".join(parts) + "\n")


def gold_text(key: Key) -> str:
    """Return the gold answer, with the letter of the option it is."""
    return key.answer if key.choice is None else f"({chr(ord('A') + key.choice)}) {key.answer}"


def _fact(key: Key, name: str) -> str:
    """Return a fact with its unit, and how finely it can be read where it is not printed."""
    rough = f" (read to {key.resolution[name]:g})" if name in key.resolution else ""
    return f"{name} = {key.facts[name]} {key.units.get(name, '')}".rstrip() + rough


def _recorded(recorded: Imported) -> str:
    """Return what another harness recorded of a response."""
    verdict = "no verdict" if recorded.right is None else "right" if recorded.right else "wrong"
    named = {"extraction": recorded.extraction, "prediction": recorded.prediction}
    return ", ".join([verdict, *(f"{name} {value!r}" for name, value in named.items() if value is not None)])


def _shown_images(item: Item, line: Line) -> list[ImageRef]:
    """Return the pictures as the model was shown them, or else as the item refers to them."""
    blocks = [block for call in line.trace.calls[:1] for message in call.request.messages for block in message.content]
    return [block.image for block in blocks if isinstance(block, Image)] or list(item.question.images)
