"""The rules for connections that never stood: the look-up and the attempts, one rule a cause."""

from __future__ import annotations

from tcptui.diagnosis import words
from tcptui.diagnosis.case import Case, Finding
from tcptui.protocol.events import ConnectFailed
from tcptui.protocol.faults import RESOLVE_DEADLINE, advise, fault

_REFUSED = frozenset({"ECONNREFUSED", "ENOPROTOOPT"})
_NO_SOCKET = frozenset({"ENOENT", "ENOTDIR"})
_UNREACHABLE = frozenset({"EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "ENETDOWN", "ENONET", "EPROTO"})


def cancelled(case: Case) -> Finding | None:
    """The person, or the end of the run, gave it up."""
    error = case.story.local_error
    if case.closed.why not in ("asked", "cancelled", "stopped") or (error and error.errno is not None):
        return None
    doing = "looking the name up" if case.stage == "resolve" else "connecting"
    return Finding(
        "cancelled",
        words.sentence(f"stopped while still {doing}, after {words.seconds(case.lasted)}"),
        "Nothing can be said about the server: it had not answered yet.",
        ("Give it more time.",),
    )


def resolve_failed(case: Case) -> Finding | None:
    """The look-up failed, or a deadline of ours passed first."""
    if case.stage != "resolve":
        return None
    told = fault(resolve_error(case))
    host = f"the name {case.story.resolving.host}" if case.story.resolving else "the name"
    if case.closed.why == "timeout":
        summary = f"{host} could not be looked up {words.within(case.lasted)}"
    else:
        summary = f"{host} could not be looked up: {told.sentence} ({told.name})"
    meaning = words.joined("No connection was tried.", _causes(told.causes))
    advice = advise(told, case.story.resolving.host) if case.story.resolving else told.advice
    return Finding("resolve-failed", words.sentence(summary), meaning, advice)


def resolve_error(case: Case) -> str:
    """The look-up's `EAI_…` name; that of a deadline where it never ended."""
    resolved = case.story.resolved
    return resolved.error if resolved and resolved.error else RESOLVE_DEADLINE


def timeout(case: Case) -> Finding | None:
    """A deadline of ours passed, or the kernel's SYNs stayed without an answer."""
    failed = case.decisive
    ours = case.closed.why == "timeout" or (failed is not None and failed.errno is None)
    if not ours and (failed is None or failed.errno_name != "ETIMEDOUT"):
        return None
    if case.unix:
        return Finding(
            "timeout",
            words.sentence(f"{_target(case)} did not take the connection {words.within(case.lasted)}"),
            "The listener's queue is full: its program accepts too slowly or not at all.",
            ("See its queue (Recv-Q against Send-Q): ss -xl.",),
        )
    syns = failed.syns if failed and failed.syns else None
    sent = f" to {words.count(syns, 'SYN')}" if syns else ""
    summary = f"{_target(case)} gave no answer{sent} {words.within(case.lasted)}"
    if len(case.failures) > 1:
        summary = _each(case)
    return Finding(
        "timeout",
        words.sentence(summary),
        "A firewall that drops our SYNs, a host that is down and a listener whose accept queue is full look the same "
        "from here.",
        (
            "On the server, look at the accept queue (Recv-Q at its limit, Send-Q): ss -tln.",
            "Capture there, to see whether our SYNs arrive: tcpdump 'tcp[tcpflags] & tcp-syn != 0'.",
            "Try another port of the same host: a quick RST shows that the host is up and packets reach it.",
        ),
    )


def refused(case: Case) -> Finding | None:
    """Something answered, and said no: a RST, or an ICMP error."""
    failed = case.decisive
    if failed is None:
        return None
    if case.unix:
        return _refused_unix(case, failed)
    if failed.errno_name not in _REFUSED:
        return None
    if failed.icmp:
        meaning = (
            f"It was no RST but an {words.icmp(failed.icmp)}: a firewall's rule, on the host or before it, rejects "
            "connections to this port."
        )
        advice: tuple[str, ...] = (
            "Look at the rules of the sender and of the host: nft list ruleset.",
            "Try from another network, or from the host itself.",
        )
    else:
        meaning = "Nothing listens on that port, or a firewall answers with a RST: from here the two look the same."
        advice = (
            f"On the server, see whether something listens there: ss -tln 'sport = :{failed.address.port}'.",
            "Try from the server itself: if that works, a firewall between, or a listener on another address, says no.",
            "Check the port and the address.",
        )
    return Finding("refused", _summary(case, failed), meaning, advice)


def _refused_unix(case: Case, failed: ConnectFailed) -> Finding | None:
    if failed.errno_name == "ECONNREFUSED":
        meaning = "The socket's file is there and no program listens on it: a server that ended left it behind."
        advice: tuple[str, ...] = ("See which unix sockets have a listener: ss -xl.", "Start the server again.")
    elif failed.errno_name == "EAGAIN":
        meaning = "The listener's queue is full: its program accepts too slowly or not at all."
        advice = ("See its queue (Recv-Q against Send-Q): ss -xl.",)
    else:
        return None
    return Finding("refused", _summary(case, failed), meaning, advice)


def reset(case: Case) -> Finding | None:
    """The answer to our SYN and a RST behind it, seen at once: a RST alone would be a refusal (tcp_reset, Linux)."""
    failed = case.decisive
    if failed is None or failed.errno_name != "ECONNRESET":
        return None
    told = fault("ECONNRESET")
    return Finding("reset", _summary(case, failed), _causes(told.causes), told.advice)


def unreachable(case: Case) -> Finding | None:
    """A router's word, a missing route, or a neighbour that does not answer."""
    failed = case.decisive
    if failed is None:
        return None
    if case.unix:
        return _no_socket(case, failed)
    if failed.icmp is None and failed.errno_name not in _UNREACHABLE:
        return None
    told = fault(failed.errno_name or "EHOSTUNREACH")
    if failed.icmp:
        evidence = f"An {words.icmp(failed.icmp)} says so."
    elif failed.errno_name == "EHOSTUNREACH":
        evidence = "No ICMP error came: this machine's own routes or its neighbour look-up (ARP, NDP) say so."
    else:
        evidence = "No ICMP error came: this machine itself found no way, and nothing was sent."
    advice = advise(told, failed.address.host)
    return Finding("unreachable", _summary(case, failed), words.joined(evidence, _causes(told.causes)), advice)


def _no_socket(case: Case, failed: ConnectFailed) -> Finding | None:
    """A unix socket's path at which nothing is: curl's 7, too."""
    if failed.errno_name not in _NO_SOCKET:
        return None
    meaning = "Nothing is at that path: the server has not made its socket yet, or made it elsewhere."
    advice = ("See which unix sockets there are: ss -xl.", "Start the server, and check the path.")
    return Finding("unreachable", _summary(case, failed), meaning, advice)


def local_error(case: Case) -> Finding:
    """What is left: something on this machine stood in the way."""
    failed = case.decisive
    if failed is None:
        error = case.story.local_error
        told = fault(error.errno_name) if error and error.errno_name else None
        reason = error.reason if error else "no connection was made, and the system gave no reason"
        return Finding(
            "local-error",
            words.sentence(reason),
            words.joined(
                "It failed on this machine; the server has seen nothing.", _causes(told.causes if told else ())
            ),
            told.advice if told else (),
        )
    told = fault(failed.errno_name or "")
    meaning = words.joined("It failed on this machine; the server has seen nothing.", _causes(told.causes))
    return Finding("local-error", _summary(case, failed), meaning, told.advice)


def _target(case: Case) -> str:
    """The target as asked for, with the address that it became where they differ."""
    remote = case.story.remote
    target = case.story.target or (str(remote) if remote else "the server")
    if remote is None or case.unix or len(case.failures) > 1 or str(remote) == target:
        return target
    return f"{target} ({remote})"


def _summary(case: Case, failed: ConnectFailed) -> str:
    if len(case.failures) > 1:
        return words.sentence(_each(case))
    return words.sentence(f"{_target(case)} {_said(failed)}")


def _each(case: Case) -> str:
    """Every address and what it said."""
    several = [f"{failed.address} {_said(failed)}" for failed in case.failures]
    return f"none of the {len(several)} addresses of {_target(case)} took the connection: {words.listed(several)}"


def _said(failed: ConnectFailed) -> str:
    """What became of one attempt, with its address as the subject."""
    if failed.errno_name is None:
        return "gave no answer in time"
    if failed.errno_name == "ETIMEDOUT":
        return f"answered none of our {words.count(failed.syns, 'SYN')}" if failed.syns else "gave no answer"
    if failed.errno_name == "ECONNREFUSED" and not failed.icmp:
        return "refused the connection" if failed.address.family == "unix" else "refused the connection (RST)"
    if failed.errno_name == "ECONNRESET":
        return "reset the connection as soon as it stood (RST)"
    if failed.icmp:
        return f"can't be connected to: {words.icmp(failed.icmp)}"
    return f"can't be connected to: {fault(failed.errno_name).sentence} ({failed.errno_name})"


def _causes(causes: tuple[str, ...]) -> str:
    """`Usually: a; b; or c.`"""
    if not causes:
        return ""
    return words.sentence(f"usually {'; or '.join(causes)}")


def error_of(case: Case) -> tuple[int | None, str | None]:
    """The errno and its name that the verdict shows; none for what we gave up ourselves."""
    failed = case.decisive or case.story.local_error
    if case.stage == "resolve":
        return None, resolve_error(case) if case.closed.why in ("failed", "timeout") else None
    if failed is None or (case.decisive and case.closed.why != "failed"):
        return None, None
    return failed.errno, failed.errno_name


RULES = (cancelled, resolve_failed, timeout, refused, reset, unreachable, local_error)
"""In the order in which they are asked; the last one always answers."""
