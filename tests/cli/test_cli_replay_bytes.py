"""Whatever bytes are saved, `tcptui replay` sends them: out of text, hex, a file or a frame."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from tcptui.requests.exact import step_for
from tcptui.requests.files import save
from tcptui.requests.model import CloseStep, SavedRequest, SendFile, Step
from tests.conftest import Serve
from tests.servers.listening import Peer

ODD = [
    b"", b"\r", b"\n", b"\r\n", b"\n\r", b"\r\r\n", b"\0", b"\xff", b"{{x}}", b"}}{{", b'"""', b"'''", b"\\", b"\\r\\n",
    b"# x", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"a\nb\r\nc\rd", b" \t \r\n \t", "é\u2028\u202e\ufeff".encode(),
    bytes(range(256)), b"\xed\xa0\x80", b"\x1b[31m", b"x" * 100_000, b"\r\n" * 5_000, "🐶".encode() * 3_000,
]  # fmt: skip


def several(count: int) -> list[bytes]:
    """The odd ones, and some that are different each time, out of few bytes and out of all."""
    source = random.Random()
    pieces = [b"\r", b"\n", b"\r\n", b"{{", b"}}", b'"', b"'", b"\\", b"\t", b" ", b"#", b"a", b"\0", "é".encode()]
    mixed = [b"".join(source.choices(pieces, k=source.randrange(40))) for _ in range(count)]
    return [*ODD, *mixed, *(source.randbytes(source.randrange(3000)) for _ in range(count))]


def test_what_is_saved_is_what_goes_out(serve: Serve, tmp_path: Path) -> None:
    server = serve(Peer.read_to_end)
    payloads = several(12)
    for number, data in enumerate(payloads):
        (tmp_path / f"{number}.bin").write_bytes(data)
        sends: tuple[Step, ...] = (step_for(data), SendFile(f"{number}.bin"))
        save(tmp_path / f"{number:03}.toml", SavedRequest("", server.target, (*sends, CloseStep("fin")), (), "none"))
    done = subprocess.run(
        [sys.executable, "-m", "tcptui", "replay", tmp_path, "--no-record"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    for number, data in enumerate(payloads):
        peer = server.peer(number + 1)
        assert peer.ended.wait(10)
        assert bytes(peer.received) == data * 2, (number, data[:200])
