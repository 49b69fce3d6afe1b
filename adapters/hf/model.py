"""`hf:`: multimodal models run here through transformers, from the hub or a local folder.

Any checkpoint that `AutoModelForImageTextToText` and `AutoProcessor` load, asked through its own chat template.
"""

from __future__ import annotations

import hashlib
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from mmbench.adapters.batching import Batcher
from mmbench.errors import UsageError
from mmbench.images import open_image
from mmbench.interfaces import Capabilities
from mmbench.records import Image, Record, Response, Text, Usage

if TYPE_CHECKING:
    from collections.abc import Hashable

    from mmbench.records import BenchmarkCard, Message, Request

__all__ = ["HFModel"]


class _Options(Record, frozen=True, forbid_unknown_fields=True):
    """Options of `hf:`.

    `dtype` is that of the weights; `auto` takes the checkpoint's. `device_map` is accelerate's (`auto`, `cuda:0`,
    `cpu`). `batch_size` bounds how many greedy requests are answered together. `revision` pins a hub commit, branch or
    tag. `attention` is transformers' `attn_implementation`.
    """

    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    device_map: str = "auto"
    batch_size: int = 8
    revision: str = ""
    attention: str = ""


class HFModel:
    """A local image-text-to-text model. Requests that wait together are answered together, left-padded.

    Sampled requests (temperature above 0) are answered one at a time, each from its own seed, so that an answer does
    not depend on what it was batched with.
    """

    Options: ClassVar[type[_Options]] = _Options
    capabilities = Capabilities()

    def __init__(self, name: str, options: _Options) -> None:
        if not name:
            raise UsageError("hf needs a model: --model hf:owner/name or hf:FOLDER")
        if options.batch_size < 1:
            raise UsageError(f"hf: batch_size must be at least 1, found {options.batch_size}")
        for package in ("torch", "transformers"):
            if find_spec(package) is None:
                raise UsageError(f"hf needs {package}, which is not installed: pip install 'mmbench[hf]'")
        self.name = name
        self.options = options
        self.concurrency = 2 * options.batch_size
        self.model: Any = None
        self.processor: Any = None

    def identity(self) -> dict[str, str]:
        """Return the name, the revision (hub commit, or the hash of a local folder's files) and the dtype."""
        folder = Path(self.name)
        revision = _folder_hash(folder) if folder.is_dir() else self._hub_commit()
        return {"name": f"hf:{self.name}", "revision": revision, "dtype": self.options.dtype}

    def _hub_commit(self) -> str:
        from transformers import AutoConfig

        try:
            config = AutoConfig.from_pretrained(self.name, revision=self.options.revision or None)
        except (OSError, ValueError) as error:
            raise UsageError(f"--model hf:{self.name}: {error}") from error
        return str(getattr(config, "_commit_hash", None) or self.options.revision)

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Load processor and weights.

        Raises:
            UsageError: not a checkpoint, or one that is no image-text-to-text model with a chat template.
        """
        from transformers import AutoModelForImageTextToText, AutoProcessor
        from transformers.utils import logging

        if not sys.stderr.isatty():
            logging.disable_progress_bar()
        revision = self.options.revision or None
        attention = {"attn_implementation": self.options.attention} if self.options.attention else {}
        try:
            self.processor = AutoProcessor.from_pretrained(self.name, revision=revision)
            self.model = AutoModelForImageTextToText.from_pretrained(
                self.name, revision=revision, dtype=self.options.dtype, device_map=self.options.device_map, **attention
            ).eval()
        except Exception as error:
            raise UsageError(f"--model hf:{self.name} cannot be loaded: {type(error).__name__}: {error}") from error
        if not getattr(self.processor, "chat_template", None):
            raise UsageError(f"--model hf:{self.name} has no chat template, without which it cannot be asked")
        tokenizer = self.processor.tokenizer
        tokenizer.padding_side = "left"
        if tokenizer.pad_token is None:
            tokenizer.pad_token = tokenizer.eos_token
        self._batcher = Batcher(self.answer, _group, self.options.batch_size)

    def close(self) -> None:
        """Let go of the weights."""
        self._batcher.close()
        self.model = self.processor = None

    async def generate(self, request: Request) -> Response:
        """Answer one request, with whatever else waits."""
        return await self._batcher.submit(request)

    def answer(self, requests: list[Request]) -> list[Response]:
        """Answer requests of one group as a batch; runs on the model's thread."""
        import torch

        start = time.perf_counter()
        inputs = self.processor.apply_chat_template(
            [[_turn(message) for message in request.messages] for request in requests],
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
            processor_kwargs={"padding": True},
        ).to(self.model.device, dtype=self.model.dtype)
        sampling = requests[0].sampling
        settings: dict[str, Any] = {"max_new_tokens": sampling.max_tokens, "do_sample": sampling.temperature > 0}
        if sampling.temperature > 0:
            settings |= {"temperature": sampling.temperature, "top_p": sampling.top_p, "top_k": 0}
            torch.manual_seed(requests[0].seed)
        with torch.inference_mode():
            rows = self.model.generate(**inputs, **settings)
        new = rows[:, inputs["input_ids"].shape[1] :].tolist()
        seconds = time.perf_counter() - start
        counts = inputs["attention_mask"].sum(1).tolist()
        return [self._response(tokens, count, seconds) for tokens, count in zip(new, counts, strict=True)]

    def _response(self, tokens: list[int], prompt_tokens: int, seconds: float) -> Response:
        ends = self.model.generation_config.eos_token_id
        ends = set(ends if isinstance(ends, list) else [ends])
        end = next((index for index, token in enumerate(tokens) if token in ends), None)
        kept = tokens if end is None else tokens[:end]
        return Response(
            text=self.processor.tokenizer.decode(kept, skip_special_tokens=True),
            finish="length" if end is None else "stop",
            usage=Usage(input_tokens=prompt_tokens, output_tokens=len(kept) + (end is not None)),
            latency=seconds,
        )


def _group(request: Request) -> Hashable:
    """Greedy requests with equal settings go together; a sampled one goes alone."""
    return request.sampling if request.sampling.temperature == 0 else (request.about, request.seed)


def _turn(message: Message) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = []
    for block in message.content:
        if isinstance(block, Text):
            blocks.append({"type": "text", "text": block.text})
        elif isinstance(block, Image):
            blocks.append({"type": "image", "image": open_image(block.image)})
    return {"role": message.role, "content": blocks}


def _folder_hash(folder: Path) -> str:
    """Return the hash of a checkpoint's files, names and contents: another training step is another model."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
        digest.update(f"{path.relative_to(folder)}\x1f".encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"sha256:{digest.hexdigest()[:16]}"
