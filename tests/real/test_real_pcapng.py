"""Exported captures, as Wireshark's own dissector reads them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tcptui.journal import pcapng, pcapng_wire, runs
from tcptui.journal.log import Log
from tests.conftest import Serve
from tests.servers import behaviours
from tests.servers.listening import Peer
from tests.servers.real import RealServer, find_program, free_port

_CHECKED = ["-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"]
_WRONG = ("_ws.malformed", "tcp.analysis.flags")
_CHECKSUMS = ("tcp.checksum.status", "ip.checksum.status")
_FIELDS = ("tcp.srcport", "tcp.flags.str", "tcp.payload", "frame.time_epoch", "frame.comment", "http.response.code")

Packet = dict[str, str]


def tcptui(*words: str) -> bytes:
    done = subprocess.run([sys.executable, "-m", "tcptui", *words], capture_output=True, timeout=60)
    assert done.returncode != 2, done.stderr
    return done.stdout


def exported(folder: Path) -> tuple[Path, list[Packet]]:
    """The last run as a capture, and its packets, in which Wireshark finds nothing wrong."""
    capture = folder / "run.pcapng"
    tcptui("sessions", "export", "last", "--as", "pcapng", "-o", str(capture))
    return capture, flawless(capture)


def flawless(capture: Path) -> list[Packet]:
    """The packets, in which Wireshark finds nothing wrong."""
    names = (*_WRONG, *_CHECKSUMS, *_FIELDS)
    words = [word for name in names for word in ("-e", name)]
    lines = tshark(capture, "-T", "fields", "-E", "separator=|", *words).splitlines()
    packets = [dict(zip(names, line.split("|"), strict=True)) for line in lines]
    for packet in packets:
        assert packet["_ws.malformed"] == packet["tcp.analysis.flags"] == ""
        assert packet["tcp.checksum.status"] == "1"
        assert packet["ip.checksum.status"] in ("1", "")  # IPv6 has none
    return packets


def tshark(capture: Path, *words: str) -> str:
    done = subprocess.run(
        [find_program("tshark"), "-r", str(capture), *_CHECKED, *words], capture_output=True, timeout=60, check=True
    )
    return done.stdout.decode()


def followed(capture: Path) -> tuple[bytes, bytes]:
    """What Wireshark puts together of both directions: the client's bytes, the server's."""
    lines = tshark(capture, "-q", "-z", "follow,tcp,raw,0").splitlines()[6:-1]
    client = b"".join(bytes.fromhex(line) for line in lines if not line.startswith("\t"))
    return client, b"".join(bytes.fromhex(line) for line in lines if line.startswith("\t"))


def payload(packets: list[Packet], port: int) -> bytes:
    """What the server on this port sent."""
    return b"".join(bytes.fromhex(one["tcp.payload"]) for one in packets if one["tcp.srcport"] == str(port))


def letters(packets: list[Packet], port: int) -> list[str]:
    """`> S`, `< AS`: who sent which control bits; port: the server's."""
    return [
        f"{'<' if one['tcp.srcport'] == str(port) else '>'} {''.join(c for c in one['tcp.flags.str'] if c.isalpha())}"
        for one in packets
    ]


def recorded(direction: str) -> bytes:
    return tcptui("sessions", "export", "last", "--as", "raw", "--direction", direction)


