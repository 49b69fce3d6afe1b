"""What the Ray tests need: a model as a plugin that tells where it runs and dies when told to, and a benchmark."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from support import ROOT, png

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["benchmark", "driver", "plugin", "processes_of", "wait_for"]

PLUGIN = '''
import asyncio, os, signal, sys, tempfile
from pathlib import Path
from mmbench.errors import UsageError
from mmbench.images import read_bytes
from mmbench.interfaces import Capabilities
from mmbench.records import Image, Record, Response

class Options(Record, frozen=True, forbid_unknown_fields=True):
    pause: float = 0.0
    window: int = 2
    poison: str = ""
    wrong: str = ""
    missing: bool = False
    fatal: bool = False

class Probe:
    """Tells where it runs, in what process, and where its picture lies."""
    Options = Options
    capabilities = Capabilities()
    def __init__(self, name, options):
        self.options = options
        self.concurrency = options.window
    def identity(self): return {"name": "probe"}
    def load(self, cards):
        if self.options.missing: raise UsageError("the weights of probe are not on this node")
        if self.options.fatal: os.kill(os.getpid(), signal.SIGKILL)
    def close(self): pass
    async def generate(self, request):
        import ray
        blocks = [block for message in request.messages for block in message.content]
        asked = "".join(block.text for block in blocks if not isinstance(block, Image))
        if self.options.poison and self.options.poison in asked: os.kill(os.getpid(), signal.SIGKILL)
        if self.options.wrong and self.options.wrong in asked: raise ValueError("cannot do " + self.options.wrong)
        await asyncio.sleep(self.options.pause)
        told = [ray.get_runtime_context().get_node_id(), str(os.getpid()), os.environ.get("OPENAI_API_KEY", "")[:7]]
        for block in blocks:
            if isinstance(block, Image):
                told += [block.image.path, str(len(read_bytes(block.image)))]
        return Response(text="|".join(told))
'''


def plugin(folder: Path) -> str:
    """Install the plugin in a folder; return the PYTHONPATH that has it."""
    info = folder / "probeplug-0.1.dist-info"
    info.mkdir(parents=True)
    (folder / "probeplug.py").write_text(PLUGIN)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: probeplug\nVersion: 0.1\n")
    (info / "entry_points.txt").write_text("[mmbench.adapters]\nprobe = probeplug:Probe\n")
    return f"{ROOT}{os.pathsep}{folder}"


def benchmark(folder: Path, items: int) -> Path:
    """Write a benchmark of sums, each with a picture."""
    folder.mkdir()
    (folder / "benchmark.yaml").write_text("name: sums\nrows: rows.jsonl\nimages: pictures\ndomain: number theory\n")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "a.png").write_bytes(png())
    rows = [
        {"id": str(n), "question": f"What is {n} + {n}?", "answer": str(2 * n), "image": "a.png"} for n in range(items)
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def driver(arguments: list[str], **environment: str) -> subprocess.Popen[str]:
    """Start `mmbench eval` in a process of its own, as its own group."""
    command = [sys.executable, "-m", "mmbench", "eval", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment},
        start_new_session=True,
    )  # fmt: skip


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Return whether a condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def processes_of(marker: str) -> list[str]:
    """Return the command lines of the processes that name a folder: Ray's own name that of their session."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if marker in command:
            found.append(command)
    return found
