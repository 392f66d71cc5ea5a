"""A `curl` command line as the request that it would send (curl(1)), for the start page."""

from __future__ import annotations

from tcptui.protocol.pasted.curlline import read_lines
from tcptui.protocol.pasted.curlrequest import CurlRequest, curl_request
from tcptui.protocol.pasted.httprequest import request

_LF, _CRLF = "\n", "\r\n"


def read(words: list[str]) -> tuple[str, str, list[str]]:
    """The first URL, its request as a block ("" where it is the URL's plain GET), and what was left out.

    Raises TargetError where there is no URL, or the line can't be read.
    """
    line, *others = read_lines(words)
    asked = curl_request(line)
    files = [piece for piece in asked.body or () if piece.file]
    left_out = [*line.left_out, *(f"{piece.option} @{piece.file}" for piece in files)]
    if others:
        left_out.append(f"the URL {others[0].url}" if len(others) == 1 else f"{len(others):,} more URLs")
    plain = asked.method == "GET" and asked.body is None and len(asked.headers) == 1
    return asked.url, "" if plain else _block(asked), left_out


def _block(asked: CurlRequest) -> str:
    body = "".join(piece.text for piece in asked.body or ()).replace(_CRLF, _LF)
    headers = [one.rstrip() for one in asked.headers]
    if body:
        # As it goes out from the input: newlines as CR LF, and one more behind the last line.
        size = len(body.replace(_LF, _CRLF).encode("utf-8", "surrogateescape")) + 2
        headers += asked.closing_headers(size)
    return request(asked.method, asked.path, headers, body)
