"""OS errors become words here, once, at the edge: the rest of the house knows names and sentences only."""

from __future__ import annotations

import errno

from tcptui.protocol.faults import fault
from tcptui.protocol.frozen import frozen

_SOFT = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ECONNREFUSED, errno.EHOSTDOWN, errno.ENETDOWN})


@frozen
class Failure:
    """One failed call: the error's number and name (None where it was not the kernel's) and a plain sentence."""

    errno: int | None
    errno_name: str | None
    reason: str

    @property
    def is_reset(self) -> bool:
        """Whether it says that the peer sent a RST to a connection that stood."""
        return self.errno in (errno.ECONNRESET, errno.EPIPE)

    @property
    def may_be_soft(self) -> bool:
        """Whether a standing connection may outlive it: an ICMP error is only a report (KERNEL R6, RFC 5927)."""
        return self.errno in _SOFT


def from_errno(number: int) -> Failure:
    """The failure that an error number stands for."""
    name = errno.errorcode.get(number, f"E{number}")
    return Failure(number, name, fault(name).sentence)


def from_error(error: OSError) -> Failure:
    """The failure that an OSError tells of."""
    return from_errno(error.errno) if error.errno else Failure(None, None, str(error.strerror or error))


def with_subject(subject: object, failure: Failure) -> Failure:
    """The same failure with what it is about named first."""
    return Failure(failure.errno, failure.errno_name, f"{subject}: {failure.reason}")
