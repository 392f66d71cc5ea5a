"""Every verdict on a connection that never stood."""

from __future__ import annotations

import pytest

from tcptui.protocol.events import Address, Icmp
from tcptui.protocol.verdict import Response, SentBytes

V4, V6 = Address("ipv4", "10.0.0.9", 80), Address("ipv6", "2001:db8::9", 80)
UNIX = Address("unix", "/run/app.sock")
PORT_UNREACHABLE = Icmp(4, 3, 3, "10.0.0.9")


def unix(t, name):
    return t.trying(UNIX).failed(name, UNIX, syns=None).broken()


ENDINGS = [
    # -- the look-up
    (
        "unknown name",
        lambda t: t.resolving().resolved(error="EAI_NONAME").broken(),
        "resolve-failed resolve none EAI_NONAME",
    ),
    (
        "no answer in time",
        lambda t: t.resolving().resolved(error="EAI_AGAIN").closed("none", "timeout"),
        "resolve-failed resolve none EAI_AGAIN",
    ),
    (
        "given up before it ended",
        lambda t: t.resolving().closed("none", "timeout"),
        "resolve-failed resolve none EAI_AGAIN",
    ),
    (
        "interrupted",
        lambda t: t.resolving().resolved(error="EAI_AGAIN").closed("none", "cancelled"),
        "cancelled resolve none -",
    ),
    # -- one address
    ("refused", lambda t: t.trying().failed("ECONNREFUSED").broken(), "refused connect peer-rst ECONNREFUSED"),
    (
        "refused by ICMP",
        lambda t: t.trying().failed("ECONNREFUSED", icmp=PORT_UNREACHABLE).broken(),
        "refused connect network ECONNREFUSED",
    ),
    (
        "a router says no",
        lambda t: t.trying().failed("EHOSTUNREACH", icmp=Icmp(4, 3, 13, "10.0.0.254")).broken(),
        "unreachable connect network EHOSTUNREACH",
    ),
    ("no neighbour", lambda t: t.trying().failed("EHOSTUNREACH").broken(), "unreachable connect network EHOSTUNREACH"),
    ("no route", lambda t: t.trying().failed("ENETUNREACH").broken(), "unreachable connect none ENETUNREACH"),
    (
        "kernel's timeout",
        lambda t: t.trying().failed("ETIMEDOUT", syns=7).broken(),
        "timeout connect network ETIMEDOUT",
    ),
    ("our timeout", lambda t: t.trying().failed("timeout").closed("none", "timeout"), "timeout connect none -"),
    ("interrupted", lambda t: t.trying().failed("cancelled").closed("none", "cancelled"), "cancelled connect none -"),
    ("before anything", lambda t: t.closed("none", "cancelled"), "cancelled connect none -"),
    (
        "no port of ours",
        lambda t: t.trying().failed("EADDRNOTAVAIL").broken(),
        "local-error connect none EADDRNOTAVAIL",
    ),
    ("a rule of ours", lambda t: t.trying().failed("EPERM").broken(), "local-error connect none EPERM"),
    (
        "an older system's reset",
        lambda t: t.trying().failed("ECONNRESET").broken(),
        "reset connect peer-rst ECONNRESET",
    ),
    (
        "too many files",
        lambda t: t.trying().local_error("too many open files", "EMFILE").broken(),
        "local-error connect none EMFILE",
    ),
    (
        "a file that can't be read",
        lambda t: t.local_error("body.bin: there is no such file", "ENOENT").trying().closed("none", "cancelled"),
        "local-error connect none ENOENT",
    ),
    # -- several
    (
        "both refused",
        lambda t: t.trying(V6, 1).failed("ECONNREFUSED", V6, 1).trying(V4, 2).failed("ECONNREFUSED", V4, 2).broken(),
        "refused connect peer-rst ECONNREFUSED",
    ),
    (
        "no route for v6, v4 refused",
        lambda t: t.trying(V6, 1).failed("ENETUNREACH", V6, 1).trying(V4, 2).failed("ECONNREFUSED", V4, 2).broken(),
        "refused connect peer-rst ECONNREFUSED",
    ),
    (
        "in the order of the attempts, not of their ends",
        lambda t: t.trying(V6, 1).trying(V4, 2).failed("ECONNREFUSED", V4, 2).failed("ENETUNREACH", V6, 1).broken(),
        "refused connect peer-rst ECONNREFUSED",
    ),
    (
        "v6 refused, v4 silent until our deadline",
        lambda t: (
            t.trying(V6, 1)
            .failed("ECONNREFUSED", V6, 1)
            .trying(V4, 2)
            .failed("timeout", V4, 2)
            .closed("none", "timeout")
        ),
        "timeout connect none -",
    ),
    # -- unix sockets
    ("nobody listens", lambda t: unix(t, "ECONNREFUSED"), "refused connect none ECONNREFUSED"),
    ("its queue is full", lambda t: unix(t, "EAGAIN"), "refused connect none EAGAIN"),
    ("no such file", lambda t: unix(t, "ENOENT"), "unreachable connect none ENOENT"),
    ("may not", lambda t: unix(t, "EACCES"), "local-error connect none EACCES"),
    ("a datagram socket", lambda t: unix(t, "EPROTOTYPE"), "local-error connect none EPROTOTYPE"),
    (
        "no room in time",
        lambda t: t.trying(UNIX).failed("timeout", UNIX).closed("none", "timeout"),
        "timeout connect none -",
    ),
]


