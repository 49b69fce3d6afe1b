"""From requests to tensors: pictures decoded and resized, messages laid out by the chat template, rows put together.

A request is prepared alone, on a worker thread, while the model generates; only then is its length known, by which
requests are batched. Rows go together by padding what has a place for each token and stacking the rest. Where an
architecture's pictures do not stack as they are (another number of tiles), the processor lays out the batch itself.
"""

from __future__ import annotations

import copy
import re
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

from mmbench.images import open_image
from mmbench.records import Image, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image as Picture

    from mmbench.adapters.hf.options import HFOptions
    from mmbench.records import Message, Request

__all__ = ["PER_TOKEN", "Prepared", "Preparer"]

PER_TOKEN = frozenset(
    ("input_ids", "attention_mask", "token_type_ids", "mm_token_type_ids", "cross_attention_mask", "position_ids")
)
"""Inputs whose second axis has a place for each token of the prompt."""


class Prepared(NamedTuple):
    """A request as the model takes it: tensors with one row, on the CPU.

    `length` is its number of prompt tokens, `size` the bytes that the tensors take.
    """

    request: Request
    turns: list[dict[str, Any]]
    inputs: dict[str, Any]
    length: int
    size: int = 0


class Preparer:
    """Turns messages into a model's inputs with its processor; may be called from several threads at once."""

    def __init__(self, processor: Any, options: HFOptions) -> None:
        self.options = options
        self.pad = processor.tokenizer.pad_token_id
        self._original = processor
        self._local = threading.local()
        self._control = _control_tokens(processor)
        self._thinking = {"enable_thinking": options.thinking == "on"} if options.thinking else {}
        size = getattr(getattr(processor, "image_processor", None), "size", None)
        self._bounded_by_processor = options.max_pixels > 0 and _longest(size) == options.max_pixels

    @property
    def processor(self) -> Any:
        """This thread's own copy: a fast tokenizer cannot be used by two threads at once."""
        if not hasattr(self._local, "processor"):
            self._local.processor = copy.deepcopy(self._original)
        return self._local.processor

    def prepare(self, request: Request) -> Prepared:
        """Return a request's inputs.

        Raises:
            BadItem: a picture that cannot be opened.
        """
        turns = [self._turn(message) for message in request.messages]
        inputs = self._inputs([turns])
        size = sum(tensor.nbytes for tensor in inputs.values())
        return Prepared(request, turns, inputs, int(inputs["input_ids"].shape[1]), size)

    def together(self, prepared: Sequence[Prepared]) -> dict[str, Any]:
        """Return the inputs of several requests as one batch, padded on the left."""
        if len(prepared) == 1:
            return dict(prepared[0].inputs)
        length = max(each.length for each in prepared)
        together: dict[str, Any] = {}
        for name in prepared[0].inputs:
            rows = [each.inputs[name] for each in prepared]
            stacked = self._padded(name, rows, length) if name in PER_TOKEN else _stacked(rows)
            if stacked is None:
                return self._inputs([each.turns for each in prepared])
            together[name] = stacked
        return together

    def _padded(self, name: str, rows: list[Any], length: int) -> Any:
        """Return rows with a place for each token, filled on the left; None where their other axes differ."""
        import torch

        if len({(row.dim(), row.shape[2:]) for row in rows}) > 1:
            return None
        fill = self.pad if name == "input_ids" else 0
        filled = []
        for row in rows:
            missing = row.new_full((row.shape[0], length - row.shape[1], *row.shape[2:]), fill)
            filled.append(torch.cat([missing, row], dim=1))
        return torch.cat(filled)

    def _turn(self, message: Message) -> dict[str, Any]:
        blocks: list[dict[str, Any]] = []
        for block in message.content:
            if isinstance(block, Text):
                blocks.append({"type": "text", "text": self._control.sub(_broken_up, block.text)})
            elif isinstance(block, Image):
                blocks.append({"type": "image", "image": self._bounded(open_image(block.image))})
        return {"role": message.role, "content": blocks}

    def _bounded(self, picture: Picture) -> Picture:
        """Return a picture with as many pixels as the options allow, its proportions kept."""
        pixels = picture.width * picture.height
        most, least = self.options.max_pixels, self.options.min_pixels
        wanted = min(max(pixels, least), most or max(pixels, least))
        if wanted == pixels or self._bounded_by_processor:
            return picture
        scale = (wanted / pixels) ** 0.5
        return picture.resize((max(1, int(picture.width * scale)), max(1, int(picture.height * scale))))

    def _inputs(self, conversations: list[list[dict[str, Any]]]) -> dict[str, Any]:
        processor = self.processor
        if not getattr(processor, "chat_template", None):
            return self._plain(conversations)
        continued = conversations[0][-1]["role"] == "assistant"
        inputs = processor.apply_chat_template(
            conversations,
            add_generation_prompt=not continued,
            continue_final_message=continued,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
            processor_kwargs={"padding": True},
            **self._thinking,
        )
        return dict(inputs)

    def _plain(self, conversations: list[list[dict[str, Any]]]) -> dict[str, Any]:
        """Lay out prompts for a model that has no chat template, as PaliGemma: its pictures, then the text."""
        processor = self.processor
        texts, pictures = [], []
        for turns in conversations:
            blocks = [block for turn in turns for block in turn["content"]]
            shown = [block["image"] for block in blocks if block["type"] == "image"]
            text = "\n".join(block["text"] for block in blocks if block["type"] == "text")
            texts.append(processor.image_token * len(shown) + text)
            pictures.append(shown)
        shown_any = {"images": pictures} if any(pictures) else {}
        inputs = dict(processor(text=texts, **shown_any, padding=True, return_tensors="pt"))
        inputs.pop("labels", None)
        return inputs


def _stacked(rows: list[Any]) -> Any:
    """Return tensors joined along their first axis; None where their other axes differ."""
    import torch

    return torch.cat(rows) if len({row.shape[1:] for row in rows}) == 1 else None


def _control_tokens(processor: Any) -> re.Pattern[str]:
    """Return what finds the tokens that a text must not hold: those that end turns or stand for pictures."""
    added = processor.tokenizer.added_tokens_decoder.values()
    tokens = {token.content for token in added if token.special} | {getattr(processor, "image_token", None)}
    longest_first = sorted((re.escape(token) for token in tokens if token), key=len, reverse=True)
    return re.compile("|".join(longest_first) or r"(?!)")


def _broken_up(token: re.Match[str]) -> str:
    """Return a control token that stands in a question as plain text, with a space behind its first character."""
    return f"{token[0][0]} {token[0][1:]}"


def _longest(size: Any) -> int | None:
    found = size.get("longest_edge") if hasattr(size, "get") else getattr(size, "longest_edge", None)
    return found if isinstance(found, int) else None
