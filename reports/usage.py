"""Usage: how many calls and tokens the answers of a run took, and what was paid for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mmbench.records import Line

__all__ = ["UsageTotal", "usage_line"]

COUNTS = ("input_tokens", "output_tokens", "reasoning_tokens", "cached_tokens")


class UsageTotal:
    """Adds up the calls of a run, one line at a time.

    Tokens are those of all answers, also of answers from the cache, so that they do not depend on what was cached; the
    cost is that of the calls that were made. Calls of failed lines that were asked again are in no file, nor in here.
    """

    def __init__(self) -> None:
        self.calls = 0
        self.cached = 0
        self.tokens = dict.fromkeys(COUNTS, 0)
        self.cost = 0.0

    def add(self, line: Line) -> None:
        """Count the calls of one line."""
        for call in line.trace.calls:
            response = call.response
            self.calls += 1
            self.cached += response.cached
            for name in COUNTS:
                self.tokens[name] += getattr(response.usage, name)
            if not response.cached:
                self.cost += response.usage.cost

    def figures(self) -> dict[str, Any]:
        """Return the totals, `cost` in US dollars and only where there is one; nothing where no call was recorded."""
        if not self.calls:
            return {}
        cost = round(self.cost, 9)
        paid = {"cost": cost} if cost > 0 else {}
        return {"calls": self.calls, "cached_calls": self.cached, **self.tokens, **paid}


def usage_line(usage: dict[str, Any]) -> str:
    """Return the totals as one line; empty where neither tokens are known nor answers came from the cache."""
    parts = []
    if usage["input_tokens"] or usage["output_tokens"]:
        parts.append(f"{usage['input_tokens']:,} in{_among(usage['cached_tokens'], 'cached')}")
        parts.append(f"{usage['output_tokens']:,} out{_among(usage['reasoning_tokens'], 'reasoning')}")
    if "cost" in usage:
        parts.append(f"{usage['cost']:,.2f} US dollars" if usage["cost"] >= 0.01 else "under 0.01 US dollars")
    if usage["cached_calls"]:
        parts.append(f"{usage['cached_calls']:,} of {usage['calls']:,} calls from the cache")
    return f"tokens: {', '.join(parts)}" if parts else ""


def _among(count: int, name: str) -> str:
    return f" ({count:,} {name})" if count else ""
