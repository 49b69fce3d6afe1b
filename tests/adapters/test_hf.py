"""The real `hf:` path on CPU: AutoProcessor, AutoModelForImageTextToText, a tiny checkpoint of a real architecture."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from local_model import ask, counting_request, loaded
from support import mmbench, read_lines
from tiny_llava import counting_folder, picture, prompt

from mmbench.adapters.hf import HFModel
from mmbench.config import EvalConfig
from mmbench.errors import UsageError
from mmbench.evaluate import evaluate
from mmbench.images import file_image, open_image
from mmbench.making import make_model
from mmbench.records import Image, Message, Request, Sampling, Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def counting(tmp_path: Path) -> Path:
    """Return a folder in MathVista's layout: 12 pictures of 1 to 4 squares, in an order that no guess matches."""
    return counting_folder(tmp_path, [3, 1, 4, 1, 2, 4, 3, 2, 1, 2, 4, 3])


def test_the_model_reads_every_picture_right_through_the_command_line(
    tiny_llava: Path, counting: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    done = mmbench(
        "eval", "--model", f"hf:{tiny_llava}", "--benchmark", "mathvista", "--data", str(counting),
        "--out", str(out), "--max-tokens", "16", "--model-option", "batch_size=5",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    summary = json.loads((out / "summary.json").read_text())
    assert (summary["right"], summary["n"]) == (12, 12)
    lines = read_lines(out / "responses.jsonl")
    assert {line["trace"]["text"] for line in lines} == {"\\boxed{1}", "\\boxed{2}", "\\boxed{3}", "\\boxed{4}"}
    call = lines[0]["trace"]["calls"][0]
    assert call["response"]["usage"]["output_tokens"] > 0
    identity = json.loads((out / "run.json").read_text())["asked"]["model"]
    assert identity["revision"].startswith("sha256:")


def test_a_question_with_the_wrong_picture_gets_the_wrong_answer(
    tiny_llava: Path, counting: Path, tmp_path: Path
) -> None:
    """The pictures decide: swap them under the questions and every answer follows its picture."""
    images = counting / "data" / "images"
    for number in range(12):
        picture(4).save(images / f"{number}.png")
    config = EvalConfig(
        model=f"hf:{tiny_llava}", benchmarks=("mathvista",), data={"mathvista": str(counting)},
        out=str(tmp_path / "run"), max_tokens=16,
    )  # fmt: skip
    assert evaluate(config).summary["right"] == 3


def test_twenty_real_items_reach_the_model_as_pixels(
    tiny_llava: Path, shared: Callable[[str], Path], tmp_path: Path
) -> None:
    """The decoded pictures, as the processor makes them, are what the model's vision tower is given."""
    folder = shared("MathVista")
    config = EvalConfig(
        model=f"hf:{tiny_llava}", benchmarks=("mathvista",), data={"mathvista": str(folder)},
        ids=tuple(_with_image(folder)), out=str(tmp_path / "run"), max_tokens=4,
        model_options={"batch_size": "4"},
    )  # fmt: skip
    model = make_model(config)
    assert isinstance(model, HFModel)
    seen: list[Any] = []
    load = model.load

    def load_and_watch(cards: Any) -> None:
        load(cards)
        model.engine.model.model.vision_tower.register_forward_pre_hook(
            lambda module, args, kwargs: seen.append(args[0] if args else kwargs["pixel_values"]), with_kwargs=True
        )
        expected.extend(
            model.preparer.processor.image_processor(
                open_image(file_image(folder, f"data/images/{pid}.jpg")), return_tensors="pt"
            )["pixel_values"][0]
            for pid in config.ids
        )

    expected: list[Any] = []
    model.load = load_and_watch  # type: ignore[method-assign]
    done = evaluate(config, model=model)
    assert done.within_budget
    assert len(read_lines(done.path / "responses.jsonl")) == 20
    pixels = [row for batch in seen for row in batch]
    assert len(pixels) == 20
    for wanted in expected:
        assert any(wanted.equal(row) for row in pixels)
    assert len({row.numpy().tobytes() for row in pixels}) == 20


def _with_image(folder: Path) -> list[str]:
    return sorted((path.stem for path in (folder / "data" / "images").glob("*.jpg")), key=int)[:20]


def test_real_items_through_the_command_line(tiny_llava: Path, shared: Callable[[str], Path], tmp_path: Path) -> None:
    folder = shared("MathVista")
    out = tmp_path / "run"
    done = mmbench(
        "eval", "--model", f"hf:{tiny_llava}", "--benchmark", "mathvista", "--data", str(folder),
        "--ids", ",".join(_with_image(folder)), "--out", str(out), "--max-tokens", "4",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(read_lines(out / "responses.jsonl")) == 20


def test_items_without_a_picture_fail_and_say_so(
    tiny_llava: Path, shared: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = shared("MathVista")
    out = tmp_path / "run"
    done = mmbench(
        "eval", "--model", f"hf:{tiny_llava}", "--benchmark", "mathvista", "--data", str(folder), "--limit", "20",
        "--out", str(out), "--max-tokens", "4",
    )  # fmt: skip
    assert done.returncode == 5, done.stderr
    assert "more than the 0 allowed" in done.stderr
    lines = read_lines(out / "responses.jsonl")
    assert len(lines) == 20
    for line in lines:
        pid = line["item"].split("/")[1]
        has_picture = (folder / "data" / "images" / f"{pid}.jpg").exists()
        assert ("failure" not in line) == has_picture
        if not has_picture:
            assert line["failure"]["stage"] == "image"
            assert f"images/{pid}.jpg is missing" in line["failure"]["error"]


def test_a_cut_answer_is_marked(tiny_llava: Path, tmp_path: Path) -> None:
    with loaded(tiny_llava) as model:
        cut, whole = ask(model, [counting_request(tmp_path, 2, max_tokens=n) for n in (2, 16)])
    assert (cut.finish, cut.usage.output_tokens) == ("length", 2)
    assert (whole.finish, whole.usage.output_tokens, whole.text) == ("stop", 6, "\\boxed{2}")


def test_an_unreadable_picture_costs_its_own_request_only(tiny_llava: Path, tmp_path: Path) -> None:
    good = [counting_request(tmp_path, n, max_tokens=16) for n in (1, 2)]
    (tmp_path / "torn.png").write_bytes((tmp_path / "1.png").read_bytes()[:60])
    blocks = (Image(image=file_image(tmp_path, "torn.png")), Text(text=prompt()))
    bad = Request(messages=(Message(role="user", content=blocks),), sampling=Sampling(max_tokens=16))

    async def asked() -> list[Any]:
        return await asyncio.gather(*map(model.generate, [good[0], bad, good[1]]), return_exceptions=True)

    with loaded(tiny_llava) as model:
        one, error, two = asyncio.run(asked())
    assert (one.text, two.text) == ("\\boxed{1}", "\\boxed{2}")
    assert "torn.png cannot be decoded" in str(error)


def test_what_is_no_model_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "llama"}')
    model = make_model(EvalConfig(model=str(tmp_path)))
    with pytest.raises(UsageError, match="cannot be loaded"):
        model.load({})
