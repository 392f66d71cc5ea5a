"""A file's text as a saved request, or everything that is wrong in it, each with its line."""

from tcptui.requests.reading.request import Read, read_request
from tcptui.requests.reading.wrong import RequestFileError

__all__ = ["Read", "RequestFileError", "read_request"]
