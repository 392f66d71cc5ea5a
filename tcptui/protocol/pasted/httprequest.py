"""HTTP requests as text for the input line: a URL's GET, and a whole request that names its own host."""

from __future__ import annotations

import re
from urllib.parse import quote

from tcptui.protocol.endpoint import TargetError

_REQUEST_LINE = re.compile(r"[A-Z]{3,10} \S+ HTTP/1\.[01]")
_HOST = re.compile(r"^host:[ \t]*(\S+)[ \t]*$", re.IGNORECASE | re.MULTILINE)
# What a path and query may hold as it is (RFC 3986, section 3.3), and `%`, which begins what is quoted already.
_SAFE = "/?:@!$&'()*+,;=-._~%[]"


def get(path: str, host: str) -> str:
    """The GET of a path with its query, as a block whose Enter ends the request."""
    return request("GET", path, [f"Host: {host}"])


def request(method: str, path: str, headers: list[str], body: str = "") -> str:
    """A request as a block for the input, where each newline goes out as an end of line, and one more behind it all."""
    head = "\n".join([f"{method} {quote(path, _SAFE)} HTTP/1.1", *headers])
    return f"{head}\n\n{body}" if body else f"{head}\n"


def request_target(text: str) -> tuple[str, str] | None:
    """A pasted request's Host and the request as a block; None where the text is no request.

    Raises TargetError where it names no Host.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, _ = lines.partition("\n")
    if not _REQUEST_LINE.fullmatch(first.strip()):
        return None
    host = _HOST.search(lines.partition("\n\n")[0])
    if host is None:
        raise TargetError("This request names no Host: to connect first, write host:port, for example 127.0.0.1:8000.")
    return host[1], lines if "\n\n" in lines else f"{lines.rstrip()}\n"
