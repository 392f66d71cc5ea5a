"""The rules for connections that we ended, or that ended in order: deadlines, the person's wish, an orderly close."""

from __future__ import annotations

from tcptui.diagnosis import phrases, words
from tcptui.diagnosis.case import Case, Finding

_WHO_IS_SLOW = (
    "On the server, see what its process does and whether it accepted the connection and reads it: ss -tnp (Recv-Q).",
    "Give it more time, to tell a slow answer from none.",
    "Read the server's log: does it know of the request?",
)


def timeout(case: Case) -> Finding | None:
    """A deadline of ours passed on a standing connection."""
    if case.closed.why != "timeout" or case.story.fin:
        return None
    waited = words.seconds(case.lasted)
    if not case.open:
        return Finding(
            "timeout",
            words.sentence(f"nothing was asked and the connection did not end within {waited}"),
            "The connection stood idle: no answer was owed.",
            ("Send something, or give it more time.",),
        )
    if case.stage == "request":
        return _unacknowledged(case, waited)
    if not case.framed:
        clause = f"The connection was still open when the time was up ({waited}), {phrases.so_far(case)}"
        meaning = "No framing says where the answer ends, so that only the server's FIN could have ended it."
        return Finding("timeout", phrases.with_fate(case, clause), meaning, ("Choose a framing.", *_WHO_IS_SLOW))
    if case.begun:
        clause = f"The answer was not complete within {waited}: it stopped {phrases.so_far(case)}"
        meaning = (
            "A server that is slow, one that hangs in the middle, and one that announced more than it has look the "
            "same from here."
        )
    else:
        clause = f"No answer came within {waited}"
        meaning = (
            "Its kernel has the request, but whether its program does nobody can tell from here: a program that hangs, "
            "one that never accepted the connection and one that stopped reading look the same."
        )
    return Finding("timeout", phrases.with_fate(case, clause), meaning, _WHO_IS_SLOW)


def _unacknowledged(case: Case, waited: str) -> Finding:
    figures = case.story.figures
    advice: tuple[str, ...] = _WHO_IS_SLOW
    if figures is not None and figures.snd_wnd == 0:
        meaning = (
            "The server's window is closed: its kernel lives, and its program does not read what it has; whether it "
            "hangs, is slow, or never accepted the connection can't be told from here."
        )
    else:
        meaning = (
            "A program that reads slowly or not at all, a host that went away and a firewall that forgot the "
            "connection look the same from here."
        )
        advice = ("Capture there, to see whether our segments arrive and what comes back.", *_WHO_IS_SLOW)
    clause = f"The server had not taken the whole request within {waited}"
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
    clause = f"You stopped it {phrases.so_far(case) if case.open else 'while nothing was asked'}"
    return Finding(
        "cancelled",
        phrases.with_fate(case, clause),
        words.joined("Nothing is wrong that we know of: it was you who ended it.", words.unknown_fate(case.sent)),
    )


def closed(case: Case) -> Finding:
    """What is left: an orderly end with nothing known to be missing."""
    came = words.count(case.story.read, "byte")
    if case.story.fin:
        clause = f"The server closed its side (FIN) after it had sent {came}"
    elif case.closed.how == "rst":
        clause = f"You reset the connection (RST) after {came} had come"
    else:
        clause = f"You closed the connection after {came} had come"
    if case.open:
        meaning = "An orderly end. No framing says whether the answer was whole."
        advice: tuple[str, ...] = ("Choose a framing, to have the answer checked.",)
    else:
        meaning, advice = "An orderly end: no answer was owed, and nothing is known to be missing.", ()
    return Finding("closed", phrases.with_fate(case, clause), meaning, advice)


RULES = (timeout, cancelled, closed)
"""In the order in which they are asked; the last one always answers."""
