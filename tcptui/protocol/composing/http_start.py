"""The first line of an HTTP/1 message, RFC 9112, sections 3 and 4."""

from __future__ import annotations

import re
from http import HTTPStatus

from tcptui.protocol.composing.writing import Writing

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_STATUSES = ("200", "204", "301", "304", "400", "401", "404", "500", "502", "503")
_VERSIONS = ("HTTP/1.1", "HTTP/1.0")
_VERSION = re.compile(r"HTTP/1\.\d")
_FORMS = re.compile(r"/|[A-Za-z][A-Za-z0-9+.-]*://")
"""What a target begins with: a path, or a whole URL as proxies get it (RFC 9112, section 3.2)."""
_STATUS = re.compile(r"[1-9]\d\d")

TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
"""A method or the name of a header."""


def put_request_line(writing: Writing) -> str:
    """Ask for method, target and version and put them; gives the method."""
    method = writing.ask("method", "method", "GET", choices=_METHODS)
    target = writing.ask("target", "target", "/")
    version = writing.ask("version", "version", _VERSIONS[0], choices=_VERSIONS)
    wrong = ""
    if not TOKEN.fullmatch(method):
        wrong = f"has no method: {method!r} is none"
    elif not target:
        wrong = "has no target"
    elif any(character.isspace() for character in target):
        wrong = "has a target with a space in it"
    elif not _FORMS.match(target) and (method, target) != ("OPTIONS", "*") and method != "CONNECT":
        wrong = "has a target that does not begin with /"
    elif not _VERSION.fullmatch(version):
        wrong = f"has no version: {version!r} is none"
    elif version == _VERSIONS[0] and "host" not in {name.lower() for name, _ in writing.draft.headers}:
        # RFC 9112, section 3.2: a server must refuse it.
        writing.malformed.append("no Host header, which HTTP/1.1 wants")
    line = writing.encoded("target", f"{method} {target} {version}\r\n")
    writing.put("target", "request line", "header", line, wrong=wrong)
    return method


def put_status_line(writing: Writing) -> str:
    """Ask for version, status and reason and put them; gives the status."""
    version = writing.ask("version", "version", _VERSIONS[0], choices=_VERSIONS)
    status = writing.ask("status", "status", "200", choices=_STATUSES)
    reason = writing.ask("reason", "reason", _reason(status), computed=True)
    wrong = ""
    if not _VERSION.fullmatch(version):
        wrong = f"has no version: {version!r} is none"
    elif not _STATUS.fullmatch(status):
        wrong = f"has no status: {status!r} is none"
    line = writing.encoded("reason", f"{version} {status} {reason}\r\n")
    writing.put("status", "status line", "header", line, wrong=wrong)
    return status


def _reason(status: str) -> str:
    return HTTPStatus(int(status)).phrase if status in {str(known.value) for known in HTTPStatus} else ""
