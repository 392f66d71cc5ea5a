"""What is said to the real servers: bytes made by hand from the protocols' descriptions, turn by turn.

Each function gives the client's turns; where a server speaks first, the first turn is empty.
"""

from __future__ import annotations

import struct

Turns = tuple[bytes, ...]


# PostgreSQL, protocol 3.0 (its manual, "Message Formats"): a length that counts itself, behind one letter for what it
# is; the very first message has no letter.


def _startup(**parameters: str) -> bytes:
    words = b"".join(f"{name}\0{value}\0".encode() for name, value in parameters.items())
    return struct.pack("!II", len(words) + 9, 196608) + words + b"\0"


def _postgresql_message(letter: bytes, content: bytes = b"") -> bytes:
    return letter + struct.pack("!I", len(content) + 4) + content


def query(text: str) -> bytes:
    """A simple query of PostgreSQL."""
    return _postgresql_message(b"Q", text.encode() + b"\0")


def postgresql() -> Turns:
    """Log in, two queries of which the second fails, and goodbye."""
    return (
        _startup(user="tester", database="postgres"),
        query("SELECT n, 'row ' || n AS words FROM generate_series(1, 20) AS n"),
        query("SELECT * FROM nowhere"),
        _postgresql_message(b"X"),
    )


# MySQL ("Client/Server Protocol"): three bytes of length, little-endian, and the packet's number; neither is counted.

_PROTOCOL_41, _LONG_PASSWORD, _SECURE_CONNECTION = 0x0200, 0x0001, 0x8000
_COM_QUIT, _COM_QUERY, _COM_PING = b"\x01", b"\x03", b"\x0e"
_UTF8 = 33


def _mysql_packet(number: int, content: bytes) -> bytes:
    return len(content).to_bytes(3, "little") + bytes([number]) + content


def mysql() -> Turns:
    """The server greets; log in without a password, ping, a query that is answered, one that is not, and goodbye."""
    capabilities = _PROTOCOL_41 | _LONG_PASSWORD | _SECURE_CONNECTION
    login = struct.pack("<IIB23x", capabilities, 1 << 24, _UTF8) + b"tester\0" + b"\0"
    return (
        b"",
        _mysql_packet(1, login),
        _mysql_packet(0, _COM_PING),
        _mysql_packet(0, _COM_QUERY + b"SELECT seq, REPEAT('x', seq) FROM (SELECT 1 AS seq UNION SELECT 300) AS two"),
        _mysql_packet(0, _COM_QUERY + b"SELECT * FROM nowhere.at_all"),
        _mysql_packet(0, _COM_QUIT),
    )


# redis (RESP, versions 2 and 3): a command is an array of bulk strings.


def command(*words: str | bytes) -> bytes:
    """A command of redis as RESP writes it."""
    raw = [word.encode() if isinstance(word, str) else word for word in words]
    return b"*%d\r\n" % len(raw) + b"".join(b"$%d\r\n%b\r\n" % (len(word), word) for word in raw)


def redis() -> Turns:
    """Every type that version 2 has: simple strings, errors, integers, bulk strings, nulls, nested arrays."""
    return (
        command("SET", "resp2", bytes(range(256))),
        command("GET", "resp2") + command("GET", "resp2:none") + command("STRLEN", "resp2"),
        command("RPUSH", "resp2:list", "one", "", "three") + command("LRANGE", "resp2:list", "0", "-1"),
        command("NONSENSE"),
        command("MULTI") + command("LRANGE", "resp2:list", "0", "0") + command("PING") + command("EXEC"),
        b"PING\r\n",  # an inline command
        command("DEL", "resp2", "resp2:list") + command("QUIT"),
    )


def redis3() -> Turns:
    """Version 3: maps, sets, doubles, nulls and pushes too."""
    return (
        command("HELLO", "3"),
        command("HSET", "resp3:hash", "field", "value", "empty", "") + command("HGETALL", "resp3:hash"),
        command("SADD", "resp3:set", "a", "b") + command("SMEMBERS", "resp3:set") + command("GET", "resp3:none"),
        command("ZADD", "resp3:sorted", "1.5", "one") + command("ZRANGE", "resp3:sorted", "0", "-1", "WITHSCORES"),
        command("SUBSCRIBE", "resp3:channel"),
        command("PUBLISH", "resp3:channel", "news"),
        command("DEL", "resp3:hash", "resp3:set", "resp3:sorted") + command("QUIT"),
    )


def memcached() -> Turns:
    """The text protocol: lines, and a stored value between them."""
    return (
        b"version\r\n",
        b"set greeting 0 0 12\r\nhello\r\nthere\r\n",
        b"get greeting nothing\r\n",
        b"nonsense\r\n",
        b"delete greeting\r\n",
        b"quit\r\n",
    )


# DNS over TCP (RFC 1035, section 4.2.2): two bytes of length, then the message; RFC 7766 lets several be under way.

A, TXT, AAAA = 1, 16, 28


def question(number: int, name: str, kind: int) -> bytes:
    """One question of DNS with its length. number: the message's ID."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    message = struct.pack("!HHHHHH", number, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", kind, 1)
    return struct.pack("!H", len(message)) + message


def dns() -> Turns:
    """An address, two more at once, and a name that does not exist."""
    return (
        question(1, "tcptui.test", A),
        question(2, "tcptui.test", AAAA) + question(3, "tcptui.test", TXT),
        question(4, "nowhere.test", A),
    )


def nginx() -> Turns:
    """A body with a length, a head only, chunks, pipelined requests, and an error at the end."""

    def asked(method: str, path: str, *fields: str) -> bytes:
        return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *fields, "", ""]).encode()

    return (
        asked("GET", "/"),
        asked("HEAD", "/") + asked("GET", "/chunked.txt"),
        asked("POST", "/", "Content-Length: 5") + b"hello" + asked("GET", "/", "Range: bytes=6-9"),
        asked("GET", "/nowhere", "Connection: close"),
    )
