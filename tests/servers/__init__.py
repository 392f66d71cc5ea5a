"""Servers that tests talk to: misbehaving ones of our own (`behaviours`), and real ones (`real`)."""
