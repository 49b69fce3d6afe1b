"""The throughput bench runs from end to end without a GPU, and says that its figures mean nothing there."""

from __future__ import annotations

import json
import subprocess
import sys

from support import ROOT


def test_a_quick_run_measures_every_way_of_generating() -> None:
    command = [sys.executable, str(ROOT / "bench" / "throughput.py"), "--size", "tiny", "--items", "24", "--quick"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.strip().split("\n")[-1])
    ways = found["tokens_per_s"]
    assert {"one_at_a_time", "fixed_batch_of_16", "mmbench", "mmbench_join"} < set(ways)
    assert any(way.startswith("uniform_batch_of_") for way in ways)
    assert all(speed > 0 for speed in ways.values())
    assert found["roofline"] > 0
    if found["device"].startswith("CPU"):
        assert "figures mean nothing" in done.stdout
