"""`direct`: one call, the prompt as the benchmark published it, the pictures before the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mmbench.interfaces import NoOptions
from mmbench.records import Answer, Image, Message, Question, Request, Text

if TYPE_CHECKING:
    import msgspec

    from mmbench.interfaces import Session

__all__ = ["Direct", "opening"]


def opening(question: Question) -> Message:
    """Return the user turn that asks a question: its pictures in order, then its prompt."""
    blocks: list[Text | Image] = [Image(image=image) for image in question.images]
    return Message(role="user", content=(*blocks, Text(text=question.prompt)))


class Direct:
    """Make one call and take its text as the answer."""

    needs: ClassVar[frozenset[str]] = frozenset()
    Options: ClassVar[type[msgspec.Struct]] = NoOptions

    def __init__(self, options: NoOptions) -> None:
        self.options = options

    async def __call__(self, question: Question, session: Session) -> Answer:
        """Answer one question with one call."""
        response = await session.generate(
            Request(
                messages=(opening(question),),
                sampling=session.sampling,
                seed=session.seed(),
                choices=question.choices,
                hint=question.hint,
            )
        )
        return Answer(text=response.text, reasoning=response.reasoning, truncated=response.finish == "length")
