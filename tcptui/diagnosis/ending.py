"""The rules for connections that stood and came to a definite end without a whole answer: broken, or hung up on."""

from __future__ import annotations

from tcptui.diagnosis import answered, asked, phrases, words
from tcptui.diagnosis.case import NETWORK_ERRORS, Case, Finding
from tcptui.protocol.faults import advise, fault


def broken_pipe(case: Case) -> Finding | None:
    """The peer had closed its side before it answered, and reset the connection when more came."""
    story = case.story
    if story.rst is None or not (story.fin or story.rst.errno_name == "EPIPE"):
        return None
    if not case.open or (case.begun and (case.framed or not _talked_last(case))):
        return None
    if phrases.closed_before(case):
        return _sent_too_late(case)
    return Finding(
        "broken-pipe",
        phrases.with_fate(case, f"The server {phrases.reset_how(case)} while your request was not answered"),
        words.joined(
            "It had hung up before it answered: an idle connection that it had closed, a process that "
            "ended, and a server that refuses a request early all look like this.",
            words.unknown_fate(case.sent),
        ),
        (
            "Look at when the server closed its side: before your request, a new connection helps; after its start, "
            "the server refused it early.",
            "Read the server's log at that moment, and see whether its process still runs.",
        ),
    )


_TOO_LATE_NEXT = (
    "Send the request on a new connection.",
    "Compare the pause before it with the server's time limit for idle (kept-alive) connections.",
)


def _sent_too_late(case: Case) -> Finding:
    """A request into a connection that the peer had closed before: the usual death of a kept-alive connection."""
    how = "took nothing more" if case.unix else "reset the connection (RST) when it came"
    clause = f"{phrases.sent_too_late(case)}, and {how}"
    return Finding("broken-pipe", phrases.with_fate(case, clause), phrases.too_late(case), _TOO_LATE_NEXT)


def _talked_last(case: Case) -> bool:
    """Whether bytes of ours went out after the last ones that came."""
    story = case.story
    return story.last_out_t is not None and (story.last_in_t is None or story.last_out_t > story.last_in_t)


_RESET_NEXT = (
    "Read the server's log at this very moment: a crash, a time limit or a size limit of its own shows there.",
    "Capture on both ends: a RST that the server never sent comes from a firewall or proxy between.",
)


def reset(case: Case) -> Finding | None:
    """A RST before the answer was complete, or where no framing could tell."""
    if case.story.rst is None:
        return None
    if case.begun and case.framed and case.story.fin:
        return None  # the FIN had cut the answer before: `truncated`
    summary = phrases.with_fate(case, f"The server {phrases.reset_how(case)} {phrases.so_far(case)}")
    return Finding(
        "reset",
        summary,
        words.joined(asked.unfinished(case), _reset_meaning(case), words.unknown_fate(case.sent)),
        (*asked.finish(case), *_reset_next(case)),
    )


def _reset_meaning(case: Case) -> str:
    if case.unix:
        return (
            "On a unix socket this means that the server closed with bytes of ours unread, or ended before it accepted "
            "the connection."
        )
    if not case.open:
        return (
            "Nothing was asked: the server's time limit for idle connections, its restart, and a firewall that "
            "forgot the connection look the same from here."
        )
    if case.sent.acked == 0 and not case.begun:
        return (
            "Not one byte of the request was acknowledged: a host that crashed and came back, a firewall that forgot "
            "an idle connection, and a server that resets at once look the same from here."
        )
    if case.begun:
        return (
            "The server failed or gave up in the middle of its answer, or closed with bytes of ours unread, which "
            "throws away what it had still to send: from here the two look the same."
        )
    return (
        "A server that resets after so many bytes, one that closed with bytes of ours unread, and one that failed "
        "before it answered look the same from here."
    )


def _reset_next(case: Case) -> tuple[str, ...]:
    if case.unix:
        return ("Read the server's log at this very moment: a crash or a limit of its own shows there.",)
    if not case.open or case.sent.acked == 0:
        return ("Send a request at once on a new connection: if that works, the idle time was to blame.", *_RESET_NEXT)
    return ("Send less, or in pieces, to see whether the size or the place of the bytes decides.", *_RESET_NEXT)


