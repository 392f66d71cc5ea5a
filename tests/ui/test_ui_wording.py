"""Events in words: pane and list call the same thing by the same name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tcptui.protocol import events as ev
from tcptui.protocol.wording import Manner, sentence
from tcptui.ui.noting import note


def _answer(kind: str, **more: object) -> ev.Message:
    fields: dict[str, object] = {"complete": True, "final": True, "awaited": 0, **more}
    return ev.Message(1, 1, "in", 1, 0, 25, kind, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("event", "in_pane", "in_list"),
    [
        (_answer("response", status=200), "complete: 200 · 25 bytes", "complete answer 200"),
        (_answer("interim", status=100, final=False), "interim: 100 · 25 bytes", "interim answer 100"),
        (_answer("response", status=200, complete=False), "incomplete answer: 200 · 25 bytes", "incomplete answer 200"),
        (_answer("extra", final=False), "25 bytes that answer nothing", "25 B that answer nothing"),
        (_answer("stream", final=False), "25 bytes of a tunnel", "25 B of a tunnel"),
    ],
)
def test_an_answer_has_one_name(event: ev.Message, in_pane: str, in_list: str) -> None:
    told, noted = sentence(event), note(event)
    assert told
    assert noted
    assert (told[0], noted[0]) == (in_pane, in_list)


@pytest.mark.parametrize(
    ("event", "in_pane", "in_list"),
    [
        (_answer("request"), "a whole request: 25 bytes", "whole request"),
        (_answer("request", complete=False, missing=3), "incomplete request: 25 bytes, 3 bytes missing",
         "incomplete request"),
        (_answer("request", complete=False, problem="It is none."), "the request breaks its framing: It is none.",
         "request breaks its framing"),
        (_answer("extra", final=False), "25 bytes that ask nothing", "25 B that ask nothing"),
    ],
)  # fmt: skip
def test_what_comes_to_us_is_a_request(event: ev.Message, in_pane: str, in_list: str) -> None:
    told, noted = sentence(event, Manner(serving=True)), note(event, Manner(serving=True))
    assert told
    assert noted
    assert (told[0], noted[0]) == (in_pane, in_list)


def test_of_what_we_sent_only_what_is_cut_or_broken_is_a_line() -> None:
    ours = replace(_answer("request"), direction="out")
    assert sentence(ours) is None
    assert sentence(replace(ours, complete=False, missing=1)) == (
        "what was sent is incomplete: 25 bytes, 1 byte missing", "warning",
    )  # fmt: skip
    problem = "The message breaks its framing at byte 2: no digit."
    assert sentence(replace(ours, complete=False, problem=problem)) == (
        "what was sent breaks its framing at byte 2: no digit.", "failure",
    )  # fmt: skip
    assert sentence(replace(ours, kind="extra", complete=False, final=False)) is None


@pytest.mark.parametrize(
    "event",
    [
        ev.Connecting(1, 1, ev.Address("unix", "/run/x"), 1),
        ev.PeerFin(1, 1, 7),
        ev.HalfClosed(1, 1, 7),
        ev.Closed(1, 1, "fin", 0, 0),
        ev.Closed(1, 1, "rst", 0, 0),
    ],
)
def test_a_unix_socket_knows_no_segments(event: ev.Event) -> None:
    told = [sentence(event, Manner(unix=True)), note(event, Manner(unix=True))]
    assert not any(word in text for text, _ in filter(None, told) for word in ("SYN", "FIN", "RST"))
