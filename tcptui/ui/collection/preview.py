"""A request as lines: where it goes, its variables, its steps, and the bytes that go out; secrets are masked."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from textwrap import wrap
from typing import Final

from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact
from tcptui.requests import model
from tcptui.requests.describing import condition_words, source_words, step_words
from tcptui.requests.durations import duration
from tcptui.requests.filling import StepError, templates
from tcptui.requests.functions import Surroundings
from tcptui.requests.plan import Plan, Preparation, prepare
from tcptui.requests.reading import Read, RequestFileError
from tcptui.requests.secrets.masking import REACH, Hide
from tcptui.requests.templates import Name, TemplateError, read_template
from tcptui.requests.values import BUILT_IN
from tcptui.ui.collection.library import Item
from tcptui.ui.collection.places import told
from tcptui.ui.fitting import cut
from tcptui.ui.messageview.contents import text_lines
from tcptui.ui.widgets.board import Pieces

_STEPS: Final = 200
"""Steps that are shown; the file has all."""
_VARIABLES: Final = 30
"""Variables that are shown."""
_LONGEST: Final = 400
"""Characters of a name, a target, a value that are shown."""
_WRAPPED: Final = 2000
"""Cells of a sentence that are shown."""
_BYTES: Final = 2048
"""Bytes of a step that are shown."""
_LINES: Final = 60
_FILE_LINES, _FILE_BYTES = 200, 16 << 10
"""Of a file that can't be used."""

_Lines = Iterator[Pieces]


def preview_lines(item: Item, width: int) -> list[Pieces]:
    """All that there is to say about a file. It may read files that the request sends."""
    read = item.entry.read
    if read is None:
        return list(_broken(item, width))
    return [*_head(item, read, width), *_variables(read, width), *_steps(item.path, read, width)]


def _broken(item: Item, width: int) -> _Lines:
    """What is wrong in a file, and the file itself with the lines that are meant."""
    yield (("✕ ", "bold failure"), ("this file can't be used", "bold failure"))
    yield ((told(item.path), "muted"),)
    yield ()
    for problem in item.entry.problems:
        yield from _wrapped(_without_path(problem, item.path), width, "failure")
    yield ()
    wrong = {_line_of(problem, item.path) for problem in item.entry.problems}
    for number, line in enumerate(_text(item.path).split("\n")[:_FILE_LINES], 1):
        sign, tone = ("✕", "bold failure") if number in wrong else (" ", "")
        shown = visible_text(line.expandtabs(4).rstrip("\r"))
        yield ((f"{sign}{number:>3} ", tone if number in wrong else "muted"), (cut(shown, max(1, width - 5)), tone))


def _text(path: Path) -> str:
    """The beginning of a file; "" where it went away meanwhile."""
    try:
        if not path.is_file():
            return ""  # a pipe took its place: nobody may ever write to it
        with path.open("rb") as file:
            return file.read(_FILE_BYTES).decode("utf-8", "surrogateescape")
    except OSError:
        return ""


def _line_of(problem: str, path: Path) -> int:
    """The line that a problem's sentence names; 0 for none."""
    number = problem.removeprefix(f"{path}:").partition(":")[0]
    return int(number) if number.isdecimal() else 0


def _without_path(sentence: str, path: Path) -> str:
    """A problem's sentence with its line, the path said elsewhere."""
    rest = sentence.removeprefix(f"{path}:").strip()
    return f"line {rest}" if _line_of(sentence, path) else rest


def _head(item: Item, read: Read, width: int) -> _Lines:
    request = read.request
    yield from _wrapped(cut(item.name, _LONGEST), width, "bold ")
    yield from _wrapped(f"{cut(request.target, _LONGEST)} · {request.framing}", width, "event")
    yield ((told(item.path), "muted"),)
    for remark in read.remarks:
        yield from _wrapped(f"! {_without_path(remark, item.path)}", width, "warning")


# Variables ------------------------------------------------------------------------------------------------------------


def _variables(read: Read, width: int) -> _Lines:
    request = read.request
    missing = _missing(request)
    if not request.variables and not missing:
        return
    yield ()
    yield (("variables", "bold "),)
    declared = {one.name for one in request.variables}
    told_of = [(one.name, _value(one)) for one in request.variables]
    told_of += [(name, "is not known: the replay asks for it") for name in missing if name not in declared]
    for name, said in told_of[:_VARIABLES]:
        yield from _wrapped(cut(f"{{{{{name}}}}}  {said}", _LONGEST), width, "warning" if name in missing else "", 2)
    if len(told_of) > _VARIABLES:
        yield ((f"  … and {exact(len(told_of) - _VARIABLES, 'more variable')}", "muted"),)


def _value(variable: model.Variable) -> str:
    secret = " (secret)" if variable.secret else ""
    if variable.env is not None:
        unset = "" if variable.env in os.environ else ", which is not set here"
        return f"${variable.env}{unset}{secret}"
    return f"***{secret}" if variable.secret else variable.value


