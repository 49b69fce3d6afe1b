"""A run slow enough to be killed: `slow_eval.py OUT N SECONDS`, the same command every time."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support import Numbers, Scripted, number_in

from mmbench.config import EvalConfig
from mmbench.evaluate import evaluate


def main() -> None:
    out, n, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    model = Scripted(lambda request: f"\\boxed{{{2 * number_in(request) + (number_in(request) % 3 == 0)}}}", seconds)
    evaluate(EvalConfig(model="scripted", out=out), model=model, benchmarks={"numbers": Numbers(n)})


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(getattr(error, "exit_code", 70))
