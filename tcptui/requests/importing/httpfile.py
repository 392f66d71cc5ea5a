"""`.http` and `.rest` files, as VS Code's REST Client and JetBrains' IDEs write them, as saved requests."""

from __future__ import annotations

import re
from urllib.parse import quote

from tcptui.protocol.escapes import EndOfLine
from tcptui.requests.exact import http_steps
from tcptui.requests.importing.curlfiles import Load
from tcptui.requests.importing.httpblocks import Block, read_blocks
from tcptui.requests.importing.httpbodies import Bodies
from tcptui.requests.importing.httplogin import authorization, of_url
from tcptui.requests.importing.httprequests import as_bytes, head, http_request, target_of
from tcptui.requests.importing.imported import CantImportError, Imported
from tcptui.requests.importing.placeholders import Placeholders
from tcptui.requests.model import Frame, SavedRequest, SendHex, SendText, Variable

# A scheme, an authority, the rest; each may have placeholders in it, and those may have anything in them but braces
# that open another: so no brace is looked at twice.
_PIECE = r"(?:\{\{(?:(?!\{\{|\}\}).)*+\}\}|[^/?#\s])"
_URL = re.compile(rf"(?:(https?)://)?({_PIECE}*+)(.*)", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_PORT = re.compile(r":(?:\d+|\{\{[^{}]*+\}\})\Z")
_PLACEHOLDER = re.compile(r"\{\{\s*([^}\s]+)\s*\}\}")
_USED = re.compile(r"\{\{\s*+([A-Za-z_][A-Za-z0-9_.-]*+)\s*+\}\}")
# What a path may hold as it is, placeholders and `%` among it.
_SAFE = "/?:@!$&'()*+,;=-._~%[]{}|^\"\\`<>"
_WITH_BODY = ("POST", "PUT", "PATCH")  # they say their length even when it is 0 (RFC 9110, section 8.6)
_DEEPEST = 8
_LONGEST = 1024  # characters of a host and port with their values filled in
_OTHER_PROTOCOLS = ("WEBSOCKET", "GRPC", "GRAPHQL", "RSOCKET")
_OTHER_SCHEMES = ("ws://", "wss://")


def import_http(text: str, name: str, load: Load) -> Imported:
    """Read a file's text. name: the file, for sentences; load: reads what `< file` names.

    Raises CantImportError.
    """
    said, blocks = read_blocks(text, name)
    if not blocks:
        raise CantImportError(f"{name}: there is no request in it: write GET http://host/path.")
    reader = _Reader(name, said, load)
    requests = [reader.request(block) for block in blocks if reader.is_kept(block)]
    if not requests:
        raise CantImportError(reader.remarks[0])
    return Imported(tuple(requests), tuple(reader.remarks))


class _Reader:
    """Makes requests of a file's blocks."""

    def __init__(self, file: str, said: dict[str, str], load: Load) -> None:
        self._file = file
        self._said = said
        self._bodies = Bodies(file, load)
        self.remarks: list[str] = []

    def is_kept(self, block: Block) -> bool:
        """Whether it is a request over HTTP; what it is else is remarked on, and what of it is not kept."""
        self.remarks += [f"{self._file}:{line}: not kept: {what}." for line, what in block.not_kept]
        word = block.url.partition(" ")[0]
        what = (
            f"a {block.method} request" if block.method in _OTHER_PROTOCOLS
            else "a WebSocket" if block.url.lower().startswith(_OTHER_SCHEMES)
            else "a curl command: give it to the import of curl lines" if word == "curl"
            else ""
        )  # fmt: skip
        if what:
            self.remarks.append(f"{self._file}:{block.line}: left out: {what}.")
        return bool(block.url) and not what

    def request(self, block: Block) -> SavedRequest:
        """One block's request, with the variables that it uses."""
        placeholders = Placeholders()
        place = f"{self._file}:{block.line}"
        scheme, user, authority, path = self._url(block, place)
        target = self._target(placeholders, scheme, authority, place)
        headers = [(name, self._value(name, placeholders.convert(value), place)) for name, value in block.headers]
        if "host" not in {name.lower() for name, _ in headers}:
            port = ":443" if scheme == "https" else ":80"
            headers.insert(0, ("Host", placeholders.convert(authority).removesuffix(port)))
        if user and "authorization" not in {name.lower() for name, _ in headers}:
            headers.append(("Authorization", of_url(user)))
        body = self._bodies.of(block, placeholders)
        send = self._send(block, placeholders.convert(path), headers, body)
        said = placeholders.convert(" ".join([path, *(value for _, value in block.headers)]))
        variables = self._variables(placeholders, f"{target} {said} {body.decode('utf-8', 'replace')}")
        self.remarks += [f"{place}: {remark}" for remark in placeholders.remarks]
        title = block.name or f"{block.method} {path}"
        return http_request(title, target, *send, variables=variables)

    def _url(self, block: Block, place: str) -> tuple[str, str, str, str]:
        """Scheme, user, host and port, path; a variable that the URL begins with is taken for what it stands for."""
        url = block.url
        for _ in range(_DEEPEST):
            found = _PLACEHOLDER.match(url)
            if found is None or found[1] not in self._said:
                break
            url = self._said[found[1]] + url[found.end() :]
        if url.startswith("/") or url == "*":
            host = next((value for name, value in block.headers if name.lower() == "host"), "")
            url = f"{host}/*" if url == "*" else host + url
        if (other := _SCHEME.match(url)) and other[0].lower() not in ("http://", "https://"):
            raise CantImportError(f"{place}: {block.url!r} is no URL of HTTP: write http://host/path.")
        found = _URL.match(url)
        if found and "/" in (whole := self._filled(found[2])):  # a variable that holds a host and a path
            found = _URL.match(f"{found[1] or 'http'}://{whole}{found[3]}")
        user, _, authority = found[2].rpartition("@") if found else ("", "", "")
        if found is None or not authority:
            raise CantImportError(f"{place}: {block.url!r} names no host: write http://host/path, or a Host header.")
        if "{{" in user:
            self.remarks.append(f"{place}: not kept: the user in the URL: write an Authorization header.")
            user = ""
        scheme, path = (found[1] or "http").lower(), found[3].partition("#")[0].strip()
        if block.url == "*":  # the server as a whole (RFC 9110, section 7.1)
            return scheme, user, authority, "*"
        return scheme, user, authority, quote(path if path.startswith("/") else f"/{path}", _SAFE)

    def _filled(self, authority: str) -> str:
        """A host and port with the values of the file's variables: they may hold the port, too."""
        for _ in range(_DEEPEST):
            filled = _PLACEHOLDER.sub(lambda found: self._said.get(found[1], found[0]), authority[:_LONGEST])
            if filled == authority:
                break
            authority = filled
        return authority

    def _target(self, placeholders: Placeholders, scheme: str, authority: str, place: str) -> str:
        if "{{" not in authority:
            return target_of(f"{scheme}://{authority}", place)
        port = "" if _PORT.search(self._filled(authority)) else ":443" if scheme == "https" else ":80"
        return f"{'tls://' if scheme == 'https' else ''}{placeholders.convert(authority)}{port}"

    def _send(
        self, block: Block, path: str, headers: list[tuple[str, str]], body: bytes
    ) -> tuple[SendText | SendHex | Frame, ...]:
        place = f"{self._file}:{block.line}"
        names = {name.lower() for name, _ in headers}
        computed = (body or block.method in _WITH_BODY) and not {"content-length", "transfer-encoding"} & names
        if "{{" not in f"{path}{headers}" and b"{{" not in body:
            if computed:
                headers = [*headers, ("Content-Length", str(len(body)))]
            return http_steps(as_bytes(head(block.method, path, block.version, headers), place) + body)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            why = "a body that is no text can't be kept beside placeholders"
            raise CantImportError(f"{place}: {why}: write its values in their place.") from None
        if computed:  # by each replay anew: what is filled in has another length each time
            by_hand = (("method", block.method), ("target", path), ("version", block.version))
            return (Frame("text", text, tuple(headers), by_hand),)
        whole = head(block.method, path, block.version, headers)
        return (SendText(whole + text) if body else SendText(whole.replace("\r\n", "\n"), EndOfLine.CRLF),)

    def _value(self, name: str, value: str, place: str) -> str:
        """A header's value as clients send it: they make a Basic authorization of a user and a password."""
        if name.lower() != "authorization":
            return value
        if value.lower().startswith("digest ") and "=" not in value:
            self.remarks.append(f"{place}: Digest needs the server's challenge: the header goes out as it stands.")
        return authorization(value)

    def _variables(self, placeholders: Placeholders, text: str) -> tuple[Variable, ...]:
        """Those that the converted text needs, and those that they need: the file's own, and the environment's."""
        known = {placeholders.name(name): placeholders.convert(value) for name, value in self._said.items()}
        found: dict[str, Variable] = {}
        texts = [text]
        while texts:
            for name in _USED.findall(texts.pop()):
                if name in known and name not in found:
                    found[name] = Variable(name, known[name])
                    texts.append(known[name])
        return tuple((placeholders.variables | found).values())
