"""Every verdict on a connection that stood, as transcripts: what happened, and what is said of it."""

from __future__ import annotations

import pytest

from tcptui.protocol.events import Address, Icmp
from tcptui.protocol.verdict import ReceivedBytes, Response, SentBytes

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"  # 27 bytes
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 48\r\n\r\nhello"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def line(verdict):
    """The verdict's words of the contract, but the figures."""
    return (verdict.outcome, verdict.stage, verdict.ended_by, verdict.errno_name)


ENDINGS = [
    # -- whole answers
    ("FIN behind it", "http", lambda t: t.sent(GET).received(OK).fin().closed(why="peer"), "complete idle peer-fin -"),
    ("we close", "http", lambda t: t.sent(GET).received(OK).closed(), "complete idle local-close -"),
    ("we abort", "http", lambda t: t.sent(GET).received(OK).closed(how="rst"), "complete idle local-rst -"),
    ("RST behind it", "http", lambda t: t.sent(GET).received(OK).rst().broken(), "complete idle peer-rst ECONNRESET"),
    (
        "FIN and RST behind it",
        "http",
        lambda t: t.sent(GET).received(OK).fin().rst("EPIPE", "poll").broken(),
        "complete idle peer-rst EPIPE",
    ),
    (
        "silence behind it",
        "http",
        lambda t: t.sent(GET).received(OK).network("ETIMEDOUT").broken(),
        "complete idle network ETIMEDOUT",
    ),
    (
        "interrupted behind it",
        "http",
        lambda t: t.sent(GET).received(OK).closed(why="cancelled"),
        "complete idle local-close -",
    ),
    (
        "until the FIN",
        "until-close",
        lambda t: t.sent(b"x").received(b"abc").fin().closed(),
        "complete idle peer-fin -",
    ),
    ("a line", "line", lambda t: t.sent(b"PING\r\n").received(b"+PONG\r\n").closed(), "complete idle local-close -"),
    (
        "we had half-closed after it",
        "http",
        lambda t: t.sent(GET).received(OK).half_closed().fin().closed("none", "peer"),
        "complete close peer-fin -",
    ),
    (
        "the FIN came before our half-close",
        "http",
        lambda t: t.sent(GET).received(OK).fin().half_closed().closed("none", "peer"),
        "complete idle peer-fin -",
    ),
    # -- nothing owed
    ("none, answered", "none", lambda t: t.sent(b"hi").received(b"ho").fin().closed(), "closed response peer-fin -"),
    ("none, unanswered", "none", lambda t: t.sent(b"hi").fin().closed(), "closed response peer-fin -"),
    ("nothing said", "http", lambda t: t.fin().closed(why="peer"), "closed idle peer-fin -"),
    ("nothing said, we close", "auto", lambda t: t.closed(), "closed idle local-close -"),
    ("nothing said, half-closed", "auto", lambda t: t.half_closed().fin().closed("none"), "closed close peer-fin -"),
    ("a banner only", "none", lambda t: t.received(b"220 hi\r\n").closed(), "closed idle local-close -"),
    ("the run stops", "none", lambda t: t.sent(b"hi").closed(why="stopped"), "closed response local-close -"),
    # -- a FIN too early
    ("no answer", "http", lambda t: t.sent(GET).fin().closed(why="peer"), "empty response peer-fin -"),
    ("half a request", "http", lambda t: t.sent(b"GET / HT").fin().closed(), "empty response peer-fin -"),
    ("unacknowledged", "http", lambda t: t.sent(GET, acked=9).fin().closed(), "empty request peer-fin -"),
    ("no byte until the FIN", "until-close", lambda t: t.sent(b"x").fin().closed(), "empty response peer-fin -"),
    ("no line", "line", lambda t: t.sent(b"x\n").fin().closed(), "empty response peer-fin -"),
    (
        "the second of two",
        "http",
        lambda t: t.sent(GET).received(OK).sent(GET).fin().closed(),
        "empty response peer-fin -",
    ),
    ("in the header", "http", lambda t: t.sent(GET).received(CUT[:20]).fin().closed(), "truncated response peer-fin -"),
    ("in the body", "http", lambda t: t.sent(GET).received(CUT).fin().closed(), "truncated response peer-fin -"),
    (
        "in a chunk",
        "http",
        lambda t: t.sent(GET).received(CHUNKED + b"a\r\nhel").fin().closed(),
        "truncated response peer-fin -",
    ),
    ("in a line", "line", lambda t: t.sent(b"x\n").received(b"+PO").fin().closed(), "truncated response peer-fin -"),
    (
        "half-closing changes no open exchange",
        "http",
        lambda t: t.sent(GET).half_closed().received(CUT).fin().closed("none", "peer"),
        "truncated response peer-fin -",
    ),
    (
        "cut by a FIN, then a RST",
        "http",
        lambda t: t.sent(GET).received(CUT).fin().rst("EPIPE", "send").broken(),
        "truncated response peer-rst EPIPE",
    ),
    # -- resets
    ("before an answer", "http", lambda t: t.sent(GET).rst().broken(), "reset response peer-rst ECONNRESET"),
    ("in the request", "http", lambda t: t.sent(GET, acked=0).rst().broken(), "reset request peer-rst ECONNRESET"),
    ("in an answer", "http", lambda t: t.sent(GET).received(CUT).rst().broken(), "reset response peer-rst ECONNRESET"),
    ("idle", "http", lambda t: t.rst().broken(), "reset idle peer-rst ECONNRESET"),
    ("while we were closing", "http", lambda t: t.half_closed().rst().broken(), "reset close peer-rst ECONNRESET"),
    (
        "no framing can tell",
        "none",
        lambda t: t.sent(b"a").received(b"b").rst().broken(),
        "reset response peer-rst ECONNRESET",
    ),
    (
        "until-close",
        "until-close",
        lambda t: t.sent(b"a").received(b"b").rst().broken(),
        "reset response peer-rst ECONNRESET",
    ),
    # -- broken pipes
    (
        "sent into a FIN",
        "http",
        lambda t: t.fin().sent(GET, acked=0).rst("EPIPE", "send").broken(),
        "broken-pipe request peer-rst EPIPE",
    ),
    (
        "after the answer before",
        "http",
        lambda t: t.sent(GET).received(OK).fin().sent(GET, acked=27).rst("EPIPE", "send").broken(),
        "broken-pipe request peer-rst EPIPE",
    ),
    (
        "without framing",
        "none",
        lambda t: t.sent(b"a").received(b"b").fin().sent(b"c").rst("EPIPE", "send").broken(),
        "broken-pipe response peer-rst EPIPE",
    ),
    # -- the network
    (
        "the kernel gives up",
        "http",
        lambda t: t.sent(GET, acked=0).network("ETIMEDOUT").broken(),
        "timeout request network ETIMEDOUT",
    ),
    (
        "a router says no",
        "http",
        lambda t: t.sent(GET).network("EHOSTUNREACH", Icmp(4, 3, 1, "10.0.0.254")).broken(),
        "unreachable response network EHOSTUNREACH",
    ),
    (
        "a soft error is none",
        "http",
        lambda t: t.sent(GET).network("EHOSTUNREACH", soft=True).received(OK).closed(),
        "complete idle local-close -",
    ),
    # -- deadlines of ours
    ("no answer in time", "http", lambda t: t.sent(GET).closed(why="timeout"), "timeout response local-close -"),
    (
        "not taken in time",
        "http",
        lambda t: t.sent(GET, acked=3).closed(why="timeout"),
        "timeout request local-close -",
    ),
    (
        "not whole in time",
        "http",
        lambda t: t.sent(GET, acked=3).received(CUT).closed(why="timeout"),
        "timeout response local-close -",
    ),
    ("none", "none", lambda t: t.sent(b"a").received(b"b").closed(why="timeout"), "timeout response local-close -"),
    ("idle", "http", lambda t: t.closed(why="timeout"), "timeout idle local-close -"),
    (
        "ended with a RST of ours",
        "http",
        lambda t: t.sent(GET).closed("rst", "timeout"),
        "timeout response local-rst -",
    ),
    # -- the person
    ("interrupted", "http", lambda t: t.sent(GET).closed(why="cancelled"), "cancelled response local-close -"),
    ("interrupted while idle", "none", lambda t: t.closed(why="cancelled"), "cancelled idle local-close -"),
    ("closed with an answer owed", "http", lambda t: t.sent(GET).closed(), "cancelled response local-close -"),
    # -- broken answers
    (
        "no HTTP",
        "http",
        lambda t: t.sent(GET).received(b"SSH-2.0-OpenSSH_9.2\r\n").closed(),
        "protocol-error response local-close -",
    ),
    (
        "no HTTP, then a RST",
        "http",
        lambda t: t.sent(GET).received(b"SSH-2.0-OpenSSH_9.2\r\n").rst().broken(),
        "protocol-error response peer-rst ECONNRESET",
    ),
    (
        "no HTTP behind a greeting",
        "http",
        lambda t: t.received(b"220 hi\r\n").sent(GET).received(GET).fin().closed(why="peer"),
        "protocol-error response peer-fin -",
    ),
    (
        "nothing behind a greeting",
        "http",
        lambda t: t.received(b"220 hi\r\n").sent(GET).fin().closed(why="peer"),
        "empty response peer-fin -",
    ),
    ("a greeting only", "http", lambda t: t.received(b"220 hi\r\n").fin().closed(), "closed idle peer-fin -"),
    (
        "an interim response only",
        "http",
        lambda t: t.sent(GET).received(b"HTTP/1.1 100 Continue\r\n\r\n").fin().closed(),
        "truncated response peer-fin -",
    ),
    (
        "a line that greets and ends late",
        "line",
        lambda t: t.received(b"220 h").sent(b"x\n").received(b"i\n").fin().closed(why="peer"),
        "truncated response peer-fin -",
    ),
    (
        "a line that greets",
        "line",
        lambda t: t.received(b"220 hi\n").sent(b"x\n").fin().closed(why="peer"),
        "empty response peer-fin -",
    ),
    # -- this machine
    (
        "a file that can't be read on",
        "http",
        lambda t: t.sent(GET[:9]).local_error("body.bin: no", "EIO").closed(why="failed", pending=18),
        "local-error request local-close EIO",
    ),
    (
        "the kernel aborts it",
        "http",
        lambda t: t.sent(GET).network("ECONNABORTED").broken(),
        "local-error response local-close ECONNABORTED",
    ),
    (
        "a note is no error",
        "none",
        lambda t: t.local_error("Nothing was sent: our side is closed (FIN).").closed(),
        "closed idle local-close -",
    ),
    (
        "forgotten when things went on",
        "none",
        lambda t: t.local_error("a: no such file", "ENOENT").sent(b"x").closed(),
        "closed response local-close -",
    ),
]


