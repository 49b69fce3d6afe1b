"""`summary.json`: counts, accuracies with intervals, per benchmark, domain and condition, and the official breakdown.

Accuracy = right / asked: `unparsed`, `no_answer`, `failed` are not right. The rate without `failed` stands beside it.
Where items were asked several times, it is the mean over items of that share (`mmbench.reports.repeats`). Intervals go
by clusters: what shares a figure, a seed or a version group, and an item's views and corruptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mmbench import registry
from mmbench.records import MISTAKES, OUTCOMES, OfficialScore
from mmbench.reports.repeats import Places, Repeats, Scores
from mmbench.reports.variants import Variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mmbench.interfaces import Aggregate, OfficialRule
    from mmbench.records import BenchmarkCard, Item, Verdict
    from mmbench.reports.repeats import Place

__all__ = ["Summary", "Tally"]


class Tally:
    """Outcome counts of a group of lines, and what kinds of mistake its wrong answers are.

    Args:
        repeats: how often each item is asked, where the estimates over repeats are wanted.
    """

    def __init__(self, repeats: int = 1) -> None:
        self.counts: dict[str, int] = dict.fromkeys(OUTCOMES, 0)
        self.truncated = 0
        self.mistakes: dict[str, int] = dict.fromkeys(MISTAKES, 0)
        self.repeats = Repeats(repeats)

    def add(self, place: Place, outcome: str, truncated: bool, mistake: str) -> None:
        """Count one line; `mistake` is the kind diagnosed, empty where none was."""
        self.counts[outcome] += 1
        self.repeats.add(place, outcome)
        if truncated:
            self.truncated += 1
        if mistake:
            self.mistakes[mistake] += 1

    def include(self, other: Tally) -> None:
        """Count what another has counted, of other clusters."""
        for outcome, count in other.counts.items():
            self.counts[outcome] += count
        self.truncated += other.truncated
        self.repeats.include(other.repeats)
        for kind, count in other.mistakes.items():
            self.mistakes[kind] += count

    def figures(self) -> dict[str, Any]:
        """Return the counts of lines, the accuracy with its 95 % interval, and the accuracy without failed lines.

        `items` says how many items were asked, an item anew under each condition, where one was asked more than once;
        `clusters` how many independent groups they fall into, where these are fewer.
        """
        average = self.repeats.average()
        items = self.repeats.items
        return {
            "n": sum(self.counts.values()),
            **({"items": items} if self.repeats.several else {}),
            **({"clusters": average.clusters} if average and average.clusters < items else {}),
            **self.counts,
            "truncated": self.truncated,
            "mistakes": dict(self.mistakes),
            "accuracy": average.mean if average else None,
            "interval": [average.low, average.high] if average else None,
            "accuracy_without_failed": self.repeats.without_failed(),
        }


def _buckets(item: Item, groups: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the item's bucket of each group of labels; where the label is a list, a bucket for each."""
    for group in groups:
        value = item.metadata.get(group)
        for bucket in value if isinstance(value, list) else [value]:
            if bucket is not None and bucket != "":
                yield group, str(bucket)


class _Official:
    def __init__(self, rule: OfficialRule, groups: tuple[str, ...]) -> None:
        self.rule = rule
        self.groups = groups
        self.counts: dict[str, dict[tuple[str, str], Scores]] = {version: {} for version in rule.versions}
        made = {version: rule.aggregate() for version in rule.versions}
        self.aggregates = {version: aggregate for version, aggregate in made.items() if aggregate is not None}

    def add(self, item: Item, verdict: Verdict, place: Place, first: bool) -> None:
        buckets = [("average", ""), *_buckets(item, self.groups)]
        for official in verdict.official:
            counts = self.counts[official.rule]
            for bucket in buckets:
                scores = counts.get(bucket)
                if scores is None:
                    scores = counts[bucket] = Scores()
                scores.add(place, official.score)
            if first and official.rule in self.aggregates:
                self.aggregates[official.rule].add(item, official)

    def figures(self) -> dict[str, Any]:
        tables: dict[str, Any] = {}
        for name, counts in self.counts.items():
            if not counts:
                continue
            table: dict[str, Any] = {}
            for (group, bucket), scores in counts.items():
                correct, total = scores.total, scores.lines
                estimate = scores.estimate()
                entry = {
                    "accuracy": self.rule.published(correct, total, bucket != ""),
                    "correct": int(correct) if correct == int(correct) else correct,
                    "total": total,
                    **({"clusters": estimate.clusters} if estimate.clusters < total else {}),
                    "interval": [estimate.low, estimate.high],
                }
                if bucket:
                    table.setdefault(group, {})[bucket] = entry
                else:
                    table[group] = entry
            if name in self.aggregates:
                table["figures"] = self.aggregates[name].figures()
            tables[name] = table
        return tables


