r"""Text before it is read: `tidy` gives every sign one spelling, `plain` is the text alone, for comparing.

After `tidy` digits, letters, brackets and punctuation are ASCII where they have an ASCII form. Operators keep one
Unicode sign each (`× ÷ · ° ∞ ≤ ≥ ≠ ± ∓ ∪ ∩ ∈ ∅ ≈ ∠ △ → ⟨ ⟩`), and what LaTeX writes with braces is written so:
`²` is `^{2}`, `½` is `\frac{1}{2}`, `√` is `\sqrt `, `π` is `\pi `. A dash between two digits stays `–` (a range).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["plain", "tidy"]

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱˣʸᵃᵇᶜᵈᵏᵐᵗ", "0123456789+-=()nixyabcdkmt", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑᵢⱼₖₘₙₓ", "0123456789+-=()aeijkmnx", strict=True))
_SIGNS = {
    "-": "−‐‑﹣⁃➖–",
    "·": "⋅∙‧・",
    "×": "✕✖╳⨯",
    "*": "∗⁎",
    "÷": "➗",
    "/": "⁄∕",
    ":": "∶：",
    "|": "∣∥",
    "°": "˚º∘",
    "≤": "≦⩽",
    "≥": "≧⩾",
    "≈": "≃≒≐≅",
    "'": "′‘’‛ʹ",
    "''": "″",
    "'''": "‴",
    '"': "“”„‟「」『』",
    ", ": "，、",
    "; ": "；",
    ". ": "。",
    "[": "【〔",
    "]": "】〕",
    "⟨": "〈",
    "⟩": "〉",
    "~": "～〜",
    "...": "…⋯",
    "¥": "￥",
    "°C": "℃",
    "°F": "℉",
    "\\pi ": "π𝜋",
    "\\sqrt ": "√",
    "\\sqrt[3] ": "∛",
    "\\sqrt[4] ": "∜",
    "\\setminus ": "∖",
    "\\|": "‖",
    "\n": "\u0085\u2028\u2029",
    "△": "∆",
    "∅": "⌀",
}
_SETS = {sign: f"\\mathbb{{{unicodedata.normalize('NFKC', sign)}}}" for sign in "ℝℤℕℚℂ"}
_SINGLE = {sign: meant for meant, signs in _SIGNS.items() for sign in signs} | _SETS | {sign: sign for sign in "µ´¨¯¸"}
_FOREIGN = re.compile("[^\t\n\r -~\u3007\u3400-\u4dbf\u4e00-\u9fff\u2460-\u24ff\u2776-\u2793]+")
_GONE = re.compile(
    "[\x00-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u20e3\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e01ef]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TAB = re.compile(r"\t(?=imes|ext\{|heta|frac|riangle)")
_ESCAPE = re.compile("[\x07\x08\x0b\x0c](?=[a-z])")
_ESCAPES = {"\x07": "\\a", "\x08": "\\b", "\x0b": "\\v", "\x0c": "\\f"}
_MARKED = re.compile("([0-9])([\u0304\u0305\u0307])")


def tidy(text: str) -> str:
    r"""Return a text with one spelling for each sign and without invisible characters, in linear time.

    Control characters that a lost backslash left (`\\x0crac` for `\\frac`) become the command again.
    """
    if "\t" in text:
        text = _TAB.sub(r"\\t", text)
    if text.isascii():
        if _CONTROL.search(text) is None:
            return text
    else:
        text = text.encode("utf-8", "ignore").decode()
    if "\u0304" in text or "\u0305" in text or "\u0307" in text:
        text = _MARKED.sub(_marked, text)
    text = _ESCAPE.sub(lambda match: _ESCAPES[match[0]], text)
    return _FOREIGN.sub(_spelled, text)


def _marked(match: re.Match[str]) -> str:
    name = "dot" if match[2] == "\u0307" else "overline"
    return f"\\{name}{{{match[1]}}}"


def _spelled(match: re.Match[str]) -> str:
    """Return a run of characters that are neither ASCII nor Chinese in their one spelling."""
    run = match[0]
    before = match.string[match.start() - 1] if match.start() else ""
    if run == "–" and before.isdigit() and match.string[match.end() : match.end() + 1].isdigit():
        return run
    if run == "⁰" and before.isdigit():
        return "°"
    parts: list[str] = []
    at = 0
    while at < len(run):
        sign = run[at]
        table = _RAISED if sign in _RAISED else _LOWERED if sign in _LOWERED else None
        if table is None:
            at += 1
            number = sign == "，" and run[at : at + 1].isdecimal() and run[at - 2 : at - 1].isdecimal()
            parts.append("," if number else _SINGLE.get(sign) or _folded(sign))
            continue
        end = at + 1
        while end < len(run) and run[end] in table:
            end += 1
        script = "".join(map(table.__getitem__, run[at:end]))
        at = end
        if table is _LOWERED and len(parts) > 1 and parts[-1] == "/" and parts[-2].startswith("^{"):
            parts[-2:] = [f"\\frac{parts[-2][1:]}{{{script}}}"]
        else:
            parts.append(f"{'^' if table is _RAISED else '_'}{{{script}}}")
    return "".join(parts)


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    """Return the compatible form of one character: plain letters and digits, fractions as LaTeX, any space as one."""
    if sign.isspace():
        return " "
    if _GONE.match(sign):
        return ""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    folded = unicodedata.normalize("NFKC", sign)
    if "⁄" in folded:
        top, _, bottom = folded.partition("⁄")
        return f"\\frac{{{top}}}{{{bottom}}}" if top and bottom else folded.replace("⁄", "/")
    return "".join(_SINGLE.get(part, part) for part in folded) if folded != sign else sign


_COMMAND = re.compile(
    r"\\(?:text(?:bf|it|rm|sf|tt|normal)?|math(?:rm|bf|it|sf|tt)|mbox|boxed|operatorname|displaystyle|left|right"
    r"|q?quad)(?![A-Za-z])|\\[,;:! ()\[\]]"
)
_BRACED = r"\{((?:[^{}]++|\{[^{}]*+\})*+)\}"
_FRACTION = re.compile(r"\\[dtc]?frac\s*(?:" + _BRACED + r"\s*" + _BRACED + r"|([0-9])\s*([0-9]))")
_GROUP = re.compile(r"\{([^{}]*)\}(?=[0-9A-Za-z])")
_MARKUP = re.compile(r"[{}$*`\"]|(?<!\w)'|'(?!\w)")
_NAME = re.compile(r"\\([A-Za-z]+) ?")
_NAMES = {
    "circ": "°", "degree": "°", "pi": "π", "sqrt": "√", "times": "×", "cdot": "·", "div": "÷", "pm": "±", "infty": "∞",
    "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "ne": "≠", "neq": "≠", "lt": "<",
    "gt": ">", "in": "∈", "notin": "∉", "cup": "∪", "cap": "∩", "subset": "⊂", "subseteq": "⊆", "approx": "≈",
    "parallel": "|", "mid": "|", "vert": "|", "perp": "⊥", "angle": "∠", "triangle": "△", "to": "→", "rightarrow": "→",
    "emptyset": "∅", "varnothing": "∅", "ldots": "...", "cdots": "...", "dots": "...", "forall": "∀", "exists": "∃",
}  # fmt: skip
_TIGHT = re.compile(r" ?([|⊥⊂⊆∈∉∪∩→≤≥≠]) ?")
_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\w)")


def plain(text: str) -> str:
    """Return a text without markup, in lower case, single-spaced, with no leading article and no final stop.

    Braces that keep two numbers apart become round brackets, and fractions are written with a slash.
    """
    text = tidy(text)
    if "\\" in text:
        text = _COMMAND.sub(" ", text)
        if "frac" in text:
            text = _FRACTION.sub(r"\1\3/\2\4", text)
        text = _NAME.sub(_named, text.replace("^{\\circ}", "°").replace("^\\circ", "°")).replace("\\", "")
        text = text.replace("~", " ")
    if "{" in text:
        text = _GROUP.sub(r"(\1)", text)
    if "|" in text or not text.isascii():
        text = _TIGHT.sub(r"\1", text)
    text = " ".join(_MARKUP.sub("", text).casefold().split()).rstrip(" .")
    article = _ARTICLE.match(text)
    return text[article.end() :] if article else text


def _named(match: re.Match[str]) -> str:
    name = match[1]
    return _NAMES.get(name) or (f"{name} " if match[0][-1] == " " else name)
