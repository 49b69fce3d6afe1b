"""One checker over one set of pairs: `python worker.py ADAPTER.py < PAIRS.jsonl`, in a process of its own.

The adapter's `judge(pair)` returns an outcome, or whether the response is right. For each pair a line of JSON is
printed: what was said, and the CPU seconds of all judging so far, child processes included; then one line on the whole.
What the checker itself prints goes to stderr. Needs only the standard library, as it runs in the peers' environments.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

MEMORY = 6 * 2**30


def cpu() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def running_children() -> float:
    """Return the CPU seconds of the children that still run."""
    ticks, me = 0, str(os.getpid())
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[1] == me:
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def load(path: str) -> Any:
    """Import an adapter by its path; it finds what lies beside it, not what lies beside this file."""
    sys.path[0] = str(Path(path).resolve().parent)
    spec = importlib.util.spec_from_file_location("adapter", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Judge every pair on stdin."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    pairs = [json.loads(line) for line in sys.stdin]
    adapter = load(sys.argv[1])
    out.write(json.dumps({"version": adapter.VERSION}) + "\n")
    used = 0.0
    for pair in pairs:
        start = cpu()
        try:
            said = adapter.judge(pair)
        except Exception as error:
            said = f"error: {type(error).__name__}: {error}"
        used += cpu() - start
        if isinstance(said, bool):
            said = "right" if said else "not right"
        out.write(json.dumps({"said": said, "cpu": used}) + "\n")
    out.write(json.dumps({"sympy": "sympy" in sys.modules, "cpu": used + running_children()}) + "\n")
    out.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
