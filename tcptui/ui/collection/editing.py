"""A request's file edited: what is wrong with it is said while one types."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from tcptui.atomicfile import replace_file
from tcptui.protocol.glyphs import visible_text
from tcptui.requests.asking import asked
from tcptui.requests.reading import RequestFileError, read_request
from tcptui.ui.collection.area import TomlArea
from tcptui.ui.collection.filetext import editable, file_bytes, there_now
from tcptui.ui.collection.places import told
from tcptui.ui.keymap import key_of
from tcptui.ui.replaying.wanted import surroundings
from tcptui.ui.screens.ask import Ask
from tcptui.ui.unsaved import Unsaved
from tcptui.ui.widgets.key_hints import KeyHints

_LOOK_EVERY: Final = 1.0
"""Seconds between two looks at the file."""

_NAMES: Final = 3
"""Variables without a value that are named."""

_CHECK_AFTER: Final = 0.15
"""Seconds without a key after which it is checked."""


def edit_file(screen: Screen[Any], path: Path, say: Callable[..., object], done: Callable[[], None]) -> None:
    """Edit a file here; where that can't be, it is said. done: called when it is over."""
    try:
        data = file_bytes(path)
        text = editable(data)
    except OSError as error:
        say(f"{told(path)} can't be read: {error.strerror}", failed=True)
    except ValueError as error:
        say(f"{error}: {key_of('saved.own-editor')} opens it in an editor of your own", failed=True)
    else:
        screen.app.push_screen(EditFile(path, data, text), lambda _: done())


