"""Formulas and Markdown of untrusted texts, set in a real browser by the scripts of the item page."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from made_site import made_up, write_site
from site_support import Visit, visiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

SHOWN = """([text, options]) => {
  const node = mmbench.h('div', {}, mmbench.rich(text, options));
  const outline = (each) => each.nodeType === Node.TEXT_NODE ? each.data
    : `<${each.localName}>${[...each.childNodes].map(outline).join('')}</${each.localName}>`;
  return [...node.childNodes].map((each) => each.localName === 'math' ? '<math/>' : outline(each)).join('')
    .replace(/<math>.*?<\\/math>/g, '<math/>');
}"""
TEX = """([source, block]) => {
  const outline = (each) => each.nodeType === Node.TEXT_NODE ? each.data
    : `<${each.localName}>${[...each.childNodes].map(outline).join('')}</${each.localName}>`;
  return outline(mmbench.tex(source, block));
}"""
TIMED = """([text, options]) => {
  const started = performance.now();
  const node = mmbench.h('div', {}, mmbench.rich(text, options));
  return [performance.now() - started, node.textContent.length, node.querySelectorAll('mark').length];
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    site = write_site(tmp_path_factory.mktemp("rich"), made_up(2, 4))
    with visiting(browser) as visit:
        yield visit.open(site / "item.html")
        assert Visit.is_clean(visit)


def shown(page: Page, text: str, **options: Any) -> str:
    outline: str = page.evaluate(SHOWN, [text, options])
    return outline


def tex(page: Page, source: str, block: bool = False) -> str:
    outline: str = page.evaluate(TEX, [source, block])
    return outline


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("one\ntwo\n\nthree", "<p>one\ntwo</p><p>three</p>"),
        ("## A *b*\ntext", "<p>A <em>b</em></p><p>text</p>"),
        ("**bold** and *it* and ***both*** and __b__ and _i_", None),
        (
            "2*3*4 and 5 * 6 * 7 and a_1_2 and snake_case_name",
            "<p>2*3*4 and 5 * 6 * 7 and a_1_2 and snake_case_name</p>",
        ),
        ("所以**答案**是7", "<p>所以<strong>答案</strong>是7</p>"),
        ("**a** *b", "<p><strong>a</strong> *b</p>"),
        ("a `x*y*z` b ``c`d``", "<p>a <code>x*y*z</code> b <code>c`d</code></p>"),
        ("```python\nx = *1*\n\n$y$\n```\nafter", "<pre><code>x = *1*\n\n$y$</code></pre><p>after</p>"),
        ("```\nnever closed", "<pre><code>never closed</code></pre>"),
        ("- a\n- b\n  - c\n- d", "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"),
        ("1. a\n\n2. b\nmore\n\nend", "<ol><li>a</li><li>b\nmore</li></ol><p>end</p>"),
        ("a\n\n---\n\nb", "<p>a</p><hr></hr><p>b</p>"),
        ("\\*no\\* 50\\% \\$5", "<p>*no* 50% $5</p>"),
        ("[text](javascript:alert(1)) ![x](http://x/y.png)", "<p>[text](javascript:alert(1)) ![x](http://x/y.png)</p>"),
        ("<b onclick=x>hi</b> &amp;", "<p><b onclick=x>hi</b> &amp;</p>"),
        ("it is $x$, \\(y\\), $$z$$ and \\[w\\]", "<p>it is <math/>, <math/>, <math/> and <math/></p>"),
        ("so \\[\n- x\n\n= 3\n\\] done", "<p>so <math/> done</p>"),
        ("\\begin{align*}\na&=b\n\\end{align*}", "<p><math/></p>"),
        ("The answer is \\boxed{\\frac{1}{2}}.", "<p>The answer is <math/>.</p>"),
        ("$\\unknown{x}$ and \\(a", "<p><code>$\\unknown{x}$</code> and \\(a</p>"),
    ],
)
def test_markdown(page: Page, text: str, outline: str | None) -> None:
    both = (
        "<p><strong>bold</strong> and <em>it</em> and <strong><em>both</em></strong> and <strong>b</strong> and "
        "<em>i</em></p>"
    )
    assert shown(page, text) == (outline or both)


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $7",
        "It costs $5, or $7.50 with tax.",
        "US$5 and HK$7",
        "$5/$7 or $5-$10",
        "$20 bills and a$",
        "a $ b $ c",
        "$",
        "$$",
        "100$",
    ],
)
def test_money_is_no_formula(page: Page, text: str) -> None:
    assert shown(page, text) == f"<p>{text}</p>"


