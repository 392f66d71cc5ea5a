"""Whatever a person may paste as a target: understood, or answered with how to write it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.pasted.reader import read_pasted


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("127.0.0.1:8000", "127.0.0.1:8000"),
        ("  localhost:80 \n", "localhost:80"),
        ("localhost 80", "localhost:80"),
        ("localhost\t80", "localhost:80"),
        ("localhost: 80", "localhost:80"),
        ("localhost, 80", "localhost:80"),
        ("localhost :80", "localhost:80"),
        ("localhost port 80", "localhost:80"),
        ("example.com.:80", "example.com.:80"),
        ("localhost:80.", None),
        ("localhost:8000,", "localhost:8000"),
        (":8080", "localhost:8080"),
        ("8080", "localhost:8080"),
        ("*:8080", "localhost:8080"),
        ("TCP *:8080 (LISTEN)", "localhost:8080"),
        ("0.0.0.0:8080", "0.0.0.0:8080"),
        ("127.0.0.1.8080", "127.0.0.1:8080"),
        ("localhost http", "localhost:80"),
        ("localhost:redis", "localhost:6379"),
        ("[::1]:80", "[::1]:80"),
        ("::1 80", "[::1]:80"),
        ("[fe80::1%eth0]:80", "[fe80::1%eth0]:80"),
        ("user@host:22", "host:22"),
        ('"localhost:80"', "localhost:80"),
        ("“localhost:80”", "localhost:80"),
        ("<http://localhost:80/>", "localhost:80"),
        ("`localhost:80`", "localhost:80"),
        ("\ufefflocalhost\u200b:80", "localhost:80"),
        ("localhost：８０", "localhost:80"),
        ("tcp://localhost:80", "localhost:80"),
        ("//localhost:8000/a", "localhost:8000"),
        ("localhost:8000/a/b?c=d", "localhost:8000"),
        ("localhost/a", None),
        ("http://example.com", "example.com:80"),
        ("http://user:secret@example.com:8080/", "example.com:8080"),
        ("HTTP://[::1]/x", "[::1]:80"),
        ("ws://localhost:9000/chat", "localhost:9000"),
        ("redis://localhost", "localhost:6379"),
        ("redis://:secret@localhost:6380/0", "localhost:6380"),
        ("memcached://cache", "cache:11211"),
        ("postgres://joe@db/app", "db:5432"),
        ("postgresql://joe@db:6432/app", "db:6432"),
        ("jdbc:postgresql://db/app", "db:5432"),
        ("mysql://db", "db:3306"),
        ("amqp://mq", "mq:5672"),
        ("unix:/run/x.sock", "unix:/run/x.sock"),
        ("unix:///run/x.sock", "unix:/run/x.sock"),
        ("/run/x.sock", "unix:/run/x.sock"),
        ("http+unix://%2Frun%2Fx.sock/info", "unix:/run/x.sock"),
        ("telnet localhost 25", "localhost:25"),
        ("telnet localhost", "localhost:23"),
        ("telnet -l joe localhost smtp", "localhost:25"),
        ("$ nc -v localhost 80", "localhost:80"),
        ("nc -vw 3 localhost 80", "localhost:80"),
        ("nc -w3 localhost 80", "localhost:80"),
        ("sudo nc localhost 80", "localhost:80"),
        ("/usr/bin/ncat localhost 80 < file", "localhost:80"),
        ("printf x | nc localhost 80", None),
        ("nc -U /run/x.sock", "unix:/run/x.sock"),
        ("nc localhost", None),
        ("ssh -p 2222 joe@host", "host:2222"),
        ("ssh -p2222 host uptime", "host:2222"),
        ("ssh host", "host:22"),
        ("redis-cli", None),
        ("redis-cli -p 6380", "localhost:6380"),
        ("redis-cli -h cache -p 6380 ping", "cache:6380"),
        ("psql -h db -U joe", "db:5432"),
        ("psql --host=db --port=6432", "db:6432"),
        ("mysql -h db -P 3307", "db:3307"),
        ("socat - TCP:localhost:80", "localhost:80"),
        ("socat - TCP4:localhost:80,nodelay", "localhost:80"),
        ("socat STDIO UNIX-CONNECT:/run/x.sock", "unix:/run/x.sock"),
        ("curl localhost:8000", "localhost:8000"),
        ("curl -v 'http://localhost:8000/x'", "localhost:8000"),
        ("curl \\\n  -v \\\n  http://localhost:8000/x", "localhost:8000"),
        ("curl 'http://localhost:8000/x' \\", "localhost:8000"),
        ("wget -q http://localhost/x", "localhost:80"),
        ("http :8080/x", "localhost:8080"),
        ("tcptui localhost:80", "localhost:80"),
        ("open localhost 80", "localhost:80"),
        ("xn--mnchen-3ya.de:80", "xn--mnchen-3ya.de:80"),
        ("münchen.de:80", "xn--mnchen-3ya.de:80"),
    ],
)
def test_what_is_understood(text: str, target: str | None) -> None:
    if target is None:
        with pytest.raises(TargetError):
            read_pasted(text)
    else:
        assert str(read_pasted(text).endpoint) == target


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "write host:port"),
        (" \n ", "write host:port"),
        ("localhost", "write localhost:PORT, for example localhost:80"),
        ("localhost:", "is no port"),
        ("localhost:99999", "a whole number from 1 to 65535"),
        ("localhost:abc", "a whole number from 1 to 65535"),
        ("localhost:80:90", "more than one colon"),
        ("::1:8080", "write [::1]:8080 if 8080 is the port"),
        ("2001:db8::1", "two ways"),
        ("fe80:0:0:0:0:0:0:1", "write [fe80:0:0:0:0:0:0:1]:PORT"),
        ("[::1]", "has no port: write [::1]:PORT"),
        ("joe@example.com", "example.com:25 for mail"),
        ("https://example.com/x", "TLS is still to come"),
        ("tls://example.com:443", "TLS is still to come"),
        ("rediss://cache", "TLS is still to come"),
        ("curl https://example.com", "TLS is still to come"),
        ("openssl s_client -connect example.com:443", "TLS is still to come"),
        ("ncat --ssl example.com 443", "TLS is still to come"),
        ("file:///etc/passwd", "file:// is not known here"),
        ("udp://localhost:53", "udp:// is not known here"),
        ("http://", "has no host"),
        ("what is this", "is no target: write host:port"),
        ("one:1\ntwo:2", "These are 2 lines"),
        ("./x.sock", "write unix: and the socket's path"),
        ("curl -v", "No URL"),
        ("nc -l -p 80", "without a host"),
        ("\u2603.:80" * 30, "more than one colon"),
        ("ü" * 80 + ":80", "can't be a host's name"),
    ],
)
def test_what_is_answered_with_how_to_write_it(text: str, told: str) -> None:
    with pytest.raises(TargetError) as error:
        read_pasted(text)
    assert told in str(error.value)


def test_a_url_brings_its_get() -> None:
    assert read_pasted("http://localhost:8000/a b?c=ü#frag").request == (
        "GET /a%20b?c=%C3%BC HTTP/1.1\nHost: localhost:8000\n"
    )
    assert read_pasted("http://example.com").request == "GET / HTTP/1.1\nHost: example.com\n"
    assert read_pasted("localhost:8000").request == ""
    assert read_pasted("redis://localhost").request == ""


def test_a_curl_line_brings_its_request() -> None:
    pasted = read_pasted("curl -X PUT http://h:81/p -H 'X-A: 1' -d 'one=two' --compressed")
    assert pasted.request == (
        "PUT /p HTTP/1.1\nHost: h:81\nAccept-Encoding: deflate, gzip, br, zstd\nX-A: 1\n"
        "Content-Length: 9\nContent-Type: application/x-www-form-urlencoded\n\none=two"
    )
    assert "counts the CRLF" in pasted.remark
    assert read_pasted("curl -I h:81").request == "HEAD / HTTP/1.1\nHost: h:81\n"
    assert read_pasted("curl -u joe:pw h:81").request == ("GET / HTTP/1.1\nHost: h:81\nAuthorization: Basic am9lOnB3\n")
    assert read_pasted("curl -d @body --digest h:81/form").remark == "left out of the request: --digest, -d @body"
    form = read_pasted("curl -F a=b h:81/form h:81/again")
    assert form.request.startswith("POST /form HTTP/1.1\nHost: h:81\nContent-Length: ")
    assert 'Content-Disposition: form-data; name="a"\n\nb\n--' in form.request.replace("\r", "")
    assert form.remark.startswith("left out of the request: the URL h:81/again")


def test_a_pasted_request_goes_where_its_host_says() -> None:
    pasted = read_pasted("POST /x HTTP/1.1\r\nhost: h:81\r\nContent-Length: 2\r\n\r\nhi")
    assert str(pasted.endpoint) == "h:81"
    assert pasted.request == "POST /x HTTP/1.1\nhost: h:81\nContent-Length: 2\n\nhi"
    assert str(read_pasted("GET / HTTP/1.0\nHost: h").endpoint) == "h:80"
    with pytest.raises(TargetError):
        read_pasted("GET / HTTP/1.0")


def test_what_was_read_otherwise_is_said() -> None:
    assert read_pasted("8080").remark == "8080 alone is a port of this machine"
    assert read_pasted("münchen.de:80").remark == "münchen.de is asked for as xn--mnchen-3ya.de"
    assert read_pasted("/run/x.sock").remark == "/run/x.sock is taken for a unix socket: unix:/run/x.sock"
    assert read_pasted("localhost:80").remark == ""


@given(st.text())
@example("\\")
@example("\\\n\\")
def test_nothing_breaks_it(text: str) -> None:
    try:
        read_pasted(text)
    except TargetError as error:
        assert any(word in str(error) for word in ("write", "TLS", "unix socket's path"))  # noqa: PT017


@given(st.sampled_from(["curl", "nc", "ssh", "socat", "telnet", "psql", "http"]), st.lists(st.text(max_size=8)))
def test_no_command_line_breaks_it(program: str, words: list[str]) -> None:
    try:
        read_pasted(" ".join([program, *words]))
    except TargetError as error:
        assert str(error)  # noqa: PT017
