"""`lmms:` against the installed lmms-eval: classes of an outside package, and the package's own."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from endpoint import serving
from PIL import Image as Pictures
from support import ROOT, Numbers, mmbench, read_lines
from tiny_llava import counting_folder, picture, prompt

from mmbench.adapters.lmms import LmmsModel
from mmbench.config import EvalConfig
from mmbench.errors import UsageError
from mmbench.evaluate import evaluate
from mmbench.images import file_image
from mmbench.making import make_model
from mmbench.records import Image, Message, Request, Sampling, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip(
    "lmms_eval", reason="lmms-eval is not installed here; `make test-lmms` runs these in an environment of their own"
)
PLUGIN = Path(__file__).parent / "plugin"
sys.path.insert(0, str(PLUGIN))  # lmms-eval looks for entry points once, when its models are imported

RIGHT = {"\\boxed{1}", "\\boxed{2}", "\\boxed{3}", "\\boxed{4}"}
KEY = "sk-planted-0123456789"


@pytest.fixture
def counting(tmp_path: Path) -> Path:
    """Return a folder in MathVista's layout: the four pictures, in an order that no guess matches."""
    return counting_folder(tmp_path / "counting", (3, 1, 4, 2))


def _config(model: str, counting: Path, out: Path, **options: str) -> EvalConfig:
    return EvalConfig(
        model=model, benchmarks=("mathvista",), data={"mathvista": str(counting)}, out=str(out), max_tokens=16,
        model_options=options,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "size"), [("tiny_chat", 4), ("tiny_simple", 4), ("tiny", 1)])