def test_money_and_formulas_in_one_sentence(page: Page) -> None:
    assert shown(page, "He pays $5 for $x$ and $3x = 15$.") == "<p>He pays $5 for <math/> and <math/>.</p>"


def test_a_table(page: Page) -> None:
    text = "| n | $|x|$ |\n|---|:-:|\n| 1 | `a|b` |\n| $5 | $7 |\nend"
    assert shown(page, text).replace("> ", ">").replace(" <", "<") == (
        "<div><table><thead><tr><th>n</th><th><math/></th></tr></thead><tbody><tr><td>1</td><td><code>a|b</code></td></tr>"
        "<tr><td>$5</td><td>$7</td></tr></tbody></table></div><p>end</p>"
    )


def test_inline_makes_no_blocks(page: Page) -> None:
    assert shown(page, "- 5", inline=True) == "- 5"
    assert shown(page, "1. *a* $x$", inline=True) == "1. <em>a</em> <math/>"


def test_a_value_may_be_a_formula_without_dollars(page: Page) -> None:
    for text in ("22.5 \\text{ km}^2", "x^{2}", "\\frac{1}{2}"):
        assert shown(page, text, value=True) == "<math/>"
    for text in ("7", "- 5", "a_b", "take half \\frac{1}{2} of them", "costs $5^{x}", "\\unknown{x}"):
        assert shown(page, text, value=True) == text
    assert shown(page, "$x$ or 2", value=True) == "<math/> or 2"


@pytest.mark.parametrize(
    ("text", "quote", "marked"),
    [
        ("First.\n3 + 4 = 8\nThe end.", "3 + 4 = 8", ["3 + 4 = 8"]),
        ("So **3 + 4 = 8** it is", "3 + 4 = 8", ["3 + 4 = 8"]),
        ("So **3 + 4** = 8 it is", "3 + 4** = 8", ["3 + 4", " = 8"]),
        ("- a\n- 3 + 4 = 8\n- b", "3 + 4 = 8", ["3 + 4 = 8"]),
        ("```\n3 + 4 = 8\n```", "3 + 4 = 8", ["3 + 4 = 8"]),
        ("a `3 + 4 = 8` b", "3 + 4 = 8", ["3 + 4 = 8"]),
        ("# So 3 + 4 = 8\n", "3 + 4 = 8", ["3 + 4 = 8"]),
        ("|a|b|\n|-|-|\n|3 + 4 = 8|c|", "3 + 4 = 8", ["3 + 4 = 8"]),
        ("One.\n\nTwo. 3 +\n\n4 = 8, no", "3 +\n\n4 = 8", ["3 +", "4 = 8"]),
        ("so $3 + 4 = 8$ is", "3 + 4 = 8", ["3+4=8"]),
        ("a ** b", "**", ["**"]),
        ("- x", "-", ["-"]),
    ],
)
def test_the_mark_is_seen(page: Page, text: str, quote: str, marked: list[str]) -> None:
    start = text.index(quote)
    found = page.evaluate(
        """([text, mark]) => [mmbench.rich(text, {mark}), mmbench.written(text, mark)].map((made) =>
        [...mmbench.h('div', {}, made).querySelectorAll('mark')].map((each) => each.textContent))""",
        [text, [start, start + len(quote)]],
    )
    assert found == [marked, [quote]]


