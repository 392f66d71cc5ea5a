"""How a server can end, break or starve a connection: one function a behaviour, each exact on every run.

Those that answer read one HTTP request without a body first.
"""

from __future__ import annotations

from tests.servers.listening import Behaviour, Peer

BODY = b"0123456789" * 10
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n"
CHUNKED_HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
ANSWER = HEAD + BODY
GARBAGE = b"\x00\xff\xfe rubbish, no status line\r\n\r\n\x1b]0;title\x07"
MISSING = 43
"""How many bytes of the body the behaviours that break off in it leave out."""


# Whole answers


def answer_then_close(peer: Peer) -> None:
    peer.read_head()
    peer.send(ANSWER)


def answer_and_keep_open(peer: Peer) -> None:
    """Answer each request, as a keep-alive server does, until the client closes."""
    answered = 0
    while not peer.at_end:
        peer.read()
        asked = peer.received.count(b"\r\n\r\n")
        peer.send(ANSWER * (asked - answered))
        answered = asked


def answer_then_reset(peer: Peer) -> None:
    peer.read_head()
    peer.send(ANSWER)
    peer.reset()


def answer_then_half_close(peer: Peer) -> None:
    """Answer, close our side, and go on reading to the client's end."""
    peer.read_head()
    peer.send(ANSWER)
    peer.fin()
    peer.read_to_end()


def answer_slowly(peer: Peer) -> None:
    """One byte at a time, each its own segment as far as the kernel lets it."""
    peer.read_head()
    for i in range(len(ANSWER)):
        peer.send(ANSWER[i : i + 1])


def answer_until_close(peer: Peer) -> None:
    """A body without a length: its end is the FIN."""
    peer.read_head()
    peer.send(b"HTTP/1.0 200 OK\r\n\r\n" + BODY)


# Endings by RST


def reset_on_accept(peer: Peer) -> None:
    peer.reset()


def reset_after_reading(size: int) -> Behaviour:
    def behave(peer: Peer) -> None:
        peer.read_exactly(size)
        peer.reset()

    return behave


def reset_before_answer(peer: Peer) -> None:
    peer.read_head()
    peer.reset()


def reset_mid_body(peer: Peer) -> None:
    """`send` returns before the client has read; the bytes that arrived in order survive the RST all the same."""
    peer.read_head()
    peer.send(ANSWER[:-MISSING])
    peer.reset()


def close_with_unread(peer: Peer) -> None:
    """The kernel's own RST: close while bytes of the client's lie unread."""
    peer.wait_unread(1)
    peer.close()


# Endings by FIN


def fin_at_once(peer: Peer) -> None:
    """A FIN before anything was read, then reading on so that no RST follows."""
    peer.fin()
    peer.read_to_end()


def fin_without_answer(peer: Peer) -> None:
    peer.read_head()
    peer.fin()
    peer.read_to_end()


def _fin_after(data: bytes) -> Behaviour:
    def behave(peer: Peer) -> None:
        peer.read_head()
        peer.send(data)
        peer.fin()
        peer.read_to_end()

    return behave


fin_mid_header = _fin_after(HEAD[:30])
fin_mid_body = _fin_after(ANSWER[:-MISSING])
fin_mid_chunk = _fin_after(CHUNKED_HEAD + b"64\r\n" + BODY[:-MISSING])
fin_between_chunks = _fin_after(CHUNKED_HEAD + b"64\r\n" + BODY + b"\r\n")
fin_mid_line = _fin_after(b"+PON")


def fin_then_reset(peer: Peer) -> None:
    """A FIN first and, once the client's bytes lie unread, a RST: the client's next send is a broken pipe."""
    peer.fin()
    peer.wait_unread(1)
    peer.reset()


# Silence and starvation


def never_answer(peer: Peer) -> None:
    """Read everything, say nothing."""
    peer.read_to_end()
    peer.hold()


def stop_reading(peer: Peer) -> None:
    """Never read a byte: the window closes. Give the Server a small `receive_buffer`."""
    peer.hold()


def stop_mid_body(peer: Peer) -> None:
    peer.read_head()
    peer.send(ANSWER[:-MISSING])
    peer.hold()


# Others


def echo(peer: Peer) -> None:
    """Send back what comes until the client's FIN."""
    while data := peer.read():
        peer.send(data)


def read_all(peer: Peer) -> None:
    """Read to the client's end and keep nothing, so that any amount goes."""
    while peer.sock.recv(1 << 20):
        pass


def echo_after_end(peer: Peer) -> None:
    """Send everything back, but only after the client has half-closed."""
    peer.read_to_end()
    peer.send(bytes(peer.received))


def echo_after_first_line(peer: Peer) -> None:
    """Send everything back as soon as a line is whole, and keep open."""
    peer.read_until(b"\n")
    peer.send(bytes(peer.received))
    peer.read_to_end()


def flood(peer: Peer) -> None:
    """Send for ever, as fast as the client takes it: lines of 64 bytes, so that the stream can be checked."""
    block = b"".join(b"%062d\r\n" % i for i in range(4096))
    while True:
        peer.send(block)


def garbage(peer: Peer) -> None:
    """Bytes that no HTTP parser may take for an answer."""
    peer.read_head()
    peer.send(GARBAGE)
    peer.read_to_end()
