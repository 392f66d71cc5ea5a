"""Reads what a person typed or pasted as the place to connect to, and maybe as what to send there first."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from urllib.parse import unquote

from tcptui.protocol.endpoint import Endpoint, TargetError, from_host_port, parse_target
from tcptui.protocol.frozen import frozen
from tcptui.protocol.pasted import commandline
from tcptui.protocol.pasted.httprequest import get, request_target
from tcptui.protocol.pasted.services import PLAIN, SECURE, port_of

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_QUOTES = "\"'`“”‘’„‚«»"
_AROUND = {"<": ">", "(": ")"} | {quote: quote for quote in "\"'`"} | {"“": "”", "‘": "’", "„": "“", "«": "»"}
_PROMPT = re.compile(r"^(?:[$#>%] +)?(?:sudo +)?")
_SCHEME = re.compile(r"^(?:jdbc:)?([a-z][a-z0-9+.-]*)://(.*)$", re.IGNORECASE | re.DOTALL)
_CONTINUED = re.compile(r"(?<=\S)\s+[\\^]$")
"""A backslash at the end of the last line: there was one more, which was not copied."""
_DOTTED_PORT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3})\.(\d{1,5})")
_BODY_REMARK = "Enter puts an end of line behind the body, too: Content-Length may not count it"
_TLS_TO_COME = "this version speaks plain TCP only; TLS is still to come."


@frozen
class Pasted:
    """What was understood.

    request: text for the input line, "" for none; a block's lines end with a newline each. remark: one sentence where
    something was taken in another way than it was written, else "".
    """

    endpoint: Endpoint
    request: str = ""
    remark: str = ""


def read_pasted(text: str) -> Pasted:
    """Read a target in whatever way it is written: TARGET of the command line, `host port`, a URL with its path (its
    GET becomes the request), a bare port (this machine), a path of a unix socket, another program's command line, or
    a whole HTTP request with its Host.

    Raises TargetError with one sentence that says how to write it.
    """
    text = _cleaned(text)
    if not text:
        raise TargetError("The target is empty: write host:port, for example 127.0.0.1:8000.")
    whole = request_target(text)
    if whole is not None:
        host, request = whole
        pasted = _named(_with_port(host, PLAIN["http"], text))
        body = request.partition("\n\n")[2]
        return replace(pasted, request=request, remark=_BODY_REMARK if body else pasted.remark)
    line = _one_line(text)
    command = commandline.read(line)
    if command is not None:
        return _of_command(command)
    return _of_target(line)


def _cleaned(text: str) -> str:
    """Without what a copy brings along: blanks, invisible characters, a shell's prompt, quotes around it all."""
    text = text.translate(_INVISIBLE).replace("\u00a0", " ").strip()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = _PROMPT.sub("", text)
    while len(text) > 1 and _AROUND.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    return _CONTINUED.sub("", text)


def _one_line(text: str) -> str:
    """The one line of it, lines that a backslash continues joined. Raises TargetError where there are more."""
    lines = [line.strip() for line in re.sub(r"[\\^]\s*\r?\n", " ", text).splitlines() if line.strip()]
    if len(lines) > 1:
        raise TargetError(f"These are {len(lines)} lines: write one target, as host:port.")
    return lines[0]


def _of_command(command: commandline.CommandLine) -> Pasted:
    if command.secure:
        raise TargetError(f"{command.target}: {_TLS_TO_COME}")
    pasted = _of_target(command.target)
    request = command.request or pasted.request
    return Pasted(pasted.endpoint, request, command.remark or pasted.remark)


def _of_target(line: str) -> Pasted:
    line = line.rstrip(",;").strip(_QUOTES + " ")
    url = _SCHEME.match(line)
    if url is not None:
        return _of_url(url[1].lower(), url[2], line)
    if line.startswith("//"):
        return _of_url("http", line[2:], line)
    if line.startswith("unix:"):
        return Pasted(parse_target(line))
    if line.startswith(("/", "./", "~/")):
        return _of_path(line)
    authority, slash, path = line.partition("/")
    if slash and authority and " " not in authority and not authority.isdecimal():
        return _with_get(authority, f"/{path}", line)
    return _plain_target(line)


def _of_path(line: str) -> Pasted:
    if not line.startswith("/"):
        raise TargetError(f"{line!r} is no whole path: write unix: and the socket's path from / on.")
    return Pasted(parse_target(f"unix:{line}"), remark=f"{line} is taken for a unix socket: unix:{line}")


