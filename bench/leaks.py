"""What the wording and the options of the suite `figures` give away to somebody who does not see the picture.

    python bench/leaks.py [--items N] [--families a+b] [--quick]

Two guessers are trained on solved multiple choice items of four seeds and asked those of a fifth. `words`: a logistic
regression over each option as a text, its place, rank, length and shape, and all of these with each word of the
question. `trees`: boosted trees over some forty numbers about each option (its value, digits, ratios to the others),
the words, and the family, which it is told. Chance is one in as many as there are options. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mmbench.benchmarks.figures import Figures
from mmbench.benchmarks.figures.catalogue import FAMILIES
from mmbench.interfaces import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mmbench.records import Item

TRAINED, ASKED = (1, 2, 3, 4), 99
BUCKETS = 64
NUMBER = re.compile(r"\d+(?:\.\d+)?")
WORD = re.compile(r"[a-z]{3,}|[一-鿿]{2}")


class Guessed(NamedTuple):
    """How many of `n` a guesser got right, and how many chance gets right, with its standard deviation."""

    right: int
    n: int
    chance: float
    deviation: float

    @property
    def z(self) -> float:
        """How far above chance that is, in standard deviations."""
        return (self.right - self.chance) / self.deviation


def items_of(seed: int, each: int, families: Sequence[str]) -> list[Item]:
    """Return the multiple choice items among `each` problems of every family, solved ones and words alike."""
    suite = Figures(Figures.Options(n=each * len(families), seed=seed, families="+".join(families)), Source())
    made = [suite.item(row) for row in suite.rows()]
    return [item for item in made if item.question.choices and item.task == "solve"]


def guessed(scores: Any, items: Sequence[Item]) -> Guessed:
    """Return what taking the option with the highest score gets; `scores` stands for all options in order."""
    counts = [len(item.question.choices) for item in items]
    parts = np.split(np.asarray(scores), np.cumsum(counts)[:-1])
    right = sum(int(np.argmax(part)) == item.key.choice for part, item in zip(parts, items, strict=True))
    chance = sum(1 / count for count in counts)
    return Guessed(right, len(items), chance, float(sum((1 - 1 / c) / c for c in counts) ** 0.5))


def answers_of(items: Sequence[Item]) -> Any:
    """Return, for every option in order, whether it is the right one."""
    return np.asarray([place == item.key.choice for item in items for place in range(len(item.question.choices))])


def tokens_of(item: Item) -> list[list[str]]:
    """Return what the guesser `words` is told of each option."""
    choices = item.question.choices
    words = sorted(set(WORD.findall(item.question.text.lower())))
    values = [float(text) if NUMBER.fullmatch(text) else None for text in choices]
    rows = []
    for place, (text, value) in enumerate(zip(choices, values, strict=True)):
        own = [f"text {text}", f"place {place}", f"length {len(text)}", f"shape {NUMBER.sub('0', text)}"]
        own += [f"first {text[0]}", f"last {text[-1]}", f"digits {len(text.rstrip('0.'))}"]
        if value is not None:
            own.append(f"rank {sum(other is not None and other < value for other in values)}")
        rows.append(own + [f"{word} {token}" for word in words for token in own[1:]])
    return rows


def by_words(train: Sequence[Item], test: Sequence[Item]) -> Guessed:
    """Train and ask the guesser `words`."""
    from sklearn.feature_extraction import FeatureHasher
    from sklearn.linear_model import LogisticRegression

    hasher = FeatureHasher(2**18, input_type="string", alternate_sign=False)
    model = LogisticRegression(C=0.1, max_iter=200)
    model.fit(hasher.transform([row for item in train for row in tokens_of(item)]), answers_of(train))
    scores = model.decision_function(hasher.transform([row for item in test for row in tokens_of(item)]))
    return guessed(scores, test)


def numbers_of(item: Item, families: Sequence[str]) -> list[list[float]]:
    """Return what the guesser `trees` is told of each option."""
    texts = item.question.choices
    values = [float(text) if NUMBER.fullmatch(text) else float("nan") for text in texts]
    asked = ([float(found) for found in NUMBER.findall(item.question.text)] + [0.0] * 3)[:3]
    common = [float(families.index(str(item.metadata["family"]))), float(item.difficulty), float(len(texts))]
    present = [0.0] * BUCKETS
    for word in WORD.findall(item.question.text.lower()):
        present[_hash(word) % BUCKETS] += 1
    rows = []
    for place, (text, value) in enumerate(zip(texts, values, strict=True)):
        others = [other for n, other in enumerate(values) if n != place]
        ratios = sorted(value / other if other else 0.0 for other in others)
        gaps = sorted(abs(value - other) for other in others)
        own = [place, len(text), value, sum(other < value for other in others), value - sum(values) / len(values)]
        own += [*(ratios + [0.0] * 3)[:3], *(gaps + [0.0] * 3)[:3], value % 10, value % 5, value % 2, value % 1]
        own += [len(text) - len(text.rstrip("0.")), ord(text[-1]) % 16, _hash(text) % 97]
        own += [sum(abs(value * times - other) < 1e-9 for other in others) for times in (2, 0.5, 10, 0.1, 3)]
        own += [value / number if number else 0.0 for number in asked]
        rows.append([*map(float, own), *common, *present])
    return rows


def by_trees(train: Sequence[Item], test: Sequence[Item], families: Sequence[str]) -> Guessed:
    """Train and ask the guesser `trees`."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    def told(items: Sequence[Item]) -> Any:
        return np.asarray([row for item in items for row in numbers_of(item, families)], dtype=np.float32)

    model = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.06, max_leaf_nodes=15, random_state=0)
    return guessed(model.fit(told(train), answers_of(train)).predict_proba(told(test))[:, 1], test)


def _hash(text: str) -> int:
    return int.from_bytes(text.encode()[-6:], "big") * 2654435761 % 2**32


def main() -> None:
    """Train, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100, help="problems of each family and seed")
    parser.add_argument("--families", default="+".join(FAMILIES))
    parser.add_argument("--quick", action="store_true", help="a fifth of the items")
    asked = parser.parse_args()
    families = asked.families.split("+")
    each = max(4, asked.items // 5) if asked.quick else asked.items
    train = [item for seed in TRAINED for item in items_of(seed, each, families)]
    test = items_of(ASKED, 2 * each, families)
    found = {"words": by_words(train, test), "trees": by_trees(train, test, families)}
    print(f"trained on {len(train)} items, asked {len(test)}; chance {found['words'].chance / len(test):.1%}")
    for name, result in found.items():
        print(f"{name:6} {result.right / result.n:6.1%} right, {result.z:+.1f} standard deviations from chance")
    figures = {name: {"accuracy": round(r.right / r.n, 4), "z": round(r.z, 2)} for name, r in found.items()}
    chance = round(found["words"].chance / len(test), 4)
    print(json.dumps({"trained": len(train), "asked": len(test), "chance": chance, **figures}))


if __name__ == "__main__":
    main()
