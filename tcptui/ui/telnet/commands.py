"""The commands of the tcptui> prompt: their names, of which a beginning is enough, and what help says about them."""

from __future__ import annotations

from collections.abc import Iterable

from tcptui.protocol.frozen import frozen
from tcptui.ui.input.completing import common_start


class CommandError(ValueError):
    """A line that can't be carried out; the message is one sentence that says what to write."""


@frozen
class Command:
    """One command. usage: how it is written; brief: what it does, one line; more: further lines of its help."""

    name: str
    usage: str
    brief: str
    more: tuple[str, ...] = ()


COMMANDS: tuple[Command, ...] = (
    Command(
        "open", "open TARGET, or open HOST PORT", "connect, in a tab of its own",
        (
            "TARGET is what the start page understands too: host:port, [v6]:port, unix:/path, a URL, a curl line.",
            "open 127.0.0.1 8000        open [::1]:8000",
        ),
    ),
    Command(
        "close", "close", "send what is pending, then close (FIN)",
        ("The connection's record and its verdict stay; `abort` closes with a RST instead.",),
    ),
    Command(
        "abort", "abort", "close at once (RST); what is pending is dropped",
        ("The peer's next read fails with `Connection reset by peer`.",),
    ),
    Command(
        "half", "half", "close our side only (FIN) and go on reading",
        ("Nothing is asked here, as you wrote it out; the peer may still talk.",),
    ),
    Command(
        "send", "send TEXT", "send bytes exactly: nothing is added, no end of line either",
        (
            r"send GET /\r\n     text with the escapes \r \n \t \0 \xHH \\",
            "send hex 0d 0a    bytes in hex",
            "send file PATH    a file's bytes, streamed",
            "send eol          the end of line that Enter sends",
            "send text eol     the text itself, where its first word is such a name",
            "send ayt          a telnet command, IAC (0xff) and its code (RFC 854):",
            "                  ayt nop ip ao brk ec el ga dm eor eof susp abort",
            "send escape       the byte 0x1d, ^]",
        ),
    ),
    Command("status", "status", "the connection's state, addresses, bytes and queues"),
    Command(
        "set", "set NAME VALUE", "change a setting; `display` lists them",
        ("set eol lf        set encoding latin-1        set escapes on",),
    ),
    Command("unset", "unset NAME", "turn a setting off, or back to what it is at first"),
    Command("toggle", "toggle NAME", "turn a setting over, or to its next value"),
    Command("display", "display [NAME]", "all settings and what they are now"),
    Command(
        "mode", "mode line, or mode character", "how keys are taken: by lines, or each sent at once",
        ("In character mode every key goes to the wire, ctrl+c and Tab too; the key that brought you here leaves it.",),
    ),
    Command(
        "logout", "logout", "close the connection, as `close` does",
        ("telnet asks the far end to log you out; raw TCP knows no such request, so this only closes.",),
    ),
    Command("quit", "quit", "leave tcptui; with open connections it is asked first"),
    Command("?", "? [COMMAND]", "all commands, or more about one; `help` is the same"),
)  # fmt: skip

_ALIASES = {"help": "?"}


def find(word: str) -> Command:
    """The command of this name, or the only one that begins so. Raises CommandError."""
    names = [each.name for each in COMMANDS] + list(_ALIASES)
    name = the_one(word, names, "command", "? lists them all")
    return next(each for each in COMMANDS if each.name == _ALIASES.get(name, name))


def the_one(word: str, names: Iterable[str], noun: str, advice: str) -> str:
    """The name that is this word, or the only one that begins with it. Raises CommandError, which says which fit."""
    known = list(names)
    if word in known:
        return word
    found = [name for name in known if name.startswith(word.lower())]
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(f"{word!r} may be {' or '.join(found)}: write more of it.")
    raise CommandError(f"There is no {noun} {word!r}: {advice}.")


def help_lines(name: str = "") -> list[str]:
    """What help says: about one command, or a line on each. Raises CommandError."""
    if not name:
        return [
            *(f"{each.name:<8} {each.brief}" for each in COMMANDS),
            "The beginning of a name is enough. ? and a name tells more, an empty Enter goes back to the session.",
        ]
    command = find(name)
    return [f"{command.usage}: {command.brief}", *command.more]


def complete(line: str) -> tuple[str, str]:
    """The line with its last word completed as far as that is clear, and what there is to say about it."""
    from tcptui.ui.telnet.settings import SETTINGS

    words = line.split()
    if len(words) <= 1 and not line.endswith(" "):
        return _completed(line.strip(), "", [each.name for each in COMMANDS if each.name != "?"])
    try:
        name = find(words[0]).name
    except CommandError as error:
        return line, str(error)
    if name == "send" and words[1:2] == ["file"]:
        from tcptui.ui.input.files import complete_path

        head, _, path = line.partition("file ")
        path, remark = complete_path(path.lstrip())
        return f"{head}file {path}", remark
    settings = name in ("set", "unset", "toggle", "display")
    candidates = [each.name for each in SETTINGS] if settings else ["line", "character"] if name == "mode" else []
    if len(words) > 2 or (len(words) == 2 and line.endswith(" ")):
        candidates = list(next((each.values for each in SETTINGS if each.name == words[1]), ())) if settings else []
    head, _, last = line.rpartition(" ")
    return _completed(last, f"{head} ", candidates)


def _completed(word: str, head: str, candidates: list[str]) -> tuple[str, str]:
    found = [each for each in candidates if each.startswith(word)]
    if not found:
        return head + word, ""
    if len(found) == 1:
        return f"{head}{found[0]} ", ""
    return head + common_start(found), "  ".join(found)
