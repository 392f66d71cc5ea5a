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
    if response and response.framing == "line":
        return "a whole line" if number <= 1 else f"{number:,} whole lines"
    if number > 1:
        return f"{number:,} complete answers" + (f" (the last with {status})" if status else "")
    return "a complete answer" + (f" ({status})" if status else "")


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


def with_fate(case: Case, clause: str) -> str:
    """The clause as a sentence that ends with what became of our bytes."""
    fate = words.fate(case.sent)
    return words.sentence(f"{clause}; {fate}" if fate else clause)


def reset_how(case: Case) -> str:
    """What the peer did to end it: a RST alone, or a FIN and then a RST."""
    if case.story.fin:
        return "closed its side (FIN) and then reset the connection (RST)"
    return "reset the connection"