class _Conditions:
    """Outcome counts by view, by corruption, and by both where both differ.

    An item's views are one cluster, so that what was counted of each cannot be added up; each sum has its own tally.
    """

    def __init__(self) -> None:
        self.views: dict[str, Tally] = {}
        self.corruptions: dict[str, Tally] = {}
        self.both: dict[tuple[str, str], Tally] = {}

    def of(self, view: str, corruption: str) -> tuple[Tally, Tally, Tally]:
        """Return the tallies that count the lines of a view under a corruption."""
        if (view, corruption) not in self.both:
            self.both[view, corruption] = Tally()
            self.views.setdefault(view, Tally())
            self.corruptions.setdefault(corruption, Tally())
        return self.views[view], self.corruptions[corruption], self.both[view, corruption]

    def figures(self) -> dict[str, Any]:
        """Return the tallies that say more than the whole: of more than the usual view, of any corruption."""
        figures: dict[str, Any] = {}
        if list(self.views) != ["full"]:
            figures["views"] = {view: tally.figures() for view, tally in self.views.items()}
        if list(self.corruptions) != [""]:
            figures["corruptions"] = {name or "none": tally.figures() for name, tally in self.corruptions.items()}
        if len(figures) == 2:
            figures["conditions"] = {
                f"{view}, {corruption or 'none'}": tally.figures() for (view, corruption), tally in self.both.items()
            }
        return figures


class _Ours:
    """Our own verdicts on one benchmark: in all, by domain, condition and published label, and in its own figures."""

    def __init__(self, card: BenchmarkCard | None, aggregate: Aggregate | None, repeats: int) -> None:
        self.repeats = repeats
        self.total = Tally(repeats)
        self.domains: dict[str, Tally] = {}
        self.groups = card.breakdowns if card else ()
        self.breakdown: dict[str, dict[str, Tally]] = {}
        self.conditions = _Conditions()
        self.variants = Variants()
        self.subtypes: dict[str, int] = {}
        self.aggregate = aggregate

    def add(self, item: Item, verdict: Verdict, place: Place, first: bool) -> None:
        diagnosis = verdict.diagnosis
        mistake = "" if diagnosis is None else diagnosis.kind
        for tally in self._tallies(item, verdict):
            tally.add(place, verdict.outcome, verdict.truncated, mistake)
        if item.variant:
            self.variants.add(item, verdict, place)
        if diagnosis is not None and diagnosis.subtype:
            self.subtypes[diagnosis.subtype] = self.subtypes.get(diagnosis.subtype, 0) + 1
        if first and self.aggregate is not None:
            score = float(verdict.outcome == "right")
            self.aggregate.add(item, OfficialScore(rule="ours", score=score, prediction=verdict.extraction or None))

    def _tallies(self, item: Item, verdict: Verdict) -> Iterator[Tally]:
        """Yield the tallies that count an item's lines."""
        yield self.total
        yield self._domain(item)
        yield from self.conditions.of(verdict.view, verdict.corruption)
        for group, bucket in _buckets(item, self.groups):
            buckets = self.breakdown.setdefault(group, {})
            if bucket not in buckets:
                buckets[bucket] = Tally()
            yield buckets[bucket]

    def _domain(self, item: Item) -> Tally:
        name = item.domain or "unknown"
        if name not in self.domains:
            self.domains[name] = Tally(self.repeats)
        return self.domains[name]

    def vote(self, item: Item, right: bool) -> None:
        for tally in (self.total, self._domain(item)):
            tally.repeats.vote(right)

    def _with_repeats(self, tally: Tally) -> dict[str, Any]:
        """Return a tally's figures; where items were to be asked several times, with the estimates over them."""
        several = {"repeats": tally.repeats.figures()} if self.repeats > 1 else {}
        return {**tally.figures(), **several}

    def figures(self) -> dict[str, Any]:
        figures = {
            **self._with_repeats(self.total),
            "domains": {domain: self._with_repeats(part) for domain, part in sorted(self.domains.items())},
            "breakdown": {
                group: {bucket: part.figures() for bucket, part in sorted(buckets.items())}
                for group, buckets in self.breakdown.items()
            },
            **self.conditions.figures(),
        }
        if self.subtypes:
            figures["subtypes"] = dict(sorted(self.subtypes.items()))
        variants = self.variants.figures()
        if variants:
            figures["variants"] = variants
        if self.aggregate is not None:
            figures["figures"] = self.aggregate.figures()
        return figures


