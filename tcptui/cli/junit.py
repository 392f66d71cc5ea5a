"""`--junit FILE`: the results as CI systems read them, a test suite a replay and a test case a step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from tcptui.cli.replay_told import Run, Total
from tcptui.cli.usage import harmless
from tcptui.protocol.events import StepDone
from tcptui.requests.describing import step_words

if TYPE_CHECKING:
    from tcptui.cli.comparison import Beside


def write_junit(path: Path, total: Total) -> None:
    """Write the file. Raises OSError."""
    root = ElementTree.Element("testsuites", name="tcptui replay", time=f"{total.seconds:.6f}")
    for run in total.runs:
        root.append(_suite(run))
    ElementTree.indent(root)
    path.write_bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _suite(run: Run) -> ElementTree.Element:
    report = run.report
    broken = bool(run.ended) and not report.failed  # every step that was come to was met, but not the connection
    compared = run.beside is not None and run.beside.comparison is not None
    differs = run.beside is not None and run.beside.differs
    suite = ElementTree.Element(
        "testsuite",
        name=harmless(run.title),
        tests=str(report.count + broken + compared),
        failures=str(report.failed + differs),
        errors=str(int(broken)),
        skipped=str(report.left),
        time=f"{sum(one.seconds for one in report.results):.6f}",
    )
    name = harmless(run.plan.file)
    for result in report.results:
        suite.append(_case(name, result))
    for number, step in list(enumerate(run.plan.request.steps, 1))[len(report.results) :]:
        words = harmless(step_words(step, run.replay.mask))
        case = ElementTree.SubElement(suite, "testcase", classname=name, name=f"{number} {words}", time="0")
        ElementTree.SubElement(case, "skipped")
    if broken:
        case = ElementTree.SubElement(suite, "testcase", classname=name, name="connection", time="0")
        outcome, sentence = run.how
        ElementTree.SubElement(case, "error", type=outcome, message=harmless(run.replay.mask(sentence)))
    if compared and run.beside is not None:
        suite.append(_beside(name, run, run.beside))
    return suite


def _beside(name: str, run: Run, beside: Beside) -> ElementTree.Element:
    """Whether it is as the last time."""
    case = ElementTree.Element("testcase", classname=name, name="as the last time", time="0")
    if beside.differs:
        first, *lines = (run.replay.mask(line) for line in beside.lines())
        failure = ElementTree.SubElement(case, "failure", type="differs", message=first.strip())
        failure.text = "\n".join(lines)
    return case


def _case(name: str, result: StepDone) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase", classname=name, name=f"{result.step} {harmless(result.what)}", time=f"{result.seconds:.6f}"
    )
    if not result.ok:
        expected, got = harmless(result.expected), harmless(result.got)
        failure = ElementTree.SubElement(case, "failure", type="unmet", message=f"expected {expected}, got {got}")
        failure.text = f"expected  {expected}\ngot       {got}"
    return case
