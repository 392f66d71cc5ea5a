"""A tap gathers a flood and keeps each connection's order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tcptui.protocol.events import Acked, Event, KernelSample, PeerFin, Received, Sent, VerdictReached
from tcptui.protocol.verdict import ReceivedBytes, SentBytes, Verdict
from tcptui.tap import Tap


def test_a_flood_becomes_one_event_without_its_bytes() -> None:
    news: list[int] = []
    tap = Tap(lambda: news.append(1))
    for i in range(1000):
        tap.hear(Received(1, 10 + i, i * 5, 5, b"12345"))
    assert news == [1]
    (event,) = tap.drain()
    assert event == Received(1, 10, 0, 5000)
    assert isinstance(event, Received)
    assert event.data == b""
    assert tap.drain() == []
    tap.hear(Received(1, 99, 5000, 1))
    assert news == [1, 1]


def test_both_directions_and_connections_are_gathered_each() -> None:
    tap = Tap(lambda: None)
    for event in (Sent(1, 1, 0, 2), Sent(2, 3, 0, 4), Sent(1, 4, 2, 2), Received(1, 5, 0, 1), Received(1, 6, 1, 1)):
        tap.hear(event)
    assert tap.drain() == [Sent(1, 1, 0, 4), Sent(2, 3, 0, 4), Received(1, 5, 0, 2)]


def test_a_request_after_an_answer_stays_after_it() -> None:
    tap = Tap(lambda: None)
    told = [
        Sent(1, 1, 0, 2),
        Acked(1, 2, 2),
        Received(1, 3, 0, 3),
        Sent(1, 4, 2, 2),
        Received(1, 5, 3, 1),
        Acked(1, 6, 4),
    ]
    for event in told:
        tap.hear(event)
    assert tap.drain() == [told[0], *told[2:]]


def test_under_a_flood_of_both_order_gives_way() -> None:
    tap = Tap(lambda: None)
    for i in range(5000):
        tap.hear(Sent(1, 2 * i, i, 1))
        tap.hear(Received(1, 2 * i + 1, i, 1))
    events = tap.drain()
    assert len(events) < 20
    for kind in (Sent, Received):
        assert sum(event.size for event in events if isinstance(event, kind)) == 5000


def test_a_flood_that_goes_on_is_one_event_a_direction() -> None:
    tap = Tap(lambda: None)
    for drain in range(3):
        for i in range(100 * drain, 100 * (drain + 1)):
            tap.hear(Sent(1, i, i, 1))
            tap.hear(Received(1, i, i, 1))
        events = tap.drain()
    assert events == [Sent(1, 200, 200, 100), Received(1, 200, 200, 100)]
    for event in (turns := [Sent(1, 1, 300, 1), Received(1, 2, 300, 1), Sent(1, 3, 301, 1)]):
        tap.hear(event)
    assert len(tap.drain()) == 2, "the flood is told to be over only by a quiet time"
    tap.hear(turns[0])
    tap.hear(turns[1])
    tap.hear(turns[2])
    assert tap.drain() == turns


def test_a_flood_of_one_connection_keeps_the_order_of_another() -> None:
    tap = Tap(lambda: None)
    for i in range(50):
        tap.hear(Sent(1, i, i, 1))
        tap.hear(Received(1, i, i, 1))
    turns = [Sent(2, 1, 0, 1), Received(2, 2, 0, 1), Sent(2, 3, 1, 1)]
    for event in turns:
        tap.hear(event)
    assert [event for event in tap.drain() if event.conn == 2] == turns


def test_nothing_is_gathered_across_another_event_of_its_connection() -> None:
    tap = Tap(lambda: None)
    for event in (Received(1, 1, 0, 3), PeerFin(2, 2, 0), Received(1, 3, 3, 1), PeerFin(1, 4, 4), Sent(1, 5, 0, 1)):
        tap.hear(event)
    assert tap.drain() == [Received(1, 1, 0, 4), PeerFin(2, 2, 0), PeerFin(1, 4, 4), Sent(1, 5, 0, 1)]


def test_of_figures_and_acknowledgements_the_last_stands() -> None:
    tap = Tap(lambda: None)
    for event in (KernelSample(1, 1, b"a", 0), Acked(1, 2, 5), KernelSample(1, 3, b"b", 0), Acked(1, 4, 9)):
        tap.hear(event)
    assert tap.drain() == [KernelSample(1, 3, b"b", 0), Acked(1, 4, 9)]


def test_a_verdict_is_told_at_once() -> None:
    told: list[str] = []
    tap = Tap(lambda: told.append("news"), verdict=lambda: told.append("verdict"))
    verdict = Verdict(
        "closed", "idle", "peer-fin", None, None, SentBytes(0, 0, 0, 0), ReceivedBytes(0, 0), None, None, "", "", ()
    )
    tap.hear(PeerFin(1, 1, 0))
    tap.hear(VerdictReached(1, 2, verdict))
    assert told == ["news", "verdict"]


_EVENTS = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(["sent", "received", "fin", "sample"]), st.booleans()), max_size=60
)


@given(_EVENTS)
def test_no_byte_and_no_event_gets_lost(steps: list[tuple[int, str, bool]]) -> None:
    tap, drained, ends = Tap(lambda: None), list[Event](), dict[tuple[int, str], int]()
    fins = 0
    for t, (conn, kind, drain) in enumerate(steps):
        end = ends.get((conn, kind), 0)
        match kind:
            case "sent":
                tap.hear(Sent(conn, t, end, 7))
            case "received":
                tap.hear(Received(conn, t, end, 7))
            case "fin":
                tap.hear(PeerFin(conn, t, 0))
                fins += 1
            case "sample":
                tap.hear(KernelSample(conn, t, b"%d" % t, 0))
        ends[conn, kind] = end + 7
        if drain:
            drained += tap.drain()
    drained += tap.drain()
    assert sum(isinstance(event, PeerFin) for event in drained) == fins
    for kind in (Sent, Received):
        for conn in (1, 2, 3):
            end = 0
            for event in drained:
                if isinstance(event, kind) and event.conn == conn:
                    assert event.offset == end
                    end += event.size
            assert end == ends.get((conn, kind.name), 0)
