"""Framings: bytes into messages, pure. One codec a file, both directions of a connection in `Exchange`.

`table.py` has the names, `exchange.py` what the other rooms use, `found.py` what a codec gives.
"""

from tcptui.protocol.framing.exchange import Exchange
from tcptui.protocol.framing.found import Found, Kind, Seen
from tcptui.protocol.framing.table import NAMES, Framing, FramingError, parse_framing

__all__ = ["NAMES", "Exchange", "Found", "Framing", "FramingError", "Kind", "Seen", "parse_framing"]
