"""Saved requests as a pipeline of `printf`, `sleep` and `nc` (OpenBSD's: Debian's netcat-openbsd)."""

from __future__ import annotations

from typing import Final

from tcptui.protocol.endpoint import Endpoint
from tcptui.requests.exporting.outline import CantExportError, End, Exported, Hear, Outline, Rest, Say
from tcptui.requests.exporting.shell import printf, quoted

_WAIT: Final = 1.0
"""Seconds to sleep where an answer is waited for: a pipe can't tell when it is there."""


def export_nc(outline: Outline) -> Exported:
    """The pipeline. Raises CantExportError for TLS, which nc does not speak."""
    if outline.endpoint.transport == "tls":
        raise CantExportError("nc speaks no TLS: --as curl or --as python does.")
    commands: list[str] = []
    remarks = list(outline.remarks)
    for action in outline.actions:
        match action:
            case Say(data):
                commands.append(printf(data))
            case Rest(seconds):
                commands.append(f"sleep {seconds:g}")
            case Hear():
                commands.append(f"sleep {_WAIT:g}")
                remarks.append(f"A pipe can't wait for an answer: it sleeps for {_WAIT:g} s in its place.")
            case End(how):
                if how == "rst":
                    remarks.append("nc can't reset the connection: it closes it in order.")
                break
    if not any(isinstance(one, Hear) for one in outline.actions):
        commands.append(f"sleep {_WAIT:g}")  # else its own FIN would be as quick as the answer
    # -N: when the pipe ends nc sends a FIN, and ends itself when the peer has sent its own.
    text = f"{{ {'; '.join(commands)}; }} | nc {_where(outline.endpoint)}\n"
    return Exported(text.encode("ascii"), tuple(dict.fromkeys(remarks)))


def _where(endpoint: Endpoint) -> str:
    if endpoint.transport == "unix":
        if endpoint.path.startswith("@"):
            raise CantExportError("nc can't reach an abstract unix socket: --as python can.")
        return f"-N -U {quoted(endpoint.path)}"
    return f"-N {quoted(endpoint.host)} {endpoint.port}"
