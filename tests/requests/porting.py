"""Saved requests for the tests of import and export, made ready without a file."""

from __future__ import annotations

from pathlib import Path

from tcptui.requests.exact import step_for
from tcptui.requests.exporting import Exported, Form, export_request
from tcptui.requests.functions import Surroundings
from tcptui.requests.model import Frame, SavedRequest, SendHex, SendText, Step
from tcptui.requests.plan import Plan, Preparation, prepare
from tcptui.requests.reading import Read

NOW = 1_700_000_000.0


def plan_for(request: SavedRequest, **given: str) -> Plan:
    world = Surroundings(lambda: NOW, bytes, {"HOME": "/home/of-a-test"})
    lines = tuple(range(1, len(request.steps) + 1))
    return prepare(Read(request, lines), Path("request.toml"), Preparation(given, world))


def sent_by(request: SavedRequest, **given: str) -> bytes:
    """The bytes that a replay of it sends."""
    plan = plan_for(request, **given)
    found = [plan.filling.outgoing(step) for step in request.steps if isinstance(step, SendText | SendHex | Frame)]
    assert all(isinstance(one, bytes) for one in found)
    return b"".join(one for one in found if isinstance(one, bytes))


def request_of(*steps: Step | bytes, target: str = "127.0.0.1:80", framing: str = "http") -> SavedRequest:
    """A request; bytes stand for the step that sends them."""
    return SavedRequest(
        "a request", target, tuple(step_for(one) if isinstance(one, bytes) else one for one in steps), (), framing
    )


def exported(request: SavedRequest, form: Form, *, secrets: bool = True) -> Exported:
    return export_request(plan_for(request), form, NOW, secrets=secrets)
