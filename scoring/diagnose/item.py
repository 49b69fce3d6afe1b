"""The diagnosis of one wrong answer: every piece of evidence in order of place, and the first that is wrong decides."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from mmbench.program import ProgramError, evaluate, facts_used, format_number, to_fraction
from mmbench.records import Diagnosis, Explanation
from mmbench.scoring.answers.reading.numbers import parse_number
from mmbench.scoring.diagnose.algebra import broken_lines
from mmbench.scoring.diagnose.alignment import departure, local_departure, sources_of
from mmbench.scoring.diagnose.calculation import Finding, false_equalities
from mmbench.scoring.diagnose.confidence import confidence_of
from mmbench.scoring.diagnose.cues import told
from mmbench.scoring.diagnose.elimination import without_program
from mmbench.scoring.diagnose.expressions import leaves
from mmbench.scoring.diagnose.facts import known_facts, parts_in
from mmbench.scoring.diagnose.gold import gold_of
from mmbench.scoring.diagnose.lexing import MAX_TEXT, lex, window
from mmbench.scoring.diagnose.plan import computations, is_given, plan_of
from mmbench.scoring.diagnose.readings import bound, misreadings
from mmbench.scoring.diagnose.steps import index_at, split
from mmbench.scoring.diagnose.verbal import stated_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.records import Evidence, Key, Question
    from mmbench.scoring.diagnose.alignment import Departure
    from mmbench.scoring.diagnose.facts import Fact
    from mmbench.scoring.diagnose.gold import Gold
    from mmbench.scoring.diagnose.lexing import Token
    from mmbench.scoring.diagnose.plan import Computation, Plan
    from mmbench.scoring.diagnose.readings import Bound
    from mmbench.scoring.diagnose.statements import Chain

__all__ = ["diagnose_answer"]


class _Case(NamedTuple):
    """All that is known of a wrong answer before anything is decided."""

    text: str
    question: Question
    key: Key
    tokens: list[Token]
    stated: list[Chain]
    facts: list[Fact]
    gold: Gold | None
    right: Fraction | None
    final: Fraction | None
    done: list[Computation]
    plan: Plan | None
    asked: frozenset[Fraction]
    readings: list[Bound]
    extraction: str

    def is_right(self, worth: Fraction) -> bool:
        """Whether a value is the right answer, as finely as it is asked."""
        if self.right is None:
            return False
        tolerance = self.key.tolerance
        slack = max(tolerance.abs or 0.0, (tolerance.rel or 0.0) * abs(float(self.right)))
        apart = abs(worth - self.right)
        step = Fraction(1, 10 ** len(self.key.answer.partition(".")[2]))
        return apart <= max(Fraction(str(slack)), step * 3 / 4 if step < 1 else 0, abs(self.right) / 500)


class _Evidence(NamedTuple):
    """A finding, what speaks for it, and how strongly."""

    finding: Finding
    evidence: Evidence
    route: str


def diagnose_answer(response: str, question: Question, key: Key, extraction: str = "") -> Diagnosis:
    """Return what kind of mistake a wrong answer is, with the step that proves it.

    Args:
        response: the response as given.
        question: the question.
        key: the key; its facts and its program are the strongest evidence, and neither is needed.
        extraction: the answer that the checker found in the response.

    Returns:
        A diagnosis; `undetermined` where the evidence does not say.
    """
    case = _case(response, question, key, extraction)
    found = _stated_wrong(case)
    found += _departed(case, found)
    return _decided(case, found)


def _case(response: str, question: Question, key: Key, extraction: str) -> _Case:
    tokens = lex(response, window(response))
    stated = stated_in(tokens)
    facts = known_facts(key.facts, key.resolution, key.units)
    gold = gold_of(key)
    if gold is not None:
        known = frozenset(fact.value for fact in facts) | gold.numbers
        read = frozenset(reading.start for reading in bound(response, tokens, stated, facts))
        stated = sorted(
            [*stated, *told(response, tokens, stated, known, read)], key=lambda chain: (chain.start, chain.end)
        )
    done = computations(stated)
    final = _final(extraction, question)
    if question.choices and not any(is_given(one, final) for one in done):
        final = None
    right = gold.value if gold is not None and not key.labels else _number(_right_text(question, key))
    return _Case(
        text=response,
        question=question,
        key=key,
        tokens=tokens,
        stated=stated,
        facts=facts,
        readings=bound(response, tokens, stated, facts),
        extraction=extraction,
        gold=gold,
        right=right,
        final=final,
        done=done,
        plan=plan_of(done, final, _step(extraction, question)) if done else None,
        asked=_numbers(key.wording or question.text),
    )


def _right_text(question: Question, key: Key) -> str:
    if key.choice is not None and key.choice < len(question.choices):
        return question.choices[key.choice]
    return key.answer


_LETTER = re.compile(r"\W{0,3}([A-Z])\W{0,3}")


def _final(extraction: str, question: Question) -> Fraction | None:
    """Return the number answered: the option's where a letter names one."""
    letter = _LETTER.fullmatch(extraction.strip()) if question.choices else None
    if letter is not None and ord(letter[1]) - ord("A") < len(question.choices):
        return _number(question.choices[ord(letter[1]) - ord("A")])
    found = _number(extraction)
    if found is None and question.choices:
        head = re.match(r"\W{0,3}[A-Z][).:：、\s]\s?(.{1,60})", extraction.strip())
        found = _number(head[1]) if head else None
    return found


