"""`mmbench check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
import msgspec

from mmbench.cli import print_json
from mmbench.errors import UsageError, printable

if TYPE_CHECKING:
    from mmbench.records import Key, Question
    from mmbench.scoring.judging import Judgement

__all__ = ["command"]


@click.command("check")
@click.argument("response")
@click.argument("gold")
@click.option("--question", default="", help="The question: what it says about rounding, order or pi is heeded.")
@click.option("--choice", "choices", multiple=True, help="An option of a multiple choice; once for each, in order.")
@click.option("--unit", help="The unit the question asks for.")
@click.option("--abs", "absolute", type=float, help="Let the answer be off by so much.")
@click.option("--rel", "relative", type=float, help="Let the answer be off by this share of the gold.")
@click.option("--decimals", type=click.IntRange(0, 30), help="Let the answer be equal to so many decimals.")
@click.option("--explain", is_flag=True, help="Show the path to the decision.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(response: str, gold: str, as_json: bool, explain: bool, **given: Any) -> None:
    """Decide whether RESPONSE ("-" reads it from standard input) gives the answer GOLD.

    Put "--" before answers that start with a minus sign: mmbench check -- -3 "-6/2"
    """
    from mmbench.scoring.answers.algebra.symbolic import SymbolicTimeout
    from mmbench.scoring.check import asked
    from mmbench.scoring.judging import judge

    if response == "-":
        response = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    bounds = {"abs": given["absolute"], "rel": given["relative"], "decimals": given["decimals"]}
    try:
        question, key = asked(
            gold,
            question=given["question"],
            choices=given["choices"],
            unit=given["unit"],
            tolerance={name: bound for name, bound in bounds.items() if bound is not None},
        )
        decision = judge(response, question, key)
    except (ValueError, SymbolicTimeout) as error:
        raise UsageError(str(error)) from None
    facts = {**_decision(decision), **(_path(response, question, key, decision) if explain else {})}
    if as_json:
        print_json(facts)
        return
    width = max(map(len, facts))
    for name, fact in facts.items():
        click.echo(f"{name:<{width}}  {printable(str(fact))}")


def _decision(decision: Judgement) -> dict[str, str]:
    from mmbench.scoring.answers.show import shown

    found, _, rule = decision.how.partition("; ")
    facts = {"outcome": decision.outcome, "rule": rule or found}
    if decision.extraction:
        facts["extracted"] = f"{decision.extraction} ({found})"
    if decision.found is not None:
        facts["read as"] = shown(decision.found)
    if decision.gold is not None:
        facts["gold"] = shown(decision.gold)
    return facts


def _path(response: str, question: Question, key: Key, decision: Judgement) -> dict[str, str]:
    from mmbench.scoring.answers.comparing.policy import policy
    from mmbench.scoring.answers.extraction.thought import split_thought

    thought, _, finished = split_thought(response)
    terms = policy(question.text, question.unit, key.tolerance)
    path = {
        "kind of gold": key.kind + (f", of {len(question.choices)} options" if question.choices else ""),
        "response": f"{len(response)} characters",
    }
    if thought:
        path["reasoning left out"] = f"{len(thought)} characters" + ("" if finished else ", unfinished")
    tolerance = {name: bound for name, bound in msgspec.structs.asdict(terms.tolerance).items() if bound is not None}
    path["tolerance"] = ", ".join(f"{name} {bound:g}" for name, bound in tolerance.items()) or "none: exact"
    if terms.figures is not None:
        path["tolerance"] = f"{terms.figures} significant figures, by the question"
    if terms.unit is not None:
        path["unit asked for"] = terms.unit.name
    if terms.pi is not None:
        path["pi"] = f"taken as {terms.pi}, by the question"
    if terms.ordered is not None:
        path["order"] = "counts" if terms.ordered else "does not count"
    for name, value in (("answer is about", decision.found), ("gold is about", decision.gold)):
        about = _about(value)
        if about:
            path[name] = about
    return path


def _about(value: Any) -> str:
    from mmbench.scoring.answers.algebra.evaluate import approx
    from mmbench.scoring.answers.comparing.scalars import measure
    from mmbench.scoring.answers.values import Number, Sequence

    read = measure(value) if value is not None else None
    if read is None or isinstance(read.value, Number | Sequence):
        return ""
    number = approx(read.value)
    return "" if number is None else f"{float(number):.12g}"