@pytest.mark.parametrize(("story", "said"), [row[1:] for row in ENDINGS], ids=[row[0] for row in ENDINGS])
def test_the_words_of_the_contract(tape, story, said):
    verdict = story(tape()).verdict
    got = (verdict.outcome, verdict.stage, verdict.ended_by, verdict.errno_name)
    assert got == tuple(word if word != "-" else None for word in said.split())
    is_errno = verdict.errno_name is not None and not verdict.errno_name.startswith("EAI_")
    assert (verdict.errno is not None) == is_errno
    for text in (verdict.summary, verdict.meaning):
        assert text.endswith(".")
        assert ".." not in text
    assert verdict.next


def test_nothing_left_where_no_connection_stood(tape):
    verdict = tape("none").trying().failed("ECONNREFUSED").broken(unread=None, pending=40).verdict
    assert verdict.sent == SentBytes(40, 0, 0, 40)
    assert verdict.response == Response("none", None)


SUMMARIES = [
    (lambda t: t.trying().failed("ECONNRESET").broken(), "10.0.0.9:80 reset the connection as soon as it stood (RST)."),
    (lambda t: t.trying().failed("ECONNREFUSED").broken(), "10.0.0.9:80 refused the connection (RST)."),
    (
        lambda t: t.trying().failed("ECONNREFUSED", icmp=PORT_UNREACHABLE).broken(),
        "10.0.0.9:80 can't be connected to: ICMP port unreachable (type 3, code 3) from 10.0.0.9.",
    ),
    (
        lambda t: t.trying().failed("timeout", syns=4).later(9.996).closed("none", "timeout"),
        "10.0.0.9:80 gave no answer to 4 SYNs within 10 s.",
    ),
    (
        lambda t: t.resolving("db.exmaple").resolved(error="EAI_NONAME").broken(),
        "The name db.exmaple could not be looked up: the name is not known (EAI_NONAME).",
    ),
    (
        lambda t: t.trying(V6, 1).failed("ENETUNREACH", V6, 1).trying(V4, 2).failed("ECONNREFUSED", V4, 2).broken(),
        "None of the 2 addresses of 10.0.0.9:80 took the connection: [2001:db8::9]:80 can't be connected to: there is "
        "no route to that network (ENETUNREACH) and 10.0.0.9:80 refused the connection (RST).",
    ),
]


def test_a_target_keeps_its_small_letters(tape):
    verdict = tape(target="localhost:80").trying().failed("ECONNREFUSED").broken().verdict
    assert verdict.summary == "localhost:80 (10.0.0.9:80) refused the connection (RST)."


@pytest.mark.parametrize(("story", "summary"), SUMMARIES)
def test_the_one_sentence(tape, story, summary):
    assert story(tape()).verdict.summary == summary


def test_advice_names_the_host_that_was_asked_for(tape):
    asked = tape().resolving("db.exmaple").resolved(error="EAI_NONAME").broken().verdict
    assert "Ask yourself: getent ahosts db.exmaple." in asked.next
    odd = tape().resolving("a b;c").resolved(error="EAI_NONAME").broken().verdict
    assert "Ask yourself: getent ahosts 'a b;c'." in odd.next
    routed = tape().trying().failed("EHOSTUNREACH").broken().verdict
    assert "Look at the route: ip route get 10.0.0.9." in routed.next
