"""A program as a worked solution in words: what is read off the figure, every operation, the answer."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from mmbench.program.evaluation import fact_value, facts_used
from mmbench.program.formulas import FORMULAS
from mmbench.program.functions import apply
from mmbench.program.grammar import parse
from mmbench.program.nodes import Apply, Fact, Node, Number
from mmbench.program.numbers import Exact, format_number, round_half_up
from mmbench.program.phrases import LANGUAGES, in_unit, places_in_words, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mmbench.program.functions import Formula
    from mmbench.program.numbers import FactValue

__all__ = ["Language", "worked"]

Language = Literal["en", "zh"]

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_POWERS = {2: "²", 3: "³"}
_DEGREES = ("°", "度", "degree", "degrees", "deg")
_PLAIN = frozenset(("sum", "mean", "median", "min", "max", "range", "round", "abs", "nth_largest", "mod", "floor"))
_INVERSES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}


def worked(
    node: Node | str,
    facts: Mapping[str, FactValue],
    *,
    language: Language = "en",
    units: Mapping[str, str] | None = None,
    unit: str = "",
    decimals: int | None = None,
    labels: Sequence[str] = (),
) -> list[str]:
    """Return a program's solution, a line each for what is read, for every operation and for the answer.

    Operations come innermost first, each distinct one once. Values are carried exactly and shown as `format_number`
    does; `≈` stands wherever what is shown is not exactly so.

    Args:
        node: The program.
        facts: What the figure shows. Only facts that the program uses are named, in the order it uses them.
        language: `en` or `zh`.
        units: The units of the facts, by name. Facts in degrees carry `°` through the solution.
        unit: The unit of the answer.
        decimals: To how many places the answer is shown.
        labels: Where the answer is a word: the words that the program's value counts, from 1.

    Raises:
        ProgramError: as for `evaluate`.
        ValueError: another language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r}: worked solutions are written in {' or '.join(LANGUAGES)}")
    root = parse(node) if isinstance(node, str) else node
    solution = _Solution(root, facts, language, units or {}, labels)
    value = solution.visit(root)
    return [*solution.read(), *solution.lines, *solution.answer(value, unit, decimals)]


_T = TypeVar("_T")
_PI = Apply("pi", ())


class _Notes(Generic[_T]):
    """What is noted of the nodes of a tree: by identity, since hashing a node reads all below it."""

    def __init__(self) -> None:
        self._by_id: dict[int, _T] = {}

    def __getitem__(self, node: Node) -> _T:
        return self._by_id[id(node)]

    def __setitem__(self, node: Node, noted: _T) -> None:
        self._by_id[id(node)] = noted


