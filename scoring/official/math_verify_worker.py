"""The process in which Math-Verify runs: it reads a question a line, and writes an answer a line, as JSON."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

__all__ = ["answer", "main"]

MAX_MEMORY = 2 * 2**30
MAX_CPU_SECONDS = 20
MAX_SHOWN = 500


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Return whether a response is right, and what was found in it.

    Args:
        asked: `gold`, `response`, and `choice`, whether the gold answer is an option's letter.
    """
    from math_verify import (  # type: ignore[import-not-found, unused-ignore]
        ExprExtractionConfig,
        LatexExtractionConfig,
        StringExtractionConfig,
        parse,
        verify,
    )

    if asked["choice"]:
        config = [StringExtractionConfig(), LatexExtractionConfig(), ExprExtractionConfig()]
        gold, found = (parse(asked[side], extraction_config=config) for side in ("gold", "response"))
    else:
        gold, found = parse(f"${asked['gold'].strip('$')}$"), parse(asked["response"])
    return {"right": bool(verify(gold, found)), "found": str(found[-1])[:MAX_SHOWN] if found else None}


def main() -> None:
    """Answer until the input ends."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    import math_verify  # type: ignore[import-not-found, unused-ignore]  # noqa: F401

    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        # Whoever asked may be gone before the answer is found; then nobody else stops this process.
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + MAX_CPU_SECONDS, resource.RLIM_INFINITY))
        try:
            found = answer(asked)
        except Exception as error:
            found = {"right": False, "found": f"{type(error).__name__}: {error}"[:MAX_SHOWN]}
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
