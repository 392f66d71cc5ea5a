"""JSON paths over whatever a peer may answer."""

from __future__ import annotations

import pytest

from tcptui.requests.jsonpath import JsonPathError, check_path, found_at


@pytest.mark.parametrize("text", ["]", '{"a": 1}', "plain", "12", ""])
def test_a_text_is_a_value_and_no_document_in_its_turn(text: str) -> None:
    assert found_at("$", text) == [text]
    assert found_at("$.a", text) == []


@pytest.mark.parametrize(
    ("path", "document"),
    [("$[?@.a > 1]", [{"a": "x"}, {"a": 2}, 3]), ("$[?search(@.a, @.b)]", [{"a": "x", "b": "("}]), ("$..a", {"a": []})],
)
def test_what_a_path_can_not_be_applied_to_is_not_found(path: str, document: object) -> None:
    assert all(isinstance(one, dict | list) for one in found_at(path, document))


@pytest.mark.parametrize(
    "path", ["name", "", "$[", "$[?@.a =~ /(/]", "$[?@.a =~ /a{99999999999}/]", "$" + "[?(@" * 2000]
)
def test_a_path_that_is_none_is_told_in_a_sentence(path: str) -> None:
    with pytest.raises(JsonPathError, match=r"is no JSON path \(.+\): write "):
        check_path(path)
