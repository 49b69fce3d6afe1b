"""The options of `hf:`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from mmbench.records import Record

__all__ = ["HFOptions"]

Count = Annotated[int, Meta(ge=0)]


class HFOptions(Record, frozen=True, forbid_unknown_fields=True):
    """Options of `hf:`.

    `dtype` is that of the weights; `auto` takes the checkpoint's. `quantization` loads them in 8 or 4 bits through
    bitsandbytes. `device_map` is accelerate's (`auto`, `cuda:0`, `cpu`). `revision` pins a hub commit, branch or tag.
    `attention` is transformers' `attn_implementation` (`sdpa`, `flash_attention_2`, `eager`). `trust_remote_code` runs
    code that comes with the checkpoint. `thinking` turns a template's thinking mode on or off; without it the template
    decides. Pictures are resized, proportions kept, to between `min_pixels` and `max_pixels` pixels (0: no bound).

    A batch holds at most `token_budget` tokens, padding and room for the answers included (0: what fits in the memory
    left, or 65536 where that is not known), and at most `batch_size` rows (0: no bound). With `join`, waiting requests
    take the places of finished ones while the batch runs, where the architecture allows it.
    """

    dtype: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    quantization: Literal["", "8bit", "4bit"] = ""
    device_map: str = "auto"
    revision: str = ""
    attention: str = ""
    trust_remote_code: bool = False
    thinking: Literal["", "on", "off"] = ""
    min_pixels: Count = 0
    max_pixels: Count = 0
    token_budget: Count = 0
    batch_size: Count = 0
    join: bool = False

    def identity(self) -> dict[str, str]:
        """Return the options that change answers, those away from their defaults, as text.

        Batches change an answer's last bits at most; `mmbench doctor --determinism` measures how often that shows.
        """
        telling = ("quantization", "attention", "trust_remote_code", "thinking", "min_pixels", "max_pixels")
        usual = HFOptions()
        found = {name: getattr(self, name) for name in telling if getattr(self, name) != getattr(usual, name)}
        return {"dtype": self.dtype, **{name: str(value).lower() for name, value in found.items()}}
