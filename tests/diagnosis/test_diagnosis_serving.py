"""Verdicts on what came to a listener of ours, and on the listener: the peer is a client, and no answer is read."""

from __future__ import annotations

import pytest

from tcptui.protocol import events
from tcptui.protocol.events import Address

LISTENING = Address("ipv4", "127.0.0.1", 8000)


def told(verdict):
    return verdict.outcome, verdict.stage, verdict.ended_by


def test_a_client_that_closes_in_order(tape):
    verdict = tape.accepted().received(b"GET / HTTP/1.0\r\n\r\n").sent(b"ok").fin().closed("none", "peer").verdict
    assert told(verdict) == ("closed", "idle", "peer-fin")
    assert verdict.summary.startswith("The client closed its side (FIN) after it had sent 18 bytes; its kernel had")
    assert verdict.response is None


def test_without_a_framing_no_message_is_read_whatever_is_said(tape):
    played = tape.accepted().received(b"GET / HTTP/1.0\r\n\r\n").sent(b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n")
    assert played.fin().closed("none", "peer").messages == []


def test_under_a_framing_requests_come_in_and_answers_go_out(tape):
    played = tape.accepted("http").received(b"GET / HTTP/1.0\r\n\r\n").sent(b"HTTP/1.0 200 OK\r\n\r\nhello")
    played.fin().half_closed().closed("none", "peer")
    told = [(message.direction, message.kind, message.complete, message.awaited) for message in played.messages]
    assert told == [("in", "request", True, 1), ("out", "response", True, 0)]
    assert played.messages[1].after is not None


@pytest.mark.parametrize("framing", ["auto", "http", "line", "until-close"])
@pytest.mark.parametrize(
    "asked", [b"GET / HTTP/1.0\r\n\r\n", b"GET / HTTP/1.0\r\nContent-Length: 9\r\n\r\nhal", b"no HTTP\n"]
)
@pytest.mark.parametrize("said", [b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nhal", b"\x00\xff", b""])
@pytest.mark.parametrize("end", ["fin", "ours", "rst"])
def test_no_framing_changes_the_verdict(tape, framing, asked, said, end):
    def judged(framing):
        played = tape.accepted(framing).received(asked)
        played = played.sent(said) if said else played
        if end == "ours":
            return played.closed("fin").verdict
        return played.rst().broken().verdict if end == "rst" else played.fin().closed("none", "peer").verdict

    assert judged(framing) == judged("none")
    assert judged(framing).response is None


def test_a_request_that_the_clients_fin_cuts_is_told(tape):
    played = (
        tape.accepted("http").received(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhal").fin().closed("none", "peer")
    )
    assert [(one.direction, one.complete, one.missing) for one in played.messages] == [("in", False, 6)]


def test_an_answer_that_closing_ends_is_whole(tape):
    played = tape.accepted("until-close").received(b"time?").sent(b"now").closed("fin")
    assert [(one.direction, one.kind, one.complete) for one in played.messages] == [("out", "stream", True)]


def test_we_closed_first(tape):
    verdict = tape.accepted().received(b"abc").closed("fin").verdict
    assert told(verdict) == ("closed", "idle", "local-close")
    assert verdict.summary == "You closed the connection after 3 bytes had come; nothing had been sent."


def test_we_reset_it(tape):
    verdict = tape.accepted().closed("rst").verdict
    assert told(verdict) == ("closed", "idle", "local-rst")
    assert "ECONNRESET" in verdict.meaning


def test_a_reset_before_all_was_acknowledged(tape):
    verdict = tape.accepted().received(b"x").sent(b"y" * 100, acked=40).rst().broken().verdict
    assert told(verdict) == ("reset", "response", "peer-rst")
    assert verdict.summary == (
        "The client reset the connection (RST) after it had sent 1 byte; "
        "its kernel had acknowledged 40 of your 100 bytes."
    )
    assert "60 bytes neither acknowledged nor unsent are of unknown fate" in verdict.meaning
    assert "server" not in f"{verdict.summary} {verdict.meaning} {verdict.next}".lower()


def test_more_for_a_client_that_had_closed_altogether_is_a_broken_pipe(tape):
    verdict = tape.accepted().received(b"x").fin().sent(b"late", acked=0).rst("EPIPE", "send").broken().verdict
    assert (verdict.outcome, verdict.ended_by, verdict.errno_name) == ("broken-pipe", "peer-rst", "EPIPE")


def test_a_client_that_fell_silent(tape):
    verdict = tape.accepted().sent(b"y" * 10, acked=0).network("ETIMEDOUT").broken().verdict
    assert told(verdict) == ("timeout", "response", "network")


def test_an_error_of_this_machine(tape):
    verdict = tape.accepted().local_error("body.bin: no such file", "ENOENT").closed("rst", "failed").verdict
    assert (verdict.outcome, verdict.errno_name) == ("local-error", "ENOENT")


def test_the_person_gave_it_up(tape):
    verdict = tape.accepted().received(b"x").closed("fin", "cancelled").verdict
    assert verdict.outcome == "cancelled"


def test_a_listener_that_listened(tape):
    played = tape.listener().play(events.Listening, LISTENING, 128)
    played.play(events.Arrived, 2, Address("ipv4", "127.0.0.1", 40000)).later(3)
    verdict = played.closed("none").verdict
    assert told(verdict) == ("closed", "idle", "local-close")
    assert verdict.summary == "It listened on 127.0.0.1:8000 for 3 s, and accepted 1 connection."


@pytest.mark.parametrize(
    ("name", "word"),
    [("EADDRINUSE", "sport = :8000"), ("EACCES", "above 1023"), ("EADDRNOTAVAIL", "ip address"), ("ENOBUFS", "")],
)
def test_a_listener_that_could_not(tape, name, word):
    verdict = tape.listener().local_error("127.0.0.1:8000: no", name).closed("none", "failed").verdict
    assert told(verdict) == ("local-error", "connect", "none")
    assert verdict.errno_name == name
    assert word in " ".join(verdict.next)


def test_a_listener_whose_name_is_not_known(tape):
    verdict = (
        tape.listener("listen nosuch:80").resolving("nosuch").resolved(error="EAI_NONAME").closed("none", "failed")
    )
    assert told(verdict.verdict) == ("resolve-failed", "resolve", "none")
