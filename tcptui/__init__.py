"""tcptui: the terminal workbench for raw TCP that tells the whole truth about a connection."""

__version__ = "0.1.0"