@pytest.mark.parametrize(("framing", "story", "said"), [row[1:] for row in ENDINGS], ids=[row[0] for row in ENDINGS])
def test_the_words_of_the_contract(tape, framing, story, said):
    verdict = story(tape(framing).connected()).verdict
    assert line(verdict) == tuple(word if word != "-" else None for word in said.split())
    assert (verdict.errno is None) == (verdict.errno_name is None)
    for text in (verdict.summary, verdict.meaning):
        assert text[:1].isupper() or text.startswith("body.bin"), text
        assert text.endswith(".")
        assert ".." not in text
    assert " lost" not in verdict.summary + verdict.meaning
    if verdict.outcome not in ("complete", "closed", "cancelled"):
        assert verdict.next or verdict.errno_name == "ECONNABORTED"


def test_the_reset_of_the_contract_with_every_figure(tape):
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 122\r\n\r\n"
    answer += b"x" * (120 - len(answer))
    request = b"POST / HTTP/1.1\r\nContent-Length: 4956\r\n\r\n".ljust(5000, b"x")
    verdict = tape("auto").connected().sent(request, acked=4344).received(answer).rst().broken().verdict
    assert line(verdict) == ("reset", "response", "peer-rst", "ECONNRESET")
    assert verdict.errno == 104
    assert verdict.sent == SentBytes(5000, 4344, 656, 0)
    assert verdict.received == ReceivedBytes(120, 0)
    assert verdict.response == Response("http", False, 200, 122 - 120 + answer.index(b"xx"))
    assert verdict.summary == (
        "The server reset the connection after 120 bytes of the answer, with 42 bytes of it still to come; "
        "its kernel had acknowledged 4,344 of your 5,000 bytes."
    )
    assert "656 bytes neither acknowledged nor unsent are of unknown fate" in verdict.meaning
    assert verdict.tls is None


