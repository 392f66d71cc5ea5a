"""Every action of the workbench with its keys: bindings, key bar, palette and help are all made from these tables."""

from __future__ import annotations

from typing import Literal

from textual.binding import Binding

from tcptui.config.keynames import sign
from tcptui.protocol.frozen import frozen

Standing = Literal["none", "live", "half-closed", "over", "listening", "characters"]
"""How the connection in view stands, as far as keys go; half-closed is what we did, characters where it gets all."""


@frozen
class Action:
    """Something that can be done anywhere in the workbench.

    keys: as Textual names them, the first one is shown; action: the screen's action; label: for the key bar, "" where
    it is never shown there; text: one sentence for palette and help.
    """

    id: str
    keys: str
    action: str
    label: str
    text: str

    def binding(self) -> Binding:
        """The binding of this action; `id` lets people give it other keys. Help and leaving work on questions, too."""
        label, always = self.label or self.text, self.id in ("help", "quit")
        return Binding(self.keys, self.action, label, show=False, priority=always, id=self.id, tooltip=self.text)


@frozen
class EditKey:
    """Keys of the input line. method: of `Editor`, or `older`/`newer` for the history; text: what it does."""

    keys: tuple[str, ...]
    method: str
    text: str

    @property
    def id(self) -> str:
        """The name by which people give it other keys."""
        return f"input.{self.method.replace('_', '-')}"


ACTIONS: tuple[Action, ...] = (
    Action("help", "f1", "app.help", "help", "Show all keys"),
    Action("composer", "f2", "compose", "compose", "Compose a message by form, see its bytes, and send it"),
    Action("saved", "f3", "saved", "saved", "Saved requests: find, look at, change and replay them"),
    Action("events", "f4", "events", "events", "Every event of the connection or of all, with a filter"),
    Action("sidebar", "alt+s", "sidebar", "", "Go to the sidebar's events; from there, hide it"),
    Action("connections", "alt+l", "connections", "", "Go to the list of connections: sort, filter, choose"),
    Action("explain", "alt+x", "explain", "", "Explain the figures: what they are, and when to worry"),
    Action(
        "sidebar.narrower", "alt+comma", "resize(-1)", "", "Make the sidebar narrower (its edge can be dragged, too)"
    ),
    Action("sidebar.wider", "alt+full_stop", "resize(1)", "", "Make the sidebar wider"),
    Action("view", "f5", "view", "view", "Show the bytes as text, as hex, or as messages"),
    Action("verdict", "f6", "verdict", "verdict", "Show the verdict in short, all of it, or not at all"),
    Action("connection.new", "ctrl+n", "new", "new", "Open a new connection"),
    Action("many", "alt+m", "many", "", "Many connections at once: open them, or see what became of them"),
    Action("connection.again", "ctrl+t", "reconnect", "again", "Connect again to the same target"),
    Action("listen", "ctrl+l", "listen", "listen", "Take connections on a port, by hand or by a practice server"),
    Action(
        "answer", "alt+a", "answer", "who answers", "Take over from the script that answers, or let it answer again"
    ),
    Action("history", "alt+h", "history", "", "Look at what was sent in all runs: find it, and take it up again"),
    Action("compare", "alt+v", "compare", "", "What differs from last time, or from any other connection"),
    Action("runs", "ctrl+o", "past_runs", "past runs", "Look at the runs that were recorded, and open one"),
    Action(
        "replay", "alt+r", "replay", "replay", "Replay what was sent here, or what was replayed here, as you choose"
    ),
    Action("replay.again", "alt+z", "replay_again", "", "Replay the same again, in the same way"),
    Action("replay.step", "alt+o", "replay_step", "", "Do the next step of a replay that goes step by step"),
    Action("replay.stop", "alt+q", "replay_stop", "", "Stop the replay; where it is over, hide its steps or show them"),
    Action("replay.earlier", "alt+pageup", "replay_look(-1)", "", "Look at the replay's steps before those shown"),
    Action("replay.later", "alt+pagedown", "replay_look(1)", "", "Look at the replay's steps behind those shown"),
    Action("connection.half-close", "ctrl+d", "half_close", "half-close", "Close our side only (FIN)"),
    Action("connection.close", "f7", "close", "close", "Close the connection (FIN)"),
    Action("connection.abort", "f8", "abort", "abort", "Abort the connection (RST)"),
    Action("connection.remove", "ctrl+w", "remove", "close tab", "Close the tab of a connection that is over"),
    Action("eol", "f9", "eol", "eol", "Switch the end of line that Enter sends"),
    Action(
        "input.telnet",
        "ctrl+right_square_bracket",
        "turn('input.telnet')",
        "command",
        "Go to the tcptui> prompt, as telnet's; from character mode, back to lines",
    ),
    Action("input.escapes", "alt+e", "turn('input.escapes')", "escapes", r"Type escapes such as \r \n \x00"),
    Action("input.characters", "alt+c", "turn('input.characters')", "keys", "Character mode: send every key at once"),
    Action("input.search", "ctrl+r", "turn('input.search')", "", "Look back for what was sent to this target"),
    Action("connection.next", "ctrl+pagedown", "neighbour(1)", "next", "Go to the next connection"),
    Action("connection.previous", "ctrl+pageup", "neighbour(-1)", "", "Go to the connection before"),
    Action("clear", "ctrl+c", "clear", "", "Clear the input; on an empty one, say how to leave"),
    Action("palette", "ctrl+p", "app.command_palette", "commands", "Find any command by its name"),
    Action("quit", "ctrl+q", "app.quit", "quit", "Leave tcptui"),
)

