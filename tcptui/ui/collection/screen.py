"""The saved requests: found by words or in their groups, looked at with their bytes, and changed."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from tcptui.protocol.units import exact
from tcptui.ui.collection.bars import SavedKeys
from tcptui.ui.collection.changing import Changing, Chosen, Remembered
from tcptui.ui.collection.library import Library, read_library
from tcptui.ui.collection.outline import Line, outline
from tcptui.ui.collection.places import told
from tcptui.ui.collection.previewing import PreviewBoard
from tcptui.ui.collection.tree import RequestTree
from tcptui.ui.keymap import key_of
from tcptui.ui.widgets.board import Pieces
from tcptui.ui.widgets.line_input import LineInput

_LOOK_EVERY = 0.5
"""Seconds between two looks at the folders."""

_REST = 3
"""How many times as long as a look took nobody looks again: a collection of thousands is no load."""


class Collection(Changing):
    """Gives the request that is to be replayed. What is changed outside is shown at once."""

    BINDING_GROUP_TITLE = "Among the saved requests"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f3", "back", "back", id="saved.back", tooltip="Forget the filter, or leave"),
        Binding("ctrl+c", "back", "back", priority=True, show=False),
        Binding("enter,r", "choose", "replay", id="saved.replay", tooltip="Replay the request"),
        Binding("e", "edit", "edit", id="saved.edit", tooltip="Edit the file here; what is wrong is said while typing"),
        Binding("o", "own_editor", "own editor", id="saved.own-editor", tooltip="Edit the file in $VISUAL or $EDITOR"),
        Binding("n", "new", "new", id="saved.new", tooltip="Make a new request, and edit it"),
        Binding("d", "duplicate", "copy", id="saved.duplicate", tooltip="Make a copy of the request"),
        Binding("f2,c", "rename", "rename", id="saved.rename", tooltip="Give the request another name"),
        Binding("m", "move", "move", id="saved.move", tooltip="Move the request to another group"),
        Binding("delete,x", "delete", "delete", id="saved.delete", tooltip="Delete the request, or the group"),
        Binding("u", "undo", "undo", id="saved.undo", tooltip="Undo what was done last, to the byte"),
        Binding("slash", "filter", "filter", id="saved.filter", tooltip="Type words to look for"),
        Binding("tab", "other", "tree", id="saved.other", tooltip="From the words to the tree, and back"),
        Binding("shift+up", "preview(-1)", "preview up", id="saved.preview-up", tooltip="Scroll the preview up"),
        Binding("shift+down", "preview(1)", "preview down", id="saved.preview-down", tooltip="Scroll the preview down"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#saved-tree"

    def __init__(self, target: str, remembered: Remembered) -> None:
        """target: of a new request."""
        super().__init__(target, remembered)
        self._read = bool(remembered.library.items)
        self._next = 0.0
        """When the folders are looked at next, monotonic seconds."""
        self._put: str | None = None
        """The line that was highlighted when the lines were shown last: on another one somebody has gone there."""
        self._shut = remembered.shut
        self._preview = PreviewBoard()
        self._words = LineInput(placeholder="look for a name, a group, a target …", compact=True)
        self._words.id = "saved-words"

    def compose(self) -> ComposeResult:
        """What it is, what is looked for, the tree, and what is in the highlighted one."""
        yield self._heading
        yield self._words
        with Horizontal(id="saved-work"):
            yield self._tree
            yield self._preview
        yield SavedKeys()
        yield SavedKeys(second=True)

    def on_mount(self) -> None:
        """Show what is known; look at the folders, now and again and again."""
        if self._read:
            self._show(self._remembered.at)
        self.look(self._remembered.at)
        self.set_interval(_LOOK_EVERY, self.look)

    def on_descendant_focus(self) -> None:
        """Letters are keys while the tree has the focus."""
        for keys in self.query(SavedKeys):
            keys.rest(self.focused is self._words)

    # What is shown --------------------------------------------------------------------------------------------------

    def look(self, key: str | None = None) -> None:
        """See what is in the folders now."""
        if key is not None or not (self._is_looking or time.monotonic() < self._next):
            self.run_worker(self._look(key), group="look", exclusive=key is not None)

    @property
    def _is_looking(self) -> bool:
        return any(one.group == "look" for one in self.workers)

    async def _look(self, key: str | None) -> None:
        loop = asyncio.get_running_loop()
        begin = time.monotonic()

        def so_far(library: Library) -> None:
            loop.call_soon_threadsafe(self._partly, library)

        library = await asyncio.to_thread(read_library, self._places, self._library, so_far)
        self._next = time.monotonic() + _REST * (time.monotonic() - begin)
        if library is not self._library or not self._read or key is not None:
            self._library = self._remembered.library = library
            moved = not self._read and self._tree.line is not None and self._tree.line.key != self._put
            self._read = True
            self._show(None if moved else key)

    def _partly(self, library: Library) -> None:
        """Show what is known of a collection that takes a while to be read."""
        if self.is_mounted and not self._read:
            self._library = library
            self._show()

    def _show(self, key: str | None = None) -> None:
        words = self._words.value.lower().split()
        lines = outline(self._places, self._library.items, words, self._shut)
        self._tree.show(lines, key)
        self._put = self._tree.line.key if self._tree.line is not None else None
        broken = sum(item.entry.read is None for item in self._library.items)
        count = exact(len(self._library.items), "request")
        if words:
            count = f"{sum(line.kind == 'request' for line in lines)} of {count}"
        if not self._read:
            count = f"{len(self._library.items):,} read, {self._library.unread:,} to go …"
        self._heading.show(f"{count}, {broken} broken" if broken else count)
        if self._library.problems:
            self._heading.say(self._library.problems[0], failed=True)

    def on_highlight_board_turned(self) -> None:
        """Another line is highlighted, or its file has changed."""
        line = self._tree.line
        if line is not None:
            self._remembered.at = line.key
        self._preview.show(line.item if line is not None else None, self._nothing(line))

    def _nothing(self, line: Line | None) -> list[Pieces]:
        """What the preview says where no request is highlighted."""
        if not self._read:
            return [(("reading …", "muted"),)]
        if line is None:
            return [(("no request holds all of these words", "muted"),)]
        if line.count:
            return [((exact(line.count, "request"), "muted"),)]
        said = (
            f"No request is saved here yet: {key_of('saved.new')} makes one.",
            f"The composer saves what it holds ({key_of('composer.save')}),",
            f"and {key_of('pane.write-down')} in the pane saves what was said.",
            "",
            f"{told(line.place.folder)}: a file a request, its folders are groups.",
        )
        return [((sentence, "muted"),) for sentence in said]

    def on_input_changed(self) -> None:
        """Show those that hold every word; one of them is highlighted."""
        self._show()
        fitting = [line.key for line in self._tree.lines if line.kind == "request"]
        here = self._tree.line
        if self._words.value and fitting and (here is None or here.key not in fitting):
            self._show(fitting[0])

    def on_input_submitted(self) -> None:
        """The keys go to the tree."""
        self._tree.focus()

    def on_request_tree_folded(self, message: RequestTree.Folded) -> None:
        """Close or open a group."""
        (self._shut.add if message.closed else self._shut.discard)(message.key)
        self._show()

    def on_highlight_board_chosen(self) -> None:
        """As Enter."""
        self.action_choose()

    def on_highlight_board_left(self) -> None:
        """Up from the first line, one is at the words."""
        self._words.focus()

    # Going ----------------------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """To the words."""
        self._words.focus()

    def action_other(self) -> None:
        """From the words to the tree, and back."""
        (self._words if self._tree.has_focus else self._tree).focus()

    def action_preview(self, count: int) -> None:
        """Scroll the preview."""
        self._preview.scroll_lines(count)

    def action_back(self) -> None:
        """Forget the filter, or leave."""
        if self._words.value:
            self._words.value = ""
            self._tree.focus()
        else:
            self.dismiss(None)

    def action_choose(self) -> None:
        """Replay the request; open or close a group."""
        line = self._tree.line
        if line is not None and line.item is None:
            self._tree.action_fold(not line.closed)
        elif line is not None and line.item is not None:
            read = line.item.entry.read
            if read is None:
                self._heading.say(f"it can't be replayed as it is: {key_of('saved.edit')} edits it", failed=True)
            else:
                self.dismiss(Chosen(read, line.item.path))

    # Editing --------------------------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        """Edit the file here."""
        item = self._item
        if item is not None:
            self.edit(item.path)

    def edit(self, path: Path) -> None:
        """Edit a file here."""
        from tcptui.ui.collection.editing import edit_file

        edit_file(self, path, self._heading.say, lambda: self.look(str(path)))

    def action_own_editor(self) -> None:
        """Edit the file in the person's own editor."""
        from tcptui.ui.collection.owneditor import own_editor

        item = self._item
        if item is not None and own_editor(self.app, item.path, lambda words: self._heading.say(words, failed=True)):
            self.look(str(item.path))
