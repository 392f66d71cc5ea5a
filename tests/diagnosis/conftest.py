"""A tape: one connection's events written as a short transcript, played to a Witness."""

from __future__ import annotations

import errno
import itertools
import os
import struct

import pytest

from tcptui.diagnosis.witness import Witness
from tcptui.protocol import events
from tcptui.protocol.events import Address, Message, VerdictReached
from tcptui.protocol.faults import fault
from tcptui.protocol.framing import parse_framing

V4 = Address("ipv4", "10.0.0.9", 80)
V6 = Address("ipv6", "2001:db8::9", 80)
CLIENT = Address("ipv4", "10.0.0.7", 40001)
UNIX = Address("unix", "/run/app.sock")
_STATES = {"ESTABLISHED": 1, "CLOSE": 7, "CLOSE_WAIT": 8}


def tcp_info(acked=0, notsent=0, window=65535, state="ESTABLISHED", *, accepted=False):
    """A struct tcp_info as Linux gives it: `acked` without the SYN, which the kernel counts where we connected."""
    raw = bytearray(232)
    raw[0] = _STATES[state]
    struct.pack_into("=Q", raw, 120, acked + (not accepted))
    struct.pack_into("=I", raw, 144, notsent)
    struct.pack_into("=I", raw, 228, window)
    return bytes(raw)


class Tape:
    """Each method is one event, a millisecond after the one before; all give the tape back."""

    def __init__(self, framing="http", target="10.0.0.9:80"):
        self.witness = Witness(1, parse_framing(framing), None)
        self.messages, self.verdicts = [], []
        self.out = self.into = 0
        self._t = itertools.count(1_000_000, 1_000_000)
        self.play(events.Opened, target, framing)

    @classmethod
    def accepted(cls, framing="none"):
        """A connection that came to a listener of ours."""
        tape = cls.__new__(cls)
        tape.witness = Witness(1, parse_framing(framing), None, asks="in")
        tape.messages, tape.verdicts = [], []
        tape.out = tape.into = 0
        tape._t = itertools.count(1_000_000, 1_000_000)
        return tape.play(events.Accepted, 9, CLIENT, V4, "", framing)

    @classmethod
    def listener(cls, target="listen 127.0.0.1:8000"):
        tape = cls.accepted()
        tape.witness = Witness(1, None, None)
        return tape.play(events.Opened, target, "none")

    def play(self, kind, *values):
        self.tell(kind(1, next(self._t), *values))
        return self

    def tell(self, event):
        for note in self.witness.on(event, event.t / 1e9):
            (self.messages if isinstance(note.event, Message) else self.verdicts).append(note.event)
            self.witness.on(note.event, event.t / 1e9)  # the engine tells it to every script, this one too

    def later(self, seconds):
        self._t = itertools.count(next(self._t) + int(seconds * 1e9), 1_000_000)
        return self

    # opening
    def resolving(self, host="db.example"):
        return self.play(events.Resolving, host, 80)

    def resolved(self, *addresses, error=None):
        return self.play(events.Resolved, addresses, error, error and fault(error).sentence)

    def trying(self, address=V4, number=1):
        return self.play(events.Connecting, address, number)

    def failed(self, name, address=V4, number=1, *, icmp=None, syns=1):
        """name: an errno's, or `timeout`, `lost-race`, `cancelled` for what we gave up."""
        code = getattr(errno, name, None)
        why = "error" if code else name
        words = fault(name).sentence if code else "No answer came in time."
        return self.play(events.ConnectFailed, address, number, code, name if code else None, why, words, icmp, syns)

    def connected(self, address=V4):
        if not self.witness.story.attempts:
            self.trying(address)
        local = Address(address.family, "" if address.family == "unix" else "10.0.0.1", 0)
        return self.play(events.Connected, address, local, 1, 0.0005)

    # talking
    def sent(self, data, acked="all", notsent=0, window=65535):
        """Bytes the kernel took, and a sample of how many of all so far the peer's kernel has; None for no sample."""
        self.play(events.Sent, self.out, len(data), memoryview(data))
        self.out += len(data)
        return self if acked is None else self.sample(self.out if acked == "all" else acked, notsent, window)

    def sample(self, acked, notsent=0, window=65535):
        accepted = self.witness.story.accepted is not None
        return self.play(events.KernelSample, tcp_info(acked, notsent, window, accepted=accepted), 0)

    def received(self, data):
        self.play(events.Received, self.into, len(data), memoryview(data))
        self.into += len(data)
        return self

    # ending
    def half_closed(self):
        return self.play(events.HalfClosed, self.out)

    def fin(self):
        return self.play(events.PeerFin, self.into)

    def rst(self, name="ECONNRESET", during="recv"):
        return self.play(events.PeerRst, getattr(errno, name), name, during)

    def network(self, name, icmp=None, soft=False):
        return self.play(events.NetworkError, getattr(errno, name), name, os.strerror(1), soft, icmp)

    def local_error(self, reason, name=None):
        return self.play(events.LocalError, name and getattr(errno, name), name, reason)

    def closed(self, how="fin", why="asked", unread=0, pending=0):
        return self.play(events.Closed, how, why, unread, pending)

    def broken(self, unread=0, pending=0):
        return self.closed("none", "failed", unread, pending)

    @property
    def verdict(self):
        [only] = self.verdicts
        assert isinstance(only, VerdictReached)
        return only.verdict


@pytest.fixture
def tape():
    return Tape
