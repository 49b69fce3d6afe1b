"""Comparing values under a policy: what is the same, what differs, what cannot be told."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mmbench.records import Hint, Key, Question, Tolerance
from mmbench.scoring.answers.comparing.compare import compare
from mmbench.scoring.answers.comparing.policy import Policy, policy
from mmbench.scoring.answers.reading.read import read
from mmbench.scoring.judging import judge

EXACT = Policy()


def same(found: str, gold: str, terms: Policy = EXACT) -> bool | None:
    left, right = read(found, clock=terms.clock), read(gold, clock=terms.clock)
    assert left is not None
    assert right is not None
    return compare(left, right, terms).same


@pytest.mark.parametrize(
    ("found", "gold", "expected"),
    [
        ("50 mm", "5 cm", True),
        ("5 m", "5 cm", False),
        ("5 m", "5 m^2", False),
        ("5", "5 cm", True),
        ("5 cm", "5", True),
        ("0.5 h", "30 min", True),
        ("30^\\circ", "\\pi/6", True),
        ("30^\\circ", "30", True),
        ("\\pi/6 rad", "30°", True),
        ("\\pi/6 rad", "30", False),
        ("77 °F", "25 °C", True),
        ("25 °C", "25 °F", False),
        ("50%", "1/2", True),
        ("50", "50%", True),
        ("50%", "50", False),
        ("5 apples", "5 pears", None),
        ("5 apples", "6 pears", False),
        ("5 units", "5 cm", True),
        ("$5", "€5", False),
        ("500 cents", "$5", True),
        ("3, 4 cm", "3 cm, 4 cm", True),
    ],
)
def test_units(found: str, gold: str, expected: bool | None) -> None:
    assert same(found, gold) is expected


@pytest.mark.parametrize(
    ("found", "gold", "expected"),
    [
        ("(1, 2)", "(1, 2)", True),
        ("(2, 1)", "(1, 2)", False),
        ("[3, 12]", "(3, 12)", False),
        ("(a, b)", "[a, b]", False),
        ("[5, 3]", "(5, 3)", True),
        ("[1, 2, 3]", "(1, 2, 3)", True),
        ("\\{2, 1\\}", "\\{1, 2\\}", True),
        ("\\{1, 1, 2\\}", "\\{1, 2\\}", True),
        ("(1, 2)", "\\{1, 2\\}", False),
        ("2, 1", "1, 2", True),
        ("1, 2, 3", "1, 2", False),
        ("x = 2 or x = 1", "1, 2", True),
        ("x = 1, y = 2", "y = 2, x = 1", True),
        ("x = 2, y = 1", "x = 1, y = 2", False),
        ("x = 1, y = 2", "(1, 2)", True),
        ("y = 2, x = 1", "(1, 2)", True),
        ("y = 1, y = 2, z = 3", "x = 1, y = 2, z = 3", None),
        ("3 \\pm \\sqrt{2}", "3 + \\sqrt{2}, 3 - \\sqrt{2}", True),
        ("1000, 2000", "1,000 and 2,000", True),
        ("\\{-2, 1 + \\sqrt{5}, 1 - \\sqrt{5}\\}", "\\{1 \\pm \\sqrt{5}, -2\\}", True),
        ("0, 1, -1", "0, \\pm 1", True),
    ],
)
def test_several_values(found: str, gold: str, expected: bool | None) -> None:
    assert same(found, gold) is expected


@pytest.mark.parametrize(
    ("found", "gold", "expected"),
    [
        ("x > 3", "(3, \\infty)", True),
        ("3 < x", "x > 3", True),
        ("x \\ge 3", "(3, \\infty)", False),
        ("1 < x \\le 5", "(1, 5]", True),
        ("(1, 5)", "1 < x < 5", True),
        ("5 > x > 1", "1 < x < 5", True),
        ("x > 1 and x < 5", "(1, 5)", True),
        ("x < 1 or x > 5", "(-\\infty, 1) \\cup (5, \\infty)", True),
        ("(5, \\infty) \\cup (-\\infty, 1)", "x < 1 or x > 5", True),
        ("x \\ne 2", "(-\\infty, 2) \\cup (2, \\infty)", True),
        ("[0, 1] \\cup [1, 2]", "[0, 2]", True),
        ("x \\in [1, 2]", "1 \\le x \\le 2", True),
        ("y > 3", "x > 3", False),
        ("y > 5 or x < 1", "x > 5 or x < 1", None),
        ("4", "(3, \\infty)", False),
        ("\\mathbb{R}", "(-\\infty, \\infty)", True),
        ("(0, 0.5)", "(0, \\frac{1}{2})", True),
    ],
)
def test_ranges(found: str, gold: str, expected: bool | None) -> None:
    assert same(found, gold) is expected


@pytest.mark.parametrize(
    ("found", "gold", "expected"),
    [
        ("x = 3", "3", True),
        ("3", "x = 3", True),
        ("3 = x", "x = 3", True),
        ("y = 3", "x = 3", None),
        ("S = \\pi r^2 = 25\\pi", "25\\pi", True),
        ("25\\pi \\approx 78.54", "25\\pi", True),
        ("\\frac{1-\\sqrt{97}}{8} \\approx 1.36", "\\frac{1+\\sqrt{97}}{8} \\approx 1.36", False),
        ("2x - y + 1 = 0", "y = 2x + 1", True),
        ("4x - 2y + 2 = 0", "y = 2x + 1", True),
        ("3x-y+13=0", "3x+4y+14=0", False),
        ("y^2 = x^2", "y = x", False),
        ("xy = 1", "y = \\frac{1}{x}", True),
        ("2x+1", "y = 2x + 1", True),
        ("f(x) = 2x", "2x", True),
        ("f(y) = 2y", "f(x) = 2x", True),
        ("f(y) = 2x", "f(x) = 2x", False),
        ("x(t) = 2e^{-t}", "2e^{-t}", True),
        ("6", "xy = 6", False),
        ("\\frac{6}{x}", "xy = 6", True),
        ("\\frac{3}{x}", "xy = 6", False),
        ("2y > 4x + 2", "y > 2x + 1", True),
        ("-2y > -4x - 2", "y > 2x + 1", False),
        ("b > a", "a < b", True),
        ("f(4) > f(1) > f(2)", "f(2) < f(1) < f(4)", True),
        ("(u, v) = (0, 1)", "(0, 1)", True),
    ],
)
def test_relations(found: str, gold: str, expected: bool | None) -> None:
    assert same(found, gold) is expected


@pytest.mark.parametrize(
    ("found", "gold", "expected"),
    [
        ("6:8", "3:4", True),
        ("3/4", "3:4", True),
        ("4:3", "3:4", False),
        ("3 to 4", "3:4", True),
        ("7:00", "19:00", False),
        ("3:45 pm", "15:45", True),
        ("3:45 am", "15:45", False),
        ("2020-03-05", "March 5, 2020", True),
        ("March 5", "March 5, 2020", None),
        ("\\begin{pmatrix}1\\\\2\\end{pmatrix}", "(1, 2)", True),
        ("\\begin{pmatrix}1&2\\end{pmatrix}", "\\begin{pmatrix}1\\\\2\\end{pmatrix}", False),
        ("[[1, 2], [3, 4]]", "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", True),
        ("yes", "true", True),
        ("no", "yes", False),
        ("\\emptyset", "no solution", True),
        ("5", "no solution", False),
        ("Paris", "paris", True),
        ("Paris", "5", None),
    ],
)
def test_other_values(found: str, gold: str, expected: bool | None) -> None:
    assert same(found, gold) is expected


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Round your answer to two decimal places.", Policy(tolerance=Tolerance(decimals=2))),
        ("Give the result to the nearest tenth.", Policy(tolerance=Tolerance(decimals=1))),
        ("Round to the nearest 0.01.", Policy(tolerance=Tolerance(decimals=2))),
        ("结果保留两位小数。", Policy(tolerance=Tolerance(decimals=2))),
        ("精确到0.1", Policy(tolerance=Tolerance(decimals=1))),
        ("四舍五入到百分位", Policy(tolerance=Tolerance(decimals=2))),
        ("结果保留整数", Policy(tolerance=Tolerance(decimals=0))),
        ("Give 3 significant figures.", Policy(figures=3)),
        ("Take π = 3.14.", Policy(pi=Fraction(157, 50))),
        ("List them in ascending order.", Policy(ordered=True)),
        ("What time does the clock show?", Policy(clock=True)),
        ("Add the two decimal numbers.", Policy()),
        ("How long is the side?", Policy()),
    ],
)
def test_what_the_wording_of_a_question_says(question: str, wanted: Policy) -> None:
    assert policy(question) == wanted._replace(asked=question)


def test_the_key_comes_before_the_wording() -> None:
    terms = policy("Round to two decimal places.", "cm", Tolerance(abs=0.5), ordered=False)
    assert (terms.tolerance, terms.ordered) == (Tolerance(abs=0.5), False)
    assert terms.unit is not None
    assert terms.unit.name == "cm"


def test_rounding_lets_an_answer_be_off_by_half_a_place_and_no_more() -> None:
    terms = policy("Round to two decimal places.")
    assert same("3.14", "\\pi", terms)
    assert not same("3.15", "\\pi", terms)
    assert not same("3.14", "\\pi")
    figures = policy("Give three significant figures.")
    assert same("1230", "1234", figures)
    assert not same("1220", "1234", figures)
    assert same("0.00123", "0.0012345", figures)


def test_pi_as_the_question_says() -> None:
    assert same("25\\pi", "78.5", policy("Use π = 3.14."))
    assert not same("25\\pi", "78.5")


def judged(answer: str, gold: str, kind: str, **key: object) -> str:
    question = Question(id="", text="", hint=Hint(kind=kind))  # type: ignore[arg-type]
    return judge(answer, question, Key(answer=gold, kind=kind, **key)).outcome  # type: ignore[arg-type]


def test_lists_by_key() -> None:
    assert judged("[2, 1]", "[1, 2]", "list", ordered=False) == "right"
    assert judged("[2, 1]", "[1, 2]", "list", ordered=True) == "wrong"
    assert judged("(1, 2)", "[1, 2]", "list") == "right"
    assert judged("[]", "[]", "list") == "right"
    assert judged("2019, 2018 and 2017", "[2019, 2018, 2017]", "list") == "right"
    assert judged("[1,000, 2]", "[1000, 2]", "list") == "right"
    assert judged("[0.9, 2]", "[1, 2]", "list", tolerance=Tolerance(abs=0.2)) == "right"
    assert judged("Bob, Alice", "Alice, Bob", "list", ordered=False) == "right"


def test_a_grouped_number_is_not_a_list_of_its_digits() -> None:
    for answer in ("10,00", "1 0,000"):
        assert judged(answer, "10,000", "expression") != "right"
    assert judged("1,234", "1, 234", "expression") == "right"
    assert judged("\\boxed{3,5,101,107}", "(3, 5, 101, 107)", "expression") == "right"


def test_a_letter_is_a_unit_or_a_variable_as_the_gold_has_it() -> None:
    assert judged("\\boxed{3m}", "3 m", "expression") == "right"
    assert judged("\\boxed{2m + m}", "3m", "expression") == "right"
    assert judged("\\boxed{300 cm}", "3 m", "expression") == "right"


def test_accountants_brackets() -> None:
    assert judged("(16.7)", "-16.7", "float") == "right"
    assert judged("(16.7)", "16.7", "float") == "right"


def test_a_gold_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="'blue' is not one number"):
        judged("5", "blue", "float")
    with pytest.raises(ValueError, match="is empty"):
        judged("5", "", "expression")


def test_option_values_and_accepted_answers() -> None:
    question = Question(id="", text="", choices=("10 cm", "12 cm"), hint=Hint(kind="choice"))
    key = Key(answer="12 cm", kind="choice", choice=1, accepted=("12 cm",))
    outcomes = [judge(f"\\boxed{{{text}}}", question, key).outcome for text in ("B", "120 mm", "12", "13 cm", "10")]
    assert outcomes == ["right", "right", "right", "wrong", "wrong"]


def test_a_parameter_may_have_another_name_unless_the_question_gives_it() -> None:
    key = Key(answer="x = k\\pi", kind="expression")
    free = Question(id="", text="Where is the sine zero?", hint=Hint(kind="expression"))
    given = Question(id="", text="Where is $\\sin(x - n)$ zero, with k whole?", hint=Hint(kind="expression"))
    assert judge("\\boxed{n\\pi}", free, key).outcome == "right"
    assert judge("\\boxed{n\\pi}", given, key).outcome == "wrong"
    assert judge("\\boxed{2n\\pi}", free, key).outcome == "wrong"


def test_ranges_with_units() -> None:
    assert judged("\\boxed{30 to 50 mm}", "3-5 cm", "expression") == "right"
    assert judged("\\boxed{3 to 5 cm}", "3 to 5", "expression") == "right"
    assert judged("\\boxed{3 to 5 m}", "3-5 cm", "expression") == "wrong"
    assert judged("\\boxed{at least 5}", "5", "expression") == "unparsed"
