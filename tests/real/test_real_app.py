"""The workbench itself on nginx and redis: keys go in, and what is drawn is read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.events import Key
from textual.pilot import Pilot

from tcptui.protocol.endpoint import parse_target
from tcptui.ui.app import TcptuiApp
from tcptui.ui.widgets.session_pane import SessionPane
from tcptui.ui.widgets.verdict_card import VerdictCard
from tcptui.workbench import Workbench
from tests.servers.real import HELLO, RealServer

HOST = "Host: localhost"


class Person:
    """Someone who types and looks."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self._pilot = pilot

    async def writes(self, line: str) -> None:
        """Key by key, faster than `Pilot.press` would."""
        for character in line:
            self._pilot.app.post_message(Key(character, character))
        await self._pilot.pause()

    async def types(self, *lines: str) -> None:
        """Each line, and Enter."""
        for line in lines:
            await self.writes(line)
            await self._pilot.press("enter")

    async def presses(self, *keys: str) -> None:
        await self._pilot.press(*keys)

    @property
    def pane(self) -> str:
        """What the session pane shows."""
        pane = self._pilot.app.screen.query_one(SessionPane)
        return "\n".join(pane.render_line(y).text for y in range(pane.size.height))

    @property
    def verdict(self) -> str | None:
        """The outcome on the card, where one is shown."""
        card = self._pilot.app.screen.query_one(VerdictCard)
        return card.verdict.outcome if card.verdict and card.display else None

    async def sees(self, *texts: str) -> None:
        """All of these in the pane, soon."""
        await self._until(lambda: all(text in self.pane for text in texts), f"{texts} in")

    async def reads_verdict(self, outcome: str) -> None:
        await self._until(lambda: self.verdict == outcome, f"the verdict {outcome} (it is {self.verdict}) below")

    async def _until(self, condition: Callable[[], bool], what: str) -> None:
        for _ in range(500):
            if condition():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"never saw {what}\n{self.pane}")


@asynccontextmanager
async def person_at(server: RealServer) -> AsyncIterator[Person]:
    """A workbench of 120x36 that is connected to it."""
    with Workbench() as workbench:
        app = TcptuiApp(workbench, workbench.open(parse_target(server.target)))
        async with app.run_test(size=(120, 36)) as pilot:
            person = Person(pilot)
            await person.sees("connected to")
            yield person


async def test_a_get_typed_by_hand(nginx: RealServer) -> None:
    async with person_at(nginx) as person:
        await person.types("GET / HTTP/1.1", HOST)
        await person.sees("GET / HTTP/1.1", HOST)
        assert "200 OK" not in person.pane
        await person.types("")
        await person.sees("HTTP/1.1 200 OK", "Server: nginx/", HELLO.strip())
        assert person.verdict is None  # the connection stands, ready for another


async def test_head_and_then_get_on_the_same_connection(nginx: RealServer) -> None:
    async with person_at(nginx) as person:
        await person.types("HEAD / HTTP/1.1", HOST, "")
        await person.sees(f"Content-Length: {len(HELLO)}")
        assert HELLO.strip() not in person.pane
        await person.types("GET / HTTP/1.1", HOST, "Connection: close", "")
        await person.sees(HELLO.strip(), "the peer closed its side (FIN)")
        await person.presses("f7")
        await person.reads_verdict("complete")


async def test_pipelined_requests_in_one_block(nginx: RealServer) -> None:
    async with person_at(nginx) as person:
        for line in ("HEAD / HTTP/1.1", HOST, "", "GET /chunked.txt HTTP/1.1", HOST):
            await person.writes(line)
            await person.presses("ctrl+j")
        assert "200 OK" not in person.pane
        await person.types("")
        await person.sees("Transfer-Encoding: chunked", HELLO.strip(), "1 answer still owed")
        assert person.pane.count("HTTP/1.1 200 OK") == 2


async def test_rubbish_is_answered_with_400_and_a_fin(nginx: RealServer) -> None:
    async with person_at(nginx) as person:
        await person.types("rubbish", "")
        await person.sees("400 Bad Request", "the peer closed its side (FIN)")
        await person.presses("f7")
        await person.reads_verdict("closed")


async def test_redis_inline_commands(redis: RealServer) -> None:
    async with person_at(redis) as person:
        await person.types("PING")
        await person.sees("+PONG")
        await person.types("SET colour blue", "GET colour")
        await person.sees("+OK", "$4", "blue")
        await person.presses("f8")
        await person.reads_verdict("closed")
