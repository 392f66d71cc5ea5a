"""JSON as text: what it is, where it is none, and how it is set out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.jsontext import JsonError, check_json, format_json


@pytest.mark.parametrize(
    "text",
    ["1", "null", " [1, -0, 1E+2, 1.5e-7] ", '{"a": {"b": []}}', r'"\u00fc\/\n"', "9" * 10_000, r'"\ud800"', '"\x7f"'],
)
def test_json(text: str) -> None:
    check_json(text)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1), ("[1,]", 1, 4), ('{"a" 1}', 1, 6), ("[01]", 1, 3), ("[\n\n.5]", 3, 1), ('["a\tb"]', 1, 4),
        ("[1]\n x", 2, 2), ("[NaN]", 1, 2), ('["NaN",\n  Infinity]', 2, 3), ("\ufeff1", 1, 1), ("[" * 5000, 1, 1),
    ],
)  # fmt: skip
def test_no_json_is_told_with_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(JsonError) as caught:
        check_json(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).endswith(".")


def test_what_could_become_longer_than_the_limit_is_left_as_it_is() -> None:
    deep = "[" * 100 + "1" + "]" * 100
    assert format_json(deep, 1000) == deep
    assert format_json(deep, 100_000).count("\n") == 200
    wide = "[" + "1," * 5000 + '"' + "[" * 5000 + '"]'
    assert format_json(wide, 50_000).count("\n") == 5002


def says_python(text: str) -> bool:
    def refuse(word: str) -> None:
        raise ValueError(word)

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError:
        return False
    return True


@given(st.text(alphabet='[]{},:"\\ \n1e+-.antrufls\ud800ü', max_size=20))
def test_it_is_json_where_python_says_so(text: str) -> None:
    try:
        check_json(text)
    except JsonError:
        assert not says_python(text)
    else:
        assert json.loads(format_json(text)) == json.loads(text)
