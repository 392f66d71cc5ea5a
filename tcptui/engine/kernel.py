"""What the kernel knows about a socket, and how it is asked: TCP_INFO, the ICMP error queue, socket options.

Everything here is Linux's; where a platform has no such thing the answer is empty or None.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from tcptui.protocol.events import Address, Icmp

_LINUX = sys.platform == "linux"
# Up to and beyond the last field that anyone here reads; a larger buffer costs each call a tenth more.
_TCP_INFO_SIZE = 256
_TCP_INFO: int | None = getattr(socket, "TCP_INFO", None) if _LINUX else None
_IPPROTO_TCP = int(socket.IPPROTO_TCP)
# include/uapi/linux/in.h, in6.h and errqueue.h; the socket module does not name them all.
_IP_RECVERR = 11
_IPV6_RECVERR = 25
_RECVERR = {socket.AF_INET: (socket.IPPROTO_IP, _IP_RECVERR), socket.AF_INET6: (socket.IPPROTO_IPV6, _IPV6_RECVERR)}
_EXTENDED_ERROR = struct.Struct("=IBBBBII")  # struct sock_extended_err
_ORIGIN_ICMP, _ORIGIN_ICMP6 = 2, 3

_SPARE_FILES = 40
"""Files that the record, the loop, look-ups and Python itself open beside the connections."""

FAMILIES = {"ipv4": socket.AF_INET, "ipv6": socket.AF_INET6, "unix": socket.AF_UNIX}


def new_socket(family: str) -> socket.socket:
    """A non-blocking stream socket that sends at once, with ICMP errors queued. Raises OSError."""
    sock = socket.socket(FAMILIES[family], socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        if family != "unix":
            _set_tcp(sock)
    except OSError:
        sock.close()
        raise
    return sock


def listening_socket(address: Address, backlog: int) -> socket.socket:
    """A non-blocking socket that listens at the address. Raises OSError."""
    sock = socket.socket(FAMILIES[address.family], socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        # Else the port of a listener that ended stays taken for a minute by its old connections in TIME_WAIT.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(socket_address(address))
        sock.listen(backlog)
    except OSError:
        sock.close()
        raise
    return sock


def accept(listener: socket.socket) -> tuple[socket.socket, Address, Address]:
    """The next waiting connection, set up as those that we open; the peer's address and ours. Raises OSError."""
    sock, peer = listener.accept()
    try:
        sock.setblocking(False)
        _set_tcp(sock)
        return sock, _address(sock.family, peer), local_address(sock)
    except OSError:
        sock.close()
        raise


def unread(sock: socket.socket) -> int | None:
    """Bytes in the receive queue, without the FIN behind them; None where the system can't tell (tcp(7), unix(7))."""
    import fcntl
    import termios

    try:
        (size,) = struct.unpack("i", fcntl.ioctl(sock, termios.FIONREAD, bytes(4)))
    except OSError:
        return None
    return int(size)


def raise_file_limit() -> None:
    """Let this process have as many sockets as its hard limit allows, where the soft one is lower (getrlimit(2))."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with contextlib.suppress(OSError, ValueError):  # macOS refuses what lies beyond a limit of its own
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def room_for_files() -> int:
    """How many more files and sockets this process may open once the limit is raised; some are left for other needs."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard == resource.RLIM_INFINITY:
        return sys.maxsize
    with os.scandir("/proc/self/fd" if _LINUX else "/dev/fd") as files:
        return max(0, hard - sum(1 for _ in files) - _SPARE_FILES)


def _set_tcp(sock: socket.socket) -> None:
    # Nagle's algorithm, which telnet leaves on, would only delay what a person types.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if _LINUX:
        for level, option in {_RECVERR[sock.family], *((_RECVERR[socket.AF_INET],) if _is_ipv6(sock) else ())}:
            with contextlib.suppress(OSError):  # it only adds detail to errors
                sock.setsockopt(level, option, 1)


def _is_ipv6(sock: socket.socket) -> bool:
    return sock.family == socket.AF_INET6


