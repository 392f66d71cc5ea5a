"""Which bytes a replay tells to be secrets: of what it sends, and of what it hears."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.commands import Note, Send
from tcptui.protocol.events import Concealed, Received
from tcptui.requests.secrets.concealing import Concealing
from tcptui.requests.secrets.masking import Mask
from tests.requests.play import Play, step

DECLARED = "variables = { token = { value = 'hunter2', secret = true }, plain = 'open' }\n"


def secrets(play: Play) -> list[bytes]:
    """What the sends of a replay that begins say of their bytes."""
    sends = [command for command in play.connected() if isinstance(command, Send)]
    return [one.data[start:end] for one in sends for start, end in one.secrets]


def test_what_secret_variables_stand_for_is_told_with_what_is_sent() -> None:
    steps = step('send = "AUTH {{token}} {{plain}} {{token}}\\n"') + step('send_hex = "00"')
    assert secrets(Play(DECLARED + steps, "none")) == [b"hunter2", b"hunter2"]


def test_a_secret_in_base64_is_one() -> None:
    found = secrets(Play(DECLARED + step("send = \"{{base64('me:', token)}}\""), "none"))
    assert found == [b"bWU6aHVudGVyMg=="]


def test_a_secret_within_a_composed_message_is_found() -> None:
    frame = step("frame = { text = 'the {{token}} is in it', framing = 'length:u16be' }")
    assert secrets(Play(DECLARED + frame, "none")) == [b"hunter2"]


def test_nothing_is_told_where_there_are_no_secrets() -> None:
    play = Play("variables = { token = 'hunter2' }\n" + step('send = "{{token}}"'), "none")
    assert secrets(play) == []
    play.comes(b"hunter2")
    assert play.concealed == []


def test_an_echoed_secret_is_one_in_what_came_too() -> None:
    steps = step('send = "{{token}}"') + step("wait = { contains = '!' }")
    play = Play(DECLARED + steps, "none")
    play.connected()
    play.comes(b"you said hun")
    play.comes(b"ter2!")
    assert play.concealed == [(9, 16)]


def test_a_captured_secret_is_one_where_it_was_captured() -> None:
    steps = step("capture = { session = { regex = 'sid=(\\w+)', secret = true } }") + step('send = "{{session}}"')
    play = Play(steps, "none")
    play.connected()
    play.comes(b"sid=")
    play.comes(b"abcdef; path")
    assert play.concealed[0] == (4, 10)
    assert all(span == (4, 10) for span in play.concealed)


@given(st.text("abc", min_size=3), st.text("abcd \n"), st.lists(st.integers(0, 200)))
def test_what_came_is_searched_whatever_the_pieces(secret: str, around: str, cuts: list[int]) -> None:
    mask = Mask()
    mask.add(f"#{secret}")
    stream = f"{around}#{secret}{around}".encode()
    concealing = Concealing(1, mask)
    told: set[int] = set()
    for start, end in itertools.pairwise(sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})):
        for note in concealing.in_what_came(Received(1, 0, start, end - start, stream[start:end])):
            assert isinstance(note, Note)
            assert isinstance(note.event, Concealed)
            told |= set(range(note.event.start, note.event.end))
    assert told == set(range(len(around), len(around) + 1 + len(secret)))
