"""Names and what they stand for. A new benchmark, adapter or strategy is one file and one line here.

Values are `module:attribute`, imported when asked for. Packages add their own through the entry-point groups
`mmbench.benchmarks`, `mmbench.adapters`, `mmbench.strategies` and `mmbench.scorers`; a built-in name wins. A plugin
that cannot be imported is an error only for who asks for it, and a warning in `mmbench list`.
"""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from mmbench.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import EntryPoint

__all__ = ["BUILT_IN", "missing", "names", "options", "require", "resolve", "split_spec"]

BUILT_IN: dict[str, dict[str, str]] = {
    "benchmarks": {
        "chartqa": "mmbench.benchmarks.chartqa:ChartQA",
        "chartqapro": "mmbench.benchmarks.chartqapro:ChartQAPro",
        "charxiv": "mmbench.benchmarks.charxiv:CharXiv",
        "cmm_math": "mmbench.benchmarks.cmm_math:CMMMath",
        "dvqa": "mmbench.benchmarks.dvqa:DVQA",
        "dynamath": "mmbench.benchmarks.dynamath:DynaMath",
        "emma": "mmbench.benchmarks.emma:EMMA",
        "errorradar": "mmbench.benchmarks.errorradar:ErrorRadar",
        "figureqa": "mmbench.benchmarks.figureqa:FigureQA",
        "figures": "mmbench.benchmarks.figures:Figures",
        "folder": "mmbench.benchmarks.folder:Folder",
        "geometry3k": "mmbench.benchmarks.geometry3k:Geometry3K",
        "geoqa": "mmbench.benchmarks.geoqa:GeoQA",
        "gsm8k": "mmbench.benchmarks.gsm8k:GSM8K",
        "iconqa": "mmbench.benchmarks.iconqa:IconQA",
        "logicvista": "mmbench.benchmarks.logicvista:LogicVista",
        "m3cot": "mmbench.benchmarks.m3cot:M3CoT",
        "mathcheck_geo": "mmbench.benchmarks.mathcheck_geo:MathCheckGeo",
        "mathverse": "mmbench.benchmarks.mathverse:MathVerse",
        "mathvision": "mmbench.benchmarks.mathvision:MathVision",
        "mathvista": "mmbench.benchmarks.mathvista:MathVista",
        "mm_eureka": "mmbench.benchmarks.mm_eureka:MMEureka",
        "mmmu": "mmbench.benchmarks.mmmu:MMMU",
        "mmmu_pro": "mmbench.benchmarks.mmmu_pro:MMMUPro",
        "olympiadbench": "mmbench.benchmarks.olympiadbench:OlympiadBench",
        "plotqa": "mmbench.benchmarks.plotqa:PlotQA",
        "prmbench": "mmbench.benchmarks.prmbench:PRMBench",
        "processbench": "mmbench.benchmarks.processbench:ProcessBench",
        "puzzlevqa": "mmbench.benchmarks.puzzlevqa:PuzzleVQA",
        "scibench": "mmbench.benchmarks.scibench:SciBench",
        "scienceqa": "mmbench.benchmarks.scienceqa:ScienceQA",
        "tablevqabench": "mmbench.benchmarks.tablevqabench:TableVQABench",
        "tabmwp": "mmbench.benchmarks.tabmwp:TabMWP",
        "tatqa": "mmbench.benchmarks.tatqa:TATQA",
        "theoremqa": "mmbench.benchmarks.theoremqa:TheoremQA",
        "verify_then_generate": "mmbench.benchmarks.verify_then_generate:VerifyThenGenerate",
        "visonlyqa": "mmbench.benchmarks.visonlyqa:VisOnlyQA",
        "wemath": "mmbench.benchmarks.wemath:WeMath",
    },
    "adapters": {
        "anthropic": "mmbench.adapters.anthropic:AnthropicModel",
        "frequent": "mmbench.adapters.baseline:Frequent",
        "gemini": "mmbench.adapters.gemini:GeminiModel",
        "hf": "mmbench.adapters.hf:HFModel",
        "lmms": "mmbench.adapters.lmms:LmmsModel",
        "openai": "mmbench.adapters.openai:OpenAIModel",
        "random": "mmbench.adapters.baseline:Random",
        "replay": "mmbench.adapters.replay:Replay",
    },
    "strategies": {
        "direct": "mmbench.adapters.strategies.direct:Direct",
    },
    "scorers": {
        "chartqa": "mmbench.scoring.official.chartqa:rule",
        "chartqapro": "mmbench.scoring.official.chartqapro:rule",
        "dynamath": "mmbench.scoring.official.dynamath:rule",
        "errorradar": "mmbench.scoring.official.errorradar:rule",
        "gsm8k": "mmbench.scoring.official.gsm8k:rule",
        "hendrycks": "mmbench.scoring.official.hendrycks:rule",
        "math_verify": "mmbench.scoring.official.math_verify:rule",
        "mathcheck": "mmbench.scoring.official.mathcheck:rule",
        "mathverse": "mmbench.scoring.official.mathverse:rule",
        "mathvision": "mmbench.scoring.official.mathvision:rule",
        "mathvista": "mmbench.scoring.official.mathvista:rule",
        "minerva": "mmbench.scoring.official.minerva:rule",
        "mmmu": "mmbench.scoring.official.mmmu:rule",
        "mmmu_pro": "mmbench.scoring.official.mmmu_pro:rule",
        "olympiadbench": "mmbench.scoring.official.olympiadbench:rule",
        "prmbench": "mmbench.scoring.official.prmbench:rule",
        "processbench": "mmbench.scoring.official.processbench:rule",
        "tablevqabench": "mmbench.scoring.official.tablevqabench:rule",
        "tabmwp": "mmbench.scoring.official.tabmwp:rule",
        "tatqa": "mmbench.scoring.official.tatqa:rule",
        "theoremqa": "mmbench.scoring.official.theoremqa:rule",
        "visonlyqa": "mmbench.scoring.official.visonlyqa:rule",
        "wemath": "mmbench.scoring.official.wemath:rule",
    },
    "importers": {
        "chartast": "mmbench.benchmarks.imports.chartast",
        "dynamath": "mmbench.benchmarks.imports.dynamath",
        "emma": "mmbench.benchmarks.imports.emma",
        "gsm8k": "mmbench.benchmarks.imports.gsm8k",
        "lmms-eval": "mmbench.benchmarks.imports.lmms_eval",
        "mathvision": "mmbench.benchmarks.imports.mathvision",
        "mathvista": "mmbench.benchmarks.imports.mathvista",
        "table": "mmbench.benchmarks.imports.generic",
        "tablevqabench": "mmbench.benchmarks.imports.tablevqabench",
        "tabmwp": "mmbench.benchmarks.imports.tabmwp",
        "theoremqa": "mmbench.benchmarks.imports.theoremqa",
        "visonlyqa": "mmbench.benchmarks.imports.visonlyqa",
        "vlmevalkit": "mmbench.benchmarks.imports.vlmevalkit",
        "wemath": "mmbench.benchmarks.imports.wemath",
    },
    "simulators": {
        "student": "mmbench.adapters.student:Student",
    },
    "generators": {
        "altered": "mmbench.benchmarks.views:draw",
        "figures": "mmbench.benchmarks.figures:draw",
        "table": "mmbench.benchmarks.base.table_picture:draw",
    },
}


