"""The rules for connections that came to a listener of ours: the peer is a client, and the answers are ours."""

from __future__ import annotations

from tcptui.diagnosis import words
from tcptui.diagnosis.case import Case, Finding
from tcptui.protocol.faults import advise, fault

_NOT_READ = (
    "A client resets when it closes with bytes of ours unread, when it is killed or cancelled, and when it got an "
    "answer that it did not want: from here these look the same."
)


def _amounts(case: Case) -> str:
    return f"after it had sent {words.count(case.story.read, 'byte')}" if case.story.read else "before it sent a byte"


def _with_fate(case: Case, clause: str) -> str:
    """The clause as a sentence that ends with what became of our bytes."""
    fate = words.fate(case.sent, "its")
    return words.sentence(f"{clause}; {fate}" if fate else clause)


def _hung_up(case: Case) -> str:
    return "closed its side" if case.unix else "closed its side (FIN)"


def reset(case: Case) -> Finding | None:
    """A RST without a FIN before it."""
    rst = case.story.rst
    if rst is None or case.story.fin or rst.errno_name == "EPIPE":
        return None
    how = "broke the connection off" if case.unix else "reset the connection (RST)"
    return Finding(
        "reset",
        _with_fate(case, f"The client {how} {_amounts(case)}"),
        words.joined(_NOT_READ, words.unknown_fate(case.sent)),
        ("Look at what the client says of it, and whether it read the whole answer.",),
    )


def broken_pipe(case: Case) -> Finding | None:
    """A FIN, and then a RST for what we sent: the client had closed both ways."""
    if case.story.rst is None:
        return None
    how = "took nothing more" if case.unix else "reset the connection (RST) when more came from us"
    return Finding(
        "broken-pipe",
        _with_fate(case, f"The client {_hung_up(case)} {_amounts(case)}, and {how}"),
        words.joined(
            "It had closed the connection altogether: a FIN alone does not tell that from a half-close, only what is "
            "sent after it does.",
            words.unknown_fate(case.sent),
        ),
        ("See what the client waited for: it may have had enough, or been out of patience.",),
    )


def network_error(case: Case) -> Finding | None:
    """The kernel gave the connection up."""
    error = case.story.network_error
    if error is None:
        return None
    told = fault(error.errno_name)
    silent = error.errno_name == "ETIMEDOUT"
    clause = (
        "The client fell silent and the kernel gave up"
        if silent
        else f"The network ended the connection: {told.sentence}"
    )
    return Finding(
        "timeout" if silent else "unreachable",
        _with_fate(case, clause),
        words.joined(
            f"An {words.icmp(error.icmp)} ended it." if error.icmp else "Nothing of ours was acknowledged any more.",
            words.unknown_fate(case.sent),
        ),
        advise(told, case.story.remote.host) if case.story.remote else told.advice,
    )


def local_error(case: Case) -> Finding | None:
    """Something on this machine ended it."""
    error = case.story.local_error
    if error is None or (case.closed.why != "failed" and error.errno is None):
        return None
    told = fault(error.errno_name) if error.errno_name else None
    return Finding(
        "local-error",
        _with_fate(case, error.reason.rstrip(".")),
        words.joined("It failed on this machine; the client is not to blame.", words.unknown_fate(case.sent)),
        told.advice if told else (),
    )


def cancelled(case: Case) -> Finding | None:
    """The person gave it up."""
    if case.closed.why != "cancelled" or case.story.fin:
        return None
    return Finding("cancelled", _with_fate(case, f"You stopped it {_amounts(case)}"), words.unknown_fate(case.sent))


def closed(case: Case) -> Finding:
    """What is left: an orderly end, ours or the client's first."""
    reset_by_us = case.closed.how == "rst" and not case.unix
    if case.story.fin:
        clause = f"The client {_hung_up(case)} {_amounts(case)}"
    else:
        came = words.count(case.story.read, "byte")
        ours = "reset the connection (RST)" if reset_by_us else "closed the connection"
        clause = f"You {ours} {f'after {came} had come' if case.story.read else 'before any byte came'}"
    manner = "The client sees ECONNRESET." if reset_by_us else "An orderly end."
    return Finding("closed", _with_fate(case, clause), words.joined(manner, words.unknown_fate(case.sent)))


RULES = (network_error, reset, broken_pipe, local_error, cancelled, closed)
"""In the order in which they are asked; the last one always answers."""
