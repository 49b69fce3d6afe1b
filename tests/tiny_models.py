"""Tiny random-weight checkpoints of real architectures, built from their configurations (nothing is downloaded).

A few hundred kilobytes and well under a second each. Each has its own processor class, a tokenizer trained on the
spot and a chat template, except PaliGemma, which was published without one. Weights are wider than usual, so that the
picture changes the answer; the seeds were searched for: greedy answers to two questions about each of four pictures are
eight different ones, last longer than 12 tokens, and for most architectures some of them end before the 40th.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tiny_llava
from tiny_llava import SIDE, TEMPLATE, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["ARCHITECTURES", "WITH_TORCHVISION", "build", "picture"]

HIDDEN = 32
TEXT = {
    "hidden_size": HIDDEN, "intermediate_size": 2 * HIDDEN, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "max_position_embeddings": 4096,
}  # fmt: skip
VISION = {
    "hidden_size": HIDDEN, "intermediate_size": 2 * HIDDEN, "num_hidden_layers": 2, "num_attention_heads": 2,
    "image_size": SIDE, "patch_size": 8,
}  # fmt: skip
SQUARE = {"height": SIDE, "width": SIDE}
GRID = [[SIDE, 2 * SIDE], [2 * SIDE, SIDE], [2 * SIDE, 2 * SIDE]]
PIXELS = {"shortest_edge": 16 * 16, "longest_edge": 64 * 64}


def build(architecture: str, folder: Path) -> None:
    """Save a checkpoint of an architecture that `AutoProcessor` and `AutoModelForImageTextToText` load."""
    import torch

    torch.set_num_threads(1)
    if architecture == "llava":
        tiny_llava.build(folder)
        return
    builder, seed = {**_SEEDED, **_SEEDED_WITH_TORCHVISION}[architecture]
    torch.manual_seed(seed)
    model, processor = builder()
    _widen(model)
    model.generation_config = _generation(processor.tokenizer)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)


def _widen(model: Any) -> None:
    """Make every matrix wide, and open the gates through which Mllama looks at its picture (they start closed).

    Embeddings stay narrower: where they are tied to the output, as in Gemma, a token would only repeat itself.
    """
    import torch

    for name, weights in model.named_parameters():
        if weights.dim() > 1:
            torch.nn.init.normal_(weights, std=0.1 if "embed_tokens" in name or "lm_head" in name else 0.2)
        elif name.endswith("gate"):
            torch.nn.init.ones_(weights)


def _generation(tokens: Any) -> Any:
    from transformers import GenerationConfig

    return GenerationConfig(
        bos_token_id=tokens.bos_token_id, eos_token_id=tokens.eos_token_id, pad_token_id=tokens.pad_token_id
    )


def _tokenizer(*special: str, **named: str) -> Any:
    """Return the tokenizer of the tiny LLaVA with further special tokens; the named ones become its attributes."""
    from transformers import PreTrainedTokenizerFast

    tokens = PreTrainedTokenizerFast(
        tokenizer_object=tiny_llava.byte_tokenizer().backend_tokenizer, pad_token="<pad>", bos_token="<bos>",
        eos_token="<|im_end|>", padding_side="left", model_max_length=4096, extra_special_tokens=named,
    )  # fmt: skip
    tokens.add_tokens(list(special), special_tokens=True)
    return tokens


def _text(tokens: Any, **changed: Any) -> dict[str, Any]:
    ends = {"bos_token_id": tokens.bos_token_id, "eos_token_id": tokens.eos_token_id}
    return {**TEXT, "vocab_size": len(tokens), **ends, "pad_token_id": tokens.pad_token_id, **changed}


def _template(image: str, start: str = "") -> str:
    return start + TEMPLATE.replace("<image>", image)


def _llava_next() -> tuple[Any, Any]:
    from transformers import (
        CLIPVisionConfig,
        LlamaConfig,
        LlavaNextConfig,
        LlavaNextForConditionalGeneration,
        LlavaNextProcessor,
    )
    from transformers.models.llava_next.image_processing_pil_llava_next import LlavaNextImageProcessorPil

    tokens = _tokenizer()
    config = LlavaNextConfig(
        vision_config=CLIPVisionConfig(**VISION, projection_dim=HIDDEN), text_config=LlamaConfig(**_text(tokens)),
        image_token_index=tokens.convert_tokens_to_ids("<image>"), vision_feature_layer=-1, image_grid_pinpoints=GRID,
        image_seq_length=16,
    )  # fmt: skip
    pictures = LlavaNextImageProcessorPil(size={"shortest_edge": SIDE}, crop_size=SQUARE, image_grid_pinpoints=GRID)
    processor = LlavaNextProcessor(
        image_processor=pictures, tokenizer=tokens, patch_size=8, vision_feature_select_strategy="default",
        num_additional_image_tokens=1, chat_template=_template("<image>"),
    )  # fmt: skip
    return LlavaNextForConditionalGeneration(config), processor


def _idefics3() -> tuple[Any, Any]:
    from transformers import Idefics3Config, Idefics3ForConditionalGeneration, Idefics3Processor, LlamaConfig
    from transformers.models.idefics3.configuration_idefics3 import Idefics3VisionConfig
    from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil

    tokens = _tokenizer(*_tiles())
    config = Idefics3Config(
        vision_config=Idefics3VisionConfig(**VISION), text_config=LlamaConfig(**_text(tokens)), scale_factor=2,
        image_token_id=tokens.convert_tokens_to_ids("<image>"),
    )  # fmt: skip
    pictures = Idefics3ImageProcessorPil(size={"longest_edge": 2 * SIDE}, max_image_size={"longest_edge": SIDE})
    processor = Idefics3Processor(
        pictures, tokens, image_seq_len=4, chat_template=_template("<image>", "{{ bos_token }}")
    )
    return Idefics3ForConditionalGeneration(config), processor


def _tiles() -> list[str]:
    """Return the tokens that Idefics3 and SmolVLM put around the pieces of a picture, here at most two by two."""
    places = [f"<row_{row}_col_{column}>" for row in (1, 2) for column in (1, 2)]
    return ["<fake_token_around_image>", "<end_of_utterance>", "<global-img>", *places]


def _gemma3() -> tuple[Any, Any]:
    from transformers import (
        Gemma3Config,
        Gemma3ForConditionalGeneration,
        Gemma3Processor,
        Gemma3TextConfig,
        SiglipVisionConfig,
    )
    from transformers.models.gemma3.image_processing_pil_gemma3 import Gemma3ImageProcessorPil

    tokens = _tokenizer(
        boi_token="<start_of_image>", eoi_token="<end_of_image>", image_token="<image_soft_token>"
    )  # fmt: skip
    # The window is shorter than any prompt here, as it is than a long answer in the published model.
    text = Gemma3TextConfig(
        **_text(tokens), head_dim=8, query_pre_attn_scalar=8, sliding_window=16,
        layer_types=["sliding_attention", "full_attention"],
    )  # fmt: skip
    config = Gemma3Config(
        vision_config=SiglipVisionConfig(**VISION, vision_use_head=False), text_config=text, mm_tokens_per_image=4,
        boi_token_index=tokens.boi_token_id, eoi_token_index=tokens.eoi_token_id,
        image_token_index=tokens.image_token_id,
    )  # fmt: skip
    processor = Gemma3Processor(
        Gemma3ImageProcessorPil(size=SQUARE), tokens, image_seq_length=4,
        chat_template=_template("<start_of_image>", "{{ bos_token }}"),
    )  # fmt: skip
    return Gemma3ForConditionalGeneration(config), processor


def _paligemma() -> tuple[Any, Any]:
    from transformers import (
        GemmaConfig,
        PaliGemmaConfig,
        PaliGemmaForConditionalGeneration,
        PaliGemmaProcessor,
        SiglipVisionConfig,
    )
    from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

    tokens = _tokenizer()
    pictures = SiglipImageProcessorPil(size=SQUARE)
    pictures.image_seq_length = 16
    processor = PaliGemmaProcessor(pictures, tokens)
    config = PaliGemmaConfig(
        vision_config=SiglipVisionConfig(**VISION, projection_dim=HIDDEN, vision_use_head=False),
        text_config=GemmaConfig(**_text(tokens), head_dim=8), projection_dim=HIDDEN,
        image_token_index=processor.image_token_id,
    )  # fmt: skip
    return PaliGemmaForConditionalGeneration(config), processor


def _mllama() -> tuple[Any, Any]:
    from transformers import MllamaConfig, MllamaForConditionalGeneration, MllamaProcessor
    from transformers.models.mllama.configuration_mllama import MllamaTextConfig, MllamaVisionConfig
    from transformers.models.mllama.image_processing_pil_mllama import MllamaImageProcessorPil

    tokens = _tokenizer("<|python_tag|>", "<|image|>")
    # All eight shapes of tiles must be there: the processor numbers them without asking the configuration.
    vision = MllamaVisionConfig(
        **VISION, num_global_layers=1, intermediate_layers_indices=[0], vision_output_dim=2 * HIDDEN
    )  # fmt: skip
    text = MllamaTextConfig(
        **_text(tokens, num_hidden_layers=3), cross_attention_layers=[1],
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
    )  # fmt: skip
    image = tokens.convert_tokens_to_ids("<|image|>")
    config = MllamaConfig(vision_config=vision, text_config=text, image_token_index=image)
    processor = MllamaProcessor(
        MllamaImageProcessorPil(size=SQUARE, max_image_tiles=4), tokens,
        chat_template=_template("<|image|>", "{{ bos_token }}"),
    )  # fmt: skip
    return MllamaForConditionalGeneration(config), processor


def _qwen2_vl() -> tuple[Any, Any]:
    from transformers import Qwen2VLConfig, Qwen2VLForConditionalGeneration, Qwen2VLProcessor
    from transformers.models.qwen2_vl.configuration_qwen2_vl import Qwen2VLTextConfig, Qwen2VLVisionConfig

    tokens, ids = _qwen_tokenizer()
    vision = Qwen2VLVisionConfig(depth=2, embed_dim=HIDDEN, hidden_size=HIDDEN, num_heads=2, mlp_ratio=2, patch_size=8)
    text = Qwen2VLTextConfig(**_text(tokens, rope_parameters=_MROPE))
    model = Qwen2VLForConditionalGeneration(Qwen2VLConfig(vision_config=vision, text_config=text, **ids))
    return model, Qwen2VLProcessor(**_qwen_parts(tokens))


def _qwen2_5_vl() -> tuple[Any, Any]:
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration, Qwen2_5_VLProcessor
    from transformers.models.qwen2_5_vl.configuration_qwen2_5_vl import Qwen2_5_VLTextConfig, Qwen2_5_VLVisionConfig

    tokens, ids = _qwen_tokenizer()
    vision = Qwen2_5_VLVisionConfig(
        depth=2, hidden_size=HIDDEN, intermediate_size=2 * HIDDEN, num_heads=2, patch_size=8, window_size=32,
        out_hidden_size=HIDDEN, fullatt_block_indexes=[1],
    )  # fmt: skip
    text = Qwen2_5_VLTextConfig(**_text(tokens, rope_parameters=_MROPE))
    model = Qwen2_5_VLForConditionalGeneration(Qwen2_5_VLConfig(vision_config=vision, text_config=text, **ids))
    return model, Qwen2_5_VLProcessor(**_qwen_parts(tokens))


def _qwen3_vl() -> tuple[Any, Any]:
    from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration, Qwen3VLProcessor
    from transformers.models.qwen3_vl.configuration_qwen3_vl import Qwen3VLTextConfig, Qwen3VLVisionConfig
    from transformers.models.qwen3_vl.video_processing_qwen3_vl import Qwen3VLVideoProcessor

    tokens, ids = _qwen_tokenizer()
    vision = Qwen3VLVisionConfig(
        depth=2, hidden_size=HIDDEN, intermediate_size=2 * HIDDEN, num_heads=2, patch_size=8, out_hidden_size=HIDDEN,
        num_position_embeddings=64, deepstack_visual_indexes=[0],
    )  # fmt: skip
    text = Qwen3VLTextConfig(**_text(tokens, rope_parameters={**_MROPE, "mrope_interleaved": True}), head_dim=8)
    model = Qwen3VLForConditionalGeneration(Qwen3VLConfig(vision_config=vision, text_config=text, **ids))
    parts = {**_qwen_parts(tokens), "video_processor": Qwen3VLVideoProcessor(patch_size=8)}
    return model, Qwen3VLProcessor(**parts)


_MROPE = {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [2, 1, 1]}


def _qwen_tokenizer() -> tuple[Any, dict[str, int]]:
    names = ("vision_start", "vision_end", "image_pad", "video_pad")
    tokens = _tokenizer(*(f"<|{name}|>" for name in names))
    start, end, image, video = (tokens.convert_tokens_to_ids(f"<|{name}|>") for name in names)
    ids = {"image_token_id": image, "video_token_id": video}
    return tokens, {**ids, "vision_start_token_id": start, "vision_end_token_id": end}


def _qwen_parts(tokens: Any) -> dict[str, Any]:
    """Return what all three Qwen processors are made of; pictures keep their shape, within `PIXELS` pixels."""
    from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor
    from transformers.models.qwen2_vl.video_processing_qwen2_vl import Qwen2VLVideoProcessor

    return {
        "image_processor": Qwen2VLImageProcessor(size=PIXELS, patch_size=8),
        "tokenizer": tokens,
        "video_processor": Qwen2VLVideoProcessor(patch_size=8),
        "chat_template": _template("<|vision_start|><|image_pad|><|vision_end|>"),
    }


def _internvl() -> tuple[Any, Any]:
    from transformers import InternVLConfig, InternVLForConditionalGeneration, InternVLProcessor, Qwen2Config
    from transformers.models.got_ocr2.image_processing_got_ocr2 import GotOcr2ImageProcessor
    from transformers.models.internvl.configuration_internvl import InternVLVisionConfig
    from transformers.models.internvl.video_processing_internvl import InternVLVideoProcessor

    tokens = _tokenizer(
        start_image_token="<img>", end_image_token="</img>", context_image_token="<IMG_CONTEXT>",
        video_token="<video>",
    )  # fmt: skip
    config = InternVLConfig(
        vision_config=InternVLVisionConfig(**VISION), text_config=Qwen2Config(**_text(tokens)), image_seq_length=4,
        image_token_id=tokens.context_image_token_id,
    )  # fmt: skip
    processor = InternVLProcessor(
        GotOcr2ImageProcessor(size=SQUARE, crop_to_patches=True, max_patches=4), tokens,
        InternVLVideoProcessor(size=SQUARE), image_seq_length=4, chat_template=_template("<IMG_CONTEXT>"),
    )  # fmt: skip
    return InternVLForConditionalGeneration(config), processor


def _llava_onevision() -> tuple[Any, Any]:
    from transformers import (
        LlavaOnevisionConfig,
        LlavaOnevisionForConditionalGeneration,
        LlavaOnevisionProcessor,
        Qwen2Config,
        SiglipVisionConfig,
    )
    from transformers.models.llava_onevision.image_processing_llava_onevision import LlavaOnevisionImageProcessor
    from transformers.models.llava_onevision.video_processing_llava_onevision import LlavaOnevisionVideoProcessor

    tokens = _tokenizer("<video>")
    config = LlavaOnevisionConfig(
        vision_config=SiglipVisionConfig(**VISION, vision_use_head=False), text_config=Qwen2Config(**_text(tokens)),
        image_token_index=tokens.convert_tokens_to_ids("<image>"), image_grid_pinpoints=GRID,
        video_token_index=tokens.convert_tokens_to_ids("<video>"),
    )  # fmt: skip
    processor = LlavaOnevisionProcessor(
        LlavaOnevisionImageProcessor(size=SQUARE, image_grid_pinpoints=GRID), tokens,
        LlavaOnevisionVideoProcessor(size=SQUARE), num_image_tokens=16, vision_feature_select_strategy="full",
        chat_template=_template("<image>"),
    )  # fmt: skip
    return LlavaOnevisionForConditionalGeneration(config), processor


def _smolvlm() -> tuple[Any, Any]:
    from transformers import LlamaConfig, SmolVLMConfig, SmolVLMForConditionalGeneration, SmolVLMProcessor
    from transformers.models.smolvlm.configuration_smolvlm import SmolVLMVisionConfig
    from transformers.models.smolvlm.image_processing_smolvlm import SmolVLMImageProcessor
    from transformers.models.smolvlm.video_processing_smolvlm import SmolVLMVideoProcessor

    tokens = _tokenizer(*_tiles(), "<video>")
    config = SmolVLMConfig(
        vision_config=SmolVLMVisionConfig(**VISION), text_config=LlamaConfig(**_text(tokens)), scale_factor=2,
        image_token_id=tokens.convert_tokens_to_ids("<image>"),
    )  # fmt: skip
    sizes = {"size": {"longest_edge": 2 * SIDE}, "max_image_size": {"longest_edge": SIDE}}
    processor = SmolVLMProcessor(
        SmolVLMImageProcessor(**sizes), tokens, SmolVLMVideoProcessor(**sizes), image_seq_len=4,
        chat_template=_template("<image>", "{{ bos_token }}"),
    )  # fmt: skip
    return SmolVLMForConditionalGeneration(config), processor


_SEEDED: Mapping[str, tuple[Callable[[], tuple[Any, Any]], int]] = {
    "llava_next": (_llava_next, 78),
    "idefics3": (_idefics3, 139),
    "gemma3": (_gemma3, 59),
    "paligemma": (_paligemma, 21),
    "mllama": (_mllama, 26),
}
_SEEDED_WITH_TORCHVISION: Mapping[str, tuple[Callable[[], tuple[Any, Any]], int]] = {
    "qwen2_vl": (_qwen2_vl, 116),
    "qwen2_5_vl": (_qwen2_5_vl, 131),
    "qwen3_vl": (_qwen3_vl, 84),
    "internvl": (_internvl, 116),
    "llava_onevision": (_llava_onevision, 111),
    "smolvlm": (_smolvlm, 37),
}
ARCHITECTURES = ("llava", *_SEEDED)
WITH_TORCHVISION = tuple(_SEEDED_WITH_TORCHVISION)
