"""Keys as the bytes that xterm sends for them."""

from __future__ import annotations

import pytest

from tcptui.ui.input.keybytes import key_bytes


@pytest.mark.parametrize(
    ("key", "character", "data"),
    [
        ("a", "a", b"a"),
        ("A", "A", b"A"),
        ("é", "é", "é".encode()),
        ("space", " ", b" "),
        ("enter", "\r", b"<enter>"),
        ("ctrl+j", "\n", b"\n"),
        ("tab", "\t", b"\t"),
        ("shift+tab", None, b"\x1b[Z"),
        ("backspace", "\x7f", b"\x7f"),
        ("escape", "\x1b", b"\x1b"),
        ("ctrl+a", "\x01", b"\x01"),
        ("ctrl+c", "\x03", b"\x03"),
        ("ctrl+q", "\x11", b"\x11"),
        ("ctrl+h", None, b"\x08"),
        ("ctrl+@", "\x00", b"\x00"),
        ("ctrl+backslash", "\x1c", b"\x1c"),
        ("ctrl+circumflex_accent", "\x1e", b"\x1e"),
        ("ctrl+underscore", "\x1f", b"\x1f"),
        ("up", None, b"\x1b[A"),
        ("left", None, b"\x1b[D"),
        ("home", None, b"\x1b[H"),
        ("ctrl+left", None, b"\x1b[1;5D"),
        ("ctrl+shift+right", None, b"\x1b[1;6C"),
        ("f1", None, b"\x1bOP"),
        ("shift+f1", None, b"\x1b[1;2P"),
        ("f5", None, b"\x1b[15~"),
        ("f12", None, b"\x1b[24~"),
        ("delete", None, b"\x1b[3~"),
        ("ctrl+pageup", None, b"\x1b[5;5~"),
        ("alt+x", None, b"\x1bx"),
        ("alt+x", "x", b"\x1bx"),
        ("alt+shift+x", None, b"\x1bX"),
        ("alt+comma", None, b"\x1b,"),
        ("alt+ctrl+a", None, b"\x1b\x01"),
        ("caps_lock", None, b""),
        ("f25", None, b""),
    ],
)
def test_a_key(key: str, character: str | None, data: bytes) -> None:
    assert key_bytes(key, character, "utf-8", b"<enter>") == data


def test_text_goes_out_in_the_connection_s_encoding() -> None:
    assert key_bytes("é", "é", "latin-1", b"") == b"\xe9"
    with pytest.raises(UnicodeEncodeError):
        key_bytes("€", "€", "latin-1", b"")