@pytest.mark.parametrize(
    ("story", "sent"),
    [
        (lambda t: t.sent(GET).closed(), SentBytes(27, 27, 0, 0)),
        (lambda t: t.sent(GET, acked=10, notsent=7).closed(), SentBytes(27, 10, 10, 7)),
        (lambda t: t.sent(GET, acked=10, notsent=7).closed(pending=100), SentBytes(127, 10, 10, 107)),
        # Our FIN is counted by the kernel, too, on both accounts: it is no byte of ours.
        (lambda t: t.sent(GET, acked=28).closed(), SentBytes(27, 27, 0, 0)),
        (lambda t: t.sent(GET, acked=0, notsent=28).closed(), SentBytes(27, 0, 0, 27)),
        (lambda t: t.sent(GET, acked=None).closed(), SentBytes(27, None, None, None)),
        (lambda t: t.sample(0).closed(), SentBytes(0, 0, 0, 0)),
    ],
)
def test_our_bytes_add_up(tape, story, sent):
    assert story(tape().connected()).verdict.sent == sent
    if sent.acked is not None:
        assert sent.bytes == sent.acked + sent.unacked + sent.unsent


def test_an_old_kernel_that_does_not_tell_what_it_has_not_sent(tape):
    t = tape().connected().sent(GET, acked=None)
    info = bytearray(128)
    info[0], info[120] = 1, 11
    from tcptui.protocol.events import KernelSample

    assert t.play(KernelSample, bytes(info), 0).closed().verdict.sent == SentBytes(27, 10, None, None)


