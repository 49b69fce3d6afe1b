"""What `mmbench eval` is asked to do: one struct, filled from the command line and a YAML file (the flags win)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from mmbench.errors import UsageError, did_you_mean
from mmbench.records import Record

__all__ = ["EvalConfig", "default_out", "failure_budget", "read_config"]


class EvalConfig(Record, frozen=True, forbid_unknown_fields=True, omit_defaults=False):
    """The resolved settings of an evaluation; also the keys of a `--config` file.

    `data` maps a benchmark's name to a local folder; `views` and `corruptions` name the conditions that every item is
    asked under (`all`: every one; the corruption `none`, or empty: as it is); `max_failures` is a count, or a share
    such as `2%`. `repeats` asks each item so many times, each with a seed of its own.

    `cache` is a folder of answers kept between runs. `engine`, `replicas`, `gpus_per_replica` and `ray_address` say
    where the model runs (`mmbench.engines`); neither they nor `cache` make the run another run.
    """

    model: str = ""
    model_options: dict[str, str] = {}
    benchmarks: tuple[str, ...] = ("figures",)
    data: dict[str, str] = {}
    split: str = ""
    strategy: str = "direct"
    out: str = ""
    limit: Annotated[int, Meta(ge=1)] | None = None
    offset: Annotated[int, Meta(ge=0)] = 0
    ids: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    views: tuple[str, ...] = ("full",)
    corruptions: tuple[str, ...] = ("",)
    temperature: Annotated[float, Meta(ge=0)] = 0.0
    top_p: Annotated[float, Meta(gt=0, le=1)] = 1.0
    max_tokens: Annotated[int, Meta(ge=1)] = 1024
    top_k: Annotated[int, Meta(ge=0)] = 0
    stop: tuple[str, ...] = ()
    logprobs: Annotated[int, Meta(ge=0, le=20)] | None = None
    system: str = ""
    seed: int = 0
    repeats: Annotated[int, Meta(ge=1)] = 1
    concurrency: Annotated[int, Meta(ge=1)] | None = None
    max_failures: str = "0"
    cache: str = ""
    engine: Literal["", "local", "ray"] = ""
    replicas: Annotated[int, Meta(ge=1)] = 1
    gpus_per_replica: Annotated[float, Meta(ge=0)] | None = None
    ray_address: str = ""


def read_config(path: Path) -> dict[str, Any]:
    """Read a `--config` file: the fields of `EvalConfig`, as YAML.

    Raises:
        UsageError: unreadable, not a mapping, an unknown key or a value of the wrong type.
    """
    try:
        found = msgspec.yaml.decode(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not YAML: {error}") from None
    known = [field.name for field in msgspec.structs.fields(EvalConfig)]
    if not isinstance(found, dict):
        raise UsageError(f"{path}: expected a mapping with keys such as model and benchmarks, found {found!r:.60}")
    for key in found:
        if key not in known:
            raise UsageError(
                f"{path}: no setting named '{key}'.{did_you_mean(str(key), known)} Known: {', '.join(known)}."
            )
    try:
        config = msgspec.convert(found, EvalConfig, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}: {error}") from None
    return {key: getattr(config, key) for key in found}


def failure_budget(text: str, asked: int) -> int:
    """Return how many of `asked` items may fail: `text` is a count or a share such as `2%`.

    Raises:
        UsageError: neither.
    """
    try:
        share = text.strip().endswith("%")
        value = float(text.strip().removesuffix("%"))
        if not 0 <= value <= (100 if share else float("inf")) or not (share or value.is_integer()):
            raise ValueError
        return int(asked * value / 100) if share else int(value)
    except (ValueError, OverflowError):
        raise UsageError(f"--max-failures: expected a count such as 5 or a share such as 2%, found '{text}'.") from None


def default_out(config: EvalConfig) -> Path:
    """Return `runs/<model>--<benchmarks>--<strategy>`: the same command resumes the same run.

    Repeats, views and corruptions follow where they are not the usual ones.
    """
    parts = [config.model, "+".join(config.benchmarks), config.strategy]
    if config.repeats > 1:
        parts.append(f"{config.repeats}x")
    if config.views != ("full",):
        parts.append("+".join(config.views))
    if any(config.corruptions):
        parts.append("+".join(corruption or "none" for corruption in config.corruptions))
    names = ["".join(c if c.isalnum() or c in "._=+-" else "-" for c in part).strip("-.") or "x" for part in parts]
    return Path("runs") / "--".join(name[-80:] for name in names)
