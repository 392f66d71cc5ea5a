"""Lessons on the figures of the sidebar: bytes, queues, and what the kernel measures."""

from __future__ import annotations

from typing import Final

from tcptui.protocol.teaching.lesson import Lesson

FIGURES: Final[dict[str, Lesson]] = {
    "local": Lesson(
        "our address: who we are to the peer",
        "Our address and a port that the kernel picked for this connection only. Both addresses and both ports"
        " together are the connection's name.",
        "getsockname(2), when the connection stood.",
        "Behind a NAT the peer sees another one.",
        "Look for this port in the server's log, or in `ss -tnp` on this machine.",
    ),
    "remote": Lesson(
        "→ the peer's address",
        "Where our bytes go. While connecting it is the address tried last; a name may have several.",
        "The address whose connection stood first, of those that the name resolved to.",
        "`localhost` may be ::1 or 127.0.0.1, and a server may listen on only one of them.",
        "Connect to the numeric address to be sure who answers. A proxy or balancer answers under its own.",
    ),
    "out": Lesson(
        "out: bytes of ours that our kernel took",
        "What you sent, as far as our kernel accepted it. It is on the record and in order, but not yet at the peer.",
        "Counted here, from what send(2) said.",
        "Never by itself: compare it with acked.",
        "out and acked are equal: the peer's kernel has it all.",
    ),
    "acked": Lesson(
        "acked: bytes of ours that the peer's kernel has",
        "How much of what we sent was acknowledged. The kernel on the other side has these bytes; whether its program"
        " read them, nobody can tell from here.",
        "tcpi_bytes_acked of TCP_INFO, without the SYN and FIN, which it counts too. The acknowledgement inside a RST"
        " is not processed, so after one it is a lower bound.",
        "If it stays behind out for longer than a few round trips: the peer's window is closed, segments get lost, or"
        " nobody is there.",
        "window tells the first, retrans the other two. After a reset, never take unacked bytes for lost: their fate"
        " is unknown, and a request may have been carried out.",
    ),
    "in": Lesson(
        "in: bytes of the peer's that we read",
        "Everything that came and is in the record.",
        "Counted here, from what recv(2) gave.",
        "Never by itself. TCP keeps no messages apart: one write of the peer's may take many reads, or many one.",
        "To know whether an answer is whole you need its framing: a length, a delimiter, or the end.",
    ),
    "rate-out": Lesson(
        "→ bytes sent in each of the last seconds",
        "One bar a second, the newest at the right; the tallest is the busiest second shown. Beside it the last whole"
        " second, in bytes a second.",
        "Counted here, as our kernel took the bytes.",
        "Bars that stop while Send-Q is not 0: the peer takes nothing, or the way is blocked.",
        "Look at window and retrans to tell these two apart.",
    ),
    "rate-in": Lesson(
        "← bytes received in each of the last seconds",
        "One bar a second, the newest at the right; the tallest is the busiest second shown. Beside it the last whole"
        " second, in bytes a second.",
        "Counted here, as we read them.",
        "A comb (bars with gaps) is a peer that writes now and then, or a loss that held up what came after it.",
        "A gap in the middle of an answer: look at it in the events (<events>), where the time between is told.",
    ),
    "send-queue": Lesson(
        "Send-Q: bytes of ours that wait",
        "Bytes not acknowledged yet: those that wait in tcptui for room in the kernel (pending), those in the kernel,"
        " and those on the wire (unacked).",
        "Our own queue, and out less acked. netstat and ss show the kernel's part under the same name.",
        "For one round trip it is normal. If it stays above 0 while nothing moves, the peer's program does not read"
        " (its window is closed), or the peer is gone (retrans rises).",
        "window 0: find out why the peer's program does not read. retrans: check the way there, or whether the peer"
        " still runs.",
    ),
    "receive-queue": Lesson(
        "Recv-Q: bytes that came and wait for us to read",
        "They are in our kernel, in order, and our program has not taken them yet.",
        "tcpi_bytes_received of TCP_INFO, less what we read.",
        "tcptui reads at once, so it is nearly always 0. If it stays, we have stopped reading: asked to, or because the"
        " record is full. On a server, a high Recv-Q is a program that is too busy to read.",
        "The line below the state says why we stopped. In your own programs: look for what blocks the reader.",
    ),
    "retrans": Lesson(
        "retrans: segments sent again",
        "TCP sends again what is not acknowledged in time. This counts every segment of this connection that was sent"
        " again, SYNs too.",
        "tcpi_total_retrans of TCP_INFO; not available without it.",
        "One now and then on a long way is the weather. On loopback or a local network any is odd. Rising while acked"
        " stands still: nobody answers any more.",
        "mtr or ping shows loss on the way. Only large segments get lost: look for a wrong MTU (a VPN).",
    ),
    "rtt": Lesson(
        "rtt ± var: the round-trip time",
        "How long a segment and its acknowledgement take, there and back, smoothed; ± how much it varies. The bars are"
        " the last seconds.",
        "tcpi_rtt and tcpi_rttvar, measured by the kernel from its own segments. It needs traffic to measure: on an"
        " idle connection it is old.",
        "Compare with the distance: about 0.05 ms on loopback, under 1 ms in a rack, 10 ms for every 1,000 km and"
        " more. Rising under load is a queue filling up somewhere (bufferbloat). A peer may delay its"
        " acknowledgements by 40 ms, and that is in it too.",
        "Nothing can beat it: a protocol that asks twice waits twice. Use fewer round trips.",
    ),
    "cwnd": Lesson(
        "cwnd: the congestion window",
        "How many segments our kernel dares to have on the way at once. It begins at 10, grows with every"
        " acknowledgement and is cut when segments get lost.",
        "tcpi_snd_cwnd of TCP_INFO, in segments (of about 1.4 kB; 64 kB on loopback).",
        "Stuck at a small number while you send a lot: losses keep cutting it (see retrans). Fallen to 1: a timeout.",
        "The most that can flow is about cwnd x segment / rtt. Mend the losses, not the window.",
    ),
    "window": Lesson(
        "window: what the peer would still take",
        "The peer's receive window: how many bytes beyond the last acknowledged one it has room for. Its kernel"
        " tells it with every segment.",
        "tcpi_snd_wnd of TCP_INFO (Linux 6.2 or later; not available elsewhere).",
        "Shrinking while you send: its program reads more slowly than you write. 0: see zero window.",
        "Nothing to do while it is large. TCP slows the sender so that the reader is never drowned.",
    ),
    "zero-window": Lesson(
        "zero window: the peer takes nothing now",
        "The peer's receive buffer is full. Its kernel is alive and says so, but its program does not read. Our bytes"
        " wait in Send-Q, and our kernel asks now and then whether there is room (window probes).",
        "tcpi_snd_wnd of TCP_INFO is 0.",
        "For moments it is how TCP brakes. For seconds it is a program that hangs, is stopped in a debugger, waits for"
        " us to read first (both sides writing, none reading: a deadlock), or forgot to read.",
        "Look at the peer's program, not at the network. On its machine, ss shows a full Recv-Q.",
    ),
    "backlog": Lesson(
        "backlog: clients that wait at the door",
        "A listener's queue: connections that the kernel set up and that were not accepted yet, and how many may wait.",
        "TCP_INFO of the listening socket (ss shows the same as Recv-Q and Send-Q of a LISTEN line). The kernel cuts"
        " what was asked for at net.core.somaxconn.",
        "Full: new clients get no answer, as if the host were down, and try again after 1, 2, 4 seconds. Their own"
        " connect may even seem to work.",
        "Accept faster, or ask for a longer queue. A queue that is always full is a server that is too slow.",
    ),
    "clients": Lesson(
        "clients: connections accepted here",
        "How many connections came to this listener. Each has a tab of its own and is like any other.",
        "Counted here, one for each accept(2).",
        "Never by itself.",
        "Go to its tab and answer by hand, as the server.",
    ),
}
