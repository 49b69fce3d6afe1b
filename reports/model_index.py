"""A run's accuracies as the `model-index` of a Hugging Face model card.

The format is that of https://github.com/huggingface/hub-docs/blob/main/modelcard.md, as `huggingface_hub` reads it.
Every value carries its interval and what it was measured with, so that a card can be held against the run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mmbench.errors import RunError, printable
from mmbench.reports.text import conditions

if TYPE_CHECKING:
    from mmbench.reports.results import Results
    from mmbench.rundir import Run

__all__ = ["model_index"]

DIGITS = 4


def model_index(results: Results) -> str:
    """Return the front matter of a model card that says what the run found: YAML with the one key `model-index`.

    A result a benchmark, with the accuracy in [0, 1] by our verdict and by each official rule; where the benchmark was
    asked in several views or under corruptions, the accuracy in each of them instead. `args` holds the 95 % interval,
    how many lines, items and clusters it is over, and how the model was asked.

    Raises:
        RunError: the run is simulated, or incomplete: neither says how good a model is.
    """
    import yaml

    run, summary = results.run, results.summary
    if run.origin == "simulated":
        raise RunError(f"{results.path} is simulated: a student is no model, and has no model card")
    if results.unanswered or not results.rows:
        raise RunError(
            f"{results.path} is incomplete: {len(results.unanswered)} questions have no response; a model card needs "
            f"them all: the same `mmbench eval` command asks them"
        )
    index = {
        "name": _model_name(run),
        "results": [_result(results, name, figures) for name, figures in summary["benchmarks"].items()],
    }
    document: str = yaml.safe_dump({"model-index": [_clean(index)]}, sort_keys=False, allow_unicode=True, width=120)
    return document


def _model_name(run: Run) -> str:
    """Return the model's name; of a checkpoint in a folder the folder's name only, not where it lies."""
    name = run.label.removeprefix("hf:")
    return name.rstrip("/").rpartition("/")[2] or name if name.startswith(("/", "./", "../", "~")) else name


def _result(results: Results, name: str, figures: dict[str, Any]) -> dict[str, Any]:
    run = results.run
    card = run.cards.get(name)
    split = run.asked.get("split", "")
    asked = run.asked["benchmarks"].get(name, {})
    version = {"version": card.version} if card and card.version else {}
    return {
        "task": {"type": "image-text-to-text", "name": "Mathematical reasoning"},
        "dataset": {
            # The hub refuses a type that is not like the name of one of its data sets.
            "type": re.sub(r"[^\w.-]", "-", name, flags=re.ASCII) or "unknown",
            "name": card.title if card and card.title else name,
            **({"split": split} if split else {}),
            "args": {**version, "items": asked.get("items", 0), "fingerprint": asked.get("fingerprint", "")},
        },
        "metrics": _metrics(figures, _how(results)),
    }


def _metrics(figures: dict[str, Any], how: dict[str, Any]) -> list[dict[str, Any]]:
    parts = conditions(figures)
    if parts:
        return [_metric(f"Accuracy ({name})", part["accuracy"], part, how) for name, part in parts.items()]
    metrics = [_metric("Accuracy", figures["accuracy"], figures, how)]
    for rule, scores in figures.get("official", {}).items():
        average = scores["average"]
        name = f"Accuracy (official rule {rule})"
        metrics.append(_metric(name, average["correct"] / average["total"], {"n": average["total"], **average}, how))
    return metrics


def _metric(name: str, value: float, figures: dict[str, Any], how: dict[str, Any]) -> dict[str, Any]:
    counts = {count: figures[count] for count in ("n", "items", "clusters", "failed") if figures.get(count)}
    interval = [round(bound, DIGITS) for bound in figures["interval"]]
    return {
        "type": "accuracy",
        "name": name,
        "value": round(value, DIGITS),
        "args": {"interval_95": interval, **counts, **how},
    }


def _how(results: Results) -> dict[str, Any]:
    """Return what the accuracies were measured with, and how the model was asked."""
    run = results.run
    versions = run.sessions[-1].get("versions", {}) if run.sessions else {}
    how: dict[str, Any] = {
        "harness": f"mmbench {versions.get('mmbench', '')}".strip(),
        "checker": results.summary.get("checker", ""),
    }
    if run.origin == "imported":
        return {**how, "note": "scored from imported responses: how the model was asked is not known"}
    revision = run.asked.get("model", {}).get("revision")
    if revision:
        how["model_revision"] = revision
    how["strategy"] = run.asked.get("strategy", {}).get("name", "")
    how["sampling"] = run.asked.get("sampling", {})
    if results.repeats > 1:
        how["repeats"] = results.repeats
    return how


def _clean(value: Any) -> Any:
    """Return nested values without control characters in any text: names come from models and data sets."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value
