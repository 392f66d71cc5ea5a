"""The composer's pane: the form and the content beside the bytes that they become, and how those go out."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget

from tcptui.protocol.composing import Composed
from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.wording import Told, Tone
from tcptui.ui.composer.editing import FormEditing
from tcptui.ui.composer.fields import file_rows, form_rows
from tcptui.ui.composer.lines import Line
from tcptui.ui.composer.telling import content_labels, key_labels, told_labels, way_labels
from tcptui.ui.composer.work import Made, Taken, Work


class ComposerPane(FormEditing, Vertical):
    """Shows a `Work` and keeps its bytes up to date; what goes beyond it, as sending, is asked of the screen."""

    BINDING_GROUP_TITLE = "In the composer"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f10", "ask('send')", "send", id="composer.send", tooltip="Send the message"),
        Binding(
            "alt+g", "ask('send_marked')", "to all marked", id="composer.send-marked",
            tooltip="Send the message to all marked connections",
        ),
        Binding("alt+z", "ask('stop')", "stop", id="composer.stop", tooltip="Stop what is still going out"),
        Binding(
            "alt+o", "ask('way')", "way out", id="composer.way",
            tooltip="How it goes out: pieces, pauses, how often, and what follows",
        ),
        Binding(
            "alt+i", "ask('insert')", "insert", id="composer.insert",
            tooltip="Insert a checksum, a time, an integer, random bytes or a file",
        ),
        Binding("alt+r", "ask('framing')", "framing", id="composer.framing", tooltip="Choose the framing"),
        Binding(
            "alt+t", "kind", "kind", id="composer.kind",
            tooltip="Write the content as text, JSON or hex, or take a file's bytes",
        ),
        Binding("alt+j", "format", "format", id="composer.format", tooltip="Set the JSON out over lines"),
        Binding("f9", "newline", "line end", id="composer.newline", tooltip="What a new line of the content becomes"),
        Binding("alt+h", "add_header", "header", id="composer.header", tooltip="Add a header"),
        Binding("alt+y", "ask('copy')", "copy", id="composer.copy", tooltip="Copy the bytes, written in some form"),
        Binding("alt+k", "ask('save')", "save", id="composer.save", tooltip="Save the message as a request"),
        Binding("alt+p", "ask('put')", "to input", id="composer.put", tooltip="Put it into the session's input line"),
        Binding("tab", "part(1)", "next part", id="composer.next", tooltip="To the next part of the composer"),
        Binding("shift+tab", "part(-1)", "part before", id="composer.previous", tooltip="To the part before"),
        Binding("escape", "ask('close')", "close", id="composer.close", tooltip="Close the composer; it keeps it all"),
    ]  # fmt: skip

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._marked = 0
        self._going = ""
        self._titled = ""
        self._held: Widget = self.form
        self.busy = False
        """Whether the bytes are still being made."""
        self._remark: Told = ("", "muted")
        self._lines = {
            "content": Line("composer-kinds", lambda: content_labels(self.work), self),
            "told": Line("composer-told", lambda: told_labels(self.work, self.bytes, self._remark), self),
            "way": Line(
                "composer-way", lambda: way_labels(self.work, self._going, self.size.width, busy=self.busy), self
            ),
            "keys": Line("composer-keys", lambda: key_labels(self._marked, self.size.width)[0], self),
            "more": Line("composer-more", lambda: key_labels(self._marked, self.size.width)[1], self),
        }

    def compose(self) -> ComposeResult:
        """Left what is filled in, right what it becomes, below what can be done with it."""
        with Horizontal(id="composer-work"):
            with Vertical(id="composer-left"):
                yield self.form
                yield self._lines["content"]
                yield self.content
                yield self.file
            with Vertical(id="composer-right"):
                yield self.bytes
        yield self._lines["told"]
        yield self._lines["way"]
        yield self._lines["keys"]
        yield self._lines["more"]

    def on_mount(self) -> None:
        """Show it."""
        self.show(self.work)

    def on_resize(self) -> None:
        """What is said depends on the width, and so does how much hex a line holds."""
        self.tell()
        self.call_after_refresh(self.show_content)

    # What is shown --------------------------------------------------------------------------------------------------

    def show(self, work: Work) -> None:
        """Show another work, and edit it from now on."""
        self.work = work
        self.bytes.show(Composed(), stale=False)  # else those of another draft would stand for it, if it has none
        self.show_content()
        self.bytes.set_marks(work.marks)
        self.say("")
        self.renew()

    def show_content(self) -> None:
        """The content as it is typed now, or the file that it is."""
        if self.content.wrap_width:
            self.work.fit_hex(self.content.wrap_width)
        from_file = self.work.kind == "file"
        self.content.display, self.file.display = not from_file, from_file
        self.content.escapes = self.work.kind == "text"
        if self.content.text != self.work.typed:
            self.content.load_text(self.work.typed)
            self.content.action_go("last")  # what is typed goes on with what is there

    def say(self, remark: str, tone: Tone = "warning") -> None:
        """Say something about the last key."""
        self._remark = remark, tone
        self._lines["told"].renew()

    def tell(self) -> None:
        """Draw anew what is said about the work."""
        if self._titled != self.work.framing:  # the title is drawn with all that it frames
            self._titled = self.work.framing
            self.border_title = Content(f"composer · {visible_text(self._titled)}")
        for line in self._lines.values():
            line.renew()
        self._lines["more"].display = bool(self._lines["more"].labels())

    def show_going(self, words: str) -> None:
        """Say how far what goes out is; "" when it is over."""
        if words != self._going:
            self._going = words
            self._lines["way"].renew()

    def show_marked(self, count: int) -> None:
        """Offer to send to so many marked connections."""
        if count != self._marked:
            self._marked = count
            self.tell()

    # The bytes ------------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """The work has changed: make its bytes, at once where that takes no time."""
        taken = self.work.taken()
        self.busy = not taken.small
        if taken.small:
            self.workers.cancel_group(self, "compose")
            self._made(taken.made())
        else:
            self.run_worker(self._make(taken), group="compose", exclusive=True)
            self.tell()

    async def _make(self, taken: Taken) -> None:
        made = await asyncio.to_thread(taken.made)
        self.busy = False
        self._made(made)

    def _made(self, made: Made) -> None:
        self.work.made = made
        self.form.show(form_rows(self.work))
        self.file.show(file_rows(self.work))
        wrong = made.error if self.work.kind != "file" else None
        self.content.mark_wrong((wrong.line - 1, wrong.column - 1) if wrong is not None else None)
        good = not self.work.problems
        self.bytes.show(made.composed if good else self.bytes.composed, stale=not good)
        self.link()
        self.tell()

    # The parts ------------------------------------------------------------------------------------------------------

    def _parts(self) -> list[Widget]:
        return [self.form, self.file if self.work.kind == "file" else self.content, self.bytes]

    def take_keys(self) -> None:
        """The keys come here, to the part that had them last."""
        (self._held if self._held in self._parts() else self.form).focus()

    def on_descendant_focus(self) -> None:
        """Remember which part has the keys."""
        focused = self.screen.focused
        if focused is not None and focused in self._parts():
            self._held = focused
        self.link()
        self.tell()

    def action_part(self, step: int) -> None:
        """To the next part, or to the one before."""
        if step > 0 and self.file.has_focus and self.complete_path():
            return
        parts = self._parts()
        at = next((n for n, part in enumerate(parts) if part.has_focus), 0)
        parts[(at + step) % len(parts)].focus()

    async def action_bytes(self, action: str) -> None:
        """Have the bytes do something, and give them the keys."""
        self.bytes.focus()
        await self.bytes.run_action(action)
