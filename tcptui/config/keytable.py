"""Every key that can be given to something else, by the id of what it does.

Written by `python -m tests.keytable` from the bindings, to which a test holds it: so a settings file is checked in a
millisecond, without the screen that the bindings are a part of.
"""

# ruff: noqa: E501 - a row a key

from __future__ import annotations

from tcptui.protocol.frozen import frozen


@frozen
class KeyRow:
    """What keys do. keys: the default ones, as Textual names them.

    place: where they work; own: whether that is a screen of its own, on which no others do.
    """

    place: str
    own: bool
    keys: tuple[str, ...]
    text: str


KEYS: dict[str, KeyRow] = {
    "help": KeyRow("Everywhere", False, ("f1",), "Show all keys"),
    "events": KeyRow("Everywhere", False, ("f4",), "Go to the events and figures, and back"),
    "view": KeyRow("Everywhere", False, ("f5",), "Show the bytes as text or as hex"),
    "verdict": KeyRow("Everywhere", False, ("f6",), "Show the verdict in short, all of it, or not at all"),
    "connection.new": KeyRow("Everywhere", False, ("ctrl+n",), "Open a new connection"),
    "connection.again": KeyRow("Everywhere", False, ("ctrl+t",), "Connect again to the same target"),
    "connection.half-close": KeyRow("Everywhere", False, ("ctrl+d",), "Close our side only (FIN)"),
    "connection.close": KeyRow("Everywhere", False, ("f7",), "Close the connection (FIN)"),
    "connection.abort": KeyRow("Everywhere", False, ("f8",), "Abort the connection (RST)"),
    "connection.remove": KeyRow("Everywhere", False, ("ctrl+w",), "Close the tab of a connection that is over"),
    "eol": KeyRow("Everywhere", False, ("f9",), "Switch the end of line that Enter sends"),
    "connection.next": KeyRow("Everywhere", False, ("ctrl+pagedown",), "Go to the next connection"),
    "connection.previous": KeyRow("Everywhere", False, ("ctrl+pageup",), "Go to the connection before"),
    "clear": KeyRow("Everywhere", False, ("ctrl+c",), "Clear the input; on an empty one, say how to leave"),
    "palette": KeyRow("Everywhere", False, ("ctrl+p",), "Find any command by its name"),
    "quit": KeyRow("Everywhere", False, ("ctrl+q",), "Leave tcptui"),
    "connection.1": KeyRow("Everywhere", False, ("alt+1",), "Go to this connection"),
    "connection.2": KeyRow("Everywhere", False, ("alt+2",), "Go to this connection"),
    "connection.3": KeyRow("Everywhere", False, ("alt+3",), "Go to this connection"),
    "connection.4": KeyRow("Everywhere", False, ("alt+4",), "Go to this connection"),
    "connection.5": KeyRow("Everywhere", False, ("alt+5",), "Go to this connection"),
    "connection.6": KeyRow("Everywhere", False, ("alt+6",), "Go to this connection"),
    "connection.7": KeyRow("Everywhere", False, ("alt+7",), "Go to this connection"),
    "connection.8": KeyRow("Everywhere", False, ("alt+8",), "Go to this connection"),
    "connection.9": KeyRow("Everywhere", False, ("alt+9",), "Go to this connection"),
    "input.left": KeyRow("In the input line", False, ("left", "ctrl+b"), "one character back"),
    "input.right": KeyRow("In the input line", False, ("right", "ctrl+f"), "one character on"),
    "input.word-left": KeyRow("In the input line", False, ("alt+b", "alt+left", "ctrl+left"), "one word back"),
    "input.word-right": KeyRow("In the input line", False, ("alt+f", "alt+right", "ctrl+right"), "one word on"),
    "input.home": KeyRow("In the input line", False, ("ctrl+a", "home"), "to the beginning of the line"),
    "input.end": KeyRow("In the input line", False, ("ctrl+e", "end"), "to the end of the line"),
    "input.backspace": KeyRow("In the input line", False, ("backspace",), "remove the character before the cursor"),
    "input.delete": KeyRow("In the input line", False, ("delete",), "remove the character at the cursor"),
    "input.kill-to-end": KeyRow("In the input line", False, ("ctrl+k",), "cut to the end of the line"),
    "input.kill-to-start": KeyRow("In the input line", False, ("ctrl+u",), "cut to the beginning of the line"),
    "input.kill-word-left": KeyRow("In the input line", False, ("ctrl+w",), "cut back to a blank, or close the tab of what is over"),
    "input.kill-alnum-left": KeyRow("In the input line", False, ("alt+backspace",), "cut back to the beginning of the word"),
    "input.kill-word-right": KeyRow("In the input line", False, ("alt+d",), "cut to the end of the word"),
    "input.yank": KeyRow("In the input line", False, ("ctrl+y",), "put back what was cut last"),
    "input.older": KeyRow("In the input line", False, ("up",), "up in a block, then to what was sent before"),
    "input.newer": KeyRow("In the input line", False, ("down",), "down in a block, then to what was sent later"),
    "connections.up": KeyRow("ConnectionList", False, ("up",), "The connection above"),
    "connections.down": KeyRow("ConnectionList", False, ("down",), "The connection below"),
    "connections.page-up": KeyRow("ConnectionList", False, ("pageup",), "A page up"),
    "connections.page-down": KeyRow("ConnectionList", False, ("pagedown",), "A page down"),
    "connections.first": KeyRow("ConnectionList", False, ("home",), "The first connection"),
    "connections.last": KeyRow("ConnectionList", False, ("end",), "The last connection"),
    "connections.sort-left": KeyRow("ConnectionList", False, ("left",), "Sort by the column to the left"),
    "connections.sort-right": KeyRow("ConnectionList", False, ("right",), "Sort by the column to the right"),
    "connections.reverse": KeyRow("ConnectionList", False, ("space",), "Turn the order round"),
    "connections.unfilter": KeyRow("ConnectionList", False, ("backspace",), "Shorten the filter"),
    "connections.choose": KeyRow("ConnectionList", False, ("enter",), "Go to the connection"),
    "events.up": KeyRow("EventList", False, ("up", "k"), "Older events"),
    "events.down": KeyRow("EventList", False, ("down", "j"), "Newer events"),
    "events.page-up": KeyRow("EventList", False, ("pageup",), "A page of older events"),
    "events.page-down": KeyRow("EventList", False, ("pagedown",), "A page of newer events"),
    "events.top": KeyRow("EventList", False, ("home", "g"), "The oldest events"),
    "events.bottom": KeyRow("EventList", False, ("end", "G"), "The newest events"),
    "pane.up": KeyRow("SessionPane", False, ("up", "k"), "Scroll one line up"),
    "pane.down": KeyRow("SessionPane", False, ("down", "j"), "Scroll one line down"),
    "pane.page-up": KeyRow("SessionPane", False, ("pageup", "b"), "Scroll one page up"),
    "pane.page-down": KeyRow("SessionPane", False, ("pagedown", "space"), "Scroll one page down"),
    "pane.top": KeyRow("SessionPane", False, ("home", "g"), "Go to the beginning"),
    "pane.bottom": KeyRow("SessionPane", False, ("end", "G"), "Go to the end and follow it"),
    "pane.view": KeyRow("SessionPane", False, ("h",), "Show the bytes as text or as hex"),
    "pane.times": KeyRow("SessionPane", False, ("t",), "Times since the start, since the last row, or the clock"),
    "pane.select": KeyRow("SessionPane", False, ("v",), "Begin to select, or end it; arrows and pages extend"),
    "pane.left": KeyRow("SessionPane", False, ("left",), "While selecting: one character back"),
    "pane.right": KeyRow("SessionPane", False, ("right",), "While selecting: one character on"),
    "pane.select-up": KeyRow("SessionPane", False, ("shift+up",), "Select a line up"),
    "pane.select-down": KeyRow("SessionPane", False, ("shift+down",), "Select a line down"),
    "pane.select-left": KeyRow("SessionPane", False, ("shift+left",), "Select a character back"),
    "pane.select-right": KeyRow("SessionPane", False, ("shift+right",), "Select a character on"),
    "pane.leave": KeyRow("SessionPane", False, ("enter", "i"), "Back to the input line"),
    "start.up": KeyRow("StartPage", False, ("up", "k"), "The choice above"),
    "start.down": KeyRow("StartPage", False, ("down", "j"), "The choice below"),
    "start.choose": KeyRow("StartPage", False, ("enter",), "Connect there"),
    "start.leave": KeyRow("StartPage", False, ("escape", "i"), "Back to the input line"),
    "start.above": KeyRow("Everywhere", False, ("up",), "Choice above"),
    "start.below": KeyRow("Everywhere", False, ("down",), "Choice below"),
    "new.back": KeyRow("NewConnection", True, ("escape",), "Back without a connection"),
    "new.older": KeyRow("NewConnection", True, ("down",), "Put the recent target below into the line"),
    "new.newer": KeyRow("NewConnection", True, ("up",), "Put the recent target above into the line"),
}  # fmt: skip