def test_a_unix_socket_keeps_no_account_of_our_bytes(tape):
    t = tape(target="unix:/run/app.sock").connected(Address("unix", "/run/app.sock"))
    verdict = t.sent(GET, acked=None).rst().broken(unread=None, pending=5).verdict
    assert verdict.sent == SentBytes(32, None, None, 5)
    assert verdict.received == ReceivedBytes(0, None)
    assert verdict.summary == (
        "The server reset the connection before one byte of an answer; 5 bytes of yours never left."
    )


def test_unread_bytes_are_told(tape):
    assert tape().connected().sent(GET).received(CUT).closed(unread=12).verdict.received == ReceivedBytes(44, 12)


RESPONSES = [
    ("none", lambda t: t.sent(b"x").received(b"y").fin(), Response("none", None)),
    ("auto", lambda t: t.sent(b"x").received(b"y").fin(), Response("none", None)),
    ("auto", lambda t: t.sent(GET).received(OK).fin(), Response("http", True, 200, 0)),
    ("http", lambda t: t.sent(GET).received(CUT).fin(), Response("http", False, 200, 43)),
    ("http", lambda t: t.sent(GET), Response("http", False)),
    ("line", lambda t: t.sent(b"x\n").received(b"y\n"), Response("line", True, missing=0)),
    ("until-close", lambda t: t.sent(b"x").fin(), Response("until-close", False)),
    ("until-close", lambda t: t.sent(b"x").received(b"y").fin(), Response("until-close", True, missing=0)),
]