@pytest.mark.parametrize(
    ("source", "outline"),
    [
        ("\\frac{1}{2}", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        ("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        ("x^{2}_1", "<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>"),
        ("x^23", "<msup><mi>x</mi><mn>2</mn></msup><mn>3</mn>"),
        ("90^\\circ", "<msup><mn>90</mn><mo>∘</mo></msup>"),
        ("\\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        ("\\alpha \\leq 3.5", "<mi>α</mi><mo>≤</mo><mn>3.5</mn>"),
        ("\\text{if }x", "<mtext>if\u00a0</mtext><mi>x</mi>"),
        ("f'", "<msup><mi>f</mi><mo>′</mo></msup>"),
        ("\\overline{AB}", "<mrow><mrow><mi>A</mi><mi>B</mi></mrow></mrow>"),
        ("\\mathbb{RA}", "<mi>ℝ𝔸</mi>"),
        ("\\not=", "<mo>=\u0338</mo>"),
        ("\\left(x\\right.", "<mrow><mo>(</mo><mi>x</mi></mrow>"),
    ],
)
def test_formulas(page: Page, source: str, outline: str) -> None:
    assert tex(page, source) == f"<math><mrow>{outline}</mrow></math>"


@pytest.mark.parametrize(
    "source",
    [
        "\\sum_{i=1}^{n} i^2", "\\int_0^1 x\\,dx", "\\lim_{x \\to 0} \\frac{\\sin x}{x}",
        "\\begin{cases} x & x>0 \\\\ -x & \\text{else} \\end{cases}", "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}",
        "\\left\\{\\begin{array}{l} x=1 \\\\[2pt] y=2 \\end{array}\\right.", "\\angle ABC = 90^\\circ",
        "\\triangle ABC \\cong \\triangle DEF", "\\boxed{42}", "\\vec{AB} \\cdot \\vec{CD}",
        "\\{x \\mid x \\in \\mathbb{R}\\}",
        "5\\,\\mathrm{cm}^2", "\\begin{aligned} a &= b \\\\ &= c \\end{aligned}", "a \\\\ b",
        "\\operatorname{lcm}(a, b)",
        "\\binom{n}{k}", "\\overset{\\frown}{AB}", "x \\equiv 1 \\pmod{3}", "\\left|\\frac{a}{b}\\right|", "面积=3",
    ],
)  # fmt: skip
def test_what_schools_write_is_known(page: Page, source: str) -> None:
    for block in (False, True):
        assert tex(page, source, block).startswith("<math>"), source


@pytest.mark.parametrize(
    "source",
    [
        "", " ", "\\frac{1}{", "}", "{", "x^", "x^^2", "\\left(x", "\\right)", "\\begin{cases} x", "\\end{cases}",
        "\\begin{cases}x\\end{array}", "\\href{javascript:alert(1)}{x}", "\\unknown", "\\__proto__", "\\constructor",
        "\\toString", "\\def\\a{\\a\\a}\\a", "\\text{a$b}", "\\begin{__proto__}x\\end{__proto__}", "\\mathbb", "a $ b",
        "{" * 200 + "}" * 200, "\\sqrt" * 200 + "x", "x" * 5_000, "\\frac" * 900,
    ],
)  # fmt: skip
def test_what_is_not_known_stands_as_it_is(page: Page, source: str) -> None:
    assert tex(page, source) == f"<code>{source}</code>"


HEAVY = [
    "\\" * 100_000, "\\" * 20_000, "$" * 19_999, "`" * 19_999, "*" * 19_999, "*a " * 6_000, "**a " * 5_000,
    "*a **b " * 2_800, "_a __b ___c " * 1_600, "` `` ``` " * 2_000, "$x " * 6_000, "\\(" * 9_000, "\\[" * 9_000,
    "\\[\n" * 6_000, "$$\n" * 6_000, "- " * 9_000, "- a\n" * 4_900, "  " * 9_000 + "x", "|" * 19_999,
    "|a\n|-\n" * 2_800,
    "#" * 19_999, "\\boxed{" * 2_500, "\\begin{a}" * 2_000, "\n" * 19_999, "- - " * 4_900 + "x", "```\n" * 4_900,
    "".join(f"{'`' * (k % 150)} " for k in range(250)), "1. $\\frac{1}{2}$\n" * 1_200, "\\frac{" * 3_300,
    "$" + "{" * 3_900 + "$", "|".join("$" * 9_000), "*_" * 9_000, "**_a_** " * 2_400, "\\begin{cases}\n" * 1_300,
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(HEAVY)))
def test_no_text_is_much_work(page: Page, place: int) -> None:
    took, length, _ = page.evaluate(TIMED, [HEAVY[place], {}])
    assert took < 1_000
    assert length > 0 or not HEAVY[place].strip("\n\\`|- ")


def test_any_text_is_set_with_its_mark(page: Page) -> None:
    """Pieces of Markdown and TeX in any order: nothing breaks, and where there is a mark it is seen."""
    chance = random.Random(5)
    pieces = [
        "*",
        "**",
        "_",
        "`",
        "```",
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\frac",
        "{",
        "}",
        "^",
        "\\left(",
        "\n",
        "\n\n",
    ]
    pieces += [
        "- ",
        "1. ",
        "# ",
        "|",
        "|-|\n",
        "a",
        "3 + 4",
        " ",
        "\\begin{cases}",
        "\\end{cases}",
        "\\",
        "&",
        "<b>",
        "中",
    ]
    for _ in range(400):
        text = "".join(chance.choices(pieces, k=chance.randrange(1, 60)))
        start = chance.randrange(len(text))
        stop = chance.randrange(start, len(text)) + 1
        took, _, marks = page.evaluate(TIMED, [text, {"mark": [start, stop]}])
        assert marks > 0, (text, start, stop)
        assert took < 200
