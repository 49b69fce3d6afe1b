"""Runs with every text that a dataset, a model or a run file may hold set to something hostile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mmbench.jsonl import encode_line
from mmbench.provenance import checker_version
from mmbench.records import (
    BenchmarkCard,
    Call,
    Diagnosis,
    Item,
    Key,
    Line,
    Message,
    OfficialScore,
    Question,
    Request,
    Response,
    SecondOpinion,
    Text,
    Trace,
    Verdict,
)
from mmbench.reports.summary import Summary
from mmbench.rundir import Run, Writer

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["HOSTILE", "hostile_run"]

HOSTILE = (
    '"><img src=x onerror=window.pwned=1>',
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "</title></style><svg onload=window.pwned=1>",
    "'-window.pwned=1-'",
    "javascript:window.pwned=1",
    "`${window.pwned=1}` {{ 7 * 7 }} {% raw %}",
    "[x](javascript:window.pwned=1) ![x](https://evil.example/x.png) <https://evil.example>",
    "$\\href{javascript:window.pwned=1}{x}$ $$\\begin{matrix}<img src=x onerror=window.pwned=1>\\end{matrix}$$",
    "```html\n<img src=x onerror=window.pwned=1>\n```\n# <b onclick=window.pwned=1>x</b>",
    "__proto__",
    "constructor",
    "toString",
    "\u202eevil\u2066\u2028line\u2029\x00\x1b[31m",
    "half \ud800 a character",
    "]]>--><!-- &lt;img src=x onerror=window.pwned=1&gt; %3Cscript%3E",
    '=HYPERLINK("https://evil.example")',
    "../../../etc/passwd",
)


def hostile_run(folder: Path, number: int, origin: str = "model", **asked: Any) -> Path:
    """Write a scored run of an item for each hostile text; everything about that item is that text."""
    text = HOSTILE[number % len(HOSTILE)]
    items = [_item(k, each) for k, each in enumerate(HOSTILE)]
    verdicts = [
        _verdict(item, each, right=(k + number) % 3 == 0)
        for k, (item, each) in enumerate(zip(items, HOSTILE, strict=True))
    ]
    lines = [_line(item, each) for item, each in zip(items, HOSTILE, strict=True)]
    card = BenchmarkCard(
        name="hostile", title=text, version=text, licence=text, citation=text, url=text, official_rule="", human=60.3
    )
    session = {
        "started": "2026-01-02T03:04:05+00:00" if number % 2 else text,
        "command": ["mmbench", "eval", text],
        "config": {text: text},
        "versions": {text: text},
        "hardware": {"machine": text, "system": text, "cpus": 2, "gpus": [text]},
        "git": text,
    }
    settings: dict[str, Any] = {
        "model": {"name": text, "spec": text, "revision": text},
        "benchmarks": {"hostile": {"items": len(items), "fingerprint": text, "prompts": text}},
        "strategy": {"name": text, "options": {text: text}},
        "system": text,
        "split": text,
        **asked,
    }
    run = Run(asked=settings, cards={"hostile": card}, origin=origin, sessions=[session])
    summary = Summary(run.cards, simulated=origin == "simulated")
    for item, verdict in zip(items, verdicts, strict=True):
        summary.add(item, verdict)
    figures = {"missing": 0, "checker": checker_version(), **summary.figures()}
    with Writer(folder) as writer:
        writer.replace("run.json", encode_line(run))
        for name, records in (("items", items), ("responses", lines), ("verdicts", verdicts)):
            writer.replace(f"{name}.jsonl", b"".join(encode_line(record) for record in records))
        writer.replace("summary.json", encode_line(figures))
    return folder


def _item(number: int, text: str) -> Item:
    return _plain(
        Item(
            benchmark="hostile",
            question=Question(
                id=f"{number} {text}", text=text, prompt=text, choices=(text, "B"), unit=text, language=text
            ),
            key=Key(answer=text, kind="choice", choice=0),
            domain=text,
            skills=(text, "other"),
            difficulty=text,
            metadata={"source": text},
            fingerprint=f"{number:016x}",
        )
    )


def _verdict(item: Item, text: str, *, right: bool) -> Verdict:
    diagnosis = Diagnosis(
        kind="logic",
        subtype=text,
        confidence=0.9,
        step=1,
        quote=text,
        found=text,
        expected=text,
        explanation=text,
    )
    return _plain(
        Verdict(
            item=f"hostile/{item.question.id}",
            outcome="right" if right else "wrong",
            extraction=text,
            how=text,
            official=(OfficialScore(rule=text, score=0.0, prediction=text),),
            diagnosis=None if right else diagnosis,
            second_opinion=SecondOpinion(model=text, kind="logic", reply=text, error=text),
        )
    )


def _line(item: Item, text: str) -> Line:
    said = f"First.\n{text}\nThe answer is {text}."
    request = Request(messages=(Message(role="user", content=(Text(text=text),)),))
    call = Call(request=request, response=Response(text=said, reasoning=text))
    return _plain(
        Line(item=f"hostile/{item.question.id}", trace=Trace(calls=(call,), text=said, reasoning=f"{text}\n{text}"))
    )


_R = TypeVar("_R", Item, Verdict, Line)


def _plain(record: _R) -> _R:
    """Return a record as it is once it was on disk."""
    return msgspec.json.decode(encode_line(record), type=type(record))