@pytest.mark.parametrize(("framing", "story", "response"), RESPONSES)
def test_the_response_is_the_framing_s(tape, framing, story, response):
    told = story(tape(framing).connected()).closed().verdict.response
    assert (told.framing, told.complete, told.status) == (response.framing, response.complete, response.status)
    assert told.missing == response.missing


SUMMARIES = [
    (
        lambda t: t.sent(GET).received(OK).fin().closed(),
        "The server gave a complete answer (status 200) and closed its side (FIN); "
        "its kernel had acknowledged all of your 27 bytes.",
    ),
    (
        lambda t: t.sent(GET).received(OK).rst().broken(),
        "The server gave a complete answer (status 200), then reset the connection; "
        "its kernel had acknowledged all of your 27 bytes.",
    ),
    (
        lambda t: t.sent(GET).received(OK).fin().rst("EPIPE", "poll").broken(),
        "The server gave a complete answer (status 200), closed its side (FIN) and then reset the connection (RST); "
        "its kernel had acknowledged all of your 27 bytes.",
    ),
    (
        lambda t: t.sent(GET * 2).received(OK * 2).closed(),
        "The server gave 2 complete answers (the last with status 200), and you closed the connection; "
        "its kernel had acknowledged all of your 54 bytes.",
    ),
    (
        lambda t: t.sent(GET).received(CUT).fin().closed(),
        "The server closed its side (FIN) in the body, after 44 bytes of the answer, with 43 bytes of it still to "
        "come; its kernel had acknowledged all of your 27 bytes.",
    ),
    (
        lambda t: t.sent(GET).fin().closed(),
        "The server closed its side (FIN) before one byte of an answer; "
        "its kernel had acknowledged all of your 27 bytes.",
    ),
    (
        lambda t: t.sent(GET).received(OK).sent(GET).fin().closed(),
        "The server closed its side (FIN) before one byte of the next answer, after 1 complete answer; "
        "its kernel had acknowledged all of your 54 bytes.",
    ),
    (
        lambda t: t.fin().sent(b"G", acked=0).rst("EPIPE", "send").broken(),
        "The server had closed its side (FIN) 1 ms before you sent this request, and reset the connection (RST) when "
        "it came; its kernel had not acknowledged your 1 byte.",
    ),
    (
        lambda t: t.sent(GET, acked=0).later(9.995).closed(why="timeout"),
        "The server had not taken the whole request within 10 s; its kernel had acknowledged none of your 27 bytes.",
    ),
    (
        lambda t: t.sent(GET).later(9.995).closed(why="timeout", pending=1),
        "The server had not taken the whole request within 10 s; its kernel had acknowledged 27 of your 28 bytes, "
        "and 1 byte of yours never left.",
    ),
    (
        lambda t: t.received(b"220 hi\r\n").sent(GET).received(CUT).fin().closed(),
        "The server closed its side (FIN) in the body, after 44 bytes of the answer, with 43 bytes of it still to "
        "come; its kernel had acknowledged all of your 27 bytes.",
    ),
    (
        lambda t: t.sent(GET).received(b"HTTP/1.1 100 Continue\r\n\r\n").fin().closed(),
        "The server closed its side (FIN) after 25 bytes that answer nothing yet, such as an interim response; "
        "its kernel had acknowledged all of your 27 bytes.",
    ),
    (
        lambda t: t.sample(0).rst().broken(),
        "The server reset the connection before a byte went either way; nothing had been sent.",
    ),
    (
        lambda t: t.sent(GET).later(0.995).closed(why="timeout"),
        "No answer came within 1 s; the server's kernel had acknowledged all of your 27 bytes.",
    ),
    (
        lambda t: t.sent(GET * 2).received(OK).later(0.994).closed(why="timeout"),
        "After 1 complete answer the next one did not come within 1 s; "
        "the server's kernel had acknowledged all of your 54 bytes.",
    ),
    (
        lambda t: t.sent(GET).fin().rst("EPIPE", "send").broken(),
        "The server closed its side (FIN) and then reset the connection (RST) while your request was not answered; "
        "its kernel had acknowledged all of your 27 bytes.",
    ),
    (lambda t: t.fin().closed(), "The server closed its side (FIN) before it sent a byte; nothing had been sent."),
    (
        lambda t: t.sample(0).closed(how="rst"),
        "You reset the connection (RST) before any byte came; nothing had been sent.",
    ),
    (lambda t: t.sample(0).closed(), "You closed the connection before any byte came; nothing had been sent."),
]


