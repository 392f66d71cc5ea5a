"""A message as a person wants it, into the bytes that go out, each stretch of them named. Pure.

`draft.py` has what is wanted, one file a framing says how it is written (`forms.py` lists them), and `content.py` reads
what is typed as content.
"""

from tcptui.protocol.composing.content import ContentError, Mode, format_json, read_content, write_content
from tcptui.protocol.composing.draft import OFF, Composed, Draft, Setting, change
from tcptui.protocol.composing.forms import compose, new_draft, settings

__all__ = [
    "OFF",
    "Composed",
    "ContentError",
    "Draft",
    "Mode",
    "Setting",
    "change",
    "compose",
    "format_json",
    "new_draft",
    "read_content",
    "settings",
    "write_content",
]