PANE_ACTIONS: tuple[Action, ...] = (
    Action("pane.times", "t", "times", "times", "Tell times since the start, since the row before, or by the clock"),
    Action("pane.select", "v", "select", "select", "Select in the pane: arrows and pages extend, Esc ends"),
    Action("pane.copy", "y", "copy", "copy", "Copy what is selected as text, escaped, hex, Python or C"),
    Action("pane.save", "s", "save", "save", "Save what is selected, or all: its bytes, or as pcapng, HAR or a page"),
    Action("pane.write-down", "w", "write_down", "write down", "Save what was said, or is selected, as a request"),
    Action("pane.search", "slash", "search", "search", "Search the record: text, hex or a regular expression"),
    Action("pane.next", "n", "find(1)", "next", "Go to the next match"),
    Action("pane.previous", "N", "find(-1)", "previous", "Go to the match before"),
    Action("pane.jump", "colon", "jump", "jump", "Jump to a time, a byte or a row"),
    Action("pane.messages", "m", "messages", "messages", "Go to the messages; there, to a message's bytes"),
    Action("pane.framing", "f", "framing", "framing", "Look at the messages that another framing finds"),
    Action("pane.secrets", "u", "secrets", "secrets", "Show the connection's secrets, or hide them again"),
    Action("pane.encoding", "e", "encoding", "encoding", "Read and write the connection in another text encoding"),
)
"""What letters do while the keys are in the pane; the palette has it everywhere."""

BAR: dict[Standing, tuple[str, ...]] = {
    "characters": ("input.telnet",),
    "none": ("help", "quit", "composer", "connection.new", "saved", "listen", "runs", "palette", "eol", "input.telnet"),
    "live": (
        "help", "quit", "connection.half-close", "connection.close", "connection.abort", "view", "composer", "saved",
        "eol", "events", "palette", "connection.new", "input.telnet", "input.escapes", "connection.again", "listen",
        "runs",
    ),
    "half-closed": (
        "help", "quit", "connection.close", "connection.abort", "composer", "saved", "events", "view", "palette",
        "connection.new", "connection.again", "eol", "listen", "runs",
    ),
    "listening": (
        "help", "quit", "connection.close", "connection.next", "connection.new", "listen", "events", "palette", "runs",
    ),
    "over": (
        "help", "quit", "connection.again", "connection.new", "verdict", "view", "saved", "eol", "composer", "events",
        "palette", "connection.remove", "listen", "runs",
    ),
}  # fmt: skip
"""The actions that the key bar shows for a connection that stands so, those that matter most first."""

SWITCHES: tuple[Binding, ...] = tuple(
    Binding(
        f"alt+{n}", f"switch({n})", f"connection {n}", show=False, id=f"connection.{n}", tooltip="Go to this connection"
    )
    for n in range(1, 10)
)

EDIT_KEYS: tuple[EditKey, ...] = (
    EditKey(("left", "ctrl+b"), "left", "one character back"),
    EditKey(("right", "ctrl+f"), "right", "one character on"),
    EditKey(("alt+b", "alt+left", "ctrl+left"), "word_left", "one word back"),
    EditKey(("alt+f", "alt+right", "ctrl+right"), "word_right", "one word on"),
    EditKey(("ctrl+a", "home"), "home", "to the beginning of the line"),
    EditKey(("ctrl+e", "end"), "end", "to the end of the line"),
    EditKey(("backspace",), "backspace", "remove the character before the cursor"),
    EditKey(("delete",), "delete", "remove the character at the cursor"),
    EditKey(("ctrl+k",), "kill_to_end", "cut to the end of the line"),
    EditKey(("ctrl+u",), "kill_to_start", "cut to the beginning of the line"),
    EditKey(("ctrl+w",), "kill_word_left", "cut back to a blank, or close the tab of what is over"),
    EditKey(("alt+backspace",), "kill_alnum_left", "cut back to the beginning of the word"),
    EditKey(("alt+d",), "kill_word_right", "cut to the end of the word"),
    EditKey(("ctrl+y",), "yank", "put back what was cut last"),
    EditKey(("up",), "older", "up in a block, then to what was sent before"),
    EditKey(("down",), "newer", "down in a block, then to what was sent later"),
)

INPUT_KEYS: tuple[tuple[str, str], ...] = (
    ("enter", "send the line or block; on an empty line, just its end"),
    ("ctrl+c", "clear the line or block"),
    ("ctrl+d", "remove the character at the cursor, or close our side"),
    ("ctrl+j", "begin another line: several lines make a block"),
    ("tab", "complete the path of a line `< path`, which sends that file"),
    ("escape", "hide the verdict, then go up to the pane"),
)

_NAMES = {
    "escape": "Esc", "enter": "Enter", "pageup": "PgUp", "pagedown": "PgDn", "backspace": "Backspace",
    "delete": "Del", "home": "Home", "end": "End", "up": "↑", "down": "↓", "left": "←", "right": "→", "space": "Space",
    "tab": "Tab", "insert": "Ins",
}  # fmt: skip


def spoken(key: str) -> str:
    """A key as people write it: `^p`, `F5`, `alt+b`, `PgUp`."""
    *modifiers, name = key.split("+")
    name = _NAMES.get(name) or sign(name) or (name.upper() if name[0] == "f" and name[1:].isdecimal() else name)
    if modifiers == ["ctrl"] and len(name) == 1:
        return f"^{name}"
    return "+".join([*modifiers, name])
