"""Counts, times, lists and ICMP as a person writes them; errors in words."""

from __future__ import annotations

import errno
import os

import pytest

from tcptui.diagnosis import words
from tcptui.protocol.events import Icmp
from tcptui.protocol.faults import FAULTS, RESOLVE_DEADLINE, fault
from tcptui.protocol.verdict import SentBytes


@pytest.mark.parametrize(("number", "text"), [(0, "no bytes"), (1, "1 byte"), (2, "2 bytes"), (4344, "4,344 bytes")])
def test_counts(number, text):
    assert words.count(number, "byte") == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (0.00006, "0.06 ms"),
        (0.0002, "0.2 ms"),
        (0.0351, "35 ms"),
        (0.9997, "1 s"),
        (1, "1 s"),
        (2.54, "2.5 s"),
        (10.001, "10 s"),
    ],
)
def test_spans(span, text):
    assert words.seconds(span) == text


@pytest.mark.parametrize(("items", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_lists(items, text):
    assert words.listed(items) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the disk is full", "The disk is full."),
        ("none, none", "None, none."),
        ("localhost:80 refused", "localhost:80 refused."),
        ("Said before.", "Said before."),
    ],
)
def test_sentences(text, said):
    assert words.sentence(text) == said


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (SentBytes(0, 0, 0, 0), "nothing had been sent"),
        (SentBytes(1, 1, 0, 0), "its kernel had acknowledged your 1 byte"),
        (SentBytes(1, 0, 1, 0), "its kernel had not acknowledged your 1 byte"),
        (SentBytes(5000, 4344, 656, 0), "its kernel had acknowledged 4,344 of your 5,000 bytes"),
        (SentBytes(9, 0, 2, 7), "its kernel had acknowledged none of your 9 bytes, and 7 bytes of yours never left"),
        (SentBytes(9, None, None, 1), "1 byte of yours never left"),
        (SentBytes(9, None, None, None), ""),
    ],
)
def test_what_became_of_our_bytes(sent, text):
    assert words.fate(sent) == text


def test_the_kernel_is_named_where_the_server_was_not():
    assert words.fate(SentBytes(1, 1, 0, 0), "the server's") == "the server's kernel had acknowledged your 1 byte"


def test_one_byte_of_unknown_fate_is_one():
    assert words.unknown_fate(SentBytes(1, 0, 1, 0)).startswith("The 1 byte neither acknowledged nor unsent is of")
    assert words.unknown_fate(SentBytes(1, 1, 0, 0)) == ""


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            Icmp(4, 3, 13, "10.0.0.254"),
            "ICMP communication administratively prohibited (type 3, code 13) from 10.0.0.254",
        ),
        (Icmp(6, 1, 4, "fe80::1"), "ICMPv6 port unreachable (type 1, code 4) from fe80::1"),
        (Icmp(4, 42, 7, None), "ICMP type 42, code 7"),
    ],
)
def test_icmp(error, text):
    assert words.icmp(error) == text


MET = """
ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT EHOSTUNREACH ENETUNREACH EADDRNOTAVAIL EADDRINUSE EACCES EPERM EMFILE ENFILE
ENOBUFS ENOMEM EINVAL EAFNOSUPPORT ENOENT ENOTSOCK EPROTOTYPE ENOSPC EFBIG EDQUOT EIO ECONNABORTED
EAI_NONAME EAI_AGAIN EAI_FAIL EAI_NODATA
"""


@pytest.mark.parametrize("name", MET.split())
def test_what_clients_and_listeners_meet_has_words_of_ours(name):
    assert fault(name) is FAULTS[name]


@pytest.mark.parametrize("told", FAULTS.values(), ids=FAULTS)
def test_every_fault_can_stand_inside_a_sentence(told):
    assert told.name.startswith("EAI_") or hasattr(errno, told.name)
    for phrase in (told.sentence, *told.causes):
        assert phrase
        assert not phrase.endswith(".")
    assert told.sentence[0].islower()
    assert all(advice.endswith((".", "?")) for advice in told.advice)


def test_an_error_that_is_not_in_the_table_is_told_in_the_system_s_words():
    assert fault("EXDEV").sentence.lower() == os.strerror(errno.EXDEV).lower()
    assert fault("EAI_NEW").sentence == "the system reports EAI_NEW"


def test_a_look_up_that_we_gave_up_has_a_name():
    assert RESOLVE_DEADLINE in FAULTS