def _step(extraction: str, question: Question) -> Fraction | None:
    """Return what the last digit of an answer is worth, None for whole numbers and where options are offered."""
    found = re.search(r"\d\.(\d{1,9})(?!\d)", extraction)
    return Fraction(1, 10 ** len(found[1])) if found and not question.choices else None


_EXPONENT = re.compile(r"\^\s?(?:\{[^{}]{0,8}\}|\d)")
_NUMBER = re.compile(r"-?\d{1,30}(?:,\d{3})*(?:\.\d{1,30})?(?:/\d{1,9})?")


def _number(text: str) -> Fraction | None:
    """Return the one number of a short text."""
    found = _NUMBER.findall(_EXPONENT.sub("", text.replace("−", "-").replace("{,}", ",")[:200]))
    if len(found) != 1:
        return parse_number(text) if len(text) < 60 else None
    try:
        return to_fraction(found[0])
    except ProgramError:
        return None


def _numbers(text: str) -> frozenset[Fraction]:
    return frozenset(token.value for token in lex(text[:4000]) if token.value is not None)


def _stated_wrong(case: _Case) -> list[_Evidence]:
    """Return the false equalities and the misreadings that stand in the response, those that the answer rests on."""
    found = [_Evidence(finding, "calculation", "equality") for finding in false_equalities(case.text, case.stated)]
    for finding in misreadings(case.text, case.readings, case.facts):
        if _matters(case, finding):
            found.append(_Evidence(finding, "reading", "reading"))
    found += [
        _Evidence(finding, "algebra", f"algebra {finding.kind}") for finding in broken_lines(case.text, case.stated)
    ]
    return sorted(found, key=lambda each: each.finding.start)


def _matters(case: _Case, finding: Finding) -> bool:
    """Whether a misreading may have led to the answer: the program uses the fact, or the plan the value."""
    if case.plan is None:
        return True
    if case.is_right(case.plan.exact):
        return False
    if case.gold is not None and any(finding.explanation.startswith(f"{name} is ") for name in case.gold.facts):
        return True
    value = parse_number(finding.found)
    return any(value in (leaf.value, abs(leaf.value)) for leaf in leaves(case.plan.tree))


