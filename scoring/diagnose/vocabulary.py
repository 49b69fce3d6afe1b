"""The words that a solution is made of: verbs that state a result, words that a number's label never goes over."""

from __future__ import annotations

from fractions import Fraction

__all__ = ["FILLERS", "FORBIDDEN", "LEADS", "LINKS", "PARTS", "PREFIXES", "RESULT_VERBS", "SHARES", "UNSAFE"]


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


RESULT_VERBS = _words("is are equals equal gives makes becomes yields leaves totals 是 为 得 即")
"""What joins a computation to its result."""

LEADS = _words(
    "gives give giving get gets getting obtain obtaining is are was equals leaves makes yields yielding leaving",
    "是 为 得 即 等",
)
"""What leads from a computation said in words to its result."""

FORBIDDEN = _words(
    "is are was were be equals equal gives give makes make becomes become yields yield leaves leave totals gets get",
    "costs cost has have had and or so then thus hence therefore which that who whose when where while because since",
    "if but than as at to from with without by between more less fewer of in on for into plus minus times divided",
    "multiplied we he she they it i you will would can could should must need needs find calculate compute using",
    "now next first second step total answer let",
    "是 为 得 即 和 与 或 所 以 因 此 而 从 比 多 少 的 共 有 在 则 又 由 可 求 设 把 将 被 除 加 减 乘",
)
"""Words that end a number's label."""

FILLERS = _words(
    "about approximately roughly around nearly exactly only just also then therefore thus a an the total of to equal",
    "equals approx simply still 约 大 共 了 到",
)
"""Words between a relation and the value it gives."""

UNSAFE = _words(
    "twice thrice double doubles triple half third quarter fifth tenth halves thirds quarters times more less fewer",
    "than plus minus sum difference product quotient ratio percent per over between by root square squared cube power",
    "log mod and or to from up out 比 多 少 倍 和 与 的 分 之",
)
"""Words before an expression that make it a part of a larger one."""

PARTS = _words(
    "remainder root half third thirds quarter quarters fifth tenth square cube reciprocal inverse negative opposite",
    "digit digits logarithm percent part most multiple factor",
)
"""Words before "of" that make what follows a part of something else."""

LINKS = _words(
    "is are was were at reads read shows show has have had of about approximately reaches reach equals be being as",
    "with measures measuring costs cost sold to around roughly value gives 是 为 有 约 达 到 即 量 卖 高 长",
)
"""Words right before a number that bind it to what is named before."""

PREFIXES: dict[str, Fraction] = {
    "half": Fraction(1, 2),
    "third": Fraction(1, 3),
    "quarter": Fraction(1, 4),
    "twice": Fraction(2),
    "thrice": Fraction(3),
}
"""Words before a number that multiply it."""

SHARES: dict[str, Fraction] = {
    "一半": Fraction(1, 2),
    "二分之一": Fraction(1, 2),
    "三分之一": Fraction(1, 3),
    "三分之二": Fraction(2, 3),
    "四分之一": Fraction(1, 4),
    "四分之三": Fraction(3, 4),
    "五分之一": Fraction(1, 5),
    "十分之一": Fraction(1, 10),
}
"""Chinese shares behind 的."""
