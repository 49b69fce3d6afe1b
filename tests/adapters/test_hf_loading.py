"""What `hf:` loads and says of it: PEFT adapters, code from the hub, sizes of pictures, packages that are missing."""

from __future__ import annotations

import json
import shutil
from importlib import util
from typing import TYPE_CHECKING, Any

import pytest
from local_model import ask, asked_of, counting_request, loaded
from support import mmbench
from tiny_llava import fit

from mmbench.adapters.hf import HFModel
from mmbench.adapters.hf.engine import memory_budget
from mmbench.errors import UsageError
from mmbench.records import Image

if TYPE_CHECKING:
    from pathlib import Path


def model_of(name: str, **options: Any) -> HFModel:
    return HFModel(name, HFModel.Options(**options))


@pytest.fixture(scope="module")
def lora(tiny_llava: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a PEFT adapter, trained to answer the squares of the picture and one more."""
    import peft
    import torch
    from transformers import AutoModelForImageTextToText, AutoProcessor

    torch.manual_seed(0)
    processor = AutoProcessor.from_pretrained(tiny_llava)
    model = AutoModelForImageTextToText.from_pretrained(tiny_llava)
    config = peft.LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", init_lora_weights=True)
    model = peft.get_peft_model(model, config)
    assert fit(model, processor, {1: 2, 2: 3, 3: 4}) < 0.05
    folder = tmp_path_factory.mktemp("lora")
    model.save_pretrained(folder)
    return folder


def test_a_peft_adapter_changes_the_answers_and_is_named_in_the_run(
    tiny_llava: Path, lora: Path, tmp_path: Path
) -> None:
    requests = [counting_request(tmp_path, n, max_tokens=16) for n in (1, 2, 3)]
    answers = asked_of(f"{tiny_llava}+lora={lora}", requests)
    assert [answer.text for answer in answers] == ["\\boxed{2}", "\\boxed{3}", "\\boxed{4}"]
    identity = model_of(f"{tiny_llava}+lora={lora}").identity()
    assert identity["lora"].startswith("sha256:")
    assert identity["revision"] == model_of(str(tiny_llava)).identity()["revision"]


def test_an_adapter_without_its_checkpoint_or_its_folder_is_wrong_usage(tiny_llava: Path) -> None:
    with pytest.raises(UsageError, match="expected hf:owner/name or hf:FOLDER"):
        model_of(f"{tiny_llava}+lora=")
    with pytest.raises(UsageError, match=r"\+lora=nowhere cannot be loaded"):
        model_of(f"{tiny_llava}+lora=nowhere").load({})


@pytest.mark.parametrize(
    ("name", "options", "package", "command"),
    [
        ("x+lora=y", {}, "peft", "mmbench[lora]"),
        ("x", {"quantization": "4bit"}, "bitsandbytes", "bitsandbytes"),
        ("x", {"attention": "flash_attention_2"}, "flash_attn", "flash-attn"),
        ("x", {}, "torch", "mmbench[hf]"),
    ],
)
def test_a_package_that_is_missing_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, name: str, options: dict[str, str], package: str, command: str
) -> None:
    found = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda asked: None if asked == package else found("json"))
    with pytest.raises(UsageError, match=rf"needs {package}, .*pip install '{command.replace('[', '.')[:7]}"):
        model_of(name, **options)


def test_code_that_comes_with_a_checkpoint_is_not_run_unless_asked_for(tiny_llava: Path, tmp_path: Path) -> None:
    """A checkpoint whose configuration names a class of its own: refused, then run and named in the identity."""
    folder = tmp_path / "own"
    shutil.copytree(tiny_llava, folder)
    config = json.loads((folder / "config.json").read_text())
    config["model_type"] = "own_llava"
    config["auto_map"] = {"AutoConfig": "own.OwnConfig", "AutoModelForImageTextToText": "own.OwnModel"}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "own.py").write_text(
        "from pathlib import Path\n"
        "from transformers import LlavaConfig, LlavaForConditionalGeneration\n"
        f"Path({str(tmp_path / 'ran')!r}).touch()\n"
        "class OwnConfig(LlavaConfig):\n    model_type = 'own_llava'\n"
        "class OwnModel(LlavaForConditionalGeneration):\n    config_class = OwnConfig\n"
    )
    out = tmp_path / "run"
    arguments = ("eval", "--benchmark", "figures:n=1", "--max-tokens", "2", "--max-failures", "1", "--out", str(out))
    refused = mmbench(*arguments, "--model", f"hf:{folder}", HF_MODULES_CACHE=str(tmp_path / "modules"))
    assert refused.returncode == 2
    assert "trust_remote_code" in refused.stderr
    assert not (tmp_path / "ran").exists()
    assert "trust_remote_code" not in model_of(str(folder)).identity()
    trusted = mmbench(
        *arguments[:-1], f"{out}-trusted", "--model", f"hf:{folder}", "--model-option", "trust_remote_code=true",
        HF_MODULES_CACHE=str(tmp_path / "modules"),
    )  # fmt: skip
    assert trusted.returncode == 0, trusted.stderr
    assert (tmp_path / "ran").exists()
    run = json.loads((tmp_path / "run-trusted" / "run.json").read_text())
    assert run["asked"]["model"]["trust_remote_code"] == "true"


@pytest.mark.parametrize(
    ("bounds", "size"),
    [
        ({}, (300, 200)),
        ({"max_pixels": 15_000}, (150, 100)),
        ({"min_pixels": 240_000}, (600, 400)),
        ({"min_pixels": 10, "max_pixels": 100_000}, (300, 200)),
        ({"max_pixels": 1}, (1, 1)),
    ],
)
def test_pictures_are_resized_to_between_the_bounds(
    tiny_llava: Path, tmp_path: Path, bounds: dict[str, int], size: tuple[int, int]
) -> None:
    from PIL import Image as Picture

    Picture.new("RGB", (300, 200), "red").save(tmp_path / "1.png")
    request = counting_request(tmp_path, 1, max_tokens=1)
    with loaded(tiny_llava, **bounds) as model:
        turns = model.preparer.prepare(request).turns
    (shown,) = [block["image"] for block in turns[0]["content"] if block["type"] == "image"]
    assert shown.size == size
    assert isinstance(request.messages[0].content[0], Image)


def test_half_precision_is_loaded_as_asked(tiny_llava: Path, tmp_path: Path) -> None:
    import torch

    with loaded(tiny_llava, dtype="bfloat16") as model:
        assert model.engine.model.dtype is torch.bfloat16
        assert ask(model, [counting_request(tmp_path, 3, max_tokens=16)])[0].text == "\\boxed{3}"


def test_a_batch_is_bounded_without_a_gpu_too(tiny_llava: Path) -> None:
    with loaded(tiny_llava) as model:
        assert memory_budget(model.engine.model) == model.engine.limits.tokens == 65_536
        assert model.concurrency == 64
    with loaded(tiny_llava, token_budget=9000, batch_size=3) as model:
        assert (model.engine.limits.tokens, model.engine.limits.rows, model.concurrency) == (9000, 3, 6)


def test_an_unknown_option_is_named(tmp_path: Path) -> None:
    done = mmbench("eval", "--model", f"hf:{tmp_path}", "--model-option", "max_pixel=3")
    assert done.returncode == 2
    assert "did you mean 'max_pixels'" in done.stderr.lower()
