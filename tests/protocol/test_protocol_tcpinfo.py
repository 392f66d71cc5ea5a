"""TCP_INFO against a second description of the struct, and against the kernel itself."""

from __future__ import annotations

import ctypes
import socket
import sys

import pytest

from tcptui.protocol.tcpinfo import TcpInfo

U8, U32, U64 = ctypes.c_uint8, ctypes.c_uint32, ctypes.c_uint64
EIGHT = ["state", "ca_state", "retransmits", "probes", "backoff", "options", "wscale", "flags"]
FIRST = [
    "rto", "ato", "snd_mss", "rcv_mss", "unacked", "sacked", "lost", "retrans", "fackets", "last_data_sent",
    "last_ack_sent", "last_data_recv", "last_ack_recv", "pmtu", "rcv_ssthresh", "rtt", "rttvar", "snd_ssthresh",
    "snd_cwnd", "advmss", "reordering", "rcv_rtt", "rcv_space", "total_retrans",
]  # fmt: skip
RATES = ["pacing_rate", "max_pacing_rate", "bytes_acked", "bytes_received"]
SEGMENTS = ["segs_out", "segs_in", "notsent_bytes", "min_rtt", "data_segs_in", "data_segs_out"]
TIMES = ["delivery_rate", "busy_time", "rwnd_limited", "sndbuf_limited"]
DELIVERED = ["delivered", "delivered_ce"]
SENT = ["bytes_sent", "bytes_retrans"]
LAST = ["dsack_dups", "reord_seen", "rcv_ooopack", "snd_wnd"]


class Layout(ctypes.Structure):
    """include/uapi/linux/tcp.h, laid out by the platform's compiler rules."""

    _fields_ = [
        *[(name, U8) for name in EIGHT],
        *[(name, U32) for name in FIRST],
        *[(name, U64) for name in RATES],
        *[(name, U32) for name in SEGMENTS],
        *[(name, U64) for name in TIMES],
        *[(name, U32) for name in DELIVERED],
        *[(name, U64) for name in SENT],
        *[(name, U32) for name in LAST],
    ]


PLAIN = [
    "rtt", "rttvar", "min_rtt", "rto", "snd_cwnd", "snd_mss", "snd_wnd", "total_retrans", "notsent_bytes",
    "bytes_received", "rcv_ooopack", "delivery_rate",
]  # fmt: skip


def info(**values: int) -> TcpInfo:
    return TcpInfo(bytes(Layout(**values)))


@pytest.mark.parametrize("name", PLAIN)
def test_each_figure_is_read_from_its_place(name):
    assert getattr(info(**{name: 123456789}), name) == 123456789


@pytest.mark.parametrize("name", PLAIN)
def test_a_shorter_struct_leaves_what_it_lacks_unknown(name):
    whole = bytes(Layout(**{name: 7}))
    end = getattr(Layout, name).offset + getattr(Layout, name).size
    assert getattr(TcpInfo(whole[:end]), name) == 7
    assert getattr(TcpInfo(whole[: end - 1]), name) is None


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (1, "ESTABLISHED"),
        (2, "SYN_SENT"),
        (5, "FIN_WAIT2"),
        (7, "CLOSE"),
        (8, "CLOSE_WAIT"),
        (11, "CLOSING"),
        (99, None),
    ],
)
def test_states_have_their_names(number, name):
    assert info(state=number).state == name


def test_without_any_byte_nothing_is_known():
    nothing = TcpInfo(b"")
    assert nothing.state is None
    assert nothing.acked(10) is None
    assert nothing.unread(10, fin_seen=False) is None
    assert not nothing.fin_acked


@pytest.mark.parametrize(
    ("raw", "taken", "acked"),
    [(0, 0, 0), (1, 100, 0), (101, 100, 100), (102, 100, 100), (45, 100, 44)],
    ids=["SYN unacknowledged", "SYN only", "all", "all and our FIN", "some"],
)
def test_acknowledged_counts_bytes_and_not_syn_or_fin(raw, taken, acked):
    assert info(bytes_acked=raw).acked(taken) == acked


@pytest.mark.parametrize(("raw", "acked"), [(0, 0), (1, 1), (100, 100), (101, 100)])
def test_of_an_accepted_connection_our_syn_is_not_counted(raw, acked):
    assert info(bytes_acked=raw).acked(100, accepted=True) == acked


@pytest.mark.parametrize(
    ("received", "read", "fin_seen", "unread"),
    [(100, 60, False, 40), (101, 100, True, 0), (100, 100, False, 0), (101, 60, False, 41)],
)
def test_unread_is_what_the_queue_still_holds(received, read, fin_seen, unread):
    assert info(bytes_received=received).unread(read, fin_seen) == unread


@pytest.mark.parametrize(("state", "proved"), [(1, False), (4, False), (5, True), (6, True), (7, False), (9, False)])
def test_only_two_states_prove_that_our_fin_is_acknowledged(state, proved):
    assert info(state=state).fin_acked is proved


@pytest.mark.skipif(sys.platform != "linux", reason="TCP_INFO is Linux's")
def test_the_kernel_agrees():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        peer, _ = server.accept()
        with peer:
            client.sendall(b"x" * 1000)
            assert peer.recv(1000, socket.MSG_WAITALL) == b"x" * 1000
            peer.sendall(b"y" * 30)
            assert client.recv(10) == b"y" * 10
            seen = TcpInfo(client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256))
            other = TcpInfo(peer.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256))
    assert seen.state == "ESTABLISHED"
    assert seen.acked(1000) == 1000
    assert other.acked(30, accepted=True) == 30
    assert seen.notsent_bytes == 0
    assert seen.unread(10, fin_seen=False) == 20
