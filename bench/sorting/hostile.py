"""What hostile texts cost: each in a process of its own, CPU seconds and memory above what the process had before.

    python bench/sorting/hostile.py NAME

prints one line of JSON on one text.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

__all__ = ["TEXTS", "hostile_costs"]

LIMIT = 60
"""Seconds after which a text is given up."""

TEXTS = {
    "100 KB of sums": "12 + 7 = 18, so the bar shows 45 and 3 x 4 = 11.\n" * 2_000,
    "100 KB on one line": "12 + 7 = 18 and " * 6_250,
    "100 KB of one chain": "1 = " * 25_000 + "2",
    "100 KB without a word": "= " * 50_000,
    "100 KB Chinese": "设销量为45，则45−30＝15；" * 6_000,
    "10,000 nested braces": "{" * 10_000 + "1" + "}" * 10_000,
    "10,000 nested fractions": "\\frac{" * 10_000 + "1" + "}{2}" * 10_000 + " = 3",
    "10,000 nested parentheses": "(" * 10_000 + "1" + ")" * 10_000 + " = 2",
    "a million digits": "7" * 1_000_000 + " + 1 = " + "7" * 1_000_000,
    "9**9**9**9": "9**9**9**9 = 1. So 9^9^9^9 = 2, and 9^{9^{9^{9}}} = 3. The answer is 9**9**9**9.",
    "1e999999999": "1e999999999 + 1 = 2 and 10^999999999 * 3 = 4. The answer is 1e999999999.",
    "right-to-left marks": "\u202e3 + 4 = 8\u202c \u200f\u2067 5 - 2 = 4\u2069 " * 2_000,
    "NUL bytes": "3 + 4 = 8\0\0\0 the answer is \x00 9\n" * 2_000,
    "lone surrogates": "\ud800 3 + 4 = 8 \udfff " * 2_000,
}


def _peak_kb() -> int:
    """Return the most memory that this process has held; `ru_maxrss` would begin with its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


def measured(name: str) -> dict[str, Any]:
    """Diagnose one text in this process."""
    from mmbench.records import Hint, Key, Question
    from mmbench.scoring.diagnose.item import diagnose_answer
    from mmbench.scoring.judging import judge

    facts: dict[str, str | int | float] = {"Sales 2019": 45, "Sales 2018": 30}
    key = Key(answer="50", kind="float", facts=facts, program="('Sales 2019' - 'Sales 2018') / 'Sales 2018' * 100")
    question = Question(id="x", text="By how many percent did sales grow?", hint=Hint(kind="float"))
    diagnose_answer("45 - 30 = 14. The answer is 14.", question, key, "14")
    judge("45 - 30 = 14. The answer is 14.", question, key)
    text = TEXTS[name]
    before, start = _peak_kb(), time.process_time()
    said = diagnose_answer(text, question, key, "14")
    seconds = time.process_time() - start
    return {"cpu_ms": round(1e3 * seconds, 1), "peak_mb": round((_peak_kb() - before) / 1024, 1), "said": said.kind}


def hostile_costs() -> dict[str, dict[str, Any]]:
    """Return the cost of every text, or how it failed."""
    found = {}
    for name in TEXTS:
        command = [sys.executable, str(Path(__file__)), name]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)
        except subprocess.TimeoutExpired:
            found[name] = {"failed": f"not done after {LIMIT} s"}
            continue
        lines = (done.stdout if done.returncode == 0 else done.stderr).strip().split("\n")
        found[name] = json.loads(lines[-1]) if done.returncode == 0 else {"failed": lines[-1]}
    return found


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1])))