def socket_address(address: Address) -> str | bytes | tuple[str, int] | tuple[str, int, int, int]:
    """The address as `connect` takes it."""
    match address.family:
        case "unix":
            return b"\0" + os.fsencode(address.host[1:]) if address.host.startswith("@") else address.host
        case "ipv4":
            return (address.host, address.port)
        case "ipv6":
            host, _, zone = address.host.partition("%")
            return (host, address.port, 0, _scope(zone))


def _scope(zone: str) -> int:
    if not zone:
        return 0
    return int(zone) if zone.isdecimal() else socket.if_nametoindex(zone)


def local_address(sock: socket.socket) -> Address:
    """Our own end of the connection."""
    return _address(sock.family, sock.getsockname())


def _address(family: int, name: Any) -> Address:
    """The address that the socket module tells as `name`."""
    match family:
        case socket.AF_INET:
            return Address("ipv4", name[0], name[1])
        case socket.AF_INET6:
            return Address("ipv6", name[0], name[1])
        case _:
            return Address("unix", name.decode(errors="replace") if isinstance(name, bytes) else name)


def connected_to_itself(sock: socket.socket) -> bool:
    """Whether a simultaneous open (RFC 9293, 3.5) joined this socket to itself, as it can on a free local port."""
    try:
        return sock.family != socket.AF_UNIX and bool(sock.getsockname() == sock.getpeername())
    except OSError:
        return False  # a RST has just ended it: reading will tell


def tcp_info(sock: socket.socket) -> bytes:
    """getsockopt(TCP_INFO), undecoded; empty where there is none. Survives a RST, ends with the socket."""
    try:
        return tcp_info_of(sock)()
    except OSError:
        return b""


def tcp_info_of(sock: socket.socket) -> Callable[[], bytes]:
    """`tcp_info` of one socket for those who ask often: nothing but the call itself, so it may raise OSError."""
    if _TCP_INFO is None or sock.family == socket.AF_UNIX:
        return bytes
    return cast("Callable[[], bytes]", partial(sock.getsockopt, _IPPROTO_TCP, _TCP_INFO, _TCP_INFO_SIZE))


def pending_error(sock: socket.socket) -> int:
    """SO_ERROR: the socket's error number, 0 for none. One-shot: asking takes it away (KERNEL fact 2)."""
    return sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)


def icmp_error(sock: socket.socket) -> tuple[int, Icmp] | None:
    """Empty the error queue; the last ICMP error in it with the errno that the kernel made of it."""
    if not _LINUX or sock.family == socket.AF_UNIX:
        return None
    found: tuple[int, Icmp] | None = None
    while True:
        try:
            _, ancillary, _, _ = sock.recvmsg(1, 512, socket.MSG_ERRQUEUE)
        except OSError:
            return found  # EAGAIN: the queue is empty
        for _, option, data in ancillary:
            found = _icmp(option, data) or found


def _icmp(option: int, data: bytes) -> tuple[int, Icmp] | None:
    if option not in (_IP_RECVERR, _IPV6_RECVERR) or len(data) < _EXTENDED_ERROR.size:
        return None
    number, origin, kind, code, *_ = _EXTENDED_ERROR.unpack_from(data)
    if origin == _ORIGIN_ICMP:
        return number, Icmp(4, kind, code, _sender(data[_EXTENDED_ERROR.size :]))
    if origin == _ORIGIN_ICMP6:
        return number, Icmp(6, kind, code, _sender(data[_EXTENDED_ERROR.size :]))
    return None


def _sender(sockaddr: bytes) -> str | None:
    family = int.from_bytes(sockaddr[:2], sys.byteorder)
    if family == socket.AF_INET and len(sockaddr) >= 8:
        return socket.inet_ntop(socket.AF_INET, sockaddr[4:8])
    if family == socket.AF_INET6 and len(sockaddr) >= 24:
        return socket.inet_ntop(socket.AF_INET6, sockaddr[8:24])
    return None


def reset_on_close(sock: socket.socket) -> None:
    """Make `close` send a RST (SO_LINGER with a time of 0, socket(7))."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
