"""The baselines MathVista prints: `random` chance and the `frequent` guess. Both are blind."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, ClassVar

from mmbench.errors import UsageError
from mmbench.interfaces import Capabilities, NoOptions
from mmbench.records import Hint, Request, Response

if TYPE_CHECKING:
    import msgspec

    from mmbench.records import BenchmarkCard

__all__ = ["Frequent", "Random"]


class _Blind:
    Options: ClassVar[type[msgspec.Struct]] = NoOptions
    capabilities = Capabilities(blind=True)
    concurrency = 8
    name: ClassVar[str]

    def __init__(self, name: str, options: NoOptions) -> None:
        if name:
            raise UsageError(f"the model '{self.name}' takes no name, found '{self.name}:{name}'")

    def identity(self) -> dict[str, str]:
        return {"name": self.name}

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        pass

    def close(self) -> None:
        pass


class Random(_Blind):
    """Picks an option uniformly; leaves a free-form question unanswered.

    On MathVista's testmini the expected accuracy is 17.9 %, the published "random chance".
    """

    name = "random"
    capabilities = Capabilities(blind=True, greedy=False)

    async def generate(self, request: Request) -> Response:
        """Answer with an option's letter, drawn with the request's seed."""
        if not request.choices:
            return Response(text="")
        drawn = random.Random(request.seed).randrange(len(request.choices))  # noqa: S311
        return Response(text=_letter(drawn))


class Frequent(_Blind):
    """Gives the most frequent answer of each answer form, from the table on the benchmark's card.

    On MathVista's testmini this is the published "frequent guess", 26.3 %.
    """

    name = "frequent"

    def load(self, cards: dict[str, BenchmarkCard]) -> None:
        """Take the tables from the cards.

        Raises:
            UsageError: a benchmark publishes no table of frequent answers.
        """
        for name, card in cards.items():
            if not card.frequent:
                raise UsageError(f"the benchmark '{name}' has no table of frequent answers, which 'frequent' needs")
        self.tables = {name: card.frequent for name, card in cards.items()}

    async def generate(self, request: Request) -> Response:
        """Answer by the question's form alone; a form that the table lacks is left unanswered."""
        table = self.tables[request.about.split("/", 1)[0]]
        form = _form(request.hint, len(request.choices))
        guess = table.get(form, "")
        return Response(text=_letter(int(guess)) if guess and request.choices else guess)


def _form(hint: Hint, choices: int) -> str:
    if choices:
        return f"choice/{choices}"
    return hint.kind if hint.decimals is None else f"{hint.kind}/{hint.decimals}"


def _letter(index: int) -> str:
    return chr(ord("A") + index)
