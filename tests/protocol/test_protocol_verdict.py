"""Exit codes: curl's where curl has one. The table is the contract's, written down a second time."""

from __future__ import annotations

import typing

import pytest

from tcptui.protocol.verdict import Outcome, exit_code

CODES = {
    "complete": 0,
    "closed": 0,
    "local-error": 1,
    "resolve-failed": 6,
    "refused": 7,
    "unreachable": 7,
    "protocol-error": 8,
    "truncated": 18,
    "timeout": 28,
    "tls-failed": 35,
    "empty": 52,
    "broken-pipe": 55,
    "reset": 56,
    "cancelled": 130,
}


@pytest.mark.parametrize("outcome", typing.get_args(Outcome))
def test_every_outcome_has_its_exit_code(outcome):
    assert exit_code(outcome) == CODES[outcome]
