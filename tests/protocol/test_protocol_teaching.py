"""Every word that the screen may show has a lesson, and every lesson says all that a lesson has to say."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import pytest

from tcptui.protocol import tcpinfo
from tcptui.protocol.teaching import LESSONS, lesson
from tcptui.protocol.verdict import Outcome


def test_all_eleven_states_are_taught() -> None:
    for state in tcpinfo._STATES.values():
        assert f"state.{state}" in LESSONS


def test_every_outcome_of_a_verdict_is_taught() -> None:
    for outcome in get_args(Outcome):
        assert f"outcome.{outcome}" in LESSONS


@pytest.mark.parametrize("topic", ["fin", "rst", "half-close", "zero-window", "backlog", "send-queue", "receive-queue"])
def test_the_words_that_people_ask_about_are_taught(topic: str) -> None:
    assert topic in LESSONS


@pytest.mark.parametrize("topic", LESSONS)
def test_a_lesson_is_whole_sentences(topic: str) -> None:
    one = lesson(topic)
    for field in fields(one):
        text = getattr(one, field.name)
        assert text.strip() == text
        assert "  " not in text, "two blanks where two pieces meet"
        if field.name != "title":
            assert text.endswith((".", "?")), f"{topic}.{field.name}"


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    assert lesson("state.NEW_SYN_RECV").title == "unknown"
