"""`mmbench doctor` says what can run here and what can be reached, and never hangs or fails for the asking."""

from __future__ import annotations

import http.server
import json
from typing import TYPE_CHECKING

import pytest
from endpoint import listening
from support import mmbench

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def hub() -> Iterator[str]:
    """A hub of our own on the loopback."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    with listening(Handler) as address:
        yield address


def doctor(**environment: str) -> dict[str, object]:
    done = mmbench("doctor", "--json", cwd=None, **environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_hub_that_answers(hub: str) -> None:
    found = doctor(HF_ENDPOINT=hub, HF_HUB_OFFLINE="0", NO_PROXY="127.0.0.1")
    assert found["hub"] == f"answers ({hub}, status 200)"
    able = ("anthropic", "frequent", "gemini", "hf", "openai", "random", "replay")
    unable = {"lmms": "needs lmms_eval: pip install 'mmbench[lmms]'"}
    assert found["adapters"] == dict.fromkeys(able, "can run") | unable
    assert isinstance(found["versions"], dict)
    assert {"python", "mmbench", "torch", "transformers"} <= set(found["versions"])


def test_a_hub_that_cannot_be_reached_and_one_that_is_not_asked() -> None:
    unreachable = doctor(HF_ENDPOINT="http://127.0.0.1:9", HF_HUB_OFFLINE="0", NO_PROXY="127.0.0.1")
    assert str(unreachable["hub"]).startswith("cannot be reached")
    assert str(doctor(HF_HUB_OFFLINE="1")["hub"]).startswith("not asked")


def test_the_text_names_the_gpu_or_says_there_is_none() -> None:
    shown = mmbench("doctor", PATH="")
    assert shown.returncode == 0
    assert "gpu: none that nvidia-smi knows; models run on the CPU" in shown.stdout