@cache
def _entry_points(kind: str) -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points

    return {entry.name: entry for entry in entry_points(group=f"mmbench.{kind}")}


def names(kind: str) -> list[str]:
    """Return every name of a kind, built in and from plugins, sorted."""
    return sorted({*BUILT_IN[kind], *_entry_points(kind)})


def resolve(kind: str, name: str) -> Any:
    """Import what a name stands for.

    Raises:
        UsageError: no such name, or a plugin that cannot be imported.
    """
    target = BUILT_IN[kind].get(name)
    if target is not None:
        module, _, attribute = target.partition(":")
        found = importlib.import_module(module)
        return getattr(found, attribute) if attribute else found
    entry = _entry_points(kind).get(name)
    if entry is None:
        known = names(kind)
        raise UsageError(f"no {_singular(kind)} named '{name}'.{did_you_mean(name, known)} Known: {', '.join(known)}.")
    try:
        return entry.load()
    except Exception as error:
        distribution = entry.dist.name if entry.dist else "an unknown package"
        raise UsageError(f"the {_singular(kind)} '{name}' from {distribution} cannot be imported: {error!r}") from error


def _singular(kind: str) -> str:
    return {"strategies": "strategy"}.get(kind, kind.removesuffix("s"))


def missing(packages: Iterable[str]) -> list[str]:
    """Return those of some packages that are not installed, without importing any."""
    return [package for package in packages if not _installed(package)]


def require(owner: str, packages: Iterable[str], install: str) -> None:
    """Refuse what needs packages that are not installed.

    Args:
        owner: what needs them.
        packages: the names they are imported by.
        install: what pip is to install.

    Raises:
        UsageError: one is missing; it is named, with the command that installs it.
    """
    for package in missing(packages):
        raise UsageError(f"{owner} needs {package}, which is not installed: pip install '{install}'")


def _installed(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except ModuleNotFoundError:  # of the parent of a package in a namespace
        return False


def split_spec(spec: str) -> tuple[str, dict[str, str]]:
    """Split `name:key=value,key=value` into the name and its options.

    Raises:
        UsageError: an option without `=`.
    """
    name, _, rest = spec.partition(":")
    given: dict[str, str] = {}
    for part in filter(None, rest.split(",")):
        key, equals, value = part.partition("=")
        if not equals:
            raise UsageError(f"'{spec}': expected name:key=value,key=value, found '{part}' without '='.")
        given[key.strip()] = value.strip()
    return name, given


def options(owner: str, struct: type[msgspec.Struct], given: dict[str, str]) -> Any:
    """Convert the options given as text to the owner's option struct.

    Raises:
        UsageError: an unknown option or a value of the wrong type.
    """
    known = [field.name for field in msgspec.structs.fields(struct)]
    for key in given:
        if key not in known:
            listed = ", ".join(known) or "none"
            raise UsageError(f"'{owner}' has no option '{key}'.{did_you_mean(key, known)} Known: {listed}.")
    try:
        return msgspec.convert(given, struct, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"option of '{owner}': {error}") from None
