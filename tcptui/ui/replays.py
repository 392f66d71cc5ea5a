"""Replays on the screen: a saved request, or what was sent on a connection before, played again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tcptui.ui.grouping import GroupActions

if TYPE_CHECKING:
    from pathlib import Path

    from tcptui.requests.reading import Read


class ReplayActions(GroupActions):
    """Replays, and shows how far each is."""

    def replay(self, read: Read, path: Path) -> None:
        """Ask how a request is to be replayed, and do it.

        read: what its file says, as `collection.load` gives it; path: that file, whose folder is where `send_file`
        begins. What is wrong with it is said, and then nothing is sent.
        """
        import os
        import time

        from tcptui.requests.functions import Surroundings
        from tcptui.requests.plan import Preparation, prepare
        from tcptui.requests.reading import RequestFileError
        from tcptui.requests.replay import Replay

        world = Surroundings(time.time, os.urandom, dict(os.environ))
        try:
            plan = prepare(read, path, Preparation({}, world))
        except RequestFileError as error:
            self.say(error.problems[0])
            return
        framing = plan.request.framing
        conn = self.workbench.open(plan.endpoint, framing, script=lambda conn: Replay(conn, plan))
        session = self.sessions.get(conn)
        session.story.target, session.story.framing = str(plan.endpoint), framing
        self.bring(session)