def network_error(case: Case) -> Finding | None:
    """The kernel gave the connection up: nothing came back any more, or a router's word was final."""
    error = case.story.network_error
    if error is None:
        return None
    told = fault(error.errno_name)
    if error.errno_name == "ETIMEDOUT":
        return Finding(
            "timeout",
            phrases.with_fate(case, f"The server fell silent and the kernel gave up {phrases.so_far(case)}"),
            words.joined(
                "The server's kernel acknowledged nothing any more: a host that crashed, a cable or a route that is "
                "gone, and a firewall that forgot the connection look the same from here.",
                words.unknown_fate(case.sent),
            ),
            (
                "See whether the host still answers anything: a new connection, or a ping.",
                "Capture there, to see whether our segments arrive.",
            ),
        )
    if error.icmp is None and error.errno_name not in NETWORK_ERRORS:
        return None
    evidence = f"An {words.icmp(error.icmp)} ended it." if error.icmp else "The system gave the connection up."
    return Finding(
        "unreachable",
        phrases.with_fate(case, f"The network ended the connection {phrases.so_far(case)}: {told.sentence}"),
        words.joined(evidence, words.unknown_fate(case.sent)),
        advise(told, case.story.remote.host) if case.story.remote else told.advice,
    )


def local_error(case: Case) -> Finding | None:
    """Something on this machine ended it: a file that could not be read, the kernel's own abort."""
    network = case.story.network_error
    error = network or case.story.local_error
    if error is None:
        return None
    # A failed send that has no errno is only a note to the person: the connection went on.
    if network is None and case.closed.why != "failed" and error.errno is None:
        return None
    told = fault(error.errno_name) if error.errno_name else None
    return Finding(
        "local-error",
        phrases.with_fate(case, error.reason.rstrip(".")),
        words.joined("It failed on this machine; the server is not to blame.", words.unknown_fate(case.sent)),
        told.advice if told else (),
    )


def truncated(case: Case) -> Finding | None:
    """A FIN in the middle of an answer."""
    if case.story.fin is None or not case.framed or not (case.begun or (case.open and case.answer_bytes)):
        return None
    last = case.story.answers[-1] if case.story.answers else None
    where = f" {last.where}" if last and last.where and not last.complete else ""
    how = phrases.reset_how(case) if case.story.rst else phrases.closed_its_side(case)
    came = words.count(case.answer_bytes, "byte")
    if case.begun:
        clause = f"The server {how}{where}, after {came} of the answer{phrases.missing(case)}"
    else:
        clause = f"The server {how} after {came} that answer nothing yet, such as an interim response"
    return Finding(
        "truncated",
        phrases.with_fate(case, clause),
        words.joined(
            "The answer is cut: a program that ended or crashed while it wrote, one that announced more than it had, "
            "and a proxy that gave up its own source all look like this.",
            words.unknown_fate(case.sent),
        ),
        (
            "Read the server's log at this very moment.",
            "Ask again: a cut at the same byte speaks for a wrong length, at another for a failure or a time limit.",
            "Ask the server behind the proxy directly, if there is one.",
        ),
    )


def empty(case: Case) -> Finding | None:
    """A FIN before one byte of an answer that was owed."""
    if case.story.fin is None or not case.framed or not case.open:
        return None
    if phrases.closed_before(case):
        clause = f"{phrases.sent_too_late(case)}, and nothing answered it"
        return Finding("empty", phrases.with_fate(case, clause), phrases.too_late(case), _TOO_LATE_NEXT)
    return Finding(
        "empty",
        phrases.with_fate(case, f"The server {phrases.closed_its_side(case)} {phrases.so_far(case)}"),
        words.joined(asked.unfinished(case), _hung_up(case), words.unknown_fate(case.sent)),
        (
            *asked.finish(case),
            "Read the server's log at this very moment, and see whether its process was restarted.",
            *_empty_next(case),
        ),
    )


def _hung_up(case: Case) -> str:
    if case.story.answers_complete:
        also = "one that takes no more requests on a connection"
    else:
        also = "one that drops requests it dislikes"
    return (
        "It hung up instead of answering: a process that ended, a server that closes idle connections just then, "
        f"and {also} all look like this."
    )


def _empty_next(case: Case) -> tuple[str, ...]:
    if case.story.answers_complete:
        return ("Send the request alone on a new connection: if that works, the server takes no more on one.",)
    return () if case.unix else ("Check whether the port expects TLS.",)


RULES = (*answered.RULES, broken_pipe, reset, network_error, truncated, empty)
"""In the order in which they are asked. `local_error` comes after the FIN's rules, see `rules.py`."""
