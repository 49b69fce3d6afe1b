"""Extraction: real ways of ending a response, English and Chinese, and what is no answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import least_seconds, slowness

from mmbench.records import AnswerKind, Hint
from mmbench.scoring.answers.extraction.extract import extract
from mmbench.scoring.answers.extraction.thought import split_thought

ANGLES = ("135°", "140°", "145°", "150°")
YES_NO = ("Yes", "No")
TREND = ("increase", "decrease", "no change", "cannot be determined")
POINTS = ("A", "B", "C", "D")

FOUND: list[tuple[str, AnswerKind, tuple[str, ...], str, str]] = [
    # boxes
    (r"So the answer is $\boxed{5}$.", "integer", (), "5", "boxed"),
    (r"First \boxed{3}, then we double it.\n\boxed{6}", "integer", (), "6", "boxed"),
    (r"\boxed{\frac{\sqrt{3}}{2}}", "expression", (), r"\frac{\sqrt{3}}{2}", "boxed"),
    (r"\boxed 5", "integer", (), "5", "boxed"),
    (r"\boxed5$", "integer", (), "5", "boxed"),
    (r"the value is \fbox{12}", "integer", (), "12", "boxed"),
    (r"\framebox[2cm]{12}", "integer", (), "12", "boxed"),
    (r"\boxed{\boxed{5}}", "integer", (), "5", "boxed"),
    ("\x08oxed{5}", "integer", (), "5", "boxed"),
    (r"\boxed{{{5}}}", "integer", (), "5", "boxed"),
    (r"\boxed{{a}+{b}}", "expression", (), "{a}+{b}", "boxed"),
    (r"\boxed{\{1, 2\}}", "list", (), r"\{1, 2\}", "boxed"),
    (r"\boxed{\left\{1,2\right.}", "expression", (), r"\left\{1,2\right.", "boxed"),
    (r"$$2x^2 = 2 \times 20 = \boxed{40.}$$", "integer", (), "40", "boxed"),
    (r"$x = \boxed{1}$ and $y = \boxed{2}$.", "list", (), "1, 2", "boxed"),
    (r"\[\boxed{x = 1}\]" + "\n" + r"\[\boxed{y = 2}\]", "expression", (), "x = 1, y = 2", "boxed"),
    (r"\boxed{3} or \boxed{-3}", "expression", (), "3, -3", "boxed"),
    (r"\boxed{5} \boxed{5}", "integer", (), "5", "boxed"),
    (r"\boxed{B. 12 cm}", "choice", ("10 cm", "12 cm"), "B. 12 cm", "boxed"),
    (r"\boxed{\text{Cannot be determined}}", "integer", (), r"\text{Cannot be determined}", "boxed"),
    (r"\boxed{The answer is 5}", "integer", (), "5", "boxed"),
    (r"$\boxed{50}\%$ of them", "float", (), r"50\%", "boxed"),
    (r"$x = \boxed{26}$ cm.", "float", (), "26 cm", "boxed"),
    (r"\boxed{64} stickers", "integer", (), "64", "boxed"),
    ("Put it in \\boxed{}.\nThe answer is 7.", "integer", (), "7", "stated"),
    ("I will give \\boxed{answer} at the end.\n\nAnswer: 7", "integer", (), "7", "stated"),
    (r"I get \boxed{r = 3} first. The final answer is 18.", "integer", (), "18", "stated"),
    (r"The correct answer is (B). Then $x = \boxed{77}$.", "choice", ANGLES, "(B)", "stated"),
    # tags
    ("<answer>42</answer>", "integer", (), "42", "answer tag"),
    ("<final_answer> 42 </final_answer>", "integer", (), "42", "answer tag"),
    ("thus <|begin_of_box|>B<|end_of_box|>", "choice", ANGLES, "B", "answer tag"),
    ("[ANSWER]3/4[/ANSWER]", "float", (), "3/4", "answer tag"),
    (r"<answer>\boxed{5}</answer>", "integer", (), "5", "boxed"),
    ("<answer>The two areas add up to 20.\nSo the answer is 20.</answer>", "integer", (), "20", "stated"),
    ("<answer>B", "choice", ANGLES, "B", "answer tag"),
    ("<ANSWER>4</ANSWER>", "integer", (), "4", "answer tag"),
    # fields
    ('{"answer": "B"}', "choice", ANGLES, "B", "json"),
    ('```json\n{"reasoning": "3+4", "final_answer": 7}\n```', "integer", (), "7", "json"),
    ('{"thought": {"a": 1}, "Answer": [1, 2.50]}', "list", (), "[1, 2.50]", "json"),
    ('{"answer": "\\frac{1}{2}"}', "expression", (), "\\frac{1}{2}", "json"),
    ('{"答案": "12厘米"}', "float", (), "12厘米", "json"),
    ('{"answer": 3.0}', "float", (), "3.0", "json"),
    ('{"answer": true}', "text", (), "true", "json"),
    ("{'answer': 5}", "integer", (), "5", "stated"),
    # stated
    ("The answer is 5.", "integer", (), "5", "stated"),
    ("The answer is 3.5 cm.", "float", (), "3.5 cm", "stated"),
    ("The answer is x = 5.", "integer", (), "x = 5", "stated"),
    ("The answer is 5 because 2 + 3 is 5.", "integer", (), "5", "stated"),
    ("The answer is 5, since 2 + 3 = 5.", "integer", (), "5", "stated"),
    ("The answer is 5. This is because of 3.", "integer", (), "5", "stated"),
    ("The answer, rounded to two decimals, is 5.21.", "float", (), "5.21", "stated"),
    ("The answer to the question is therefore 12 apples.", "integer", (), "12 apples", "stated"),
    ("The answer should be 6.", "integer", (), "6", "stated"),
    ("So my answer would be: 7", "integer", (), "7", "stated"),
    ("The final answer is 85.38 cm.", "float", (), "85.38 cm", "stated"),
    ("Final Answer: The final answer is $5$. I hope it is correct.", "integer", (), "5", "stated"),
    ("**Answer:** 5", "integer", (), "5", "stated"),
    ("**Answer**: **5 cm**", "float", (), "5 cm", "stated"),
    ("### Answer\n5", "integer", (), "5", "stated"),
    ("**Final Answer**\n\\[ \\frac{1}{2} \\]", "expression", (), r"\frac{1}{2}", "stated"),
    ("Final answer:\n\n$$\nx^2 + 1\n$$", "expression", (), "x^2 + 1", "stated"),
    ("> **Answer:** 5", "integer", (), "5", "stated"),
    ("The answer is:\n\n14", "integer", (), "14", "stated"),
    ("Answer (in cm): 5", "float", (), "5", "stated"),
    ("ANSWER: 5", "integer", (), "5", "stated"),
    ("The answer = 5", "integer", (), "5", "stated"),
    ("Ans: 5", "integer", (), "5", "stated"),
    ("2 * 5 = 10\n#### 10", "integer", (), "10", "stated"),
    ("They had 4.0 + 3.0 = 7.0 left.\nA: 7", "integer", (), "7", "stated"),
    ("So, 12 is the answer.", "integer", (), "12", "stated"),
    ("The answer is $3,200.", "integer", (), "$3,200", "stated"),
    ("The answer is Paris.", "text", (), "Paris", "stated"),
    ("The answer is Paris, which is the capital.", "text", (), "Paris", "stated"),
    ("The answer is \"Paris\".", "text", (), "Paris", "stated"),
    ("The answer is the U.S. Senate.", "text", (), "the U.S. Senate", "stated"),
    ("The answer is 5 p.m. The bus is late.", "text", (), "5 p.m.", "stated"),
    ("So the answer is 1982 with an actual total income of $931,441.", "integer", (), "1982", "stated"),
    ("The answer is the **final** number, which is 10.", "integer", (), "10", "stated"),
    ("The answer is [1, 2, 3].", "list", (), "[1, 2, 3]", "stated"),
    ("The answer is 3, 4, and 5.", "list", (), "3, 4, and 5", "stated"),
    ("The answer is x = 3 or x = 4.", "expression", (), "x = 3 or x = 4", "stated"),
    ("The answer is 5/10 or 1/2.", "float", (), "5/10", "stated"),
    ("The answer is 5! = 120.", "integer", (), "5! = 120", "stated"),
    ("The answer is 5.\nThis answer is correct.\nThis answer is correct.", "integer", (), "5", "stated"),
    ("The final result is 25.", "integer", (), "25", "stated"),
    ("The answer is yes.", "text", (), "yes", "stated"),
    ("The answer is (B). The angle is either acute or obtuse.", "choice", ANGLES, "(B)", "stated"),
    ("The answer is less than or equal to 5.", "text", (), "less than or equal to 5", "stated"),
    ("Answer: two and a half", "float", (), "two and a half", "stated"),
    ("The answer is 2.5 hours, or 150 minutes.", "float", (), "2.5 hours", "stated"),
    ("The answer must be 7!", "integer", (), "7", "stated"),
    ("Answer - 7", "integer", (), "7", "stated"),
    ("【答案】B【解析】因为平行。", "choice", ANGLES, "B", "stated"),
    ("答：3小时后相遇。", "float", (), "3小时", "stated"),
    ("The answer is no, because the lines meet.", "text", (), "no", "stated"),
    ("The answer is 2 hours and 30 minutes.", "float", (), "2 hours and 30 minutes", "stated"),
    # Chinese
    ("答案是5。", "integer", (), "5", "stated"),
    ("答案：5厘米", "float", (), "5厘米", "stated"),
    ("因此，答案为 $\\frac{1}{2}$。", "expression", (), r"\frac{1}{2}", "stated"),
    ("故答案为：12", "integer", (), "12", "stated"),
    ("答案是北京。", "text", (), "北京", "stated"),
    ("答案是5，因为2+3=5。", "integer", (), "5", "stated"),
    ("答：小明有5个苹果。", "integer", (), "5个苹果", "stated"),
    ("所以选B。", "choice", ANGLES, "B", "stated"),
    ("故选：C", "choice", ANGLES, "C", "stated"),
    ("应选(D)", "choice", ANGLES, "D", "stated"),
    ("不选A，选择B。", "choice", ANGLES, "B", "stated"),
    ("正确选项是C。", "choice", ANGLES, "C", "stated"),
    ("综上，B选项正确。", "choice", ANGLES, "B", "stated"),
    ("答案选B", "choice", ANGLES, "B", "stated"),
    ("所以x=5。", "integer", (), "x=5", "last line"),
    ("三角形的面积是12平方厘米。", "float", (), "12平方厘米", "last quantity"),
    ("先算2+3=5。\n因此周长为10米。", "float", (), "10米", "last quantity"),
    # options
    ("B", "choice", ANGLES, "B", "whole"),
    ("(B)", "choice", ANGLES, "(B)", "whole"),
    ("b.", "choice", ANGLES, "b", "whole"),
    ("**B. 140°**", "choice", ANGLES, "B. 140°", "whole"),
    ("The correct answer is therefore choice (B).", "choice", ANGLES, "(B)", "stated"),
    ("The correct choice is B because the lines are parallel.", "choice", ANGLES, "B", "stated"),
    ("Option (B) is correct.", "choice", ANGLES, "B", "stated"),
    ("(A) is incorrect, so (B) 140° is the correct answer.", "choice", ANGLES, "(B) 140°", "stated"),
    ("A is wrong, and C is too large, so B.", "choice", ANGLES, "B", "last sentence"),
    ("It's B", "choice", ANGLES, "It's B", "whole"),
    ("I would choose option C.", "choice", ANGLES, "C", "stated"),
    ("Answer: b", "choice", ANGLES, "b", "stated"),
    ("Answer: option B", "choice", ANGLES, "option B", "stated"),
    ("B\n\nThe lines are parallel, hence the angles add up.", "choice", ANGLES, "B", "first line"),
    ("The angle is **140°**, as the lines are parallel.", "choice", ANGLES, "140°", "bold"),
    ("The angle must be 140°.", "choice", ANGLES, "The angle must be 140°", "last sentence"),
    ("Therefore the supply will most likely **decrease** in time.", "choice", TREND, "decrease", "bold"),
    ("Therefore the supply would decrease.", "choice", TREND, "Therefore the supply would decrease", "last sentence"),
    ("The trend cannot be determined.", "choice", TREND, "The trend cannot be determined", "whole"),
    ("The most reasonable estimate is (c) 35%.", "choice", (), "c", "last sentence"),
    ("Angle A is the right angle.\nThe answer is (D).", "choice", ANGLES, "(D)", "stated"),
    ("So the answer is (D). Here angle A is the right angle.", "choice", ANGLES, "(D)", "stated"),
    ("The answer is C.\n\nThe other answer choices are less likely.", "choice", ANGLES, "C", "stated"),
    ("The answer is C.\n* Option (A) is the same as option (B).", "choice", ANGLES, "C", "stated"),
    ("The answer is (F).", "choice", ANGLES, "(F)", "stated"),
    ("(E) 0.33%", "choice", ("0.33%", "0.31%"), "(E) 0.33%", "whole"),
    ("Square", "choice", POINTS, "Square", "whole"),
    ("False. The figure shows a circle.", "choice", ("True", "False"), "False", "first line"),
    ("No, the lines do not meet.", "text", (), "No", "first line"),
    ("A and C", "choices", ("1", "2", "3"), "A and C", "whole"),
    ("The correct answers are A, C and D.", "choices", ("1", "2", "3", "4"), "A, C and D", "stated"),
    ("所以正确的是AC。", "choices", ("1", "2", "3"), "AC", "last sentence"),
    # bold, lists, tables, last sentences
    ("The perimeter is **16 m**.", "float", (), "16 m", "bold"),
    ("There are **2** models.\n\n* **Model-30B** is one.\n\nThe others are small.", "integer", (), "2", "bold"),
    ("x = 12 - 9 = 3", "integer", (), "x = 12 - 9 = 3", "whole"),
    ("5 cm", "float", (), "5 cm", "whole"),
    ("```\n5\n```", "integer", (), "5", "whole"),
    ("12\n\nThe bars add up to that.", "integer", (), "12", "first line"),
    ("The eigenvalues follow.\n\n[1, 2, 3]", "list", (), "[1, 2, 3]", "list"),
    ("The values are:\n- 3\n- 4\n- 5", "list", (), "3, 4, 5", "list"),
    ("| Part | Area |\n|---|---|\n| Left | 3 |\n| Total | 45 |", "integer", (), "45", "table"),
    ("So there are 3 objects left on the table.", "integer", (), "3", "last quantity"),
    ("We have 3 + 4 = 7, thus 3 + 4 = 7.", "integer", (), "7", "last quantity"),
    ("Since angle A is 30° and angle B is 60°, angle C is 90°.", "float", (), "90°", "last quantity"),
    ("The area is 20 when the radius is 5.", "float", (), "20", "last quantity"),
    ("Therefore, there are 2 blocks that have exactly 36 houses.", "integer", (), "2", "last quantity"),
    ("Therefore, the area is approximately 3,553.25 cm^2.", "float", (), "3,553.25 cm^2", "last quantity"),
    ("The total of 3 and 4 is 7.", "integer", (), "7", "last quantity"),
    ("3x = 24, so x = 8", "integer", (), "8", "last quantity"),
    ("The roots are 3 and 4.", "expression", (), "3 and 4", "last sentence"),
    ("So $x=3$ or $x=4$.", "expression", (), "$x=3$ or $x=4$", "last line"),
    ("The vertex is at (-1, 6).", "expression", (), "(-1, 6)", "last sentence"),
    ("The color of the largest bar is blue.", "text", (), "blue", "last sentence"),
    ("该命题错误。", "text", (), "错误", "last sentence"),
    ("The limit is infinity.", "float", (), "infinity", "last sentence"),
    ("sqrt(50)", "float", (), "sqrt(50)", "whole"),
    ("二分之一", "float", (), "二分之一", "whole"),
    ("Thus the value is \\(11\\).", "expression", (), "11", "last sentence"),
    ("This simplifies to: \\(a + b = \\frac{13}{8}\\).", "expression", (), r"a + b = \frac{13}{8}", "last line"),
    ("Let us see.\n\nTherefore:\n\n\\[ L = 14 \\]", "integer", (), "L = 14", "last line"),
    ("Therefore x = 2.\n\nHere is a table:\n\n| a | 7 |\n| b | 9 |", "integer", (), "x = 2", "last line"),
    ("So x is 4.\n\nIs there anything else I can help you with?", "integer", (), "4", "last quantity"),
    ("So x is 4. I hope this helps! Let me know if you have any other questions.", "integer", (), "4", "last quantity"),
    ("所以面积是4。希望这对你有帮助！", "integer", (), "4", "last quantity"),
    ("They spend $16 and $16, for a total of $32.", "integer", (), "$32", "last quantity"),
    # second thoughts
    ("The answer is 5.\nWait, actually the answer is 6.", "integer", (), "6", "stated"),
    ("The answer is 5, no wait, it is 6.", "integer", (), "6", "last quantity"),
    (r"\boxed{5} Wait, I made a mistake: 2 + 4 = 6. So \boxed{6}", "integer", (), "6", "boxed"),
    (r"\boxed{5}. Let me recheck: 2 + 3 = 5, which is correct.", "integer", (), "5", "boxed"),
    ("答案是5。不对，应该是6。", "integer", (), "6", "last quantity"),
    ("The answer is (A) 135°, no wait.\nThe answer is (B) 140°.", "choice", ANGLES, "(B) 140°", "stated"),
    ("The answer is (B). Option A: that is wrong, it is too small.", "choice", ANGLES, "(B)", "stated"),
    # reasoning apart
    ("<think>Is it 4? or 5?</think>It is 3.", "integer", (), "3", "last quantity"),
    ("It may be 4.</think>\n\n**3**", "integer", (), "3", "whole"),
    ("<think>a<think>b</think>\\boxed{3}", "integer", (), "3", "boxed"),
    ("<|channel|>analysis<|message|>5?<|end|><|start|>assistant<|channel|>final<|message|>The answer is 6.<|return|>",
     "integer", (), "6", "stated"),
    ("◁think▷5◁/think▷The answer is 6.", "integer", (), "6", "stated"),
    ("<|begin_of_thought|>5<|end_of_thought|><|begin_of_solution|>The answer is 6.<|end_of_solution|>",
     "integer", (), "6", "stated"),
    # refusals beside an answer
    ("I can't see the image, but the answer is 5.", "integer", (), "5", "stated"),
    ("We cannot compute it directly. So x = 4 by symmetry, as shown. The answer is 4.", "integer", (), "4", "stated"),
]  # fmt: skip


@pytest.mark.parametrize(("response", "kind", "choices", "text", "how"), FOUND)
def test_found(response: str, kind: AnswerKind, choices: tuple[str, ...], text: str, how: str) -> None:
    assert tuple(extract(response, Hint(kind=kind), choices)) == (text, how, "found")


NOT_FOUND: list[tuple[str, AnswerKind, tuple[str, ...], str, str]] = [
    ("", "integer", (), "no_answer", "empty"),
    (" \n ", "integer", (), "no_answer", "empty"),
    ("<think>Is it 3? or 4?", "integer", (), "no_answer", "unfinished thought"),
    ("<think>The answer is 3.", "integer", (), "no_answer", "unfinished thought"),
    ("<|channel|>analysis<|message|>The answer is 3.", "integer", (), "no_answer", "unfinished thought"),
    ("<think>It is 3.</think>", "integer", (), "no_answer", "empty"),
    ("I cannot determine the answer from the figure because it is not legible.", "integer", (), "no_answer", "refused"),
    ("As an AI, I'm unable to view images.", "integer", (), "no_answer", "refused"),
    ("I'm sorry, I can't help with images of people.", "choice", ANGLES, "no_answer", "refused"),
    ("The question does not provide enough information. In general it is 1/3.", "float", (), "no_answer", "refused"),
    ("根据图中信息无法确定。", "integer", (), "no_answer", "refused"),
    ("I do not know.", "integer", (), "no_answer", "refused"),
    ("Therefore ∠D = 115°. However, this option is not available in the choices.", "choice", ANGLES, "no_answer",
     "refused"),
    ("None of the options (A, B, C, D) is correct.", "choice", ANGLES, "no_answer", "refused"),
    ("The answer is either 3 or 4.", "integer", (), "unparsed", "hedged"),
    ("The answer is 3 or maybe 4.", "integer", (), "unparsed", "hedged"),
    ("I think the answer is 5, but it could be 6.", "integer", (), "unparsed", "hedged"),
    ("The answer is 5. It could also be 6.", "integer", (), "unparsed", "hedged"),
    ("The answer is a square or a rhombus.", "text", (), "unparsed", "hedged"),
    (r"\boxed{7 \text{ or } 8}", "integer", (), "unparsed", "hedged"),
    ("要么是5，要么是6。", "integer", (), "unparsed", "hedged"),
    ("答案是A或者B。", "choice", ANGLES, "unparsed", "hedged"),
    ("选A和C", "choice", ANGLES, "unparsed", "several answers"),
    ("答案可能是3或4。", "integer", (), "unparsed", "hedged"),
    ("It could be (A) or (B).", "choice", ANGLES, "unparsed", "hedged"),
    ("The answer is A or B.", "choice", ANGLES, "unparsed", "hedged"),
    (r"\boxed{3} or \boxed{4}", "integer", (), "unparsed", "hedged"),
    (r"\boxed{A} and \boxed{B}", "choice", ANGLES, "unparsed", "several answers"),
    ("So the angle is 30° and the side is 5.", "float", (), "unparsed", "several answers"),
    ("There are two bars with values smaller than 0.", "integer", (), "unparsed", "several answers"),
    ("There are 2 items sold less than 5 units in at least one store.", "integer", (), "unparsed", "several answers"),
    ("x = 3 and y = 4", "integer", (), "unparsed", "several answers"),
    ("False.\n\nTherefore the statement is true.", "choice", ("True", "False"), "unparsed", "several answers"),
    ("The answer is 5. Wait, no.", "integer", (), "no_answer", "retracted"),
    ("The answer is 5. Hmm, let me recheck.", "integer", (), "no_answer", "retracted"),
    ("答案是5。不对。", "integer", (), "no_answer", "retracted"),
    ("A function is shown.", "choice", ANGLES, "no_answer", "no answer found"),
    ("A triangle has three sides.", "choice", (), "no_answer", "no answer found"),
    ("Let me now count the remaining 3 boxes.", "integer", (), "no_answer", "no answer found"),
    ("Could it be 5?", "integer", (), "no_answer", "no answer found"),
    ("The counts are:\n- red: 3\n- blue: 5", "integer", (), "no_answer", "no answer found"),
    ("items = [1, 2]\nprint(max(items, 3))", "integer", (), "no_answer", "no answer found"),
    ("We compute it with code.\n```python\nx = 42\n```", "integer", (), "no_answer", "no answer found"),
    ("What is the answer?", "integer", (), "no_answer", "no answer found"),
    ("The exports are less than 0.92%.", "float", (), "no_answer", "no answer found"),
]  # fmt: skip


@pytest.mark.parametrize(("response", "kind", "choices", "outcome", "how"), NOT_FOUND)
def test_not_found(response: str, kind: AnswerKind, choices: tuple[str, ...], outcome: str, how: str) -> None:
    found = extract(response, Hint(kind=kind), choices)
    assert (found.outcome, found.how) == (outcome, how)
    assert bool(found.text) == (outcome == "unparsed")


@pytest.mark.parametrize(
    ("response", "text", "how", "outcome"),
    [
        ("First there are 12 and then 7", "", "truncated", "no_answer"),
        ("Therefore x = 7", "", "truncated", "no_answer"),
        ("The answer is 7. Let me verify that by", "7", "stated", "found"),
        (r"So \boxed{7}. To see this, note", "7", "boxed", "found"),
        ("The answer is 12", "12", "stated", "found"),
        (r"so \boxed{12", "", "truncated", "no_answer"),
        (r"\boxed{12} \boxed{12} \boxed{1", "12", "boxed", "found"),
        (r"x = \boxed{3}, hence \boxed{12", "", "truncated", "no_answer"),
        ("<answer>12", "", "truncated", "no_answer"),
        ("<think>The answer is 5.</think>Then", "", "truncated", "no_answer"),
        ("The answer is 200.\nThe answer is 200.\nThe answer is 20", "200", "stated", "found"),
        ("The answer is [1, 2].\nThe answer is [1, 2].\nThe answer is [1,", "[1, 2]", "stated", "found"),
    ],
)
def test_truncated(response: str, text: str, how: str, outcome: str) -> None:
    kind: AnswerKind = "list" if "[" in response else "integer"
    assert tuple(extract(response, Hint(kind=kind), truncated=True)) == (text, how, outcome)


@pytest.mark.parametrize("answer", ["1 i", "1 + 2 i", "1 x + 2", "1 apple"])
@pytest.mark.parametrize("label", ["**Answer:** {}", "Answer:\n{}"])
def test_a_lone_one_begins_no_list(answer: str, label: str) -> None:
    found = extract(f"Two steps, 3 and 4, lead there.\n\n{label.format(answer)}", Hint(kind="expression"), ())
    assert (found.text, found.how) == (answer, "stated")


def test_a_long_tag_is_read_as_a_response_where_that_says_something() -> None:
    working = "We add the two sides and then take half of that, which comes to 12 cm. So the answer is 12."
    found = extract(f"<answer>{working}</answer>", Hint(kind="expression"), ())
    assert (found.text, found.how) == ("12", "stated")
    answer = "0000$" + "x + " * 20 + "2024$"
    found = extract(f"<answer>{answer}</answer>", Hint(kind="text"), ())
    assert (found.text, found.how) == (answer, "answer tag")


def test_thought_is_split_from_the_rest() -> None:
    assert split_thought("no reasoning") == ("", "no reasoning", True)
    assert split_thought("<think>a</think>b") == ("<think>a</think>", "b", True)
    assert split_thought("x<reasoning>a") == ("<reasoning>a", "x", False)
    assert split_thought("<think>a</think>b<think>c") == ("<think>c", "b", False)
    assert split_thought("[THINK]a[/THINK]b").rest == "b"
    assert split_thought("<seed:think>a</seed:think>b").rest == "b"
    assert split_thought("analysisWe need 5.assistantfinalIt is 6").rest == "It is 6"
    assert not split_thought("analysisWe think 5").finished
    assert split_thought("5 <think>x</think>").rest.strip() == "5"


HOSTILE = [
    "\\boxed{" * 15_000,
    "\\boxed{" + "{" * 100_000,
    "\\boxed{" + "{}" * 50_000,
    "\\boxed" * 15_000,
    "\\boxed{1}," * 10_000,
    "{" * 100_000,
    '{"answer":' * 10_000,
    '{"answer": "' + "\\" * 100_000,
    "$ " * 50_000,
    "\\[" * 50_000,
    "**" * 50_000,
    "a" * 100_000,
    "((" * 50_000,
    "answer is " * 10_000,
    "answer, " * 10_000,
    "answer to the " * 7_000,
    "answer" * 16_000,
    "answer is the answer " * 5_000,
    "答案" * 50_000,
    "选" * 100_000,
    "正确" * 50_000,
    "B is correct. " * 7_000,
    "the correct " * 8_000,
    "option " * 14_000,
    "choose " * 14_000,
    "####" * 25_000,
    "A:\n" * 30_000,
    "\ud800" * 999,
    "\x00" * 999,
    "\u202e" * 999,
    ",".join("9" * 30_000),
    "1,111" * 20_000,
    "(A)" * 30_000,
    "A, " * 30_000,
    "<think>" * 20_000,
    "</think>" * 20_000,
    "<answer>" * 20_000,
    "</answer>" * 20_000,
    "<|channel|>" * 9_000,
    "<|channel|>final" * 6_000,
    "\n" * 100_000,
    " " * 100_000 + "x",
    "x" + " " * 100_000 + "=",
    "Let me know\n" * 10_000,
    "- - - " * 20_000,
    "- 1\n" * 25_000,
    "| 1 | 2 |\n" * 10_000,
    "```\n" * 25_000,
    "wait, " * 16_000,
    "\\boxed{5} " + "wait, no " * 10_000,
    "I cannot " * 10_000,
    "not enough " * 9_000,
    "either 5 or " * 8_000,
    "." * 100_000,
    ". A" * 30_000,
    "。" * 100_000,
    "B. " * 30_000,
    "1. " * 30_000,
    "is 5 " * 20_000,
    "= 5 " * 25_000,
    "and " * 25_000,
    "-" * 100_000,
    "_" * 100_000,
    "\\" * 100_000,
    "9" * 100_000,
    "I hope " * 14_000,
]


@pytest.mark.parametrize("response", HOSTILE, ids=lambda text: repr(text[:14]))
@pytest.mark.parametrize(
    ("kind", "choices"), [("integer", ()), ("choice", ANGLES), ("choice", ()), ("expression", ()), ("choices", POINTS)]
)
def test_hostile_responses_are_bounded(response: str, kind: AnswerKind, choices: tuple[str, ...]) -> None:
    most = 0.1 * slowness()
    assert least_seconds(lambda: extract(response, Hint(kind=kind), choices), most) < most


def test_ten_thousand_braces_are_stripped() -> None:
    response = "\\boxed{" + "{" * 10_000 + "5" + "}" * 10_000 + "}"
    assert extract(response, Hint(kind="integer")).text == "5"


@pytest.mark.parametrize(
    ("response", "text"),
    [
        ("the answer might be 3 " * 45_000 + "\nThe answer is \\boxed{140}", "140"),
        ("The sides are 3 and 4. " * 43_000 + "\nThe answer is 140.", "140"),
        ("The answer is 140. " + "The sides are 3 and 4. " * 43_000, "140"),
        ("边长是3和4。" * 120_000 + "答案是140。", "140"),
    ],
    ids=["boxed", "stated", "stated first", "chinese"],
)
def test_a_megabyte_costs_a_megabyte_s_work(response: str, text: str) -> None:
    most = 0.3 * slowness()
    assert extract(response, Hint(kind="integer")).text == text
    assert least_seconds(lambda: extract(response, Hint(kind="integer")), most) < most


@given(st.text(max_size=300))
def test_no_text_raises(response: str) -> None:
    for kind, choices in (("integer", ()), ("choice", ANGLES), ("choices", POINTS), ("list", ()), ("text", ())):
        for truncated in (False, True):
            found = extract(response, Hint(kind=kind), choices, truncated)  # type: ignore[arg-type]
            assert found.outcome == "found" or not found.text or found.outcome == "unparsed"


_PIECES = st.sampled_from(
    ["The answer is ", "5", "3 or 4", "\\boxed{", "}", "(B)", "**", ". ", "\n", "Wait, no. ", "答案是", "选B", "$",
     "so ", "is ", "<think>", "</think>", "```", "| ", "- ", "cannot ", '{"answer": ', '"', "[1, 2]", "\\frac{1}{2}",
     " cm", "= "]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30))
def test_no_mixture_of_marks_raises(pieces: list[str]) -> None:
    for kind, choices in (("float", ()), ("choice", ANGLES), ("choice", ()), ("expression", ()), ("list", ())):
        extract("".join(pieces), Hint(kind=kind), choices)  # type: ignore[arg-type]
