"""What may differ between two conversations that are no saved request's: the user's own rules, in a file of theirs."""

from __future__ import annotations

from pathlib import Path

from tcptui.atomicfile import replace_file
from tcptui.config.files import user_file
from tcptui.config.problems import ConfigError

NAME = "compare.toml"


def ignore_file() -> Path:
    """The file, which need not exist: beside the settings."""
    return user_file().with_name(NAME)


def load_ignored() -> tuple[str, ...] | None:
    """The rules as they are written there, unread; None where there is no file. Raises ConfigError."""
    import tomllib

    path = ignore_file()
    try:
        found = tomllib.loads(path.read_bytes().decode()).get("ignore", [])
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ConfigError([f"{path}: can't be read: {error}."]) from None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ConfigError([f'{path}: ignore: write an array of rules: ["header:Date"].'])
    return tuple(found)


def keep_ignored(rules: tuple[str, ...]) -> None:
    """Write these rules instead; comments in the file stay. Raises OSError, and ConfigError where it is no TOML."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = ignore_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        document = tomlkit.parse(path.read_bytes())
    except FileNotFoundError:
        document = tomlkit.document()
        document.add(tomlkit.comment("What may differ between two conversations that are compared."))
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: not TOML: {error}."]) from None
    document["ignore"] = tomlkit.item(list(rules)).multiline(True)
    replace_file(path, tomlkit.dumps(document).encode())
