"""What is asked wrongly is answered in one sentence."""

from __future__ import annotations

import sys

from tcptui.protocol.endpoint import Endpoint, TargetError, from_host_port, parse_target


class UsageError(Exception):
    """What was asked can't be done; each argument is one sentence for stderr, the exit status 2."""


def fail(command: str, message: object, status: int = 2) -> int:
    """Say one sentence on stderr, of a UsageError each of its sentences; gives the exit status."""
    for sentence in message.args if isinstance(message, UsageError) else (message,):
        print(f"{command}: {harmless(str(sentence))}", file=sys.stderr)
    return status


def unrecorded(command: str, error: OSError) -> int:
    """Say that no record can be begun, so that nothing was done; gives the exit status."""
    return fail(command, f"The record can't be kept: {told(error)} (--no-record does without)", 1)


def told(error: OSError) -> str:
    """What the system says of a file, as one sentence that names the file where it can."""
    why = (error.strerror or str(error)).rstrip(".")
    return f"{why}." if error.filename is None else f"{error.filename}: {why}."


def harmless(text: str) -> str:
    """Our own sentence, in which a name, a path or a peer's words can't act on the terminal."""
    from tcptui.protocol.glyphs import visible_text

    return visible_text(text)


def framing(name: str) -> str:
    """The framing's name, if there is such a framing. Raises UsageError."""
    if name != "auto":  # the default: the workbench opens before the framings are imported
        from tcptui.protocol.framing.table import FramingError, parse_framing

        try:
            parse_framing(name)
        except FramingError as error:
            raise UsageError(str(error)) from None
    return name


def endpoint(words: list[str]) -> Endpoint | None:
    """The target of one word, or telnet's two, HOST and PORT; None for none. Raises UsageError."""
    try:
        match words:
            case []:
                return None
            case [target]:
                found = parse_target(target)
            case [host, port]:
                found = from_host_port(host, port)
            case _:
                raise UsageError(f"Too many words: {words[2]!r} is more than a target, or HOST PORT as with telnet.")
    except TargetError as error:
        raise UsageError(str(error)) from None
    if found.transport == "tls":
        raise UsageError(f"{found}: this version speaks plain TCP only; TLS is still to come.")
    return found
