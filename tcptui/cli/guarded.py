"""What goes wrong on our own side is one sentence too, and says what is left of the run."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

from tcptui.cli.usage import fail
from tcptui.protocol.ports import RecordFullError
from tcptui.workbench import Workbench


def run_guarded(command: str, workbench: Workbench, work: Callable[[], int]) -> int:
    """Start the workbench, do `work`, stop it; gives the exit status: that of `work`, or 1 after a sentence."""
    try:
        with workbench:
            return work()
    except RecordFullError as error:
        return fail(command, f"The end of the run is not recorded: {error.strerror or error}", 1)
    except Exception as error:  # noqa: BLE001 - the process ends here, and whoever started it is owed a sentence
        sentence = f"An error of tcptui's own ended the run: {_what(error)}. {_kept(workbench.log.path)}"
        return fail(command, sentence, 1)


def _what(error: Exception) -> str:
    """Its name and words, and the line that raised it, for the report of it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return traceback.format_exception_only(error)[-1].strip().removesuffix(".") + place


def _kept(path: Path | None) -> str:
    return "Nothing of it is kept." if path is None else f"The run so far is recorded in {path.parent}"
