"""`mmbench diagnose`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from mmbench.cli import key_value, print_json
from mmbench.errors import BadItem, UsageError, did_you_mean, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.text import Text

    from mmbench.interfaces import Benchmark, Row
    from mmbench.records import Diagnosis, Item, Key, Line, Question
    from mmbench.scoring.diagnose.call import Told

__all__ = ["command"]

DESCRIBED = ("question", "gold", "facts", "program", "choices", "unit")
EXAMPLES = """\b
Examples:
  mmbench diagnose --run RUN --item ID
  mmbench diagnose "45 - 30 = 25" --gold 15 --fact 2019=45 --fact 2018=30
"""
FROM = ("run", "benchmark", "data")


@click.command("diagnose", epilog=EXAMPLES)
@click.argument("response", required=False)
@click.option("--item", "item_id", metavar="ID", help="The item that was answered.")
@click.option(
    "--run",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Take the item, and without RESPONSE its answer, from this run.",
)
@click.option(
    "--benchmark", metavar="NAME[:K=V,...]|FOLDER", help="Take the item from this benchmark.  [default: figures]"
)
@click.option("--data", metavar="FOLDER", type=click.Path(path_type=Path), help="Local copy of the benchmark's data.")
@click.option("--question", help="Without an item: the question; its numbers are what the response may use.")
@click.option("--gold", help="Without an item: the right answer.")
@click.option("--fact", "facts", metavar="NAME=VALUE", multiple=True, help="What the figure shows; once for each.")
@click.option("--program", help="How the answer follows: an expression over quoted fact names.")
@click.option("--choice", "choices", multiple=True, help="An option of a multiple choice; once for each, in order.")
@click.option("--unit", help="The unit the question asks for.")
@click.option("--explain", is_flag=True, help="Show what the sub-type means and what published taxonomies call it.")
@click.option("--json", "as_json", is_flag=True, help="Print the diagnosis as JSON; steps count from 0 there.")
def command(response: str | None, item_id: str | None, as_json: bool, explain: bool, **given: Any) -> None:
    """Say what kind of mistake RESPONSE ("-" reads it from standard input) makes, and show the step that proves it.

    It answers an item of a run or a benchmark, or what --question, --gold, --fact and --program describe.
    """
    _check_together(item_id, given)
    if response == "-":
        response = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    if item_id is None:
        question, key = _described(given)
    else:
        item, line = _item(item_id, given["run"], given["benchmark"] or "figures", given["data"])
        question, key = item.question, item.key
        if response is None and given["run"] is not None:
            response = _recorded(item_id, line)
    if response is None:
        raise UsageError("no response: give one, '-' for standard input, or --run with --item for a recorded one.")
    said = _told_of(response, question, key)
    published = _published(said.diagnosis.subtype) if explain else {}
    if as_json:
        print_json(msgspec.to_builtins(said.diagnosis) | ({"published": published} if explain else {}))
        return
    if item_id is not None:
        click.echo(printable(question.prompt or question.text) + "\n")
    _print_steps(response, said.diagnosis)
    click.echo(printable("\n".join([*_lines(said, key), *(f"  {name}: {meant}" for name, meant in published.items())])))


def _check_together(item_id: str | None, given: dict[str, Any]) -> None:
    """Refuse options that contradict each other.

    Raises:
        UsageError: an item is both named and described, or taken from two places.
    """
    if item_id is not None:
        described = [name for name in DESCRIBED if given[name]]
        if described:
            option = {"facts": "fact", "choices": "choice"}.get(described[0], described[0])
            raise UsageError(f"--{option} describes what --item names already; give one of them.")
    elif any(given[name] is not None for name in FROM):
        named = next(name for name in FROM if given[name] is not None)
        raise UsageError(f"--{named}: name the item with --item ID.")
    if given["run"] is not None and (given["benchmark"] is not None or given["data"] is not None):
        raise UsageError("--run holds its items itself; leave out --benchmark and --data.")


def _described(given: dict[str, Any]) -> tuple[Question, Key]:
    """Return the question and key that the options describe."""
    from mmbench.program import ProgramError
    from mmbench.scoring.diagnose.call import described

    if given["gold"] is None:
        raise UsageError("nothing to hold the response against: give --item ID, or --gold (and --fact, --program).")
    facts = dict(key_value(text, "--fact") for text in given["facts"])
    question, program, unit = (given[name] or "" for name in ("question", "program", "unit"))
    try:
        return described(given["gold"], question, facts, program, given["choices"], unit)
    except ProgramError as error:
        raise UsageError(f"--program: {error}") from None
    except ValueError as error:
        raise UsageError(str(error)) from None


def _item(wanted: str, run: Path | None, spec: str, data: Path | None) -> tuple[Item, Line | None]:
    """Return the item of this id and, from a run, what was recorded for it.

    Raises:
        UsageError: no such item, one that was asked in several ways, or one that is no problem to solve.
    """
    from mmbench.making import make_benchmark

    if run is not None:
        item, line = _of_run(wanted, run)
    else:
        benchmark, line, known = make_benchmark(spec, data), None, []
        for row in benchmark.rows():
            if wanted in (row.id, f"{benchmark.card.name}/{row.id}"):
                item = _made(benchmark, row)
                break
            known.append(row.id)
        else:
            raise _missing(f"the benchmark '{spec}'", wanted, known)
    if item.task != "solve":
        raise UsageError(f"the item '{wanted}' asks for the mistake of somebody else; its answers are not diagnosed.")
    if item.problem:
        raise UsageError(f"the item '{wanted}' cannot be asked: {item.problem}")
    return item, line


def _made(benchmark: Benchmark, row: Row) -> Item:
    """Return a row as an item.

    Raises:
        UsageError: the row is broken; benchmarks may raise anything then.
    """
    try:
        if isinstance(row.data, BadItem):
            raise row.data
        return benchmark.item(row)
    except Exception as error:
        raise UsageError(f"the item '{row.id}' cannot be asked: {row.where}: {error}") from error


def _of_run(wanted: str, run: Path) -> tuple[Item, Line | None]:
    from mmbench.rescore import answered
    from mmbench.rundir import RunDir

    known: list[str] = []
    found: dict[str, tuple[Item, Line | None]] = {}
    for item, line in answered(RunDir(run)):
        name = (line or item).line_key().text()
        if wanted == name:
            return item, line
        if wanted in (item.question.id, item.line_key().item):
            found[name] = (item, line)
        known.append(item.question.id)
    if not found:
        raise _missing(str(run), wanted, known)
    if len(found) > 1:
        raise UsageError(f"{run} has '{wanted}' {len(found)} times; name one of: {', '.join(list(found)[:8])}.")
    return next(iter(found.values()))


def _missing(where: str, wanted: str, known: Iterable[str]) -> UsageError:
    return UsageError(f"{where} has no item '{wanted}'.{did_you_mean(wanted, known)}")


def _recorded(wanted: str, line: Line | None) -> str:
    """Return the response that a run recorded."""
    if line is None or line.failure is not None:
        why = f": {line.failure.error}" if line and line.failure else ""
        raise UsageError(f"the run has no response to '{wanted}'{why}; give one as RESPONSE.")
    return line.trace.text


def _told_of(response: str, question: Question, key: Key) -> Told:
    from mmbench.scoring.answers.algebra.symbolic import SymbolicTimeout
    from mmbench.scoring.diagnose.call import told

    try:
        return told(response, question, key)
    except (ValueError, SymbolicTimeout) as error:
        raise UsageError(str(error)) from None


def _print_steps(response: str, said: Diagnosis) -> None:
    """Print the steps of a response, numbered from 1; the wrong one is behind `>>`, and red where there are colours."""
    from rich.console import Console

    from mmbench.scoring.diagnose.steps import split

    console = Console(highlight=False, soft_wrap=True)
    for step in split(response):
        console.print(_step(step.index, printable(response[step.start : step.end]), said))
    console.print()


def _step(index: int, text: str, said: Diagnosis) -> Text:
    from rich.text import Text

    wrong = index == said.step
    line = Text(f"{'>>' if wrong else '  '} {index + 1:>3}  ", style="red" if wrong else "")
    line.append(text)
    quote = printable(said.quote)
    if wrong and quote in line.plain:
        at = line.plain.index(quote)
        line.stylize("bold underline", at, at + len(quote))
    return line


def _lines(said: Told, key: Key) -> list[str]:
    from mmbench.reports.item_text import gold_text
    from mmbench.reports.mistakes import diagnosis_lines

    answer = said.extraction or "none found"
    outcome = said.outcome.replace("_", " ")
    lines = [f"answer: {' '.join(answer.split())}, {outcome}; gold: {gold_text(key)}"]
    if said.outcome == "right":
        return [*lines, "no mistake: the answer is right"]
    return lines + diagnosis_lines(said.diagnosis)


def _published(subtype: str) -> dict[str, str]:
    """Return what a sub-type means, and what each published taxonomy calls it."""
    from mmbench.scoring.diagnose.taxonomies import SUBTYPES, TAXONOMIES, published

    if subtype not in SUBTYPES:
        return {}
    return {subtype: SUBTYPES[subtype].meaning, **{name: published(subtype, name) for name in TAXONOMIES}}
