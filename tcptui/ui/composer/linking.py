"""Selection both ways: what is edited is highlighted in the bytes, and the bytes lead to what is to be edited."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget

from tcptui.protocol.wording import Tone
from tcptui.ui.composer.aligning import index_of, span_of
from tcptui.ui.composer.bytesview import BytesView
from tcptui.ui.composer.content import ContentArea
from tcptui.ui.composer.fields import parts_of, row_of
from tcptui.ui.composer.form import Form
from tcptui.ui.composer.work import Work


class Linking(Widget):
    """The composer's parts, and which of them stands for what in the other."""

    class Asked(Message, namespace="composer"):
        """Something is wanted that goes beyond the composer. what: as the binding's action names it."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, work: Work) -> None:
        super().__init__(id="composer")
        self.work = work
        self.form = Form("composer-form")
        self.content = ContentArea()
        self.file = Form("composer-file")
        self.bytes = BytesView()

    def renew(self) -> None:
        """The work has changed: make its bytes."""
        raise NotImplementedError

    def show_content(self) -> None:
        """Show the content as it is typed now, or the file that it is."""
        raise NotImplementedError

    def tell(self) -> None:
        """Draw anew what is said about the work."""
        raise NotImplementedError

    def say(self, remark: str, tone: Tone = "warning") -> None:
        """Say something about the last key."""
        raise NotImplementedError

    def action_ask(self, what: str) -> None:
        """Have the screen do something."""
        self.post_message(self.Asked(what))

    def link(self) -> None:
        """Highlight the bytes of what has the keys; while the bytes have them, the field of the byte."""
        if self.bytes.has_focus:
            self._mark_field()
        elif self.form.has_focus and self.form.row is not None:
            self.bytes.highlight(tuple((part.start, part.end) for part in parts_of(self.work, self.form.row.id)))
        elif self.content.has_focus or self.file.has_focus:
            self.bytes.highlight(span_of(self.work, *self.content.selected))
        else:
            self.bytes.highlight(())

    def _mark_field(self) -> None:
        """Show in the form, or in the content, where the byte at the cursor is from."""
        part = self.bytes.part
        self.bytes.highlight(((part.start, part.end),) if part is not None else (), reveal=False)
        row = row_of(self.work, part) if part is not None else None
        if row is not None:
            self.form.go_to(row)
        elif part is not None and (index := index_of(self.work, self.bytes.cursor)) is not None:
            self.content.go_to(index)

    def on_bytes_view_moved(self) -> None:
        """The cursor is on another byte."""
        self.say("")
        self._mark_field()
        self.tell()

    def on_bytes_view_marked(self) -> None:
        """The cuts are others."""
        self.work.mark(self.bytes.marks)
        self.tell()

    def on_bytes_view_field_asked(self) -> None:
        """Edit what the byte at the cursor belongs to."""
        part = self.bytes.part
        if part is None:
            return
        if row_of(self.work, part) is not None:
            self.form.focus()
        else:
            (self.file if self.work.kind == "file" else self.content).focus()

    def on_form_moved(self) -> None:
        """Another row has the keys."""
        if not self.bytes.has_focus:
            self.link()

    def on_text_area_selection_changed(self) -> None:
        """The cursor of the content moved."""
        if self.content.has_focus:
            self.link()
