"""The rules for a listener: it has no peer, so that only its own end, or why it never listened, can be told."""

from __future__ import annotations

from tcptui.diagnosis import words
from tcptui.diagnosis.case import Case, Finding
from tcptui.protocol.faults import fault


def could_not(case: Case) -> Finding | None:
    """The address could not be had."""
    error = case.story.local_error
    if case.story.listening or error is None:
        return None
    meaning, advice = _why(error.errno_name, case.story.target)
    return Finding("local-error", words.sentence(f"Can't listen: {error.reason}"), meaning, advice)


def _why(name: str | None, target: str) -> tuple[str, tuple[str, ...]]:
    """What a refused address means, and what to try. target: `listen ADDRESS:PORT`."""
    port = target.rpartition(":")[2]
    match name:
        case "EADDRINUSE":
            return (
                "Another program listens there, or on all addresses with this port.",
                (f"See which one: ss -tlnp 'sport = :{port}'.", "Choose another port, or 0 for a free one."),
            )
        case "EACCES":
            return (
                "Ports under 1024 are privileged: only root, or who has CAP_NET_BIND_SERVICE, may listen on them.",
                ("Choose a port above 1023.",),
            )
        case "EADDRNOTAVAIL":
            return (
                "The address is not one of this machine's.",
                ("See which it has: ip address.", "0.0.0.0 and [::] mean all of them, 127.0.0.1 this machine alone."),
            )
        case _:
            return "Nothing was opened.", fault(name).advice if name else ()


def not_found(case: Case) -> Finding | None:
    """The address was a name that gave none."""
    resolved = case.story.resolved
    if case.story.listening or resolved is None or resolved.addresses:
        return None
    return Finding(
        "resolve-failed",
        words.sentence(f"Can't listen: {resolved.reason or 'the name has no address'}"),
        "A listener needs an address of this machine.",
        ("Write the address itself: 127.0.0.1, or 0.0.0.0 for all.",),
    )


def ended(case: Case) -> Finding:
    """It took connections until it was told to stop."""
    listening, arrived = case.story.listening, case.story.arrived
    if listening is None:
        return Finding("cancelled", "It was given up before it listened.", "Nothing was opened.")
    took = f"accepted {words.count(arrived, 'connection')}" if arrived else "nobody connected"
    meaning = "Connections that it accepted go on without it." if arrived else ""
    summary = f"It listened on {listening.address} for {words.seconds(case.lasted)}, and {took}."
    return Finding("closed", summary, meaning)


RULES = (could_not, not_found, ended)
"""In the order in which they are asked; the last one always answers."""
