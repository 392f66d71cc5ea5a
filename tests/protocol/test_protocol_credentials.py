"""Which lines are credentials, and how they are told."""

from __future__ import annotations

import pytest

from tcptui.protocol.credentials import is_credential, masked_line, may_hold_credentials
from tcptui.protocol.events import Message
from tcptui.protocol.jsonlines import as_json


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("Authorization: Bearer x y", "Authorization: **********"),
        ("set-cookie:\té", "set-cookie:\t*"),
        ("X-Api-Key : 1", "X-Api-Key : *"),
        ("Cookie: ", "Cookie: "),
        ("Cookie", "Cookie"),
        ("GET /?token=a:b", "GET /?token=a:b"),
        ("the token: x", "the token: x"),
        ("x" * 61 + "token: y", "x" * 61 + "token: y"),
    ],
)
def test_the_value_of_a_credential_is_masked_in_a_line(line: str, masked: str) -> None:
    assert masked_line(line) == masked


def test_json_lines_mask_it_in_a_message() -> None:
    message = Message(1, 0, "in", 1, 0, 12, "line", True, True, 0, text="Cookie: a=b")
    assert as_json(message, 0)["text"] == "Cookie: ***"


_NAMES = "authorization Proxy-Authorization Cookie SET-COOKIE x-token-1 a_secret Password X-Api-Key APIKEY"


@pytest.mark.parametrize("name", _NAMES.split())
def test_what_is_looked_for_in_bulk_is_in_every_name(name: str) -> None:
    assert is_credential(name)
    assert may_hold_credentials(f"a: b\r\n{name}: x".encode())
    assert not may_hold_credentials(name.encode())
    assert not may_hold_credentials(b"Host: x\r\n")
