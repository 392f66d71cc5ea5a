"""The background thread, the only room with sockets."""

from tcptui.engine.loop import Engine

__all__ = ["Engine"]
