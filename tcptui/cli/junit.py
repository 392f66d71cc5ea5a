"""`--junit FILE`: the results as CI systems read them, a test suite a replay and a test case a step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from tcptui.cli.replay_runs import NotBegun, Run, Total
from tcptui.cli.usage import UsageError, harmless
from tcptui.protocol.events import StepDone
from tcptui.requests.describing import step_words
from tcptui.requests.plan import Plan

if TYPE_CHECKING:
    from tcptui.cli.comparison import Beside


def check_junit(path: Path) -> None:
    """Raises UsageError where no such file can be written: better before anything is sent than at the end."""
    if path.is_dir():
        raise UsageError(f"--junit {path}: it is a folder: name a file.")
    place = path if path.exists() else path.absolute().parent
    if not os.access(place, os.W_OK):
        why = "Permission denied" if place.exists() else f"{place} does not exist"
        raise UsageError(f"--junit {path}: can't be written: {why}.")


def write_junit(path: Path, total: Total) -> None:
    """Write the file. Raises OSError."""
    suites = [*map(_suite, total.runs), *map(_not_begun, total.not_begun)]
    root = ElementTree.Element("testsuites", name="tcptui replay", time=f"{total.seconds:.6f}")
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    root.extend(suites)
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
    suite.extend(_case(name, result) for result in report.results)
    suite.extend(_skipped(run.plan, len(report.results)))
    if broken:
        case = ElementTree.SubElement(suite, "testcase", classname=name, name="connection", time="0")
        outcome, sentence = run.how
        ElementTree.SubElement(case, "error", type=outcome, message=harmless(run.replay.mask(sentence)))
    if compared and run.beside is not None:
        suite.append(_beside(name, run, run.beside))
    return suite


def _not_begun(one: NotBegun) -> ElementTree.Element:
    """A suite for all replays of a file that never began, for each of which there is as little to say."""
    count = str(len(one.plan.request.steps))
    suite = ElementTree.Element(
        "testsuite", name=harmless(one.title), tests=count, failures="0", errors="0", skipped=count, time="0"
    )
    suite.extend(_skipped(one.plan, 0))
    return suite


def _skipped(plan: Plan, done: int) -> Iterator[ElementTree.Element]:
    """The steps that were never come to. done: how many were."""
    name, mask = harmless(plan.file), plan.filling.values.mask
    for number, step in islice(enumerate(plan.request.steps, 1), done, None):
        words = f"{number} {harmless(step_words(step, mask))}"
        case = ElementTree.Element("testcase", classname=name, name=words, time="0")
        ElementTree.SubElement(case, "skipped")
        yield case


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
