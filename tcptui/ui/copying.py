"""Copying what is selected in the pane."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tcptui.protocol.units import exact, size
from tcptui.ui.verdicts import VerdictActions

if TYPE_CHECKING:
    from tcptui.ui.copyforms import Form, Part
    from tcptui.ui.selection import Selection
    from tcptui.ui.sessions import Session


class Gathered(NamedTuple):
    """What is to be copied. secrets: whether there are some in it, which are copied as they are."""

    parts: list[Part]
    secrets: bool


Gather = Callable[[], Gathered | None]
"""Reads what is to be copied, in a thread; None where it is too much."""

COPIED_AT_MOST = 16_000_000
_MOST_PARTS = 200_000
"""Bytes and pieces of a selection that are copied at most: a clipboard is no place for more."""

NOTHING_SELECTED = "nothing is selected: v in the pane begins, or drag with the mouse"


class CopyActions(VerdictActions):
    """Copies in one of several forms, and says what was copied and which way it went."""

    def on_session_pane_copy_asked(self) -> None:
        """The right button of the mouse."""
        self.action_copy()

    def action_copy(self, form: Form | None = None) -> None:
        """Copy what is selected; without a form, ask for it."""
        self.say("")
        selection, session = self.pane.selection, self.sessions.current
        if selection is None or session is None:
            self.say(NOTHING_SELECTED)
        else:
            self.copy_from("what is selected", partial(_gathered, session, selection), session.encoding, form)

    def copy_from(self, what: str, gather: Gather, encoding: str, form: Form | None) -> None:
        """Copy what `gather` gives; without a form, ask for it. what: in words."""
        if form is not None:
            self.run_worker(self._copy(gather, encoding, form), group="copy", exclusive=True)
            return
        from tcptui.ui.copyforms import FORMS
        from tcptui.ui.screens.choose import Choice, Choose

        def answered(form: Form | None) -> None:
            if form is not None:
                self.copy_from(what, gather, encoding, form)

        choices = [Choice(form[0], form, form, text) for form, text in FORMS.items()]
        self.app.push_screen(Choose(f"Copy {what} as", choices), answered)

    async def _copy(self, gather: Gather, encoding: str, form: Form) -> None:
        """Read, write and hand over; the first two and the desktop's clipboard take place in a thread."""
        from tcptui.ui import clipboard

        found = await asyncio.to_thread(gather)
        if found is None:
            self.say(f"this is too much to copy (the most is {size(COPIED_AT_MOST)}): s saves it to a file")
            return
        text, what = await asyncio.to_thread(_written, found, form, encoding)
        took = await asyncio.to_thread(clipboard.to_desktop, text)
        if not took and not clipboard.fits_terminal(text):
            limit = size(clipboard.TERMINAL_LIMIT)
            self.say(f"no clipboard was found, and a terminal takes {limit} at most: s saves it to a file")
            return
        self.pane.select(None)
        self.say(f"copied {what} {clipboard.told(self.app, text, took=took)}")


def _gathered(session: Session, selection: Selection) -> Gathered | None:
    """The selected parts; None where they are too many."""
    from tcptui.ui.selected import has_secrets, parts

    found: list[Part] = []
    count = 0
    for part in parts(session.log, selection, session.manner):
        found.append(part)
        count += len(part.data) + len(part.words)
        if count > COPIED_AT_MOST or len(found) > _MOST_PARTS:
            return None
    return Gathered(found, has_secrets(session.log, session.conn, selection))


def _written(gathered: Gathered, form: Form, encoding: str) -> tuple[str, str]:
    """The text for the clipboard, and what it is in words."""
    from tcptui.ui.copyforms import written

    parts = gathered.parts
    count = sum(len(part.data) for part in parts)
    events = sum(part.direction is None for part in parts) if form == "text" else 0
    what = " and ".join(words for number, words in ((count, exact(count)), (events, exact(events, "event"))) if number)
    included = ", secrets included," if gathered.secrets else ""
    return written(parts, form, encoding), f"{what or 'nothing'} as {form}{included}"
