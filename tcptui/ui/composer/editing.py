"""What a person does to the form and the content, carried over into the work."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widgets import TextArea

from tcptui.protocol.composing import ContentError, format_json
from tcptui.protocol.composing.inserts import typed_insert
from tcptui.protocol.units import size
from tcptui.ui.composer.content import ContentArea
from tcptui.ui.composer.fields import FRAMING, PATH
from tcptui.ui.composer.filing import Filing
from tcptui.ui.composer.form import Form
from tcptui.ui.composer.rows import Row
from tcptui.ui.composer.work import KINDS, NEWLINES, TYPED_LIMIT, Kind
from tcptui.ui.keymap import key_of


class FormEditing(Filing):
    """Edits the work by the form's rows and the content's text."""

    _was_no_json = ""
    """The content that became text because it is no JSON: it does not become that again in its turn."""

    def show_content(self) -> None:
        """Show the content as it is typed now."""
        raise NotImplementedError

    # The form -------------------------------------------------------------------------------------------------------

    def on_form_edited(self, message: Form.Edited) -> None:
        """A value was typed."""
        message.stop()
        self.say("")
        kind, _, name = message.row.id.partition(":")
        if message.row.id == PATH:
            self.work.name_file(message.text)
            self.read_file()
        elif message.row.id == FRAMING:
            self.work.set_framing(message.text)
            self.show_content()
        elif kind == "header":
            self.work.headers[int(name)] = message.text
        else:
            self.work.set(name, message.text)
        self.renew()

    def set_framing(self, framing: str) -> None:
        """Write messages of this framing."""
        self.work.set_framing(framing)
        self.show_content()
        self.renew()

    def on_form_done(self, message: Form.Done) -> None:
        """A knob was turned, or Enter pressed on a row that does something."""
        message.stop()
        self.say("")
        kind, _, name = message.row.id.partition(":")
        match message.act:
            case "choose" if message.row.id == FRAMING:
                self.action_ask("framing")
            case "choose":
                self._choose(name, message.row)
            case "turn":
                self._turn(name)
            case _ if kind == "header":
                self._change_header(int(name), message.act)
            case _:
                self.action_add_header()

    def _choose(self, name: str, row: Row) -> None:
        """Ask for one of the values that a setting can have."""
        from tcptui.ui.screens.choose import Choice, Choose

        def answered(value: str | None) -> None:
            if value is not None:
                self.work.set(name, value)
                self.renew()

        choices = [Choice(chr(ord("a") + n), value, value) for n, value in enumerate(row.choices)]
        self.app.push_screen(Choose(row.label, choices, row.value), answered)

    def _turn(self, name: str) -> None:
        setting = next((each for each in self.work.made.settings if each.id == name), None)
        if setting is not None:
            self.work.turn(setting)
            self.renew()

    def _change_header(self, at: int, act: str) -> None:
        match act:
            case "remove":
                del self.work.headers[at]
                self.renew()
            case "up" | "down":
                to = self.work.move_header(at, -1 if act == "up" else 1)
                self.renew()
                self.form.go_to(f"header:{to}")
            case _:
                self._put_header(at + 1)

    def action_add_header(self) -> None:
        """Add a header behind the others."""
        if not self.work.has_headers:
            self.say(f"{self.work.framing} has no headers")
        else:
            self._put_header(len(self.work.headers))

    def _put_header(self, at: int) -> None:
        self.work.add_header(at)
        self.renew()
        self.form.focus()
        self.form.go_to(f"header:{at}")

    # The content ----------------------------------------------------------------------------------------------------

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """The content was edited."""
        message.stop()
        if self.content.text != self.work.typed:
            self.say("")
            self.work.typed = self.content.text
            self.renew()

    def on_content_area_too_long(self, message: ContentArea.TooLong) -> None:
        """More was pasted than can be edited."""
        message.stop()
        self.say(f"that is too long to be edited ({size(TYPED_LIMIT)} at most): take it from a file")

    def inserted_about(self) -> bytes:
        """What an inserted checksum is about: what is selected in the content, else all of it."""
        if not self.content.selected_text:
            return self.work.made.content
        try:
            return self.work.read(self.content.selected_text)
        except ContentError:
            return self.work.made.content

    def insert(self, data: bytes) -> None:
        """Put bytes at the cursor: in the form where it has the keys and they are text, else in the content."""
        text = data.decode("ascii", "replace")
        if self.form.has_focus and text.isascii() and text.isprintable() and self.form.insert(text):
            return
        if self.work.kind == "file":
            self.say(f"a file's bytes are not edited here: {key_of('composer.kind')} writes them as text or hex")
            return
        self.content.move_cursor(max(self.content.selection))  # behind what is selected, of which a checksum may be
        try:
            self.content.put(typed_insert(self.work.kind, data), apart=self.work.kind == "hex")
        except ContentError as error:
            self.say(str(error))
            return
        self.content.focus()

    def action_kind(self, kind: Kind | None = None) -> None:
        """Write the content otherwise: in this way, or in the next one in which it can be written."""
        had = kind is not None or self.content.has_focus or self.file.has_focus
        refused = self._turn_to([kind] if kind is not None else self._kinds_after())
        self.show_content()
        if had:
            (self.file if self.work.kind == "file" else self.content).focus()
        self.renew()
        self.say(refused)

    def _kinds_after(self) -> list[Kind]:
        """The ways to write the content, in turn. JSON that is none becomes text, and hex only after that."""
        work = self.work
        after = KINDS.index(work.kind) + 1
        if work.kind == "json" and work.made.error is not None:
            self._was_no_json = work.typed
            return ["text", "hex", "file", "json"]
        if work.kind == "text" and work.typed and work.typed == self._was_no_json:
            return ["hex", "file", "json", "text"]
        return [*KINDS[after:], *KINDS[:after]]

    def _turn_to(self, kinds: Sequence[Kind]) -> str:
        """Take the first of these in which the content can be written; gives why it was not the first one."""
        refused = ""
        for kind in kinds:
            try:
                self.work.set_kind(kind)
            except ContentError as error:
                refused = refused or f"as {kind} it can't be written: {error}"
            else:
                break
        return refused

    def action_format(self) -> None:
        """Set the JSON out over lines."""
        try:
            formatted = format_json(self.content.text)
        except ContentError as error:
            self.say(str(error))
            self.content.move_cursor((error.line - 1, error.column - 1))
            return
        self.content.replace(formatted, (0, 0), self.content.document.end)

    def action_newline(self) -> None:
        """Another line end for the content's new lines."""
        ends = list(NEWLINES)
        self.work.newline = ends[(ends.index(self.work.newline) + 1) % len(ends)]
        self.renew()
