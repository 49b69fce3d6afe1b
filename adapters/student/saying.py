"""One operation as a statement: an equation in some notation, a formula in letters first, or a sentence in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.adapters.student.book import cleaned, marked
from mmbench.adapters.student.notation import digits, half_first, named, render, with_unit
from mmbench.adapters.student.plans import WORDED
from mmbench.adapters.student.symbols import equation, lettered
from mmbench.adapters.student.terms import Leaf, Term, coefficient, leaves
from mmbench.program import FORMULAS

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.adapters.student.book import Book
    from mmbench.adapters.student.notation import Notation
    from mmbench.adapters.student.plans import Operation
    from mmbench.adapters.student.styles import Style
    from mmbench.adapters.student.terms import Expression

__all__ = ["Ending", "Sayer", "Statement"]

_TITLED = ("leg", "hypotenuse", "third_angle", "supplement", "complement", "scale_length")
_PLACED = ("°", "%")


class Statement(NamedTuple):
    """A statement: mathematics to be set in a sentence, or a whole sentence already. `lead` is the sentence it fits."""

    text: str
    sentence: bool
    lead: str = ""


class Ending(NamedTuple):
    """The rounded answer behind the last result, empty where there is none, and whether it is rounded wrongly."""

    text: str = ""
    wrong: bool = False


class Sayer:
    """Says operations in the habits of one response."""

    def __init__(self, style: Style, notation: Notation, book: Book, letters: str) -> None:
        self.style = style
        self.notation = notation
        self.book = book
        self.chance = book.chance
        self.letters = list(letters)
        self.equals = "=" if book.chance.happens(style.loose_equals) else notation.about
        self.first_seen: set[str] = set()
        self.label_next = False
        self.degrees = book.chance.happens(0.6)

    def statement(self, operation: Operation, wrong: bool, ending: Ending, *, last: bool) -> Statement:
        """Return the statement of an operation, marked if it goes wrong."""
        if operation.operator in WORDED:
            return Statement("", True)
        form = operation.slip.form if operation.slip else ""
        style = self.style
        if form in ("solve", "kept") or (
            not operation.slip and not ending.text and last and self.chance.happens(style.solve)
        ):
            solved = self.solved(operation, wrong, form)
            if solved:
                return solved
        if not ending.text and operation.stage is None and self.chance.happens(style.words):
            sentence = self.in_words(operation)
            if sentence:
                return Statement(marked(sentence.rstrip("。."), wrong) + sentence[-1], True)
        self.label_next = self.chance.happens(style.labelled)
        lead = "lead" if self.label_next else self.lead(operation)
        return Statement(self.chain(operation, wrong, ending), False, lead)

    # Mathematics

    def chain(self, operation: Operation, wrong: bool, ending: Ending) -> str:
        """Return an operation as a chain of equalities: letters, names, numbers, stages, result."""
        parts: list[str] = []
        letters = lettered(operation.operator) if self.chance.happens(self.style.symbolic) else None
        expression: Expression = operation.expression
        if letters:
            body = letters[1]
            if self.chance.happens(0.5):
                body, expression = half_first(body), half_first(expression)
            parts.append(letters[0])
            parts.append(render(body, self.notation, lambda leaf: leaf.name or self.bare(leaf)))
        elif self.label_next and operation.operator:
            parts.append(named(self.label(operation), self.notation))
        if not letters and self.chance.happens(self.style.named):
            names = self.in_names(operation.expression)
            if names:
                parts.append(names)
        head = [*parts, render(expression, self.notation, self.shown_in(operation))]
        return self.joined(head, self.stages(operation), operation, wrong, ending)

    def stages(self, operation: Operation) -> list[str]:
        """Return the stages between an operation's expression and its result."""
        inner = operation.slip is not None and operation.slip.inner is not None
        if operation.stage is not None and (inner or self.chance.happens(0.6)):
            return [render(operation.stage, self.notation, self.bare)]
        if operation.slip is None:
            multiple = coefficient(operation.expression, operation.true)
            if multiple is not None and self.chance.happens(0.5):
                return [f"{digits(multiple, self.notation)}{' ' * self.notation.latex}{self.notation.pi}"]
        return []

    def joined(self, head: list[str], stages: list[str], operation: Operation, wrong: bool, ending: Ending) -> str:
        """Join the sides of a chain, the wrong equality marked."""
        result = self.result(operation)
        sign = self.sign(operation)
        gap = "" if self.notation.tight else " "
        slip = operation.slip
        before = head[:-1]
        sides = [head[-1], *stages]
        if slip is None:
            body = f"{gap}={gap}".join(sides) + f"{gap}{sign}{gap}{result}"
            body = marked(body, wrong)
        elif slip.inner is not None:
            body = marked(f"{gap}={gap}".join(sides[:2])) + f"{gap}{sign}{gap}{result}"
        else:
            start = "".join(f"{side}{gap}={gap}" for side in sides[:-1])
            body = start + marked(f"{sides[-1]}{gap}{sign}{gap}{result}")
        prefix = "".join(f"{side}{gap}={gap}" for side in before)
        if ending.wrong and ending.text:
            body = body.removesuffix(result) + marked(f"{result}{gap}{self.notation.about}{gap}{ending.text}")
        elif ending.text:
            body = f"{body}{gap}{self.notation.about}{gap}{ending.text}"
        return prefix + body

    def approximate(self, operation: Operation) -> bool:
        """Say whether the sign before the result is that of an approximation."""
        if operation.slip is not None:
            return operation.result.shown != operation.result.value
        noted = any(leaf.shown != leaf.value for leaf in leaves(operation.expression))
        return operation.rounded or noted

    def sign(self, operation: Operation) -> str:
        """Return the sign before the result; a number rounded to a whole one never stands behind `=`."""
        if not self.approximate(operation):
            return "="
        return self.notation.about if operation.result.shown.denominator == 1 else self.equals

    def result(self, operation: Operation) -> str:
        """Return an operation's result as noted."""
        text = digits(operation.result.shown, self.notation)
        units = self.style.units
        if operation.result.unit == "°" or units != "none":
            return with_unit(text, cleaned(operation.result.unit), self.notation, math=True)
        return text

    def shown_in(self, operation: Operation) -> Callable[[Leaf], str]:
        """Return how the numbers of an operation are shown: with units or names where the style puts them."""
        operators = {term.operator for term in _terms(operation.expression)}
        quantities = [leaf for leaf in leaves(operation.expression) if leaf.source != "number"]
        units = {leaf.unit for leaf in quantities}
        sums = operators <= {"+", "-", "sum"} and len(units) == 1
        products = operators <= {"*", "/"} and "" not in units and bool(operation.result.unit)
        plain = (sums or products) and self.style.units == "everywhere"
        angle = units == {"°"} and operators <= {"+", "-", "sum", "*", "/"} and self.style.units != "none"
        inline = self.style.reading == "inline" and not self.notation.latex and operators <= {"+", "-", "sum", "*", "/"}

        def show(leaf: Leaf) -> str:
            text = self.bare(leaf)
            constant = angle and leaf.source == "number" and operators <= {"+", "-"} and self.degrees
            unit = "°" if constant else leaf.unit
            if unit == "°" and angle:
                text = with_unit(text, unit, self.notation, math=True)
            elif unit and unit not in _PLACED and plain:
                text = with_unit(text, cleaned(unit), self.notation, math=True)
            if inline and leaf.source == "fact" and leaf.name not in self.first_seen:
                self.first_seen.add(leaf.name)
                text = f"{text} ({cleaned(leaf.name)})"
            return text

        return show

    def bare(self, leaf: Leaf) -> str:
        """Return a number without unit."""
        return digits(leaf.shown, self.notation)

    def in_names(self, expression: Expression) -> str:
        """Return an expression with its readings' names in place of their values; empty where that would mislead."""
        parts = list(leaves(expression))
        if not any(leaf.source == "fact" for leaf in parts) or any(leaf.source == "result" for leaf in parts):
            return ""
        if any(leaf.source == "fact" and leaf.name[:1].isdigit() for leaf in parts) or len(parts) > 4:
            return ""

        def show(leaf: Leaf) -> str:
            return named(cleaned(leaf.name), self.notation) if leaf.source == "fact" else self.bare(leaf)

        return render(expression, self.notation, show)

    def label(self, operation: Operation) -> str:
        """Return the noun for an operation's result."""
        formula = FORMULAS.get(operation.title)
        title = formula.title(self.book.language) if formula else self.book.term(operation.operator)
        title = title or self.book.term("result")
        return title[:1].upper() + title[1:]

    def lead(self, operation: Operation) -> str:
        """Return the purpose whose phrases introduce an operation."""
        operator = operation.title or operation.operator
        if operator in FORMULAS:
            return f"lead_{operator}" if operator in _TITLED else "lead_formula"
        kind = f"lead_{'+' if operator == 'sum' else operator}"
        return kind if self.book.has(kind) else "lead"

    def title(self, operation: Operation) -> str:
        """Return the name of an operation's formula."""
        formula = FORMULAS.get(operation.title)
        return formula.title(self.book.language) if formula else ""

    # Equations

    def solved(self, operation: Operation, wrong: bool, form: str) -> Statement | None:
        """Return an operation as an equation that is set up and solved."""
        letter = self.letters[0]
        found = equation(operation.node, operation.expression, letter)
        if found is None:
            return None
        plain = self.shown_in(operation)

        def write(expression: Expression) -> str:
            return render(expression, self.notation, lambda leaf: letter if leaf.source == "symbol" else plain(leaf))

        equals = "=" if self.notation.tight else " = "
        statement = self.math(f"{write(found.left)}{equals}{write(found.right)}")
        result = self.result(operation)
        moved = found.kept if form == "kept" else found.moved
        sign = f" {self.sign(operation)} " if self.approximate(operation) else equals
        direct = form == "solve" or self.chance.happens(0.3)
        middle = "" if direct else f"{equals}{write(moved)}"
        solution = self.math(f"{letter}{middle}{sign}{result}")
        phrase = self.book.pick("solve")
        if form:
            phrase = _marked_part(phrase)
        elif wrong:
            phrase = marked(phrase[:-1]) + phrase[-1]
        return Statement(phrase.format(x=self.math(letter), equation=statement, solution=solution), True)

    def math(self, text: str) -> str:
        """Return mathematics as it stands in running text."""
        return f"{self.notation.open}{text}{self.notation.close}"

    # Words

    def in_words(self, operation: Operation) -> str:
        """Return an operation as a sentence; empty where there is no plain one."""
        purpose, inserts = self.wording(operation)
        if not purpose:
            return ""
        result = self.said(operation.result, unit=True)
        if operation.operator in ("percent_of", "percent_change"):
            result = result if result.endswith("%") else f"{result}%"
        if self.approximate(operation):
            result = self.book.term("about") + result
        return self.book.say(purpose, r=result, **inserts)

    def wording(self, operation: Operation) -> tuple[str, dict[str, str]]:
        """Return which sentences say an operation, and what is put in."""
        operator, arguments = operation.expression
        plain = all(isinstance(argument, Leaf) for argument in arguments)
        if operation.operator == "mean" and isinstance(arguments[0], Term):
            return "words_mean", {"list": self.listed(arguments[0].arguments)}
        if operation.operator == "percent_of":
            part, whole, *others = leaves(operation.expression)
            inserts = {"a": self.said(part), "b": self.said(whole)}
            return ("words_percent_of", inserts) if len(others) == 1 else ("", {})
        if operator == "/" and isinstance(arguments[0], Term) and arguments[0].operator == "*":
            return self.percentage(arguments[0], arguments[1])
        if not plain or any(leaf.source == "pi" for leaf in leaves(operation.expression)):
            return "", {}
        first, second = arguments[0], arguments[-1]
        assert isinstance(first, Leaf)  # noqa: S101
        assert isinstance(second, Leaf)  # noqa: S101
        if operator == "sum" and len(arguments) > 2:
            return "words_sum", {"list": self.listed(arguments)}
        inserts = {"a": self.said(first), "b": self.said(second)}
        if operator in ("+", "-", "*", "/", "sum"):
            two = second.source == "number" and second.value == 2
            if two and operator in ("*", "/") and self.chance.happens(0.7):
                return ("words_double" if operator == "*" else "words_half"), inserts
            return f"words_{'+' if operator == 'sum' else operator}", inserts
        if operator == "^" and second.value == 2:
            return "words_square", inserts
        return ("words_sqrt", inserts) if operator == "sqrt" else ("", {})

    def percentage(self, product: Term, bottom: Expression) -> tuple[str, dict[str, str]]:
        """Return the words for a percentage taken of a number, where this is one."""
        plain = [part for part in product.arguments if isinstance(part, Leaf)]
        if len(plain) != 2 or not isinstance(bottom, Leaf) or bottom.value != 100:
            return "", {}
        whole, share = plain
        return "words_take_percent", {"a": self.said(whole), "p": self.bare(share)}

    def listed(self, parts: tuple[Expression, ...]) -> str:
        """Return numbers as a list in words."""
        return self.book.listed([self.said(part) for part in parts if isinstance(part, Leaf)])

    def said(self, leaf: Leaf, *, unit: bool = False) -> str:
        """Return a number in running text."""
        text = self.bare(leaf)
        if leaf.unit == "°" or (unit and self.style.units != "none") or self.style.units == "everywhere":
            return with_unit(text, cleaned(leaf.unit), self.notation, math=False)
        return text


def _marked_part(phrase: str) -> str:
    """Return a phrase with its part from the equation to the solution marked."""
    before, equation_and_on = phrase.split("{equation}")
    between, after = equation_and_on.split("{solution}")
    return before + marked(f"{{equation}}{between}{{solution}}") + after


def _terms(expression: Expression) -> list[Term]:
    if isinstance(expression, Leaf):
        return []
    return [expression, *[term for argument in expression.arguments for term in _terms(argument)]]
