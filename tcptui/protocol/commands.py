"""Everything that can be asked of the engine: frozen dataclasses, submitted from any thread or returned by a Script."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from tcptui.protocol.endpoint import Endpoint
from tcptui.protocol.events import Event
from tcptui.protocol.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tcptui.protocol.ports import Script


def _no_scripts(_conn: int) -> tuple[Script, ...]:
    return ()


@frozen
class Command:
    """What all commands have: the number of the connection that they are about."""

    conn: int


@frozen
class Open(Command):
    """Connect. conn: a fresh number of `Engine.new_connection`; timeouts in seconds, > 0.

    scripts are told every event of the connection from its first on, in this order.
    """

    endpoint: Endpoint
    framing: str = "auto"
    resolve_timeout: float = 10.0
    connect_timeout: float = 30.0
    scripts: tuple[Script, ...] = ()


@frozen
class Listen(Command):
    """Take connections. conn: the listener's own fresh number; address: a name or an address, and a port or 0 for a
    free one; backlog: connections that wait to be accepted, > 0 (the kernel cuts it at net.core.somaxconn); limit:
    connections after which it stops listening, None for no limit.

    respond: asked on the loop thread for the scripts of each accepted connection, by its number; responder: what
    people call the one that answers by itself, "" for none; scripts: the listener's own; framing: how what comes and
    goes on the accepted connections is cut into messages.
    """

    address: Endpoint
    backlog: int = 128
    limit: int | None = None
    respond: Callable[[int], tuple[Script, ...]] = field(default=_no_scripts, repr=False)
    responder: str = ""
    scripts: tuple[Script, ...] = ()
    framing: str = "none"


@frozen
class TakeOver(Command):
    """The person speaks from now on: a Script that answers by itself is silent. Told by AnsweredBy."""


@frozen
class HandBack(Command):
    """The Script answers again."""


@frozen
class Send(Command):
    """Write these bytes after all that is pending; before the connection stands they wait for it.

    secrets: stretches of `data`, first byte and the one after the last, that are not to be shown unless asked for.
    """

    data: bytes = field(repr=False)
    secrets: tuple[tuple[int, int], ...] = ()


@frozen
class SendFile(Command):
    """Write a file's bytes after all that is pending, streamed: it is read as the socket takes it."""

    path: Path


@frozen
class HalfClose(Command):
    """Send a FIN after all that is pending, and go on reading."""


@frozen
class Close(Command):
    """Write what is pending for at most `flush` seconds, read what has arrived, close. why: told by `Closed`."""

    flush: float = 2.0
    why: Literal["asked", "timeout", "cancelled", "peer"] = "asked"


@frozen
class Abort(Command):
    """Close at once with a RST; what is pending is dropped and counted. Before the connection stands: give it up."""

    why: Literal["asked", "timeout", "cancelled"] = "asked"


@frozen
class PauseReading(Command):
    """Stop reading: TCP's own window then slows the peer."""


@frozen
class ResumeReading(Command):
    """Read again."""


@frozen
class Attach(Command):
    """Have a script told this connection's events from now on, and carry out what it wants: it joins one that stands.

    It is given its first Tick when its deadline says so, 0.0 at once. Where the connection is closed already it is
    told so by a LocalError, and joins nothing.
    """

    script: Script


@frozen
class Detach(Command):
    """Tell a script nothing more; what it has asked for is still done. One that is not attached is no error."""

    script: Script


@frozen
class Watch(Command):
    """Sample this connection's kernel figures 10 times a second and all others once; conn 0 for none."""


@frozen
class Sample(Command):
    """Take this connection's kernel figures now."""


@frozen
class Note(Command):
    """Put a derived event (Message, VerdictReached, Concealed) into the record, and tell the connection's scripts."""

    event: Event
