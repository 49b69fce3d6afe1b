"""`mmbench doctor --determinism`: greedy answers alone and in company, and what they are when company changes them."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from support import Scripted, mmbench

from mmbench.determinism import figures_requests, measure
from mmbench.errors import RunError
from mmbench.records import Response

if TYPE_CHECKING:
    from pathlib import Path

    from mmbench.records import Request


def test_a_local_model_answers_alone_as_it_does_together(tiny_llava: Path) -> None:
    done = mmbench(
        "doctor", "--determinism", "--model", f"hf:{tiny_llava}", "--items", "6", "--max-tokens", "12", "--json"
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"asked": 6, "same": 6, "places": {}}


class Swayed(Scripted):
    """A model whose answers depend on how many it is asked at once."""

    def __init__(self) -> None:
        super().__init__(lambda request: "")
        self.busy = 0

    async def generate(self, request: Request) -> Response:
        self.busy += 1
        await asyncio.sleep(0)
        company = self.busy
        await asyncio.sleep(0)
        self.busy -= 1
        return Response(text="the answer is " + ("4" if company == 1 or "0001" in request.about else "5"))


def test_answers_that_company_changes_are_counted_and_placed() -> None:
    requests = figures_requests(3, 8)
    found = measure(Swayed(), requests)
    changed = [request.about for request in requests if "0001" not in request.about]
    assert changed
    assert found.places == dict.fromkeys(changed, len("the answer is "))
    assert (found.asked, found.same) == (3, 3 - len(changed))


def test_a_failed_call_is_no_difference() -> None:
    class Broken(Scripted):
        async def generate(self, request: Request) -> Response:
            return Response(finish="error", error="out of order")

    with pytest.raises(RunError, match=r"figures/.*: out of order"):
        measure(Broken(lambda request: ""), figures_requests(2, 8))


def test_without_a_model_it_is_wrong_usage() -> None:
    done = mmbench("doctor", "--determinism")
    assert done.returncode == 2
    assert "--determinism and --model go together" in done.stderr
