"""Programs: how an answer follows from the facts of a figure.

One form, written by benchmarks and read by scoring: an arithmetic expression over quoted fact names, numbers, named
functions and named formulas, such as `('Sales 2019' - 'Sales 2018') / 'Sales 2018' * 100` or
`percent_change('Sales 2018', 'Sales 2019')`. It is parsed by a small grammar (`grammar`), never by Python. Rational
arithmetic is exact; square roots and pi carry 50 decimal places; angles are in degrees. A quote inside a name is
doubled: 'Year''s end'.

`functions` and `formula_table` say what can be called; `evaluation` computes, `words` writes the solution out.
"""

from __future__ import annotations

from mmbench.program.evaluation import Step, evaluate, facts_used, steps
from mmbench.program.formulas import FORMULAS, expand, written_out
from mmbench.program.functions import FUNCTIONS, Formula
from mmbench.program.grammar import parse, quote, text
from mmbench.program.nodes import Apply, Fact, Node, Number, Path, replace_at, unrounded, walk
from mmbench.program.numbers import FactValue, ProgramError, format_number, round_half_up, to_fraction
from mmbench.program.words import Language, worked

__all__ = [
    "FORMULAS",
    "FUNCTIONS",
    "Apply",
    "Fact",
    "FactValue",
    "Formula",
    "Language",
    "Node",
    "Number",
    "Path",
    "ProgramError",
    "Step",
    "evaluate",
    "expand",
    "facts_used",
    "format_number",
    "parse",
    "quote",
    "replace_at",
    "round_half_up",
    "steps",
    "text",
    "to_fraction",
    "unrounded",
    "walk",
    "worked",
    "written_out",
]
