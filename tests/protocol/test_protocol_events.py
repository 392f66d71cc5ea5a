"""Events go through JSON and come back as they were."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.events import (
    EVENT_TYPES,
    Address,
    Connected,
    Event,
    KernelSample,
    Message,
    PeerFin,
    Received,
    VerdictReached,
    from_plain,
    plain,
)

# Offsets and times are counts that JSON readers must hold exactly: 64 bits.
COUNTS = st.integers(0, 2**63 - 1)
st.register_type_strategy(int, COUNTS)
st.register_type_strategy(float, st.floats(0, 1e9))


@pytest.mark.parametrize("name", sorted(EVENT_TYPES.keys() - {"sent", "received"}))
def test_every_event_survives_json(name):
    @given(st.builds(EVENT_TYPES[name]))
    def round_trip(event: Event) -> None:
        written = json.loads(json.dumps(plain(event)))
        assert from_plain(name, written) == event

    round_trip()


def test_the_contracts_names_are_all_there():
    wanted = {
        "resolving", "resolved", "connecting", "connect-failed", "connected", "sent", "acked", "received", "message",
        "peer-fin", "peer-rst", "half-closed", "closed", "verdict",
    }  # fmt: skip
    assert wanted <= EVENT_TYPES.keys()


def test_bytes_on_the_wire_are_never_written():
    written = plain(Received(1, 2, offset=3, size=5, data=b"hello"))
    assert written == {"conn": 1, "t": 2, "offset": 3, "size": 5}


def test_the_kernels_figures_are_written_as_hex():
    written = plain(KernelSample(1, 2, tcp_info=b"\x01\xff", pending=0))
    assert written["tcp_info"] == "01ff"


def test_a_newer_records_fields_are_passed_over():
    assert from_plain("peer-fin", {"conn": 1, "t": 2, "offset": 3, "invented": "later"}) == PeerFin(1, 2, 3)


def test_an_older_records_missing_fields_get_their_defaults():
    old = {"conn": 1, "t": 2, "direction": "in", "number": 1, "start": 0, "end": 9, "kind": "line"}
    event = from_plain("message", {**old, "complete": True, "final": True, "awaited": 0})
    assert isinstance(event, Message)
    assert event.problem is None


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("no-such-event", {}),
        ("sent", {"conn": 1, "t": 2, "offset": 3, "size": 4}),
        ("kernel-sample", {"conn": 1, "t": 2, "tcp_info": 5, "pending": 0}),
        ("peer-fin", {"conn": 1, "t": 2}),
        ("peer-fin", {"conn": 1, "t": 2, "offset": "three"}),
        ("message", {"conn": 1, "t": 2, "direction": "sideways"}),
    ],
)
def test_what_is_no_event_is_refused(name, values):
    with pytest.raises(ValueError, match=name):
        from_plain(name, values)


def test_addresses_are_written_as_people_write_them():
    assert str(Address("ipv4", "127.0.0.1", 80)) == "127.0.0.1:80"
    assert str(Address("ipv6", "::1", 80)) == "[::1]:80"
    assert str(Address("unix", "/run/x")) == "/run/x"
    assert str(Address("unix", "")) == "(unnamed unix socket)"


def test_nested_values_are_plain_objects():
    address = Address("ipv4", "127.0.0.1", 80)
    written = plain(Connected(1, 2, address, address, attempt=1, seconds=0.5))
    assert written["address"] == {"family": "ipv4", "host": "127.0.0.1", "port": 80}


def test_verdict_is_the_last_word_of_the_table():
    assert EVENT_TYPES["verdict"] is VerdictReached
