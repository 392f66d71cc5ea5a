"""A replay, as transcripts: events in, commands and results out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tcptui.protocol.commands import Abort, Close, Detach, HalfClose, Send, SendFile
from tcptui.protocol.events import (
    LocalError,
    NetworkError,
    plain,
)
from tcptui.requests.replaying.report import status
from tests.requests.play import GET, NOT_FOUND, OK, Play, names, step

# The course of it


def test_step_after_step_and_a_close_at_the_end() -> None:
    play = Play(GET + step("expect = { status = 200 }") + step('pause = "500ms"') + step('close = "fin"'))
    assert names(play.connected()) == ["Send"]
    assert play.comes(OK, at=0.25) == []
    assert play.results == [(1, True), (2, True)]
    assert play.deadline == 0.75
    assert play.tick(0.75) == [Close(1)]
    assert play.results[2:] == [(3, True), (4, True)]
    assert play.deadline is None
    assert play.closed() == []
    report = play.replay.report
    assert (report.passed, report.failed, report.left, report.stood, report.all_done) == (4, 0, 0, True, True)
    assert [one.seconds for one in play.done] == [0.0, 0.25, 0.5, 0.0]
    assert [one.size for one in play.done] == [27, None, None, None]


def test_results_tell_the_file_the_step_and_what_was_done() -> None:
    play = Play(GET + step("expect = { status = [200, 204], contains = 'x', within = '1s' }"))
    play.connected()
    play.comes(OK)
    first, second = play.done
    assert (first.file, first.step, first.what) == ("folder/r.toml", 1, "send GET / HTTP/1.1 …")
    assert (second.step, second.what, second.ok) == (2, 'expect status 200 or 204, contains "x"', False)
    assert second.expected == 'contains "x"'
    assert second.got == '18 bytes: {"id": 7, "a": []}'


def test_a_step_that_fails_is_the_last_one() -> None:
    play = Play(GET + step("expect = { status = 200 }") + step('send = "never"'))
    play.connected()
    assert play.comes(NOT_FOUND) == [Close(1, flush=0.0)]
    assert play.results == [(1, True), (2, False)]
    assert (play.done[1].expected, play.done[1].got) == ("status 200", "status 404 (HTTP/1.1 404 Not Found)")
    assert play.replay.report.left == 1
    assert play.comes(OK) == []


def test_without_an_expectation_the_answer_is_waited_for() -> None:
    play = Play(GET)
    play.connected()
    assert play.results == [(1, True)]
    assert play.comes(OK[:-1]) == []
    assert play.comes(OK[-1:]) == [Close(1)]


def test_an_answer_that_does_not_come_is_a_timeout() -> None:
    play = Play(GET)
    play.connected(at=1)
    assert play.deadline == 11
    assert play.tick(11) == [Close(1, flush=0.0, why="timeout")]


def test_where_no_answer_is_owed_nothing_is_waited_for() -> None:
    play = Play(step('send = "x"'), "none")
    assert names(play.connected()) == ["Send", "Close"]


def test_behind_a_half_close_the_fin_is_waited_for() -> None:
    play = Play(step('send = "x"') + step('close = "half"'), "none")
    assert play.connected() == [Send(1, b"x"), HalfClose(1)]
    assert play.fin() == [Close(1, flush=pytest.approx(9.8), why="peer")]


def test_close_with_a_rst() -> None:
    play = Play(GET + step('close = "rst"'))
    assert names(play.connected()) == ["Send", "Abort"]
    assert play.results == [(1, True), (2, True)]


def test_behind_our_own_close_what_came_is_checked_and_nothing_waited_for() -> None:
    steps = step("expect = { contains = 'a' }") + step('close = "fin"') + step('wait = "end"')
    play = Play(step("wait = 'message'") + steps + step("expect = { contains = 'b' }"), "line")
    play.connected()
    play.comes(b"a\n")
    assert play.results == [(1, True), (2, True), (3, True), (4, True), (5, False)]
    assert play.done[4].got == "2 bytes: a\n"


def test_a_connection_that_never_stands_is_given_up() -> None:
    play = Play(GET)
    assert list(play.replay.on(LocalError(1, 0, None, None, "x"), 100.0)) == []
    assert play.tick(10) == [Abort(1, why="timeout")]
    assert not play.replay.report.stood
    assert len(play.begun) == 1, "what was to be replayed is in the record"


def test_where_the_connection_is_refused_it_says_what_it_would_have_replayed() -> None:
    play = Play(GET)
    play.closed()
    assert [one.title for one in play.begun] == ["r"]
    stopped = Play(GET)
    stopped.replay.stop(100)
    stopped.closed()
    assert not stopped.begun


def test_a_file_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "body.bin"
    path.write_bytes(b"12345")
    play = Play(step(f'send_file = "{path}"'), "none")
    assert play.connected() == [SendFile(1, path)]
    assert play.done[0].size == 5


@pytest.mark.parametrize("behind", ["", step('wait = "end"'), step('close = "fin"')])
def test_while_a_file_goes_out_what_comes_behind_it_is_not_late(tmp_path: Path, behind: str) -> None:
    path = tmp_path / "body.bin"
    path.write_bytes(b"12345")
    play = Play(step(f'send_file = "{path}"') + behind, "none")
    play.connected(at=1)
    assert (play.deadline, play.replay.at.unsent) == (11, 5)
    assert play.takes(2, at=9) == []
    assert (play.deadline, play.replay.at.unsent) == (19, 3)
    assert play.tick(11) == []
    (close,) = play.tick(19)
    assert close == Close(1, flush=0.0, why="timeout")


def test_the_time_that_a_step_says_is_its_time_whatever_goes_out(tmp_path: Path) -> None:
    path = tmp_path / "body.bin"
    path.write_bytes(b"12345")
    play = Play(step(f'send_file = "{path}"') + step('wait = { end = true, within = "3s" }'), "none")
    play.connected(at=1)
    play.takes(2, at=3)
    assert play.deadline == 4


def test_it_joins_a_connection_that_stands() -> None:
    play = Play(step('send = "x"') + step('expect = { contains = "new" }'), "none", joining=True)
    assert play.deadline == 0.0 - 100
    play.received = 1000
    assert play.tick(5) == [Send(1, b"x")]
    assert play.comes(b"new", at=6) == [Detach(1, play.replay)], "it is not its own to close"
    assert play.results == [(1, True), (2, True)]
    assert play.replay.report.over


def test_joining_it_finds_messages_where_they_are() -> None:
    play = Play(
        step('send = "x"') + step("wait = 'message'") + step("expect = { contains = 'two' }"), "line", joining=True
    )
    play.received = 1000
    play.tick(0)
    play.comes(b"one\ntwo\n")
    assert play.results == [(1, True), (2, True), (3, True)]


def test_joining_it_begins_with_whatever_happens_first() -> None:
    play = Play(step('send = "x"') + step('expect = { contains = "news" }'), "none", joining=True)
    assert play.comes(b"news") == [Send(1, b"x"), Detach(1, play.replay)]


# What `expect` looks at


def test_two_expectations_look_at_the_same_answer() -> None:
    play = Play(GET + step("expect = { status = 200 }") + step('expect = { contains = "id" }'))
    play.connected()
    play.comes(OK)
    assert play.results == [(1, True), (2, True), (3, True)]


def test_each_request_has_its_own_answer() -> None:
    play = Play(GET + step("expect = { status = 200 }") + GET + step("expect = { status = 404 }"))
    play.connected()
    assert names(play.comes(OK)) == ["Send"]
    assert play.results == [(1, True), (2, True), (3, True)]
    play.comes(NOT_FOUND)
    assert play.results[3:] == [(4, True)]


def test_answers_of_a_pipeline_in_their_order() -> None:
    play = Play(GET + GET + step("expect = { status = 200 }") + step("expect = { status = 404 }"))
    play.connected()
    play.comes(OK + NOT_FOUND)
    assert play.results == [(1, True), (2, True), (3, True), (4, True)]


def test_an_answer_that_came_before_the_step_counts() -> None:
    play = Play(GET + step('pause = "1s"') + step("expect = { status = 200 }"))
    play.connected()
    play.comes(OK)
    play.tick(1)
    assert play.results == [(1, True), (2, True), (3, True)]


def test_an_expectation_waits_for_its_time_and_no_longer() -> None:
    play = Play(step('send = "x"') + step('expect = { contains = "two", within = "2s" }'), "line")
    play.connected()
    play.comes(b"one\n")
    assert play.results == [(1, True)], "another line may still come"
    assert play.deadline == 2
    play.tick(2)
    assert (play.done[1].expected, play.done[1].got) == ('contains "two"', "4 bytes: one\n")


def test_bytes_without_a_framing_may_come_in_pieces() -> None:
    play = Play(step('send = "x"') + step('expect = { contains = "PONG", size = 7 }'), "none")
    play.connected()
    play.comes(b"+PO")
    play.comes(b"NG")
    assert play.results == [(1, True)]
    play.comes(b"\r\n")
    assert play.results[1:] == [(2, True)]


def test_what_was_looked_at_is_not_looked_at_again_behind_a_send() -> None:
    steps = step('send = "1"') + step('expect = { contains = "OK" }')
    play = Play(steps + steps, "none")
    play.connected()
    play.comes(b"OK\r\n")
    assert play.results == [(1, True), (2, True), (3, True)]
    play.comes(b"OK\r\n")
    assert play.results[3:] == [(4, True)]


def test_chunked_and_compressed_content_is_undone_for_looking() -> None:
    import gzip

    body = gzip.compress(b'{"user": {"name": "Ann"}}')
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    chunks = b"%x\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (5, body[:5], len(body) - 5, body[5:])
    play = Play(GET + step("""expect = { json = { "$.user.name" = "Ann" }, contains = '"Ann"', size = 25 }"""))
    play.connected()
    play.comes(head + chunks)
    assert play.results == [(1, True), (2, True)], play.done[-1].got


CONDITIONS = [
    ("status = 200", True, ""),
    ("header = { content-type = 'application/json' }", True, ""),
    ("header = { Content-Type = 'text/html' }", False, "Content-Type: application/json"),
    ("header = { Server = true }", False, "no Server header"),
    ("header = { Server = false }", True, ""),
    ("header = { Content-Length = false }", False, "Content-Length: 18"),
    ("contains = '\"id\"'", True, ""),
    ("regex = '\"id\": \\d'", True, ""),
    ("regex = 'x{3}'", False, '18 bytes: {"id": 7, "a": []}'),
    ("bytes = '7\\x2c'", True, ""),
    ("hex = '37 2c'", True, ""),
    ("hex = '00'", False, "18 bytes: 7b 22 69 64 22 3a 20 37 2c 20 22 61 22 3a 20 5b 5d 7d"),
    ("bytes = '\\x00'", False, '18 bytes: {"id": 7, "a": []}'),
    ("json = { '$.id' = 7 }", True, ""),
    ("json = { '$.id' = 7.0 }", True, ""),
    ("json = { '$.id' = true }", False, "7"),
    ("json = { '$.a' = [] }", True, ""),
    ("json = { '$.b' = 1 }", False, "nothing at $.b"),
    ("size = 18", True, ""),
    ("size = { min = 19 }", False, "18 bytes"),
    ("size = { max = 18 }", True, ""),
    ("event = 'connected'", True, ""),
]


@pytest.mark.parametrize(("condition", "ok", "got"), CONDITIONS)
def test_a_condition(condition: str, ok: bool, got: str) -> None:
    play = Play(GET + step(f"expect = {{ {condition} }}"))
    play.connected()
    play.comes(OK)
    assert (play.done[1].ok, play.done[1].got) == (ok, got)


def test_the_fields_of_a_json_header() -> None:
    header = b'{"byteorder":"little","content-type":"text/json","content-encoding":"utf-8","content-length":13}'
    frame = 'frame = { json = { action = "search", value = "ring" } }'
    expect = "expect = { header = { content-type = 'text/json', content-length = '13' }, json = { '$.result' = 1 } }"
    play = Play(step(frame) + step(expect) + step("capture = { kind = { header = 'content-type' } }"), "json-header")
    play.connected()
    play.comes(len(header).to_bytes(2, "big") + header + b'{"result": 1}')
    assert play.results == [(1, True), (2, True), (3, True)], play.done[-1].got


def test_what_is_no_json_is_told() -> None:
    play = Play(step('send = "x"') + step("expect = { json = { '$.a' = 1 }, within = '0s' }"), "line")
    play.connected()
    play.tick(0)
    assert play.done[1].got == "nothing came"
    play = Play(
        step('send = "x"') + step("wait = 'message'") + step("expect = { json = { '$.a' = 1 }, within = '0s' }"), "line"
    )
    play.connected()
    play.comes(b"<html>\n")
    play.tick(0.1)
    assert play.done[2].got.startswith("no JSON (Expecting value")


# Endings


def test_a_rst_that_was_expected() -> None:
    play = Play(GET + step("expect = { event = 'peer-rst', within = '1s' }"))
    play.connected()
    play.rst()
    assert play.results == [(1, True), (2, True)]
    assert status(play.replay.report, "reset") == 0


def test_a_rst_instead_of_an_answer() -> None:
    play = Play(GET + step("expect = { status = 200 }"))
    play.connected()
    play.comes(OK[:20])
    play.rst()
    assert play.results == [(1, True), (2, False)]
    assert play.done[1].got == (
        "20 bytes came and make no whole message: HTTP/1.1 200 OK\r\nCon; the peer reset the connection "
        "(RST; recv said ECONNRESET)"
    )
    assert status(play.replay.report, "reset") == 4


def test_a_fin_where_a_rst_was_expected() -> None:
    play = Play(GET + step("expect = { event = 'peer-rst', within = '1s' }"))
    play.connected()
    play.fin()
    assert play.results == [(1, True)], "a RST may follow a FIN"
    play.tick(1.1)
    assert play.done[1].got == "nothing came; the peer closed its side (FIN) after 0 bytes"


def test_an_answer_that_breaks_its_framing_fails_at_once() -> None:
    play = Play(GET + step("expect = { status = 200 }"))
    play.connected()
    play.comes(b"rubbish, no HTTP\r\n")
    assert play.done[1].got.startswith("18 bytes came: rubbish, no HTTP\r\n; the response breaks its framing at byte 0")


def test_after_the_end_nothing_can_be_sent() -> None:
    play = Play(step("wait = 'peer-rst'") + step('send = "x"'), "none")
    play.connected()
    play.rst()
    assert play.results == [(1, True), (2, False)]
    assert play.done[1].got == "the peer reset the connection (RST; recv said ECONNRESET)"


def test_what_came_is_still_checked_behind_the_end() -> None:
    play = Play(step("wait = 'end'") + step("expect = { contains = 'bye' }") + step("pause = '1s'"), "none")
    play.connected()
    play.comes(b"bye")
    play.rst()
    assert play.results == [(1, True), (2, True), (3, True)]


def test_the_network_may_be_what_ends_it() -> None:
    play = Play(GET + step("wait = 'network-error'"))
    play.connected()
    play.replay.on(NetworkError(1, 0, 110, "ETIMEDOUT", "x", soft=True), 101.0)
    assert play.results == [(1, True)]
    notes = list(play.replay.on(NetworkError(1, 0, 110, "ETIMEDOUT", "x", soft=False), 101.0))
    assert len(notes) == 1
    assert status(play.replay.report, "timeout") == 0


@pytest.mark.parametrize(
    ("steps", "outcome", "code"),
    [
        (GET, "complete", 0), (GET, "reset", 56), (GET, "empty", 52), (GET, "truncated", 18), (GET, "timeout", 28),
        (GET, "refused", 7), (GET, "protocol-error", 8),
    ],
)  # fmt: skip
def test_the_exit_status_is_the_verdicts(steps: str, outcome: str, code: int) -> None:
    play = Play(steps)
    play.connected()
    assert status(play.replay.report, outcome) == code  # type: ignore[arg-type]


def test_what_our_own_closing_cut_off_is_no_failure() -> None:
    play = Play(GET + step('close = "fin"'))
    play.connected()
    assert status(play.replay.report, "cancelled") == 0


def test_a_wait_whose_time_is_up_is_a_timeout() -> None:
    play = Play(GET + step("wait = { contains = 'x', within = '1s' }"))
    play.connected()
    assert play.tick(1) == [Close(1, flush=0.0, why="timeout")]
    assert status(play.replay.report, "timeout") == 28
    assert status(play.replay.report, "complete") == 28
    assert status(play.replay.report, "reset") == 56


def test_a_wait_for_what_can_not_come_any_more_is_the_verdicts_or_4() -> None:
    play = Play(GET + step("wait = { contains = 'x', within = '1s' }"))
    play.connected()
    play.fin()
    assert status(play.replay.report, "empty") == 52
    assert status(play.replay.report, "complete") == 4


def test_an_expectation_whose_time_is_up_is_4_and_its_verdict_a_timeout() -> None:
    play = Play(GET + step("expect = { status = 200, within = '1s' }"))
    play.connected()
    assert play.tick(1) == [Close(1, flush=0.0, why="timeout")]
    assert status(play.replay.report, "timeout") == 4


# wait


def test_waits_go_on_behind_each_other() -> None:
    play = Play(
        step("wait = { contains = 'a' }") + step("wait = { contains = 'a' }") + step("expect = { size = 3 }"), "none"
    )
    play.connected()
    play.comes(b"ba")
    assert play.results == [(1, True)]
    play.comes(b"a")
    assert play.results == [(1, True), (2, True), (3, True)]


def test_messages_are_counted_from_where_the_waiting_began() -> None:
    play = Play(step("wait = { message = 2 }") + step("wait = 'message'"), "line")
    play.connected()
    play.comes(b"1\n2\n")
    assert play.results == [(1, True)]
    play.comes(b"3\n")
    assert play.results == [(1, True), (2, True)]


def test_an_interim_answer_is_none() -> None:
    play = Play(GET + step("wait = 'message'"))
    play.connected()
    play.comes(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert play.results == [(1, True)]
    play.comes(OK)
    assert play.results == [(1, True), (2, True)]


# capture


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("status = true", b"200"), ("header = 'content-type'", b"application/json"), ("json = '$.id'", b"7"),
        ("json = '$.a'", b"[]"), ("""regex = '"(\\w)":'""", b"a"), ("bytes = [1, 4]", b'"id'),
    ],
)  # fmt: skip
def test_a_captured_value_is_sent(source: str, value: bytes) -> None:
    play = Play(GET + step(f"capture = {{ it = {{ {source} }} }}") + step('send = "<{{it}}>"'))
    play.connected()
    assert play.comes(OK)[0] == Send(1, b"<%b>" % value)


def test_captured_bytes_are_sent_as_they_were() -> None:
    play = Play(step("capture = { it = { bytes = [0, 3] } }") + step('send = "{{it}}{{len(it)}}"'), "none")
    play.connected()
    assert play.comes(b"\xff\x00\xfe rest")[0] == Send(1, b"\xff\x00\xfe3")


def test_what_is_not_there_can_not_be_captured() -> None:
    play = Play(GET + step("capture = { it = { header = 'Location' } }"))
    play.connected()
    play.comes(OK)
    assert (play.done[1].expected, play.done[1].got) == ("it from header Location", "no Location header")
    assert status(play.replay.report, "complete") == 4


def test_the_same_message_is_captured_from_that_was_expected() -> None:
    steps = (
        step("wait = { message = 3 }")
        + step("expect = { contains = 'b' }")
        + step("capture = { it = { regex = '.' } }")
    )
    play = Play(steps + step('send = "{{it}}"'), "line")
    play.connected()
    assert play.comes(b"a\nb\nc\n")[0] == Send(1, b"b")


# What a peer may send


EVERYTHING = (
    GET
    + step("expect = { status = 200, header = { A = 'b', C = false }, contains = 'x', regex = 'y.', within = '0s' }")
    + step("capture = { a = { json = '$..a' }, b = { regex = '.*' }, c = { bytes = [0, 2] } }")
    + step("expect = { json = { '$.x' = '{{a}}' }, size = 3, regex = '{{b}}' }")
    + step('send = "{{a}}{{b}}{{c}}{{base64(a, b)}}"')
    + step("wait = { regex = '{{a}}+', within = '1s' }")
)
ANSWERS = st.one_of(
    st.binary(),
    st.binary().map(lambda body: b"HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)),
    st.sampled_from([
        b'{"a": "\\ud800"}', b'{"a": "\\udc80"}', b"[" * 3000, b'{"a":' * 400 + b"1" + b"}" * 400, b'{"a": 1e999}',
        b'{"a": ""}', b"9" * 5000, b"\xff\xfe{}", b'{"a": [1]}',
    ]).map(lambda body: b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)),
)  # fmt: skip


@settings(max_examples=60)
@given(ANSWERS, st.sampled_from(["http", "none", "line", "json-header", "resp"]), st.integers(0, 5))
def test_no_answer_breaks_a_replay_and_every_result_can_be_recorded(answer: bytes, framing: str, skipped: int) -> None:
    steps = EVERYTHING.split("[[steps]]")[1:]
    play = Play(
        "".join(f"[[steps]]{one}" for index, one in enumerate(steps) if index != skipped or index == 2), framing
    )
    play.connected()
    play.comes(answer)
    play.tick(20)
    play.fin(21)
    for one in play.done:
        json.dumps(plain(one), ensure_ascii=False).encode()
    assert play.replay.report.over


def test_a_captured_value_that_does_not_fit_is_a_step_that_fails() -> None:
    capture = step("capture = { n = { regex = 'n=(.*)' } }")
    play = Play(capture + step('send = "{{random(n)}}"'), "none")
    play.connected()
    play.comes(b"n=many")
    assert (play.done[1].ok, play.done[1].got[:30]) == (False, "random() takes a number of byt")
    play = Play(capture + step("expect = { regex = '{{n}}+' }"), "none")
    play.connected()
    play.comes(b"n=")
    assert play.done[1].got.startswith("the regular expression '{{n}}+' can't be used: nothing to repeat")


# Secrets


def test_no_secret_is_in_a_result() -> None:
    steps = step('send = "{{token}}"') + step("expect = { contains = '{{token}}!', within = '1s' }")
    play = Play(f"variables = {{ token = {{ value = 'hunter2', secret = true }} }}\n{steps}", "none")
    play.connected()
    play.comes(b"you said hunter2")
    play.tick(1)
    assert play.done[1].expected == 'contains "***!"'
    assert play.done[1].got == "16 bytes: you said ***"


# Cost


def test_a_flood_is_looked_at_in_portions() -> None:
    play = Play(step("expect = { contains = 'never' }"), "none")
    play.connected()
    looked = 0
    for _ in range(2000):
        play.comes(b"x" * 4096)
        looked += play.deadline == 5
    assert looked < 40
    due = play.deadline
    assert due is not None
    play.tick(due)
    play.comes(b"never")
    soon = play.deadline
    assert soon is not None
    play.tick(soon)
    assert play.results == [(1, True)]


def test_a_long_answer_that_nobody_looks_at_costs_no_turn_of_its_own() -> None:
    play = Play(GET)
    play.connected()
    play.comes(b"HTTP/1.1 200 OK\r\nContent-Length: 409600\r\n\r\n")
    for _ in range(99):
        play.comes(b"x" * 4096)
    soon = play.deadline
    assert soon is not None
    assert soon < 1
    assert play.tick(soon) == []
    assert play.deadline == 10, "the time that the answer has"
    assert play.comes(b"x" * 4096) == [Close(1)]


def test_it_says_once_what_it_replays_by_the_files_absolute_path():
    for joining in (False, True):
        one = Play(GET, joining=joining)
        one.tick(0.0) if joining else one.connected()
        one.comes(OK)
        (begun,) = one.begun
        assert (begun.source, begun.title) == (str(Path("folder/r.toml").absolute()), "r")


@pytest.mark.parametrize(
    ("value", "use"),
    [
        (b"9" * 5000, 'send = "{{random(n)}}"'), (b"9" * 30, 'expect = { regex = "a{1{{n}}}" }'),
        (b"a\0b", 'frame = { file = "{{n}}" }'), (b"a" * 5000, 'send_file = "{{n}}"'), (b"\xff", 'send = "{{now(n)}}"'),
    ],
)  # fmt: skip
def test_whatever_a_peer_says_fails_no_more_than_the_step(value: bytes, use: str) -> None:
    play = Play(step("capture = { n = { regex = '[^\\n]*', group = 0 } }") + step(use), "line")
    play.connected()
    play.comes(value + b"\n")
    assert play.results == [(1, True), (2, False)]
    assert play.done[1].expected == "what can be done"


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_header_is_compared_in_the_encoding_that_it_came_in(encoding: str) -> None:
    play = Play(GET + step('expect = { header = { X-N = "é" } }') + step('expect = { header = { X-N = "è" } }'))
    play.connected()
    play.comes(b"HTTP/1.1 200 OK\r\nX-N: " + "é".encode(encoding) + b"\r\nContent-Length: 0\r\n\r\n")
    assert play.results == [(1, True), (2, True), (3, False)]


def test_a_json_header_in_any_script_is_captured_and_compared() -> None:
    header = json.dumps(
        {"byteorder": "big", "content-type": "text/€", "content-encoding": "utf-8", "content-length": 0, "x": "\ud800"},
        ensure_ascii=True,
    ).encode()
    capture = step('capture = { kind = { header = "content-type" }, odd = { header = "x" } }')
    play = Play(capture + step('expect = { header = { content-type = "{{kind}}", x = "{{odd}}" } }'), "json-header")
    play.connected()
    play.comes(len(header).to_bytes(2, "big") + header)
    assert play.results == [(1, True), (2, True)]


@pytest.mark.parametrize(
    ("wanted", "came", "met"),
    [
        ("[true]", "[1]", False), ("[1]", "[true]", False), ("{b = false}", '{"b": 0}', False), ("[1]", "[1.0]", True),
        ("{b = [true]}", '{"b": [true]}', True), ("[]", "{}", False), ("[1]", "[1, 1]", False),
        ("{b = 1}", "[1]", False),
    ],
)  # fmt: skip
def test_true_is_not_one_on_any_level(wanted: str, came: str, met: bool) -> None:
    play = Play(step(f'expect = {{ json = {{ "$.a" = {wanted} }} }}'), "line")
    play.connected()
    play.comes(f'{{"a": {came}}}\n'.encode())
    play.fin()
    assert play.results == [(1, met)]


@pytest.mark.parametrize("value", [b'"]"', b'"{}"', b'"a\\ud800"', b"NaN", b"[" * 900 + b"]" * 900])
def test_whatever_json_a_peer_answers_fails_no_more_than_the_step(value: bytes) -> None:
    play = Play(GET + step('expect = { json = { "$.id" = 7 } }'))
    play.connected()
    play.comes(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(value), value))
    assert play.results == [(1, True), (2, False)]
