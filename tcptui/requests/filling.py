"""Steps with their variables filled in: the bytes that go out, and conditions as they are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from stat import S_ISREG
from typing import assert_never

from tcptui.protocol.composing import ContentError, change, compose, new_draft, read_content
from tcptui.protocol.units import exact
from tcptui.requests import conditions as cond
from tcptui.requests import model
from tcptui.requests.functions import exact_bytes
from tcptui.requests.patterns import PatternError, compiled
from tcptui.requests.templates import TemplateError, read_template
from tcptui.requests.values import Values
from tcptui.requests.wording import condition_texts, with_texts

_NEWLINE = re.compile(r"\r?\n")
_NAME_SHOWN = 400  # characters
_FRAMED = 64 << 20  # bytes of a file that a message is made of: all of them are in memory


class StepError(ValueError):
    """A step that can't be done; the message is one sentence."""


def templates(step: model.Step) -> Iterator[str]:
    """Every text of a step in which `{{` is a variable's."""
    match step:
        case model.SendText(text, _, template):
            yield from [text] if template else []
        case model.SendFile(path):
            yield path
        case model.Frame(template=True):
            yield step.content
            yield from (value for _, value in (*step.headers, *step.by_hand))
        case model.Wait(what):
            yield from condition_texts(what)
        case model.Expect(conditions):
            for one in conditions:
                yield from condition_texts(one)
        case model.Capture(takes):
            yield from (one.source.pattern for one in takes if isinstance(one.source, cond.FromRegex))
        case model.SendHex() | model.Frame() | model.Pause() | model.CloseStep():
            pass
        case _:
            assert_never(step)


class Filling:
    """Fills in the steps of one request for one replay.

    folder: where paths of the file begin; framing: the request's; host_port: the target, which HTTP wants in its Host.
    """

    def __init__(self, values: Values, folder: Path, framing: str, host_port: str) -> None:
        self.values = values
        self._folder = folder
        self._framing = framing
        self._host_port = host_port

    def outgoing(self, step: model.SendText | model.SendHex | model.SendFile | model.Frame) -> bytes | Path:
        """What a step sends. Raises StepError."""
        try:
            match step:
                case model.SendText():
                    return self._text(step)
                case model.SendHex(data):
                    return data
                case model.SendFile(path):
                    return self._file(self._fill(path))
                case model.Frame():
                    return self._message(step)
        except (TemplateError, ContentError) as error:
            raise StepError(str(error)) from None

    def condition(self, condition: cond.Condition) -> cond.Condition:
        """The condition with its texts filled in. Raises StepError."""
        try:
            return with_texts(condition, self._fill, self.pattern)
        except TemplateError as error:
            raise StepError(str(error)) from None

    def pattern(self, expression: str) -> str:
        """A regular expression in which variables are text. Raises StepError."""
        try:
            filled = self.values.fill(read_template(expression), value=re.escape)
            compiled(exact_bytes(filled))
        except (TemplateError, PatternError) as error:
            raise StepError(f"the regular expression {expression!r} can't be used: {error}") from None
        return filled

    def _fill(self, text: str) -> str:
        return self.values.fill(read_template(text))

    def _text(self, step: model.SendText) -> bytes:
        def ended(text: str) -> str:
            # A value's own newlines stay as they are: it may be a file's or a peer's bytes.
            return text if step.eol is None else _NEWLINE.sub(step.eol.bytes.decode(), text)

        if not step.template:
            return exact_bytes(ended(step.text))
        return exact_bytes(self.values.fill(read_template(step.text), literal=ended))

    def _file(self, name: str) -> Path:
        path = self._folder / name
        file_size(path)
        return path

    def _message(self, step: model.Frame) -> bytes:
        fill = self._fill if step.template else str
        draft = new_draft(step.framing or self._framing, self._host_port)
        draft = replace(draft, content=self._content(step, fill))
        if step.headers:
            draft = replace(draft, headers=tuple((name, fill(value)) for name, value in step.headers))
        for name, value in step.by_hand:
            draft = change(draft, name, fill(value))
        composed = compose(draft)
        if composed.problems:
            raise StepError(composed.problems[0])
        return composed.data

    def _content(self, step: model.Frame, fill: Callable[[str], str]) -> bytes:
        content = fill(step.content)
        match step.mode:
            case "file":
                return _whole(self._folder / content)
            case "text":
                return exact_bytes(content)
            case "json" | "hex":
                return read_content(step.mode, content)


def _whole(path: Path) -> bytes:
    """All of a file that is put into a message. A device that never ends is no file here."""
    if file_size(path) > _FRAMED:
        raise StepError(f"{path} has more than {_FRAMED >> 20} MiB, too many for a frame: send_file has no limit.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None


def file_size(path: Path) -> int:
    """Bytes of a file that is to be sent. Raises StepError for what is none."""
    try:
        found = path.stat()
    except (OSError, ValueError) as error:  # a NUL in a name is the latter
        raise _unreadable(path, error) from None
    if not S_ISREG(found.st_mode):
        raise StepError(f"{path} is no file that can be sent.")
    return found.st_size


def _unreadable(path: Path, error: OSError | ValueError) -> StepError:
    """What is said of a file; a name that fills the screen isn't told."""
    name = str(path)
    shown = name if len(name) <= _NAME_SHOWN else f"a file with a name of {exact(len(name), 'character')}"
    return StepError(f"{shown} can't be read: {getattr(error, 'strerror', None) or error}.")
