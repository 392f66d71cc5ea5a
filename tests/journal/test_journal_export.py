"""What an export holds, byte for byte, and what it hides."""

from __future__ import annotations

import base64
import io
import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.journal.export import Form, Wanted, export
from tcptui.journal.log import Log
from tcptui.journal.masking import Masker
from tcptui.journal.writer import Writer
from tcptui.protocol.events import Message, PeerFin, RunStarted

SENT = b"GET / HTTP/1.1\r\nAuthorization: Basic c2VjcmV0\r\nX-Api-Key: k\r\n\r\n"
RECEIVED = bytes(range(256)) + b"\r\nSet-Cookie: id=1; Path=/\r\n\r\n"


@pytest.fixture
def log(tmp_path: Path) -> Log:
    writer = Writer.create(tmp_path / "run", RunStarted(0, 1_000_000_000, "1", 1, "x"))
    for at in range(0, len(SENT), 7):
        writer.sent(1, 2_000_000_000, at, SENT[at : at + 7])
    writer.sent(2, 2_500_000_000, 0, b"other")
    room = writer.room(len(RECEIVED))
    assert room is not None
    room[:] = RECEIVED
    writer.received(1, 3_000_000_000, 0, len(RECEIVED))
    writer.event(PeerFin(1, 3_500_000_000, len(RECEIVED)))
    writer.close()
    return Log.open(tmp_path / "run" / "log")


def written(
    log: Log, form: Form, conn: int | None = None, direction: Wanted = "both", *, unmasked: bool = False
) -> bytes:
    out = io.BytesIO()
    export(log, form, out, conn, direction, unmasked=unmasked)
    return out.getvalue()


def test_raw_is_exact(log: Log) -> None:
    assert written(log, "raw", 1, "in") == RECEIVED
    assert written(log, "raw", 1, "out") == SENT
    assert written(log, "raw", 1, "both") == SENT + RECEIVED
    assert written(log, "raw", 2, "in") == b""


def test_hexdump_reads_back_as_the_bytes(log: Log) -> None:
    text = written(log, "hexdump", 1, "in", unmasked=True).decode()
    hexes = "".join(line[10:58] for line in text.splitlines() if not line.startswith("#"))
    assert bytes.fromhex(hexes) == RECEIVED
    assert "# +2.000000 connection 1 <-" in text


def test_hexdump_runs_on_over_the_records_of_a_stretch(log: Log) -> None:
    whole = written(log, "hexdump", unmasked=True).splitlines()
    assert whole[:2] == [
        b"# +1.000000 connection 1 ->",
        b"00000000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  |GET / HTTP/1.1..|",
    ]
    assert [line for line in whole if line.startswith(b"#")] == [
        b"# +1.000000 connection 1 ->", b"# +1.500000 connection 2 ->", b"# +2.000000 connection 1 <-",
    ]  # fmt: skip
    assert b"00000000  6f 74 68 65 72                                    |other|" in whole


def test_hexdump_lines_are_those_of_hexdump(log: Log) -> None:
    ours = [line for line in written(log, "hexdump", 1, "in", unmasked=True).splitlines() if line[:1] != b"#"]
    try:
        theirs = subprocess.run(["hexdump", "-vC"], input=RECEIVED, capture_output=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("hexdump (Debian: bsdextrautils) is not installed")
    assert ours == theirs.splitlines()[:-1]


def test_jsonl_holds_every_event_and_byte(log: Log) -> None:
    told = [json.loads(line) for line in written(log, "jsonl", unmasked=True).splitlines()]
    assert told[0]["event"] == "run-started"
    assert told[-1] == {"event": "peer-fin", "conn": 1, "t": 2.5, "offset": 286}
    sent = [one for one in told if one["event"] == "sent" and one["conn"] == 1]
    assert b"".join(base64.b64decode(one["data"]) for one in sent) == SENT
    assert [one["offset"] for one in sent] == list(range(0, len(SENT), 7))


def test_credentials_are_masked_wherever_the_record_cuts_them(log: Log) -> None:
    told = [json.loads(line) for line in written(log, "jsonl", 1).splitlines()]
    data = {
        d: b"".join(base64.b64decode(one["data"]) for one in told if one["event"] == d) for d in ("sent", "received")
    }
    assert data["sent"] == b"GET / HTTP/1.1\r\nAuthorization: **************\r\nX-Api-Key: *\r\n\r\n"
    assert data["received"].endswith(b"\r\nSet-Cookie: ************\r\n\r\n")
    assert any(one.get("masked") for one in told)
    dump = written(log, "hexdump", 1)
    assert b"c2VjcmV0" not in dump.replace(b"\n", b"")
    assert dump.startswith(b"# Secrets are masked")


@given(
    st.lists(
        st.sampled_from(
            [b"Cookie: a=b\r\n", b"X: y\r\n", b"my-token:t\n", b"\xff\x00", b" folded\r\n", b"\n", b"n" * 70, b"Cookie"]
        )
    ),
    st.data(),
)
def test_masking_does_not_depend_on_the_cuts(lines: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)))))
    masker = Masker()
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    whole = Masker().mask(stream)
    assert b"".join(masker.mask(piece) for piece in pieces) == whole
    assert len(whole) == len(stream)


@pytest.mark.parametrize(
    ("stream", "masked"),
    [
        (b"Authorization:  Basic ab\r\nHost: x\r\n", b"Authorization:  ********\r\nHost: x\r\n"),
        (b"set-cookie: a\r\n b\r\n\tc\r\nX: y", b"set-cookie: *\r\n *\r\n\t*\r\nX: y"),
        (b"X: y\r\n folded\r\n", b"X: y\r\n folded\r\n"),
        (b"X-Auth-Token:t", b"X-Auth-Token:*"),
        (b"My_Secret : t", b"My_Secret : *"),
        (b"GET /?token=a:b HTTP/1.1\r\n", b"GET /?token=a:b HTTP/1.1\r\n"),
        (b"Cookie: \xff\x00;\x1b[0m\n", b"Cookie: *******\n"),
        (b"x" * 65 + b"-token: t", b"x" * 65 + b"-token: t"),
    ],
)
def test_what_is_a_credential(stream: bytes, masked: bytes) -> None:
    assert Masker().mask(stream) == masked
    one_by_one = Masker()
    assert b"".join(one_by_one.mask(stream[at : at + 1]) for at in range(len(stream))) == masked


@pytest.mark.timeout(10)
def test_a_hostile_line_is_masked_in_linear_time() -> None:
    masker = Masker()
    for _ in range(50):
        masker.mask(b"token" * 20_000)


def test_jsonl_holds_nothing_that_acts_on_a_terminal(tmp_path: Path) -> None:
    writer = Writer.create(tmp_path / "run", RunStarted(0, 1, "1", 1, "x"))
    writer.event(Message(1, 2, "in", 1, 0, 9, "line", True, True, 0, text="\x9b31m\u202e\x7f\x1b]0;x\x07"))
    writer.close()
    with Log.open(tmp_path / "run" / "log") as log:
        text = written(log, "jsonl")
    assert all(0x20 <= byte < 0x7F or byte == 0x0A for byte in text)
