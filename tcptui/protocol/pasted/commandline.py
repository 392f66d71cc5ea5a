"""Other programs' command lines as targets: `telnet host 25`, `nc -v host port`, `curl …`, `ssh -p 2222 host`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.frozen import frozen
from tcptui.protocol.pasted import curl
from tcptui.protocol.pasted.cmdwords import cmd_commands, is_for_cmd
from tcptui.protocol.pasted.shellwords import ShellError, shell_words


@frozen
class CommandLine:
    """target: where it goes, as a person writes it; request: what it would send, "" where it doesn't say;
    secure: whether it speaks TLS from the first byte; remark: as in `Pasted`."""

    target: str
    request: str = ""
    secure: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _Program:
    """A program whose words are `[options] host [port]`.

    port: without one on the line, 0 where there must be one; valued: its short options that take a value;
    host_option, port_option: those that say where, "" where words do; secure: options that ask for TLS.
    """

    port: int
    valued: str = ""
    host_option: str = ""
    port_option: str = ""
    secure: tuple[str, ...] = ()


_NETCAT = _Program(0, valued="cegGiImMoOpPqsTVwxXd", secure=("--ssl", "-c --ssl"))
_PROGRAMS = {
    "telnet": _Program(23, valued="bellnSX"),
    "nc": _NETCAT,
    "ncat": _NETCAT,
    "netcat": _NETCAT,
    "ssh": _Program(22, valued="bcDEeFIiJLlmOopQRSWw", port_option="-p"),
    "redis-cli": _Program(6379, valued="hpansdDrit", host_option="-h", port_option="-p", secure=("--tls",)),
    "psql": _Program(5432, valued="hpUdcf", host_option="-h", port_option="-p"),
    "mysql": _Program(3306, valued="hPuDe", host_option="-h", port_option="-P"),
    "tcptui": _Program(0),
    "open": _Program(0),
    "connect": _Program(0),
}
_LONG = {"--host": "-h", "--port": "-p", "--hostname": "-h"}


def read(line: str) -> CommandLine | None:
    """Where a command line goes; None where it is none that is known. Raises TargetError where it says too little."""
    name, _, rest = line.partition(" ")
    name = name.rpartition("/")[2]
    reader = _READERS.get(name)
    if (reader is None and name not in _PROGRAMS) or not rest.strip():
        return None
    words = _words(rest)
    return reader(words) if reader is not None else _where(name, _PROGRAMS[name], words)


def _words(rest: str) -> list[str]:
    """As a shell reads them, or cmd.exe, up to a pipe or redirection."""
    if is_for_cmd(rest):
        return next((words for _, words in cmd_commands(rest)), [])
    try:
        return shell_words(rest)
    except ShellError:
        return rest.split()


def _where(name: str, program: _Program, words: list[str]) -> CommandLine:
    if any(word in program.secure for word in words):
        return CommandLine(" ".join([name, *words]), secure=True)
    options, plain = _sorted(program, words)
    if name in ("nc", "ncat", "netcat") and "-U" in options and plain:
        return CommandLine(f"unix:{plain[0]}")
    default = str(program.port) if program.port else ""
    if program.host_option:
        return CommandLine(
            f"{options.get(program.host_option, 'localhost')} {options.get(program.port_option, default)}"
        )
    host, port = plain[0] if plain else "", plain[1] if len(plain) > 1 else ""
    if not host:
        raise TargetError(f"`{name}` without a host: write host:port, for example 127.0.0.1:8000.")
    if program.port_option:  # words behind the host are a command
        port = options.get(program.port_option, default)
    return CommandLine(f"{host} {port or default}" if port or (default and not _has_port(host)) else host)


def _has_port(host: str) -> bool:
    return ":" in host.rpartition("]")[2]


def _sorted(program: _Program, words: list[str]) -> tuple[dict[str, str], list[str]]:
    """Options with their values ("" for none), and the words that are none."""
    options, plain = {}, []
    queue = iter(words)
    for word in queue:
        if word.startswith("--"):
            name, _, value = word.partition("=")
            short = _LONG.get(name, name)
            if short == "-p" and program.port_option:
                short = program.port_option
            options[short] = value or (next(queue, "") if name in _LONG else "")
        elif word.startswith("-") and len(word) > 1:
            last = word[-1] if word[1] not in program.valued else word[1]
            value = word[2:] if word[1] in program.valued else ""
            options[f"-{last}"] = value or (next(queue, "") if last in program.valued else "")
        else:
            plain.append(word)
    return options, plain


def _socat(words: list[str]) -> CommandLine:
    for word in words:
        kind, _, rest = word.partition(":")
        place = rest.partition(",")[0]
        match kind.upper():
            case "TCP" | "TCP4" | "TCP6" | "TCP-CONNECT" | "TCP4-CONNECT" | "TCP6-CONNECT":
                return CommandLine(place)
            case "UNIX" | "UNIX-CONNECT":
                return CommandLine(f"unix:{place}")
            case "OPENSSL" | "SSL" | "OPENSSL-CONNECT":
                return CommandLine(word, secure=True)
    raise TargetError("No TCP: address in this socat line: write host:port, for example 127.0.0.1:8000.")


def _openssl(words: list[str]) -> CommandLine:
    return CommandLine(" ".join(["openssl", *words]), secure=True)


def _fetch(words: list[str]) -> CommandLine:
    url, request, left_out = curl.read(words)
    remarks = [f"left out of the request: {', '.join(left_out)}"] if left_out else []
    if "\nContent-Length: " in request:
        remarks.append("Content-Length counts the CRLF that Enter puts behind the body")
    return CommandLine(url, request, remark="; ".join(remarks))


def _url_alone(words: list[str]) -> CommandLine:
    """wget and httpie: the first word that looks like a place."""
    for word in words:
        if "/" in word or ":" in word or "." in word:
            return CommandLine(word if "://" in word or word.startswith(":") else f"http://{word}")
    raise TargetError("No URL in this line: write host:port, for example 127.0.0.1:8000.")


_READERS: dict[str, Callable[[list[str]], CommandLine]] = {
    "curl": _fetch,
    "wget": _url_alone,
    "http": _url_alone,
    "socat": _socat,
    "openssl": _openssl,
}
