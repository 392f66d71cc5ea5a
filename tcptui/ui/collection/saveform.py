"""Saving something as a request: its name and place, its steps, and which secrets become variables."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.glyphs import visible_text
from tcptui.protocol.units import exact
from tcptui.requests.files import save
from tcptui.requests.model import SavedRequest
from tcptui.requests.naming import free_path
from tcptui.ui.collection.checklist import CheckList
from tcptui.ui.collection.keeping import Keeping, Kind
from tcptui.ui.collection.places import GroupError, first_place, places, read_group, read_target, told
from tcptui.ui.composer.form import Form
from tcptui.ui.composer.rows import TURNS, Row
from tcptui.ui.widgets.key_hints import KeyHints

_KINDS: Final[dict[Kind, tuple[str, str]]] = {
    "send": ("keep.sends", "sends"),
    "wait": ("keep.waits", "waits"),
    "pause": ("keep.pauses", "pauses"),
    "expect": ("keep.expectations", "expectations"),
}


class SaveRequest(ModalScreen[Path | None]):
    """Saves it, and dismisses with its file; None when it was given up. What can't be is said in place."""

    BINDING_GROUP_TITLE = "While saving a request"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", "back", id="keep.back", tooltip="Back with nothing saved"),
        Binding("ctrl+c", "give_up", "back", priority=True, show=False),
        Binding("tab,shift+tab", "other", "list", id="keep.other", tooltip="From the name to the list, and back"),
        Binding("enter", "save", "save", id="keep.save", tooltip="Save the request"),
    ]

    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012

    def __init__(self, title: str, keeping: Keeping, note: str = "") -> None:
        """title: what it is; note: what is to be known of it. Not made safe to be drawn."""
        super().__init__()
        self._title, self._note = title, note
        self._keeping = keeping
        place = first_place()
        self._proposed = keeping.name
        self._values = {"name": keeping.name, "target": keeping.target, "group": "", "place": place.whose}
        self._values["form"] = keeping.form
        self._form = Form("keep-form", submits=True)
        self._list = CheckList(keeping)
        kinds = [kind for kind in keeping.kinds() if kind in _KINDS]
        self._list_keys = KeyHints(
            ("keep.turn", "takes", "screen.turn"),
            ("keep.from", "from here", "screen.only"),
            *((_KINDS[kind][0], _KINDS[kind][1], f"screen.turn_all('{kind}')") for kind in kinds),
        )
        self._saving = False

    def compose(self) -> ComposeResult:
        """The form, the list, what will be saved where, and the keys."""
        with Vertical(classes="dialog", id="keep") as box:
            box.border_title = "save as a request"
            yield Static(Content.styled(visible_text(self._title), "bold"))
            if self._note:
                yield Static(Content.styled(visible_text(self._note), "$tone-event"))
            yield self._form
            yield self._list
            yield Static(id="keep-told")
            yield KeyHints(
                ("Enter", "save", "screen.save"),
                ("keep.other", "name or list", "screen.other"),
                ("keep.back", "back", "screen.give_up"),
            )
            yield self._list_keys

    def on_mount(self) -> None:
        """Begin with the name."""
        self._show()
        self._show_choices()
        self._form.focus()

    def on_descendant_focus(self) -> None:
        """The keys of the list do something while it has the focus."""
        self._list_keys.rest(self.focused is not self._list)

    def _show(self, problem: str = "") -> None:
        rows = [Row(name, name, self._values[name]) for name in ("name", "target", "group")]
        rows.append(_one_of("place", "collection", self._values["place"], [place.whose for place in places()]))
        if len(self._keeping.forms) > 1:
            rows.append(_one_of("form", "as", self._values["form"], list(self._keeping.forms)))
        self._form.show(tuple(rows))
        self._tell(problem)

    def _show_choices(self) -> None:
        self._list.renew()
        self._tell()

    def _chosen(self) -> None:
        """Something was taken or left: a name that nobody typed follows what is sent first now."""
        if self._values["name"] == self._proposed and self._proposed != self._keeping.proposed:
            self._proposed = self._values["name"] = self._keeping.proposed
            self._show()
        self._show_choices()

    def _tell(self, problem: str = "") -> None:
        words, tone = (problem, "$tone-failure") if problem else self._told()
        self.query_one("#keep-told", Static).update(Content.styled(visible_text(words), tone))

    def _told(self) -> tuple[str, str]:
        """Where it will be, or what is to be known before."""
        if clear := self._keeping.in_clear:
            return f"! {', '.join(clear)} will stand in the file for everyone to read.", "$tone-warning"
        try:
            path = self._path()
        except GroupError as error:
            return str(error), "$tone-failure"
        except OSError as error:
            return _unfit(error), "$tone-failure"
        count = self._keeping.count
        steps = exact(count, "step") if count else "no step is taken yet"
        return f"{steps}, to {told(path)}", "$tone-muted"

    def _request(self) -> SavedRequest | None:
        return self._keeping.request(self._values["name"].strip(), self._values["target"].strip())

    def _path(self) -> Path:
        """The file that it will be. Raises GroupError."""
        folder = next(place.folder for place in places() if place.whose == self._values["place"])
        return free_path(folder / read_group(self._values["group"]), self._values["name"])

    # What is done to it ---------------------------------------------------------------------------------------------

    def on_form_edited(self, message: Form.Edited) -> None:
        """A value was typed or turned."""
        message.stop()
        self._values[message.row.id] = message.text
        if message.row.id == "form":
            self._keeping.take_form(message.text)
            self._chosen()
        self._show()

    def on_form_done(self, message: Form.Done) -> None:
        """Enter."""
        message.stop()
        self.action_save()

    def on_check_list_turned(self, message: CheckList.Turned) -> None:
        """Take it, or leave it."""
        self._keeping.turn(message.choice)
        self._chosen()

    def on_check_list_from(self, message: CheckList.From) -> None:
        """Leave all before it."""
        self._keeping.only(message.choice)
        self._chosen()

    def on_check_list_turned_all(self, message: CheckList.TurnedAll) -> None:
        """Take all of a kind, or none."""
        self._keeping.turn_all(message.kind)
        self._chosen()

    def on_check_list_left(self) -> None:
        """Back to the name."""
        self._form.focus()

    def action_other(self) -> None:
        """From the form to the list, and back."""
        (self._form if self._list.has_focus else self._list).focus()

    def action_turn(self) -> None:
        """A click: take the line with the cursor, or leave it."""
        self._list.action_turn()

    def action_only(self) -> None:
        """A click: leave all before the line with the cursor."""
        self._list.action_only()

    def action_turn_all(self, kind: Kind) -> None:
        """A click: take all of a kind, or none."""
        self._list.action_turn_all(kind)

    def action_save(self) -> None:
        """Save it; a file takes a moment, as it is on the disk then."""
        request = self._request()
        try:
            path = self._path()
            read_target(self._values["target"])
        except (GroupError, TargetError) as error:
            self._show(str(error))
            return
        except OSError as error:
            self._show(_unfit(error))
            return
        if not self._values["name"].strip():
            self._show("Write a name: it is found by that.")
        elif request is None:
            self._show("Nothing is taken: the space bar takes a line of the list.")
        elif not self._saving:
            self._saving = True
            self.run_worker(self._save(path, request), group="save", exclusive=True)

    async def _save(self, path: Path, request: SavedRequest) -> None:
        try:
            await asyncio.to_thread(save, path, request)
        except OSError as error:
            self._saving = False
            self._show(f"{told(path)} can't be written: {error.strerror or error}")
        except ValueError as error:
            self._saving = False
            self._show(f"It can't be written as TOML: {error}")
        else:
            self.dismiss(path)

    def action_give_up(self) -> None:
        """Back with nothing saved."""
        self.dismiss(None)


def _unfit(error: OSError) -> str:
    """What is said of a group whose folder can't even be looked for."""
    return f"There can't be such a group: {error.strerror or error}."


def _one_of(name: str, label: str, value: str, choices: list[str]) -> Row:
    return Row(name, label, value, choices=tuple(choices), only_choices=True, knobs=TURNS)
