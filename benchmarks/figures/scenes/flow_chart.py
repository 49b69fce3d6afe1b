"""Flow charts of small algorithms: chains, branches and loops with numbers in the boxes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.asked import Asked
from mmbench.benchmarks.figures.problem import Dice, Problem, logic, misread, slip
from mmbench.benchmarks.figures.scenes.flow_boxes import FlowChart, foot, head
from mmbench.benchmarks.figures.scenes.sizes import any_size
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.sheet import Box
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "flow-chart"
DOMAIN: Domain = "logic puzzle"

PRINTED = (
    ("What does the algorithm print if {x} is input?", "{x} is input. Which number does the flow chart output?"),
    ("输入{x}时，这个算法输出的结果是多少？", "若输入的数是{x}，则输出的数是多少？"),
)
OUTPUT = (
    ("What does the algorithm print?", "Which number does this flow chart output?"),
    ("执行这个算法，输出的结果是多少？", "这个程序框图输出的数是多少？"),
)


def _split(chart: FlowChart, row: float, test: Box, boxes: tuple[Box, Box]) -> Box:
    """Draw the ways from a test through a box on each side to the output in a row."""
    done = chart.last(row)
    for box, word in zip(boxes, chart.words(), strict=True):
        side = test.left if box.middle[0] < test.middle[0] else test.right
        chart.flow((side, test.middle[1]), (box.middle[0], test.middle[1]), head(box), word=word)
        joint = done.top - 20
        chart.sheet.path([foot(box), (box.middle[0], joint), (test.middle[0], joint)], width=1.5)
    chart.flow((test.middle[0], done.top - 20), head(done))
    return done


class _Made(NamedTuple):
    """A drawn chart, what is asked, and the words of the question."""

    chart: FlowChart
    asked: Asked
    words: dict[str, int]


def _sides(chart: FlowChart) -> tuple[float, float]:
    return (0.24, 0.76) if chart.rng.random() < 0.5 else (0.76, 0.24)


def _pick(chart: FlowChart) -> _Made:
    rng = chart.rng
    limit = any_size(rng, 16, 150)
    x = limit + any_size(rng, 1, limit) if rng.random() < 0.5 else rng.randint(limit // 2, limit)
    my, mn = rng.sample(range(2, 9), 2)
    top, test = chart.first(), chart.test(f"x > {limit} ?", 1, limit=limit)
    py, dn = any_size(rng, 5, 5 * limit), rng.randint(3, 2 * limit // 3)
    left, right = _sides(chart)
    boxes = (chart.put("box", left, 2, f"x = {my}x + {py}", my=my, py=py),
             chart.put("box", right, 2, f"x = {mn}x − {dn}", mn=mn, dn=dn))  # fmt: skip
    chart.down(top, test)
    _split(chart, 3, test, boxes)
    ways = ("{x} * {my} + {py}", "{x} * {mn} - {dn}")
    right_way, wrong_way = ways if x > limit else ways[::-1]
    wrong = (
        misread(wrong_way, "takes the other way out of the test"),
        logic(right_way.split(" * ")[0] + " + " + right_way.split(" * ")[1], "adds the factor"),
        logic("{x} * {my} - {dn}" if x > limit else "{x} * {mn} + {py}", "mixes up the two boxes"),
        logic("{x} * {mn} + {py}" if x > limit else "{x} * {my} - {dn}", "takes the factor of the other box"),
    )
    about = (
        "x is input. If it is greater than the limit, x is multiplied by the factor (yes) and the number (yes) is "
        "added; "
        "if not, it is multiplied by the factor (no) and the number (no) is subtracted. Then x is printed.",
        "输入x；若x大于界限，则乘以“乘数（是）”再加上“加数（是）”，否则乘以“乘数（否）”再减去“减数（否）”；然后输出x。",
    )
    return _Made(chart, Asked(*PRINTED, right_way, ("follow steps", "compare"), wrong, description=about), {"x": x})


def _chain(chart: FlowChart) -> _Made:
    rng = chart.rng
    x, m = any_size(rng, 4, 90), rng.randint(3, 15)
    p = any_size(rng, 4, 4 * x)
    chart.down(chart.first(), chart.put("box", 0.5, 1, f"x = x + {p}", p=p), chart.put("box", 0.5, 2, f"x = {m}x", m=m),
               chart.last(3))  # fmt: skip
    wrong = (
        logic("{x} * {m} + {p}", "takes the boxes in the wrong order"), logic("{x} + {p} + {m}", "adds the factor"),
        logic("{p} * {m}", "forgets the input"), logic("({x} + {p}) * ({m} + 1)", "multiplies once too often"),
        slip("({x} + {p}) * ({m} - 1)", "multiplies by one less"),
    )  # fmt: skip
    about = (
        "x is input; the number is added, then the sum is multiplied by the factor, then x is printed.",
        "输入x，先加上加数，再乘以乘数，然后输出x。",
    )
    asked = Asked(*PRINTED, "({x} + {p}) * {m}", ("follow steps", "add", "multiply"), wrong, description=about)
    return _Made(chart, asked, {"x": x})


def _test_late(chart: FlowChart) -> _Made:
    rng = chart.rng
    x, m = any_size(rng, 8, 130), rng.randint(3, 9)
    limit = m * x + rng.choice((-1, 1)) * rng.randint(4, 4 + 2 * x)
    d, p = rng.randint(5, 2 * x), any_size(rng, 6, 9 * x)
    box = chart.put("box", 0.5, 1, f"x = {m}x", m=m)
    test = chart.test(f"x > {limit} ?", 2, limit=limit)
    left, right = _sides(chart)
    boxes = (
        chart.put("box", left, 3, f"x = x − {d}", d=d),
        chart.put("box", right, 3, f"x = x + {p}", p=p),
    )
    chart.down(chart.first(), box, test)
    _split(chart, 4, test, boxes)
    ways = ("{x} * {m} - {d}", "{x} * {m} + {p}")
    right_way, wrong_way = ways if m * x > limit else ways[::-1]
    wrong = (
        misread(wrong_way, "takes the other way out of the test"), misread("{x} * {m}", "stops at the test"),
        logic("{x} * {m} - {d} + {p}", "goes both ways"), logic("({x} + {p}) * {m}", "adds first"),
        logic("{x} * ({m} + 1)", "multiplies once too often"),
    )  # fmt: skip
    about = (
        "x is input and multiplied by the factor. If it is then greater than the limit, the number subtracted is taken "
        "away, if not, the number added is added. Then x is printed.",
        "输入x并乘以乘数；若结果大于界限则减去减数，否则加上加数；然后输出x。",
    )
    skills = ("follow steps", "compare", "multiply")
    return _Made(chart, Asked(*PRINTED, right_way, skills, wrong, description=about), {"x": x})


def _times(rounds: int) -> str:
    """Return the program of some rounds of `x * m - d`."""
    made = "{x}"
    for _ in range(rounds):
        made = f"({made} * {{m}} - {{d}})"
    return made


def _rounds(chart: FlowChart) -> _Made:
    rng = chart.rng
    n, m = rng.choice(((3, 2), (3, 3), (4, 2)))
    x = any_size(rng, 8, 90)
    d = rng.randint(3, x - 2)
    start = chart.put("box", 0.5, 1, "k = 1")
    body = chart.put("box", 0.5, 2, f"x = {m}x − {d}", m=m, d=d)
    count = chart.put("box", 0.5, 3, "k = k + 1")
    test = chart.test(f"k > {n} ?", 4, n=n)
    chart.down(chart.first(), start, body, count, test)
    chart.down(test, chart.last(5), word=chart.words()[0])
    chart.again(test, body)
    wrong = (
        logic(_times(n - 1), "goes round once too few"), logic(_times(n + 1), "goes round once too often"),
        logic("{x} * {m} ^ {n} - {d}", "subtracts only once"), logic("({x} * {m} - {d}) * {n}", "multiplies one round"),
        logic("{x} * {m} ^ {n} - {d} * {n}", "subtracts at the end only"),
    )  # fmt: skip
    about = (
        "x is input and k set to 1. In each round x is multiplied by the factor, the number is subtracted and k "
        "grows by 1; "
        "the rounds end when k is greater than the number of the last round. Then x is printed.",
        "输入x，k从1开始；每一轮x乘以乘数再减去减数，k增加1；当k大于“最后一轮”的数时结束循环，输出x。",
    )
    return _Made(
        chart, Asked(*PRINTED, _times(n), ("follow steps", "multiply", "subtract"), wrong, description=about), {"x": x}
    )


def _until(chart: FlowChart, *, count: bool) -> _Made:
    rng = chart.rng
    p, x = any_size(rng, 4, 60), rng.randint(2, 60)
    limit = x + p * any_size(rng, 7, 120) + rng.randint(1, p - 1)
    body = chart.put("box", 0.5, 1, f"x = x + {p}", p=p)
    test = chart.test(f"x > {limit} ?", 2, limit=limit)
    chart.down(chart.first(), body, test)
    chart.down(test, chart.last(3), word=chart.words()[0])
    chart.again(test, body)
    rounds = "(floor(({limit} - {x}) / {p}) + 1)"
    wrong = [
        logic("floor(({limit} - {x}) / {p})", "stops a round too early"), logic("floor({limit} / {p}) + 1",
              "forgets the input"),
        logic(f"{rounds} + 1", "goes round once too often"), logic("floor(({limit} + {x}) / {p})", "adds the input"),
    ]  # fmt: skip
    if not count:
        wrong = [w._replace(program=f"{{x}} + {{p}} * ({w.program})") for w in wrong] + [
            misread("{limit}", "gives the limit")
        ]
    about = (
        "x is input. In each round the number is added to x, until x is greater than the limit; then x is printed.",
        "输入x；每一轮给x加上加数，直到x大于界限，然后输出x。",
    )
    asks = PRINTED if not count else (
        ("{x} is input. How often is the number added until x is printed?",
         "How many times does the loop run if {x} is input?"),
        ("输入{x}，循环体一共执行多少次？", "若输入的数是{x}，输出之前一共做了多少次加法？"),
    )  # fmt: skip
    program = rounds if count else f"{{x}} + {{p}} * {rounds}"
    return _Made(chart, Asked(*asks, program, ("follow steps", "divide"), tuple(wrong), description=about), {"x": x})


def _reverse(chart: FlowChart) -> _Made:
    rng = chart.rng
    x, p, m, m2 = any_size(rng, 7, 300), any_size(rng, 5, 300), rng.randint(2, 7), rng.randint(2, 5)
    d = any_size(rng, 4, x)
    y = ((x + p) * m - d) * m2
    boxes = [
        chart.put("box", 0.5, row, text, **{key: value})
        for row, text, key, value in (
            (1, f"x = x + {p}", "p", p), (2, f"x = {m}x", "m", m), (3, f"x = x − {d}", "d", d), (4, f"x = {m2}x",
             "m2", m2),
        )
    ]  # fmt: skip
    chart.down(chart.first(), *boxes, chart.last(5))
    wrong = (
        logic("({y} / {m2} - {d}) / {m} - {p}", "subtracts where the number has to be added back"),
        logic("({y} / {m2} + {d}) / {m} + {p}", "adds where the number has to be subtracted"),
        logic("({y} / {m2} + {d}) / {m}", "forgets the first box"), logic("({y} + {d}) / {m} - {p}",
              "forgets the last box"),
    )  # fmt: skip
    asks = (
        ("Which input makes the algorithm print {y}?", "{y} is printed. Which number was input?"),
        ("要使输出的结果是{y}，应输入多少？", "若输出的数是{y}，则输入的数是多少？"),
    )
    about = (
        "x is input; the number is added, x is multiplied by the factor, the number subtracted is taken away, x is "
        "multiplied "
        "by the second factor and printed.",
        "输入x，依次加上加数、乘以乘数、减去减数、乘以第二个乘数，然后输出x。",
    )
    program = "({y} / {m2} + {d}) / {m} - {p}"
    return _Made(chart, Asked(*asks, program, ("follow steps", "equation"), wrong, description=about), {"y": y})


def _halving(chart: FlowChart) -> _Made:
    rng = chart.rng
    limit = any_size(rng, 24, 250)
    p = 2 * rng.randint(2, limit // 4) + 1
    x = 2 * rng.randint(limit, 3 * limit) + 1
    top = chart.first()
    test = chart.test(f"x > {limit} ?", 1, limit=limit)
    even = chart.test(say(chart.language, "x even?", "x是偶数？"), 2)
    left, right = 0.24, 0.76
    boxes = (chart.put("box", left, 3, "x = x / 2"), chart.put("box", right, 3, f"x = x + {p}", p=p))
    chart.down(top, test)
    chart.down(test, even, word=chart.words()[0])
    done = chart.last(1, column=0.84)
    chart.flow((test.right, test.middle[1]), (done.left, done.middle[1]), word=chart.words()[1])
    for box, word in zip(boxes, chart.words(), strict=True):
        side = even.left if box.middle[0] < even.middle[0] else even.right
        chart.flow((side, even.middle[1]), (box.middle[0], even.middle[1]), head(box), word=word)
    low, far = boxes[0].bottom + 22, 0.07 * chart.sheet.width
    chart.sheet.path([foot(boxes[1]), (boxes[1].middle[0], low), (far, low)], width=1.5)
    chart.sheet.line(foot(boxes[0]), (boxes[0].middle[0], low), width=1.5)
    chart.flow((far, low), (far, test.top - 20), (test.middle[0], test.top - 20))
    steps = ["{x}"]
    value = x
    while value > limit:
        value, step = (value // 2, f"({steps[-1]} / 2)") if value % 2 == 0 else (value + p, f"({steps[-1]} + {{p}})")
        steps.append(step)
    wrong = (
        logic(steps[-2], "stops a step too early"), logic(f"{steps[-1]} / 2", "halves once too often"),
        logic(f"{steps[-1]} + {{p}}", "adds once more at the end"), misread("{limit}", "gives the limit"),
    )  # fmt: skip
    about = (
        "x is input. As long as x is greater than the limit, it is halved if it is even, and the number is added if "
        "it is odd. "
        "Then x is printed.",
        "输入x；只要x大于界限，x是偶数就除以2，x是奇数就加上加数；否则输出x。",
    )
    skills = ("follow steps", "compare", "divide", "add")
    return _Made(chart, Asked(*PRINTED, steps[-1], skills, wrong, description=about), {"x": x})


def _sum(chart: FlowChart) -> _Made:
    rng = chart.rng
    s0, k0, step, rounds = any_size(rng, 4, 200), any_size(rng, 2, 40), any_size(rng, 2, 25), rng.randint(5, 12)
    n = k0 + (rounds - 1) * step + rng.randint(0, step - 1)
    start = chart.put("box", 0.5, 0, f"s = {s0},  k = {k0}", s0=s0, k0=k0)
    body = chart.put("box", 0.5, 1, "s = s + k")
    count = chart.put("box", 0.5, 2, f"k = k + {step}", step=step)
    test = chart.test(f"k > {n} ?", 3, limit=n)
    chart.down(start, body, count, test)
    chart.down(test, chart.last(4, "s"), word=chart.words()[0])
    chart.again(test, body)
    times = "(floor(({limit} - {k0}) / {step}) + 1)"
    total = "{s0} + {T} * (2 * {k0} + ({T} - 1) * {step}) / 2"
    wrong = (
        logic(total.replace("{T}", "floor(({limit} - {k0}) / {step})"), "stops a round too early"),
        logic(total.replace("{T}", f"({times} + 1)"), "goes round once too often"),
        logic(total.replace("{T}", times).removeprefix("{s0} + "), "forgets the first value of s"),
        logic(f"{{s0}} + {times} * {{k0}}", "adds the first k each time"),
        logic(f"{{s0}} + {times} * {{step}}", "adds the step instead of k"),
    )
    about = (
        "s and k get their first values. In each round k is added to s, then k grows by its step, until k is greater "
        "than the "
        "limit; then s is printed.",
        "s和k取初值；每一轮先把k加到s上，再给k加上k的加数，直到k大于界限，然后输出s。",
    )
    skills = ("follow steps", "divide", "add")
    return _Made(chart, Asked(*OUTPUT, total.replace("{T}", times), skills, wrong, description=about), {})


def _race(chart: FlowChart) -> _Made:
    rng = chart.rng
    x0, px, dy, rounds = any_size(rng, 2, 90), any_size(rng, 3, 45), any_size(rng, 2, 40), any_size(rng, 5, 30)
    y0 = x0 + (px + dy) * (rounds - 1) + rng.randint(0, px + dy - 1)
    start = chart.put("box", 0.5, 0, f"x = {x0},  y = {y0}", x0=x0, y0=y0)
    body = chart.put("box", 0.5, 1, f"x = x + {px}", px=px)
    other = chart.put("box", 0.5, 2, f"y = y − {dy}", dy=dy)
    test = chart.test("x > y ?", 3)
    chart.down(start, body, other, test)
    chart.down(test, chart.last(4), word=chart.words()[0])
    chart.again(test, body)
    program = "{x0} + {px} * (floor(({y0} - {x0}) / ({px} + {dy})) + 1)"
    wrong = (
        logic("{x0} + {px} * floor(({y0} - {x0}) / ({px} + {dy}))", "stops a round too early"),
        logic("{x0} + {px} * (floor(({y0} - {x0}) / ({px} + {dy})) + 2)", "goes round once too often"),
        logic("{y0} - {dy} * (floor(({y0} - {x0}) / ({px} + {dy})) + 1)", "gives y instead of x"),
        logic("{px} * (floor(({y0} - {x0}) / ({px} + {dy})) + 1)", "forgets the first value"),
        logic("{x0} + {px} * (floor(({y0} - {x0}) / {px}) + 1)", "takes y to stay as it is"),
    )
    about = (
        "x and y get their first values. In each round x grows by its number and y shrinks by its number, until x is "
        "greater "
        "than y; then x is printed.",
        "x和y取初值；每一轮x加上“x的加数”，y减去“y的减数”，直到x大于y，然后输出x。",
    )
    return _Made(chart, Asked(*OUTPUT, program, ("follow steps", "divide", "compare"), wrong, description=about), {})


KINDS: dict[int, tuple[tuple[Callable[[FlowChart], _Made], int], ...]] = {
    1: ((_pick, 4), (_chain, 4)),
    2: ((_test_late, 5), (_rounds, 6), (partial(_until, count=False), 4), (partial(_until, count=True), 4)),
    3: ((_reverse, 6), (_halving, 4), (_sum, 5), (_race, 5)),
}
"""Charts by level, with the rows they take."""


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Make a problem.

    Level 1: a chain, a branch. Level 2: a branch after a step, some rounds of a loop, a loop with a limit. Level 3: the
    input for an output, a loop with a branch, a sum, two numbers that close in on each other.
    """
    same, rng = dice.same, dice.fresh
    (draw, rows), phrase = same.choice(KINDS[level]), same.randrange(2)
    chart, asked, words = draw(FlowChart(rng, style_of(rng), language, rows))
    names = {key: name for key, name in chart.names.items() if name in chart.sheet.facts}
    return asked.of(chart.sheet, language, phrase, names, **words)
