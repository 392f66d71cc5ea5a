"""Errors of the system in words, once: errno and getaddrinfo names -> a sentence, the usual causes, what to try.

Sources: ip(7), tcp(7), unix(7), connect(2), bind(2), send(2), getaddrinfo(3) and Linux's net/ipv4/tcp_input.c.
"""

from __future__ import annotations

import errno
import os
import re

from tcptui.protocol.frozen import frozen


@frozen
class Fault:
    """One error in words.

    name: errno's or getaddrinfo's; sentence: what happened, without a full stop, so that it can stand inside another
    sentence; causes: what it usually means; advice: what to try, with NAME or ADDRESS for the host (see `advise`). Both
    may be empty where nothing general holds.
    """

    name: str
    sentence: str
    causes: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()


RESOLVE_DEADLINE = "EAI_AGAIN"
"""The name under which a look-up that we gave up is told: getaddrinfo's own word for "no answer in time"."""

_MORE_FILES = ("Raise the limit (ulimit -n), or close connections that are no longer needed.",)

_CONNECTING = (
    Fault(
        "ECONNREFUSED",
        "the connection was refused",
        ("nothing listens on that port", "a firewall answers with a RST or an ICMP error"),
        ("On the server, see what listens: ss -tln.", "Check the port and the address."),
    ),
    Fault(
        "ETIMEDOUT",
        "the kernel gave up waiting for the other side",
        ("a firewall drops the segments without a word", "the host is down", "the listener's accept queue is full"),
        ("Capture on both ends to see where the segments stop.",),
    ),
    Fault(
        "EHOSTUNREACH",
        "the host can't be reached",
        ("the host is down or not on this network", "a router or firewall says so by ICMP"),
        ("Look at the route: ip route get ADDRESS.", "See whether a neighbour of it answers."),
    ),
    Fault(
        "ENETUNREACH",
        "there is no route to that network",
        ("this machine has no route for that address family", "a router on the way says so by ICMP"),
        ("Look at the routes: ip route, ip -6 route.", "Is the VPN or the interface up?"),
    ),
    Fault("EHOSTDOWN", "the host is down", ("it did not answer on the local network",), ("Is it switched on?",)),
    Fault("ENETDOWN", "the network is down", ("an interface is down",), ("Look at the interfaces: ip link.",)),
    Fault("ENONET", "the host is not on the network", ("a router says so by ICMP",), ()),
    Fault(
        "ENOPROTOOPT",
        "the host says that it does not speak TCP there",
        ("an ICMP protocol-unreachable came back",),
        ("A firewall may have been told to answer so.",),
    ),
    Fault(
        "EADDRNOTAVAIL",
        "no local address or port can be used for this",
        (
            "all ephemeral ports towards that address are taken, many of them in TIME_WAIT",
            "the address asked for is not of this machine",
        ),
        ("Count what is there: ss -tan state time-wait | wc -l.", "Look at the addresses: ip address."),
    ),
    Fault(
        "EADDRINUSE",
        "the address and port are already in use",
        ("another program listens there",),
        ("See which one: ss -tlnp.", "Choose another port, or 0 for a free one."),
    ),
    Fault(
        "EACCES",
        "permission was denied",
        (
            "a port under 1024 needs a privilege",
            "the unix socket's file or folder does not let this user in",
            "a local firewall or security policy forbids it",
        ),
        (
            "To listen, take a port above 1023; of a unix socket look at the file's mode: ls -l.",
            "See whether a rule or a route of this machine forbids it: nft list ruleset, ip route.",
        ),
    ),
    Fault(
        "EPERM",
        "the system does not permit it",
        ("a local firewall rule rejects it", "a security policy or a sandbox forbids it"),
        ("Look at the rules: nft list ruleset.",),
    ),
    Fault(
        "EINVAL",
        "the system does not accept that address",
        ("a link-local IPv6 address needs its interface", "the address can't be connected to"),
        ("Write a link-local address with its interface, as [fe80::1%eth0]:80.",),
    ),
    Fault(
        "EAFNOSUPPORT",
        "this machine does not support that address family",
        ("IPv6 is switched off",),
        ("Use an IPv4 address or name.",),
    ),
    Fault("EINPROGRESS", "the connection is still being made", (), ()),
    Fault("EALREADY", "an earlier attempt on this socket is still on", (), ()),
)

_STANDING = (
    Fault(
        "ECONNRESET",
        "the peer reset the connection",
        (
            "its program crashed, or closed without reading all that was sent",
            "it closed with SO_LINGER 0",
            "its kernel no longer knew this connection",
            "a firewall or proxy between reset it",
        ),
        ("Read the server's log at this very moment.", "Capture on both ends to see who sent the RST."),
    ),
    Fault(
        "EPIPE",
        "the peer had closed the connection and reset it when more was sent",
        ("it closed an idle connection that was used again", "its process ended", "it answered early and hung up"),
        ("Look for a FIN that came before the request: then a new connection helps.",),
    ),
    Fault("ECONNABORTED", "the connection was aborted on this machine", ("ss -K or the kernel ended it",), ()),
    Fault("ENOTCONN", "the connection does not stand", (), ()),
    Fault("ESHUTDOWN", "our side is already closed", (), ()),
    Fault("ENETRESET", "the network dropped the connection", ("keepalive found the peer gone",), ()),
    Fault("EPROTO", "a router says that our packets are wrong", ("an ICMP parameter problem came back",), ()),
    Fault("EMSGSIZE", "the packet is larger than the path takes", ("path MTU discovery is at work",), ()),
)

