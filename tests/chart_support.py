"""Sites for tests of charts and of the pages of models: one made of figures as given, one built from real runs."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from jinja2 import ChoiceLoader, DictLoader, PackageLoader
from report_support import Given, Sure, an_item

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.leaderboard.entries import Entry
from mmbench.leaderboard.site.charts.costs import costs
from mmbench.leaderboard.site.charts.mistakes import mistakes
from mmbench.leaderboard.site.charts.profile import profile
from mmbench.leaderboard.site.pages import POLICY
from mmbench.leaderboard.site.shown import Listed, Site
from mmbench.leaderboard.site.words import translator
from mmbench.reports.html.environment import environment
from mmbench.reports.reporting.figures import (
    Count,
    Group,
    Leaderboard,
    Mistakes,
    Place,
    Report,
    RunReport,
    Taken,
    Usage,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmbench.leaderboard.entries import Status
    from mmbench.leaderboard.site.shown import Sort
    from mmbench.records import Request

__all__ = ["HOSTILE", "a_group", "a_run", "a_site", "charts_page", "handed_in", "some_mistakes"]

HOSTILE = "</title></svg><script>window.pwned=1</script>\"'><img src=x onerror=window.pwned=1>"
DOMAINS = (*(f"domain {number}" for number in range(1, 11)), "平面几何与立体几何和解析几何", HOSTILE)


def a_group(name: str, accuracy: float | None, n: int = 100) -> Group:
    """Return the score of so many independent items, with an interval of about the right width."""
    right = round((accuracy or 0.0) * n)
    half = 0.0 if not n else 1.96 * ((accuracy or 0.0) * (1 - (accuracy or 0.0)) / n) ** 0.5 + 1 / n
    known = accuracy is not None
    return Group(
        name=name,
        n=n,
        items=n,
        clusters=n,
        accuracy=accuracy,
        low=max(0.0, accuracy - half) if accuracy is not None else None,
        high=min(1.0, accuracy + half) if accuracy is not None else None,
        method="Wilson",
        few=n < 30,
        correct=float(right),
        right=right if known else 0,
        wrong=n - right if known else 0,
        unparsed=0,
        no_answer=0,
        failed=0,
        missing=0,
        truncated=0,
        accuracy_without_failed=accuracy,
        mistakes={},
        others=(),
    )


def some_mistakes(name: str, *counts: int) -> Mistakes:
    """Return mistakes of the four kinds, so many of each."""
    kinds = ("calculation", "logic", "misreading", "undetermined")
    total = sum(counts)
    shares = [
        Count(kind=kind, count=count, share=count / total, low=0.0, high=1.0)
        for kind, count in zip(kinds, counts, strict=True)
        if total
    ]
    return Mistakes(
        name=name,
        wrong=total + 3,
        diagnosed=total,
        few=total < 30,
        kinds=tuple(shares),
        subtypes={"logic/wrong-step": 1},
    )


def a_run(
    label: str,
    accuracy: float | None,
    domains: Mapping[str, float | None] | None = None,
    costs: Mapping[str, float] | None = None,
    mistakes: Sequence[Mistakes] = (),
    n: int = 100,
) -> RunReport:
    """Return what a report says of a run; `costs` are those of a response."""
    taken = tuple(
        Taken(name=name, total=cost * n, per_response=cost, per_right=None) for name, cost in (costs or {}).items()
    )
    groups = tuple(a_group(name, value, 20) for name, value in (domains or {}).items())
    return RunReport(
        label=label,
        slug="",
        path="",
        origin="model",
        model={"name": label},
        settings={},
        repeats=1,
        rule="",
        benchmarks=(),
        overall=a_group("all", accuracy, n),
        macro=None,
        worst=None,
        groups={"domain": groups} if groups else {},
        mistakes=tuple(mistakes),
        usage=Usage(responses=n, right=1.0, calls=n, taken=taken) if costs is not None else None,
        calibration=None,
        notes=(),
    )


def a_site(*runs: RunReport, sorts: Sequence[Sort] = ()) -> Site:
    """Return a site of runs; they are models where `sorts` does not say otherwise."""
    named = [msgspec.structs.replace(run, slug=f"run-{place}") for place, run in enumerate(runs)]
    names = dict.fromkeys(group.name for run in named for group in run.groups.get("domain", ()))
    boards = [_board("", {place: run.overall for place, run in enumerate(named)}, named)]
    for name in names:
        found = {
            place: group
            for place, run in enumerate(named)
            for group in run.groups.get("domain", ())
            if group.name == name
        }
        boards.append(_board(name, found, named))
    report = Report(
        rule="", runs=tuple(named), leaderboards=tuple(boards), benchmarks=(), notes=(), made_with="mmbench 0"
    )
    listed = tuple(
        Listed(place, run, Entry(Path("nowhere"), f"run {place}"), sorts[place] if sorts else "model", "", (), {})
        for place, run in enumerate(named)
    )
    return Site("A site", report, listed, (), {name: f"domain-{k}" for k, name in enumerate(names)}, 100)


def _board(name: str, groups: Mapping[int, Group], runs: Sequence[RunReport]) -> Leaderboard:
    places = [
        Place(run=place, label=run.label, slug=run.slug, group=groups.get(place), best=None, worst=None)
        for place, run in enumerate(runs)
    ]
    places.sort(key=lambda place: -(place.group.accuracy or 0.0) if place.group else 1.0)
    return Leaderboard(name=name, items=100, alike=False, places=tuple(places), notes=())


class Paid(Sure):
    """A model with a name, right as often as told, at a price."""

    def __init__(self, name: str, accuracy: float, cost: float) -> None:
        drawn = random.Random(name)

        def answer(_: Request) -> str:
            return "7" if drawn.random() < accuracy else "3 + 4 = 8, so it is 8"

        super().__init__(answer, lambda _: 0.2 + 0.7 * drawn.random())
        self.name = name
        self.cost = cost
        self.concurrency = 1

    def identity(self) -> dict[str, str]:
        return {"spec": f"hf:/home/someone/{HOSTILE}", "name": self.name, "revision": "0a1b2c"}

    async def generate(self, request: Request) -> Any:
        response = await super().generate(request)
        return msgspec.structs.replace(response, usage=msgspec.structs.replace(response.usage, cost=self.cost))


def handed_in(folder: Path) -> list[Entry]:
    """Return runs of three models, a student and a guess, in twelve domains, two of them with names to fear."""
    asked = [
        an_item(f"{place}-{k}", domain=domain, difficulty="easy")
        for place, domain in enumerate(DOMAINS)
        for k in range(6)
    ]
    models = {"cheap-7B": (0.5, 0.0004), "一个名字非常非常长的多模态数学模型-72B": (0.7, 0.004), HOSTILE: (0.6, 0.02)}
    entries = []
    for place, (name, (accuracy, cost)) in enumerate(models.items()):
        out = folder / f"model-{place}"
        command = ["/home/someone/bin/mmbench", "eval", "--out", str(out), "--data", "given=/home/someone/data"]
        config = EvalConfig(model=f"m{place}", out=str(out), max_failures="100%", logprobs=0)
        evaluate(config, model=Paid(name, accuracy, cost), benchmarks={"given": Given(asked)}, command=command)
        status: Status = ("run", "rescored", "self-reported")[place]
        claims = {"digest": "0123456789abcdef", "claimed": 0.75, "changed": 3} if place else {}
        entries.append(Entry(out, out.name, status, notes=("checked with care",), **claims))  # type: ignore[arg-type]
    for name in ("student", "random"):
        out = folder / name
        evaluate(EvalConfig(model=name, out=str(out), max_failures="100%"), benchmarks={"given": Given(asked)})
        entries.append(Entry(out, name))
    return entries


CHARTS = """{% extends "base.html.j2" %}
{% import "charts.html.j2" as charts with context %}
{% block title %}charts{% endblock %}
{% block styles %}<link rel="stylesheet" href="{{ top }}assets/charts.css">{% endblock %}
{% block content %}<h1>Charts</h1>
{{ charts.costs(paid) }}
{{ charts.mistake_bars(mistaken) }}
{{ charts.profile(profiled) }}
{% endblock %}
"""


def charts_page(site: Site, path: Path, profiled: int = 0, language: str = "en") -> Path:
    """Write a page with every chart of a site into the root of a site that was built, and return it."""
    loader = ChoiceLoader([DictLoader({"page": CHARTS}), PackageLoader("mmbench.leaderboard.site")])
    known = environment(loader, policy=POLICY, _=translator(language))
    text = known.get_template("page").render(
        site=site,
        page={"name": "charts", "lang": language},
        root="",
        top="",
        other="",
        paid=costs(site),
        mistaken=mistakes(site),
        profiled=profile(site, site.listed[profiled]),
    )
    path.write_text(text, "utf-8")
    return path
