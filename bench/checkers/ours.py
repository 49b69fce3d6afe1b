"""The adapter of mmbench's own checker."""

from __future__ import annotations

from typing import Any

import msgspec

import mmbench
from mmbench.scoring.check import asked
from mmbench.scoring.verdict import decide

VERSION = mmbench.__version__


def judge(pair: dict[str, Any]) -> str:
    """Return the outcome. What `check` has no argument for (order, alternatives, a cut) is put into the key."""
    known = {name: pair[name] for name in ("question", "choices", "unit", "tolerance")}
    if pair["ordered"] is None and not pair["accepted"] and not pair["truncated"]:
        return mmbench.check(pair["response"], pair["gold"], **known).outcome
    question, key = asked(pair["gold"], **known)
    if pair["ordered"] is not None:
        key = msgspec.structs.replace(key, kind="list", ordered=pair["ordered"])
    key = msgspec.structs.replace(key, accepted=tuple(pair["accepted"]))
    return decide(pair["response"], question, key, pair["truncated"])[0]
