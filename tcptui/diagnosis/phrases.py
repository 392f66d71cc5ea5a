"""Phrases that the rules for standing connections share: the answer, its missing rest, how the peer hung up."""

from __future__ import annotations

from tcptui.diagnosis import words
from tcptui.diagnosis.case import Case


def answer(case: Case) -> str:
    """The complete answers, as a subject's object: `a complete answer (status 200)`."""
    response = case.exchanges.response
    if response and response.framing == "until-close":
        return words.count(case.story.read, "byte")
    status = f"status {response.status}" if response and response.status is not None else ""
    number = case.story.answers_complete
    if response and not matches(response.framing):
        noun = "line" if response.framing == "line" else "message"
        least = "at least " if case.exchanges.undecoded else ""
        return f"a whole {noun}" if number <= 1 else f"{least}{number:,} whole {noun}s"
    if number > 1:
        return f"{number:,} complete answers" + (f" (the last with {status})" if status else "")
    return "a complete answer" + (f" ({status})" if status else "")


def matches(framing: str) -> bool:
    """Whether a framing knows of an answer what it answers; others only know where a message ends."""
    return framing in ("http", "until-close", "none")


def missing(case: Case) -> str:
    """`, with 43 bytes of it still to come`; where the framing can't count them, nothing."""
    response = case.exchanges.response
    if response is None or not response.missing:
        return ""
    return f", with {words.count(response.missing, 'byte')} of it still to come"


def so_far(case: Case) -> str:
    """How much of the open exchange's answer came: `after 120 bytes of the answer, with 43 …`, `before …`."""
    if not case.open:
        return f"after {words.count(case.story.read, 'byte')}" if case.story.read else "before a byte went either way"
    if not case.framed:
        return f"after {words.count(case.story.read, 'byte')} from it" if case.story.read else "before it sent a byte"
    if case.begun:
        return f"after {words.count(case.answer_bytes, 'byte')} of the answer{missing(case)}"
    if case.story.answers_complete:
        earlier = words.count(case.story.answers_complete, "complete answer")
        return f"before one byte of the next answer, after {earlier}"
    return "before one byte of an answer"


def left_unread(case: Case) -> str:
    """`, with 33 bytes of the server's unread`, where we ended it before we read what had come; "" elsewhere."""
    unread = case.received.unread
    return f", with {words.count(unread, 'byte')} of the server's unread" if unread else ""


def with_fate(case: Case, clause: str) -> str:
    """The clause as a sentence that ends with what became of our bytes."""
    fate = words.fate(case.sent, "its" if clause.startswith("The server") else "the server's")
    return words.sentence(f"{clause}; {fate}" if fate else clause)


def closed_its_side(case: Case) -> str:
    """The peer's end of its stream: a FIN where there are segments; where ours came first, that is said."""
    half_closed, fin = case.story.half_closed, case.story.fin
    if half_closed is not None and fin is not None and half_closed.t <= fin.t:
        return "followed you in closing its side" if case.unix else "followed your FIN with its own"
    return "closed its side" if case.unix else "closed its side (FIN)"


def reset_how(case: Case) -> str:
    """What the peer did to end it: a RST alone, or a FIN and then a RST."""
    if not case.story.fin:
        return "reset the connection"
    if case.unix:
        return "closed its side and then took nothing more"
    return "closed its side (FIN) and then reset the connection (RST)"


def closed_before(case: Case) -> str:
    """`2.5 s` by which the peer had closed its side before the unanswered request was sent; "" where it had not."""
    fin = case.story.fin
    asked_t = case.story.exchange_t if case.framed else case.story.talk_t
    if fin is None or asked_t is None or asked_t <= fin.t:
        return ""
    return words.seconds((asked_t - fin.t) / 1e9)


def came_before(case: Case) -> str:
    """One sentence on bytes that came before the unanswered request was sent; "" where none had come."""
    read = case.story.read
    if not read:
        return ""
    belong = "belongs" if read == 1 else "belong"
    if not case.story.answers_complete:
        return f"The {words.count(read, 'byte')} received {belong} to what came before this request."
    earlier = "the earlier answer" if case.story.answers_complete == 1 else "the earlier answers"
    return f"The {words.count(read, 'byte')} received {belong} to {earlier}."


def sent_too_late(case: Case) -> str:
    """The beginning of a sentence where `closed_before` is not empty."""
    return f"The server had {closed_its_side(case)} {closed_before(case)} before you sent this request"


def too_late(case: Case) -> str:
    """What it means where `closed_before` is not empty."""
    return words.joined(
        "The connection was half-dead by then: a server closes what has been idle for too long, and a process that "
        "ended looks the same.",
        came_before(case),
        words.unknown_fate(case.sent),
    )
