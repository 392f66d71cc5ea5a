"""Lessons on the verdict's words, one for each `protocol.verdict.Outcome`."""

from __future__ import annotations

from typing import Final

from tcptui.protocol.teaching.lesson import Lesson

_VERDICT: Final = "The diagnosis: this connection's events, the kernel's last figures, and the framing of the answer."
_WHOLE: Final = "<verdict> shows the verdict: the sentence, the numbers it stands on, and what to try."

OUTCOMES: Final[dict[str, Lesson]] = {
    "outcome.complete": Lesson(
        "complete: the whole answer came",
        "The framing says that nothing of the answer is missing, whatever ended the connection after it.",
        _VERDICT,
        "Complete is about bytes, not about their meaning: a 500 can be complete.",
        "Read the status and the content.",
    ),
    "outcome.closed": Lesson(
        "closed: an orderly end",
        "Both sides are done, nothing is known to be missing, and no answer was owed.",
        _VERDICT,
        "Without a framing nobody can know whether the last message was whole.",
        "Choose the protocol's framing for the connection, and it will be told next time.",
    ),
    "outcome.empty": Lesson(
        "empty: closed before one byte of answer",
        "We asked, and the peer ended its side in order without saying anything.",
        _VERDICT,
        "Typical of a wrong protocol (plain text to a TLS port), a worker that died of the request, or a connection"
        " that was idle for too long.",
        "Send it on a fresh connection. If that works, it was the idle timeout.",
    ),
    "outcome.truncated": Lesson(
        "truncated: the answer broke off",
        "The peer ended its side in the middle of an answer: the framing had promised more.",
        _VERDICT,
        "A worker that was killed or crashed, a timeout of a proxy, or a length that is wrong. Many libraries hand"
        " such an answer out as if it were whole.",
        "Look at how much is missing, and whether it is always the same place.",
    ),
    "outcome.reset": Lesson(
        "reset: a RST tore it down",
        "`Connection reset by peer`: a RST came, before an answer was whole.",
        _VERDICT,
        "What you sent may have been carried out all the same; only the acknowledged part is known to have arrived.",
        "The stage in the verdict says where to look. See RST.",
    ),
    "outcome.broken-pipe": Lesson(
        "broken-pipe: we wrote to what was gone",
        "`Broken pipe`: the peer had closed, we sent, and it answered with a RST.",
        _VERDICT,
        "Typical of pooled connections: closed by the server while they lay idle, used again by the client.",
        "Let the client's idle time be shorter than the server's, and let it send again what is safe to repeat.",
    ),
    "outcome.refused": Lesson(
        "refused: nobody listens there",
        "The answer to our SYN was a RST: the host is up, the port is closed, or a firewall says so in its name.",
        _VERDICT,
        "The service is not running, listens on another port, or only on another address (127.0.0.1 or ::1).",
        "On that host: ss -tln. A container's port may not be published.",
    ),
    "outcome.unreachable": Lesson(
        "unreachable: no way there",
        "A router, a host on the way or our own kernel said that it can't be reached.",
        _VERDICT,
        "No route, a host that is down on its own network, or a firewall that says so politely.",
        "ip route get ADDRESS here; then see who sent the ICMP message.",
    ),
    "outcome.timeout": Lesson(
        "timeout: the time was up",
        "Nothing came in the time allowed. Silence has no sender, so it tells least of all endings.",
        _VERDICT,
        "While connecting: a firewall that drops. Behind a request: a program that thinks too long, or hangs.",
        "See what was acknowledged: all of it means that the peer's kernel is there and its program is slow.",
    ),
    "outcome.resolve-failed": Lesson(
        "resolve-failed: the name has no address",
        "The look-up of the host's name failed, so no connection was tried.",
        _VERDICT,
        "A typing error, a name known only inside a network or a container, or a DNS server out of reach.",
        "getent hosts NAME shows what this machine knows.",
    ),
    "outcome.tls-failed": Lesson(
        "tls-failed: no secure channel",
        "The connection stood, and the TLS handshake on it failed.",
        _VERDICT,
        "A certificate that does not fit, no version in common, or a port that speaks no TLS at all.",
        _WHOLE,
    ),
    "outcome.protocol-error": Lesson(
        "protocol-error: the answer breaks its framing",
        "Bytes came that can't be read as this framing says: a garbled head, a length that is no number.",
        _VERDICT,
        "Another protocol on this port, or a server (or proxy) that mixes up two answers.",
        "<view> shows the bytes themselves. The verdict names the offset.",
    ),
    "outcome.local-error": Lesson(
        "local-error: it failed on this machine",
        "No peer had a part in it: a file, a port, a permission or a limit here.",
        _VERDICT,
        "Too many open files, a port in use, a privileged port (below 1024).",
        _WHOLE,
    ),
    "outcome.cancelled": Lesson(
        "cancelled: you stopped it",
        "You gave it up before it came to an end of its own.",
        _VERDICT,
        "Never by itself. What had been sent may still have been carried out.",
        "<connection.again> connects again.",
    ),
}
