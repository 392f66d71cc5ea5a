"""A saved request replayed on one connection: a script that does its steps, and what is told of how it went."""
