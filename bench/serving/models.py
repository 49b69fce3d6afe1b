"""Random-weight models at real sizes, made in the device's memory: nothing is downloaded and nothing written."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from tiny_llava import TEMPLATE, byte_tokenizer

__all__ = ["SIZES", "Made", "Size", "make"]

VOCABULARY = 152_064


class Size(NamedTuple):
    """The text model's dimensions, as published for Qwen2.5(-VL), and the vision tower's."""

    hidden: int
    intermediate: int
    layers: int
    heads: int
    kv_heads: int
    vision_hidden: int
    vision_layers: int
    vocabulary: int = VOCABULARY


SIZES = {
    "7b": Size(3584, 18944, 28, 28, 4, 1280, 32),
    "2b": Size(1536, 8960, 28, 12, 2, 1280, 32),
    "tiny": Size(64, 128, 2, 4, 2, 32, 2, 512),
}
"""`2b` has the text model of Qwen2-VL-2B, which Qwen2.5-VL's smallest (3B) exceeds; `tiny` is for a CPU."""


class Made(NamedTuple):
    """A model, its processor, and what it is."""

    model: Any
    processor: Any
    architecture: str


def make(size: Size, device: str) -> Made:
    """Make a Qwen2.5-VL where its processor can be built, which needs torchvision; else a LLaVA with its text model."""
    import torch

    torch.manual_seed(0)
    torch.set_default_dtype(torch.bfloat16 if device != "cpu" else torch.float32)
    try:
        with torch.device(device):
            made = _qwen(size) if find_spec("torchvision") else _llava(size)
    finally:
        torch.set_default_dtype(torch.float32)
    made.model.eval()
    made.processor.tokenizer.padding_side = "left"
    return made


def _text(size: Size) -> dict[str, Any]:
    return {
        "vocab_size": size.vocabulary, "hidden_size": size.hidden, "intermediate_size": size.intermediate,
        "num_hidden_layers": size.layers, "num_attention_heads": size.heads, "num_key_value_heads": size.kv_heads,
        "max_position_embeddings": 32_768, "tie_word_embeddings": False,
    }  # fmt: skip


def _never_ending(model: Any, tokens: Any) -> Any:
    """Give a model an end token that it never says: how long each answer is, is for the bench to say."""
    import torch
    from transformers import GenerationConfig

    model.generation_config = GenerationConfig(eos_token_id=tokens.eos_token_id, pad_token_id=tokens.pad_token_id)
    with torch.no_grad():
        model.lm_head.weight[tokens.eos_token_id] = 0
    return model


def _qwen(size: Size) -> Made:
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration, Qwen2_5_VLProcessor
    from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor
    from transformers.models.qwen2_vl.video_processing_qwen2_vl import Qwen2VLVideoProcessor

    names = ("vision_start", "vision_end", "image_pad", "video_pad")
    tokens = byte_tokenizer(*(f"<|{name}|>" for name in names))
    start, end, image, video = (tokens.convert_tokens_to_ids(f"<|{name}|>") for name in names)
    config = Qwen2_5_VLConfig(
        text_config={
            **_text(size),
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [16, 24, 24]},
        },
        vision_config={
            "depth": size.vision_layers, "hidden_size": size.vision_hidden, "num_heads": 16, "patch_size": 14,
            "intermediate_size": 3420, "out_hidden_size": size.hidden,
        },
        image_token_id=image, video_token_id=video, vision_start_token_id=start, vision_end_token_id=end,
    )  # fmt: skip
    model = Qwen2_5_VLForConditionalGeneration(config)
    processor = Qwen2_5_VLProcessor(
        image_processor=Qwen2VLImageProcessor(), tokenizer=tokens, video_processor=Qwen2VLVideoProcessor(),
        chat_template=TEMPLATE.replace("<image>", "<|vision_start|><|image_pad|><|vision_end|>"),
    )  # fmt: skip
    return Made(_never_ending(model, tokens), processor, "Qwen2.5-VL")


def _llava(size: Size) -> Made:
    from transformers import CLIPVisionConfig, LlavaConfig, LlavaForConditionalGeneration, LlavaProcessor, Qwen2Config
    from transformers.models.llava.image_processing_pil_llava import LlavaImageProcessorPil

    tokens = byte_tokenizer()
    side, patch = (336, 14) if size.vision_hidden > 32 else (32, 8)
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(
            hidden_size=size.vision_hidden, intermediate_size=4 * size.vision_hidden, image_size=side, patch_size=patch,
            num_hidden_layers=size.vision_layers, num_attention_heads=16 if side > 32 else 2, projection_dim=768,
        ),
        text_config=Qwen2Config(**_text(size)), image_token_index=tokens.convert_tokens_to_ids("<image>"),
        image_seq_length=(side // patch) ** 2, vision_feature_select_strategy="default", vision_feature_layer=-1,
    )  # fmt: skip
    processor = LlavaProcessor(
        image_processor=LlavaImageProcessorPil(
            size={"shortest_edge": side}, crop_size={"height": side, "width": side}
        ),
        tokenizer=tokens, patch_size=patch, vision_feature_select_strategy="default", num_additional_image_tokens=1,
        chat_template=TEMPLATE,
    )  # fmt: skip
    model = LlavaForConditionalGeneration(config)
    return Made(_never_ending(model, tokens), processor, "LLaVA with the text model of Qwen2.5-VL")
