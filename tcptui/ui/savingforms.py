"""A whole connection in forms that other programs open: packets for Wireshark, an HTTP archive, a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never

from tcptui.protocol.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tcptui.ui.sessions import Session

FormName = Literal["pcapng", "har", "html"]


@frozen
class Form:
    """One of them. key: the letter that takes it; what: in words; note: what to know of it."""

    name: FormName
    key: str
    what: str
    note: str


_FORMS = (
    Form("pcapng", "p", "packets for Wireshark (pcapng)", "synthesised, with secrets"),
    Form("har", "a", "HTTP exchanges (HAR)", "timings; credentials masked"),
    Form("html", "h", "a page (HTML)", "credentials masked"),
)

_WITH_HTTP = ("http", "auto")


def forms(session: Session) -> list[Form]:
    """Those that there is something to make of: no packets went over a unix socket, no exchanges without HTTP."""
    left_out = [*(["pcapng"] if session.unix else []), *([] if session.story.framing in _WITH_HTTP else ["har"])]
    return [form for form in _FORMS if form.name not in left_out]


def pieces(session: Session, name: FormName) -> Iterator[bytes]:
    """The file's bytes, as far as the connection is recorded by now. Raises DamagedLogError."""
    log, conn = session.log, session.conn
    match name:
        case "pcapng":
            from tcptui.journal.pcapng import capture, openings

            return capture(log, openings(log, conn))
        case "har":
            from tcptui.journal.har import har

            return har(log, conn)
        case "html":
            from tcptui.journal.html import page

            return page(log, conn)
        case _:
            assert_never(name)
