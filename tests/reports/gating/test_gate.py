"""`mmbench gate`: every exit status through the real command line, and what is refused, listed and written."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as Tree

import msgspec
import pytest
from markdown_it import MarkdownIt
from support import ROOT, Numbers, Scripted, mmbench, number_in, read_lines

from mmbench.config import EvalConfig
from mmbench.errors import RunError, UsageError
from mmbench.evaluate import evaluate
from mmbench.importing import Predictions, import_run
from mmbench.jsonl import encode_line
from mmbench.reports.baselines.baseline import baseline_of, load_baseline
from mmbench.reports.gating.files import gate_json, write_files
from mmbench.reports.gating.gate import gate, invalid
from mmbench.reports.gating.markdown import gate_markdown
from mmbench.reports.gating.settings import Settings
from mmbench.reports.gating.text import gate_text
from mmbench.reports.results import load_results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mmbench.interfaces import Row
    from mmbench.records import Item, Request
    from mmbench.reports.gating.records import Gated

ITEMS = 400


class Named(Numbers):
    """Sums whose domains have the names given."""

    def __init__(self, n: int, names: tuple[str, ...]) -> None:
        super().__init__(n)
        self.names = names

    def item(self, row: Row) -> Item:
        return msgspec.structs.replace(super().item(row), domain=self.names[row.data % len(self.names)])


def sums(
    out: Path,
    wrong: Iterable[int] = (),
    failed: Iterable[int] = (),
    n: int = ITEMS,
    names: tuple[str, ...] = ("even", "odd"),
    **settings: Any,
) -> Path:
    """Ask n sums, of which some are wrong and some fail, and return the run's folder."""
    bad, gone = set(wrong), set(failed)

    def answer(request: Request) -> str:
        number = number_in(request)
        if number in gone:
            raise ConnectionError("gone")
        return f"The answer is {2 * number + (number in bad)}."

    config = EvalConfig(model="scripted", out=str(out), max_failures="100%", **settings)
    evaluate(config, model=Scripted(answer), benchmarks={"numbers": Named(n, names)})
    return out


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a baseline and candidates of 400 sums."""
    folder = tmp_path_factory.mktemp("gate")
    sums(folder / "base", wrong=range(100, 140))
    sums(folder / "good", wrong=range(98, 138))
    sums(folder / "bad", wrong=range(100, 200))
    sums(folder / "unclear", wrong=[*range(90, 100), *range(105, 140)])
    sums(folder / "half", wrong=range(100, 140), failed=range(200))
    return folder


def decided(runs: Path, candidate: str, baseline: str = "base", **settings: Any) -> Gated:
    return gate(runs / baseline, runs / candidate, Settings(**{"margin": 2.0, **settings}))


def refused(runs: Path, candidate: str, baseline: str = "base", **settings: Any) -> str:
    with pytest.raises(RunError) as error:
        decided(runs, candidate, baseline, **settings)
    assert error.value.exit_code == 3
    return str(error.value)


@pytest.mark.parametrize(
    ("candidate", "options", "code", "said"),
    [
        ("good", (), 0, "PASS: scripted (good) may replace scripted (base)."),
        ("bad", (), 1, "REGRESSION: scripted (bad) may not replace scripted (base)."),
        ("unclear", (), 0, "INCONCLUSIVE: these items do not show"),
        ("unclear", ("--on-inconclusive", "fail"), 4, "That is a failure, as declared"),
    ],
)
def test_every_verdict_has_its_exit_status(
    candidate: str, options: tuple[str, ...], code: int, said: str, runs: Path
) -> None:
    command = ("gate", "--baseline", "base", "--candidate", candidate, "--margin", "2.4", *options)
    done = mmbench(*command, cwd=runs)
    assert done.returncode == code, done.stderr
    assert said in done.stdout
    assert ("warning: inconclusive" in done.stderr) == (candidate == "unclear" and not options)


def test_json_on_standard_output_is_all_there_is(runs: Path) -> None:
    options = ("--margin", "2.4", "--json")
    for candidate, code in (("bad", 1), ("half", 3)):
        done = mmbench("gate", "--baseline", "base", "--candidate", candidate, *options, cwd=runs)
        assert (done.returncode, json.loads(done.stdout)["exit_code"]) == (code, code)


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--baseline", "base", "--candidate", "half", "--margin", "2"), 3, "200 of 400 lines failed"),
        (("--baseline", "base", "--candidate", "none", "--margin", "2"), 3, "no run in none"),
        (("--baseline", "none", "--candidate", "good", "--margin", "2"), 3, "no run in none"),
        (("--baseline", "base", "--candidate", "good"), 2, "no margin was declared for numbers"),
        (("--baseline", "base", "--candidate", "unclear", "--margin", "0.1"), 2, "more than 400 items can show"),
        (("--baseline", "base", "--candidate", "base", "--margin", "2"), 2, "a run always passes against itself"),
        (("--baseline", "base", "--candidate", "good", "--margin", "nan"), 2, "--margin: expected a number"),
        (("--candidate", "good", "--margin", "2"), 2, "gate needs --baseline and --candidate"),
        (
            ("--baseline", "base", "--candidate", "good", "--margin", "2", "--config", "no.toml"),
            2,
            "no.toml: cannot",
        ),
        (
            ("--baseline", "base", "--candidate", "good", "--margin", "2", "--out", "base/run.json"),
            2,
            "--out: base",
        ),
        (("--calibrate", "base", "good", "--candidate", "bad"), 2, "no --candidate or --out"),
        (("--calibrate", "base", "base"), 2, "twice"),
        (("--margn", "2"), 2, "No such option"),
    ],
)
def test_what_gives_no_verdict_is_never_a_pass_and_never_a_regression(
    options: tuple[str, ...], code: int, said: str, runs: Path
) -> None:
    done = mmbench("gate", *options, cwd=runs)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert done.stdout == ""


def test_a_crash_is_seventy_and_never_a_regression(runs: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import mmbench.reports.gating.gate as gate\n"
        "def broken(*arguments):\n    raise ZeroDivisionError('a defect of ours')\n"
        "gate.decide = broken\n"
    )
    command = ("gate", "--baseline", "base", "--candidate", "good", "--margin", "2")
    done = mmbench(*command, cwd=runs, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert done.returncode == 70, done.stderr
    assert "a defect of ours" in done.stderr


def test_a_baseline_s_file_decides_as_its_run_does(runs: Path, tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    baseline_of(load_results(runs / "base"), path).save()
    for candidate in ("good", "bad", "unclear"):
        by_run = decided(runs, candidate)
        by_file = gate(path, runs / candidate, Settings(margin=2.0))
        assert by_file.verdict == by_run.verdict
        assert by_file.suites == by_run.suites
        assert by_file.domains == by_run.domains
        assert by_file.newly_wrong == by_run.newly_wrong


def test_a_file_is_no_candidate(runs: Path, tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    baseline_of(load_results(runs / "base"), path).save()
    with pytest.raises(RunError, match="--candidate takes a run directory"):
        gate(runs / "base", path, Settings(margin=2.0))


def test_a_run_through_a_link_is_the_same_run(runs: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(runs / "base")
    with pytest.raises(UsageError, match="a run always passes against itself"):
        gate(runs / "base", tmp_path / "link", Settings(margin=2.0))


def test_a_copy_of_the_baseline_is_told(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "base", tmp_path / "copy")
    baseline_of(load_results(runs / "base"), tmp_path / "base.json").save()
    for baseline in (runs / "base", tmp_path / "base.json"):
        gated = gate(baseline, tmp_path / "copy", Settings(margin=2.0))
        assert gated.verdict == "pass"
        assert "same model, and no outcome differs: is the candidate the baseline itself?" in gated.notes


def test_another_checker_and_other_items_are_refused(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "good", tmp_path / "good")
    path = tmp_path / "good" / "summary.json"
    path.write_text(path.read_text().replace('"checker": "', '"checker": "0'))
    with pytest.raises(RunError, match="checker: "):
        gate(runs / "base", tmp_path / "good", Settings(margin=2.0))
    other = sums(tmp_path / "other", n=ITEMS - 1)
    with pytest.raises(RunError, match="items: 1 only in "):
        gate(runs / "base", other, Settings(margin=2.0))
    warm = sums(tmp_path / "warm", temperature=0.5)
    with pytest.raises(RunError, match="sampling: "):
        gate(runs / "base", warm, Settings(margin=2.0))


def test_items_in_another_order_are_not_gated(runs: Path, tmp_path: Path) -> None:
    """Whether the prompts are worded alike can be told of the same order only."""
    shutil.copytree(runs / "good", tmp_path / "turned")
    path = tmp_path / "turned" / "run.json"
    run = json.loads(path.read_text())
    run["asked"]["benchmarks"]["numbers"]["fingerprint"] = "0123456789abcdef"
    path.write_text(json.dumps(run))
    with pytest.raises(RunError, match="in another order, so that it is not known whether the prompts"):
        gate(runs / "base", tmp_path / "turned", Settings(margin=5.0))


def test_an_imported_run_is_compared_but_not_gated(shared: Callable[[str], Path], tmp_path: Path) -> None:
    results = shared("MathVista") / "results"
    for name in ("bard", "gpt4"):
        path = results / name / f"output_{name}.json"
        import_run(Predictions("mathvista", (path,), name), tmp_path / name, ())
    with pytest.raises(RunError, match="was imported: how its model was asked is not known, so it cannot be gated"):
        gate(tmp_path / "bard", tmp_path / "gpt4", Settings(margin=5.0))


def test_failures_count_as_wrong_up_to_half_a_per_cent(runs: Path, tmp_path: Path) -> None:
    sums(tmp_path / "few", wrong=range(98, 138), failed=(0, 1))
    gated = gate(runs / "base", tmp_path / "few", Settings(margin=2.4))
    assert (gated.verdict, gated.without_failed) == ("pass", "pass")
    assert gated.suites[0].candidate == pytest.approx(358 / 400)
    assert "2 of 400 lines in scripted (few)" in gate_text(gated)
    sums(tmp_path / "more", wrong=range(98, 138), failed=(0, 1, 2))
    with pytest.raises(RunError, match=r"3 of 400 lines failed .* Answered: 99.25 %, expected: at least 99.5 %"):
        gate(runs / "base", tmp_path / "more", Settings(margin=2.4))


def test_a_verdict_that_depends_on_failures_is_none(runs: Path, tmp_path: Path) -> None:
    sums(tmp_path / "flip", wrong=range(102, 140), failed=range(10))
    with pytest.raises(RunError) as error:
        gate(runs / "base", tmp_path / "flip", Settings(margin=2.0, min_coverage=90.0))
    assert "REGRESSION where they count as wrong, PASS where they are left out" in str(error.value)
    assert "depends on 10 items that failed" in str(error.value)


def test_a_candidate_that_failed_altogether_is_incomplete(runs: Path, tmp_path: Path) -> None:
    sums(tmp_path / "gone", failed=range(ITEMS))
    with pytest.raises(RunError, match="400 of 400 lines failed"):
        gate(runs / "base", tmp_path / "gone", Settings(margin=2.0))
    with pytest.raises(RunError, match="400 of 400 lines failed"):
        gate(tmp_path / "gone", runs / "base", Settings(margin=2.0, min_coverage=0.1))


def test_a_run_that_was_cut_short_is_incomplete(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "good", tmp_path / "cut")
    for name in ("responses.jsonl", "verdicts.jsonl"):
        path = tmp_path / "cut" / name
        path.write_bytes(b"".join(line for line in path.read_bytes().splitlines(keepends=True)[:300]))
    with pytest.raises(RunError):
        gate(runs / "base", tmp_path / "cut", Settings(margin=2.0))
    done = mmbench("score", str(tmp_path / "cut"))
    assert done.returncode == 3, "a run cut short is not done"
    with pytest.raises(RunError, match="100 of 400 lines failed or have no response"):
        gate(runs / "base", tmp_path / "cut", Settings(margin=2.0))


def test_all_right_and_all_wrong(tmp_path: Path) -> None:
    sums(tmp_path / "right")
    sums(tmp_path / "again", temperature=0.0, concurrency=2)
    sums(tmp_path / "wrong", wrong=range(ITEMS))
    settings = Settings(margin=2.0)
    gated = gate(tmp_path / "right", tmp_path / "again", settings)
    assert gated.verdict == "pass"
    assert -0.02 < gated.suites[0].low < 0, "no difference is no proof of equality"
    assert gate(tmp_path / "right", tmp_path / "wrong", settings).verdict == "regression"
    better = gate(tmp_path / "wrong", tmp_path / "right", settings)
    assert better.verdict == "pass"
    assert "Better than the baseline by at least" in better.suites[0].reading


def test_one_item_supports_no_margin(tmp_path: Path) -> None:
    sums(tmp_path / "a", n=1)
    sums(tmp_path / "b", n=1, wrong=[0])
    with pytest.raises(UsageError, match="more than 1 items can show"):
        gate(tmp_path / "a", tmp_path / "b", Settings(margin=2.0))


def test_what_stays_open_says_why(runs: Path, tmp_path: Path) -> None:
    """Too few items for the margin, or enough of them and a difference that is too near to it."""
    few = decided(runs, "unclear", margin=1.8).suites[0]
    assert (few.items_needed or 0) > 400
    assert f"with {few.items_needed} items (whether repeats would do instead is known" in few.reading
    sums(tmp_path / "near", wrong=[*range(33), *range(122, 140)])
    near = gate(runs / "base", tmp_path / "near", Settings(margin=5.0)).suites[0]
    assert near.verdict == "inconclusive"
    assert (near.items_needed or 0) < 400
    assert "with 400 items: it is the observed difference that stands in the way" in near.reading


def test_newly_wrong_items_come_with_their_diagnoses(runs: Path) -> None:
    gated = decided(runs, "bad")
    assert len(gated.newly_wrong) == 60
    verdicts = {line["item"]: line for line in read_lines(runs / "bad" / "verdicts.jsonl")}
    for lost in gated.newly_wrong:
        said = verdicts[lost.key]
        assert (lost.outcome, lost.kind) == (said["outcome"], said["diagnosis"]["kind"])
        assert lost.explanation == said["diagnosis"].get("explanation", "")
        assert (lost.baseline, lost.candidate, lost.suite) == (1, 0, "numbers")
    text = gate_text(gated)
    assert text.count("\n  numbers/") == 20
    assert "60 items are answered worse than by the baseline, 0 better. The first 20;" in text
    assert len(json.loads(gate_json(gated))["newly_wrong"]) == 60


def test_repeats_say_how_many_more_would_do(tmp_path: Path) -> None:
    sums(tmp_path / "a", repeats=2, wrong=range(0, 60))
    sums(tmp_path / "b", repeats=2, wrong=range(30, 85))
    gated = gate(tmp_path / "a", tmp_path / "b", Settings(margin=3.9))
    part = gated.suites[0]
    assert part.repeats_needed == 0
    assert (part.method, part.test) == ("Tango", "exact McNemar")
    once = gate(sums(tmp_path / "c", wrong=range(0, 60)), tmp_path / "b", Settings(margin=3.9))
    assert any("repeats differ" in note for note in once.notes)
    assert once.suites[0].repeats_needed is None


def test_a_calibration_is_made_kept_and_told(runs: Path, tmp_path: Path) -> None:
    for name in ("base", "good", "unclear"):
        shutil.copytree(runs / name, tmp_path / name)
    assert mmbench("baseline", "save", "base", "--out", "b.json", cwd=tmp_path).returncode == 0
    done = mmbench("gate", "--calibrate", "base", "good", "--baseline", "b.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "wrote b.json" in done.stderr
    assert "1.0 %" in done.stdout
    kept = load_baseline(tmp_path / "b.json").content.calibration
    assert kept is not None
    assert kept.suites["numbers"].discordance == 0.01
    first = (tmp_path / "b.json").read_bytes()
    mmbench("gate", "--calibrate", "base", "good", "--baseline", "b.json", cwd=tmp_path)
    assert (tmp_path / "b.json").read_bytes() == first
    done = mmbench("gate", "--baseline", "b.json", "--candidate", "unclear", "--margin", "2.4", cwd=tmp_path)
    assert "Two runs of the baseline itself differ on 1.0 % of 400 items of numbers (0.0 points)." in done.stdout
    shown = json.loads(mmbench("gate", "--calibrate", "base", "good", "--json", cwd=tmp_path).stdout)
    assert shown["expected"][0]["false_alarm"] <= 0.05


def test_a_calibration_by_other_repeats_is_left_out(runs: Path, tmp_path: Path) -> None:
    baseline = baseline_of(load_results(runs / "base"), tmp_path / "b.json")
    from mmbench.reports.baselines.content import Calibrated, Calibration

    suite = Calibrated(items=400, repeats=4, difference=0.0, p=1.0, discordance=0.1, variance=0.1, method="Tango")
    for calibration, reason in (
        (Calibration(runs=("a", "b"), suites={"numbers": suite}), "the repeats differ (1, 4)"),
        (Calibration(runs=("a", "b"), suites={"numbers": suite}, rule="r"), "it was made by r, this gate goes by ours"),
    ):
        baseline.with_calibration(calibration).save()
        gated = gate(tmp_path / "b.json", runs / "good", Settings(margin=2.0))
        assert gated.calibration is None
        assert f"the baseline's calibration is not used: {reason}" in gated.notes


HOSTILE = (
    "<script>alert(1)</script>",
    "a | b\n# heading",
    "]]> & \"quoted\" 'names'",
    "\x1b[31mred\x00\x07￾",
    "[link](http://evil.example) @everyone `code` *bold* $x$",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Gated:
    folder = tmp_path_factory.mktemp("hostile")
    sums(folder / "base", names=HOSTILE)
    sums(folder / "<b>bad</b>", wrong=range(120), names=HOSTILE)
    return gate(folder / "base", folder / "<b>bad</b>", Settings(margin=2.0))


def test_hostile_names_stay_names_in_junit(hostile: Gated, tmp_path: Path) -> None:
    write_files(tmp_path, hostile)
    root = Tree.parse(tmp_path / "junit.xml").getroot()
    cases = root.findall(".//testcase")
    assert len(cases) == 1 + len(HOSTILE)
    names = {case.get("name") for case in cases}
    assert "numbers: <script>alert(1)</script>" in names
    assert not [c for c in (tmp_path / "junit.xml").read_text() if not c.isprintable() and c != "\n"]
    assert int(root.get("failures", "")) == len(root.findall(".//failure")) > 0
    assert int(root.get("tests", "")) == len(cases)


def test_hostile_names_stay_names_in_markdown(hostile: Gated) -> None:
    text = gate_markdown(hostile)
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert "<script" not in html
    assert "<b>" not in html
    assert "<a " not in html
    assert "<em>" not in html
    assert html.count("<h1>") == 1
    assert html.count("<h2>") == 3
    for row in html.split("<tbody>")[2].split("</tbody>")[0].split("<tr>")[1:]:
        assert row.count("<td") == 11
    assert "@everyone" not in text


def test_hostile_names_do_not_drive_a_terminal(hostile: Gated) -> None:
    text = gate_text(hostile)
    assert not [c for c in text if not c.isprintable() and c != "\n"]
    assert "\n# heading" not in text


def test_files_are_written_for_every_verdict_and_for_none(runs: Path, tmp_path: Path) -> None:
    cases = {
        "good": ("pass", 0, {}),
        "bad": ("regression", 1, {"failure": "regression"}),
        "unclear": ("inconclusive", 4, {"failure": "inconclusive"}),
        "half": ("invalid", 3, {"error": "invalid"}),
    }
    for name, (verdict, code, expected) in cases.items():
        options = ("--margin", "2.4", "--on-inconclusive", "fail", "--out", str(tmp_path / name))
        done = mmbench("gate", "--baseline", "base", "--candidate", name, *options, cwd=runs)
        assert done.returncode == code
        told = json.loads((tmp_path / name / "gate.json").read_text())
        assert (told["verdict"], told["exit_code"]) == (verdict, code)
        assert told["settings"]["min_coverage"] == 99.5
        assert (tmp_path / name / "gate.md").read_text().startswith(f"# Gate: {verdict.upper()}\n")
        root = Tree.parse(tmp_path / name / "junit.xml").getroot()
        assert {each.tag: each.get("type") for each in root.iter() if each.tag in ("failure", "error")} == expected


def test_an_old_verdict_does_not_outlive_a_gate_that_gives_none(runs: Path, tmp_path: Path) -> None:
    command = ("gate", "--baseline", "base", "--candidate", "good", "--out", str(tmp_path))
    assert mmbench(*command, "--margin", "2.4", cwd=runs).returncode == 0
    assert len(list(tmp_path.iterdir())) == 3
    assert mmbench(*command, cwd=runs).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_what_is_inconclusive_is_skipped_where_it_is_a_warning(runs: Path, tmp_path: Path) -> None:
    write_files(tmp_path, decided(runs, "unclear", margin=2.4))
    root = Tree.parse(tmp_path / "junit.xml").getroot()
    case = root.find(".//testcase[@name='numbers']")
    assert case is not None
    skipped = case.find("skipped")
    assert skipped is not None
    assert skipped.get("message", "").startswith("Neither shown to be worse")


def test_json_has_no_number_that_json_has_not(runs: Path, hostile: Gated) -> None:
    for gated in (decided(runs, "good"), hostile, invalid(RunError("x"), Settings())):
        json.loads(gate_json(gated), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_the_margins_of_suites_come_from_the_configuration(runs: Path, tmp_path: Path) -> None:
    config = tmp_path / "gate.toml"
    config.write_text("margin = 90\n[suites.numbers]\nmargin = 2.4\n")
    command = ("gate", "--baseline", "base", "--candidate", "bad", "--config", str(config))
    assert mmbench(*command, cwd=runs).returncode == 1
    assert mmbench(*command, "--margin", "80", cwd=runs).returncode == 1, "a suite's own margin stands"
    config.write_text("[suites.number]\nmargin = 2\n")
    done = mmbench(*command, cwd=runs)
    assert done.returncode == 2
    assert "Did you mean 'numbers'?" in done.stderr


def test_domains_are_tested_apart_and_a_single_one_is_not(runs: Path, tmp_path: Path) -> None:
    assert [part.domain for part in decided(runs, "good").domains] == ["even", "odd"]
    sums(tmp_path / "a", names=("all",))
    sums(tmp_path / "b", names=("all",), wrong=[1])
    gated = gate(tmp_path / "a", tmp_path / "b", Settings(margin=2.4))
    assert gated.domains == ()
    assert gated.suites[0].adjusted == gated.suites[0].p


def test_a_domain_that_falls_fails_though_the_suite_is_within_its_margin(runs: Path, tmp_path: Path) -> None:
    sums(tmp_path / "bad", wrong=[*range(100, 140), *range(0, 26, 2)])
    gated = gate(runs / "base", tmp_path / "bad", Settings(margin=8.0))
    assert gated.suites[0].verdict == "pass"
    assert {part.domain: part.verdict for part in gated.domains} == {"even": "regression", "odd": "no regression"}
    assert (gated.verdict, gated.exit_code) == ("regression", 1)
    assert "numbers, even: Worse than the baseline by 6.5 points" in gate_text(gated)


def test_help_and_an_unknown_option_import_nothing_heavy() -> None:
    program = (
        "import sys, mmbench.cli.gate_command, mmbench.cli.baseline_command\n"
        "print(sorted({'numpy', 'scipy', 'pandas', 'matplotlib', 'statsmodels'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "[]\n"
    assert "1 regression" in mmbench("gate", "--help").stdout


def test_a_stale_run_is_told(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "good", tmp_path / "stale")
    path = tmp_path / "stale" / "verdicts.jsonl"
    lines = read_lines(path)
    lines[0]["outcome"] = "wrong"
    path.write_bytes(b"".join(map(encode_line, lines)))
    with pytest.raises(RunError, match="was changed since it was scored"):
        gate(runs / "base", tmp_path / "stale", Settings(margin=2.0))
