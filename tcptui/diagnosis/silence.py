"""The rules for connections that we ended, or that ended in order: deadlines, the person's wish, an orderly close."""

from __future__ import annotations

from tcptui.diagnosis import asked, phrases, words
from tcptui.diagnosis.case import Case, Finding

_CHOOSE = "Choose a framing (--framing) to have the answer checked."


def _who_is_slow(case: Case) -> tuple[str, ...]:
    look = "ss -xp" if case.unix else "ss -tnp"
    return (
        "On the server, see what its process does and whether it accepted the connection and reads it: "
        f"{look} (Recv-Q).",
        "Give it more time, to tell a slow answer from none.",
        "Read the server's log: does it know of the request?",
    )


def record_full(case: Case) -> Finding | None:
    """A deadline passed while we did not read, for what can't be recorded is not read: the server waited for us."""
    paused = case.story.paused
    if paused is None or paused.why != "record-full" or case.closed.why != "timeout" or case.story.fin:
        return None
    clause = f"The record is full, and nothing more was read until the time was up ({words.seconds(case.lasted)})"
    return Finding(
        "local-error",
        phrases.with_fate(case, f"{clause}, {phrases.so_far(case)}"),
        words.joined(
            words.sentence(paused.reason),
            "What can't be recorded is not read, so that the server had to wait: it is not to blame.",
            words.unknown_fate(case.sent),
        ),
        (
            "Make room there: tcptui sessions prune deletes old runs.",
            "Or record elsewhere (TCPTUI_DATA_DIR names the folder), or nothing (--no-record).",
        ),
    )


def timeout(case: Case) -> Finding | None:
    """A deadline of ours passed on a standing connection."""
    if case.closed.why != "timeout" or case.story.fin:
        return None
    waited = words.within(case.lasted)
    if not case.open:
        return Finding(
            "timeout",
            words.sentence(f"nothing was asked and the connection did not end {waited}"),
            "The connection stood idle: no answer was owed.",
            ("Send something, or give it more time.",),
        )
    if case.stage == "request":
        return _unacknowledged(case, waited)
    if not case.framed:
        clause = (
            f"The connection was still open when the time was up ({words.seconds(case.lasted)}), {phrases.so_far(case)}"
        )
        meaning = (
            "No framing says where the answer ends, so that only the server could have ended it, by closing its side."
        )
        return Finding("timeout", phrases.with_fate(case, clause), meaning, (_CHOOSE, *_who_is_slow(case)))
    advice = _who_is_slow(case)
    if case.begun:
        clause = f"The answer was not complete {waited}: it stopped {phrases.so_far(case)}"
        meaning = (
            "A server that is slow, one that hangs in the middle, and one that announced more than it has look the "
            "same from here."
        )
        advice = (*_wrong_framing(case), *advice)
    else:
        clause = _no_answer(case, waited)
        meaning = asked.unfinished(case) or _unanswered(case)
        advice = (*asked.finish(case), *advice)
    return Finding("timeout", phrases.with_fate(case, clause), meaning, advice)


def _no_answer(case: Case, waited: str) -> str:
    earlier = case.story.answers_complete
    if not earlier:
        return f"No answer came {waited}"
    return f"After {words.count(earlier, 'complete answer')} the next one did not come {waited}"


def _unanswered(case: Case) -> str:
    has = "The request is in the server's socket" if case.unix else "The server's kernel has the request"
    unread = f"{has}, but whether its program has read it nobody can tell from here"
    if case.story.answers_complete:
        return (
            f"{unread}: a program that hangs, one that stopped reading and one that takes one request after the other, "
            "or only one a connection, look the same."
        )
    return (
        f"{unread}: a program that hangs, one that never accepted the connection and one that stopped reading look the "
        "same."
    )


def _wrong_framing(case: Case) -> tuple[str, ...]:
    """What to try where the waiting itself may be wrong: bytes of another protocol say any length."""
    response = case.exchanges.response
    if response is None or phrases.matches(response.framing):
        return ()
    return (f"See whether {response.framing} is the server's framing: --framing none shows what came.",)


def _unacknowledged(case: Case, waited: str) -> Finding:
    figures = case.story.figures
    advice: tuple[str, ...] = _who_is_slow(case)
    if case.unix:
        meaning = (
            "The socket is full: the server's program reads slowly or not at all, or never accepted the connection."
        )
    elif figures is not None and figures.snd_wnd == 0:
        meaning = (
            "The server's window is closed: its kernel lives, and its program does not read what it has; whether it "
            "hangs, is slow, or never accepted the connection can't be told from here."
        )
    else:
        meaning = (
            "A program that reads slowly or not at all, a host that went away and a firewall that forgot the "
            "connection look the same from here."
        )
        advice = ("Capture there, to see whether our segments arrive and what comes back.", *_who_is_slow(case))
    clause = f"The server had not taken the whole request {waited}"
    return Finding(
        "timeout", phrases.with_fate(case, clause), words.joined(meaning, words.unknown_fate(case.sent)), advice
    )


def cancelled(case: Case) -> Finding | None:
    """The person, or the end of the run, gave up a connection whose answer was owed or could still come."""
    why = case.closed.why
    if case.story.fin:
        return None
    if why != "cancelled" and not (why in ("asked", "stopped") and case.open and case.framed):
        return None
    so_far = phrases.so_far(case) if case.open else "while nothing was asked"
    clause = f"You stopped it {so_far}{phrases.left_unread(case)}"
    return Finding(
        "cancelled",
        phrases.with_fate(case, clause),
        words.joined(
            asked.unfinished(case) or "Nothing is wrong that we know of: it was you who ended it.",
            words.unknown_fate(case.sent),
        ),
        asked.finish(case),
    )


def closed(case: Case) -> Finding:
    """What is left: an orderly end with nothing known to be missing."""
    advice: tuple[str, ...] = (_CHOOSE,) if case.open else ()
    owed = (
        "No framing says whether the answer was whole."
        if case.open
        else "No answer was owed, and nothing is known to be missing."
    )
    return Finding("closed", phrases.with_fate(case, _closing(case)), words.joined(_manner(case), owed), advice)


def _closing(case: Case) -> str:
    came = words.count(case.story.read, "byte")
    ours = "reset the connection (RST)" if _reset_by_us(case) else "closed the connection"
    if case.story.fin:
        sent = f"after it had sent {came}" if case.story.read else "before it sent a byte"
        then = f", and you {ours}" if _reset_by_us(case) else ""
        return f"The server {phrases.closed_its_side(case)} {sent}{then}"
    if case.story.read or not case.received.unread:
        so_far = f"after {came} had come" if case.story.read else "before any byte came"
        return f"You {ours} {so_far}{phrases.left_unread(case)}"
    return f"You {ours} before you read what had come ({words.count(case.received.unread, 'byte')})"


def _reset_by_us(case: Case) -> bool:
    """Whether a RST of ours was the end; unix sockets have none."""
    return case.closed.how == "rst" and not case.unix


def _manner(case: Case) -> str:
    if not _reset_by_us(case):
        return "An orderly end."
    return (
        "A RST of yours is no orderly end: the peer sees ECONNRESET, and what was still on its way in either direction "
        "is thrown away."
    )


RULES = (record_full, timeout, cancelled, closed)
"""In the order in which they are asked; the last one always answers."""
