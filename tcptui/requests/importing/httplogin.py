"""`Authorization: Basic user password`, as `.http` files have it, as the header that clients make of it (RFC 7617)."""

from __future__ import annotations

import re
from base64 import b64encode
from urllib.parse import unquote

# `user password`, or `user:password`, which can't be base64 already.
_BASIC = re.compile(r"(Basic)\s++([^\s:]++)(?:\s++|:)(\S.*)", re.IGNORECASE)
_VARIABLE = re.compile(r"\{\{([A-Za-z_][A-Za-z0-9_.-]*)\}\}")


def of_url(userinfo: str) -> str:
    """The header's value for a URL's `user:password`, in which `%` quotes (RFC 3986, section 3.2.1)."""
    login = unquote(userinfo)
    return f"Basic {_encoded(login if ':' in login else f'{login}:')}"


def authorization(value: str) -> str:
    """The header's value, in our templates; anything but a Basic one with a user and a password stays as it is."""
    found = _BASIC.fullmatch(value.strip())
    if found is None:
        return value
    login = f"{found[2]}:{found[3]}"
    if "{{" not in login:
        return f"{found[1]} {_encoded(login)}"
    pieces = _VARIABLE.split(login)  # texts and names by turns
    if any("{{" in text or '"' in text or "\\" in text for text in pieces[::2]):
        return value
    arguments = [name if at % 2 else f'"{name}"' for at, name in enumerate(pieces) if name]
    return f"{found[1]} {{{{base64({', '.join(arguments)})}}}}"


def _encoded(login: str) -> str:
    return b64encode(login.encode("utf-8", "surrogatepass")).decode("ascii")
