"""The process that regular expressions run in: `re` holds the interpreter's lock for as long as a match takes.

There a pattern that backtracks for hours slows nobody down, and it can be ended. Started by its path, so it imports
nothing of tcptui. stdin: the flags and the pattern, then windows; stdout: an answer a window.

    pattern: u32 flags, u32 size, the pattern
    window:  u8 1 to list (0 to count), u32 start, u32 stop, u32 size, the window
    answer:  u32 matches, u32 end of the last one; to list: and of each u32 begin, u32 end
"""

from __future__ import annotations

import re
import struct
import sys
from array import array
from typing import BinaryIO

PATTERN = struct.Struct("<II")
WINDOW = struct.Struct("<BIII")
ANSWER = struct.Struct("<II")


def serve(asked: BinaryIO, told: BinaryIO) -> None:
    """Answer until there are no more windows."""
    flags, size = PATTERN.unpack(asked.read(PATTERN.size))
    wanted = re.compile(asked.read(size), flags)
    while len(head := asked.read(WINDOW.size)) == WINDOW.size:
        listed, start, stop, size = WINDOW.unpack(head)
        window = asked.read(size)
        spans = array("I")
        count, end = 0, start
        for match in wanted.finditer(window, start):
            begin, after = match.span()
            if begin >= stop:
                break
            if begin == after:  # it looks around, and finds nothing
                continue
            count, end = count + 1, after
            if listed:
                spans.extend((begin, after))
        told.write(ANSWER.pack(count, end) + spans.tobytes())
        told.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
