"""Targets as people write them, and the sentences for those that can't be understood."""

from __future__ import annotations

import pytest

from tcptui.protocol.endpoint import Endpoint, TargetError, from_host_port, parse_target

GOOD = [
    ("127.0.0.1:8000", Endpoint("tcp", "127.0.0.1", 8000)),
    ("  localhost:80 ", Endpoint("tcp", "localhost", 80)),
    ("[::1]:6379", Endpoint("tcp", "::1", 6379)),
    ("tcp://send:80", Endpoint("tcp", "send", 80)),
    ("tls://example.org:8443", Endpoint("tls", "example.org", 8443)),
    ("[fe80::1%eth0]:80", Endpoint("tcp", "fe80::1%eth0", 80)),
    ("tls://[::1]:443", Endpoint("tls", "::1", 443)),
    ("http://example.org/a/b?c#d", Endpoint("tcp", "example.org", 80)),
    ("http://example.org:8080/", Endpoint("tcp", "example.org", 8080)),
    ("https://user:word@example.org/", Endpoint("tls", "example.org", 443)),
    ("HTTP://127.0.0.1", Endpoint("tcp", "127.0.0.1", 80)),
    ("unix:/run/x.sock", Endpoint("unix", "", 0, "/run/x.sock")),
    ("unix:///run/x.sock", Endpoint("unix", "", 0, "/run/x.sock")),
    ("unix:@abstract", Endpoint("unix", "", 0, "@abstract")),
    ("unix:" + "p" * 107, Endpoint("unix", "", 0, "p" * 107)),
    ("a:1", Endpoint("tcp", "a", 1)),
    ("a:65535", Endpoint("tcp", "a", 65535)),
]

BAD = [
    ("", "empty"),
    ("   ", "empty"),
    ("localhost", "has no port"),
    (":80", "No host"),
    ("a:0", "no port"),
    ("a:65536", "no port"),
    ("a:-1", "no port"),
    ("a:+1", "no port"),
    ("a:٣", "no port"),
    ("a:8_0", "no port"),
    ("a:", "no port"),
    ("a b:80", "no host name"),
    ("a/b:80", "no host name"),
    ("a\x1b[31m:80", "no host name"),
    ("::1:80", "brackets"),
    ("[:::1]:80", "no IPv6 address"),
    ("[zz:1]:80", "no IPv6 address"),
    ("[::1]", "not complete"),
    ("[::1:80", "not complete"),
    ("ftp://a:21", "not spoken"),
    ("tcp://a", "has no port"),
    ("tls://:443", "has no host"),
    ("http://a:99999/", "can't be read"),
    ("http://[::1/", "can't be read"),
    ("unix:", "No path"),
    ("unix:/a\0b", "no control or undecodable bytes"),
    ("unix:/a\udcff", "no control or undecodable bytes"),
    ("unix:" + "p" * 108, "107"),
    ("unix:/" + "é" * 54, "107"),
]


@pytest.mark.parametrize(("text", "endpoint"), GOOD)
def test_a_target_is_read(text, endpoint):
    assert parse_target(text) == endpoint


@pytest.mark.parametrize(("text", "words"), BAD)
def test_a_bad_target_is_refused_in_one_sentence(text, words):
    with pytest.raises(TargetError) as caught:
        parse_target(text)
    sentence = str(caught.value)
    assert words in sentence
    assert sentence.endswith(".")
    assert sentence.isprintable()


@pytest.mark.parametrize("text", [text for text, _ in GOOD])
def test_what_is_written_is_read_again_as_the_same(text):
    endpoint = parse_target(text)
    assert parse_target(str(endpoint)) == endpoint


def test_two_words_are_a_target_like_telnets():
    assert from_host_port("::1", "80") == from_host_port("[::1]", "80") == Endpoint("tcp", "::1", 80)


def test_host_port_puts_brackets_around_ipv6():
    assert Endpoint("tls", "::1", 443).host_port == "[::1]:443"
    assert Endpoint("unix", "", 0, "/x").host_port == "/x"