def _departed(case: _Case, found: list[_Evidence]) -> list[_Evidence]:
    """Return what the alignment with the program says, where nothing that is stated is wrong."""
    if found:
        return []
    if case.gold is None:
        left = without_program(case.plan, case.facts, case.asked, case.is_right) if case.plan is not None else None
        return [_evidence(case, left, "text")._replace(evidence="elimination")] if left is not None else []
    gold = case.gold
    if case.plan is not None and not case.key.labels:
        if case.is_right(case.plan.exact):
            return [_unconcluded(case, case.plan)]
        last = case.plan.used[-1]
        known = _known_mistake(case, case.plan.exact, last.start, last.end)
        sources = sources_of([case.plan.tree], gold, case.facts, case.asked)
        departed = departure(case.plan.tree, case.plan.used, gold, sources, case.is_right)
        if departed.subtype == "neighbour" and _is_truly_read(case, departed.found):
            departed = departed._replace(subtype="question", sure=False)
        if known is not None and not (departed.kind == "misreading" and departed.sure):
            return [known, _evidence(case, departed, "plan")]
        return [_evidence(case, departed, "plan")] + ([known] if known else [])
    local = local_departure(case.done, gold, case.facts, case.asked)
    if local is not None:
        return [_evidence(case, local, "local")]
    return [] if case.done else _bare_fact(case)


def _unconcluded(case: _Case, plan: Plan) -> _Evidence:
    """Return what is wrong where the plan and every step are right and the answer is not: it was rounded or drawn wrongly."""
    last = plan.used[-1]
    answer = case.text[last.end :]
    place = last.end + max(answer.rfind(case.extraction), 0) if case.extraction in answer else last.start
    quote = case.text[place : place + len(case.extraction)] if place >= last.end else case.text[last.start : last.end]
    end = place + len(quote)
    if case.final is not None and abs(case.final - plan.exact) <= _digit(case.extraction) * 2:
        said = f"{format_number(plan.exact)} is rounded wrongly."
        finding = Finding("calculation", "rounding", None, place, end, quote, case.extraction, case.key.answer, said)
        return _Evidence(finding, "calculation", "rounding")
    note = "Every step is right, and the answer does not follow from them."
    finding = Finding("logic", "conclusion", None, place, end, quote, case.extraction, case.key.answer, note)
    return _Evidence(finding, "elimination", "conclusion")


def _digit(written: str) -> Fraction:
    """Return what the last digit of a written number is worth."""
    found = re.search(r"\d\.(\d{1,9})(?!\d)", written)
    return Fraction(1, 10 ** len(found[1])) if found else Fraction(1)


def _bare_fact(case: _Case) -> list[_Evidence]:
    """Return what an answer that is a fact read truly, with no work at all, tells: what was asked was not done."""
    claimed = [reading for reading in case.readings if _is_claimed(case, reading.value)]
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
            "logic", "conclusion", None, reading.begin, reading.end, case.text[reading.begin : reading.end],
            case.extraction, case.key.answer, note,
        )  # fmt: skip
        return [_Evidence(finding, "elimination", "conclusion")]
    aim = _aim(case, reading)
    if known is not None and not aim:
        return [known]
    quote = case.text[reading.begin : reading.end]
    number = format_number(reading.value)
    if needed > 1 and not aim:
        note = "A step is left out: the values read are not the answer yet."
        finding = Finding(
            "logic", "missing step", None, reading.begin, reading.end, quote, number, case.key.answer, note
        )
        return [_Evidence(finding, "alignment", "bare fact logic")]
    start = aim or reading.begin
    note = f"The question does not ask for {reading.facts[0].name}."
    finding = Finding("misreading", "question", None, start, reading.end, quote, number, case.key.answer, note)
    return [_Evidence(finding, "alignment", "bare fact misreading")]


_ASKED = re.compile(
    r"looking for|asked (?:for|to)|asks? (?:for|us|about)|(?:need|have|want|wants|required) to (?:find|know|determine|read|give)"
    r"|we (?:need|want|seek)|task is|goal is|要求的?是|题目要求|要算出|求的是|问的是|要找|需要求|所求|要的是",
    re.IGNORECASE,
)


