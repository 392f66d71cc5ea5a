"""`tcptui send` under each protocol's framing, to servers that nobody here wrote: what is found, and where it lies."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

from tests.real import exchanges
from tests.servers.real import RealServer


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of one `tcptui send --json`."""

    code: int
    events: list[dict[str, Any]]

    @property
    def verdict(self) -> dict[str, Any]:
        return self.events[-1]

    def messages(self, direction: str) -> list[dict[str, Any]]:
        """Those of one direction. They are whole and lie behind each other, from the first byte on."""
        found = [each for each in self.events if each["event"] == "message" and each["direction"] == direction]
        assert all(each["complete"] and each["problem"] is None for each in found)
        assert not found or found[0]["start"] == 0
        assert all(before["end"] == after["start"] for before, after in pairwise(found))
        assert [each["number"] for each in found] == list(range(1, len(found) + 1))
        return found

    def sizes(self, direction: str) -> list[int]:
        return [each["end"] - each["start"] for each in self.messages(direction)]


def send(server: RealServer, framing: str, *turns: bytes, linger: float = 5) -> Answered:
    """Everything at once: servers take what is pipelined in its order.

    linger: seconds that there are for what comes behind the first answer, where the server does not close.
    """
    done = subprocess.run(
        [
            sys.executable, "-m", "tcptui", "send", server.target, "--framing", framing,
            *(word for turn in turns if turn for word in ("--hex", turn.hex())), "--json", "--linger", str(linger),
        ],
        capture_output=True, timeout=40,
    )  # fmt: skip
    return Answered(done.returncode, [json.loads(line) for line in done.stdout.splitlines()])


def received() -> bytes:
    """What the last run received, as its record has it."""
    return subprocess.run(
        [sys.executable, "-m", "tcptui", "sessions", "export", "last", "--as", "raw"], capture_output=True, timeout=40
    ).stdout


def assert_complete(answered: Answered, framing: str) -> None:
    """A whole answer, exit status 0, and the framing named."""
    verdict = answered.verdict
    assert (answered.code, verdict["outcome"]) == (0, "complete")
    assert verdict["response"] == {
        "framing": framing, "complete": True, "status": None, "missing": 0, "problem": None,
    }  # fmt: skip


def test_postgresql(postgresql: RealServer) -> None:
    startup, query, failing, goodbye = exchanges.postgresql()
    answered = send(postgresql, "postgresql", startup, query, failing, goodbye)
    assert_complete(answered, "postgresql")
    assert answered.verdict["ended_by"] == "peer-fin"
    assert answered.sizes("out") == [len(startup), len(query), len(failing), len(goodbye)]
    sizes = answered.sizes("in")
    assert sizes[0] == 9  # AuthenticationOk
    assert sizes[-1] == 6  # ReadyForQuery
    assert sizes.count(21) >= 9  # DataRow: of the rows 1 to 9
    assert sum(sizes) == answered.verdict["received"]["bytes"]


def test_mysql(mariadb: RealServer) -> None:
    turns = exchanges.mysql()[1:]
    answered = send(mariadb, "mysql", *turns)
    assert_complete(answered, "mysql")
    assert answered.sizes("out") == [len(turn) for turn in turns]
    sizes = answered.sizes("in")
    assert sizes[1:3] == [11, 11]  # after its greeting: OK to the login, OK to the ping
    assert sum(sizes) == answered.verdict["received"]["bytes"]


def test_a_greeting_of_mysql_is_an_answer_to_nothing_asked(mariadb: RealServer) -> None:
    answered = send(mariadb, "mysql", linger=0)
    assert_complete(answered, "mysql")
    (greeting,) = answered.messages("in")
    assert "MariaDB" in greeting["text"]


def test_redis(redis: RealServer) -> None:
    turns = exchanges.redis()
    answered = send(redis, "resp", *turns)
    assert_complete(answered, "resp")
    sizes = answered.sizes("in")
    assert sizes[:4] == [5, 264, 5, 6]  # +OK, the 256 bytes, null, :256
    assert sizes[-1] == 5  # +OK to QUIT
    assert len(sizes) == len(answered.messages("out")) == 14
    assert sum(sizes) == answered.verdict["received"]["bytes"]


def test_redis_version_3(redis: RealServer) -> None:
    turns = exchanges.redis3()
    answered = send(redis, "resp", *turns)
    assert_complete(answered, "resp")
    messages = answered.messages("in")
    unasked = [each["text"] for each in messages if not each["final"]]
    assert unasked == [">3 message resp3:channel news"]  # what SUBSCRIBE gets is a push, too, but its answer
    assert len(messages) - len(unasked) == len(answered.messages("out"))


def test_memcached_by_lines(memcached: RealServer) -> None:
    answered = send(memcached, "line", *exchanges.memcached())
    assert_complete(answered, "line")
    texts = [each["text"] for each in answered.messages("in")]
    assert texts[0].startswith("VERSION ")
    assert texts[1:] == ["STORED", "VALUE greeting 0 12", "hello", "there", "END", "ERROR", "DELETED"]


def test_memcached_until_a_word(memcached: RealServer) -> None:
    """A delimiter of one's own: what `get` gives ends with END, whatever lines are in the value."""
    _, stored, got, *_ = exchanges.memcached()
    assert send(memcached, r"delimiter:STORED\r\n", stored, linger=0).code == 0
    answered = send(memcached, r"delimiter:END\r\n", got, linger=0)
    assert answered.code == 0
    assert received() == b"VALUE greeting 0 12\r\nhello\r\nthere\r\nEND\r\n"
    assert answered.sizes("in") == [len(received())]


@pytest.mark.parametrize("framing", ["dns", "length:u16be"])
def test_dns_over_tcp(dnsmasq: RealServer, framing: str) -> None:
    turns = exchanges.dns()
    answered = send(dnsmasq, framing, *turns, linger=1)
    assert answered.code == 0
    assert answered.verdict["response"]["complete"] is True
    assert len(answered.messages("out")) == 4  # two of them in one turn
    raw = received()
    for message, number in zip(answered.messages("in"), (1, 2, 3, 4), strict=True):
        size, identity, flags = struct.unpack("!HHH", raw[message["start"] : message["start"] + 6])
        assert (size, identity) == (message["end"] - message["start"] - 2, number)
        assert flags & 0xF == (3 if number == 4 else 0)  # NXDOMAIN for the last


def test_a_length_of_dns_that_is_too_great_is_a_timeout_with_what_is_missing(dnsmasq: RealServer) -> None:
    """The answer is read with the wrong byte order: its length then says 11,520 instead of 45."""
    (turn, *_) = exchanges.dns()
    done = subprocess.run(
        [
            sys.executable, "-m", "tcptui", "send", dnsmasq.target, "--framing", "length:u16le", "--hex", turn.hex(),
            "--json", "--timeout", "1",
        ],
        capture_output=True, timeout=40,
    )  # fmt: skip
    verdict = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, verdict["outcome"]) == (28, "timeout")
    assert verdict["response"]["missing"] == 45 * 256 - 45