class _Planted:
    """Mistakes that simulated students made on purpose, against what our verdicts and diagnoses say."""

    def __init__(self) -> None:
        self.counts: dict[str, dict[str, int]] = {}

    def add(self, verdict: Verdict) -> None:
        if verdict.planted is None:
            return
        said = verdict.diagnosis.kind if verdict.diagnosis is not None else verdict.outcome
        row = self.counts.setdefault(verdict.planted, {})
        row[said] = row.get(said, 0) + 1

    def figures(self) -> dict[str, Any]:
        """Return, by the kind planted, how often each kind was diagnosed, or each outcome where none was."""
        return {kind: dict(sorted(row.items())) for kind, row in sorted(self.counts.items())}


class Summary:
    """Adds up verdicts one at a time; memory grows with the labels, clusters and groups of variants, not with the run.

    Verdicts come item by item, the repeats of an item in order; `repeats` says how often each item is asked. That of a
    `simulated` run says so, and compares the planted mistakes with the diagnoses. A benchmark's own figures, such as a
    worst case over variants, are of the first repeat: they are defined for one answer to each item.
    """

    def __init__(self, cards: dict[str, BenchmarkCard], *, simulated: bool = False, repeats: int = 1) -> None:
        self.cards = cards
        self.repeats = repeats
        self.planted = _Planted() if simulated else None
        self.ours: dict[str, _Ours] = {}
        self.official = {
            name: _Official(registry.resolve("scorers", card.official_rule), card.breakdowns)
            for name, card in cards.items()
            if card.official_rule
        }
        self._places = Places()
        self._place: Place | None = None

    def add(self, item: Item, verdict: Verdict) -> None:
        """Count one line."""
        name = item.benchmark
        place = self._places.of(verdict, f"{name}/cluster/{item.cluster}" if item.cluster else verdict.item)
        first, self._place = place is not self._place, place
        if self.planted is not None:
            self.planted.add(verdict)
        if name not in self.ours:
            official = self.official.get(name)
            aggregate = official.rule.aggregate() if official else None
            self.ours[name] = _Ours(self.cards.get(name), aggregate, self.repeats)
        self.ours[name].add(item, verdict, place, first)
        if name in self.official:
            self.official[name].add(item, verdict, place, first)

    def vote(self, item: Item, right: bool) -> None:
        """Count whether the answer that most repeats of an item give is right; all its lines were counted before."""
        self.ours[item.benchmark].vote(item, right)

    def figures(self) -> dict[str, Any]:
        """Return the summary as it is written to `summary.json`, after the last line."""
        benchmarks = {}
        total = Tally()
        for name, ours in self.ours.items():
            benchmarks[name] = ours.figures()
            total.include(ours.total)
            if name in self.official:
                benchmarks[name]["official"] = self.official[name].figures()
        simulated = {"simulated": True, "planted": self.planted.figures()} if self.planted else {}
        return {**simulated, **total.figures(), "benchmarks": benchmarks}
