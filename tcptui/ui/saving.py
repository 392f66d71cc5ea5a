"""Saving what is selected, or all of one direction, to a file."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Literal

from tcptui.protocol.units import exact, size
from tcptui.ui.verdicts import VerdictActions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tcptui.ui.selection import Selection
    from tcptui.ui.sessions import Session

Whose = Literal["in", "out", "both"]

_WHOSE: dict[Whose, str] = {
    "in": "what was received",
    "out": "what was sent",
    "both": "both, in the order of the record",
}


class SaveActions(VerdictActions):
    """Asks what and where to, never writes over a file unasked, and says what was written."""

    def action_save(self) -> None:
        """Save the selection's bytes, or where nothing is selected those of one direction."""
        self.say("")
        session = self.sessions.current
        if session is None or not (session.story.read or session.story.taken):
            self.say("there are no bytes to save yet")
        elif self.pane.selection is None:
            sizes: dict[Whose, int] = {"in": session.story.read, "out": session.story.taken}
            self._ask_whose(session, None, _not_empty(sizes))
        else:
            self.run_worker(self._measure(session, self.pane.selection), group="save", exclusive=True)

    async def _measure(self, session: Session, selection: Selection) -> None:
        """See which directions a selection has bytes of."""
        sizes = await asyncio.to_thread(_sizes, session, selection)
        if not sizes:
            self.say("the selection has no bytes, only events: y copies them as text")
        else:
            self._ask_whose(session, selection, sizes)

    def _ask_whose(self, session: Session, selection: Selection | None, sizes: dict[Whose, int]) -> None:
        """Which direction; of a selection where there are two, else beside the forms that the whole comes in."""
        from tcptui.ui.savingforms import Form, forms, pieces
        from tcptui.ui.screens.choose import Choice, Choose

        if len(sizes) == 2 and selection is not None:
            sizes = {**sizes, "both": sum(sizes.values())}
        others = forms(session) if selection is None else []
        if len(sizes) == 1 and not others:
            [(whose, count)] = sizes.items()
            self._save_of(session, selection, whose, count)
            return

        def answered(chosen: Whose | Form | None) -> None:
            if isinstance(chosen, Form):
                self.save_as(chosen.what, None, partial(pieces, session, chosen.name))
            elif chosen is not None:
                self._save_of(session, selection, chosen, sizes[chosen])

        choices: list[Choice[Whose | Form]] = [
            Choice(whose[0], whose, _WHOSE[whose], exact(count)) for whose, count in sizes.items()
        ]
        choices += [Choice(form.key, form, form.what, form.note) for form in others]
        self.app.push_screen(Choose("Save to a file", choices), answered)

    def _save_of(self, session: Session, selection: Selection | None, whose: Whose, count: int) -> None:
        self.save_as(_WHOSE[whose], count, partial(_pieces, session, selection, whose, count))

    def save_as(self, what: str, count: int | None, pieces: Callable[[], Iterator[bytes]]) -> None:
        """Ask where to save so many bytes to (None: it will turn out how many), and do it.

        what: in words; pieces: asked for the bytes in the end.
        """
        from tcptui.ui.savepath import read_path
        from tcptui.ui.screens.ask import Ask
        from tcptui.ui.screens.entry import Entry

        def answered(path: Path | None) -> None:
            if path is None:
                return
            if not path.exists():
                self._begin_saving(pieces, count, path)
                return

            def overwrite(yes: bool | None) -> None:
                if yes:
                    self._begin_saving(pieces, count, path)

            self.app.push_screen(Ask(f"Write over {path}?", f"It has {exact(path.stat().st_size)} now."), overwrite)

        title = f"Save {what}" if count is None else f"Save {what}: {exact(count)}, as they are, secrets too"
        self.app.push_screen(Entry(title, "a path; ~ is your home folder", "save", read_path), answered)

    def _begin_saving(self, pieces: Callable[[], Iterator[bytes]], count: int | None, path: Path) -> None:
        self.run_worker(self._save(_as_asked(pieces), count, path), group="save", exclusive=True)

    async def _save(self, pieces: Iterator[bytes], count: int | None, path: Path) -> None:
        """Write in a thread; what takes a while shows how far it is and can be stopped."""
        from tcptui.journal.layout import DamagedLogError
        from tcptui.journal.pcapng import NoPacketsError
        from tcptui.journal.stretch import StoppedError, save
        from tcptui.ui.screens.progress import Progress

        progress = Progress(f"Saving to {path}")

        def written(done: int) -> None:
            progress.words = size(done) if count is None else f"{size(done)} of {size(count)}"

        try:
            saved = await progress.during(self.app, partial(save, path, pieces, progress.stop, written))
            self.say(f"saved {exact(saved)} to {path}")
            self.pane.select(None)
        except StoppedError:
            self.say(f"stopped: nothing was written to {path}")
        except NoPacketsError as error:
            self.say(str(error))
        except DamagedLogError as error:
            self.say(f"the record can't be read, and {path} was not written: {error}")
        except OSError as error:
            self.say(f"{path} can't be written: {error.strerror or error}")


def _as_asked(pieces: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
    """The pieces, looked for only when the first is asked for: that is in a thread, as it may take a while."""
    yield from pieces()


def _sizes(session: Session, selection: Selection) -> dict[Whose, int]:
    """How many bytes of each direction are selected."""
    from tcptui.journal.layout import OUT
    from tcptui.ui.selected import records

    sizes: dict[Whose, int] = {"in": 0, "out": 0}
    for record, begin, end in records(session.log, selection):
        sizes["out" if record.direction == OUT else "in"] += end - begin
    return _not_empty(sizes)


def _not_empty(sizes: dict[Whose, int]) -> dict[Whose, int]:
    return {whose: count for whose, count in sizes.items() if count}


def _pieces(session: Session, selection: Selection | None, whose: Whose, count: int) -> Iterator[bytes]:
    """The bytes to be saved, one piece after the other."""
    if selection is None:
        from tcptui.journal.stretch import stream

        assert whose != "both", "both directions are saved of a selection only"
        return stream(session.log, session.conn, whose, 0, count)
    from tcptui.protocol.wording import PLAIN
    from tcptui.ui.selected import parts

    wanted = ("in", "out") if whose == "both" else (whose,)
    return (part.data for part in parts(session.log, selection, PLAIN) if part.direction in wanted)
