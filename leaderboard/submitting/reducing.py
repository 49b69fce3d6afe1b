"""What of a run goes into an archive: no gold, no picture, no prompt as sent, no folder of the submitter's machine.

What is read from an archive is reduced once more, so that no reference of a stranger to a file is ever followed.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mmbench.leaderboard.folders import command_words, without_folders
from mmbench.records import FileImage, Judged, Key, Request, SecondOpinion

if TYPE_CHECKING:
    from mmbench.records import BenchmarkCard, Failure, Item, Line, Response, Verdict
    from mmbench.rundir import Run

__all__ = ["reduced_item", "reduced_line", "reduced_run", "reduced_verdict"]

_Told = TypeVar("_Told", Judged | None, SecondOpinion | None)
_PROMPTS = ("system", "stop")
"""Settings that are text for the model, in which a slash is no path."""
_PLACES = ("data", "out", "cache")
"""Settings that are paths, also where they are relative."""


def reduced_run(run: Run) -> Run:
    """Return `run.json` with every path in it cut to its last part."""
    return msgspec.structs.replace(
        run,
        asked=_reduced(run.asked),
        imported=_reduced(run.imported),
        sessions=[_session(session) for session in run.sessions],
    )


def _session(session: dict[str, Any]) -> dict[str, Any]:
    reduced: dict[str, Any] = _reduced(session)
    config = reduced.get("config")
    command = session.get("command")
    if isinstance(command, list) and all(isinstance(word, str) for word in command):
        reduced["command"] = command_words(command)
    if isinstance(config, dict):
        reduced["config"] = {**config, **{name: _last_part(config[name]) for name in _PLACES if name in config}}
    return reduced


def _last_part(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _last_part(each) for name, each in value.items()}
    return PurePosixPath(value).name if isinstance(value, str) else value


def _reduced(value: Any) -> Any:
    """Return a JSON value with the paths in its strings and names cut; of two names that become one, one is marked."""
    if isinstance(value, str):
        return PurePosixPath(value).name if value.startswith(("/", "~/", "./", "../")) else without_folders(value)
    if isinstance(value, list):
        return [_reduced(each) for each in value]
    if not isinstance(value, dict):
        return value
    reduced: dict[str, Any] = {}
    for name, each in value.items():
        short = _reduced(name)
        while short in reduced:
            short += "~"
        reduced[short] = each if name in _PROMPTS else _reduced(each)
    return reduced


def reduced_item(item: Item, card: BenchmarkCard | None) -> Item:
    """Return an item without its key, of its pictures the hashes, of its metadata what reports group by."""
    kept = ("source", *(card.breakdowns if card else ()))
    images = tuple(FileImage(path="", sha256=image.sha256) for image in item.question.images)
    return msgspec.structs.replace(
        item,
        question=msgspec.structs.replace(item.question, images=images),
        key=Key(answer="", kind=item.key.kind),
        metadata={name: value for name, value in item.metadata.items() if name in kept},
        problem=without_folders(item.problem),
    )


def reduced_line(line: Line) -> Line:
    """Return a response line with its calls' settings and answers, without what was sent."""
    trace = line.trace
    calls = tuple(
        msgspec.structs.replace(call, request=_request(call.request), response=_response(call.response))
        for call in trace.calls
    )
    return msgspec.structs.replace(
        line, trace=msgspec.structs.replace(trace, calls=calls), failure=_failure(line.failure)
    )


def _request(request: Request) -> Request:
    return Request(messages=(), sampling=request.sampling, seed=request.seed, samples=request.samples)


def _response(response: Response) -> Response:
    if not (response.logprobs or response.others or response.error):
        return response
    return msgspec.structs.replace(
        response,
        error=without_folders(response.error),
        logprobs=tuple(msgspec.structs.replace(token, top=()) for token in response.logprobs),
        others=tuple(_response(other) for other in response.others),
    )


def reduced_verdict(verdict: Verdict) -> Verdict:
    """Return a verdict without folders in what it says of failures."""
    return msgspec.structs.replace(
        verdict,
        failure=_failure(verdict.failure),
        judged=_told(verdict.judged),
        second_opinion=_told(verdict.second_opinion),
    )


def _failure(failure: Failure | None) -> Failure | None:
    return failure and msgspec.structs.replace(failure, error=without_folders(failure.error))


def _told(said: _Told) -> _Told:
    return said and msgspec.structs.replace(said, error=without_folders(said.error))