def _missing(request: model.SavedRequest) -> dict[str, None]:
    """Variables that nothing here gives a value; those that a step captures are none of them."""
    declared = {one.name: one for one in request.variables}
    known = {*BUILT_IN, *_captured(request)}
    missing = [name for name, one in declared.items() if one.env is not None and one.env not in os.environ]
    used = (name for text in _texts(request) for name in _names(text))
    return dict.fromkeys([*missing, *(name for name in used if name not in known and name not in declared)])


def _captured(request: model.SavedRequest) -> Iterator[str]:
    for step in request.steps:
        if isinstance(step, model.Capture):
            yield from (take.name for take in step.takes)


def _texts(request: model.SavedRequest) -> Iterator[str]:
    yield request.target
    for step in request.steps:
        yield from templates(step)
    yield from (one.value for one in request.variables)


def _names(text: str) -> Iterator[str]:
    try:
        found = list(read_template(text).expressions())
    except TemplateError:
        return  # told where the request is made ready
    yield from (one.name for one in found if isinstance(one, Name))


# Steps ----------------------------------------------------------------------------------------------------------------


def _steps(path: Path, read: Read, width: int) -> _Lines:
    request = read.request
    # What has no value here stands as it is written.
    unknown = {name: f"{{{{{name}}}}}" for name in (*_missing(request), *_captured(request))}
    world = Surroundings(time.time, os.urandom, dict(os.environ))
    plan: Plan | None = None
    yield ()
    try:
        plan = prepare(read, path, Preparation(unknown, world))
    except RequestFileError as error:
        for problem in error.problems:
            yield from _wrapped(f"✕ {_without_path(problem, path)}", width, "failure")
        yield ()
    for number, step in enumerate(request.steps[:_STEPS], 1):
        yield from _step(number, step, plan, unknown, width)
    left = len(request.steps) - _STEPS
    if left > 0:
        yield ((f"… and {exact(left, 'more step')}", "muted"),)


def _step(number: int, step: model.Step, plan: Plan | None, unknown: Collection[str], width: int) -> _Lines:
    begin = f"{number:>2} "
    match step:
        case model.SendText() | model.SendHex() | model.SendFile() | model.Frame():
            word = step_words(step).partition(" ")[0]
            if plan is None:
                yield ((begin, "muted"), (visible_text(step_words(step)), "out"))
                return
            open_names = [name for text in templates(step) for name in _names(text) if name in unknown]
            yield from _sent(begin, word, step, plan, open_names, width)
        case model.Expect(conditions, within):
            limit = "" if within == model.WITHIN else f"within {duration(within)}"
            yield ((begin, "muted"), ("expect", "bold in"), (f"  {limit}", "muted"))
            for one in conditions:
                yield from _wrapped(condition_words(one, _hide(plan)), width, "in", 5)
        case model.Capture(takes):
            yield ((begin, "muted"), ("capture", "bold in"))
            for take in takes:
                yield from _wrapped(f"{{{{{take.name}}}}} = {source_words(take.source)}", width, "in", 5)
        case _:
            tone = "in" if isinstance(step, model.Wait) else "event" if isinstance(step, model.CloseStep) else "muted"
            yield ((begin, "muted"), (visible_text(step_words(step)), tone))


def _sent(
    begin: str,
    word: str,
    step: model.SendText | model.SendHex | model.SendFile | model.Frame,
    plan: Plan,
    open_names: Sequence[str],
    width: int,
) -> _Lines:
    """A step with the bytes that it sends. open_names: variables in it that have no value here."""
    try:
        data = plan.filling.outgoing(step)
    except StepError as error:
        yield ((begin, "muted"), (word, "bold out"))
        yield from _wrapped(f"✕ {error}", width, "failure", 5)
        return
    if isinstance(data, Path):
        size = data.stat().st_size if data.is_file() else 0
        yield ((begin, "muted"), (f"{word} ", "bold out"), (told(data), "out"), (f"  {exact(size)}", "muted"))
        return
    length = f"as long as {{{{{open_names[0]}}}}} makes it" if open_names else exact(len(data))
    yield ((begin, "muted"), (word, "bold out"), (f"  {length}", "muted"))
    shown = _hide(plan)(data[: _BYTES + REACH].decode("utf-8", "surrogateescape"))[:_BYTES]
    lines = list(islice(text_lines(shown.encode("utf-8", "surrogateescape"), "utf-8", width), _LINES + 1))
    yield from lines[:_LINES]
    if len(data) > _BYTES or len(lines) > _LINES:
        yield (("    … there is more of it", "muted"),)


def _hide(plan: Plan | None) -> Hide:
    return plan.filling.values.mask if plan is not None else str


def _wrapped(text: str, width: int, tone: str, indent: int = 0) -> _Lines:
    """A sentence in lines, cut between its words."""
    for line in wrap(visible_text(cut(text, _WRAPPED)), max(1, width - indent), drop_whitespace=True) or [""]:
        yield ((" " * indent, ""), (line, tone))
