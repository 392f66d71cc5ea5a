"""The ways in which the input takes keys: lines, a search in what was sent, the telnet prompt, each key at once."""
