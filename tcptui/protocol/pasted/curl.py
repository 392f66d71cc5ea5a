"""A `curl` command line as a request: its URL, method, headers and data (curl(1))."""

from __future__ import annotations

import base64
import re

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.pasted.httprequest import request

_METHOD = ("-X", "--request")
_HEADER = ("-H", "--header")
_DATA = ("-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "--json")
_VALUED = {"-u": "--user", "-A": "--user-agent", "-b": "--cookie", "-e": "--referer"}
# Options with a value that change nothing about the request's bytes, or nothing that is carried over.
_ASIDE = (
    "-o", "--output", "-m", "--max-time", "--connect-timeout", "-w", "--write-out", "--retry", "-x", "--proxy",
    "--resolve", "--connect-to", "-F", "--form", "-T", "--upload-file", "--data-urlencode", "-c", "--cookie-jar",
    "-E", "--cert", "--cacert", "--interface", "--limit-rate", "-r", "--range", "-D", "--dump-header",
)  # fmt: skip
# Those of them, and of the flags, that would have changed what is sent.
_MISSED = ("-F", "--form", "-T", "--upload-file", "--data-urlencode", "-r", "--range", "-x", "--proxy", "-G", "--get")
_LF, _CRLF = "\n", "\r\n"
_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?([^/?#]+)([^#]*)", re.IGNORECASE)


class _Asked:
    """What a line asks for, word by word."""

    def __init__(self) -> None:
        self.url = ""
        self.method = ""
        self.headers: list[str] = []
        self.data: list[str] = []
        self.left_out: list[str] = []

    def option(self, name: str, value: str) -> None:
        """Take an option that has a value."""
        if name in _METHOD:
            self.method = value
        elif name in _HEADER:
            self.headers.append(value)
        elif name in _DATA:
            self._payload(name, value)
        elif name == "--url":
            self.url = value
        elif name in _MISSED:
            self.left_out.append(name)
        else:
            self._header(name, value)

    def _payload(self, name: str, value: str) -> None:
        if value.startswith("@") and name != "--data-raw":
            self.left_out.append(f"{name} {value}")
            return
        self.data.append(value)
        if name == "--json":
            self.headers += ["Content-Type: application/json", "Accept: application/json"]

    def _header(self, name: str, value: str) -> None:
        match name:
            case "--user":
                self.headers.append(f"Authorization: Basic {base64.b64encode(value.encode()).decode('ascii')}")
            case "--user-agent":
                self.headers.append(f"User-Agent: {value}")
            case "--cookie":
                self.headers.append(f"Cookie: {value}")
            case "--referer":
                self.headers.append(f"Referer: {value}")
            case _:
                pass

    def flag(self, name: str) -> None:
        """Take an option without a value."""
        if name in ("-I", "--head"):
            self.method = self.method or "HEAD"
        elif name in _MISSED:
            self.left_out.append(name)


def read(words: list[str]) -> tuple[str, str, list[str]]:
    """The URL, the request as a block ("" where it is the URL's plain GET), and the options that were left out.

    Raises TargetError where there is no URL.
    """
    asked = _Asked()
    queue = iter(words)
    for word in queue:
        name, attached = _split(word)
        name = _VALUED.get(name, name)
        if not name:
            asked.url = asked.url or word
        elif name in (*_METHOD, *_HEADER, *_DATA, *_VALUED.values(), *_ASIDE, "--url"):
            asked.option(name, attached or next(queue, ""))
        else:
            asked.flag(name)
    if not asked.url:
        raise TargetError("No URL in this curl line: write host:port, for example 127.0.0.1:8000.")
    url = asked.url if "://" in asked.url else f"http://{asked.url}"
    return url, _request(asked, url), asked.left_out


def _split(word: str) -> tuple[str, str]:
    """An option and the value that hangs on it: `-XPOST`, `--data=x`; "" for a word that is no option."""
    if word.startswith("--"):
        name, _, value = word.partition("=")
        return name, value
    if word.startswith("-") and len(word) > 2 and (word[:2] in _VALUED or word[:2] in (*_METHOD, *_HEADER, *_DATA)):
        return word[:2], word[2:]
    if word.startswith("-") and len(word) > 1:
        return (f"-{word[-1]}" if word[1:].isalpha() else word), ""
    return "", ""


def _request(asked: _Asked, url: str) -> str:
    found = _URL.match(url)
    if found is None or not (asked.method or asked.headers or asked.data):
        return ""
    authority, path = found[1].rpartition("@")[2], found[2] or "/"
    body = "&".join(asked.data)
    names = {header.partition(":")[0].strip().lower() for header in asked.headers}
    headers = [] if "host" in names else [f"Host: {authority.removesuffix(':80')}"]
    headers += asked.headers
    if body:
        if "content-type" not in names and not any(h.lower().startswith("content-type:") for h in headers):
            headers.append("Content-Type: application/x-www-form-urlencoded")
        # As it goes out from the input: newlines as CR LF, and one more behind the last line.
        headers.append(f"Content-Length: {len(body.replace(_LF, _CRLF).encode('utf-8', 'surrogateescape')) + 2}")
    return request(
        asked.method or ("POST" if asked.data else "GET"), path if path[0] == "/" else f"/{path}", headers, body
    )
