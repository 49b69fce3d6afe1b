"""The process that works out integrals, sums, limits and derivatives with sympy, one question and one answer a line.

Sympy objects are built from trees by a list of known operations; no text is ever parsed. What sympy makes of them is
turned back into trees, which are compared as all others are.
"""

from __future__ import annotations

import functools
import json
import resource
import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import sympy  # type: ignore[import-untyped]

from mmbench.scoring.answers.algebra.identity import same, up_to_constant
from mmbench.scoring.answers.values import Apply, Constant, Node, Number, Symbol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["answer", "made", "main", "told"]


class OutsideError(Exception):
    """There is no such operation on one of the two sides."""


_SAME_NAME = (
    "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "exp", "sign", "re", "im",
    "arg", "floor", "binomial",
)  # fmt: skip
_ARC = {
    f"arc{name}": getattr(sympy, f"a{name}")
    for name in (
        "sin", "cos", "tan", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch",
    )
}  # fmt: skip
_MAKE: dict[str, Callable[..., Any]] = {
    **{name: getattr(sympy, name) for name in _SAME_NAME},
    **_ARC,
    "arccot": lambda x: sympy.pi / 2 - sympy.atan(x),
    "add": lambda *args: sympy.Add(*args),
    "mul": lambda *args: sympy.Mul(*args),
    "neg": lambda x: -x,
    "div": lambda x, y: x / y,
    "pow": lambda x, y: x**y,
    "root": lambda x, n: sympy.real_root(x, n) if x.is_negative else sympy.root(x, n),
    "abs": sympy.Abs,
    "fact": sympy.factorial,
    "permutation": sympy.ff,
    "ceil": sympy.ceiling,
    "conj": sympy.conjugate,
    "ln": sympy.log,
    "log": sympy.log,
    "max": sympy.Max,
    "min": sympy.Min,
    "degree": lambda x: x * sympy.pi / 180,
    "percent": lambda x: x / 100,
}
_CONSTANTS = {"pi": sympy.pi, "e": sympy.E, "i": sympy.I, "oo": sympy.oo}
_TELL = {made: name for name, made in _MAKE.items() if isinstance(made, type) and name not in ("add", "mul", "log")}


def made(spelled: list[Any], bound: dict[str, Any]) -> Any:
    """Return the sympy object of a spelled tree, with its integrals, sums, limits and derivatives worked out."""
    op, *args = spelled
    if op == "number":
        value = Fraction(args[0])
        return sympy.Rational(value.numerator, value.denominator)
    if op == "symbol":
        return bound.get(args[0]) or sympy.Symbol(args[0], real=True)
    if op == "constant":
        return _CONSTANTS[args[0]]
    if op == "call":
        return sympy.Function(args[0][1])(*[made(arg, bound) for arg in args[1:]])
    if op in ("integral", "sum", "product", "limit", "derivative"):
        return _worked_out(op, args, bound)
    if op not in _MAKE:
        raise OutsideError(op)
    return _MAKE[op](*[made(arg, bound) for arg in args])


def _worked_out(op: str, args: list[Any], bound: dict[str, Any]) -> Any:
    if args[1][0] != "symbol":
        raise OutsideError(op)
    name = args[1][1]
    variable = sympy.Symbol(name, integer=True) if op in ("sum", "product") else sympy.Symbol(name, real=True)
    body = made(args[0], {**bound, name: variable})
    rest = [made(arg, bound) for arg in args[2:]]
    if op == "integral":
        found = sympy.integrate(body, (variable, *rest) if rest else variable)
    elif op == "derivative":
        found = sympy.diff(body, variable)
    elif op == "limit":
        found = sympy.limit(
            body, variable, rest[0], "-" if rest[0] == sympy.oo else "+" if rest[0].is_infinite else "+-"
        )
    else:
        found = (sympy.summation if op == "sum" else sympy.product)(body, (variable, *rest))
    return found


def told(value: Any) -> Node:
    """Return the tree of a sympy object; of a case distinction its first case. Raises where there is none."""
    if isinstance(value, sympy.Rational):
        return Number(Fraction(int(value.p), int(value.q)))
    if isinstance(value, sympy.Symbol):
        return Symbol(value.name)
    for name, constant in _CONSTANTS.items():
        if value == constant:
            return Constant(name)  # type: ignore[arg-type]
    if value == -sympy.oo:
        return Apply("neg", (Constant("oo"),))
    if isinstance(value, sympy.Piecewise):
        return told(value.args[0][0])
    args = functools.partial(map, told, value.args)
    if isinstance(value, sympy.Add | sympy.Mul | sympy.Pow):
        return Apply(type(value).__name__.lower(), tuple(args()))
    if isinstance(value, sympy.log):
        return Apply("ln", tuple(args()))
    if isinstance(value, sympy.gamma):
        return Apply("fact", (told(value.args[0] - 1),))
    if type(value) in _TELL:
        return Apply(_TELL[type(value)], tuple(args()))
    if isinstance(value, sympy.core.function.AppliedUndef):
        return Apply("call", (Symbol(type(value).__name__), *args()))
    raise OutsideError(type(value).__name__)


def answer(question: list[Any]) -> bool | None:
    """Tell whether two spelled trees are equal; None where that is undecided."""
    try:
        left, right = (told(made(side, {})) for side in question)
    except MemoryError:
        raise
    except Exception:  # sympy fails in many ways, and each means that it does not know
        return None
    return up_to_constant(left, right) if any(map(_indefinite, question)) else same(left, right)


def _indefinite(spelled: list[Any]) -> bool:
    """Whether there is an indefinite integral."""
    if spelled[0] in ("number", "symbol", "constant"):
        return False
    return (spelled[0] == "integral" and len(spelled) == 3) or any(map(_indefinite, spelled[1:]))


def main(seconds: float, memory: int) -> None:
    """Answer questions until the pipe is closed. Each may take a little more than `seconds` of processor time."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    replies, sys.stdout = sys.stdout, sys.stderr
    print("ready", file=replies, flush=True)
    for line in sys.stdin:
        used = resource.getrusage(resource.RUSAGE_SELF)
        stop = int(used.ru_utime + used.ru_stime + seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (stop, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        sympy.core.random.seed(0)
        sympy.core.cache.clear_cache()
        try:
            found: bool | str | None = answer(json.loads(line))
        except MemoryError:
            found = "failed"
        print(json.dumps(found), file=replies, flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