def test_a_class_reads_every_picture_right(
    name: str, size: int, tiny_llava: Path, counting: Path, tmp_path: Path
) -> None:
    config = _config(f"lmms:{name}", counting, tmp_path / "run", args=f"pretrained={tiny_llava}", batch_size=str(size))
    model = make_model(config)
    assert isinstance(model, LmmsModel)
    lists: list[int] = []
    close = model.close

    def close_and_look() -> None:
        lists.extend(model.model.lists)
        close()

    model.close = close_and_look  # type: ignore[method-assign]
    done = evaluate(config, model=model)
    assert (done.summary["right"], done.summary["n"]) == (4, 4)
    assert lists == [size] * (4 // size), "what waits together goes to the class as one list"
    lines = read_lines(done.path / "responses.jsonl")
    assert {line["trace"]["text"] for line in lines} == RIGHT
    asked = json.loads((done.path / "run.json").read_text())["asked"]["model"]
    assert (asked["name"], asked["args"]) == (f"lmms:{name}", f"pretrained={tiny_llava}")
    assert asked["lmms_eval"].startswith("0.")


def test_the_command_line_prints_the_summary_alone(tiny_llava: Path, counting: Path, tmp_path: Path) -> None:
    """What the class prints goes to standard error."""
    done = mmbench(
        "eval", "--model", "lmms:tiny_chat", "--model-option", f"args=pretrained={tiny_llava}", "--benchmark",
        "mathvista", "--data", str(counting), "--out", str(tmp_path / "run"), "--max-tokens", "16", "--json",
        PYTHONPATH=f"{ROOT}:{PLUGIN}",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["right"] == 4
    assert "generating" in done.stderr


@pytest.mark.parametrize("simple", ["false", "true"])
def test_lmms_evals_own_llava_reads_every_picture_right(
    simple: str, tiny_llava: Path, counting: Path, tmp_path: Path
) -> None:
    """The simple class breaks the line after the picture, which the tiny model never saw: its template takes it out."""
    checkpoint = shutil.copytree(tiny_llava, tmp_path / "llava")
    template = checkpoint / "chat_template.jinja"
    whole = "{% if m['content'] is string %}{{ m['content'] }}"
    assert whole in template.read_text()
    joined = whole.replace("m['content'] }}", "m['content'] | replace('<image>\\n', '<image>') }}")
    template.write_text(template.read_text().replace(whole, joined))
    args = f"pretrained={checkpoint},device=cpu,device_map=cpu,dtype=float32"
    config = _config("lmms:llava_hf", counting, tmp_path / "run", args=args, force_simple=simple)
    done = evaluate(config)
    assert done.summary["failed"] == 0
    texts = {line["trace"]["text"] for line in read_lines(done.path / "responses.jsonl")}
    assert (done.summary["right"], texts) == (4, RIGHT)
    path = json.loads((done.path / "run.json").read_text())["asked"]["model"]["class"]
    assert path == f"lmms_eval.models.{'simple' if simple == 'true' else 'chat'}.llava_hf.LlavaHf"


@pytest.mark.parametrize("simple", ["false", "true"])
def test_lmms_evals_own_endpoint_model_is_asked_with_pictures_and_its_failures_are_failures(
    simple: str, counting: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers a failed request with a text that says so, which is no answer of a model."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    whole = {_pixels(picture(count)): count for count in range(1, 5)}

    def reply(body: dict[str, Any]) -> str | int:
        count = whole[_pixels(_sent(body))]
        return 400 if count == 4 else f"\\boxed{{{count}}}"

    with serving(reply) as endpoint:
        args = f"model=tiny,base_url={endpoint.url},max_retries=1,timeout=30"
        config = _config(
            "lmms:openai_compatible", counting, tmp_path / "run", args=args, force_simple=simple, batch_size="4"
        )
        done = evaluate(config)
    assert (done.summary["right"], done.summary["failed"], done.within_budget) == (3, 1, False)
    failed = [line for line in read_lines(done.path / "responses.jsonl") if line.get("failure")]
    assert "[LMMS_EVAL_REQUEST_FAILED after 1 retries] Error code: 400" in failed[0]["failure"]["error"]
    assert {body["max_tokens"] for body in endpoint.asked} == {16}
    assert {body["temperature"] for body in endpoint.asked} == {0}
    for path in done.path.rglob("*"):
        assert path.is_dir() or KEY.encode() not in path.read_bytes(), path


def _sent(body: dict[str, Any]) -> Pictures.Image:
    import base64
    import io

    (message,) = body["messages"]
    (url,) = [block["image_url"]["url"] for block in message["content"] if block["type"] == "image_url"]
    return Pictures.open(io.BytesIO(base64.b64decode(url.partition(",")[2])))


def _pixels(image: Pictures.Image) -> bytes:
    return image.convert("RGB").tobytes()


@pytest.mark.parametrize("size", ["1", "4"])
def test_what_a_model_does_wrong_costs_the_item_alone(
    size: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    config = EvalConfig(model="lmms:troubled", out=str(tmp_path / "run"), model_options={"batch_size": size})
    done = evaluate(config, benchmarks={"numbers": Numbers(10)})
    lines = {int(line["item"].split("/")[1]): line for line in read_lines(done.path / "responses.jsonl")}
    errors = {number: line["failure"]["error"] for number, line in lines.items() if line.get("failure")}
    assert set(errors) == {1, 2, 4, 5, 6}
    assert "ValueError: wrong key *** xxx" in errors[1], "a key is not kept"
    assert len(errors[1]) < 500
    assert "it called sys.exit('out of licences')" in errors[2]
    assert "found dict: {'answer': 8}" in errors[4]
    assert "[LMMS_EVAL_REQUEST_FAILED after 5 retries] Connection error." in errors[5]
    assert "expected a list of 1 answers, found 0 answers" in errors[6]
    assert lines[3]["trace"].get("text", "") == "", "an empty answer stays one"
    assert done.summary["right"] == 4, done.summary
    usage = lines[8]["trace"]["calls"][0]["response"]["usage"]
    assert (usage["input_tokens"], usage["output_tokens"]) == (5, 1)


@pytest.fixture
def tiny(tiny_llava: Path) -> Iterator[LmmsModel]:
    options = {"args": f"pretrained={tiny_llava}", "batch_size": "4"}
    model = make_model(EvalConfig(model="lmms:tiny_chat", model_options=options))
    assert isinstance(model, LmmsModel)
    model.load({})
    yield model
    model.close()


def _request(folder: Path, squares: int, **sampling: Any) -> Request:
    path = folder / f"{squares}.png"
    picture(squares).save(path)
    blocks = (Image(image=file_image(folder, path.name)), Text(text=prompt()))
    return Request(messages=(Message(role="user", content=blocks),), sampling=Sampling(**sampling))


def test_an_unreadable_picture_costs_its_own_request_only(tiny: LmmsModel, tmp_path: Path) -> None:
    good = [_request(tmp_path, n, max_tokens=16) for n in (1, 2)]
    (tmp_path / "torn.png").write_bytes((tmp_path / "1.png").read_bytes()[:60])
    blocks = (Image(image=file_image(tmp_path, "torn.png")), Text(text=prompt()))
    bad = Request(messages=(Message(role="user", content=blocks),), sampling=Sampling(max_tokens=16))

    async def ask() -> list[Any]:
        return await asyncio.gather(*map(tiny.generate, [good[0], bad, good[1]]), return_exceptions=True)

    one, error, two = asyncio.run(ask())
    assert (one.text, two.text) == ("\\boxed{1}", "\\boxed{2}")
    assert "torn.png cannot be decoded" in str(error)
    assert tiny.model.task_dict == {}, "no document outlives its request"


def test_settings_reach_the_model_and_an_answer_ends_before_a_stop_string(tiny: LmmsModel, tmp_path: Path) -> None:
    (cut,) = tiny.answer([_request(tmp_path, 2, max_tokens=2)])
    assert (cut.finish, cut.usage.output_tokens) == ("length", 2)
    (whole,) = tiny.answer([_request(tmp_path, 2, max_tokens=16)])
    assert (whole.finish, whole.text) == ("stop", "\\boxed{2}")
    (stopped,) = tiny.answer([_request(tmp_path, 2, max_tokens=16, stop=("}", "xed"))])
    assert (stopped.finish, stopped.text) == ("stop", "\\bo")
    rows = tiny.answer([_request(tmp_path, n, max_tokens=16, temperature=8.0) for n in (1, 2, 3, 4)])
    assert {row.text for row in rows} - RIGHT, "so hot, it does not answer right every time"
    together = tiny.answer([_request(tmp_path, n, max_tokens=16) for n in (2, 4)])
    assert [row.finish for row in together] == ["stop", "stop"]


def test_the_system_turn_leads_a_chat_and_is_refused_to_a_simple_class(
    tiny: LmmsModel, counting: Path, tiny_llava: Path, tmp_path: Path
) -> None:
    seen: list[Any] = []
    run = tiny.model._run

    def run_and_look(conversations: list[Any], settings: dict[str, Any]) -> Any:
        seen.extend(conversations)
        return run(conversations, settings)

    tiny.model._run = run_and_look
    system = Message(role="system", content=(Text(text="Count."),))
    asked = _request(tmp_path, 2, max_tokens=4)
    tiny.answer([Request(messages=(system, *asked.messages), sampling=asked.sampling)])
    assert [turn["role"] for turn in seen[0]] == ["system", "user"]
    assert seen[0][0]["content"] == [{"type": "text", "text": "Count."}]
    config = EvalConfig(
        model="lmms:tiny_simple", model_options={"args": f"pretrained={tiny_llava}"}, system="Count.",
        benchmarks=("mathvista",), data={"mathvista": str(counting)}, out=str(tmp_path / "run"),
    )  # fmt: skip
    with pytest.raises(UsageError, match="--system: this model does not offer it"):
        evaluate(config)


def test_an_unknown_model_is_wrong_usage_and_the_nearest_are_named(tmp_path: Path) -> None:
    done = mmbench(
        "eval", "--model", "lmms:qwen2_5vl", "--benchmark", "figures", "--limit", "1", "--out", str(tmp_path / "run")
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "lmms-eval has no such model. Did you mean 'qwen2_5_vl'" in done.stderr
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("model", "args", "said"),
    [
        ("needy", "", r"cannot be imported: ModuleNotFoundError.*Install the package that provides 'tiny_lmms_needs'"),
        ("troubled", "quits=True", r"args 'quits=True'.*it called sys.exit\('no licence'\)"),
        ("troubled", "colour=red", r"args 'colour=red'.*unexpected keyword argument 'colour'"),
        ("troubled", "colour", r"args 'colour' \(expected KEY=VALUE,KEY=VALUE"),
        ("tiny_chat", "pretrained=/nowhere", r"cannot be made with args 'pretrained=/nowhere'"),
    ],
)
def test_a_class_that_cannot_be_made_is_wrong_usage(model: str, args: str, said: str) -> None:
    made = make_model(EvalConfig(model=f"lmms:{model}", model_options={"args": args}))
    with pytest.raises(UsageError, match=said):
        made.load({})
