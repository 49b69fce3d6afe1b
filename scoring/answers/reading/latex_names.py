r"""The names and signs that the grammar knows: a spelling for each operator, functions, Greek letters, small words."""

from __future__ import annotations

__all__ = ["ALIASES", "ENGLISH", "FUNCTIONS", "GREEK", "KEYWORDS", "MAGNITUDES", "RELATIONS"]

_SPELLINGS = {
    "*": r"\times \cdot \ast \star × · ∗ \bullet",
    "÷": r"\div",
    "^": "**",
    "/": r"\slash",
    "-": "− –",
    "\\pm": "±",
    "\\mp": "∓",
    "=": r"== \equiv ≡ \coloneqq equals",
    "!=": r"\ne \neq ≠",
    "<": r"\lt",
    ">": r"\gt",
    "<=": r"\le \leq \leqslant \leqq =< ≤",
    ">=": r"\ge \geq \geqslant \geqq ≥",
    "≈": r"\approx \simeq \sim \cong \doteq \approxeq",
    "∈": r"\in",
    "∪": r"\cup \bigcup union",
    "∖": r"\setminus \backslash",
    "∅": r"\emptyset \varnothing",
    "\\infty": "∞ infinity inf oo",
    "\\{": r"\lbrace",
    "\\}": r"\rbrace",
    "⟨": r"\langle \left< 〈",
    "⟩": r"\rangle \right> 〉",
    "[": r"\lbrack",
    "]": r"\rbrack",
    "|": r"\vert \mid \| \Vert",
    "\\lvert": r"\lVert \left| \left\| \bigl| \Bigl| \biggl| \Biggl|",
    "\\rvert": r"\rVert \right| \right\| \bigr| \Bigr| \biggr| \Biggr|",
    "\\lfloor": "⌊",
    "\\rfloor": "⌋",
    "\\lceil": "⌈",
    "\\rceil": "⌉",
    "\\frac": r"\dfrac \tfrac \cfrac",
    "\\binom": r"\dbinom \tbinom",
    "\\sqrt": "sqrt √ 根号",
    "\\cbrt": "cbrt",
    "°": r"\degree \textdegree textdegree degrees degree deg 度",
    "%": r"\% percent",
    "$": r"\$",
    "'": r"\prime",
    "...": r"\dots \ldots \cdots … \dotsc \dotsb \dotsm \vdots \ddots .... ..... ......",
    ":": r"\colon 比",
    "\\pi": "pi π",
    "and": r"And AND 和 且 并且 及 与 以及 \wedge \land",
    "or": r"Or OR 或 或者 \vee \lor",
    "\\int": "∫",
    "\\sum": "∑",
    "\\prod": "∏",
    "\\angle": r"∠ \measuredangle",
    "\\triangle": r"△ \vartriangle",
    "\\square": r"□ ▱ \Box \parallelogram",
    "\\forall": "∀",
    "\\exists": "∃",
    "\\Rightarrow": r"\implies ⇒ ⟹ \Longrightarrow",
    "T": r"\top \intercal",
    "l": r"\ell",
    "\\odot": "⊙",
    "mod": r"\bmod \mod",
    "∩": r"\cap",
    "\\complement": "∁",
    "\\to": r"\rightarrow →",
    "\\overline": r"\bar",
}
_SILENT = (
    r"~ \, \; \: \! \> \( \) \[ \] {} \left \right \middle \left. \right. \displaystyle \textstyle \scriptstyle "
    r"\quad \qquad \limits \nolimits \rm \bf \it \sf \mathop \mathord \mathbin \mathrel \mathopen \mathclose \mathit "
    r"\mathsf \mathbf \mathcal \mathscr \mathfrak \mathstrut \mathnormal \boldsymbol \bold \bm \boxed \fbox \underline "
    r"\frown \overarc \wideparen "
    r"\cancel \bcancel \xcancel \ensuremath \hfill \nonumber \protect \hline \notag \strut \negthinspace \thinspace "
    r"\enspace \overbrace \underbrace \hat \widehat \vec \overrightarrow \tilde \widetilde \big \Big \bigg \Bigg "
    r"\bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr \bigm \Bigm"
)
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron rho sigma tau upsilon phi chi "
    "psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
_GREEK_SIGNS = "αβγδεζηθικλμνξορστυφχψωΓΔΘΛΞΠΣΥΦΨΩ"
GREEK: dict[str, str] = {f"\\{name}": name for name in _GREEK.split()} | {
    f"\\var{name}": name for name in ("epsilon", "theta", "rho", "sigma", "phi", "kappa")
}
"""Command to the letter's name."""

_FUNCTIONS = (
    "sin cos tan cot sec csc arcsin arccos arctan arccot arcsec arccsc sinh cosh tanh coth sech csch arcsinh arccosh "
    "arctanh ln log lg exp max min gcd lcm sign arg abs floor ceil"
)
FUNCTIONS = frozenset(_FUNCTIONS.split())
"""Functions written as a name before their argument, by their canonical names."""

MAGNITUDES = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "millions": 6, "billions": 9,
    "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12,
}  # fmt: skip
"""Words behind a number to the power of ten they stand for."""

RELATIONS = frozenset(("=", "!=", "<", "<=", ">", ">=", "≈", "∈"))

_KEYWORDS = "and or if when for otherwise where mod else 和 或 且 并且 及 与 以及 或者 degrees degree percent"
KEYWORDS = frozenset(_KEYWORDS.split())
"""Small words that mean the same inside and outside of `\\text{..}`."""

_ENGLISH = (
    "all an and any are as at be box but by can cat do dog go had has he her his how if in is it its let low man may "
    "me my new no none nor not now of off old on one our out own red see she so ten the to too top two up us use was "
    "way we who why yes you your add age ago air ask bad bag bar bat bed big bit boy bus buy car cup cut day did die "
    "dry due ear eat egg end eye far fat few fit fix fly fun get got gun guy hat hit hot ice ill job key kid law lay "
    "leg lie lot map mix net odd oil pay pen per pet pot put ran row run sad sat say sea set sit six sky son sun tax "
    "tea tie tin try via war wet win won yet zero four five nine blue even gray grey half less line more most only "
    "over pink sold than that then they this true time wall week work year cone cube each from have here into left "
    "like long many next part same side some such them tree unit very well will cost since using single second login "
    "basin am pm hi ok cry shy"
)
ENGLISH = frozenset(_ENGLISH.split())
"""Short English words, which are not products of letters."""


def _aliases() -> dict[str, str]:
    found = dict.fromkeys((*_SILENT.split(), "\\ ", "{ }", "∴", "\\therefore"), "")
    found |= {name: sign for sign, names in _SPELLINGS.items() for name in names.split()}
    found |= {f"\\{name}": name for name in FUNCTIONS}
    found |= {f"{name}\\$": f"{name}$" for name in ("US", "HK", "AU", "CA", "NZ", "A", "C", "S")}
    found |= {"\\tg": "tan", "tg": "tan", "\\ctg": "cot", "ctg": "cot", "\\arctg": "arctan", "\\cosec": "csc"}
    found |= {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "sgn": "sign", "\\sgn": "sign"}
    found |= {"arsinh": "arcsinh", "arcosh": "arccosh", "artanh": "arctanh"}
    found |= {name: f"\\{name}" for name in _GREEK.split()}
    found |= {sign: f"\\{name}" for sign, name in zip(_GREEK_SIGNS, _GREEK.split(), strict=True)}
    return found


ALIASES: dict[str, str] = _aliases()
"""What is written to the one token that the grammar knows."""
