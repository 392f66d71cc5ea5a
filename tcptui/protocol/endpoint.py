"""Where a connection goes: `host:port`, `[v6]:port`, `tcp://…`, `tls://…`, `unix:/path`, a pasted URL."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from tcptui.protocol.frozen import frozen
from tcptui.protocol.wholenumber import whole_number

Transport = Literal["tcp", "tls", "unix"]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_TRANSPORTS: dict[str, Transport] = {"tcp": "tcp", "http": "tcp", "tls": "tls", "https": "tls"}
_HIGHEST_PORT = 65535
# The kernel's sun_path holds 108 bytes and wants a NUL at the end of a path (unix(7)).
_UNIX_PATH_LIMIT = 107


class TargetError(ValueError):
    """A target that can't be understood; the message is one sentence that says how to write it."""


@frozen
class Endpoint:
    """One place to connect to, or to listen at.

    host: a name or an address without brackets ("" for unix); port: 1..65535 (0 for unix, and to listen at any);
    path: of a unix socket, a leading "@" meaning Linux's abstract namespace.
    """

    transport: Transport
    host: str
    port: int
    path: str = ""

    @property
    def host_port(self) -> str:
        """`host:port`, an IPv6 address in brackets (RFC 3986, section 3.2.2); a unix socket's path."""
        if self.transport == "unix":
            return self.path
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        match self.transport:
            case "unix":
                return f"unix:{self.path}"
            case "tls":
                return f"tls://{self.host_port}"
            case "tcp":
                return self.host_port


def parse_target(text: str) -> Endpoint:
    """Read a TARGET as the command line and the start screen take it.

    Raises TargetError with one sentence that names the text and says how to write it.
    """
    text = text.strip()
    if not text:
        raise TargetError("The target is empty: write host:port, for example 127.0.0.1:8000.")
    if text.startswith("unix:"):
        return _unix(text.removeprefix("unix:").removeprefix("//"))
    if "://" in text:
        return _url(text)
    host, port = _split_host_port(text)
    return from_host_port(host, port)


def from_host_port(host: str, port: str) -> Endpoint:
    """The endpoint of telnet's two words, HOST and PORT. Raises TargetError."""
    host = host.strip().removeprefix("[").removesuffix("]")
    if not host:
        raise TargetError(f"No host before port {port!r}: write host:port, for example 127.0.0.1:{port or 8000}.")
    if any(c.isspace() or not c.isprintable() for c in host) or "/" in host:
        raise TargetError(f"{host!r} is no host name or address: write host:port, for example 127.0.0.1:8000.")
    if ":" in host and not _is_ipv6(host):
        raise TargetError(f"{host!r} is no IPv6 address: write one as [::1]:8000, or host:port.")
    return Endpoint("tcp", host, _port(port))


def _is_ipv6(host: str) -> bool:
    """Whether it is an address, its zone behind a % included (RFC 4007, section 11)."""
    import ipaddress  # most targets are names or IPv4

    try:
        return bool(ipaddress.IPv6Address(host))
    except ValueError:
        return False


LOOPBACK = "127.0.0.1"
"""Where a listener listens unless it is told otherwise: nobody but this machine gets in."""


def parse_listen_address(text: str) -> Endpoint:
    """Read `[ADDRESS:]PORT`, where to listen: on loopback without an address; port 0 is any free one.

    Raises TargetError with one sentence that names the text and says how to write it.
    """
    text = text.strip()
    forms = "8000, 0.0.0.0:8000, [::1]:8000, or 0 for a free port"
    if not text:
        raise TargetError(f"No port to listen on: write {forms}.")
    host, port = (LOOPBACK, text) if ":" not in text else _split_host_port(text)
    if not host:
        raise TargetError(f"{text!r} has no address before its port: write {forms}.")
    if "/" in text or whole_number(port, 0, _HIGHEST_PORT) is None:
        raise TargetError(f"{text!r} is nowhere to listen: write {forms}.")
    return from_host_port(host, port) if int(port) else _any_port(host)


def _any_port(host: str) -> Endpoint:
    return replace(from_host_port(host, "1"), port=0)


def _unix(path: str) -> Endpoint:
    if not path:
        raise TargetError("No path after unix: write unix:/path/to/socket.")
    if not path.isprintable():
        raise TargetError(f"A unix socket's path can hold no control or undecodable bytes here: {path!r}.")
    if len(path.encode("utf-8", "surrogateescape")) > _UNIX_PATH_LIMIT:
        raise TargetError(f"A unix socket's path has at most {_UNIX_PATH_LIMIT} bytes: {path!r} is longer.")
    return Endpoint("unix", "", 0, path)


def _url(text: str) -> Endpoint:
    scheme = text.split("://", 1)[0].lower()
    if scheme not in _TRANSPORTS:
        known = "tcp://, unix: or http://"  # what can be connected to: TLS is still to come
        raise TargetError(f"{scheme}:// is not spoken here: write host:port, or a target with {known}.")
    from urllib.parse import urlsplit  # only pasted URLs need it

    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise TargetError(f"{text!r} can't be read as a URL ({error}): write {scheme}://host:port.") from None
    host = parts.hostname or ""
    if port is None:
        port = _DEFAULT_PORTS.get(scheme)
    if not host or port is None:
        missing = "host" if not host else "port"
        raise TargetError(f"{text!r} has no {missing}: write {scheme}://host:port.")
    plain = from_host_port(host, str(port))
    return Endpoint(_TRANSPORTS[scheme], plain.host, plain.port)


def _split_host_port(text: str) -> tuple[str, str]:
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or not rest.startswith(":"):
            raise TargetError(f"{text!r} is not complete: write an IPv6 address as [::1]:8000.")
        return host, rest[1:]
    if text.count(":") > 1:
        raise TargetError(f"{text!r} looks like an IPv6 address: write it with brackets and a port, as [::1]:8000.")
    host, colon, port = text.rpartition(":")
    if not colon:
        raise TargetError(f"{text!r} has no port: write {text}:PORT, for example {text}:80.")
    return host, port


def _port(text: str) -> int:
    port = whole_number(text, 1, _HIGHEST_PORT)
    if port is None:
        raise TargetError(f"{text!r} is no port: write a whole number from 1 to {_HIGHEST_PORT}.")
    return port
