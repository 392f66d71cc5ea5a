"""A message's bytes into its named parts, and its content into something to read. Pure.

Nothing here raises for what a peer sent. `dissect` names the same stretches that `composing` put there; `readable`
undoes codings for the reading.
"""

from tcptui.protocol.dissecting.dissect import dissect
from tcptui.protocol.dissecting.readable import Readable, readable

__all__ = ["Readable", "dissect", "readable"]
