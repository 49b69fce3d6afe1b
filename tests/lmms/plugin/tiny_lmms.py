"""Model classes for lmms-eval, found through its entry-point group as those of any outside package are.

`tiny_chat` and `tiny_simple` run the tiny LLaVA; `troubled` does, by what it is asked, what models do at their worst.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from lmms_eval.api.instance import GenerationResult, TokenCounts
from lmms_eval.api.model import lmms
from lmms_eval.models.registry_v2 import ModelManifest
from lmms_eval.protocol import ChatMessages


def manifests() -> list[ModelManifest]:
    return [
        ModelManifest("tiny_chat", chat_class_path="tiny_lmms.TinyChat", aliases=("tiny",)),
        ModelManifest("tiny_simple", simple_class_path="tiny_lmms.TinySimple"),
        ModelManifest("troubled", simple_class_path="tiny_lmms.Troubled"),
        ModelManifest("needy", simple_class_path="tiny_lmms_needs.Needy"),
    ]


class _Asked(lmms):  # type: ignore[misc]
    def loglikelihood(self, requests: list[Any]) -> list[tuple[float, bool]]:
        raise NotImplementedError

    def generate_until_multi_round(self, requests: list[Any]) -> list[str]:
        raise NotImplementedError


class _Tiny(_Asked):
    def __init__(self, pretrained: str, batch_size: int = 1) -> None:
        from transformers import AutoModelForImageTextToText, AutoProcessor

        super().__init__()
        self.processor = AutoProcessor.from_pretrained(pretrained)
        self.processor.tokenizer.padding_side = "left"
        self.model = AutoModelForImageTextToText.from_pretrained(pretrained).eval()
        self.lists: list[int] = []

    def _run(self, conversations: list[Any], settings: dict[str, Any]) -> list[tuple[str, int]]:
        self.lists.append(len(conversations))
        settings.pop("until", None)
        inputs = self.processor.apply_chat_template(
            conversations, add_generation_prompt=True, tokenize=True, return_dict=True, return_tensors="pt",
            processor_kwargs={"padding": True},
        )  # fmt: skip
        rows = self.model.generate(**inputs, **settings)[:, inputs["input_ids"].shape[1] :]
        texts = self.processor.tokenizer.batch_decode(rows, skip_special_tokens=True)
        return [(text, rows.shape[1]) for text in texts]


class TinyChat(_Tiny):
    """A chat class: messages in, results with token counts out. It writes on standard output, as many do."""

    is_simple = False

    def generate_until(self, requests: list[Any]) -> list[GenerationResult]:
        print("generating")
        conversations = []
        for _, doc_to_messages, _, doc_id, task, split in (request.args for request in requests):
            messages = doc_to_messages(self.task_dict[task][split][doc_id])
            conversations.append(ChatMessages(messages=messages).to_hf_messages())
        return [
            GenerationResult(text, TokenCounts(output_tokens=tokens))
            for text, tokens in self._run(conversations, requests[0].args[2])
        ]


class TinySimple(_Tiny):
    """A simple class: a context and pictures in, plain strings out."""

    def generate_until(self, requests: list[Any]) -> list[str]:
        conversations = []
        for context, _, doc_to_visual, doc_id, task, split in (request.args for request in requests):
            visuals = doc_to_visual(self.task_dict[task][split][doc_id])
            content = [{"type": "image", "image": visual} for visual in visuals]
            conversations.append([{"role": "user", "content": [*content, {"type": "text", "text": context}]}])
        return [text for text, _ in self._run(conversations, requests[0].args[1])]


class Troubled(_Asked):
    """Answers `n + n?` with the sum, except for a few numbers."""

    def __init__(self, batch_size: int = 1, quits: bool = False) -> None:
        super().__init__()
        if quits:
            sys.exit("no licence")

    def generate_until(self, requests: list[Any]) -> list[Any]:
        numbers = [int(request.args[0].split(" ")[0]) for request in requests]
        given = [self._answer(number) for number in numbers]
        return given[:-1] if 6 in numbers else given

    def _answer(self, number: int) -> Any:
        if number == 1:
            raise ValueError(f"wrong key {os.environ['OPENAI_API_KEY']} {'x' * 10_000}")
        if number == 2:
            sys.exit("out of licences")
        if number == 3:
            return ""
        if number == 4:
            return {"answer": 8}
        if number == 5:
            return GenerationResult("[LMMS_EVAL_REQUEST_FAILED after 5 retries] Connection error.")
        if number == 7:
            return GenerationResult("14 is the sum", TokenCounts())
        return GenerationResult(str(2 * number), TokenCounts(input_tokens=5, output_tokens=1, reasoning_tokens=None))
