"""How an answer departs from the right solution where nothing that stands in the response is wrong in itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mmbench.program import ProgramError, evaluate, facts_used, format_number, round_half_up
from mmbench.scoring.diagnose.alignment import departure, local_departure, sources_of
from mmbench.scoring.diagnose.calculation import Finding
from mmbench.scoring.diagnose.case import Evidenced, last_digit
from mmbench.scoring.diagnose.elimination import without_program
from mmbench.scoring.diagnose.expressions import leaves
from mmbench.scoring.diagnose.facts import parts_in
from mmbench.scoring.diagnose.gold import is_among
from mmbench.scoring.diagnose.lexing import lex
from mmbench.scoring.diagnose.steps import split
from mmbench.scoring.diagnose.taxonomies import USUAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from mmbench.scoring.diagnose.alignment import Departure
    from mmbench.scoring.diagnose.case import Case
    from mmbench.scoring.diagnose.facts import Fact
    from mmbench.scoring.diagnose.gold import Gold
    from mmbench.scoring.diagnose.plan import Plan

__all__ = ["departed"]


def departed(case: Case) -> list[Evidenced]:
    """Return the ways in which an answer may have come about, the likeliest first; none where nothing tells."""
    plan, gold = case.plan, case.gold
    if plan is not None and not case.key.labels and case.is_right(plan.exact) and not _follows(case, plan.exact):
        return [_unconcluded(case, plan)]
    if gold is None:
        if case.question.images and not case.facts:
            return []
        left = without_program(plan, case.facts, case.asked, case.is_right) if plan is not None else None
        return [_evidence(case, left, "text")._replace(evidence="elimination")] if left is not None else []
    if plan is not None and not case.key.labels:
        return _off_the_plan(case, plan, gold)
    local = local_departure(case.done, gold, case.facts, case.asked)
    if local is not None:
        return [_evidence(case, local, "local")]
    return [] if case.done else _bare_fact(case)


def _off_the_plan(case: Case, plan: Plan, gold: Gold) -> list[Evidenced]:
    """Return how a plan that leads to another answer departs from the program, known mistakes of the item first."""
    last = plan.used[-1]
    sources = sources_of([plan.tree], gold, case.facts, case.asked)
    off = departure(plan.tree, plan.used, gold, sources, case.is_right)
    if off.subtype == "neighbour" and _is_truly_read(case, off.found):
        off = off._replace(subtype="question", sure=False)
    if off.subtype == "missing step" and off.start == last.start and is_among(last.exact, gold.values):
        start, end = _claim(case, last.end)
        off = off._replace(start=start, end=end)
    known = _known_mistake(case, plan.exact, off.start, off.end)
    if known is not None and known.finding.kind == "misreading" and (aim := _aim(case, case.facts)):
        known = known._replace(finding=known.finding._replace(start=aim, quote=_rest_of_step(case, aim)))
    aligned = _evidence(case, off, "plan")
    if known is not None and not (off.kind == "misreading" and off.sure):
        return [known, aligned]
    return [aligned, known] if known is not None else [aligned]


def _rest_of_step(case: Case, start: int) -> str:
    """Return what a step says from a place on."""
    end = next((step.end for step in split(case.text) if step.end > start), len(case.text))
    return case.text[start:end]


def _claim(case: Case, after: int) -> tuple[int, int]:
    """Return where the response claims its answer: the last step behind a place that holds it, or the last step."""
    steps = [step for step in split(case.text) if step.end > after]
    if not steps:
        return max(0, after - 1), after
    holding = [step for step in steps if case.extraction and case.extraction in case.text[step.start : step.end]]
    step = (holding or steps)[-1]
    return max(step.start, after), step.end


def _follows(case: Case, exact: Fraction) -> bool:
    """Whether the answer is what the plan comes to, rounded as the answer is."""
    digit = last_digit(case.extraction)
    return case.final is not None and case.final == round_half_up(exact / digit) * digit


def _unconcluded(case: Case, plan: Plan) -> Evidenced:
    """Return what is wrong where the plan is right and the answer is not: its rounding, or that it does not follow."""
    place, end = _claim(case, plan.used[-1].end)
    quote = case.text[place:end].strip()
    if case.final is not None and abs(case.final - plan.exact) <= last_digit(case.extraction) * 2:
        said = f"{format_number(plan.exact)} is rounded wrongly."
        finding = Finding("calculation", "rounding", place, end, quote, case.extraction, case.wanted, said)
        return Evidenced(finding, "calculation", "rounding")
    note = "Every step is right, and the answer does not follow from them."
    finding = Finding("logic", "conclusion", place, end, quote, case.extraction, case.wanted, note)
    return Evidenced(finding, "elimination", "conclusion")


def _bare_fact(case: Case) -> list[Evidenced]:
    """Return what an answer that is a fact read truly, with no work at all, tells: what was asked was not done."""
    claims = _claimed(case)
    claimed = [reading for reading in case.readings if reading.value in claims]
    true = [reading for reading in claimed if any(fact.value == reading.value for fact in reading.facts)]
    if not true or case.gold is None:
        return []
    reading = true[-1]
    known = _known_mistake(case, reading.value, reading.begin, reading.end)
    read = {fact.name for other in case.readings for fact in other.facts if fact.value == other.value}
    needed = len(read & set(case.gold.facts))
    if case.is_right(reading.value):
        note = "What was read is the answer, and another is given."
        finding = Finding(
            "logic", "conclusion", reading.begin, reading.end, case.text[reading.begin : reading.end],
            case.extraction, case.wanted, note,
        )  # fmt: skip
        return [Evidenced(finding, "elimination", "conclusion")]
    aim = _aim(case, reading.facts)
    if known is not None and not aim:
        return [known]
    quote = case.text[reading.begin : reading.end].strip(" \n,，*-|")
    number = format_number(reading.value)
    if needed > 1 and not aim:
        note = "A step is left out: the values read are not the answer yet."
        finding = Finding("logic", "missing step", reading.begin, reading.end, quote, number, case.wanted, note)
        return [Evidenced(finding, "alignment", "bare fact logic")]
    start = aim or reading.begin
    quote = _rest_of_step(case, aim) if aim else quote
    note = f"The question does not ask for {reading.facts[0].name}."
    finding = Finding("misreading", "question", start, reading.end, quote, number, case.wanted, note)
    return [Evidenced(finding, "alignment", "bare fact misreading")]


_ASKED = re.compile(
    r"looking for|asked (?:for|to)|asks? (?:for|us|about)"
    r"|(?:need|have|want|wants|required) to (?:find|know|determine|read|give)|we (?:need|want|seek)|task is|goal is"
    r"|要求的?是|题目要求|要算出|求的是|问的是|要找|需要求|所求|要的是",
    re.IGNORECASE,
)


def _aim(case: Case, facts: Sequence[Fact]) -> int:
    """Return where the response says that one of some facts is what is asked for, 0 where it does not."""
    for found in _ASKED.finditer(case.text):
        clause = parts_in(case.text[found.start() : found.end() + 80].split("\n")[0])
        if any(all(part in clause for part in fact.parts) for fact in facts):
            return found.start() or 1
    return 0


def _claimed(case: Case) -> set[Fraction | None]:
    """Return the answer and, where an option was picked, what is named as found all the same."""
    tail = case.text[-240:] if case.question.choices else ""
    return {case.final, *(token.value for token in lex(tail))}


def _is_truly_read(case: Case, number: str) -> bool:
    """Whether a value stands in the response under the name of a fact that has it."""
    return any(
        format_number(reading.value) == number and any(fact.value == reading.value for fact in reading.facts)
        for reading in case.readings
    )


def _evidence(case: Case, off: Departure, where: str) -> Evidenced:
    start = off.start
    if off.kind == "misreading":
        start = next(
            (t.start for t in case.tokens if t.value is not None and format_number(t.value) == off.found), start
        )
    finding = Finding(
        off.kind, off.subtype, start, off.end, case.text[off.start : off.end],
        off.found, off.expected, off.note,
    )  # fmt: skip
    route = f"{where} {off.kind}{' mended' if off.sure else ''}"
    return Evidenced(finding, "alignment", route)


def _known_mistake(case: Case, worth: Fraction, start: int, end: int) -> Evidenced | None:
    """Return the known mistake of the item that a plan makes, if one."""
    for mistake in case.key.mistakes:
        try:
            wrong = evaluate(mistake.program, case.key.facts) if mistake.program else None
        except (ProgramError, RecursionError):
            continue
        if wrong is None or case.is_right(wrong):
            continue
        if abs(abs(wrong) - abs(worth)) <= abs(wrong) / 500 and _uses_the_same(case, mistake.program):
            subtype = USUAL.get(mistake.kind, "")
            finding = Finding(
                mistake.kind, subtype, start, end, case.text[start:end],
                format_number(worth), case.wanted, f"{mistake.note}.",
            )  # fmt: skip
            return Evidenced(finding, "option", "known mistake")
    return None


def _uses_the_same(case: Case, program: str) -> bool:
    """Whether the plan rests on the facts that a mistaken program uses, and on no other of the program's."""
    if case.plan is None or case.gold is None:
        return True
    numbers = {leaf.value for leaf in leaves(case.plan.tree)}
    values = {fact.name: fact.value for fact in case.facts}
    needed = {values[name] for name in facts_used(program) if name in values}
    return needed <= numbers and not ((set(case.gold.facts.values()) & numbers) - needed)
