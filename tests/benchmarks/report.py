"""Medians side by side, and which floors they keep."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Floor:
    """A promise: what is measured, its value, and the bound that it has to keep. unit: how the value is printed."""

    what: str
    value: float
    bound: float
    at_least: bool = False
    unit: str = ""

    @property
    def kept(self) -> bool:
        """Whether the value keeps the bound."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        mark = "kept" if self.kept else "BROKEN"
        return f"  {self.what:<44} {self.value:>8.2f}{self.unit:<3} {sign} {self.bound:g}{self.unit:<3}  {mark}"


def table(title: str, unit: str, columns: Mapping[str, Sequence[float]], against: str, *, scale: float = 1.0) -> str:
    """Each column's median, spread and ratio to the column `against`."""
    base = statistics.median(columns[against])
    lines = [title]
    for name, values in columns.items():
        median = statistics.median(values)
        spread = f"{min(values) * scale:.2f}..{max(values) * scale:.2f}"
        lines.append(f"  {name:<32} {median * scale:>9.2f} {unit:<5} {median / base:>6.2f} x {against} ({spread})")
    return "\n".join(lines)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
