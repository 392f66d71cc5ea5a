"""Whole numbers as a person types them."""

from __future__ import annotations

import pytest

from tcptui.protocol.wholenumber import whole_number


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("0080", 80), ("65535", 65535)])
def test_plain_digits_are_a_number(text: str, number: int) -> None:
    assert whole_number(text, 1, 65535) == number


@pytest.mark.parametrize(
    "text", ["", "0", "65536", "-1", "+1", "1_0", "1.0", " 1", "٣", "²", "x", "9" * 5000, "0" * 5000]
)
def test_what_is_none_or_out_of_range_is_no_number(text: str) -> None:
    assert whole_number(text, 1, 65535) is None
