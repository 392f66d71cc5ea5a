"""curl command lines, one or more in a text, as saved requests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.pasted.cmdwords import cmd_commands, is_for_cmd
from tcptui.protocol.pasted.curlheaders import asks_for_password
from tcptui.protocol.pasted.curlline import Line, read_lines
from tcptui.protocol.pasted.curlrequest import CurlRequest, curl_request
from tcptui.protocol.pasted.shellwords import Pipeline, ShellError, shell_pipelines
from tcptui.requests.exact import http_steps
from tcptui.requests.importing.curlfiles import Files, Load, loaded
from tcptui.requests.importing.httprequests import as_bytes, http_request, target_of
from tcptui.requests.importing.imported import CantImportError, Imported
from tcptui.requests.importing.shellinput import FEEDING, piped
from tcptui.requests.model import SavedRequest

_BEFORE = ("$", "%", ">", "sudo", "env", "time", "command", "exec")  # a copy brings the first three along
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
_TLS_ONLY = ("cacert", "capath", "cert", "key", "pinnedpubkey", "ciphers", "tls13-ciphers", "tls-max")
_EXPECTS: Final = 1 << 20  # bytes of a body before which curl asks with Expect: 100-continue


def import_curl(text: str, name: str, load: Load) -> Imported:
    """Read a text that holds curl command lines, quoted for a POSIX shell or for cmd.exe.

    name: of the text, for sentences; load: reads the files of `@file`.
    Raises CantImportError.
    """
    requests: list[SavedRequest] = []
    remarks: list[str] = []
    try:
        for pipeline, replaced in _pipelines(text):
            place = f"{name}:{pipeline.line}"
            words, fed = _curl_of(pipeline, place, load)
            found, said = _Command(words, place, Files(load, place, fed)).read()
            requests += found
            remarks += [f"{place}: {one} is kept as it stands: a shell would replace it." for one in replaced] + said
    except ShellError as error:
        raise CantImportError(f"{name}: {error}") from None
    if not requests:
        raise CantImportError(f"{name}: there is no curl command in it.")
    return Imported(tuple(requests), tuple(dict.fromkeys(remarks)))


def _pipelines(text: str) -> Iterator[tuple[Pipeline, list[str]]]:
    """Every pipeline, and what in it a shell would replace."""
    if is_for_cmd(text):
        yield from ((Pipeline(number, [words], ""), []) for number, words in cmd_commands(text))
        return
    replaced: list[str] = []
    for pipeline in shell_pipelines(text, replaced.append):
        yield pipeline, replaced[:]
        replaced.clear()


def _curl_of(pipeline: Pipeline, place: str, load: Load) -> tuple[list[str], bytes | None]:
    """The words behind `curl`, and what it is fed with; None where that is not known."""
    first, *others = pipeline.stages
    if others and first[0] in FEEDING:
        return _behind_curl(others[0], place), piped(first, place, load)
    words = _behind_curl(first, place)
    source = pipeline.source if not others else ""
    return words, loaded(load, f"{place}: <", source) if source else None


def _behind_curl(words: list[str], place: str) -> list[str]:
    """The words behind `curl`, whatever is set or run before it."""
    for at, word in enumerate(words):
        if re.split(r"[/\\]", word)[-1].lower() in ("curl", "curl.exe"):
            return words[at + 1 :]
        if not (word in _BEFORE or _ASSIGNMENT.fullmatch(word) or (at and word.startswith("-"))):
            break
    raise CantImportError(f"{place}: {words[0]!r} is no curl command.")


class _Command:
    """One command line. place: `file:line`."""

    def __init__(self, words: list[str], place: str, files: Files) -> None:
        self._words = words
        self._place = place
        self._files = files

    def read(self) -> tuple[list[SavedRequest], list[str]]:
        """Its requests, and what was not kept."""
        requests: list[SavedRequest] = []
        remarks: list[str] = []
        try:
            for line in read_lines(self._words, self._files.config):
                request, said = self._request(self._files.in_line(line))
                requests.append(request)
                remarks += said
        except TargetError as error:
            raise CantImportError(f"{self._place}: {error}") from None
        return requests, [f"{self._place}: {remark}" for remark in remarks]

    def _request(self, line: Line) -> tuple[SavedRequest, list[str]]:
        asked = curl_request(line, accept=True)
        lines = [f"{asked.method} {asked.path} {asked.version}", *asked.headers]
        body = self._body(asked)
        if asked.body is not None:
            lines += asked.closing_headers(len(body))
        sent = _in_chunks(body) if asked.chunked and asked.body is not None else body
        data = as_bytes("".join(f"{one}\r\n" for one in (*lines, "")), self._place) + sent
        named = target_of(asked.url, self._place)
        target = _connects_to(line, named)
        remarks = _remarks(line, asked, len(body))
        if target != named and target.startswith("tls://"):
            remarks.append(f"TLS will ask for {target}'s name, not {named}'s.")
        return http_request(f"{asked.method} {asked.path}", target, *http_steps(data)), remarks

    def _body(self, asked: CurlRequest) -> bytes:
        return b"".join(
            self._files.read(piece.option, piece.file, stripped=piece.stripped)
            if piece.file
            else as_bytes(piece.text, self._place)
            for piece in asked.body or ()
        )


def _in_chunks(body: bytes) -> bytes:
    """As one chunk (RFC 9112, section 7.1); curl makes several of what it reads in several pieces."""
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"


def _connects_to(line: Line, target: str) -> str:
    """The target where --resolve, --connect-to or --unix-socket lead away from the URL's."""
    if path := line.last("unix-socket") or line.last("abstract-unix-socket"):
        return f"unix:{'@' if line.last('abstract-unix-socket') else ''}{path}"
    scheme, _, place = target.rpartition("//")
    prefix = f"{scheme}//" if scheme else ""
    host, _, port = place.rpartition(":")
    for option in line.every("resolve"):
        name, at_port, address = (*option.value.lstrip("+").split(":", 2), "", "")[:3]
        if name.lower() in (host, "*") and at_port == port and address:
            return f"{prefix}{_bracketed(address.partition(',')[0])}:{port}"
    for option in line.every("connect-to"):
        name, at_port, rest = (*option.value.split(":", 2), "", "")[:3]
        if name.lower() in (host, "") and at_port in (port, ""):
            to_host, _, to_port = rest.rpartition(":")
            return f"{prefix}{to_host or host}:{to_port or port}"
    return target


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address and not address.startswith("[") else address


def _remarks(line: Line, asked: CurlRequest, size: int) -> list[str]:
    remarks = [f"not kept: {option}." for option in (*line.left_out, *line.not_done)]
    if asked.url.startswith("https:"):
        remarks += [f"not kept: {one.written}." for one in line.every(*_TLS_ONLY, "insecure")]
    if any("=" not in one.value for one in line.every("cookie")):
        remarks.append("-b names a file of cookies, which is not read: write the Cookie header.")
    if user := asks_for_password(line):
        remarks.append(f"curl would ask for {user}'s password, which is empty here.")
    names = {header.partition(":")[0].lower() for header in asked.headers}
    if size > _EXPECTS and "expect" not in names and not line.has("http1.0"):
        remarks.append("curl would ask with Expect: 100-continue before the body, which follows at once here.")
    if "user-agent" not in names and "user-agent:" not in (one.value.lower() for one in line.every("header")):
        remarks.append("curl's own User-Agent header is not added.")
    return remarks
