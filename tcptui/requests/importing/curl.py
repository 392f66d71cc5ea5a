"""curl command lines, one or more in a text, as saved requests."""

from __future__ import annotations

import re
from collections.abc import Callable

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.pasted.curl import read_line
from tcptui.protocol.pasted.curlrequest import CurlRequest, Line, Piece, curl_request, expands
from tcptui.protocol.pasted.shellwords import ShellError, shell_commands
from tcptui.requests.exact import step_for
from tcptui.requests.importing.httprequests import as_bytes, head, http_request, target_of
from tcptui.requests.importing.imported import CantImportError, Imported
from tcptui.requests.model import SavedRequest

Load = Callable[[str], bytes]
"""A file's bytes, by the name that stands in what is imported. Raises OSError, or ValueError for what is no name."""

_PROMPTS = ("$", "%")  # a copy brings them along
_FORMS = ("-F", "--form", "--form-string")
_CMD = re.compile(r"\^\"")
_TLS_ONLY = ("insecure", "cacert", "capath", "cert", "key", "pinnedpubkey", "ciphers", "tls13-ciphers", "tls-max")


def import_curl(text: str, name: str, load: Load) -> Imported:
    """Read a text that holds curl command lines. name: of the text, for sentences; load: reads the files of `@file`.

    Raises CantImportError.
    """
    if _CMD.search(text):
        raise CantImportError(f"{name}: this is quoted for cmd.exe: copy it as cURL for bash (or POSIX).")
    requests: list[SavedRequest] = []
    remarks: list[str] = []
    try:
        for number, words in shell_commands(text):
            if words[0] in _PROMPTS and len(words) > 1:
                words.pop(0)
            if words[0].rpartition("/")[2] not in ("curl", "curl.exe"):
                raise CantImportError(f"{name}:{number}: {words[0]!r} is no curl command.")
            request, said = _Command(words[1:], f"{name}:{number}", load).read()
            requests.append(request)
            remarks += said
    except ShellError as error:
        raise CantImportError(f"{name}: {error}") from None
    if not requests:
        raise CantImportError(f"{name}: there is no curl command in it.")
    return Imported(tuple(requests), tuple(remarks))


class _Command:
    """One command line. place: `file:line`."""

    def __init__(self, words: list[str], place: str, load: Load) -> None:
        self._place = place
        self._load = load
        try:
            self._line = read_line(words)
            self._asked = curl_request(self._line, accept=True)
        except TargetError as error:
            raise CantImportError(f"{place}: {error}") from None

    def read(self) -> tuple[SavedRequest, list[str]]:
        """The request, and what was not kept."""
        line, asked = self._line, self._asked
        body = b"".join(self._piece(piece) for piece in asked.body)
        headers = [("Host", asked.host), *asked.headers]
        if asked.body:
            headers += asked.closing_headers(len(body))
        data = as_bytes(head(asked.method, asked.path, asked.version, headers), self._place) + body
        named = target_of(asked.url, self._place)
        target = _connects_to(line, named)
        request = http_request(f"{asked.method} {asked.path}", target, step_for(data))
        remarks = _remarks(line, asked)
        if target != named and target.startswith("tls://"):
            remarks.append(f"TLS will ask for {target}'s name, not {named}'s.")
        return request, [f"{self._place}: {remark}" for remark in remarks]

    def _piece(self, piece: Piece) -> bytes:
        if not piece.file:
            return as_bytes(piece.text, self._place)
        try:
            data = self._load(piece.file)
        except (OSError, ValueError) as error:  # a NUL in a name is the latter
            why = getattr(error, "strerror", None) or error
            raise CantImportError(f"{self._place}: {piece.option} {piece.file!r} can't be read: {why}.") from None
        return data.translate(None, b"\r\n\0") if piece.stripped else data


def _connects_to(line: Line, target: str) -> str:
    """The target where --resolve, --connect-to or --unix-socket lead away from the URL's."""
    if path := line.last("unix-socket") or line.last("abstract-unix-socket"):
        return f"unix:{'@' if line.last('abstract-unix-socket') else ''}{path}"
    scheme, _, place = target.rpartition("//")
    prefix = f"{scheme}//" if scheme else ""
    host, _, port = place.rpartition(":")
    for _, value, _ in line.every("resolve"):
        name, at_port, address = (*value.lstrip("+").split(":", 2), "", "")[:3]
        if name in (host, "*") and at_port == port and address:
            return f"{prefix}{_bracketed(address.partition(',')[0])}:{port}"
    for _, value, _ in line.every("connect-to"):
        name, at_port, rest = (*value.split(":", 2), "", "")[:3]
        if name in (host, "") and at_port in (port, ""):
            to_host, _, to_port = rest.rpartition(":")
            return f"{prefix}{to_host or host}:{to_port or port}"
    return target


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address and not address.startswith("[") else address


def _not_kept(option: str, line: Line, asked: CurlRequest) -> str:
    """That an option is left out; of a form's, what becomes of the request without it."""
    if option not in _FORMS:
        return f"not kept: {option}."
    curls = line.last("request") or "POST"
    return f"not kept: {option}: curl would send {curls} with a form's fields, this is {asked.method} without them."


def _remarks(line: Line, asked: CurlRequest) -> list[str]:
    remarks = [_not_kept(option, line, asked) for option in (*line.left_out, *line.not_done)]
    if asked.url.startswith("https:"):
        given = [written for name, _, written in line.every(*_TLS_ONLY)] + ["-k"] * ("insecure" in line.flags)
        remarks += [f"not kept: {option}." for option in given]
    if any(value.startswith("@") for _, value, _ in line.every("header")):
        remarks.append("not kept: -H @file.")
    if line.last("cookie") and "=" not in line.last("cookie"):
        remarks.append("-b names a file of cookies, which is not read: write the Cookie header.")
    if "globoff" not in line.flags and expands(line.url):
        remarks.append("the URL's { } or [ ] are kept as they are: curl would make several requests of it.")
    if "user-agent" not in {name.lower() for name, _ in asked.headers}:
        remarks.append("curl's own User-Agent header is not added.")
    return remarks
