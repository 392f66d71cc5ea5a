"""A body in chunks, RFC 9112, section 7.1."""

from __future__ import annotations

from tcptui.protocol.composing.writing import Writing
from tcptui.protocol.units import exact

CHUNKS_LIMIT = 10_000
"""Into how many chunks a content may be cut."""


def ask_chunk_size(writing: Writing) -> int:
    """Ask how many bytes a chunk has, 1 or more; the last one may have fewer."""
    size = writing.number("chunk-size", writing.ask("chunk-size", "chunk size", "4096"))
    whole = max(len(writing.draft.content), 1)
    if size is None:
        return whole
    if size < 1:
        writing.refuse("chunk-size", f"A chunk can't hold {size} bytes: write 1 or more.")
        return whole
    if whole > size * CHUNKS_LIMIT:
        writing.refuse("chunk-size", f"{size} bytes a chunk make more than {CHUNKS_LIMIT:,} chunks: write more.")
        return whole
    return size


def put_chunks(writing: Writing, size: int) -> None:
    """The content in chunks, and the last one, which is empty."""
    content = writing.draft.content
    for at in range(0, len(content), size):
        chunk = content[at : at + size]
        writing.put("chunk-size", "chunk size", "length", b"%x\r\n" % len(chunk), exact(len(chunk)))
        writing.put("content", "chunk", "content", chunk)
        writing.put("", "CR LF", "delimiter", b"\r\n")
    writing.put("", "last chunk", "length", b"0\r\n")
    writing.put("", "empty line", "delimiter", b"\r\n")
