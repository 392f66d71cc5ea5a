"""Replays on the screen: what is asked before one begins, its connections, and the panel that shows its steps."""