@pytest.mark.parametrize(("story", "summary"), SUMMARIES)
def test_the_one_sentence(tape, story, summary):
    assert story(tape().connected()).verdict.summary == summary


def test_a_closed_window_is_told_from_silence(tape):
    closed = tape().connected().sent(GET, acked=5, window=0).closed(why="timeout").verdict
    silent = tape().connected().sent(GET, acked=5).closed(why="timeout").verdict
    assert "window is closed" in closed.meaning
    assert "window is closed" not in silent.meaning


def test_a_greeting_is_not_counted_as_an_answer(tape):
    unanswered = tape("line").connected().received(b"220 hi\n").sent(b"x\n").fin().closed().verdict
    assert unanswered.summary.startswith("The server closed its side (FIN) before one byte of an answer;")
    answered = tape("line").connected().received(b"220 hi\n").sent(b"x\n").received(b"y\n").closed().verdict
    assert answered.summary.startswith("The server gave a whole line, and you closed")


def test_a_line_is_not_claimed_to_answer_what_was_sent(tape):
    asked = tape("line").connected().sent(b"x\n").received(b"220 hi\n").closed().verdict
    assert asked.meaning.startswith("A whole line came; whether it answers what was sent")
    unasked = tape("line").connected().received(b"220 hi\n").closed().verdict
    assert "what was sent" not in unasked.meaning


def test_a_message_is_told_as_a_line_is(tape):
    one = tape("netstring").connected().sent(b"1:a,").received(b"1:b,").closed().verdict
    assert one.summary.startswith("The server gave a whole message, and you closed")
    assert one.meaning.startswith("A whole message came; whether it answers what was sent")
    more = tape("length:u8").connected().sent(b"\1a").received(b"\1b\1c").fin().closed().verdict
    assert more.summary.startswith("The server gave 2 whole messages and closed its side")


def test_a_rest_that_does_not_come_may_be_another_protocols(tape):
    cut = (
        tape("length:u16be").connected().sent(b"\0\1a").received(b"\x24\x35\r\nhello\r\n").closed(why="timeout").verdict
    )
    assert "with 9,260 bytes of it still to come" in cut.summary
    assert "length:u16be" in cut.next[0]
    assert "--framing none" in cut.next[0]
    known = tape("http").connected().sent(GET).received(CUT).closed(why="timeout").verdict
    assert not any("--framing" in one for one in known.next)


def test_an_answer_that_arrives_while_another_request_goes_out_is_counted_whole(tape):
    verdict = (
        tape().connected().sent(GET * 2).received(OK + CUT[:20]).sent(GET).received(CUT[20:]).rst().broken().verdict
    )
    assert "after 44 bytes of the answer" in verdict.summary


def test_a_reset_of_ours_is_no_orderly_end(tape):
    idle = tape().connected().closed(how="rst").verdict
    after_fin = tape().connected().fin().closed(how="rst").verdict
    answered = tape().connected().sent(GET).received(OK).closed(how="rst").verdict
    for verdict in (idle, after_fin, answered):
        assert "is no orderly end: the peer sees ECONNRESET" in verdict.meaning
    assert "nothing is known to be missing" in idle.meaning
    assert "and you reset the connection (RST);" in after_fin.summary
    assert tape().connected().closed().verdict.meaning.startswith("An orderly end.")


