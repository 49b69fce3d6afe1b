"""What every tiny checkpoint must hold, as one class of tests: it is run here and in the job that has torchvision.

A module that wants them gives a fixture `tiny` of its own architectures.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import pytest
from tiny_models import build, picture

if TYPE_CHECKING:
    from pathlib import Path

    from PIL import Image

    Row = tuple[str, list[Image.Image]]

__all__ = ["Tiny", "TinyModelChecks", "built"]


@dataclass
class Tiny:
    """A checkpoint as `AutoProcessor` and `AutoModelForImageTextToText` load it."""

    architecture: str
    folder: Path

    @cached_property
    def processor(self) -> Any:
        from transformers import AutoProcessor

        processor = AutoProcessor.from_pretrained(self.folder)
        processor.tokenizer.padding_side = "left"
        return processor

    @cached_property
    def model(self) -> Any:
        import torch
        from transformers import AutoModelForImageTextToText

        return AutoModelForImageTextToText.from_pretrained(self.folder, dtype=torch.float32).eval()

    def inputs(self, rows: list[Row]) -> Any:
        """Return a left-padded batch, each row a text after its pictures."""
        if self.processor.chat_template is None:
            prompts = ["<image>" * len(pictures) + text for text, pictures in rows]
            images = [pictures for _, pictures in rows]
            made = self.processor(images=images, text=prompts, return_tensors="pt", padding=True)
            made.pop("labels")
            return made
        turns = [
            [{"role": "user", "content": [*({"type": "image", "image": image} for image in pictures), said(text)]}]
            for text, pictures in rows
        ]
        return self.processor.apply_chat_template(
            turns, add_generation_prompt=True, tokenize=True, return_dict=True, return_tensors="pt",
            processor_kwargs={"padding": True},
        )  # fmt: skip

    def greedy(self, inputs: Any, tokens: int, **settings: Any) -> Any:
        """Return what `generate` returns for a number of new tokens; the end of a turn does not stop it."""
        import torch

        with torch.inference_mode():
            return self.model.generate(
                **inputs, max_new_tokens=tokens, do_sample=False, eos_token_id=None,
                return_dict_in_generate=True, **settings,
            )  # fmt: skip

    def answers(self, rows: list[Row], tokens: int) -> list[list[int]]:
        """Return the new tokens of each row, answered as one batch."""
        inputs = self.inputs(rows)
        found = self.greedy(inputs, tokens).sequences[:, inputs["input_ids"].shape[1] :].tolist()
        assert all(len(row) == tokens for row in found)
        return [list(row) for row in found]


def built(architecture: str, folder: Path) -> Tiny:
    """Build a checkpoint and return it unloaded."""
    build(architecture, folder)
    return Tiny(architecture, folder)


def said(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}


def rows(counts: tuple[int, int, int]) -> list[Row]:
    """Return three rows of unequal text length with so many pictures each, of three shapes."""
    texts = ("How many squares?", "Hm?", "Name the shape, please, and be quick.")
    pictures = cycle([picture(1), picture(3).resize((64, 40)), picture(4), picture(2).resize((40, 64)), picture(2)])
    return [(text, list(islice(pictures, count))) for text, count in zip(texts, counts, strict=True)]


class TinyModelChecks:
    """Checks of one checkpoint, the fixture `tiny`."""

    def test_the_checkpoint_is_small_and_of_its_architecture(self, tiny: Tiny) -> None:
        assert tiny.model.config.model_type == tiny.architecture
        assert sum(path.stat().st_size for path in tiny.folder.rglob("*") if path.is_file()) < 700_000

    def test_picture_and_question_decide_the_answer(self, tiny: Tiny) -> None:
        asked = [
            (text, [picture(n)]) for text in ("How many squares?", "Name the shape, please.") for n in (1, 2, 3, 4)
        ]
        answers = tiny.answers(asked, 12)
        assert len({tuple(answer) for answer in answers}) == 8
        end = tiny.processor.tokenizer.eos_token_id
        assert all(end not in answer for answer in answers), "a seed must not end an answer within 12 tokens"

    def test_the_template_renders_every_role_in_order(self, tiny: Tiny) -> None:
        if tiny.architecture == "paligemma":
            assert tiny.processor.chat_template is None
            return
        roles = {"system": "Be brief.", "user": "How many?", "assistant": "Four"}
        turns = [{"role": role, "content": [said(text)]} for role, text in roles.items()]
        turns[1]["content"] = [{"type": "image", "image": picture(1)}, said("How many?")]
        text = tiny.processor.apply_chat_template(turns)
        places = [text.index(part) for role, said_so in roles.items() for part in (role, said_so)]
        assert places == sorted(places)
        one = tiny.processor.apply_chat_template(turns, tokenize=True, return_dict=True, return_tensors="pt")
        assert "pixel_values" in one
        assert "Four" in tiny.processor.tokenizer.decode(one["input_ids"][0])

    @pytest.mark.parametrize("counts", [(1, 1, 1), (2, 2, 2), (1, 2, 1)], ids=str)
    def test_a_left_padded_batch_answers_as_single_rows_do(self, tiny: Tiny, counts: tuple[int, int, int]) -> None:
        if tiny.architecture == "mllama" and len(set(counts)) > 1:
            pytest.skip("mllama: tokens before a picture attend to the batch's empty picture slots too")
        asked = rows(counts)
        assert len({len(ids) for ids in (tiny.inputs([row])["input_ids"][0] for row in asked)}) == 3, (
            "nothing is padded"
        )
        assert tiny.answers(asked, 24) == [tiny.answers([row], 24)[0] for row in asked]

    @pytest.mark.parametrize("kept", [[0, 1, 2], [0, 2], [1], [2, 0]], ids=str)
    def test_generating_on_from_the_cache_equals_one_long_call(self, tiny: Tiny, kept: list[int]) -> None:
        """Rows may be dropped between two calls: the adapter drops those that are finished."""
        import torch

        inputs = tiny.inputs(rows((1, 2, 1)))
        start = inputs["input_ids"].shape[1]
        whole = tiny.greedy(inputs, 24).sequences[kept, start:]
        first = tiny.greedy(inputs, 8)
        grown = {name: part[kept] for name, part in _grown(inputs, first.sequences).items()}
        first.past_key_values.batch_select_indices(torch.tensor(kept))
        deltas = getattr(tiny.model.model, "rope_deltas", None)
        if deltas is not None:
            tiny.model.model.rope_deltas = deltas[kept]
        second = tiny.greedy(grown, 8, cache=first.past_key_values)
        third = tiny.greedy(_grown(grown, second.sequences), 8, cache=second.past_key_values)
        assert third.sequences[:, start:].tolist() == whole.tolist()


def _grown(inputs: Any, sequences: Any) -> dict[str, Any]:
    """Return the inputs that have a column per token, with columns for the new tokens; pictures are in the cache."""
    import torch

    shape, new = inputs["input_ids"].shape, sequences.shape[1] - inputs["input_ids"].shape[1]
    grown = {}
    for name, part in inputs.items():
        if part.shape[:2] == shape and not part.is_floating_point():
            last = torch.zeros_like(part[:, -1:]) if "token_type" in name else part[:, -1:]
            grown[name] = torch.cat([part, last.expand(-1, new, *part.shape[2:])], 1)
    return {**grown, "input_ids": sequences}