class EditFile(Unsaved[None]):
    """One file. It is written as a whole or not at all, broken ones too: they are told, and hinder no others."""

    BINDING_GROUP_TITLE = "While editing a request"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f10", "save", "save", id="edit.save", tooltip="Write the file"),
        Binding("alt+g", "problem", "to the problem", id="edit.problem", tooltip="Go to the line that is wrong"),
        Binding(  # before the text, which would give the keys to what comes after it
            "escape", "back", "back", priority=True, id="edit.back", tooltip="Back; what is not saved is asked about"
        ),
    ]
    AUTO_FOCUS = "#edit-text"

    def __init__(self, path: Path, data: bytes, text: str) -> None:
        """data: the file as it was read; text: of it."""
        super().__init__()
        self._path, self._on_disk = path, data
        self._area = TomlArea(text)
        self._checking: Timer | None = None
        self._seen: bytes | str | None = data
        self._follows = False
        self._remark = ("", "")
        self._line = 0

    def compose(self) -> ComposeResult:
        """The text, what is wrong with it, and the keys."""
        yield self._area
        yield Static(id="edit-told")
        yield KeyHints(
            ("edit.save", "save", "screen.save"),
            ("edit.problem", "to the problem", "screen.problem"),
            ("edit.back", "back", "screen.back"),
        )

    def on_mount(self) -> None:
        """Check it."""
        self._area.border_title = told(self._path)
        self._check()
        self.set_interval(_LOOK_EVERY, self._look)

    @property
    def _data(self) -> bytes:
        return self._area.text.encode()

    @property
    def _changed(self) -> bool:
        return self._data != self._on_disk

    @property
    def unsaved(self) -> str:
        """The file, where it was changed here."""
        return told(self._path) if self._changed else ""

    # Checking -------------------------------------------------------------------------------------------------------

    def on_text_area_changed(self) -> None:
        """Check it when the keys rest."""
        if self._follows:  # no key did it
            self._follows = False
            return
        self._remark = ("", "")
        if self._checking is not None:
            self._checking.stop()
        self._checking = self.set_timer(_CHECK_AFTER, self._check)

    def _check(self) -> None:
        self.run_worker(self._read(self._data), group="check", exclusive=True)

    async def _read(self, data: bytes) -> None:
        """Say what is wrong with it, which takes a moment where it is long."""
        problems, remarks, open_names = await asyncio.to_thread(_checked, data)
        self._line = _line_of((problems or remarks or ("",))[0])
        self._area.border_subtitle = "not saved" if self._changed else "saved"
        self._tell(problems, remarks, open_names)

    def _tell(self, problems: tuple[str, ...], remarks: tuple[str, ...], open_names: tuple[str, ...]) -> None:
        """The last remark, the first problem, or that there is none, and which variables have no value."""
        more = f"   and {len(problems) - 1} more" if len(problems) > 1 else ""
        if self._remark[0]:
            words, tone = self._remark
        elif problems:
            words, tone = f"✕ {_sentence(problems[0])}{more}", "$tone-failure"
        elif remarks:
            words, tone = f"! {_sentence(remarks[0])}", "$tone-warning"
        elif open_names:
            words, tone = f"✓ it can be replayed; it asks for {_braced(open_names)}", "$tone-warning"
        else:
            words, tone = "✓ it can be replayed", "$tone-good"
        self.query_one("#edit-told", Static).update(Content.styled(visible_text(words), tone))

    def action_problem(self) -> None:
        """Go to the line that is wrong."""
        if self._line:
            self._area.move_cursor((min(self._line, self._area.document.line_count) - 1, 0), center=True)
            self._area.focus()

    # Saving ---------------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Write the file; asked first where it was changed outside meanwhile."""
        now = there_now(self._path)
        if isinstance(now, str):
            self._say(f"{told(self._path)} {now}")
            return
        if now == self._on_disk or now == self._data:
            self._write()
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._write()

        what = "was deleted" if now is None else "was changed outside"
        self.app.push_screen(Ask(f"{told(self._path)} {what}. Write over it?", "What is there is lost."), answered)

    def _look(self) -> None:
        """See whether the file was changed outside: what nobody has changed here follows it."""
        now = there_now(self._path)
        if now == self._seen:
            return
        self._seen = now
        if now is None:
            self._say("the file was deleted outside: saving makes it anew")
        elif isinstance(now, str):
            self._say(f"the file {now}")
        elif now == self._data:
            self._on_disk = now
            self._check()
        elif self._changed:
            self._say("the file was changed outside: saving asks before it writes over that")
        else:
            self._follow(now)

    def _follow(self, data: bytes) -> None:
        """Show what the file says now."""
        try:
            text = editable(data)
        except ValueError as error:
            self._say(f"the file was changed outside, and {error}")
            return
        self._on_disk = data
        at = self._area.cursor_location
        self._follows = True
        self._area.load_text(text)
        self._area.move_cursor(at)
        self._say("the file was changed outside: this is what it says now")

    def _say(self, words: str, tone: str = "$tone-warning") -> None:
        """Say something until the next key."""
        self._remark = words, tone
        self._check()

    def _write(self) -> None:
        data = self._data
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, data)
        except OSError as error:
            self._say(f"✕ {told(self._path)} can't be written: {error.strerror or error}", "$tone-failure")
        else:
            self._on_disk = self._seen = data
            self._say("")

    def action_back(self) -> None:
        """Back; what is not saved is asked about."""
        if not self._changed:
            self.dismiss(None)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(Ask("Leave without saving?", "What you changed here is lost."), answered)


def _checked(data: bytes) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What is wrong in a file, what in it means nothing, and its variables that have no value here."""
    try:
        read = read_request(data, "line")
    except RequestFileError as error:
        return error.problems, (), ()
    return (), read.remarks, tuple(one.name for one in asked(read.request, surroundings()) if one.value is None)


def _braced(names: Sequence[str]) -> str:
    """Some of them as they stand in the file."""
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return ", ".join(f"{{{{{name}}}}}" for name in names[:_NAMES]) + more


def _line_of(problem: str) -> int:
    """The line that a sentence names, `line:3: …`; 0 for none."""
    number = problem.removeprefix("line:").partition(":")[0]
    return int(number) if number.isdecimal() else 0


def _sentence(problem: str) -> str:
    """`line:3: it is so` as people read it: `line 3: it is so`."""
    return f"line {problem.removeprefix('line:')}" if _line_of(problem) else problem.removeprefix("line: ")