class _Solution:
    def __init__(
        self,
        root: Node,
        facts: Mapping[str, FactValue],
        language: Language,
        units: Mapping[str, str],
        labels: Sequence[str],
    ) -> None:
        self.root = root
        self.facts = facts
        self.language = language
        self.units = units
        self.labels = labels
        self.phrases = LANGUAGES[language]
        self.values: _Notes[Exact] = _Notes()
        self.angles: _Notes[bool] = _Notes()
        self.kinds: _Notes[int] = _Notes()
        self.met: dict[tuple[object, ...], Node] = {}
        self.lines: list[str] = []

    def read(self) -> list[str]:
        """Return the line of what is read off the figure, if anything is."""
        parts = []
        for name in facts_used(self.root):
            text, exact = shown(fact_value(name, self.facts))
            parts.append(f"{name} {_equals(exact)} {in_unit(text, self.units.get(name, ''))}")
        return [self.phrases.read.format(facts=self.phrases.comma.join(parts))] if parts else []

    def answer(self, value: Exact, unit: str, decimals: int | None) -> list[str]:
        """Return the answer's line, before it that of its rounding where it is rounded."""
        if self.labels and value.denominator == 1 and 1 <= value <= len(self.labels):
            return [self.phrases.answer.format(answer=self.labels[int(value) - 1])]
        if decimals is None:
            text, exact = shown(value)
            phrase = self.phrases.answer if exact else self.phrases.answer_about
            return [phrase.format(answer=in_unit(text, unit))]
        text = format_number(value, decimals).replace("-", "−")
        answer = self.phrases.answer.format(answer=in_unit(text, unit))
        return [answer] if round_half_up(value, decimals) == value else [self.rounded(value, decimals), answer]

    def rounded(self, value: Exact, decimals: int) -> str:
        """Return the line of a rounding that ends the solution."""
        text = format_number(value, decimals).replace("-", "−")
        return self.phrases.rounded.format(places=places_in_words(decimals, self.language), value=text)

    def visit(self, node: Node) -> Exact:
        """Return a node's value; the first time, write the lines of the operations in it."""
        shape: tuple[object, ...]
        if isinstance(node, Number):
            value: Exact = node.value
            shape = ("", value.numerator, value.denominator)
        elif isinstance(node, Fact):
            value = fact_value(node.name, self.facts)
            shape = (node.name,)
        else:
            values = tuple([self.visit(argument) for argument in node.arguments])
            shape = (node.operator, "", *[self.kinds[argument] for argument in node.arguments])
            value = self.values[self.met[shape]] if shape in self.met else apply(node.operator, values)
        alike = self.met.setdefault(shape, node)
        self.values[node] = value
        self.kinds[node] = id(alike)
        if alike is not node:
            self.angles[node] = self.angles[alike]
            return value
        self.angles[node] = self.in_degrees(node)
        if isinstance(node, Apply) and node.operator not in ("neg", "pi"):
            self.lines.append(self.line(node))
        return value

    def in_degrees(self, node: Node) -> bool:
        """Say whether a node, whose arguments were visited, is an angle."""
        if isinstance(node, Fact):
            return self.units.get(node.name, "") in _DEGREES
        if not isinstance(node, Apply):
            return False
        operator, arguments = node
        angles = [self.angles[argument] for argument in arguments]
        if operator in FORMULAS:
            return FORMULAS[operator].angle
        if operator == "*":
            return angles.count(True) == 1
        if operator == "/":
            return angles[0] and not angles[1]
        return operator in _INVERSES or ((operator in _PLAIN or operator in ("+", "-", "neg")) and any(angles))

    def line(self, node: Apply) -> str:
        """Return the line of one operation."""
        operator = node.operator
        if operator in FORMULAS:
            return self.formula(node, FORMULAS[operator])
        if operator == "round" and node is self.root:
            return self.rounded(self.values[node.arguments[0]], self.places(node))
        symbols = self.symbols(node)
        return f"{symbols} {self.result(node)}" if symbols else self.sentence(node)

    def formula(self, node: Apply, formula: Formula) -> str:
        """Return a formula's line: its name, the formula, the numbers put in, the result."""
        if formula.units:
            left, right = (shown(self.values[part]) for part in (node.arguments[0], node))
            source, target = formula.units
            return f"{left.text} {source} {_equals(left.exact and right.exact)} {right.text} {target}"
        arguments = tuple(
            self.term(argument, parameter in formula.angles)
            for argument, parameter in zip(node.arguments, formula.parameters, strict=True)
        )
        title, put_in = formula.title(self.language), _equals(self.exact(*node.arguments))
        display = formula.display(self.language)
        left_side = f"{title[0].upper()}{title[1:]} = {display} {put_in} {formula.filled(arguments)}"
        return f"{left_side} {self.result(node)}"

    def symbols(self, node: Apply) -> str:
        """Return the left side of an operation that has a sign of its own, else nothing."""
        operator, arguments = node
        angle = self.angles[node]
        if operator in _SIGNS:
            together = operator in "+-" and angle
            left = self.term(arguments[0], together, first=True)
            return f"{left} {_SIGNS[operator]} {self.term(arguments[1], together)}"
        first = self.term(arguments[0])
        if operator == "^":
            exponent = self.values[arguments[1]]
            if exponent == Fraction(1, 2):
                return f"√{first}"
            return first + (_POWERS[int(exponent)] if exponent in _POWERS else f"^{self.term(arguments[1])}")
        if operator == "sqrt":
            return f"√{first}"
        if operator == "abs":
            return f"|{self.term(arguments[0], first=True)}|"
        if operator in ("sin", "cos", "tan"):
            return f"{operator} {self.term(arguments[0], True)}"
        if operator in ("ln", "log"):
            return f"{self.phrases.sentences.get(operator, operator)} {first}"
        return f"{_INVERSES[operator]} {first}" if operator in _INVERSES else ""

    def sentence(self, node: Apply) -> str:
        """Return the sentence of a function that is said in words."""
        operator, arguments = node
        terms = [self.term(argument, self.angles[node], first=True) for argument in arguments]
        value = self.values[node]
        text, exact = shown(value)
        about = "" if exact else self.phrases.about
        inserts = {
            "list": self.phrases.listed(terms),
            "rest": self.phrases.listed(terms[1:] or terms),
            "first": terms[0],
            "second": terms[-1],
            "value": about + self.degrees(text, node),
        }
        key = operator
        if operator == "median":
            key = "odd_median" if len(arguments) % 2 else "even_median"
        elif operator in ("count_above", "count_below") and value == 1:
            key = operator.replace("count", "one")
        inserts |= self.more(node)
        return self.phrases.sentences[key].format_map(inserts).replace("是 约", "是约")

    def more(self, node: Apply) -> dict[str, str]:
        """Return what the sentence of one function needs beyond that of another."""
        operator, arguments = node
        if operator in ("sum", "mean", "weighted_mean"):
            return {"work": f"{self.total(node)} {self.result(node)}"}
        if operator in ("median", "range", "nth_largest"):
            return self.in_order(node)
        if operator in ("argmax", "argmin"):
            best = arguments[int(self.values[node]) - 1]
            about = "" if self.exact(best) else self.phrases.about
            return {"extreme": about + self.term(best, first=True), "where": self.where(node)}
        if operator == "round":
            places = self.places(node)
            text = format_number(self.values[node], places).replace("-", "−")
            return {"places": places_in_words(places, self.language), "value": self.degrees(text, node)}
        return {}

    def total(self, node: Apply) -> str:
        """Return how a sum or a mean is computed: `(12 + 15 + 18) ÷ 3`."""
        operator, arguments = node
        if operator == "weighted_mean":
            pairs = zip(arguments[::2], arguments[1::2], strict=True)
            dividend = " + ".join(f"{self.term(value)} × {self.term(weight)}" for value, weight in pairs)
            divisor = self.chain(arguments[1::2], node)
        else:
            dividend, divisor = self.chain(arguments, node), str(len(arguments))
        if operator == "sum":
            return dividend
        if operator == "weighted_mean" and len(arguments) > 2:
            divisor = f"({divisor})"
        return f"{f'({dividend})' if ' + ' in dividend else dividend} ÷ {divisor}"

    def in_order(self, node: Apply) -> dict[str, str]:
        """Return the values in order and what is computed from their middle or their ends."""
        operator, arguments = node
        ordered = sorted(arguments[operator == "nth_largest" :], key=self.values.__getitem__)
        terms = [self.term(part, self.angles[node], first=True) for part in ordered]
        if operator == "median":
            middle = len(ordered) // 2
            work = f"({self.chain(ordered[max(middle - 1, 0) : middle + 1], node)}) ÷ 2"
        else:
            work = f"{terms[-1]} − {self.term(ordered[0], self.angles[node])}"
        return {
            "ordered": self.phrases.pause.join(terms),
            "descending": self.phrases.pause.join(reversed(terms)),
            "work": f"{work} {self.result(node)}",
        }

    def where(self, node: Apply) -> str:
        """Return the name of the argument that `argmax` or `argmin` finds: its label, its fact, or its position."""
        position = int(self.values[node])
        if node is self.root and len(self.labels) == len(node.arguments):
            name = self.labels[position - 1]
        elif all(isinstance(argument, Fact) for argument in node.arguments):
            fact = node.arguments[position - 1]
            name = fact.name if isinstance(fact, Fact) else ""
        else:
            return self.phrases.position.format(number=position)
        return f" {name}" if self.language == "zh" else name

    def chain(self, nodes: Sequence[Node], whole: Node) -> str:
        """Return a sum of terms, in degrees where the whole is."""
        return " + ".join(self.term(part, self.angles[whole], first=at == 0) for at, part in enumerate(nodes))

    def term(self, node: Node, degrees: bool = False, *, first: bool = False) -> str:
        """Return a node's value as it stands in an operation; a negative one in parentheses unless it is first."""
        if node == _PI:
            return "π"
        text = shown(self.values[node]).text
        product = "×" in text
        if degrees or self.angles[node]:
            text = f"({text})°" if product else f"{text}°"
        elif product:
            return f"({text})"
        return f"({text})" if text.startswith("−") and not first else text

    def result(self, node: Apply) -> str:
        """Return the right side of an operation: `= 60`, `≈ 0.333333`."""
        text, exact = shown(self.values[node])
        return f"{_equals(exact and self.exact(*node.arguments))} {self.degrees(text, node)}"

    def degrees(self, text: str, node: Node) -> str:
        """Return a shown value with `°` where it is an angle."""
        return f"{text}°" if self.angles[node] else text

    def exact(self, *nodes: Node) -> bool:
        """Say whether all the values are shown exactly; π stands for itself."""
        return all(node == _PI or shown(self.values[node]).exact for node in nodes)

    def places(self, node: Apply) -> int:
        """Return to how many decimals `round` rounds."""
        return int(self.values[node.arguments[1]]) if len(node.arguments) > 1 else 0


def _equals(exact: bool) -> str:
    return "=" if exact else "≈"
