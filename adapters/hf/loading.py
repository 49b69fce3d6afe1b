"""Processor and weights from a hub id or a folder, and what identifies them."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mmbench import registry
from mmbench.errors import UsageError

if TYPE_CHECKING:
    from mmbench.adapters.hf.options import HFOptions

__all__ = ["PACKAGES", "Loaded", "Named", "check_installed", "load", "named", "revision"]

PACKAGES = ("torch", "transformers", "accelerate")


class Named(NamedTuple):
    """What `--model hf:` names: a checkpoint, and a PEFT adapter to put on it (empty for none)."""

    checkpoint: str
    lora: str = ""


class Loaded(NamedTuple):
    """A model ready to generate, and the processor that turns messages into its inputs."""

    model: Any
    processor: Any


def named(name: str) -> Named:
    """Read `CHECKPOINT` or `CHECKPOINT+lora=ADAPTER`.

    Raises:
        UsageError: one of the two is missing.
    """
    checkpoint, plus, lora = name.partition("+lora=")
    if not checkpoint or (plus and not lora):
        raise UsageError(f"--model hf:{name}: expected hf:owner/name or hf:FOLDER, and +lora=FOLDER behind it at most")
    return Named(checkpoint, lora)


def check_installed(name: Named, options: HFOptions) -> None:
    """Refuse what needs a package that is not installed.

    Raises:
        UsageError: naming the package and the command that installs it.
    """
    registry.require("hf", PACKAGES, "mmbench[hf]")
    if name.lora:
        registry.require("hf with +lora", ("peft",), "mmbench[lora]")
    if options.quantization:
        registry.require("hf with quantization", ("bitsandbytes",), "bitsandbytes")
    if options.attention == "flash_attention_2":
        registry.require("hf with flash attention", ("flash_attn",), "flash-attn")


def revision(name: Named, options: HFOptions) -> dict[str, str]:
    """Return what identifies the weights: a hub commit, or the hash of a folder's files; likewise for the adapter.

    Raises:
        UsageError: the hub cannot be asked, or knows no such model.
    """
    found = {"revision": _revision(name.checkpoint, options)}
    if name.lora:
        found["lora"] = _revision(name.lora, options) if Path(name.lora).is_dir() else name.lora
    return found


def _revision(checkpoint: str, options: HFOptions) -> str:
    if Path(checkpoint).is_dir():
        return _folder_hash(Path(checkpoint))
    from transformers import AutoConfig

    try:
        config = AutoConfig.from_pretrained(
            checkpoint, revision=options.revision or None, trust_remote_code=options.trust_remote_code
        )
    except (OSError, ValueError) as error:
        raise UsageError(f"--model hf:{checkpoint}: {error}") from error
    return str(getattr(config, "_commit_hash", None) or options.revision)


def _folder_hash(folder: Path) -> str:
    """Return the hash of a checkpoint's files, names and contents: another training step is another model."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
        digest.update(f"{path.relative_to(folder)}\x1f".encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"sha256:{digest.hexdigest()[:16]}"


def load(name: Named, options: HFOptions) -> Loaded:
    """Load processor and weights.

    Raises:
        UsageError: not a checkpoint, or one that is no image-text-to-text model; the message is transformers' own.
    """
    from transformers.utils import logging

    if not sys.stderr.isatty():
        logging.disable_progress_bar()
    try:
        processor, model = _processor(name, options), _model(name, options)
    except Exception as error:
        spec = f"{name.checkpoint}+lora={name.lora}" if name.lora else name.checkpoint
        raise UsageError(f"--model hf:{spec} cannot be loaded: {type(error).__name__}: {error}") from error
    tokenizer = processor.tokenizer
    tokenizer.padding_side = "left"
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    _decode_as_asked(model, tokenizer)
    return Loaded(model, processor)


def _processor(name: Named, options: HFOptions) -> Any:
    from transformers import AutoProcessor

    bounds = {"min_pixels": options.min_pixels, "max_pixels": options.max_pixels}
    return AutoProcessor.from_pretrained(
        name.checkpoint,
        revision=options.revision or None,
        trust_remote_code=options.trust_remote_code,
        **{bound: pixels for bound, pixels in bounds.items() if pixels},
    )


def _model(name: Named, options: HFOptions) -> Any:
    from transformers import AutoModelForImageTextToText

    settings: dict[str, Any] = {"attn_implementation": options.attention} if options.attention else {}
    if options.quantization:
        from transformers import BitsAndBytesConfig

        settings["quantization_config"] = BitsAndBytesConfig(**{f"load_in_{options.quantization}": True})
    model = AutoModelForImageTextToText.from_pretrained(
        name.checkpoint,
        revision=options.revision or None,
        trust_remote_code=options.trust_remote_code,
        dtype=options.dtype,
        device_map=options.device_map,
        **settings,
    )
    if name.lora:
        from peft import PeftModel

        model = PeftModel.from_pretrained(model, name.lora)
        # Merged weights decode as fast as plain ones; quantized ones cannot be merged without loss.
        model = model if options.quantization else model.merge_and_unload()
    return model.eval()


def _decode_as_asked(model: Any, tokenizer: Any) -> None:
    """Drop the checkpoint's own decoding settings (a repetition penalty, say): a run decodes as `run.json` says."""
    from transformers import GenerationConfig

    given = model.generation_config
    ends = given.eos_token_id if given.eos_token_id is not None else tokenizer.eos_token_id
    model.generation_config = GenerationConfig(
        eos_token_id=ends, pad_token_id=tokenizer.pad_token_id, bos_token_id=given.bos_token_id
    )
