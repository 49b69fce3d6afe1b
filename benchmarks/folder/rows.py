"""From a row of a user's table to an item: what each column means, and what is wrong with one."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from mmbench.benchmarks.base.dataset import lettered, text_of
from mmbench.benchmarks.base.domains import DOMAINS
from mmbench.benchmarks.base.literals import literal
from mmbench.benchmarks.folder.figure import figure_of
from mmbench.benchmarks.folder.settings import unsound
from mmbench.errors import BadItem, did_you_mean
from mmbench.records import AnswerKind, Hint, Item, Key, Question, Task, Tolerance

if TYPE_CHECKING:
    from mmbench.benchmarks.folder.settings import Settings
    from mmbench.records import ImageRef

__all__ = ["build_item", "listed"]

SHOWN = 80
LETTERS = string.ascii_uppercase
_NUMBER = re.compile(r"[-+−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


def build_item(settings: Settings, name: str, row: dict[str, Any], split: str, pictures: tuple[ImageRef, ...]) -> Item:
    """Return the item of a row.

    Args:
        settings: what `benchmark.yaml` says.
        name: the row's id.
        row: its values by role; what is not a role stays under its column's name.
        split: the split it is of.
        pictures: its pictures.

    Raises:
        BadItem: a value is missing or cannot be what its column says; the message names the column.
    """
    text = text_of(row.get("question"))
    if not text and not pictures:
        raise BadItem("column 'question': expected a text, or a picture that asks, found neither")
    answer = text_of(row.get("answer"))
    if not answer:
        raise BadItem("column 'answer': expected the right answer, found nothing")
    choices = _choices(row)
    kind = _kind(text_of(row.get("kind")) or settings.kind, answer, choices)
    choice = _choice(answer, choices) if kind == "choice" else None
    if kind == "choices":
        _check_letters(answer, choices)
    unit = text_of(row.get("unit"))
    tolerance = _tolerance(row.get("tolerance"), settings.tolerance)
    return Item(
        benchmark=settings.name,
        split=split,
        task=_one_of("task", text_of(row.get("task")) or "solve", get_args(Task)),
        question=Question(
            id=name,
            text=text,
            setting=_setting(text_of(row.get("setting")), text),
            prompt=text_of(row.get("prompt")) or _prompt(settings.prompt, text, choices, unit),
            images=pictures,
            choices=choices,
            unit=unit,
            language=text_of(row.get("language")) or settings.language,
            hint=Hint(kind=kind, decimals=tolerance.decimals),
        ),
        key=Key(
            answer=answer if choice is None else choices[choice],
            kind=kind,
            choice=choice,
            tolerance=tolerance,
            accepted=tuple(map(text_of, listed("accepted", row.get("accepted")))),
            **figure_of(row),
        ),
        domain=_domain(settings, text_of(row.get("domain"))),
        skills=tuple(map(text_of, listed("skills", row.get("skills")))),
        difficulty=text_of(row.get("difficulty")),
        cluster=text_of(row.get("cluster")),
        variant=text_of(row.get("variant")),
        metadata={group: text_of(row.get(group)) or None for group in settings.breakdowns},
    )


def _one_of(column: str, found: str, known: tuple[str, ...]) -> Any:
    if found not in known:
        nearest = did_you_mean(found[:SHOWN], known)
        raise BadItem(f"column '{column}': no '{found[:SHOWN]}'.{nearest} Known: {', '.join(known)}")
    return found


def _literal(column: str, value: Any) -> Any:
    try:
        return literal(value) if isinstance(value, str) else value
    except BadItem as error:
        raise BadItem(f"column '{column}': {error}") from None


def listed(column: str, value: Any) -> list[Any]:
    """Return a cell as a list: a list, the text of one, or one value by itself."""
    if value is None or value == "":
        return []
    if isinstance(value, str) and not value.lstrip().startswith(("[", "(")):
        return [value]
    found = _literal(column, value)
    if not isinstance(found, list | tuple):
        raise BadItem(f"column '{column}': expected a list, found {type(found).__name__}")
    return list(found)


def _choices(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the options: a list in one column, or a column each, named A, B and on."""
    options = [text_of(option) for option in listed("choices", row.get("choices"))]
    if not options:
        given = [letter for letter in LETTERS if row.get(letter) is not None]
        for letter, expected in zip(given, LETTERS, strict=False):
            if letter != expected:
                raise BadItem(f"column '{expected}': expected an option, found nothing, but one in column '{letter}'")
        options = [text_of(row[letter]) for letter in given]
    if len(options) == 1:
        raise BadItem(f"column 'choices': expected two options or more, found only '{options[0]}'")
    if len(set(options)) < len(options):
        raise BadItem(f"column 'choices': two options are the same: {options}")
    return tuple(options)


