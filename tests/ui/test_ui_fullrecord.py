"""A record that is full: nothing more is read, and the screen says so until there is room."""

from __future__ import annotations

import resource

import pytest

from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import desk


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=["wide", "narrow"])
async def test_a_full_record_is_told_as_long_as_it_is(serve: Serve, size: tuple[int, int]) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with desk(serve(behaviours.flood).target, size=size) as d:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
        try:
            await d.press(*"go", "enter")
            await d.until_drawn("not reading until there is room: The record has")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        await d.until(lambda: "not reading until" not in d.drawn)
        await d.press("f8")
