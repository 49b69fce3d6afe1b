"""The answers of each run as data scripts: what was said, what came of it, and the step that goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench.jsonl import encode_line
from mmbench.leaderboard.site.index import BLOCK
from mmbench.leaderboard.site.scripts import cleaned, write_script
from mmbench.reports.gallery.entries import LONG, SHORT
from mmbench.reports.gallery.passages import passage, shortened
from mmbench.reports.gallery.said import Said
from mmbench.rundir import RunDir

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mmbench.records import Diagnosis, Verdict
    from mmbench.reports.gallery.passages import Passage

__all__ = ["coded", "write_answers"]

MOST = 6_000
"""The most characters of a response, and of its reasoning, that are shown."""
LINE = (
    "outcome", "extraction", "how", "response", "official", "mistake", "truncated", "repeat", "reasoning", "failure",
    "planted", "judge",
)  # fmt: skip
MISTAKE = ("kind", "subtype", "found", "expected", "explanation", "confidence", "step", "quote")
TEXT = ("after", "before", "marked", "left_out_before", "left_out_after")
"""What stands at which place of an answer's script, the most often empty last; `core.js` reads them in this order."""


def write_answers(folder: Path, slug: str, path: Path, places: Mapping[str, int], items: int) -> None:
    """Write `data/answers/<slug>/<block>.js` for a run.

    Responses stand in the order they finished; of each only what is shown is held.

    Args:
        folder: the site's folder of data.
        slug: the name of the run's page.
        path: the run directory.
        places: the number of each item that the run was asked, by its key.
        items: how many items the site has.

    Raises:
        RunError: a file of the run cannot be read, or a line of it is damaged.
    """
    run = RunDir(path)
    verdicts = {verdict.line_key(): verdict for verdict in run.verdicts()}
    found: dict[int, list[tuple[int, bytes]]] = {}
    for line in run.lines("responses.jsonl", Said):
        key = line.line_key()
        answer = encode_line(coded(_answer(line, verdicts[key]))).rstrip(b"\n")
        found.setdefault(places[key._replace(repeat=0).text()], []).append((key.repeat, answer))
    for block in range(0, items, BLOCK):
        here = [found.get(place, []) for place in range(block, min(block + BLOCK, items))]
        lines = [b"[" + b",".join(answer for _, answer in sorted(each)) + b"]" if each else b"null" for each in here]
        write_script(folder, f"answers/{slug}/{block // BLOCK}", b"[" + b",\n".join(lines) + b"]")


def coded(line: dict[str, Any]) -> list[Any]:
    """Return an answer as a script has it: values by their place, null for empty ones, none after the last that is not.

    Answers are most of a site; with names in each it would be half as large again.
    """
    mistake = line["mistake"]
    parts = {
        "response": _values(line["response"], TEXT),
        "reasoning": _values(line["reasoning"], TEXT),
        "mistake": _values(mistake, MISTAKE) if mistake else None,
    }
    return _values({**line, **parts}, LINE)


def _values(parts: dict[str, Any], names: Sequence[str]) -> list[Any]:
    values = [parts[name] if name == "step" else parts[name] or None for name in names]
    while values and values[-1] is None:
        values.pop()
    return values


def _answer(line: Said, verdict: Verdict) -> dict[str, Any]:
    """Return what is shown of an answer."""
    diagnosis, second, judged = verdict.diagnosis, verdict.second_opinion, verdict.judged
    opinions = [f"{second.model}: {second.error or second.kind}"] if second else []
    opinions += [f"{judged.model}: {judged.error or judged.outcome}"] if judged else []
    failure = line.failure or verdict.failure
    said = passage(line.trace.text, diagnosis.quote if diagnosis else "", MOST)
    return {
        "repeat": verdict.repeat,
        "outcome": verdict.outcome,
        "extraction": cleaned(shortened(verdict.extraction, SHORT)),
        "how": cleaned(verdict.how, SHORT),
        "truncated": verdict.truncated,
        "failure": cleaned(f"{failure.stage}: {failure.error}", SHORT) if failure else "",
        "mistake": _mistake(diagnosis, said) if diagnosis and diagnosis.kind != "none" else None,
        "response": _passage(said),
        "reasoning": _passage(passage(line.trace.reasoning, most=MOST)),
        "official": [[cleaned(each.rule, SHORT), each.score] for each in verdict.official],
        "planted": verdict.planted or "",
        "judge": cleaned("; ".join(opinions), SHORT),
    }


def _mistake(found: Diagnosis, said: Passage) -> dict[str, Any]:
    """Return what is shown of a diagnosis; its quote is left out where the response has it marked."""
    return {
        "kind": found.kind,
        "subtype": cleaned(found.subtype, SHORT),
        "confidence": round(found.confidence, 4),
        "step": found.step,
        "quote": "" if said.marked else cleaned(shortened(found.quote, SHORT)),
        "found": cleaned(shortened(found.found, SHORT)),
        "expected": cleaned(shortened(found.expected, SHORT)),
        "explanation": cleaned(shortened(found.explanation, LONG)),
    }


def _passage(text: Passage) -> dict[str, Any]:
    return {
        "before": cleaned(text.before),
        "marked": cleaned(text.marked),
        "after": cleaned(text.after),
        "left_out_before": text.left_out_before,
        "left_out_after": text.left_out_after,
    }
