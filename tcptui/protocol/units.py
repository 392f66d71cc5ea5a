"""Numbers as people read them, each in a width that does not make the layout jump."""

from __future__ import annotations

NOT_AVAILABLE = "not available"


def size(count: int | None) -> str:
    """A count of bytes, in at most eight cells: `47 B`, `1.2 kB`, `3.4 GB`; powers of 1,000."""
    if count is None:
        return NOT_AVAILABLE
    if count < 1000:
        return f"{count} B"
    value, units = count / 1000, ["kB", "MB", "GB", "TB"]
    while value >= 999.95 and len(units) > 1:
        value /= 1000
        units.pop(0)
    return f"{value:.1f} {units[0]}"


def exact(count: int, noun: str = "byte") -> str:
    """A count with its noun, exactly: `1 byte`, `4,344 bytes`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def span(seconds: float | None) -> str:
    """A length of time: `85 µs`, `0.24 ms`, `12.4 ms`, `3.10 s`, `2 min 05 s`."""
    if seconds is None:
        return NOT_AVAILABLE
    if seconds < 0.0001:
        return f"{seconds * 1e6:.0f} µs"
    if seconds < 1:
        milliseconds = seconds * 1e3
        return f"{milliseconds:.2f} ms" if milliseconds < 10 else f"{milliseconds:.1f} ms"
    if seconds < 60:
        return f"{seconds:.2f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def since(t: int, start: int) -> str:
    """A moment as seconds after the run's start, both in nanoseconds: `+4.120`. It has at most nine cells.

    From 10,000 s on (2 h 46 min) it has fewer decimals.
    """
    return f"+{max(0, t - start) / 1e9:.3f}"[:9].removesuffix(".")
