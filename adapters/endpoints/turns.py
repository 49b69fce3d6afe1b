"""What an endpoint is shown of a request: the system's turn apart, and the others with their pictures encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mmbench.adapters.endpoints.pictures import encoded
from mmbench.records import Image, Text

if TYPE_CHECKING:
    from mmbench.adapters.endpoints.pictures import PictureLimits
    from mmbench.records import Request

__all__ = ["shown", "system_turn", "turns"]


def system_turn(request: Request) -> str:
    """Return the text of the system turns, which go out apart from the others."""
    told = [message for message in request.messages if message.role == "system"]
    return "\n\n".join(block.text for message in told for block in message.content if isinstance(block, Text))


def shown(request: Request) -> int:
    """Return how many pictures a request shows, which share what it may weigh; at least 1."""
    return max(1, sum(isinstance(block, Image) for message in request.messages for block in message.content))


def turns(request: Request, limits: PictureLimits) -> list[tuple[str, list[str | tuple[str, bytes]]]]:
    """Return every turn but the system's: its role, and its blocks as texts or pictures (media type and bytes).

    Raises:
        BadItem: a picture cannot be opened, or not be brought within the limits.
    """
    return [
        (message.role, [encoded(b.image, limits) if isinstance(b, Image) else b.text for b in message.content])
        for message in request.messages
        if message.role != "system"
    ]