def _aim(case: _Case, reading: Bound) -> int:
    """Return where the response says that the thing it read is what is asked for, 0 where it does not."""
    for found in _ASKED.finditer(case.text):
        clause = parts_in(case.text[found.start() : found.end() + 80].split("\n")[0])
        if any(all(part in clause for part in fact.parts) for fact in reading.facts):
            return found.start() or 1
    return 0


def _is_claimed(case: _Case, worth: Fraction) -> bool:
    """Whether a value is the answer, or is named as what was found where an option was picked all the same."""
    if case.final == worth:
        return True
    tail = case.text[-240:] if case.question.choices else ""
    return any(token.value == worth for token in lex(tail))


def _is_truly_read(case: _Case, number: str) -> bool:
    """Whether a value stands in the response under the name of a fact that has it."""
    return any(
        format_number(reading.value) == number and any(fact.value == reading.value for fact in reading.facts)
        for reading in case.readings
    )


def _evidence(case: _Case, departed: Departure, where: str) -> _Evidence:
    start = departed.start
    if departed.kind == "misreading":
        start = next(
            (t.start for t in case.tokens if t.value is not None and format_number(t.value) == departed.found), start
        )
    finding = Finding(
        departed.kind, departed.subtype, None, start, departed.end, case.text[departed.start : departed.end],
        departed.found, departed.expected, departed.note,
    )  # fmt: skip
    route = f"{where} {departed.kind}{' mended' if departed.sure else ''}"
    return _Evidence(finding, "alignment", route)


def _known_mistake(case: _Case, worth: Fraction, start: int, end: int) -> _Evidence | None:
    """Return the known mistake of the item that a plan makes, if one."""
    for mistake in case.key.mistakes:
        try:
            wrong = evaluate(mistake.program, case.key.facts) if mistake.program else None
        except (ProgramError, RecursionError):
            continue
        if wrong is None or case.is_right(wrong):
            continue
        if abs(abs(wrong) - abs(worth)) <= abs(wrong) / 500 and _uses_the_same(case, mistake.program):
            subtype = {"logic": "operation", "misreading": "question", "calculation": "arithmetic"}.get(
                mistake.kind, ""
            )
            finding = Finding(
                mistake.kind, subtype, None, start, end, case.text[start:end],
                format_number(worth), case.key.answer, f"{mistake.note}.",
            )  # fmt: skip
            return _Evidence(finding, "option", "known mistake")
    return None


def _uses_the_same(case: _Case, program: str) -> bool:
    """Whether the plan rests on the facts that a mistaken program uses, and on no other of the program's."""
    if case.plan is None or case.gold is None:
        return True
    numbers = {leaf.value for leaf in leaves(case.plan.tree)}
    values = {fact.name: fact.value for fact in case.facts}
    needed = {values[name] for name in facts_used(program) if name in values}
    return needed <= numbers and not ((set(case.gold.facts.values()) & numbers) - needed)


def _decided(case: _Case, found: Sequence[_Evidence]) -> Diagnosis:
    """Return the diagnosis that the first evidence gives; none that is clear is `undetermined`."""
    cut = len(case.text) > MAX_TEXT
    if not found:
        return _last_resort(case, cut)
    first = found[0]
    finding = first.finding
    steps = split(case.text)
    return Diagnosis(
        kind=finding.kind,
        subtype=finding.subtype,
        confidence=confidence_of(first.route),
        step=index_at(steps, finding.start),
        quote=finding.quote[:300],
        found=finding.found[:80],
        expected=finding.expected[:80],
        explanation=finding.explanation[:300],
        explanations=tuple(
            Explanation(
                kind=each.finding.kind,
                subtype=each.finding.subtype,
                evidence=each.evidence,
                note=each.finding.explanation[:200],
            )
            for each in found[:6]
        ),
        cut=cut,
    )


def _last_resort(case: _Case, cut: bool) -> Diagnosis:
    """Return what can be said where the text shows nothing wrong."""
    return Diagnosis(kind="undetermined", explanation="Nothing in the response shows where it went wrong.", cut=cut)