def _of_url(scheme: str, rest: str, line: str) -> Pasted:
    if scheme in SECURE:
        raise TargetError(f"{line}: {_TLS_TO_COME}")
    if scheme == "unix":
        return Pasted(parse_target(f"unix:{rest}"))
    authority, path = _split_url(rest)
    if scheme == "http+unix":
        return Pasted(parse_target(f"unix:{unquote(authority)}"), get(path, "localhost"))
    if scheme in ("http", "ws"):
        return _with_get(authority, path, line)
    if scheme != "tcp" and scheme not in PLAIN:
        raise TargetError(f"{scheme}:// is not known here: write host:port, with the port that it listens on.")
    return _named(_with_port(_after_user(authority), PLAIN.get(scheme), line))


def _split_url(rest: str) -> tuple[str, str]:
    """Authority, and path with query (RFC 3986, section 3); the fragment never goes over the wire."""
    rest = rest.partition("#")[0]
    end = min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=len(rest))
    path = rest[end:]
    return rest[:end], path if path.startswith("/") else f"/{path}"


def _with_get(authority: str, path: str, line: str) -> Pasted:
    host = _after_user(authority)
    named = _named(_with_port(host, PLAIN["http"] if "://" in line or line[:2] == "//" else None, line))
    return replace(named, request=get(path, _host_header(named.endpoint)))


def _host_header(endpoint: Endpoint) -> str:
    """Host as a browser writes it: without the port where it is http's own (RFC 9110, section 7.2)."""
    return endpoint.host_port.removesuffix(":80") if endpoint.port == PLAIN["http"] else endpoint.host_port


def _after_user(authority: str) -> str:
    return authority.rpartition("@")[2]


def _with_port(authority: str, default: int | None, line: str) -> str:
    if not authority:
        raise TargetError(f"{line!r} has no host: write host:port, for example 127.0.0.1:8000.")
    _, _, after_bracket = authority.rpartition("]")
    if default is None or ":" in after_bracket:
        return authority
    return f"{authority}:{default}"


def _plain_target(line: str) -> Pasted:
    """`host:port` and its kin: two words, a bare port, a dotted port as tcpdump and BSD's netstat write it."""
    words = re.sub(r"\bport\b|[:,;](?= )|(?<= )[:,]", " ", line, flags=re.IGNORECASE).split()
    words = [word for word in words if word.lower() not in ("tcp", "(listen)", "listen")] or words
    match words:
        case [host, port]:
            return _named_words(_after_user(host), port_of(port))
        case [one]:
            return _one_word(one)
        case _:
            raise TargetError(f"{line!r} is no target: write host:port, for example 127.0.0.1:8000.")


def _one_word(word: str) -> Pasted:
    if word.isascii() and word.isdecimal():
        return Pasted(from_host_port("localhost", word), remark=f"{word} alone is a port of this machine")
    dotted = _DOTTED_PORT.fullmatch(word)
    if dotted is not None:
        return Pasted(from_host_port(dotted[1], dotted[2]))
    if "@" in word:
        return _of_user(word)
    return _named(word)


def _of_user(word: str) -> Pasted:
    host = _after_user(word)
    if ":" in host:
        return _named(host)
    raise TargetError(f"{word!r} names a user and no port: write host:port, {host}:25 for mail, {host}:22 for ssh.")


def _named(host_port: str) -> Pasted:
    """What `host:port` means, with a remark where the host is not the one that was written."""
    if host_port.count(":") > 1 and not host_port.startswith("["):
        raise TargetError(_many_colons(host_port))
    if host_port.startswith(":"):
        host_port = f"localhost{host_port}"
    head, colon, port = host_port.rpartition(":")
    if not colon or port.endswith("]"):
        raise TargetError(_without_port(host_port))
    return _named_words(head, port_of(port))


def _named_words(host: str, port: str) -> Pasted:
    if host == "*":
        host = "localhost"
    ascii_host = _idna(host)
    remark = f"{host} is asked for as {ascii_host}" if ascii_host != host else ""
    return Pasted(from_host_port(ascii_host, port), remark=remark)


def _idna(host: str) -> str:
    """A name in another script as resolvers know it (RFC 3490)."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        raise TargetError(f"{host!r} can't be a host's name: write it in its xn-- form, or its address.") from None


def _without_port(word: str) -> str:
    return f"{word!r} has no port: write {word}:PORT, for example {word}:80."


def _many_colons(word: str) -> str:
    """Where an IPv6 address stands without brackets, nobody can tell its last group from a port."""
    head, _, last = word.rpartition(":")
    if re.fullmatch(r"[0-9a-f:.]+(%\w+)?", word, re.IGNORECASE):
        if head.strip(":") and last.isdecimal() and "::" in word:
            return f"{word!r} can be read in two ways: write [{head}]:{last} if {last} is the port, else [{word}]:PORT."
        return f"{word!r} is an IPv6 address without a port: write [{word}]:PORT, for example [{word}]:80."
    return f"{word!r} has more than one colon: write host:port, and an IPv6 address in brackets, as [::1]:8000."