def test_an_exchange_with_nginx(nginx: RealServer, tmp_path: Path) -> None:
    tcptui("send", nginx.target, "--text", r"GET /chunked.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
    capture, packets = exported(tmp_path)
    assert followed(capture) == (recorded("out"), recorded("in"))
    assert letters(packets, nginx.port)[:3] == ["> S", "< AS", "> A"]
    assert letters(packets, nginx.port)[-1] == "> AF"
    assert [one["http.response.code"] for one in packets if one["http.response.code"]] == ["200"]
    assert packets[0]["frame.comment"] == "tcptui connection 1"
    told = subprocess.run([find_program("capinfos", "tshark"), "-k", str(capture)], capture_output=True, timeout=60)
    assert b"Synthesised by tcptui" in told.stdout


def test_the_times_are_those_of_the_record(serve: Serve, tmp_path: Path) -> None:
    server = serve(behaviours.answer_then_close)
    tcptui("send", server.target, "--text", r"GET / HTTP/1.1\r\n\r\n")
    told = [json.loads(line) for line in tcptui("sessions", "export", "last", "--as", "jsonl").splitlines()]
    wall = told[0]["wall"] / 1e9
    said = {name: next(one["t"] for one in told if one["event"] == name) for name in ("connecting", "sent", "received")}
    times = [float(one["frame.time_epoch"]) for one in exported(tmp_path)[1]]
    assert times == sorted(times)
    assert times[0] == pytest.approx(wall + said["connecting"], abs=1e-5)
    for name in ("sent", "received"):
        assert any(abs(time - wall - said[name]) < 1e-5 for time in times), name


def test_a_reset_over_ipv6(serve: Serve, tmp_path: Path) -> None:
    server = serve(behaviours.answer_then_reset, "ipv6")
    tcptui("send", server.target, "--text", r"GET / HTTP/1.1\r\n\r\n")
    _, packets = exported(tmp_path)
    assert letters(packets, server.port)[-1] == "< AR"
    assert payload(packets, server.port) == behaviours.ANSWER


def test_refused(tmp_path: Path) -> None:
    port = free_port()
    tcptui("send", f"127.0.0.1:{port}", "--text", "x")
    assert letters(exported(tmp_path)[1], port) == ["> S", "< AR"]


def test_accepted_connections_begin_with_the_peers_syn(tmp_path: Path) -> None:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "tcptui", "listen", str(port), "--respond", "echo", "--until-eof", "--json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as listener:  # fmt: skip
        assert listener.stdout is not None
        assert b'"listening"' in listener.stdout.readline()
        done = subprocess.run([find_program("nc", "netcat-openbsd"), "-N", "127.0.0.1", str(port)], input=b"hello\n",
                              capture_output=True, timeout=20)  # fmt: skip
        assert done.stdout == b"hello\n"
        listener.communicate(timeout=20)
    capture, packets = exported(tmp_path)
    assert letters(packets, port)[:3] == ["> S", "< AS", "> A"]
    assert followed(capture) == (b"hello\n", b"hello\n")


def test_more_than_a_megabyte_both_ways(serve: Serve, tmp_path: Path) -> None:
    """Sequence numbers, acknowledgements and checksums of a thousand segments, of all lengths."""
    answer = bytes(range(256)) * 3_001

    def swallow_and_answer(peer: Peer) -> None:
        peer.read_exactly(len(question))
        peer.send(answer)

    question = b"\x00\xff" * 300_003
    (tmp_path / "question").write_bytes(question)
    server = serve(swallow_and_answer)
    tcptui("send", server.target, "--file", str(tmp_path / "question"), "--framing", "until-close")
    assert followed(exported(tmp_path)[0]) == (question, answer)


def test_sequence_numbers_come_round_again(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they do after 4 GB; here they begin a little below."""
    monkeypatch.setattr(pcapng_wire, "_OURS", 2**32 - 5_000)
    monkeypatch.setattr(pcapng_wire, "_THEIRS", 2**32 - 3_000)
    (tmp_path / "question").write_bytes(bytes(range(256)) * 40)
    server = serve(behaviours.echo)
    tcptui("send", server.target, "--file", str(tmp_path / "question"), "--framing", "fixed:10240")
    capture = tmp_path / "run.pcapng"
    with Log.open(runs.log_path(runs.find("last"))) as log:
        capture.write_bytes(b"".join(pcapng.capture(log, pcapng.openings(log, None))))
    flawless(capture)
    assert followed(capture) == (recorded("out"), recorded("in"))
    assert len(recorded("in")) == 10_240


def test_connections_at_the_same_time(serve: Serve, tmp_path: Path) -> None:
    server = serve(behaviours.echo)
    tcptui("send", server.target, "--connections", "12", "--text", "hello", "--framing", "fixed:5")
    _, packets = exported(tmp_path)
    assert payload(packets, server.port) == b"hello" * 12
    assert sum(one == "> S" for one in letters(packets, server.port)) == 12


@pytest.mark.parametrize(("how", "first"), [("rst", "> AR"), ("half", "> AF")])
def test_how_a_replay_closes(serve: Serve, tmp_path: Path, how: str, first: str) -> None:
    server = serve(behaviours.echo)
    steps = f'[[steps]]\nsend = "hi"\n[[steps]]\nwait = {{ contains = "hi" }}\n[[steps]]\nclose = "{how}"\n'
    (tmp_path / "r.toml").write_text(f'target = "{server.target}"\n{steps}')
    tcptui("replay", str(tmp_path / "r.toml"))
    seen = letters(exported(tmp_path)[1], server.port)
    assert next(one for one in seen if "F" in one or "R" in one) == first


def test_a_unix_socket_has_no_packets(serve: Serve, tmp_path: Path) -> None:
    server = serve(behaviours.answer_then_close, "unix")
    tcptui("send", server.target, "--text", r"GET / HTTP/1.1\r\n\r\n")
    done = subprocess.run(
        [sys.executable, "-m", "tcptui", "sessions", "export", "last", "--as", "pcapng", "-o", str(tmp_path / "x")],
        capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"unix socket: there is no TCP to make packets of" in done.stderr
    assert not (tmp_path / "x").exists()
