"""The message view: one line a message, and what is in it."""
