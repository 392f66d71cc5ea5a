"""The rules for answers that came: whole, whatever ended the connection behind them, or breaking their framing."""

from __future__ import annotations

from typing import assert_never

from tcptui.diagnosis import phrases, words
from tcptui.diagnosis.case import Case, Finding, ended_by
from tcptui.protocol.verdict import EndedBy


def complete(case: Case) -> Finding | None:
    """Every answer came whole; what ended the connection after that changes nothing."""
    if not case.complete:
        return None
    by = ended_by(case)
    clause = f"The server gave {phrases.answer(case)}{_then(case, by)}"
    meaning = words.joined(_unmatched(case), _after_complete(case, by))
    summary = words.joined(phrases.with_fate(case, clause), _behind(case))
    return Finding("complete", summary, meaning, _watch_after_complete(by))


def _behind(case: Case) -> str:
    """One sentence on bytes behind the last complete answer that break the framing; "" where none do."""
    broken = next(
        (one for one in reversed(case.story.answers) if one.problem and one.start >= case.story.answered), None
    )
    return f"What came behind it is in disorder: {words.sentence(broken.problem)}" if broken and broken.problem else ""


def _unmatched(case: Case) -> str:
    """What the framing does not know of an answer; empty where it knows, or nothing was asked."""
    response = case.exchanges.response
    if response is None or phrases.matches(response.framing) or not case.sent.bytes:
        return ""
    noun = "line" if response.framing == "line" else "message"
    return f"A whole {noun} came; whether it answers what was sent, or is a greeting, the framing can't tell."


def _then(case: Case, by: EndedBy) -> str:
    match by:
        case "peer-fin":
            return f" and {phrases.closed_its_side(case)}"
        case "peer-rst":
            return f"{',' if case.story.fin else ', then'} {phrases.reset_how(case)}"
        case "network":
            return ", then the network ended the connection"
        case "local-rst" if not case.unix:
            return ", and you reset the connection"
        case "local-close" | "local-rst" | "none":
            return ", and you closed the connection"
        case _:
            assert_never(by)


def _after_complete(case: Case, by: EndedBy) -> str:
    match by:
        case "peer-rst" if case.unix:
            return (
                "Nothing of the answer is missing. The server closed with bytes of ours unread, or got more from us "
                "after it had closed."
            )
        case "peer-rst":
            return (
                "Nothing of the answer is missing. A RST behind a complete answer means that the server closed with "
                "bytes of ours unread, closed with SO_LINGER 0, or got more from us after it had closed; a client that "
                "reads slowly, or reuses the connection, may see the reset instead of the answer."
            )
        case "network":
            return "Nothing of the answer is missing; the connection could not have carried another request."
        case "peer-fin":
            return "Nothing is missing, and the server ended the connection in order."
        case "local-rst" if not case.unix:
            return (
                "Nothing is missing. The RST was yours and is no orderly end: the peer sees ECONNRESET, and may take "
                "it for a failure."
            )
        case "local-close" | "local-rst" | "none":
            return "Nothing is missing, and the connection ended in order from this side."
        case _:
            assert_never(by)


def _watch_after_complete(by: EndedBy) -> tuple[str, ...]:
    if by != "peer-rst":
        return ()
    return (
        "See whether the request has more bytes than the server reads (a body it ignores, an extra line end).",
        "Ask for the connection to be closed after the answer (for HTTP: Connection: close), and compare.",
    )


def protocol_error(case: Case) -> Finding | None:
    """The answer breaks its framing."""
    response = case.exchanges.response
    if response is None or response.problem is None:
        return None
    if _OVER in response.problem:
        return _too_long(response.problem, "max=" in response.framing)
    return Finding(
        "protocol-error",
        words.sentence(response.problem),
        "The server speaks another protocol there, or it is broken; from that offset on nothing can be told apart.",
        (
            "Look at the bytes around that offset (F5, or `tcptui sessions export last --as hexdump`).",
            "Read the answer with --framing none to see all of it.",
            "Check whether the port expects TLS or another protocol.",
        ),
    )


_OVER = "over the limit of"  # in the words of every framing that believes no greater length


def _too_long(problem: str, chosen: bool) -> Finding:
    """A length that is not believed. chosen: the limit is the person's own, and no default."""
    if chosen:
        meaning = (
            "The limit is yours (max= in the framing): the message may be in order, and only longer than you allow. A "
            "server that speaks another protocol, or in another byte order, looks the same from here."
        )
        first = "Raise max= in the framing, or leave it out: then 64 MiB are allowed."
    else:
        meaning = (
            "No greater length is believed where the framing has no max= of its own. Bytes of another protocol, and a "
            "length in another byte order or at another offset, say such lengths; messages of that size are rare."
        )
        first = "Check the framing's kind of length, byte order and offset; max= allows more."
    return Finding(
        "protocol-error",
        words.sentence(problem),
        meaning,
        (
            first,
            "Look at the bytes around that offset (F5, or `tcptui sessions export last --as hexdump`).",
            "Read the answer with --framing none to see all of it.",
        ),
    )


RULES = (complete, protocol_error)
"""In the order in which they are asked."""
