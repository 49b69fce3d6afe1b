"""The chat-completions adapter against a real server: `transformers serve` on a tiny checkpoint that reads pictures."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest
from support import read_lines
from tiny_llava import counting_folder, picture, prompt

from mmbench.adapters.openai import OpenAIModel
from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate
from mmbench.images import file_image
from mmbench.records import Image, Message, Request, Sampling, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mmbench.records import Response

pytestmark = pytest.mark.slow


class Served(NamedTuple):
    """Where the server is, and the model's name there, which is its folder."""

    url: str
    name: str


@pytest.fixture(scope="module")
def served(tiny_llava: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("hf-home")
    (home / "hub").mkdir()  # without it the server cannot list its models
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("transformers")), "serve", str(tiny_llava), "--device", "cpu",
        "--dtype", "float32", "--host", "127.0.0.1", "--port", str(port),
    ]  # fmt: skip
    settings = {**os.environ, "HF_HOME": str(home), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    settings.pop("HF_HUB_CACHE", None)
    log = home / "log"
    with log.open("wb") as writing:
        server = subprocess.Popen(command, env=settings, stdout=writing, stderr=writing, start_new_session=True)
    try:
        _wait_for(server, f"http://127.0.0.1:{port}/health", log)
        yield Served(f"http://127.0.0.1:{port}/v1", str(tiny_llava))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_for(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"the server did not start: {log.read_text()[-2000:]}")


def ask(served: Served, folder: Path, name: str = "", samples: int = 1, stream: bool = False) -> list[Response]:
    """Ask about all four pictures at once."""
    model = OpenAIModel(name or served.name, OpenAIModel.Options(base_url=served.url, retries=0, stream=stream))
    requests = []
    for squares in range(1, 5):
        picture(squares).save(folder / f"{squares}.png")
        shown = Image(image=file_image(folder, f"{squares}.png"))
        message = Message(role="user", content=(shown, Text(text=prompt())))
        requests.append(Request(messages=(message,), sampling=Sampling(max_tokens=16), samples=samples))

    async def all_of() -> list[Response]:
        return await asyncio.gather(*map(model.generate, requests))

    responses = asyncio.run(all_of())
    model.close()
    return responses


def test_the_pictures_are_read_and_counted_streamed_or_not(served: Served, tmp_path: Path) -> None:
    plain, streamed = ask(served, tmp_path), ask(served, tmp_path, stream=True)
    for responses in (plain, streamed):
        assert [response.error for response in responses] == [""] * 4
        assert [response.text for response in responses] == [f"\\boxed{{{n}}}" for n in range(1, 5)]
        assert {response.finish for response in responses} == {"stop"}
        assert all(response.usage.input_tokens > 16 for response in responses)
        assert all(0 < response.usage.output_tokens <= 16 for response in responses)
    assert [response.usage for response in plain] == [response.usage for response in streamed]


def test_samples_that_the_server_does_not_give_at_once_are_asked_for(served: Served, tmp_path: Path) -> None:
    for response in ask(served, tmp_path, samples=3):
        assert [other.text for other in response.others] == [response.text] * 2


def test_a_wrong_model_is_failed_with_the_servers_reason(served: Served, tmp_path: Path) -> None:
    for response in ask(served, tmp_path, name="no/such-model"):
        assert (response.finish, response.text) == ("error", "")
        assert "HTTP 4" in response.error
        assert "no/such-model" in response.error
        assert response.error.endswith("(after 1 try)")


def test_an_evaluation_gets_every_item_right_and_what_the_server_cannot_do_is_failed(
    served: Served, tmp_path: Path
) -> None:
    """A stop string on such a model is the server's own error 500."""
    folder = counting_folder(tmp_path / "counting", [3, 1, 4, 1, 2, 4, 3, 2])
    config = EvalConfig(
        model=f"openai:{served.name}", model_options={"base_url": served.url, "retries": "1"}, max_tokens=16,
        benchmarks=("mathvista",), data={"mathvista": str(folder)}, out=str(tmp_path / "run"),
    )  # fmt: skip
    stopping = msgspec.structs.replace(config, stop=("END",), limit=2, out=str(tmp_path / "stop"), max_failures="2")
    lines = read_lines(evaluate(stopping).path / "responses.jsonl")
    assert [line["failure"]["stage"] for line in lines] == ["adapter"] * 2
    assert all("HTTP 500" in line["failure"]["error"] for line in lines)
    done = evaluate(config)
    assert (done.summary["right"], done.summary["n"], done.within_budget) == (8, 8, True)
    calls = [line["trace"]["calls"][0]["response"] for line in read_lines(done.path / "responses.jsonl")]
    assert all(response["usage"]["output_tokens"] > 0 for response in calls)
