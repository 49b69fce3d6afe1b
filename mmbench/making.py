"""Models, benchmarks and strategies made from what a user writes: names with options, folders, hub ids."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mmbench import registry
from mmbench.benchmarks.views import chosen_corruptions, chosen_views
from mmbench.conditions import Conditions
from mmbench.errors import UsageError, did_you_mean
from mmbench.interfaces import NoOptions, Source
from mmbench.simulation import Door, check_asked

if TYPE_CHECKING:
    from mmbench.config import EvalConfig
    from mmbench.interfaces import Benchmark, Model, Strategy

__all__ = [
    "make_answerer",
    "make_benchmark",
    "make_benchmarks",
    "make_conditions",
    "make_model",
    "make_strategy",
]


def make_strategy(spec: str) -> Strategy:
    """Make a strategy from `name` or `name:key=value,...`."""
    name, given = registry.split_spec(spec)
    factory = registry.resolve("strategies", name)
    strategy: Strategy = factory(registry.options(name, factory.Options, given))
    return strategy


def make_benchmark(spec: str, folder: Path | None, split: str = "") -> Benchmark:
    """Make the benchmark that `name` or `name:key=value,...` stands for, or that a folder with benchmark.yaml holds.

    Args:
        spec: the name with its options, or the path of a folder.
        folder: a local copy of its data; None for the hub.
        split: the split to read; empty for the benchmark's usual one.
    """
    benchmark: Benchmark
    if (Path(spec) / "benchmark.yaml").is_file():
        benchmark = registry.resolve("benchmarks", "folder")(NoOptions(), Source(Path(spec), split))
        return benchmark
    name, given = registry.split_spec(spec)
    factory = registry.resolve("benchmarks", name)
    if folder is not None and not folder.is_dir():
        raise UsageError(f"--data {folder}: no such folder.")
    benchmark = factory(registry.options(name, factory.Options, given), Source(folder, split))
    return benchmark


def make_benchmarks(config: EvalConfig) -> dict[str, Benchmark]:
    """Make the benchmarks that a configuration names, each with its options and its folder."""
    made: dict[str, Benchmark] = {}
    for spec in config.benchmarks:
        name = registry.split_spec(spec)[0]
        folder = Path(config.data[name]) if name in config.data else None
        benchmark = make_benchmark(spec, folder, config.split)
        if benchmark.card.name in made:
            raise UsageError(f"the benchmark '{benchmark.card.name}' is named twice.")
        made[benchmark.card.name] = benchmark
    for name in config.data:
        if name not in made:
            raise UsageError(f"--data names '{name}', which is not asked.{did_you_mean(name, made)}")
    return made


def make_conditions(config: EvalConfig) -> Conditions:
    """Return the views and corruptions that a configuration names, corruptions with their strength."""
    return Conditions(chosen_views(config.views), chosen_corruptions(config.corruptions))


def make_answerer(config: EvalConfig) -> Model:
    """Make the model that a configuration names, or the simulator: `student` or `student:key=value,...`.

    A simulator comes behind its door, which only the run loop opens; nothing else is handed a whole item.

    Raises:
        UsageError: as `make_model`, or what is asked of a simulator makes no sense for it.
    """
    name = config.model.partition(":")[0]
    if name not in registry.BUILT_IN["simulators"]:
        model = _hosted(config)
        if not config.cache:
            return model
        from mmbench.response_cache import CachedModel

        kept: Model = CachedModel(model, Path(config.cache))
        return kept
    check_asked(config)
    given = registry.split_spec(config.model)[1]
    simulator = registry.resolve("simulators", name)
    return Door(simulator("", registry.options(name, simulator.Options, {**config.model_options, **given})))


def _hosted(config: EvalConfig) -> Model:
    """Make the model where the engine says: in this process, or as replicas on Ray.

    Raises:
        UsageError: as `make_model`, or several replicas are asked of the engine that has one, or Ray is not installed.
    """
    model = make_model(config)
    engine = config.engine or ("ray" if config.replicas > 1 else "local")
    if engine == "local":
        if config.replicas > 1:
            raise UsageError(f"--replicas {config.replicas}: the local engine has one; give --engine ray.")
        return model
    from mmbench.engines.ray import RayModel

    replicated: Model = RayModel(model, config)
    return replicated


def make_model(config: EvalConfig) -> Model:
    """Make the model that a configuration names: `adapter:name`, an adapter, a local folder or a hub id for `hf`.

    Raises:
        UsageError: no such model, a wrong option, or the name of a simulator.
    """
    spec = config.model
    adapters = registry.names("adapters")
    answering = sorted({*adapters, *registry.BUILT_IN["simulators"]})
    adapter, colon, name = spec.partition(":")
    if adapter in registry.BUILT_IN["simulators"]:
        raise UsageError(f"'{adapter}' is a simulator, which works from the key, not a model; name a model instead.")
    if colon and adapter not in adapters and not Path(spec).is_dir():
        known = ", ".join(answering)
        raise UsageError(f"--model {spec}: no adapter '{adapter}'.{did_you_mean(adapter, answering)} Known: {known}.")
    if Path(spec).is_dir() and adapter not in adapters:
        adapter, name = "hf", spec
    elif not colon and spec not in adapters:
        owner, slash, repository = spec.partition("/")
        if not (owner and slash and repository) or "/" in repository or spec.startswith("."):
            raise UsageError(
                f"--model {spec or '(none)'}: no adapter, local folder or hub id (owner/name) of this name."
                f"{did_you_mean(spec, answering)} Known: {', '.join(answering)}."
            )
        adapter, name = "hf", spec
    factory = registry.resolve("adapters", adapter)
    model: Model = factory(name, registry.options(adapter, factory.Options, config.model_options))
    return model
