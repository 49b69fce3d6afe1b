"""A verdict as JUnit XML, which CI systems show: a test suite for each benchmark, a case for it and each domain."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as Tree

from mmbench.errors import printable
from mmbench.reports.gating.sections import LISTED

if TYPE_CHECKING:
    from mmbench.reports.gating.records import Gated, Part

__all__ = ["gate_junit"]


def gate_junit(gated: Gated) -> bytes:
    """Return a verdict as XML.

    A regression is a failure. What is inconclusive is skipped, or a failure where that was declared; what is only
    watched is skipped. Where no verdict can be given, there is one case, with an error.
    """
    root = Tree.Element("testsuites", name="mmbench gate")
    if gated.verdict == "invalid":
        suite = Tree.SubElement(root, "testsuite", name="mmbench gate")
        case = Tree.SubElement(suite, "testcase", classname="mmbench.gate", name="comparable and complete")
        error = Tree.SubElement(case, "error", message=_text(gated.reason), type="invalid")
        error.text = _text(gated.reason)
    for part in gated.suites:
        suite = Tree.SubElement(root, "testsuite", name=_text(part.suite))
        _case(suite, part, gated)
        for domain in gated.domains:
            if domain.suite == part.suite:
                _case(suite, domain, gated)
    for element in (*root, root):
        for name, found in (
            ("tests", "testcase"),
            ("failures", "failure"),
            ("errors", "error"),
            ("skipped", "skipped"),
        ):
            element.set(name, str(sum(1 for _ in element.iter(found))))
    Tree.indent(root)
    written: bytes = Tree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _case(suite: Tree.Element, part: Part, gated: Gated) -> None:
    name = f"{part.suite}: {part.domain}" if part.domain else part.suite
    case = Tree.SubElement(suite, "testcase", classname="mmbench.gate", name=_text(name))
    fails = part.verdict == "regression" or (
        part.verdict == "inconclusive" and gated.settings.on_inconclusive == "fail"
    )
    if fails:
        failure = Tree.SubElement(case, "failure", message=_text(part.reading), type=part.verdict)
        failure.text = _text("\n".join([part.reading, "", *_lost(part, gated)]))
    elif part.verdict in ("inconclusive", "watch"):
        Tree.SubElement(case, "skipped", message=_text(part.reading))
    else:
        Tree.SubElement(case, "system-out").text = _text(part.reading)


def _lost(part: Part, gated: Gated) -> list[str]:
    """Return the newly wrong items of a suite or domain, a line each."""
    lost = [each for each in gated.newly_wrong if each.suite == part.suite and part.domain in ("", each.domain)]
    lines = [f"newly wrong: {each.key}: {each.kind or each.outcome} {each.explanation}".rstrip() for each in lost]
    return [*lines[:LISTED], *([f"and {len(lines) - LISTED} more"] if len(lines) > LISTED else [])]


def _text(text: str) -> str:
    """Return untrusted text without what XML 1.0 cannot hold."""
    return printable(text)
