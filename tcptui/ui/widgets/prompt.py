"""The input: draws what its mode edits, gives the mode the keys, and tells the screen what came of them."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tcptui.ui.editor import Editor
from tcptui.ui.input import mode as acts
from tcptui.ui.input.drawing import Drawing
from tcptui.ui.input.history import Entry, History
from tcptui.ui.input.lines import Lines
from tcptui.ui.input.mode import Act, Mode
from tcptui.ui.input.turning import Turning
from tcptui.ui.keymap import key_in
from tcptui.ui.themes import tone_style


class Prompt(Widget, can_focus=True):
    """Edits the text of the connection in view.

    What Enter submits is out of the line at once, so that no key that follows can be mistaken for a part of it; `sent`
    remembers it, `give_back` puts it there again. `turning` is who has the keys.
    """

    hint: reactive[str] = reactive("")
    """What stands there while nothing is typed."""

    notice: reactive[str] = reactive("", layout=True)
    """Why Enter would not send, or "": stands above the text."""

    remark: reactive[str] = reactive("", layout=True)
    """What there is to say about the last key; it stands in the notice's place until the next one."""

    class Submitted(Message):
        """Enter was pressed. what: what is to be sent."""

        def __init__(self, what: acts.Submit) -> None:
            super().__init__()
            self.what = what

        @property
        def text(self) -> str:
            """The text as it was typed."""
            return self.what.entry.text

    class LinesSubmitted(Message):
        """Pasted lines are to be sent one by one."""

        def __init__(self, lines: tuple[str, ...]) -> None:
            super().__init__()
            self.lines = lines

    class Commanded(Message):
        """A command of the telnet prompt."""

        def __init__(self, line: str) -> None:
            super().__init__()
            self.line = line

    class Keyed(Message):
        """Bytes of a key, in character mode."""

        def __init__(self, data: bytes) -> None:
            super().__init__()
            self.data = data

    class Left(Message):
        """Esc or a page key: the keys should go up to the pane. key: the key that did it."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Paged(Message):
        """What is told above the input should scroll. direction: -1 up, 1 down."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction

    class Turned(Message):
        """Another mode has the keys now, or the lines are read otherwise."""

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self.lines = Lines()
        self.turning = Turning(self.lines)
        self._drawing: Drawing | None = None
        self._height = 1

    @property
    def editor(self) -> Editor:
        """What is typed to the connection in view."""
        return self.lines.editor

    @property
    def mode(self) -> Mode:
        """Who has the keys."""
        return self.turning.mode

    @property
    def at_command(self) -> bool:
        """Whether the keys are at the telnet prompt."""
        return self.turning.at_command

    def show(self, editor: Editor, history: History, encoding: str) -> None:
        """Edit this text from now on. history: what was sent to the same target; encoding: a codec's name."""
        if editor is not self.lines.editor and not self.mode.leave():
            self.end()
        self.lines.editor, self.lines.history = editor, history
        self.lines.way = replace(self.lines.way, encoding=encoding)
        self.changed()

    def aim(self, *, to_peer: bool) -> None:
        """Say whether a peer gets what is typed."""
        if to_peer != self.lines.to_peer:
            self.lines.to_peer = to_peer
            self.changed()

    def names_file(self, what: acts.Submit) -> bool:
        """Whether what was submitted is a line that sends a file."""
        return self.lines.names_file(what.entry)

    def sent(self, entry: Entry) -> None:
        """What was submitted has gone out: remember it."""
        self.lines.history.add(entry)

    def sent_line(self, line: str) -> None:
        """A pasted line has gone out: remember it."""
        self.sent(Entry(line, self.lines.way.escapes))

    def give_back(self, what: acts.Submit) -> None:
        """What was submitted can't go out: it stays."""
        self.lines.give_back(what)
        self.changed()

    def clear(self) -> bool:
        """Throw away what is typed; False where nothing is."""
        if not self.editor.text:
            return False
        self.editor.set("")
        self.changed()
        return True

    # Modes ----------------------------------------------------------------------------------------------------------

    def turn(self, what: str) -> None:
        """Do what a key of `INPUT_TURNS` does, by its action's id."""
        remark = self.turning.turn(what)
        self.turned()
        self.remark = remark

    def end(self) -> None:
        """Give the keys back to the mode behind this one."""
        self.turning.end()
        self.turned()

    def turned(self) -> None:
        """The keys are taken otherwise now: draw that, and tell the screen."""
        self.remark = ""
        self.changed()
        self.post_message(self.Turned())

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002 - Textual's signature
        """In character mode no binding may have a key, not even one of the application's."""
        return self.mode.takes_all()

    # Keys -----------------------------------------------------------------------------------------------------------

    async def _on_key(self, event: events.Key) -> None:
        self.remark = ""
        turn = self.turning.turn_of(event.key)
        if turn:
            self.turn(turn)
        else:
            act = self.mode.press(event.key, event.character)
            if isinstance(act, acts.Ignored):
                return
            self._follow(act)
        event.stop()
        event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.remark = ""
        self._follow(self.mode.paste(event.text))

    def _follow(self, act: Act) -> None:
        """Do what came of a key."""
        match act:
            case acts.Ignored():
                return
            case acts.Handled(remark=remark):
                self.remark = remark
            case acts.Ask(text=text):
                self.turning.ask(text)
            case acts.End(key=key, remark=remark):
                self.end()
                self.remark = remark
                if key:
                    self._follow(self.mode.press(key, None))
            case _:
                self._tell(act)
        self.changed()

    def _tell(self, act: acts.Upward) -> None:
        """Have the screen do what came of a key."""
        match act:
            case acts.Submit():
                self.post_message(self.Submitted(act))
            case acts.SubmitLines(lines=lines):
                self.end()
                self.post_message(self.LinesSubmitted(lines))
            case acts.Command(line=line):
                self.post_message(self.Commanded(line))
            case acts.Wire(data=data):
                self.post_message(self.Keyed(data))
            case acts.Leave(key=key):
                self.post_message(self.Left(key))
            case acts.Page(direction=direction):
                self.post_message(self.Paged(direction))
            case _:
                assert_never(act)

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        drawing = self._drawn(self.size.width)
        key, index = drawing.choice_at(offset.x, offset.y), drawing.index_at(offset.x, offset.y)
        if key is not None:
            self._follow(self.mode.press(key, key if len(key) == 1 else None))
        elif index is not None:
            self.mode.click(index)
            self.changed()
        elif offset.y == 0 and (told := key_in(self.remark or self.notice, offset.x)) is not None:
            self.app.simulate_key(told)  # a key that a notice tells works by mouse, too

    # Drawing --------------------------------------------------------------------------------------------------------

    def changed(self) -> None:
        """Draw again, and lay out again only where the height changed: that is what costs."""
        self._drawing = None
        height = self._drawn(self.size.width or 80).height
        self.refresh(layout=height != self._height)

    def watch_hint(self) -> None:
        """Draw the hint."""
        self._drawing = None

    def watch_notice(self) -> None:
        """Draw the notice."""
        self._drawing = None

    def watch_remark(self) -> None:
        """Draw the remark."""
        self._drawing = None

    def _drawn(self, width: int) -> Drawing:
        """The mode's face with what is said above it, laid out once while nothing changes."""
        if self._drawing is None or self._drawing.width != width:
            plain = self.mode is self.lines
            self._drawing = Drawing(
                self.mode.face(),
                width,
                remark=self.remark,
                notice=self.notice if plain else "",
                hint=self.hint if plain else "",
            )
        return self._drawing

    def on_resize(self) -> None:
        """What stands above takes the room that is left, and measured that while this had its height of before."""
        for each in self.siblings:
            if each.display and each.styles.height is not None and each.styles.height.is_auto:
                self.call_after_refresh(each.refresh, layout=True)

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """As many lines as the text takes, up to eight, and what stands above and below it."""
        self._height = self._drawn(width).height
        return self._height

    def render_line(self, y: int) -> Strip:
        """One line."""
        width = self.size.width
        strip = self._drawn(width).strip(y, lambda tone: tone_style(self, tone), has_focus=self.has_focus)
        return strip.adjust_cell_length(width, self.rich_style)