@pytest.mark.parametrize("framing", ["http", "none"])
def test_a_request_sent_into_a_connection_that_had_died(tape, framing):
    t = tape(framing).connected().sent(GET).received(OK).fin().later(2.5)
    verdict = t.sent(GET, acked=27).rst("EPIPE", "send").broken().verdict
    assert verdict.outcome == "broken-pipe"
    assert verdict.summary == (
        "The server had closed its side (FIN) 2.5 s before you sent this request, and reset the connection (RST) when "
        "it came; its kernel had acknowledged 27 of your 54 bytes."
    )
    earlier = "the earlier answer" if framing == "http" else "what came before this request"
    assert f"The 43 bytes received belong to {earlier}." in verdict.meaning
    assert "new connection" in verdict.next[0]


def test_a_request_sent_into_a_connection_that_had_died_and_stayed_silent(tape):
    verdict = tape().connected().sent(GET).received(OK).fin().later(2.5).sent(GET, acked=27).closed().verdict
    assert verdict.outcome == "empty"
    assert verdict.summary.startswith("The server had closed its side (FIN) 2.5 s before you sent this request, and no")


def test_where_an_answer_came_nobody_is_sent_after_tls_or_an_accept_that_was_missing(tape):
    hung_up = tape().connected().sent(GET * 2).received(OK).fin().closed().verdict
    assert "takes no more requests on a connection" in hung_up.meaning
    assert "Send the request alone on a new connection" in hung_up.next[-1]
    silent = tape().connected().sent(GET * 2).received(OK).closed(why="timeout").verdict
    assert "never accepted" not in silent.meaning
    assert "one that takes one request after the other" in silent.meaning


def test_no_time_at_all_is_told_as_such(tape):
    t = tape().connected().sent(GET)
    t.witness.story.opened_t = None  # a tape's events are a millisecond apart
    assert t.closed(why="timeout").verdict.summary.startswith(
        "No answer came in the time that there was (less than 1 ms); the server's kernel"
    )


UNIX = Address("unix", "/run/app.sock")
UNIX_STORIES = [
    lambda t: t.fin().closed(),
    lambda t: t.closed(how="rst"),
    lambda t: t.sent(GET, acked=None).fin().closed(),
    lambda t: t.sent(GET, acked=None).rst().broken(),
    lambda t: t.rst().broken(),
    lambda t: t.sent(GET, acked=None).fin().rst("EPIPE", "send").broken(),
    lambda t: t.fin().sent(GET, acked=None).rst("EPIPE", "send").broken(),
    lambda t: t.sent(GET, acked=None).received(CUT).fin().closed(),
    lambda t: t.sent(GET, acked=None).received(CUT).rst().broken(),
    lambda t: t.sent(GET, acked=None).received(OK).fin().closed(),
    lambda t: t.sent(GET, acked=None).received(OK).rst().broken(),
    lambda t: t.sent(GET, acked=None).received(OK).closed(how="rst"),
    lambda t: t.sent(GET, acked=None).closed(why="timeout"),
    lambda t: t.sent(GET, acked=None).closed(why="timeout", pending=9),
    lambda t: t.sent(GET, acked=None).closed(why="cancelled"),
]


@pytest.mark.parametrize("framing", ["http", "none"])
@pytest.mark.parametrize("story", UNIX_STORIES)
def test_a_unix_socket_has_no_segments_and_no_network(tape, story, framing):
    verdict = story(tape(framing, "unix:/run/app.sock").connected(UNIX)).verdict
    said = " ".join((verdict.summary, verdict.meaning, *verdict.next))
    for word in ("SYN", "FIN", "RST", "irewall", "TLS", "Capture", "ss -tnp", "network", "a host"):
        assert word not in said


