"""What is done to the saved requests: each by a key, each can be undone to the byte."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual.screen import Screen

from tcptui.protocol.frozen import frozen
from tcptui.requests.reading import Read, RequestFileError
from tcptui.ui.collection import changes
from tcptui.ui.collection.asking import ask_group, ask_name
from tcptui.ui.collection.bars import SavedHeading
from tcptui.ui.collection.changes import Change, ChangedError, apply
from tcptui.ui.collection.library import Item, Library
from tcptui.ui.collection.outline import Line
from tcptui.ui.collection.places import places, told
from tcptui.ui.collection.tree import RequestTree
from tcptui.ui.keymap import key_of

_TOLD_EVERY = 100
"""Files: what is done to many tells how far it is."""


@frozen
class Chosen:
    """The request that is to be replayed."""

    read: Read
    path: Path


class Remembered:
    """What is kept while the screen is closed.

    done: what can be undone; at: the line to highlight, None for any; library: as it was then, so that only what has
    changed since is read; shut: the groups that are closed, by their keys.
    """

    def __init__(self) -> None:
        self.done: list[Change] = []
        self.at: str | None = None
        self.library = Library()
        self.shut: set[str] = set()


class Changing(Screen[Chosen | None]):
    """A screen with the tree, and what can be done to what is highlighted in it."""

    def __init__(self, target: str, remembered: Remembered) -> None:
        """target: of a new request."""
        super().__init__()
        self._target = target or "127.0.0.1:8000"
        self._remembered = remembered
        self._done = remembered.done
        self._places = places()
        self._library = remembered.library
        self._tree, self._heading = RequestTree(), SavedHeading()

    def look(self, key: str | None = None) -> None:
        """See what is in the folders now. key: of the line to highlight then."""
        raise NotImplementedError

    def edit(self, path: Path) -> None:
        """Edit a file here."""
        raise NotImplementedError

    @property
    def _item(self) -> Item | None:
        """The highlighted request; where none is, that is said."""
        line = self._tree.line
        if line is None or line.item is None:
            self._heading.say("no request is highlighted", failed=True)
            return None
        return line.item

    def _change(self, make: Callable[[], Change], then: Callable[[Path], object] | None = None) -> None:
        """Do something to the files, which can be undone. then: what to do with the file that it made."""
        self.run_worker(self._apply(make, then, undoing=False), group="change")

    async def _apply(self, make: Callable[[], Change], then: Callable[[Path], object] | None, *, undoing: bool) -> None:
        loop = asyncio.get_running_loop()

        def so_far(count: int) -> None:
            if count % _TOLD_EVERY == 0:
                loop.call_soon_threadsafe(self._heading.say, f"{count:,} files …")

        def work() -> Change:
            change = make()
            apply(change, so_far)
            return change

        try:
            change = await asyncio.to_thread(work)
        except FileNotFoundError:
            self._heading.say(
                f"it is not there any more · {key_of('saved.undo')} undoes what was done last", failed=True
            )
        except ChangedError as error:
            self._heading.say(str(error), failed=True)
        except OSError as error:
            where = f"{told(Path(error.filename))}: " if error.filename else ""
            self._heading.say(f"nothing was done: {where}{error.strerror or error}", failed=True)
        except (ValueError, RequestFileError) as error:
            self._heading.say(str(error).partition("\n")[0], failed=True)
        else:
            if undoing:
                self._done.pop()
                self._heading.say(change.told)
            else:
                self._done.append(change)
                self._heading.say(change.told, f"{key_of('saved.undo')} undoes")
            self.look(str(change.shows))
            if then is not None:
                then(change.shows)

    def action_new(self) -> None:
        """Ask for a name, make it in the group under the cursor, and edit it."""
        line = self._tree.line
        place = line.place if line is not None else self._places[0]
        folder = place.folder / (line.group if line is not None else "")

        def answered(name: str | None) -> None:
            if name is not None:
                self._change(lambda: changes.created(folder, name, self._target), self.edit)

        ask_name(self, f"New request in {told(folder)}", "make it", "", answered)

    def action_duplicate(self) -> None:
        """Make a copy."""
        item = self._item
        if item is not None:
            self._change(lambda: changes.duplicated(item.entry))

    def action_rename(self) -> None:
        """Ask for another name."""
        item = self._item
        if item is None:
            return

        def answered(name: str | None) -> None:
            if name is not None and name != item.name:
                self._change(lambda: changes.renamed(item.entry, name))

        ask_name(self, "Rename the request", "rename it", item.name, answered)

    def action_move(self) -> None:
        """Ask for a group."""
        item = self._item
        if item is None:
            return

        def answered(folder: Path | None) -> None:
            if folder is not None and folder != item.path.parent:
                self._change(lambda: changes.moved(item.entry, folder))

        ask_group(self, item, answered)

    def action_delete(self) -> None:
        """Delete the request, or all that are in the group: that can be undone, so nothing is asked."""
        line = self._tree.line
        if line is None or line.kind == "place":
            self._heading.say("a whole collection is not deleted here: choose a request or a group", failed=True)
        elif line.item is not None:
            entry = line.item.entry
            self._change(lambda: changes.deleted([entry]))
        else:
            inside = [item.entry for item in self._library.items if item.place == line.place and _is_in(item, line)]
            self._change(lambda: changes.deleted(inside))

    def action_undo(self) -> None:
        """Undo what was done last."""
        if not self._done:
            self._heading.say("there is nothing to undo", failed=True)
            return
        last = self._done[-1]
        self.run_worker(self._apply(lambda: last.undone, None, undoing=True), group="change")


def _is_in(item: Item, line: Line) -> bool:
    return item.entry.group == line.group or item.entry.group.startswith(f"{line.group}/")