def _kind(given: str, answer: str, choices: tuple[str, ...]) -> AnswerKind:
    """Return the answer's kind as given, or as the answer looks."""
    if given:
        kind: AnswerKind = _one_of("kind", given, get_args(AnswerKind))
        if kind in ("choice", "choices") and not choices:
            raise BadItem(f"column 'kind': '{kind}' without choices")
        return kind
    if choices:
        return "choice"
    number = _NUMBER.fullmatch(answer)
    if number:
        return "float" if number[3] else "integer"
    if answer.startswith("[") and answer.endswith("]"):
        return "list"
    return "expression" if re.search(r"[\\^_{}=]", answer) else "text"


def _choice(answer: str, choices: tuple[str, ...]) -> int:
    """Return the index of the right option, which is given by its text or its letter."""
    by_text = choices.index(answer) if answer in choices else None
    letter = answer.strip("().").upper()
    by_letter = LETTERS.index(letter) if len(letter) == 1 and letter in LETTERS[: len(choices)] else None
    if by_text is not None and by_letter is not None and by_text != by_letter:
        raise BadItem(f"column 'answer': '{answer}' is one option's letter and another's text: {list(choices)}")
    found = by_letter if by_text is None else by_text
    if found is None:
        raise BadItem(f"column 'answer': '{answer}' is not among the choices {list(choices)}")
    return found


def _check_letters(answer: str, choices: tuple[str, ...]) -> None:
    letters = re.sub(r"[\s,;()]", "", answer)
    if not letters or any(letter not in LETTERS[: len(choices)] for letter in letters):
        raise BadItem(f"column 'answer': expected letters of {len(choices)} options, such as 'A, C', found '{answer}'")


def _tolerance(value: Any, default: Tolerance) -> Tolerance:
    if value is None or value == "":
        return default
    found = _literal("tolerance", value)
    expected = 'abs, rel or decimals, such as {"rel": 0.05}'
    if not isinstance(found, dict) or not found.keys() <= {"abs", "rel", "decimals"}:
        raise BadItem(f"column 'tolerance': expected {expected}, found {value!r:.60}")
    try:
        tolerance = msgspec.convert(found, Tolerance, strict=False)
    except msgspec.ValidationError as error:
        raise BadItem(f"column 'tolerance': expected {expected}: {error}") from None
    wrong = unsound(tolerance)
    if wrong:
        raise BadItem(f"column 'tolerance': {wrong}")
    return tolerance


def _setting(setting: str, question: str) -> str:
    if setting not in question:
        raise BadItem(f"column 'setting': expected a part of the question as it stands there, found '{setting:.80}'")
    return setting


def _domain(settings: Settings, label: str) -> str:
    if not label:
        if not settings.domain:
            raise BadItem("column 'domain': expected a domain, in the row or as `domain` in benchmark.yaml, found none")
        return settings.domain
    if label in settings.domains:
        return settings.domains[label]
    return str(_one_of("domain", label, DOMAINS))


def _prompt(template: str, question: str, choices: tuple[str, ...], unit: str) -> str:
    """Fill a template; braces that are not ours stay as they are, so that LaTeX does."""
    if not template:
        asked = f"{question} (Unit: {unit})" if unit else question
        return f"{asked}\n{lettered(choices)}".rstrip()
    filled = {"{question}": question, "{choices}": lettered(choices), "{unit}": unit}
    return re.sub(r"\{(?:question|choices|unit)\}", lambda match: filled[match[0]], template).strip()
