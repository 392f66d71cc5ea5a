"""The header lines that curl sends, in its order: its own by its options, then those of `-H` as they are written."""

from __future__ import annotations

import base64
from typing import Final
from urllib.parse import unquote

from tcptui.protocol.frozen import frozen
from tcptui.protocol.pasted.curlline import Line

_FORMS: Final = ("form", "form-string")
_OTHER_AUTHENTICATION: Final = ("anyauth", "aws-sigv4", "digest", "negotiate", "ntlm", "ntlm-wb")
_OTHER_PROXY_AUTHENTICATION: Final = ("proxy-anyauth", "proxy-digest", "proxy-negotiate", "proxy-ntlm")


@frozen
class Place:
    """Where a URL goes. authority: as it stands there; host: the Host header's value; user: `user:password`, or ""."""

    scheme: str
    authority: str
    host: str
    user: str


class Given:
    """What `-H` says: lines to send, and names that it sets or takes away."""

    def __init__(self, line: Line) -> None:
        self._values: dict[str, str] = {}
        self.lines: list[str] = []
        for option in (*line.every("header"), *(line.every("proxy-header") if line.proxy else ())):
            self._take(option.value)
        if line.has("json"):
            for header in ("Content-Type: application/json", "Accept: application/json"):
                if not self.names(header.partition(":")[0].lower()):
                    self._take(header)
        if line.has(*_FORMS):  # curl adds the boundary to it, and writes it where its own would stand
            self.lines = [one for one in self.lines if not one.lower().startswith("content-type:")]

    def names(self, name: str) -> bool:
        """Whether the header of this name, in lower case, is set or taken away."""
        return name in self._values

    def value(self, name: str) -> str:
        """What it is set to; "" where it is not."""
        return self._values.get(name, "")

    def _take(self, header: str) -> None:
        name, colon, value = header.partition(":")
        if colon:
            self._values[name.strip().lower()] = value.strip()
            if value.strip() and name:
                self.lines.append(header)
        elif header.endswith(";") and header != ";":
            self._values[header[:-1].strip().lower()] = ""
            self.lines.append(f"{header[:-1]}:")


def own_headers(line: Line, place: Place, given: Given, *, accept: bool) -> list[str]:
    """All lines but those that close them. accept: with curl's own `Accept: */*`."""
    host = [f"Host{one[4:]}" for one in given.lines if one.lower().startswith("host:")]
    byte_range = f"{line.offset}-" if line.offset else line.last("range")
    own = [
        ("Proxy-Authorization", _proxy_authorization(line)),
        ("Authorization", _authorization(line, place)),
        ("Range", f"bytes={byte_range}" if byte_range else ""),
        ("User-Agent", line.last("user-agent")),
        ("Accept", "*/*" if accept else ""),
        ("Accept-Encoding", "deflate, gzip, br, zstd" if line.has("compressed") else ""),
        ("Referer", line.last("referer").removesuffix(";auto")),
        ("Proxy-Connection", "Keep-Alive" if line.proxy else ""),
        ("Cookie", cookies(line)),
    ]
    lines = [f"{name}: {value}" for name, value in own if value and not given.names(name.lower())]
    others = [one for one in given.lines if not one.lower().startswith("host:")]
    if not given.names("host"):
        host = [f"Host: {place.host}"]
    return [*host[-1:], *lines, *others]


def cookies(line: Line) -> str:
    """What `-b` says itself; without `=` it names a file."""
    return ";".join(one.value for one in line.every("cookie") if "=" in one.value)


def asks_for_password(line: Line) -> str:
    """The user for whom curl would ask a password; "" where there is none."""
    user = line.last("user")
    return user if user and ":" not in user else ""


def _authorization(line: Line, place: Place) -> str:
    if line.has("oauth2-bearer"):
        return f"Bearer {line.last('oauth2-bearer')}"
    if line.has(*_OTHER_AUTHENTICATION) or not (place.user or line.has("user")):
        return ""
    return _basic(line.last("user") if line.has("user") else unquote(place.user))


def _proxy_authorization(line: Line) -> str:
    user = line.last("proxy-user") or unquote(line.proxy.rpartition("://")[2].rpartition("@")[0])
    return _basic(user) if user and line.proxy and not line.has(*_OTHER_PROXY_AUTHENTICATION) else ""


def _basic(user: str) -> str:
    whole = user if ":" in user else f"{user}:"
    return f"Basic {base64.b64encode(whole.encode('utf-8', 'surrogateescape')).decode('ascii')}"
