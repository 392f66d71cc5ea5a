"""The composer opened on a connection whose server keeps what it gets."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from tcptui.ui.composer.pane import ComposerPane
from tests.conftest import Serve
from tests.servers.listening import Peer
from tests.ui.desk import Desk, desk


class Composing(Desk):
    """A desk with the composer open. got: what the server has received, a piece a read."""

    got: list[bytes]

    @property
    def pane(self) -> ComposerPane:  # type: ignore[override]
        """The composer."""
        assert self.bench.composer is not None
        return self.bench.composer

    @property
    def data(self) -> bytes:
        """The bytes that it shows."""
        return self.pane.bytes.composed.data

    @property
    def told(self) -> str:
        """What its lines below say, without their ends."""
        box = self.pane.region
        return "\n".join(line[box.x + 1 : box.right - 1].rstrip() for line in self.lines[box.bottom - 4 : box.bottom])

    async def field(self, row: str, text: str) -> None:
        """Write a value of the form anew."""
        self.pane.form.focus()
        await self.pilot.pause()
        self.pane.form.go_to(row)
        await self.press("ctrl+a", "ctrl+k")
        await self.type(text)

    async def write(self, text: str) -> None:
        """Write the content anew."""
        self.pane.content.focus()
        await self.pilot.pause()
        self.pane.content.select_all()
        await self.paste(text)

    async def received(self, data: bytes) -> None:
        """Wait until the server has got exactly this."""
        await self.until(lambda: b"".join(self.got) == data, f"{data!r} (came: {b''.join(self.got)!r})")


def gathering(got: list[bytes]):  # type: ignore[no-untyped-def]
    """A server that keeps what each read gives until the client's end, and then closes."""

    def behave(peer: Peer) -> None:
        with contextlib.suppress(ConnectionError):
            while not peer.at_end:
                got.append(peer.read())

    return behave


@contextlib.asynccontextmanager
async def composing(serve: Serve | None, framing: str = "none", **options: Any) -> AsyncIterator[Composing]:
    """Open the composer by its key; without `serve`, with no connection."""
    got: list[bytes] = []
    target = serve(gathering(got)).target if serve is not None else None
    async with desk(target, **options) as sat_down:
        d = Composing(sat_down.pilot, sat_down.app, sat_down.workbench)
        d.got = got
        if target is not None:
            await d.until(lambda: d.session.story.connected is not None)
        await d.press("f2")
        await d.until(lambda: d.bench.composer is not None and d.pane.has_focus_within)
        if framing != d.pane.work.framing:
            d.pane.set_framing(framing)
        yield d
