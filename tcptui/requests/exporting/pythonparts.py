"""What exported Python scripts are made of: they stand alone, so each carries the functions that it calls."""

from __future__ import annotations

from typing import Final

HEAD: Final = "received = bytearray()  # what came and was not yet waited for"

TCP: Final = "with socket.create_connection(({host!r}, {port}), timeout=10) as connection:"
UNIX: Final = """\
with socket.socket(socket.AF_UNIX) as connection:
    connection.settimeout(10)
    connection.connect({path!r})"""
TLS: Final = """\
with ssl.create_default_context().wrap_socket(
    socket.create_connection(({host!r}, {port}), timeout=10), server_hostname={host!r}
) as connection:"""

_PRINT = '''\
def print_bytes(data):
    """Write what came as it is, whatever it is."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def receive(connection):
    """Take what comes next; False at the end."""
    data = connection.recv(65536)
    print_bytes(data)
    received.extend(data)
    return bool(data)'''

_TO_END = '''\
def read_to_end(connection):
    """Until the peer closes its side."""
    while receive(connection):
        pass'''

_UNTIL = '''\
def read_until(connection, end):
    """Until these bytes have come; gives what came up to them, or up to the end."""
    at = 0
    while (found := received.find(end, at)) < 0:
        at = max(0, len(received) - len(end))
        if not receive(connection):
            return b""
    data = bytes(received[: found + len(end)])
    del received[: found + len(end)]
    return data'''

_MATCH = '''\
def read_until_match(connection, pattern):
    """Until the regular expression matches somewhere in what came."""
    while not (found := re.search(pattern, received)):
        if not receive(connection):
            return
    del received[: found.end()]'''

_QUIET = '''\
def read_until_quiet(connection, seconds):
    """Until nothing has come for so long."""
    connection.settimeout(seconds)
    try:
        while receive(connection):
            pass
    except TimeoutError:
        pass
    connection.settimeout(10)
    received.clear()'''

_HTTP = '''\
def read_exactly(connection, size):
    """So many bytes, or fewer at the end."""
    while len(received) < size and receive(connection):
        pass
    del received[:size]


def read_http_answer(connection, method):
    """One answer of HTTP/1, interim ones before it included (RFC 9112, section 6.3)."""
    status = 100
    while 100 <= status < 200 and status != 101:
        head = read_until(connection, b"\\r\\n\\r\\n").decode("latin-1")
        if not head:
            return
        first, *lines = head.rstrip("\\r\\n").split("\\r\\n")
        status = int(first.split()[1])
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if method == "HEAD" or status in (101, 204, 304):
        return
    if "chunked" in fields.get("transfer-encoding", "").lower():
        while size := int(read_until(connection, b"\\r\\n").split(b";")[0] or b"0", 16):
            read_exactly(connection, size + 2)
        while read_until(connection, b"\\r\\n").strip():
            pass
    elif "content-length" in fields:
        read_exactly(connection, int(fields["content-length"]))
    else:
        while receive(connection):
            pass'''

HELPERS: Final = {
    "print_bytes": _PRINT,
    "read_to_end": _TO_END,
    "read_until": _UNTIL,
    "read_until_match": _MATCH,
    "read_until_quiet": _QUIET,
    "read_http_answer": _HTTP,
}
"""Each function by its name, with those that only it calls."""
