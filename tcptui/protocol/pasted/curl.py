"""A `curl` command line as the request that it would send (curl(1)): read once, for the start page and for imports."""

from __future__ import annotations

from collections.abc import Iterator

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.pasted.curloptions import LEFT_OUT, NOT_DONE, SHORT, VALUED
from tcptui.protocol.pasted.curlrequest import CurlRequest, Line, curl_request
from tcptui.protocol.pasted.httprequest import request

_LF, _CRLF = "\n", "\r\n"


def read(words: list[str]) -> tuple[str, str, list[str]]:
    """The URL, the request as a block ("" where it is the URL's plain GET), and the options that were left out.

    Raises TargetError where there is no URL.
    """
    line = read_line(words)
    asked = curl_request(line)
    files = [piece for piece in asked.body if piece.file]
    left_out = [*line.left_out, *(f"{piece.option} @{piece.file}" for piece in files)]
    plain = not (line.values or line.head)
    return asked.url, "" if plain else _block(asked), left_out


def _block(asked: CurlRequest) -> str:
    body = "".join(piece.text for piece in asked.body)
    headers = [f"Host: {asked.host}", *(f"{name}: {value}".rstrip() for name, value in asked.headers)]
    if body:
        # As it goes out from the input: newlines as CR LF, and one more behind the last line.
        size = len(body.replace(_LF, _CRLF).encode("utf-8", "surrogateescape")) + 2
        headers += [f"{name}: {value}" for name, value in asked.closing_headers(size)]
    return request(asked.method, asked.path, headers, body)


def read_line(words: list[str]) -> Line:
    """The words behind `curl` as options and their values. Raises TargetError where there is no URL."""
    urls: list[str] = []
    flags: list[str] = []
    values: list[tuple[str, str, str]] = []
    left_out: list[str] = []
    not_done: list[str] = []
    for name, written, value in _options(words):
        if name in ("", "url"):
            urls.append(value)
        elif name in LEFT_OUT:
            left_out.append(written)
        elif name in NOT_DONE:
            not_done.append(written)
        elif name in VALUED:
            values.append((name, value, written))
        else:
            flags.append(name)
    if not urls:
        raise TargetError("No URL in this curl line: write host:port, for example 127.0.0.1:8000.")
    left_out += [f"the URL {url}" for url in urls[1:]]
    return Line(urls[0], tuple(values), tuple(flags), tuple(left_out), tuple(not_done))


def _options(words: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each option's long name ("" for a word that is none), how it was written, and its value."""
    queue = iter(words)
    only_urls = False
    for word in queue:
        if only_urls or not word.startswith("-") or word == "-":
            yield "", word, word
        elif word == "--":
            only_urls = True
        elif word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            if name in VALUED:
                yield name, f"--{name}", value if equals else next(queue, "")
            else:
                yield name, f"--{name}", ""
        else:
            yield from _short_options(word[1:], queue)


def _short_options(letters: str, queue: Iterator[str]) -> Iterator[tuple[str, str, str]]:
    """`-sSXPOST`: flags in one word, the last of them with its value."""
    for at, letter in enumerate(letters):
        name = SHORT.get(letter, letter)
        if name in VALUED:
            yield name, f"-{letter}", letters[at + 1 :] or next(queue, "")
            return
        yield name, f"-{letter}", ""
