"""What is set: in a file, where it begins so; on the screen, where it is kept for the next start."""

from __future__ import annotations

import tomllib

from tcptui.config.files import user_file
from tests.conftest import Serve
from tests.servers import behaviours
from tests.ui.desk import Desk, desk


def kept() -> dict[str, object]:
    return tomllib.loads(user_file().read_text()) if user_file().exists() else {}


async def test_the_workbench_begins_as_it_is_set(serve: Serve) -> None:
    target = serve(behaviours.echo).target
    async with desk(target, theme="tcptui-light", eol="lf", view="hex", sidebar_width=60) as d:
        await d.until_drawn("hex · LF")
        assert d.app.theme == "tcptui-light"
        assert d.bench.sidebar.outer_size.width == 60
    assert kept() == {}  # nothing was changed, so nothing is written


async def test_a_theme_is_kept_and_the_rest_of_the_file_stays() -> None:
    user_file().parent.mkdir()
    user_file().write_text('# mine\ntheme = "tcptui-light" # for the day\n\n[keys]\nhelp = "f2"\n')
    async with desk(theme="tcptui-light") as d:
        d.app.theme = "tcptui-dusk"
        await d.until(lambda: kept().get("theme") == "tcptui-dusk")
    assert user_file().read_text() == '# mine\ntheme = "tcptui-dusk" # for the day\n\n[keys]\nhelp = "f2"\n'


async def test_what_was_set_in_the_last_moment_is_kept() -> None:
    async with desk() as d:
        d.app.theme = "nord"
    assert kept() == {"theme": "nord"}


async def test_a_file_that_can_not_be_changed_is_said_and_stays() -> None:
    user_file().parent.mkdir()
    user_file().write_text("theme = \n")
    async with desk() as d:
        d.app.theme = "nord"
        await d.until_drawn("not kept: ")
    assert user_file().read_text() == "theme = \n"


async def test_what_the_project_sets_again_is_said() -> None:
    async with desk(project=("theme",)) as d:
        d.app.theme = "nord"
        await d.until_drawn("kept as yours, but tcptui.toml in this folder sets theme again")


async def test_the_sidebar_is_resized_by_keys_and_kept() -> None:
    async with desk(size=(120, 36)) as d:
        before = d.bench.sidebar.outer_size.width
        await d.press("alt+full_stop")
        await d.until(lambda: d.bench.sidebar.outer_size.width == before + 4)
        await d.press("alt+comma", "alt+comma")
        await d.until(lambda: d.bench.sidebar.outer_size.width == before - 4)
        for _ in range(40):
            await d.press("alt+full_stop")
        await d.until(lambda: d.bench.sidebar.outer_size.width == 80)  # the pane keeps 40
    assert kept() == {"sidebar_width": 80}


async def test_the_edge_is_dragged_with_the_mouse() -> None:
    async with desk(size=(120, 36)) as d:
        edge = d.bench.sidebar.region.x - 1
        await d.pilot.mouse_down(offset=(edge, 10))
        await _move(d, edge - 13)
        await d.until(lambda: d.bench.sidebar.region.x - 1 == edge - 13)
        await d.pilot.mouse_up(offset=(edge - 13, 10))
        await _move(d, edge - 30)
        await d.pilot.pause()
        assert d.bench.sidebar.region.x - 1 == edge - 13
    assert kept() == {"sidebar_width": 120 - (edge - 13) - 1}


async def _move(d: Desk, column: int) -> None:
    await d.pilot.hover(offset=(column, 10))


async def test_a_narrow_screen_keeps_its_own_width() -> None:
    async with desk(size=(80, 24), sidebar_width=70) as d:
        await d.press("alt+full_stop")
        await d.until_drawn("the sidebar has a width of its own only beside the pane")
        await d.press("alt+s")
        await d.until(lambda: d.bench.sidebar.display)
        assert d.bench.sidebar.outer_size.width == 44
        await d.pilot.resize_terminal(140, 36)
        await d.until(lambda: d.bench.sidebar.outer_size.width == 70)
    assert kept() == {}
