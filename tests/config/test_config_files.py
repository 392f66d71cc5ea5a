"""Two files together, and the one that is written: nothing in it is lost, and no half of it is ever there."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcptui.config.clashes import check_keys
from tcptui.config.files import load, user_file
from tcptui.config.problems import ConfigError
from tcptui.config.reading import read
from tcptui.config.settings import DEFAULTS
from tcptui.config.values import CHECKS
from tcptui.config.writing import edited, keep


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's file, which is not there yet."""
    monkeypatch.chdir(tmp_path)
    user_file().parent.mkdir()
    return tmp_path / "tcptui.toml"


def test_without_files_the_defaults_hold(project: Path) -> None:
    assert load() is DEFAULTS


def test_the_project_beats_the_user_setting_by_setting(project: Path) -> None:
    user_file().write_text('theme = "nord"\neol = "lf"\n[keys]\nhelp = "f2"\nview = "f3"\n')
    project.write_text('eol = "cr"\n[keys]\nview = "f12"\n')
    settings = load()
    assert (settings.theme, settings.eol, settings.project) == ("nord", "cr", ("eol",))
    assert {each.action: (each.keys, each.where) for each in settings.keys} == {
        "help": (("f2",), f"{user_file()}:4"),
        "view": (("f12",), "tcptui.toml:3"),
    }


def test_what_is_wrong_in_both_is_told(project: Path) -> None:
    user_file().write_text("x = 1")
    project.write_text("=")
    with pytest.raises(ConfigError) as error:
        load()
    assert [problem.partition(":")[0] for problem in error.value.problems] == [str(user_file()), "tcptui.toml"]


def test_a_file_that_can_not_be_read_is_told(project: Path) -> None:
    project.mkdir()
    with pytest.raises(ConfigError, match=r"tcptui.toml: can't be read: Is a directory\."):
        load()


def test_the_xdg_folder_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TCPTUI_CONFIG_DIR")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert user_file() == tmp_path / "tcptui" / "tcptui.toml"


def test_a_setting_is_kept_where_no_file_is() -> None:
    keep(theme="nord")
    assert user_file().read_text() == 'theme = "nord"\n'


def test_the_readmes_example_is_understood() -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text()
    example = readme.partition("```toml\n")[2].partition("```")[0]
    said = read(example.encode(), "README")
    assert set(said.values) == set(CHECKS)
    check_keys(tuple(said.keys.values()))


def test_a_link_stays_a_link_and_a_mode_a_mode(project: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("# here\n")
    real.chmod(0o640)
    user_file().symlink_to(real)
    keep(sidebar_width=40)
    assert user_file().is_symlink()
    assert real.read_text() == "# here\nsidebar_width = 40\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert os.listdir(user_file().parent) == ["tcptui.toml"]


def test_a_file_that_is_no_toml_stays_untouched(project: Path) -> None:
    user_file().write_text("theme = ")
    with pytest.raises(ConfigError, match=r"tcptui.toml: not TOML: "):
        keep(theme="nord")
    assert user_file().read_text() == "theme = "


_TEXTS = st.sampled_from(
    [
        "",
        "# note\n",
        'theme = "x" # why\n',
        "eol='lf'\r\n",
        "\n\n",
        "[keys]\nhelp='f1'\n",
        "# end",
        'a.b = """\n[x]\n"""\n',
    ]
)


@given(st.lists(_TEXTS, max_size=4, unique=True))
def test_only_what_is_kept_changes(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    after = edited(text.encode(), {"theme": "nord", "sidebar": True}, "f").decode()
    assert tomllib.loads(after) == before | {"theme": "nord", "sidebar": True}
    assert after.count("#") == text.count("#")
