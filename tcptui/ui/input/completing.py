"""Completion with Tab."""

from __future__ import annotations

from collections.abc import Sequence


def common_start(names: Sequence[str]) -> str:
    """What all of them begin with. names: at least one."""
    first, last = min(names), max(names)
    same = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:same]
