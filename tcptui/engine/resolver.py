"""Name look-ups off the loop: getaddrinfo blocks, so each runs in a daemon thread and answers with a callback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

from tcptui.protocol.events import Address
from tcptui.protocol.faults import fault
from tcptui.protocol.frozen import frozen

_EAI_NAMES = {getattr(socket, name): name for name in dir(socket) if name.startswith("EAI_")}


@frozen
class Answer:
    """What a look-up gave: addresses in the system's order (RFC 6724), or the `EAI_…` name and a sentence."""

    addresses: tuple[Address, ...]
    error: str | None = None
    reason: str | None = None


def literal(host: str, port: int) -> Address | None:
    """The address that `host` is when it is a literal one (IPv6 with or without a zone), so that nobody is asked."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (socket.gaierror, UnicodeError):
        return None
    return _address(answers[0])


class Resolver:
    """Look-ups in daemon threads, one for each name under way however many ask for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[tuple[str, int], list[Callable[[Answer], None]]] = {}

    def look_up(self, host: str, port: int, answered: Callable[[Answer], None]) -> None:
        """Call `answered` once, from the look-up's thread. The caller keeps the deadline and ignores late answers."""
        key = (host, port)
        with self._lock:
            if key in self._waiting:
                self._waiting[key].append(answered)
                return
            self._waiting[key] = [answered]
        try:
            threading.Thread(target=self._run, args=key, name=f"tcptui-resolver {host}", daemon=True).start()
        except RuntimeError as error:  # no thread left to ask with
            self._answer(host, port, _failed_here(host, str(error)))

    def _run(self, host: str, port: int) -> None:
        try:
            answer = resolve(host, port)
        except OSError as error:  # no descriptor left to ask with, say
            answer = _failed_here(host, error.strerror or str(error))
        self._answer(host, port, answer)

    def _answer(self, host: str, port: int, answer: Answer) -> None:
        with self._lock:
            waiting = self._waiting.pop((host, port))
        for answered in waiting:
            answered(answer)


def _failed_here(host: str, why: str) -> Answer:
    return Answer((), "EAI_SYSTEM", f"{host}: the look-up failed on this machine: {why}.")


def resolve(host: str, port: int) -> Answer:
    """Ask the system for the host's addresses. Blocks."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        name = _EAI_NAMES.get(error.errno or 0, "EAI_FAIL")
        return Answer((), name, f"{host}: {fault(name).sentence}")
    except UnicodeError:
        return Answer((), "EAI_NONAME", f"{host!r} is no valid host name: a label is empty or longer than 63 bytes.")
    return Answer(tuple(dict.fromkeys(_address(one) for one in found)))


def _address(found: tuple[object, object, object, object, tuple[object, ...]]) -> Address:
    family, _, _, _, sockaddr = found
    host, port = str(sockaddr[0]), int(str(sockaddr[1]))
    if family == socket.AF_INET6:
        scope = int(str(sockaddr[3]))
        return Address("ipv6", host if not scope or "%" in host else f"{host}%{scope}", port)
    return Address("ipv4", host, port)
