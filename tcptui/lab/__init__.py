"""Practice servers as pure responders: each a Script for one accepted connection, with no socket, clock or thread."""