_UNIX = (
    Fault(
        "ENOENT",
        "there is no such file",
        ("the server is not running or puts its socket elsewhere", "the path is misspelt"),
        ("List the unix sockets that listen: ss -xl.",),
    ),
    Fault(
        "ENOTSOCK",
        "that file is not a socket",
        ("the path names another file",),
        ("Look at it: ls -l. A socket is s.",),
    ),
    Fault(
        "EPROTOTYPE",
        "that unix socket is not a stream socket",
        ("it is a datagram or seqpacket socket",),
        ("See its kind: ss -xl (u_str, u_dgr, u_seq).",),
    ),
    Fault(
        "EAGAIN",
        "it can't be done at once",
        ("the unix socket's accept queue is full",),
        ("The server accepts too slowly or not at all: ss -xl shows its queue.",),
    ),
    Fault("ENOTDIR", "a part of the path is not a folder", (), ()),
    Fault("EISDIR", "that is a folder", (), ()),
    Fault("ENAMETOOLONG", "the name is too long", (), ()),
    Fault("ELOOP", "the path has too many symbolic links", (), ()),
)

_MACHINE = (
    Fault("EMFILE", "this process has too many open files", ("its limit of descriptors is reached",), _MORE_FILES),
    Fault("ENFILE", "the system has too many open files", ("the limit of the whole machine is reached",), _MORE_FILES),
    Fault("ENOBUFS", "the kernel has no buffer space left", ("it is short of memory for sockets",), ("See ss -s.",)),
    Fault("ENOMEM", "the system is out of memory", (), ("See free -h and ss -s.",)),
    Fault("ENOSPC", "the disk is full", (), ("See df -h; tcptui sessions prune frees its own.",)),
    Fault("EDQUOT", "the disk quota is used up", (), ("tcptui sessions prune frees its own part.",)),
    Fault("EFBIG", "the file may not grow further", ("a limit on file sizes is reached",), ("See ulimit -f.",)),
    Fault("EROFS", "the file system is read-only", (), ()),
    Fault("EIO", "the device reports an input/output error", ("the disk fails",), ("See dmesg.",)),
    Fault("EINTR", "a signal interrupted it", (), ()),
    Fault("EBADF", "the descriptor is closed", (), ()),
    Fault("EOPNOTSUPP", "the socket does not support it", (), ()),
    Fault("EPROTONOSUPPORT", "the protocol is not supported", (), ()),
)

_RESOLVING = (
    Fault(
        "EAI_NONAME",
        "the name is not known",
        ("it is misspelt", "it exists only in another network's DNS"),
        ("Ask yourself: getent ahosts NAME.", "Look at /etc/resolv.conf and /etc/hosts."),
    ),
    Fault(
        "EAI_AGAIN",
        "no name server answered in time",
        ("the name server is down or not reachable", "there is no network"),
        ("Try again.", "See which server is asked: /etc/resolv.conf.", "Use the address instead of the name."),
    ),
    Fault(
        "EAI_FAIL",
        "the name server reports a failure",
        ("the zone or its DNSSEC signatures are broken", "the server refuses to answer us"),
        ("Ask another server: dig @1.1.1.1 NAME.",),
    ),
    Fault(
        "EAI_NODATA",
        "the name exists and has no address",
        ("it has only other records, such as MX", "it has no address of the family asked for"),
        ("See what it has: dig NAME ANY.",),
    ),
    Fault("EAI_ADDRFAMILY", "the name has no address of that family", (), ("See getent ahosts NAME.",)),
    Fault("EAI_FAMILY", "the address family is not supported", (), ()),
    Fault("EAI_SERVICE", "the port is not known for this kind of socket", (), ("Write the port as a number.",)),
    Fault("EAI_SOCKTYPE", "the kind of socket is not supported", (), ()),
    Fault("EAI_BADFLAGS", "the look-up was asked wrongly", (), ()),
    Fault("EAI_MEMORY", "the look-up ran out of memory", (), ()),
    Fault("EAI_OVERFLOW", "the name is too long for the look-up", (), ()),
    Fault("EAI_SYSTEM", "the look-up failed with an error of the system", (), ()),
)

FAULTS: dict[str, Fault] = {f.name: f for f in (*_CONNECTING, *_STANDING, *_UNIX, *_MACHINE, *_RESOLVING)}
"""Every error that is told in words of ours, by its name."""


def fault(name: str) -> Fault:
    """The words for an errno's or getaddrinfo's name; for one that is not in the table, the system's own words."""
    known = FAULTS.get(name)
    if known:
        return known
    number = getattr(errno, name, None)
    if isinstance(number, int):
        words = os.strerror(number)
        return Fault(name, words[:1].lower() + words[1:])
    return Fault(name, f"the system reports {name}")


def advise(told: Fault, host: str) -> tuple[str, ...]:
    """The advice with the host asked for (a name or an address) in its commands, quoted for a shell."""
    import shlex  # where something failed only: it costs the start too much

    quoted = shlex.quote(host)
    return tuple(re.sub(r"\b(?:NAME|ADDRESS)\b", lambda _: quoted, one) for one in told.advice)
