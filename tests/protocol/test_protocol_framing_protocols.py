"""Protocols by name: each against bytes of its own, a client's conversation with it, and recordings of real servers."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tcptui.protocol.framing import Exchange, Found, parse_framing
from tcptui.protocol.framing.layouts import PRESETS
from tcptui.protocol.verdict import Response
from tests.protocol.reading import assert_no_gap, pieces

RECORDED = Path(__file__).with_name("recorded")
CLIENT_HELLO = bytes.fromhex("16030100050100000100")
# Each: the framing, one message of the protocol made by hand after its description, and what is told of it.
MESSAGES = {
    "dns": (
        "dns",
        bytes.fromhex("001d 1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 636f6d 00 0001 0001"),
        "example",
    ),
    "tls": ("tls", CLIENT_HELLO, ""),
    "mysql": ("mysql", b"\x0f\0\0\0\x03SELECT version", "SELECT version"),
    "kafka": ("kafka", struct.pack(">IHHIH", 17, 18, 0, 1, 7) + b"console", "console"),
    "mongodb": ("mongodb", struct.pack("<IIII", 26, 1, 0, 2013) + b"find users", "find users"),
    "modbus": ("modbus", bytes.fromhex("0001 0000 0006 11 03 006b 0003"), ""),
    "postgresql": ("postgresql", b"\0\0\0\x15\0\3\0\0user\0tester\0\0", "StartupMessage user\0tester"),
}


@pytest.mark.parametrize(("name", "data", "text"), MESSAGES.values(), ids=MESSAGES.keys())
def test_a_message_of_every_protocol(name, data, text):
    talk = Exchange(parse_framing(name))
    found = [one.found for piece in pieces(data, 1) for one in talk.sent(piece)]
    assert [(one.start, one.end, one.complete, one.text) for one in found] == [(0, len(data), True, text)]
    assert talk.response == Response(name, complete=False)


def test_every_protocol_has_a_message_here():
    assert set(MESSAGES) == set(PRESETS)


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "postgresql"])
def test_a_protocol_is_a_length_by_another_name(name):
    _, data, _ = MESSAGES[name]
    [one] = Exchange(parse_framing(f"length:{PRESETS[name].parameters}")).received(data)
    [other] = Exchange(parse_framing(name)).received(data)
    assert one == other


# A greeting

GREETING, OK = b"\x0d\0\0\0\x0a8.0.4-server", b"\x03\0\0\x02\0\0\0"


def test_a_server_that_greets_is_heard_where_nothing_was_asked():
    talk = Exchange(parse_framing("mysql"))
    [greeting] = talk.received(GREETING)
    assert (greeting.found.final, greeting.found.text) == (True, "8.0.4-server")
    assert talk.response == Response("mysql", complete=True, missing=0)
    talk.sent(b"\x01\0\0\x01\x0e")
    [answer] = talk.received(OK)
    assert (answer.found.final, answer.awaited) == (True, 0)


@pytest.mark.parametrize("early", [0, 1, 6])
def test_a_greeting_that_comes_after_the_question_is_no_answer_to_it(early):
    talk = Exchange(parse_framing("mysql"))
    talk.received(GREETING[:early])
    talk.sent(b"\x01\0\0\x01\x0e")
    [greeting] = talk.received(GREETING[early:])
    assert (greeting.found.kind, greeting.found.final, greeting.awaited) == ("message", False, 1)
    [answer] = talk.received(OK)
    assert (answer.found.final, answer.awaited) == (True, 0)


def test_a_greeting_that_is_cut_or_broken_is_the_answer_that_there_is():
    talk = Exchange(parse_framing("mysql"))
    talk.sent(b"\x01\0\0\x01\x0e")
    talk.received(GREETING[:9])
    assert (talk.answering, talk.response.missing) == (True, 8)
    talk.peer_fin()
    assert talk.response == Response("mysql", complete=False, missing=8)
    broken = Exchange(parse_framing("mysql:max=5"))
    broken.sent(b"\x01\0\0\x01\x0e")
    broken.received(GREETING)
    assert "over the limit" in broken.response.problem


def test_a_message_that_breaks_the_framing_leaves_no_answer_to_wait_for():
    talk = Exchange(parse_framing("netstring"))
    talk.received(b"3:ab")
    talk.sent(b"1:a,")
    [seen] = talk.received(b"cd")
    assert (seen.found.kind, seen.found.final, seen.awaited) == ("message", True, 1)
    assert "at byte 5" in talk.response.problem


# PostgreSQL before the session

SSL, GSS = struct.pack(">II", 8, 80877103), struct.pack(">II", 8, 80877104)
CANCEL = struct.pack(">IIII", 16, 80877102, 1, 2)
STARTUP = MESSAGES["postgresql"][1]
AUTHENTICATION = b"R\0\0\0\x08\0\0\0\0"


def postgresql() -> Exchange:
    return Exchange(parse_framing("postgresql"))


@pytest.mark.parametrize(("request_", "name"), [(SSL, "SSLRequest"), (GSS, "GSSENCRequest")])
def test_a_server_that_does_not_encrypt_says_so_in_one_byte(request_, name):
    talk = postgresql()
    [asked] = talk.sent(request_)
    assert asked.found.text == name
    [answer] = talk.received(b"N")
    assert (answer.found.start, answer.found.end, answer.found.text) == (0, 1, f"no to {name}")
    assert talk.response.complete
    [started] = talk.sent(STARTUP)
    assert (started.found.start, started.found.text) == (8, "StartupMessage user\0tester")
    [answer] = talk.received(AUTHENTICATION)
    assert (answer.found.start, answer.found.end, answer.found.text) == (1, 10, "Authentication")
    [query] = talk.sent(b"Q\0\0\0\x0cSELECT\x00\x00")
    assert query.found.text == "Query SELECT"


def test_after_yes_nothing_can_be_told_apart_and_nothing_is_owed():
    talk = postgresql()
    talk.sent(SSL)
    [answer] = talk.received(b"S")
    assert answer.found.text == "yes to SSLRequest"
    assert talk.sent(CLIENT_HELLO) == []
    assert talk.received(b"\x16\x03\x03\0\x02ab") == []
    assert not talk.open
    assert talk.response == Response("postgresql", complete=True, missing=0)
    assert talk.skippable("in") > 1 << 40
    assert talk.skippable("out") > 1 << 40
    [rest] = talk.peer_fin()
    assert (rest.found.kind, rest.found.start, rest.found.end) == ("stream", 1, 8)


def test_an_old_server_answers_the_request_with_an_error():
    talk = postgresql()
    talk.sent(SSL)
    [answer] = talk.received(b"E\0\0\0\x0aFATAL\0")
    assert (answer.found.complete, answer.found.text) == (True, "ErrorResponse FATAL")


def test_a_request_to_cancel_leaves_the_session_unstarted():
    talk = postgresql()
    [cancel] = talk.sent(CANCEL)
    assert (cancel.found.end, cancel.found.text) == (16, "CancelRequest")
    assert talk.peer_fin() == []
    assert talk.open


@pytest.mark.parametrize("size", [0, 7, 10_001, 0x47455420])
def test_a_first_message_of_no_size_that_there_is(size):
    [broken] = postgresql().sent(struct.pack(">I", size))
    assert "at byte 0: " in broken.found.problem
    assert f"{size:,}" in broken.found.problem


@pytest.mark.parametrize("letter", ["A", "N", "S"])
def test_what_a_server_may_say_unasked_is_no_answer(letter):
    talk = postgresql()
    talk.sent(STARTUP)
    [notice] = talk.received(letter.encode() + b"\0\0\0\x08abc\0")
    assert (notice.found.kind, notice.found.final, notice.awaited) == ("message", False, 1)
    [answer] = talk.received(AUTHENTICATION)
    assert answer.awaited == 0


# Recordings of real servers


def recorded(name: str, framing: str) -> tuple[list[Found], list[Found]]:
    """What is found in a recording, ours and theirs, in every cut: all of it in whole messages."""
    results = []
    for size in (1 << 20, 1, 7):
        talk = Exchange(parse_framing(framing))
        ours = (RECORDED / f"{name}.out").read_bytes()
        theirs = (RECORDED / f"{name}.in").read_bytes()
        sent = [one.found for piece in pieces(ours, size) for one in talk.sent(piece)]
        came = [one.found for piece in pieces(theirs, size) for one in talk.received(piece)]
        assert talk.peer_fin() == []
        for found, data in ((sent, ours), (came, theirs)):
            assert_no_gap(found, len(data))
            assert all(one.complete for one in found)
        results.append((sent, came))
    assert results[0] == results[1] == results[2]
    return results[0]


def test_a_real_name_server():
    asked, answers = recorded("dns", "dns")
    assert len(asked) == len(answers) == 4
    assert [one.text for one in asked] == ["tcptui", "tcptui", "tcptui", "nowhere"]


def test_a_real_mysql_server():
    asked, answers = recorded("mysql", "mysql")
    assert len(asked) == 5
    assert "MariaDB" in answers[0].text
    assert not answers[0].final
    assert asked[2].text.startswith("SELECT seq, REPEAT(")
    assert [one.text for one in asked][-2:] == ["SELECT * FROM nowhere.at_all", ""]
    assert "nowhere.at_all" in answers[-1].text
    assert [one.end - one.start for one in answers if one.text.startswith("xxxx")] == [311]


def test_a_real_postgresql_server():
    asked, answers = recorded("postgresql", "postgresql")
    assert [one.text.split(" ")[0] for one in asked] == ["StartupMessage", "Query", "Query", "Terminate"]
    names = [one.text.split(" ")[0] for one in answers]
    assert names[0] == "Authentication"
    assert names.count("DataRow") == 20
    assert names.count("ReadyForQuery") == 3
    assert names[-2:] == ["ErrorResponse", "ReadyForQuery"]
    assert all(one.final != one.text.startswith("ParameterStatus") for one in answers)


def test_a_real_redis_server():
    asked, answers = recorded("redis", "resp")
    assert len(asked) == len(answers) == 14
    assert asked[-3].text == "PING"
    assert [one.text for one in answers][2:6] == ["$-1", ":256", ":3", '*3 one "" three']
    assert answers[1].end - answers[1].start == 264


def test_a_real_redis_server_in_version_3():
    asked, answers = recorded("redis3", "resp")
    assert answers[0].text.startswith("%7 server redis version")
    pushes = [one.text for one in answers if one.text.startswith(">")]
    assert pushes == [">3 subscribe resp3:channel :1", ">3 message resp3:channel news"]
    assert len(answers) - 1 == len(asked)
    assert [one.final for one in answers].count(False) == 1


@pytest.mark.parametrize("framing", ["line", r"delimiter:\r\n"])
def test_a_real_memcached(framing):
    asked, answers = recorded("memcached", framing)
    assert [one.text for one in asked][:4] == ["version", "set greeting 0 0 12", "hello", "there"]
    assert [one.text for one in answers][1:6] == ["STORED", "VALUE greeting 0 12", "hello", "there", "END"]


def test_a_real_nginx():
    asked, answers = recorded("nginx", "http")
    assert [one.status for one in answers] == [200, 200, 200, 405, 206, 404]
    assert len(asked) == 6
