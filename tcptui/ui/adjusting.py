"""The settings that the tcptui> prompt can change, as the screen has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tcptui.ui.keymap import key_of
from tcptui.ui.reading import ReadActions
from tcptui.ui.sending import SendActions

if TYPE_CHECKING:
    from tcptui.protocol.wording import Tone
    from tcptui.ui.rowlayout import View
    from tcptui.ui.rowtimes import TimeMode
    from tcptui.ui.telnet.settings import Setting

Answer = tuple[list[str], "Tone | None"]
"""Lines, and what they mean."""


class SettingActions(ReadActions, SendActions):
    """Tells the settings and changes them, each as its own key does."""

    def display_settings(self, one: Setting | None) -> list[str]:
        """A line on one setting, or on each."""
        from tcptui.ui.telnet.settings import SETTINGS

        return [
            f"{each.name:<10} {self._value(each.name):<10} {each.text}"
            + (f" ({key_of(each.action)})" if each.action else "")
            for each in ((one,) if one else SETTINGS)
        ]

    def change(self, setting: Setting, value: str | None) -> Answer:
        """Give a setting this value, or its next one. Raises CommandError where that can't be now."""
        if value is None:
            value = setting.after(self._value(setting.name))
        if setting.name == "character":
            return self._character(on=value == "on")
        self._change(setting.name, value)
        self.prompt.remark = ""
        self.show_title()
        return [f"{setting.name} is {self._value(setting.name)} now"], "event"

    def _value(self, name: str) -> str:
        session = self.sessions.current
        values = {
            "eol": self.eol,
            "crlf": "on" if self.eol == "crlf" else "off",
            "escapes": "on" if self.prompt.lines.way.escapes else "off",
            "character": "off",  # in character mode there is no prompt
            "encoding": session.encoding if session else "utf-8",
            "view": self.pane.view,
            "time": self.pane.time_mode,
            "framing": self.framing,
        }
        return values[name]

    def _change(self, name: str, value: str) -> None:
        match name:
            case "eol":
                self.action_set_eol(value)
            case "crlf":
                self.action_set_eol("crlf" if value == "on" else "lf")
            case "escapes":
                _refused(self.prompt.turning.escapes(on=value == "on"))
            case "encoding":
                self._set_encoding(value)
            case "view":
                self.show_bytes()
                self.pane.view = cast("View", value)
            case "time":
                self.pane.time_mode = cast("TimeMode", value)
            case _:
                self.action_set_framing(value)

    def _set_encoding(self, name: str) -> None:
        if self.sessions.current is None:
            _refused("no connection is in view: the encoding is a connection's own")
            return
        self.action_encoding(name)

    def _character(self, *, on: bool) -> Answer:
        if not on:
            return ["keys are taken by lines already"], "event"
        _refused(self.prompt.turning.characters())
        self.prompt.turned()
        return [], None


def _refused(reason: str) -> None:
    """Raise CommandError where there is a reason."""
    from tcptui.ui.telnet.commands import CommandError

    if reason:
        raise CommandError(reason)
