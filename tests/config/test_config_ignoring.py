"""The user's own rules for what may differ."""

from __future__ import annotations

import pytest

from tcptui.config.ignoring import ignore_file, keep_ignored, load_ignored
from tcptui.config.problems import ConfigError


def test_without_a_file_there_are_none_and_what_is_kept_comes_back() -> None:
    assert load_ignored() is None
    keep_ignored(("header:Date", r"line:^took \d+"))
    assert load_ignored() == ("header:Date", r"line:^took \d+")
    keep_ignored(())
    assert load_ignored() == ()


def test_comments_and_other_keys_stay() -> None:
    ignore_file().parent.mkdir(parents=True, exist_ok=True)
    ignore_file().write_text('# mine\nother = 1\nignore = ["a"] # these\n')
    keep_ignored(("b",))
    text = ignore_file().read_text()
    assert "# mine" in text
    assert "other = 1" in text
    assert load_ignored() == ("b",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("ignore = ", "can't be read"), ("ignore = 1", "array of rules"), ("ignore = [1]", "array of rules")],
)
def test_what_cant_be_understood_is_told_with_the_file(text: str, sentence: str) -> None:
    ignore_file().parent.mkdir(parents=True, exist_ok=True)
    ignore_file().write_text(text)
    with pytest.raises(ConfigError, match=sentence) as told:
        load_ignored()
    assert str(ignore_file()) in told.value.problems[0]


def test_what_is_no_toml_is_never_written_over() -> None:
    ignore_file().parent.mkdir(parents=True, exist_ok=True)
    ignore_file().write_text("ignore = ")
    with pytest.raises(ConfigError):
        keep_ignored(("b",))
    assert ignore_file().read_text() == "ignore = "
