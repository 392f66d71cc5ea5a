"""Credentials among the values that a request declares for its variables: the environment is to have them instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from tcptui.protocol.credentials import is_credential, is_secret_name
from tcptui.requests.model import Expect, SavedRequest, Variable, Wait
from tcptui.requests.secrets.hiding import Text, is_template, texts
from tcptui.requests.secrets.spotting import Spotter, field_spot
from tcptui.requests.templates import Call, Expression, Literal, Name, TemplateError, read_template

_NO_ENVIRONMENT = re.compile(r"\W")
_COLON: Final = Literal(":")


def declared_secrets(request: SavedRequest) -> tuple[Variable, ...]:
    """The variables whose values stand in the request and are credentials: by the variable's name, or as they stand
    where one is sent, as in `Authorization: Bearer {{jwt}}`. They come as they are to be declared: secret, with their
    values from the environment. One that is made of others keeps what it is made of."""
    plain = {one.name: one for one in request.variables if one.env is None and one.value and not one.secret}
    found: dict[str, Variable] = {}
    names = [name for name in plain if is_secret_name(name) or is_credential(name)] + list(_sent(request))
    while names:
        name = names.pop()
        if name in plain and name not in found:
            made_of = list(_names(plain[name].value))
            env = None if made_of else _NO_ENVIRONMENT.sub("_", name).upper()
            found[name] = Variable(name, plain[name].value if made_of else "", env, secret=True)
            names += made_of
    return tuple(found[name] for name in plain if name in found)


def with_declared(request: SavedRequest, variables: Collection[Variable]) -> SavedRequest:
    """The request with these in the places of its own of the same names."""
    new = {one.name: one for one in variables}
    return replace(request, variables=tuple(new.get(one.name, one) for one in request.variables))


def _sent(request: SavedRequest) -> Iterator[str]:
    """The variables that stand in the places of credentials."""
    spotter = Spotter()
    for step in request.steps:
        if is_template(step) and not isinstance(step, Wait | Expect):
            for text in texts(step):
                yield from _in_spots(spotter, text)


def _in_spots(spotter: Spotter, text: Text) -> Iterator[str]:
    if text.header:
        spot = field_spot(text.header, text.text)
        spots = [spot] if spot is not None else []
    else:
        spots = spotter.spots(text.text)
    for spot in spots:
        yield from _names(text.text[spot.start : spot.end])


def _names(text: str) -> Iterator[str]:
    """The variables in a template; none in what is no template, which a replay tells."""
    try:
        pieces = read_template(text).pieces
    except TemplateError:
        return
    for piece in pieces:
        if not isinstance(piece, str):
            yield from _credentials(piece)


def _credentials(expression: Expression) -> Iterator[str]:
    """Its variables but for the user's name: that is what stands before the colon (RFC 7617)."""
    match expression:
        case Name(name):
            yield name
        case Call(arguments=arguments):
            begin = arguments.index(_COLON) + 1 if _COLON in arguments else 0
            for one in arguments[begin:]:
                yield from _credentials(one)