@pytest.mark.parametrize(
    ("framing", "story", "advice"),
    [
        (
            "http",
            lambda t: t.sent(GET).received(b"220 hi\r\n").closed(),
            "Look at the bytes around that offset (F5, or `tcptui sessions export last --as hexdump`).",
        ),
        ("none", lambda t: t.sent(b"a").fin().closed(), "Choose a framing (--framing) to have the answer checked."),
        (
            "none",
            lambda t: t.sent(b"a").closed(why="timeout"),
            "Choose a framing (--framing) to have the answer checked.",
        ),
    ],
)
def test_advice_holds_in_the_workbench_and_in_send(tape, framing, story, advice):
    assert story(tape(framing).connected()).verdict.next[0] == advice


@pytest.mark.parametrize(
    ("story", "said"),
    [
        (
            lambda t: t.sent(GET).received(OK).half_closed().fin().closed("none", "peer"),
            "The server gave a complete answer (status 200) and followed your FIN with its own; ",
        ),
        (
            lambda t: t.sent(GET).half_closed().fin().closed("none", "peer"),
            "The server followed your FIN with its own before one byte of an answer; ",
        ),
        (
            lambda t: t.half_closed().fin().closed("none"),
            "The server followed your FIN with its own before it sent a byte",
        ),
        (
            lambda t: t.sent(GET).received(OK).fin().half_closed().closed("none", "peer"),
            "The server gave a complete answer (status 200) and closed its side (FIN); ",
        ),
    ],
)
def test_whose_fin_came_first_is_said(tape, story, said):
    assert story(tape("http").connected()).verdict.summary.startswith(said)


def test_on_a_unix_socket_who_closed_first_is_said_without_segments(tape):
    played = (
        tape("none", "unix:/run/app.sock").connected(UNIX).received(b"hi").half_closed().fin().closed("none", "peer")
    )
    assert played.verdict.summary.startswith("The server followed you in closing its side after it had sent 2 bytes")


def test_what_we_left_unread_is_no_silence(tape):
    asked = tape("none").connected().sent(b"3:abc,").closed(how="rst", unread=33).verdict
    assert asked.summary.startswith("You reset the connection (RST) before you read what had come (33 bytes);")
    more = tape("none").connected().sent(b"a").received(b"b").closed(unread=2).verdict
    assert more.summary.startswith(
        "You closed the connection after 1 byte had come, with 2 bytes of the server's unread;"
    )
    owed = tape("netstring").connected().sent(b"3:abc,").closed(how="rst", unread=33).verdict
    assert owed.outcome == "cancelled"
    assert "answer, with 33 bytes of the server's unread;" in owed.summary


def test_what_breaks_the_framing_behind_a_whole_answer_is_told(tape):
    verdict = tape("netstring").connected().sent(b"3:bad,").received(b"5:hello,12x:world,").closed().verdict
    assert (verdict.outcome, verdict.response.complete, verdict.response.problem) == ("complete", True, None)
    assert "What came behind it is in disorder: The message breaks its framing at byte 10:" in verdict.summary
    in_order = tape("netstring").connected().sent(b"1:a,").received(b"1:b,1:c,").closed().verdict
    assert "disorder" not in in_order.summary
    again = tape("http").connected().sent(GET).received(OK + b"junk").sent(GET).received(OK).closed().verdict
    assert "disorder" not in again.summary


@pytest.mark.parametrize(
    ("framing", "answer", "meaning", "advice"),
    [
        ("length:u8,max=2", b"\3abc", "The limit is yours (max= in the framing)", "Raise max="),
        ("netstring:max=2", b"3:abc,", "The limit is yours (max= in the framing)", "Raise max="),
        ("length:u32be", b"HTTP/1.1", "No greater length is believed", "Check the framing's kind of length"),
        ("netstring", b"x", "The server speaks another protocol there", "Look at the bytes"),
    ],
)
def test_whose_limit_a_length_is_over_is_told(tape, framing, answer, meaning, advice):
    verdict = tape(framing).connected().sent(b"\0").received(answer).closed().verdict
    assert verdict.outcome == "protocol-error"
    assert verdict.meaning.startswith(meaning)
    assert verdict.next[0].startswith(advice)
