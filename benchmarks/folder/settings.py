"""`benchmark.yaml`: what a folder says of the benchmark in it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import msgspec
import yaml

from mmbench import registry
from mmbench.benchmarks.base.domains import DOMAINS, Domain
from mmbench.benchmarks.folder.figure import FIGURE
from mmbench.errors import UsageError, did_you_mean
from mmbench.records import AnswerKind, BenchmarkCard, Tolerance

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ROLES", "Settings", "read_settings", "unsound"]

MAX_BYTES = 1_000_000
MAX_DECIMALS = 30

# What a row may tell, by the names that its columns have unless `columns` says otherwise.
ROLES = (
    "id", "question", "setting", "prompt", "answer", "accepted", "kind", "choices", "unit", "language", "tolerance",
    "image", "domain", "skills", "difficulty", "cluster", "variant", "task", *FIGURE,
)  # fmt: skip


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of `benchmark.yaml`; only `name` and `rows` must be there.

    Attributes:
        name: the benchmark's name in runs and reports.
        rows: the table, or several, relative to the folder: jsonl, json, csv, tsv, xlsx or parquet.
        images: a folder or zip archive that the pictures' paths are relative to; `base64` where the `image` column of a
            text table holds the pictures themselves.
        columns: the column for each role, where its name differs from the role's.
        prompt: what is asked, with `{question}`, `{choices}` and `{unit}` filled in.
        domain, language, kind, tolerance: for rows that do not say their own.
        domains: our domain for each of your labels.
        breakdowns: columns that results are broken down by.
        official_rule: the rule that scores beside our own verdict.
    """

    name: str
    rows: str | list[str]
    images: str = ""
    title: str = ""
    version: str = ""
    licence: str = ""
    images_republishable: bool = False
    citation: str = ""
    url: str = ""
    human: float | None = None
    chance: float | None = None
    columns: dict[str, str] = {}
    prompt: str = ""
    domain: Domain | Literal[""] = ""
    domains: dict[str, Domain] = {}
    language: str = "en"
    kind: AnswerKind | Literal[""] = ""
    tolerance: Tolerance = Tolerance()
    breakdowns: tuple[str, ...] = ()
    official_rule: str = ""

    @property
    def tables(self) -> list[str]:
        """The tables, as a list."""
        return [self.rows] if isinstance(self.rows, str) else self.rows

    def card(self) -> BenchmarkCard:
        """Return the card that stands for the benchmark in runs."""
        return BenchmarkCard(
            name=self.name,
            title=self.title or self.name,
            version=self.version,
            licence=self.licence,
            images_republishable=self.images_republishable,
            citation=self.citation,
            url=self.url,
            breakdowns=self.breakdowns,
            official_rule=self.official_rule,
            human=self.human,
            chance=self.chance,
        )


class _NoAliases(yaml.SafeLoader):
    """Plain YAML without anchors, which a few lines of can stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("anchors and aliases are not read")
        return super().compose_node(parent, index)


def read_settings(path: Path) -> Settings:
    """Read `benchmark.yaml`.

    Raises:
        UsageError: missing, no YAML, an unknown key or role, a value of the wrong type.
    """
    try:
        if path.exists() and not path.is_file():
            raise UsageError(f"{path}: expected a file of YAML, found no regular file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UsageError(f"{path} has {size} bytes; at most {MAX_BYTES} are read")
        data = path.read_bytes()
        found = yaml.load(data, _NoAliases)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: such as a date in a 13th month
        raise UsageError(f"{path} is not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(found, dict):
        raise UsageError(f"{path}: expected a mapping with keys such as name and rows, found {found!r:.60}")
    known = [field.name for field in msgspec.structs.fields(Settings)]
    for key in found:
        if key not in known:
            raise UsageError(f"{path}: no key '{key}'.{did_you_mean(str(key), known)} Known: {', '.join(known)}.")
    try:
        settings = msgspec.convert(found, Settings, strict=False)
    except msgspec.ValidationError as error:
        domains = f" Domains: {', '.join(DOMAINS)}." if "domain" in str(error) else ""
        raise UsageError(f"{path}: {error}.{domains}") from None
    for role in settings.columns:
        if role not in ROLES:
            raise UsageError(
                f"{path}: columns: no role '{role}'.{did_you_mean(role, ROLES)} Known: {', '.join(ROLES)}."
            )
    if settings.official_rule:
        registry.resolve("scorers", settings.official_rule).ready()
    wrong = unsound(settings.tolerance)
    if wrong:
        raise UsageError(f"{path}: tolerance: {wrong}")
    if not settings.name or "/" in settings.name:
        raise UsageError(f"{path}: name: expected a name without '/', found '{settings.name}'")
    return settings


def unsound(tolerance: Tolerance) -> str:
    """Say why nothing can be compared with a tolerance; empty where it can."""
    for name, value in (("abs", tolerance.abs), ("rel", tolerance.rel)):
        if value is not None and not 0 <= value < math.inf:
            return f"{name}: expected a number from 0, found {value}"
    decimals = tolerance.decimals
    if decimals is not None and not 0 <= decimals <= MAX_DECIMALS:
        return f"decimals: expected 0 to {MAX_DECIMALS}, found {decimals}"
    return ""
