"""A saved request as a file's text: anew, or into one that is there, with its comments and all that is not ours."""

from tcptui.requests.writing.document import edited, written

__all__ = ["edited", "written"]
