"""Our frozen dataclasses behave as `dataclass(frozen=True, slots=True)` would have them."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

import pytest

from tcptui.protocol.frozen import frozen


@frozen
class Base:
    kind: ClassVar[str] = "base"
    a: int


@frozen
class Derived(Base):
    kind: ClassVar[str] = "derived"
    b: str = "x"
    hidden: bytes = dataclasses.field(default=b"", compare=False, repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    a: int
    b: str = "x"
    hidden: bytes = dataclasses.field(default=b"", compare=False, repr=False)


def test_it_looks_like_one() -> None:
    made = Derived(1)
    assert repr(made) == repr(Reference(1)).replace("Reference", "Derived")
    assert [f.name for f in dataclasses.fields(made)] == [f.name for f in dataclasses.fields(Reference)]
    assert dataclasses.replace(made, a=2) == Derived(2)
    assert dataclasses.asdict(made) == dataclasses.asdict(Reference(1))
    assert not hasattr(made, "__dict__")
    match made:
        case Derived(1, "x"):
            pass
        case _:
            pytest.fail("it does not match by position")


def test_equality_leaves_out_what_is_not_compared() -> None:
    assert Derived(1, hidden=b"1") == Derived(1, hidden=b"2")
    assert hash(Derived(1, hidden=b"1")) == hash(Derived(1))
    assert Derived(1) != Derived(2)
    assert Base(1) != Derived(1)
    assert len({Derived(1), Derived(1), Base(1)}) == 2


def test_it_can_not_be_changed() -> None:
    made = Derived(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match=r"Derived\.a"):
        made.a = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del made.a
    with pytest.raises(TypeError):
        Derived()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Derived(1, c=3)  # type: ignore[call-arg]
