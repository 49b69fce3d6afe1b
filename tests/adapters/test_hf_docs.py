"""The table of options in docs/local-models.md names every option of `hf:` with its default."""

from __future__ import annotations

import re

import msgspec
from support import ROOT

from mmbench.adapters.hf import HFModel


def test_the_documented_options_are_those_there_are() -> None:
    text = (ROOT / "docs" / "local-models.md").read_text()
    told = dict(re.findall(r"^\| `(\w+)` \| (\S+) \|", text, re.MULTILINE))
    fields = msgspec.structs.fields(HFModel.Options)
    usual = {field.name: str(field.default).lower() or "none" for field in fields}
    assert told == usual
