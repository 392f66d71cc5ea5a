"""The Textual application: one workbench, one screen."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.command import Provider
from textual.screen import Screen

from tcptui.config.settings import DEFAULTS, Settings
from tcptui.protocol.units import exact
from tcptui.protocol.verdict import exit_code
from tcptui.ui import keymap
from tcptui.ui.keeping import Keep, Keeper
from tcptui.ui.keys import ACTIONS
from tcptui.ui.screens.ask import Ask
from tcptui.ui.screens.workbench import WorkbenchScreen
from tcptui.ui.themes import OWN, tones
from tcptui.ui.typeahead import TypeAhead
from tcptui.ui.unsaved import Unsaved

if TYPE_CHECKING:
    from tcptui.ui.groups import GroupWanted
    from tcptui.workbench import Workbench


def _commands() -> type[Provider]:
    """What the palette offers on any screen; the workbench has more of its own. Imported when it is first opened."""
    from tcptui.ui.palette import ScreenCommands

    return ScreenCommands


class TcptuiApp(App[None], inherit_bindings=False):
    """The workbench on the screen. first: a connection that is already being opened.

    practice: where practice servers listen, by name, `first` going to the first of them; then first steps are shown;
    many: connections to open at the start, instead of `first`.
    """

    TITLE = "tcptui"
    CSS_PATH = "tcptui.tcss"
    COMMANDS = {_commands}  # noqa: RUF012 - Textual reads it so
    BINDINGS: ClassVar[list[BindingType]] = [each.binding() for each in ACTIONS if each.action.startswith("app.")]

    def __init__(
        self,
        workbench: Workbench,
        first: int | None = None,
        settings: Settings = DEFAULTS,
        practice: Mapping[str, str] | None = None,
        many: GroupWanted | None = None,
    ) -> None:
        super().__init__()
        self._practice = practice
        self._bench = WorkbenchScreen(workbench, first, settings, many)
        self._leaving = False
        self._typed = TypeAhead(self, super().on_event)
        self._keeper = Keeper(self, settings, self._bench.say)
        self.set_keymap(keymap.use(settings.keys))
        for theme in OWN.values():
            self.register_theme(theme)
        self._begin_with(settings.theme)

    def _begin_with(self, theme: str) -> None:
        """Choose the theme before anything is parsed: as a change it would parse and lay everything out once more."""
        self.set_reactive(App.theme, theme)
        self.add_class(f"-theme-{theme}")
        self.stylesheet.set_variables(self.get_css_variables())

    def watch_theme(self, theme: str) -> None:
        """Keep the theme that was chosen for the next start."""
        self._keeper.keep(theme=theme)

    def on_keep(self, message: Keep) -> None:
        """Keep what was set on a screen."""
        self._keeper.keep(**message.settings)

    async def on_unmount(self) -> None:
        """What was set in the last moment is kept as well."""
        await self._keeper.flush()

    def on_load(self) -> None:
        """Take the terminal as it is; leave in order when told to from outside: it gets its own screen back first."""
        from tcptui.ui.terminalgone import outlive_it
        from tcptui.ui.terminalinput import take_exactly

        take_exactly()
        outlive_it()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.exit, None, exit_code("cancelled"))

    def on_ready(self) -> None:
        """Take all that was built so far out of the garbage collector's rounds, which would hold a key up for long."""
        from tcptui.ui.altkeys import tell_alt_keys

        self._bench.workbench.catch_up()
        if self._practice:
            self.call_after_refresh(self._bench.begin_guide, self._practice)
        tell_alt_keys()
        gc.freeze()
        gc.enable()

    def get_default_screen(self) -> Screen[None]:
        """The workbench."""
        return self._bench

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The meanings' colours where the theme does not name them."""
        return tones(self.current_theme)

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes go one after the other, each to what the one before it opened."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._typed.take(event)
        else:
            await super().on_event(event)

    def simulate_key(self, key: str) -> None:
        """Do as if this key had been pressed, wherever it is asked for.

        An event goes no farther up than to who sent it; one from the keyboard is the application's.
        """
        pressed = events.Key(key, None)
        pressed.set_sender(self)
        self.post_message(pressed)

    def action_help(self) -> None:
        """Show the keys of the screen in view; a second time, come back."""
        from tcptui.ui.keyrows import key_groups
        from tcptui.ui.screens.help import Help

        if isinstance(self.screen, Help):
            self.screen.dismiss()
        else:
            self.push_screen(Help(key_groups(self.screen)))

    async def action_quit(self) -> None:
        """Leave; with open connections, or something that is not saved, ask first. Pressing the key again is a yes."""
        live = len(self._bench.sessions.open())
        written = [screen.unsaved for screen in self.screen_stack if isinstance(screen, Unsaved) and screen.unsaved]
        if not (live or written) or self._leaving:
            self.exit()
            return
        self._leaving = True

        def answered(yes: bool | None) -> None:
            self._leaving = False
            if yes:
                self.exit()

        question = f"Leave with {exact(live, 'open connection')}?" if live else "Leave without saving?"
        consequences = ["They are closed; the record keeps what was said."] if live else []
        consequences += [f"What you changed in {what} is lost." for what in written]
        self.push_screen(Ask(question, " ".join(consequences)), answered)


def run(
    workbench: Workbench,
    first: int | None = None,
    settings: Settings = DEFAULTS,
    practice: Mapping[str, str] | None = None,
    many: GroupWanted | None = None,
) -> int:
    """Show the workbench until it is left; gives the exit status. Arguments: as TcptuiApp has them."""
    app = TcptuiApp(workbench, first, settings, practice, many)
    app.run()
    return app.return_code or 0
