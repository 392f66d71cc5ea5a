"""What is typed as the bytes that go out."""

from __future__ import annotations

from tcptui.protocol.frozen import frozen

EOLS: dict[str, bytes] = {"crlf": b"\r\n", "lf": b"\n", "cr": b"\r", "none": b""}
"""What Enter puts at the end of a line, by its name on the command line."""


class TypedError(ValueError):
    """What is typed has no bytes; the message is one sentence with the place."""


@frozen
class Way:
    r"""How typed text becomes bytes.

    eol: a name of EOLS; encoding: a codec's name; escapes: whether `\r \n \t \0 \xHH \\` are read as in `--text`.
    """

    eol: str = "crlf"
    encoding: str = "utf-8"
    escapes: bool = False

    @property
    def end(self) -> bytes:
        """The bytes at each line's end, in the encoding."""
        if self.encoding == "utf-8":  # as nearly always: the first frame needs it, and nothing more of `escapes`
            return EOLS[self.eol]
        from tcptui.protocol.escapes import encode

        return encode(EOLS[self.eol].decode("ascii"), self.encoding)

    def line(self, text: str) -> bytes:
        """One line's bytes without its end. Raises TypedError."""
        from tcptui.protocol.escapes import EscapeError, encode, unescape

        try:
            return unescape(text, self.encoding) if self.escapes else encode(text, self.encoding)
        except EscapeError as error:
            raise TypedError(str(error)) from None

    def block(self, text: str) -> bytes:
        """Every line of a text with its end, the last one too. Raises TypedError."""
        return b"".join(self.lines(text.split("\n")))

    def lines(self, lines: list[str]) -> list[bytes]:
        """Each line's bytes with its end. Raises TypedError, which names the line where there are several."""
        found = []
        for number, line in enumerate(lines, 1):
            try:
                found.append(self.line(line) + self.end)
            except TypedError as error:
                where = f"Line {number}: " if len(lines) > 1 else ""
                raise TypedError(f"{where}{error}") from None
        return found
