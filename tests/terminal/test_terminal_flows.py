"""The app in a real terminal, end to end: what a person types, pastes and does to the window."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tcptui.journal.log import Log
from tests.conftest import Serve
from tests.servers.listening import Peer
from tests.terminal.conftest import Start
from tests.terminal.tmux import child_of

pytestmark = pytest.mark.timeout(120)


def sink(peer: Peer) -> None:
    """Takes what comes, and answers nothing."""
    peer.read_to_end()


def flood(peer: Peer) -> None:
    """Sends numbered lines until nobody takes them any more."""
    number = 0
    while True:
        peer.send(b"".join(b"line %09d\r\n" % n for n in range(number, number + 1000)))
        number += 1000


def recorded(data_dir: Path, conn: int, direction: str) -> bytes:
    """A direction of a connection of the one run there is."""
    (path,) = data_dir.rglob("log")
    with Log.open(path) as log:
        assert not log.torn
        return log.read(conn, direction, 0, 1 << 30)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_the_demo_leads_to_an_answer_with_one_key(terminal: Start, size: tuple[int, int]) -> None:
    one = terminal("demo", size)
    one.see("GET / HTTP/1.1", "Enter")
    one.press("Enter")
    one.see("complete: 200")
    one.press("C-q")
    one.see("Leave with 3 open connections?")
    one.press("y")
    one.see("status 0 cooked")


def test_the_telnet_prompt_opens_and_quits(terminal: Start, serve: Serve) -> None:
    server = serve(sink)
    one = terminal()
    one.see("F1 help")
    one.press("C-]")
    one.see("tcptui>")
    one.type(f"open {server.target}")
    one.press("Enter")
    one.see("connected to")
    one.press("C-]")
    one.see("tcptui>")
    one.type("quit")
    one.press("Enter")
    one.see("1 open connection")
    one.press("y")
    one.see("status 0 cooked")


def test_an_empty_enter_at_the_telnet_prompt_returns_to_the_session(terminal: Start, serve: Serve) -> None:
    one = terminal(serve(sink).target)
    one.see("connected to")
    one.press("C-]")
    one.see("tcptui>")
    one.press("Enter")
    one.see_that(lambda screen: "tcptui>" not in screen, "the input line")
    one.type("hello")
    one.press("Enter")
    one.see("→ hello␍␊")


def test_a_paste_of_lines_asks_and_goes_out_as_it_was(terminal: Start, serve: Serve, data_dir: Path) -> None:
    server = serve(sink)
    one = terminal(server.target)
    one.see("connected to")
    one.paste("first\nsecond\nthird\n")
    one.see("3 lines")
    one.press("s")
    one.see("→ first␍␊", "→ third␍␊")
    one.press("F7")
    one.see("this connection is over")
    one.press("C-q")
    one.see("status 0 cooked")
    assert recorded(data_dir, 1, "out") == b"first\r\nsecond\r\nthird\r\n"


def test_in_character_mode_every_key_goes_to_the_wire(terminal: Start, serve: Serve, data_dir: Path) -> None:
    one = terminal(serve(sink).target)
    one.see("connected to")
    one.press("M-c")
    one.see("every key", "^] leaves")
    one.type("ab")
    one.press("Tab", "C-c", "C-q", "Up", "F1", "Escape")
    one.see("→ ab␉␃␑␛[A␛OP␛")  # a lone Esc is known for one only after a moment without more
    one.press("C-]")
    one.see_that(lambda screen: "every key" not in screen, "the end of character mode")
    one.press("F7")
    one.see("this connection is over")
    one.press("C-q")
    one.see("status 0 cooked")
    assert recorded(data_dir, 1, "out") == b"ab\t\x03\x11\x1b[A\x1bOP\x1b"


def test_a_storm_of_resizes_leaves_a_screen_that_fits(terminal: Start, serve: Serve) -> None:
    one = terminal(serve(sink).target)
    one.see("connected to")
    one.type("still here")
    for n in range(200):
        one.resize(20 + (n * 37) % 181, 5 + (n * 13) % 56)
    one.resize(90, 25)
    screen = one.see("still here", "F1 help", "connected to")
    assert max(len(line) for line in screen.splitlines()) <= 90
    one.press("Enter")
    one.see("→ still here␍␊")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_receiving_leaves_the_record_whole_and_the_terminal_as_it_was(
    terminal: Start, serve: Serve, data_dir: Path, number: signal.Signals
) -> None:
    one = terminal(serve(flood).target)
    one.see("line 0")
    os.kill(child_of(one.process), number)
    one.see("status 130 cooked")
    received = recorded(data_dir, 1, "in")
    assert len(received) > 100_000
    whole = received[: len(received) // 16 * 16]
    assert whole == b"".join(b"line %09d\r\n" % n for n in range(len(whole) // 16))


def test_at_80_by_24_everything_has_its_place(terminal: Start, serve: Serve) -> None:
    one = terminal(serve(sink).target, (80, 24))
    screen = one.see("connected to", "F1 help")
    lines = screen.rstrip("\n").split("\n")
    assert len(lines) == 24
    assert lines[0].startswith(" tcptui")
    assert "F1 help" in lines[-1]
    assert "ESTABLISHED" in screen
    one.press("M-s")
    one.see("both sides may talk", "Recv-Q")
