"""A tiny random-weight LLaVA built from its configuration (nothing is downloaded), fitted in seconds to count squares.

Initial weights are wider than usual (0.1): with 0.02 the picture has no influence on the answer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n"
    "{% if m['content'] is string %}{{ m['content'] }}{% else %}{% for c in m['content'] %}"
    "{% if c['type'] == 'image' %}<image>{% elif c['type'] == 'text' %}{{ c['text'] }}{% endif %}"
    "{% endfor %}{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
SPECIAL = ["<pad>", "<bos>", "<|im_start|>", "<|im_end|>", "<image>"]
SIDE = 32
READ = {n: n for n in range(1, 5)}
QUESTION = "How many squares are in the picture?"


def picture(squares: int) -> Image.Image:
    """Draw 1 to 4 black squares on white."""
    drawn = Image.new("RGB", (SIDE, SIDE), "white")
    pen = ImageDraw.Draw(drawn)
    for number in range(squares):
        x, y = 16 * (number % 2) + 4, 16 * (number // 2) + 4
        pen.rectangle((x, y, x + 7, y + 7), fill="black")
    return drawn


def counting_folder(folder: Path, squares: Sequence[int]) -> Path:
    """Write a folder in MathVista's layout that asks how many squares each picture shows, and return it."""
    images = folder / "data" / "images"
    images.mkdir(parents=True)
    problems = {}
    for number, count in enumerate(squares):
        picture(count).save(images / f"{number}.png")
        problems[str(number)] = {
            "question": QUESTION, "image": f"images/{number}.png", "choices": None, "unit": None, "precision": None,
            "answer": str(count), "question_type": "free_form", "answer_type": "integer",
            "metadata": {"split": "testmini", "language": "english", "context": "synthetic scene", "task": "counting"},
        }  # fmt: skip
    (folder / "data" / "testmini.json").write_text(json.dumps(problems))
    return folder


def build(folder: Path, hidden: int = 32) -> tuple[Any, Any]:
    """Build model and processor and save both."""
    import torch
    from transformers import (
        CLIPVisionConfig,
        GenerationConfig,
        LlamaConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
        LlavaProcessor,
    )
    from transformers.models.llava.image_processing_pil_llava import LlavaImageProcessorPil

    torch.set_num_threads(1)
    torch.manual_seed(0)
    tokens = byte_tokenizer()
    ids = {token: tokens.convert_tokens_to_ids(token) for token in SPECIAL}
    ends = {"bos_token_id": ids["<bos>"], "eos_token_id": ids["<|im_end|>"], "pad_token_id": ids["<pad>"]}
    vision = CLIPVisionConfig(
        hidden_size=hidden, intermediate_size=2 * hidden, num_hidden_layers=2, num_attention_heads=2,
        image_size=SIDE, patch_size=8, projection_dim=hidden,
    )  # fmt: skip
    text = LlamaConfig(
        vocab_size=len(tokens), hidden_size=hidden, intermediate_size=2 * hidden, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=4096, **ends,
    )  # fmt: skip
    model = LlavaForConditionalGeneration(
        LlavaConfig(
            vision_config=vision, text_config=text, image_token_index=ids["<image>"], vision_feature_layer=-1,
            vision_feature_select_strategy="default", image_seq_length=16,
        )
    )  # fmt: skip
    for _, weights in model.named_parameters():
        if weights.dim() > 1:
            torch.nn.init.normal_(weights, std=0.1)
    model.generation_config = GenerationConfig(**ends)
    processor = LlavaProcessor(
        image_processor=LlavaImageProcessorPil(
            size={"shortest_edge": SIDE}, crop_size={"height": SIDE, "width": SIDE}
        ),
        tokenizer=tokens, patch_size=8, vision_feature_select_strategy="default",
        num_additional_image_tokens=1, chat_template=TEMPLATE,
    )  # fmt: skip
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return model, processor


def byte_tokenizer(*more: str) -> Any:
    """Train a tokenizer of bytes and a few merges; `more` are further special tokens."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=384, special_tokens=[*SPECIAL, *more], show_progress=False, initial_alphabet=alphabet
    )
    tokenizer.train_from_iterator([f"{QUESTION} \\boxed{{1}} \\boxed{{2}} \\boxed{{3}} \\boxed{{4}} user"], trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", bos_token="<bos>", eos_token="<|im_end|>",
        padding_side="left", model_max_length=4096,
    )  # fmt: skip


def prompt() -> str:
    """Return the prompt of a counting question, as the MathVista loader writes it."""
    hint = (
        "Please answer the question requiring an integer answer and provide the final value, e.g., 1, 2, 3, at the end."
    )
    return f"Hint: {hint}\nQuestion: {QUESTION}"


def fit(model: Any, processor: Any, said: Mapping[int, int] = READ, steps: int = 400) -> float:
    """Train on pictures until each number of squares is answered as `said` says; returns the last loss."""
    import torch

    tokens = processor.tokenizer
    rows = [
        [{"role": "user", "content": [{"type": "image", "image": picture(n)}, {"type": "text", "text": prompt()}]}]
        for n in said
    ]
    asked = processor.apply_chat_template(
        rows, add_generation_prompt=True, tokenize=True, return_dict=True, return_tensors="pt",
        processor_kwargs={"padding": True},
    )  # fmt: skip
    answers = tokens(
        [f"\\boxed{{{n}}}<|im_end|>" for n in said.values()], return_tensors="pt", padding=True, padding_side="right",
        add_special_tokens=False,
    )  # fmt: skip
    ids = torch.cat([asked["input_ids"], answers["input_ids"]], 1)
    mask = torch.cat([asked["attention_mask"], answers["attention_mask"]], 1)
    wanted = answers["input_ids"].masked_fill(answers["attention_mask"] == 0, -100)
    labels = torch.cat([torch.full_like(asked["input_ids"], -100), wanted], 1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)
    model.train()
    loss = float("inf")
    for _ in range(steps):
        out = model(input_ids=ids, attention_mask=mask, pixel_values=asked["pixel_values"], labels=labels)
        out.loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        loss = out.loss.item()
        if loss < 0.005:
            break
    model.eval()
    return loss
