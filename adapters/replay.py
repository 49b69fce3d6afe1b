"""`replay:FILE`: answers recorded earlier. FILE is a run's `responses.jsonl`, or lines of `{"id", "response"}`."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from mmbench.errors import UsageError
from mmbench.interfaces import Capabilities, NoOptions
from mmbench.records import Line, Request, Response

if TYPE_CHECKING:
    from mmbench.records import BenchmarkCard

__all__ = ["Replay"]


class Replay:
    """A model that says again what a file says. An item that the file does not hold is a failed call."""

    Options: ClassVar[type[msgspec.Struct]] = NoOptions
    capabilities = Capabilities(blind=True)
    concurrency = 8

    def __init__(self, name: str, options: NoOptions) -> None:
        if not name:
            raise UsageError("replay needs a file: --model replay:FILE")
        self.path = Path(name)
        if not self.path.is_file():
            raise UsageError(f"replay:{name}: no such file")
        self.answers: dict[str, Response] = {}

    def identity(self) -> dict[str, str]:
        """Return the file's name and hash."""
        digest = hashlib.sha256(self.path.read_bytes()).hexdigest()[:16]
        return {"name": f"replay:{self.path.name}", "sha256": digest}

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Read the file.

        Raises:
            UsageError: a line that is not JSON or has neither form.
        """
        import jsonlines

        with jsonlines.open(self.path, loads=msgspec.json.decode) as reader:
            try:
                for number, row in enumerate(reader, 1):
                    key, response = _read(row, f"{self.path}, line {number}")
                    self.answers[key] = response
            except jsonlines.InvalidLineError as error:
                raise UsageError(f"{self.path}, line {error.lineno}: not JSON") from None

    async def generate(self, request: Request) -> Response:
        """Return the recorded answer, by `benchmark/id` or by bare id."""
        bare = request.about.split("/", 1)[-1]
        found = self.answers.get(request.about) or self.answers.get(bare)
        return found or Response(finish="error", error=f"{self.path.name} holds no answer to {request.about}")

    def close(self) -> None:
        """Nothing to give back."""


def _read(row: Any, where: str) -> tuple[str, Response]:
    if isinstance(row, dict) and isinstance(row.get("id"), str | int) and isinstance(row.get("response"), str):
        return str(row["id"]), Response(text=row["response"])
    if isinstance(row, dict) and isinstance(row.get("item"), str):
        try:
            line = msgspec.convert(row, Line)
        except msgspec.ValidationError as error:
            raise UsageError(f"{where}: {error}") from None
        key = line.line_key().text()
        if line.failure:
            return key, Response(finish="error", error=f"failed when recorded: {line.failure.error}")
        trace = line.trace
        return key, Response(text=trace.text, reasoning=trace.reasoning, finish="length" if trace.truncated else "stop")
    raise UsageError(f'{where}: expected {{"id": ..., "response": ...}} or a line of responses.jsonl')
