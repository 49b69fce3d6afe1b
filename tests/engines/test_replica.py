"""A replica without Ray: what it leaves behind when it is closed."""

from __future__ import annotations

import asyncio
import tempfile
from typing import TYPE_CHECKING

import pytest
from support import Scripted

from mmbench.config import EvalConfig
from mmbench.engines.replica import Origin, Replica
from mmbench.records import Message, Request, Response, Text

if TYPE_CHECKING:
    from pathlib import Path


class Hanging(Scripted):
    """Never answers."""

    async def generate(self, request: Request) -> Response:
        await asyncio.Event().wait()
        raise AssertionError


def test_closing_waits_for_the_pictures_of_what_was_being_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    async def closed() -> None:
        replica = Replica(EvalConfig(), {}, Origin("", "", ""))
        replica._model = Hanging(lambda request: "")
        request = Request(messages=(Message(role="user", content=(Text(text="1 + 1"),)),))
        asked = [asyncio.create_task(replica.generate(request, ())) for _ in range(3)]
        while len(list(tmp_path.iterdir())) < 3:
            await asyncio.sleep(0)
        await replica.close()
        assert list(tmp_path.iterdir()) == []
        with pytest.raises(RuntimeError, match="after close"):
            await replica.generate(request, ())
        assert all(isinstance(e, asyncio.CancelledError) for e in await asyncio.gather(*asked, return_exceptions=True))

    asyncio.run(closed())
