"""Where a run comes from, fit to be published: without the folders of whoever made it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, NamedTuple

from mmbench.leaderboard.folders import command_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmbench.leaderboard.site.shown import Listed

__all__ = ["Provenance", "Session", "command_line", "provenance"]

TOLD_APART = ("started", "versions")
"""Settings that each session has of its own."""


class Session(NamedTuple):
    """Who worked on a run, in words: when it started (UTC), the command, versions, hardware and the commit.

    What is not known is empty; `cpus` is 0 then.
    """

    started: str
    command: str
    versions: str
    machine: str
    cpus: int
    gpus: str
    commit: str


class Provenance(NamedTuple):
    """The model's identity and how it was asked, as pairs of name and value, and the sessions, the first one first."""

    model: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]
    sessions: tuple[Session, ...]


def provenance(listed: Listed) -> Provenance:
    """Return where a run of a published report comes from, the paths of its commands reduced to their last part."""
    run = listed.run
    return Provenance(
        model=tuple((name, text) for name, text in run.model.items() if text),
        settings=tuple((name, text) for name, text in run.settings.items() if name not in TOLD_APART),
        sessions=tuple(map(_session, listed.sessions)),
    )


def command_line(words: Sequence[Any]) -> str:
    """Return a command as one types it, each path reduced to its last part."""
    return shlex.join(command_words([word for word in words if isinstance(word, str)]))


def _session(recorded: Mapping[str, Any]) -> Session:
    """Return a session as run.json has it, which others may have written: what is not as expected is left out."""
    command, versions, hardware = (recorded.get(name) for name in ("command", "versions", "hardware"))
    machine: dict[str, Any] = hardware if isinstance(hardware, dict) else {}
    cpus, gpus = machine.get("cpus"), machine.get("gpus")
    known = versions.items() if isinstance(versions, dict) else ()
    return Session(
        started=_text(recorded.get("started")),
        command=command_line(command) if isinstance(command, list) else "",
        versions=", ".join(f"{name} {version}" for name, version in known if isinstance(version, str)),
        machine=", ".join(filter(None, (_text(machine.get(name)) for name in ("machine", "system")))),
        cpus=cpus if isinstance(cpus, int) else 0,
        gpus="; ".join(gpu for gpu in gpus if isinstance(gpu, str)) if isinstance(gpus, list) else "",
        commit=_text(recorded.get("git")),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
