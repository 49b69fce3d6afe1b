"""The layouts of responses: prose, lines, numbered lists, steps, headings, LaTeX blocks, Chinese proofs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.adapters.student.notation import NOTATIONS

if TYPE_CHECKING:
    from mmbench.adapters.student.book import Book
    from mmbench.adapters.student.saying import Statement
    from mmbench.adapters.student.styles import Style

__all__ = ["Parts", "laid_out"]

_NUMERALS = "一二三四五六七八九十"


class Parts(NamedTuple):
    """The parts of a response in order."""

    opening: list[str]
    readings: list[str]
    steps: list[Statement]
    remarks: list[str]
    answer: str
    figure: str


def laid_out(parts: Parts, style: Style, book: Book) -> str:
    """Return the parts as one text in a style's layout."""
    layout = _Layout(parts, style, book)
    if style.layout == "paragraph":
        return layout.paragraph()
    if style.layout in ("headings", "bold"):
        return layout.headed()
    if style.layout == "aligned":
        return layout.aligned()
    if style.layout == "ordinals":
        return layout.ordinals()
    if style.layout == "proof":
        return layout.proof()
    if style.layout in ("numbered", "steps"):
        return layout.counted()
    return layout.lines()


class _Layout:
    def __init__(self, parts: Parts, style: Style, book: Book) -> None:
        self.parts = parts
        self.style = style
        self.book = book
        self.notation = NOTATIONS[style.notation]
        self.chinese = book.language == "zh"

    def said(self, statement: Statement, *, display: bool = False) -> str:
        """Return a statement as text, its mathematics in running text or displayed."""
        if statement.sentence:
            return statement.text
        math = f"{self.notation.open}{statement.text}{self.notation.close}"
        phrase = statement.lead or "{c}"
        if display and self.notation.latex:
            block = f"\n\\[\n{statement.text}\n\\]"
            before, _, after = phrase.partition("{c}")
            return f"{before.rstrip(' ')}{block}{after.strip('.。')}".lstrip("\n")
        return phrase.replace("{c}", math)

    def sentence(self, statement: Statement) -> str:
        """Return a statement as a sentence of running text."""
        text = self.said(statement)
        if text.rstrip("\x03").endswith((".", "。", ":", "：")):
            return text
        return f"{text}{'。' if self.chinese else '.'}"

    def joined(self, sentences: list[str]) -> str:
        return "".join(sentences) if self.chinese else " ".join(sentences)

    def paragraph(self) -> str:
        """Return everything as prose, the answer at its end."""
        parts = self.parts
        readings = [parts.readings[0]] if len(parts.readings) == 1 else [self.bullets(parts.readings)]
        sentences = [*parts.opening, *(readings if parts.readings else []), *map(self.sentence, parts.steps)]
        body = self.joined([*sentences, *parts.remarks])
        broken = self.style.final == "boxed" or self.book.chance.happens(0.4)
        if not body:
            return parts.answer
        return f"{body}\n\n{parts.answer}" if broken else self.joined([body, parts.answer])

    def lines(self) -> str:
        """Return a line for every statement."""
        parts = self.parts
        lines = [*parts.opening, *parts.readings, *map(self.said, parts.steps), *parts.remarks, parts.answer]
        if parts.readings and parts.readings[0].lstrip("\x02").startswith("|"):
            at = len(parts.opening)
            lines[at] = f"\n{lines[at]}\n"
        return "\n".join(lines).strip()

    def bullets(self, readings: list[str]) -> str:
        mark = self.book.chance.pick(("- ", "* ", "• "))
        return "\n".join(f"{mark}{reading}" for reading in readings)

    def headed(self) -> str:
        """Return a heading for the readings and one for the work or each of its steps."""
        parts = self.parts
        blocks = ["\n".join(parts.opening)] if parts.opening else []
        number = 1
        if parts.readings:
            body = self.bullets(parts.readings) if len(parts.readings) > 1 else parts.readings[0]
            blocks += [self.heading(number, "heading"), body]
            number += 1
        separate = len(parts.steps) <= 4 and self.book.chance.happens(0.5)
        for at, statement in enumerate(parts.steps):
            if at == 0 or separate:
                blocks.append(self.heading(number, "heading_work"))
                number += 1
            blocks.append(self.said(statement, display=self.style.display))
        blocks += parts.remarks
        if self.style.layout == "headings" and self.book.chance.happens(0.4):
            blocks.append("### 结论" if self.chinese else "### Conclusion")
        return "\n\n".join([*blocks, parts.answer])

    def heading(self, number: int, purpose: str) -> str:
        title = self.book.say(purpose, f=self.parts.figure)
        if self.chinese:
            step = f"步骤{number}" if self.style.layout == "headings" else f"第{_numeral(number)}步"
            text = f"{step}：{title}"
        else:
            text = f"Step {number}: {title}"
        return f"### {text}" if self.style.layout == "headings" else f"**{text}**"

    def aligned(self) -> str:
        """Return the mathematics in an aligned LaTeX block, sentences around it."""
        parts = self.parts
        blocks = [self.joined(parts.opening)] if parts.opening else []
        blocks += parts.readings
        rows: list[str] = []
        for statement in parts.steps:
            if statement.sentence:
                blocks += self.block(rows)
                rows = []
                blocks.append(statement.text)
            else:
                rows.append(statement.text)
        blocks += self.block(rows)
        return "\n".join([*blocks, *parts.remarks, parts.answer])

    def block(self, rows: list[str]) -> list[str]:
        if not rows:
            return []
        broken = [_aligned(row) for row in rows]
        body = " \\\\\n".join(broken)
        return [f"\\[\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n\\]"]

    def counted(self) -> str:
        """Return a numbered list: readings first, then every step."""
        parts = self.parts
        entries: list[str] = []
        if parts.readings:
            if len(parts.readings) > 1:
                title = self.book.say("heading", f=self.parts.figure)
                entries.append(f"{title}{'：' if self.chinese else ':'}\n" + self.indented(parts.readings))
            else:
                entries.append(parts.readings[0])
        pending = ""
        for statement in parts.steps:
            text = self.said(statement)
            if statement.lead == "reading":
                pending = text
                continue
            entries.append(self.joined([pending, text]) if pending else text)
            pending = ""
        blocks = [self.joined(parts.opening)] if parts.opening else []
        gap = "\n" if self.style.layout == "steps" else "\n\n"
        blocks.append(gap.join(f"{self.counter(at + 1)}{entry}" for at, entry in enumerate(entries)))
        return "\n\n".join([*filter(None, blocks), *parts.remarks, parts.answer])

    def indented(self, readings: list[str]) -> str:
        return "\n".join(f"   - {reading}" for reading in readings)

    def counter(self, number: int) -> str:
        if self.style.layout == "numbered":
            return f"（{number}）" if self.chinese and self.book.half == "held-out" else f"{number}. "
        return f"第{_numeral(number)}步：" if self.chinese else f"Step {number}: "

    def ordinals(self) -> str:
        """Return Chinese prose held together by ordinals."""
        parts = self.parts
        sentences = [*parts.readings, *map(self.sentence, parts.steps)]
        words = ["首先", "然后", "接着", "再", "之后"]
        ordered = []
        for at, sentence in enumerate(sentences):
            word = "最后" if at and at == len(sentences) - 1 else words[min(at, 4)]
            ordered.append(f"{word}，{sentence}")
        gap = "\n" if self.book.chance.happens(0.5) else ""
        return gap.join([*parts.opening, *ordered, *parts.remarks, parts.answer])

    def proof(self) -> str:
        """Return a Chinese school solution, every conclusion behind its sign."""
        parts = self.parts
        lines = [*parts.opening, *parts.readings]
        for statement in parts.steps:
            text = self.said(statement)
            bare = not statement.sentence and not statement.lead
            lines.append(f"∴{text}" if bare else text)
        lines += [*parts.remarks, parts.answer]
        lines[0] = f"解：{lines[0]}"
        return "\n".join(lines)


def _aligned(row: str) -> str:
    """Return a chain of equalities broken at its signs."""
    for sign in (" = ", r" \approx "):
        first, found, rest = row.partition(sign)
        if found:
            return f"{first} &{sign.strip()} " + rest.replace(" = ", " \\\\\n&= ").replace(
                r" \approx ", " \\\\\n&\\approx "
            )
    return row


def _numeral(number: int) -> str:
    return _NUMERALS[number - 1] if number <= 10 else f"十{_NUMERALS[number - 11]}" if number < 20 else str(number)
