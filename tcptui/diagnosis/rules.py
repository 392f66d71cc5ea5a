"""The verdict: the rules in their order, the first that applies speaks."""

from __future__ import annotations

from collections.abc import Callable

from tcptui.diagnosis import ending, listening, opening, serving, silence, words
from tcptui.diagnosis.case import Case, Exchanges, Finding, ended_by, make_case
from tcptui.diagnosis.story import Story
from tcptui.protocol.verdict import Verdict

Rule = Callable[[Case], Finding | None]

# What the peer and the network did comes before what we did: a deadline that passes after a RST explains nothing.
_NEVER_STOOD: tuple[Rule, ...] = opening.RULES
_STOOD: tuple[Rule, ...] = (*ending.RULES, ending.local_error, *silence.RULES)


def judge(story: Story, exchanges: Exchanges) -> Verdict:
    """The verdict on a connection that is closed. Raises ValueError where it isn't."""
    case = make_case(story, exchanges)
    finding = _unless_unknown(case, _first(_rules(story), case))
    number, name = _error(case)
    return Verdict(
        outcome=finding.outcome,
        stage=case.stage,
        ended_by=ended_by(case),
        errno=number,
        errno_name=name,
        sent=case.sent,
        received=case.received,
        response=exchanges.response,
        tls=None,
        summary=finding.summary,
        meaning=words.joined(finding.meaning, _undecoded(exchanges)),
        next=finding.next,
    )


def _rules(story: Story) -> tuple[Rule, ...]:
    if story.is_listener:
        return listening.RULES
    if story.accepted:
        return serving.RULES
    return _STOOD if story.connected else _NEVER_STOOD


def _undecoded(exchanges: Exchanges) -> str:
    if not exchanges.undecoded:
        return ""
    return f"{words.count(exchanges.undecoded, 'byte')} could not be decoded in time, so their messages are not known."


def _unless_unknown(case: Case, finding: Finding) -> Finding:
    """Where the framing owes an answer, and what came was not looked at to its end, an orderly end is no success."""
    left = case.exchanges.undecoded
    if not left or case.exchanges.response is not None or case.story.accepted or finding.outcome != "closed":
        return finding
    return Finding(
        "local-error",
        f"The connection ended in order, but tcptui did not come to decode {words.count(left, 'byte')}: "
        "whether the answer is whole is not known.",
        "That says nothing against the server: the counts of bytes are right, only what they say was not looked at.",
        ("Where it was recorded, open the run (ctrl+o in the workbench): F5 shows messages, `f` chooses a framing.",),
    )


def _first(rules: tuple[Rule, ...], case: Case) -> Finding:
    for rule in rules:
        finding = rule(case)
        if finding is not None:
            return finding
    raise AssertionError("the last rule always answers")


def _error(case: Case) -> tuple[int | None, str | None]:
    """The errno of the RST, of the network or of the connect that failed; none for an orderly end."""
    story = case.story
    if not story.connected:
        return opening.error_of(case)
    error = story.rst or story.network_error
    if error is not None:
        return error.errno, error.errno_name
    local = story.local_error
    if local is not None and (case.closed.why == "failed" or local.errno is not None) and not case.complete:
        return local.errno, local.errno_name
    return None, None
