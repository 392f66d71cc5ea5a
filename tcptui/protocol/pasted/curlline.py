"""The words of a `curl` command line as the requests that it stands for, each with the options that count for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, product

from tcptui.protocol.endpoint import TargetError
from tcptui.protocol.frozen import frozen
from tcptui.protocol.pasted.curloptions import FLAGS, LEFT_OUT, MOST, NOT_DONE, SHORT, VALUED, VERSIONS

_HOST = re.compile(r"(?:\w+:/{1,3})?(?:[^/?#@]*@)?(\[[^\]]*\]|[^:/?#]*)")

Config = Callable[[str], str]
"""The text of a file of options, by its name."""


@frozen
class Option:
    """name: its long one; value: "" for one that takes none; written: as it stands on the line."""

    name: str
    value: str
    written: str


@frozen
class Line:
    """One request of a line. url: with nothing in it to expand; upload: the value of its own `-T`, "" without one."""

    url: str
    options: tuple[Option, ...]
    upload: str

    @property
    def left_out(self) -> list[str]:
        """Options, as they were written, that would change what is sent and are not taken over."""
        return [one.written for one in self.options if one.name in LEFT_OUT and not self._is_taken(one)]

    @property
    def not_done(self) -> list[str]:
        """Options, as they were written, that would change only when and how often something is sent."""
        return [one.written for one in self.options if one.name in NOT_DONE]

    def has(self, *names: str) -> bool:
        """Whether one of these options is given."""
        return any(one.name in names for one in self.options)

    def last(self, name: str) -> str:
        """The value of an option of which the last one counts; "" where it is not given."""
        return next((one.value for one in reversed(self.options) if one.name == name), "")

    def every(self, *names: str) -> list[Option]:
        """These options, in their order."""
        return [one for one in self.options if one.name in names]

    @property
    def offset(self) -> str:
        """Where `-C` goes on with a download; "" where it says nothing that can be known from here."""
        offset = self.last("continue-at")
        return offset if offset.isdecimal() and not self.upload else ""

    @property
    def proxy(self) -> str:
        """The HTTP proxy that gets the request as it stands; "" where there is none, or it would be tunnelled."""
        proxy, plain = self.last("proxy"), not self.url.lower().startswith("https:") and not self.has("proxytunnel")
        scheme, mark, _ = proxy.rpartition("://")
        return proxy if plain and (not mark or scheme.lower() == "http") and not self._goes_around else ""

    @property
    def _goes_around(self) -> bool:
        """Whether `--noproxy` names the host, or a domain that it is in."""
        found = _HOST.match(self.url)
        host = found[1].lower() if found else ""
        names = [name.strip().removeprefix(".").lower() for name in self.last("noproxy").split(",")]
        return any(name in ("*", host) or (name and host.endswith(f".{name}")) for name in names)

    def _is_taken(self, option: Option) -> bool:
        if option.name == "proxy":
            return bool(self.proxy) or not option.value or self._goes_around
        return option.name == "continue-at" and bool(self.offset)


def read_lines(words: list[str], config: Config | None = None) -> list[Line]:
    """The words behind `curl`, as its requests in their order. config: reads the files of `-K`, None leaves them out.

    Raises TargetError where there is no URL, an option that is not known, or where it stands for too many requests.
    """
    lines: list[Line] = []
    options: list[Option] = []
    for option in [*_options(words, config), Option("next", "", "")]:
        if option.name == "next":
            lines += islice(_requests(options), MOST + 1)
            options = []
            if len(lines) > MOST:
                raise TargetError(f"This curl line stands for more than {MOST:,} requests: write it as several.")
        else:
            _take(options, option)
    return lines


def _take(options: list[Option], option: Option) -> None:
    """Add an option to those that count, and drop those that it takes back."""
    base = option.name.removeprefix("no-")
    dropped = VERSIONS if option.name in VERSIONS else {base} if base != option.name else ()
    if dropped:
        options[:] = [one for one in options if one.name not in dropped]
    if base == option.name:
        options.append(option)


def _requests(options: list[Option]) -> Iterator[Line]:
    urls = [one.value for one in options if one.name == "url"]
    uploads = [one.value for one in options if one.name == "upload-file"]
    others = tuple(one for one in options if one.name not in ("url", "upload-file"))
    if not urls:
        raise TargetError("No URL in this curl line: write host:port, for example 127.0.0.1:8000.")
    for url, upload in zip(urls, [*uploads[: len(urls)], *[""] * (len(urls) - len(uploads))], strict=True):
        for one_upload, one_url in product(_meant(upload, others), _meant(url, others)):
            yield Line(one_url, others, one_upload)


def _meant(text: str, options: tuple[Option, ...]) -> list[str]:
    if not any(char in text for char in "{}[]") or any(one.name == "globoff" for one in options):
        return [text]
    from tcptui.protocol.pasted.curlglob import expanded

    return expanded(text)


# -- words


def _options(words: list[str], config: Config | None) -> Iterator[Option]:
    """Every option with its value, and every URL; those of a file of options in its place."""
    for option in _written(words):
        if option.name != "config" or config is None:
            yield option
        else:
            from tcptui.protocol.pasted.curlconfig import config_words

            yield from _options(config_words(config(option.value)), config)


def _written(words: list[str]) -> Iterator[Option]:
    queue = iter(words)
    only_urls = False
    for word in queue:
        if only_urls or not word.startswith("-") or word == "-":
            yield Option("url", word, word)
        elif word == "--":
            only_urls = True
        elif word.startswith("--"):
            yield _long_option(word, queue)
        else:
            yield from _short_options(word[1:], queue)


def _long_option(word: str, queue: Iterator[str]) -> Option:
    name, equals, value = word[2:].partition("=")  # curl itself knows no `=` here, and people write it
    written = f"--{name}"
    if name in VALUED:
        return Option(name, value if equals else next(queue, ""), written)
    if name not in FLAGS and name.removeprefix("no-") not in FLAGS:
        raise _unknown(written)
    return Option(name, "", written)


def _short_options(letters: str, queue: Iterator[str]) -> Iterator[Option]:
    """`-sSXPOST`: flags in one word, the last of them with its value."""
    for at, letter in enumerate(letters):
        name, written = SHORT.get(letter, ""), f"-{letter}"
        if not name:
            raise _unknown(written)
        if name in VALUED:
            yield Option(name, letters[at + 1 :] or next(queue, ""), written)
            return
        yield Option(name, "", written)


def _unknown(written: str) -> TargetError:
    return TargetError(f"{written} is no option of curl that is known here: write the line without it.")
