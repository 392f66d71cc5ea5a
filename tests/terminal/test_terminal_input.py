"""What a terminal sends beside keys: pastes with control characters in them, and bytes that are no UTF-8."""

from __future__ import annotations

from tests.conftest import Serve
from tests.servers import behaviours
from tests.terminal.conftest import Start


def test_no_key_hides_in_a_paste(terminal: Start, serve: Serve) -> None:
    one = terminal(serve(behaviours.echo).target, (80, 24))
    one.see("ESTABLISHED")
    one.paste("a\x1b[31mred\nand \x1b a second line that is longer than every key there is\n")
    one.see("2 lines, ", "a␛[31mred", "and ␛ a second line")
    one.press("Escape")
    one.see("nothing was sent", "out      0 B")


def test_a_byte_that_is_no_utf_8_is_typed_and_sent(terminal: Start, serve: Serve) -> None:
    one = terminal(serve(behaviours.echo).target, (80, 24))
    one.see("ESTABLISHED")
    one.tmux("send-keys", "-H", "61", "ff", "62")
    one.see("› a\\xffb")
    one.press("Enter")
    one.see("← a\\xffb")
