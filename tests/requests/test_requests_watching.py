"""How steps look at what came, where a whole replay would need luck to show it."""

from __future__ import annotations

from dataclasses import replace

from tcptui.protocol.events import Received
from tcptui.protocol.framing.table import parse_framing
from tcptui.requests.conditions import FromRegex
from tcptui.requests.filling import Filling
from tcptui.requests.model import Capture, Take
from tcptui.requests.replaying.heard import Heard
from tcptui.requests.replaying.shortfall import Unmet
from tcptui.requests.replaying.watching import Watching
from tcptui.requests.values import Values
from tests.requests.plans import FOLDER, surroundings


def test_what_a_capture_looks_for_stays_the_same_while_it_looks() -> None:
    """Filled in anew, a random pattern could be found by the words for what was not found."""
    noise = iter([b"\x01", b"\x00"])
    world = replace(surroundings(), noise=lambda size: next(noise))
    heard = Heard(parse_framing("none"))
    heard.on(Received(1, 0, 0, 2, b"00"))
    take = Take("it", FromRegex("{{random(1)}}", 0))
    outcome = Watching(heard, Filling(Values((), {}, world), FOLDER, "none", "")).capture(Capture((take,)), late=True)
    assert outcome is not None
    assert outcome.failure == Unmet("it from regex {{random(1)}}", "2 bytes: 00")
