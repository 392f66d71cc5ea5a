"""A line of the tcptui> prompt as what it asks for."""

from __future__ import annotations

from typing import Literal

from tcptui.protocol.escapes import EscapeError, parse_hex, unescape
from tcptui.protocol.frozen import frozen
from tcptui.ui.telnet.commands import Command, CommandError, find, help_lines, the_one
from tcptui.ui.telnet.settings import Setting, setting

_IAC = 0xFF
_TELNET = {
    "eof": 236, "susp": 237, "abort": 238, "eor": 239, "nop": 241, "dm": 242, "brk": 243, "ip": 244, "ao": 245,
    "ayt": 246, "ec": 247, "el": 248, "ga": 249,
}  # fmt: skip
"""Codes that follow IAC (RFC 854; eor RFC 885; eof, susp and abort RFC 1184)."""

_ESCAPE = b"\x1d"

Plain = Literal["close", "abort", "half", "status", "logout", "quit"]
_PLAIN: dict[str, Plain] = {
    "close": "close", "abort": "abort", "half": "half", "status": "status", "logout": "logout", "quit": "quit",
}  # fmt: skip


@frozen
class Open:
    """Connect. target: as it was written."""

    target: str


@frozen
class Do:
    """A command of one word."""

    what: Plain


@frozen
class SendBytes:
    """Send these bytes."""

    data: bytes


@frozen
class SendPath:
    """Send a file's bytes. path: as it was written."""

    path: str


@frozen
class SendEnd:
    """Send the end of line that Enter sends."""


@frozen
class Change:
    """Change a setting. value: None for the one that comes next."""

    setting: Setting
    value: str | None


@frozen
class Display:
    """Tell one setting, or all."""

    setting: Setting | None


@frozen
class Help:
    """Say this."""

    lines: tuple[str, ...]


Request = Open | Do | SendBytes | SendPath | SendEnd | Change | Display | Help


def parse(line: str, encoding: str = "utf-8") -> Request:
    """What a line asks for. encoding: of text that is to be sent. Raises CommandError."""
    word, _, rest = line.lstrip().partition(" ")
    if word.startswith("?") and len(word) > 1:
        word, rest = "?", f"{word[1:]} {rest}"
    command = find(word)
    rest = rest.strip() if command.name != "send" else rest
    match command.name:
        case "open":
            return Open(_needed(command, rest))
        case "send":
            return _send(command, rest, encoding)
        case "set" | "unset" | "toggle":
            return _change(command, rest.split())
        case "mode":
            return _mode(command, rest)
        case "display":
            return Display(setting(rest) if rest else None)
        case "?":
            return Help(tuple(help_lines(rest)))
        case name:
            if rest:
                raise CommandError(f"`{name}` stands alone: {rest!r} behind it means nothing here.")
            return Do(_PLAIN[name])


def _needed(command: Command, rest: str) -> str:
    if not rest:
        raise CommandError(f"Write {command.usage}.")
    return rest


def _send(command: Command, rest: str, encoding: str) -> Request:
    """The forms of `send`; only the text keeps its blanks as they are."""
    word, _, behind = _needed(command, rest).partition(" ")
    try:
        match word:
            case "hex":
                return SendBytes(parse_hex(_needed(command, behind)))
            case "file":
                return SendPath(_needed(command, behind.strip()))
            case "text":
                return SendBytes(unescape(_needed(command, behind), encoding))
            case "eol" if not behind:
                return SendEnd()
            case "escape" if not behind:
                return SendBytes(_ESCAPE)
            case _ if word in _TELNET and not behind:
                return SendBytes(bytes((_IAC, _TELNET[word])))
            case _:
                return SendBytes(unescape(rest, encoding))
    except EscapeError as error:
        raise CommandError(f"{error} Nothing was sent.") from None


def _change(command: Command, words: list[str]) -> Request:
    if not words:
        raise CommandError(f"Write {command.usage}; `display` lists the settings.")
    name, *values = words
    wanted = setting(name)
    if command.name == "set":
        if not values and wanted.is_switch:
            return Change(wanted, "on")
        if len(values) != 1:
            raise CommandError(f"Write set {wanted.name} and one of {', '.join(wanted.values)}.")
        return Change(wanted, wanted.read(values[0]))
    if values:
        raise CommandError(f"`{command.name}` wants the name of a setting alone.")
    if command.name == "toggle":
        return Change(wanted, None)
    return Change(wanted, "off" if wanted.is_switch else wanted.first)


def _mode(command: Command, rest: str) -> Request:
    mode = the_one(_needed(command, rest), ("line", "character"), "mode", "there are line and character")
    return Change(setting("character"), "on" if mode == "character" else "off")
