"""What the gate is told beforehand: `gate.toml`, read strictly, with the options of the command line over it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from mmbench.errors import UsageError, did_you_mean
from mmbench.records.base import Record

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["POLICIES", "Settings", "check_names", "margin_of", "read_settings"]

POLICIES = ("warn", "fail")
"""What becomes of an inconclusive verdict."""


class Settings(Record, frozen=True):
    """What `gate.toml` says. Margins, `floor` and `domain_detectable` are in points, `min_coverage` in per cent.

    `margin` is how much worse a candidate may be; `suites` gives single benchmarks another. A fall smaller than `floor`
    is no regression, however sure it is. `alpha` is the chance of a false alarm, and of passing what is worse by the
    whole margin. `domains` are those that may fail a build: all where None. `domain_detectable` is the fall that a
    domain must be able to show to do so.
    """

    margin: float | None = None
    floor: float = 0.5
    alpha: float = 0.05
    rule: str = ""
    on_inconclusive: str = "warn"
    min_coverage: float = 99.5
    domains: tuple[str, ...] | None = None
    domain_detectable: float = 10.0
    suites: dict[str, float] = {}


BOUNDS = {
    "margin": (100.0, "more than 0 and at most 100 points"),
    "floor": (100.0, "0 to 100 points"),
    "alpha": (0.25, "more than 0 and at most 0.25"),
    "min_coverage": (100.0, "more than 0 and at most 100 per cent"),
    "domain_detectable": (100.0, "more than 0 and at most 100 points"),
}
"""The greatest value of a setting, and its range in words; none but `floor` may be 0."""


def read_settings(path: Path | None, **options: float | str | None) -> Settings:
    """Read `gate.toml`, and put the options of the command line in the place of what it says.

    Args:
        path: the file; nothing is read where None.
        options: settings by name, None where the file or the default stands.

    Raises:
        UsageError: the file cannot be read or is no TOML, or a setting is unknown or has no such value.
    """
    given = {name: value for name, value in options.items() if value is not None}
    told = _known(_toml(path), f"{path}: ") if path is not None else {}
    return Settings(**{**told, **_known(given, "--")})


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); give a gate.toml with --config") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is not TOML: {error}") from error


def _known(told: dict[str, Any], where: str) -> dict[str, Any]:
    """Return settings as `Settings` takes them; `where` begins every message."""
    fields = Settings.__struct_fields__
    found: dict[str, Any] = {}
    for name, value in told.items():
        if name not in fields:
            known = ", ".join(fields)
            raise UsageError(f"{where}unknown setting '{name}'.{did_you_mean(name, fields)} Known: {known}.")
        if name in BOUNDS:
            found[name] = _number(name, value, f"{where}{name}")
        elif name == "suites":
            found[name] = _suites(value, where)
        elif name == "domains":
            found[name] = _names(value, f"{where}{name}")
        else:
            found[name] = _word(name, value, where)
    return found


def _number(name: str, value: Any, where: str) -> float:
    most, words = BOUNDS[name]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not 0 <= value <= most or (value == 0 and name != "floor"):
        raise UsageError(f"{where}: expected a number, {words}; found {value!r}.")
    return float(value)


def _word(name: str, value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{where}{name}: expected a text; found {value!r}.")
    if name == "on_inconclusive" and value not in POLICIES:
        raise UsageError(f"{where}{name}: expected one of {', '.join(POLICIES)}; found '{value}'.")
    return value


def _names(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise UsageError(f"{where}: expected a list of domains' names; found {value!r}.")
    return tuple(value)


def _suites(value: Any, where: str) -> dict[str, float]:
    """Return the margin of each suite that has its own."""
    if not isinstance(value, dict):
        raise UsageError(f"{where}suites: expected tables such as [suites.mathvista]; found {value!r}.")
    margins = {}
    for suite, table in value.items():
        if not isinstance(table, dict) or "margin" not in table:
            raise UsageError(f"{where}suites.{suite}: expected a table with a margin; found {table!r}.")
        for name in table:
            if name != "margin":
                raise UsageError(f"{where}suites.{suite}: unknown setting '{name}'. Known: margin.")
        margins[suite] = _number("margin", table["margin"], f"{where}suites.{suite}.margin")
    return margins


def margin_of(settings: Settings, suite: str) -> float:
    """Return the margin of a suite, in [0, 1].

    Raises:
        UsageError: none was declared.
    """
    margin = settings.suites.get(suite, settings.margin)
    if margin is None:
        raise UsageError(
            f"no margin was declared for {suite}: say beforehand by how many points a candidate may be worse, with "
            f"margin in gate.toml (see --config) or with --margin"
        )
    return margin / 100


def check_names(settings: Settings, suites: dict[str, set[str]]) -> None:
    """Check that every suite and domain that is named was asked.

    Args:
        settings: what was declared.
        suites: the domains of each suite that was asked.

    Raises:
        UsageError: one was not.
    """
    for suite in settings.suites:
        if suite not in suites:
            known = ", ".join(suites)
            raise UsageError(f"suites.{suite}: was not asked.{did_you_mean(suite, suites)} Here: {known}.")
    known_domains = sorted(set().union(*suites.values()))
    for domain in settings.domains or ():
        if domain not in known_domains:
            near = did_you_mean(domain, known_domains)
            raise UsageError(f"domains: no item is of '{domain}'.{near} Here: {', '.join(known_domains)}.")
