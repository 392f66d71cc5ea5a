"""The composed bytes for elsewhere: on the clipboard in some form, or in the session's input line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tcptui.protocol.copyforms import BYTE_FORMS, ByteForm, copied
from tcptui.protocol.escapes import escape
from tcptui.protocol.units import exact, size
from tcptui.ui.input.wire import EOLS

if TYPE_CHECKING:
    from tcptui.ui.composer.pane import ComposerPane
    from tcptui.ui.composing import ComposeActions

_MOST = 16_000_000
"""Bytes that are copied at most, as of the pane."""

_LINE_MOST = 16_000
"""Bytes that are put into the input line at most: nobody edits more there."""

_NOTHING = "there are no bytes yet"


def copy_composed(screen: ComposeActions, pane: ComposerPane) -> None:
    """Ask for the form, and copy."""
    from tcptui.ui.screens.choose import Choice, Choose

    data = pane.work.made.composed.data
    if not data or len(data) > _MOST:
        pane.say(_NOTHING if not data else f"this is too much to copy: the most is {size(_MOST)}")
        return

    def answered(form: ByteForm | None) -> None:
        if form is not None:
            pane.run_worker(_copy(screen, pane, data, form), group="copy", exclusive=True)

    choices = [Choice(form[0], form, form, text) for form, text in BYTE_FORMS.items()]
    screen.app.push_screen(Choose(f"Copy {exact(len(data))} as", choices), answered)


async def _copy(screen: ComposeActions, pane: ComposerPane, data: bytes, form: ByteForm) -> None:
    """Write and hand over; the desktop's clipboard runs a program, so that takes place in a thread."""
    from tcptui.ui import clipboard

    text = await asyncio.to_thread(copied, data, form)
    took = await asyncio.to_thread(clipboard.to_desktop, text)
    if not took and not clipboard.fits_terminal(text):
        limit = size(clipboard.TERMINAL_LIMIT)
        pane.say(f"no clipboard was found, and a terminal takes {limit} at most")
        return
    pane.say(f"copied {exact(len(data))} as {form} {clipboard.told(screen.app, text, took=took)}", "good")


def put_into_input(screen: ComposeActions, pane: ComposerPane) -> None:
    """Put the bytes as escapes into the session's input line, without the line end that Enter sends by itself."""
    data = pane.work.made.composed.data
    end = EOLS[screen.eol]
    if not data or len(data) > _LINE_MOST:
        pane.say(_NOTHING if not data else f"an input line holds no more than {size(_LINE_MOST)}")
        return
    if not end or data.endswith(end):
        remark = "" if not end else "Enter sends exactly these bytes: their last line end is its own"
    else:
        remark = f"Enter adds {screen.eol.upper()}, which the message has not: F9 switches that"
    if not screen.prompt.lines.way.escapes:
        screen.prompt.turn("input.escapes")  # before: what stands in the line is written anew by it
    screen.prompt.editor.set(escape(data.removesuffix(end) if end else data))
    screen.prompt.changed()
    screen.leave_composer()
    screen.say(remark)
