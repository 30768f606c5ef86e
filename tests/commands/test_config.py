"""config: the path, the settings as TOML without secrets, their problems, and a first file that writes over nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from roxom_tui.config.config_file import example_text
from roxom_tui.ui.actions import ACTIONS
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap, keymap
from tests.support.program import one_sentence, run
from tests.support.terminal import Terminal


def test_config_path_names_the_usual_place_and_what_overrides_it(tmp_path: Path) -> None:
    usual = tmp_path / ".config" / "roxom-tui" / "config.toml"
    assert run(tmp_path, "config", "path").stdout == f"{usual}\n"
    assert run(tmp_path, "config", "path", XDG_CONFIG_HOME="/x").stdout == "/x/roxom-tui/config.toml\n"
    assert run(tmp_path, "config", "path", ROXOM_TUI_CONFIG="/y.toml").stdout == "/y.toml\n"
    assert run(tmp_path, "--config", "/z.toml", "config", "path", ROXOM_TUI_CONFIG="/y.toml").stdout == "/z.toml\n"


def test_config_show_writes_toml_without_secrets(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    text = '[profiles.s]\nenvironment = "sandbox"\nws_url = "wss://h.example/ws"\napi_key = "canary-0123456789"\n'
    file.write_text(text)
    file.chmod(0o600)
    ran = run(tmp_path, "--config", str(file), "config", "show")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert tomllib.loads(ran.stdout)["profiles"]["s"]["api_key"] == "<redacted>"
    assert "canary" not in ran.stdout


def test_config_validate_puts_its_words_on_stderr(tmp_path: Path) -> None:
    ran = run(tmp_path, "config", "validate")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "OK; profiles: demo; default: demo" in ran.stderr


def test_config_validate_misses_the_key_of_a_private_profile(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text('[profiles.s]\nenvironment = "sandbox"\nws_url = "wss://h.example/ws"\n')
    ran = run(tmp_path, "--config", str(file), "config", "validate")
    assert ran.returncode == 2
    assert one_sentence(ran).endswith(f"{file}: profile s names no api_key_env; profile s names no private_key_file")
    file.write_text(file.read_text() + 'api_key_env = "KEY"\nprivate_key_file = "k.pem"\n')
    assert run(tmp_path, "--config", str(file), "config", "validate").returncode == 0


def test_a_config_file_in_the_usual_place_that_cannot_be_read_opens_nothing(tmp_path: Path) -> None:
    place = usual_place(tmp_path)
    place.parent.mkdir(parents=True)
    place.write_text('profile = "production"\n' + "#" * 70_000)
    for command in (["config", "validate"], ["config", "show"], ["dashboard"], []):
        ran = run(tmp_path, *command)
        assert (ran.returncode, ran.stdout) == (2, ""), command
        assert one_sentence(ran) == f"{place}: is larger than 64 KiB"


def usual_place(home: Path) -> Path:
    return home / ".config" / "roxom-tui" / "config.toml"


def test_init_writes_the_example_for_nobody_else_to_read(tmp_path: Path) -> None:
    ran = run(tmp_path, "config", "init")
    place = usual_place(tmp_path)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert str(place) in ran.stderr
    assert place.read_text() == example_text()
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    valid = run(tmp_path, "config", "validate")
    assert valid.returncode == 0
    assert valid.stderr == f"{place}: OK; profiles: demo, sandbox, production; default: demo\n"


@pytest.mark.parametrize("kind", ["file", "link to nothing", "folder"])
def test_init_never_writes_over_anything(kind: str, tmp_path: Path) -> None:
    place = usual_place(tmp_path)
    place.parent.mkdir(parents=True)
    if kind == "file":
        place.write_text("mine")
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to(tmp_path / "elsewhere")
    ran = run(tmp_path, "config", "init")
    assert ran.returncode == 2
    assert one_sentence(ran) == f"{place} is there already and was left as it is"
    assert not (tmp_path / "elsewhere").exists()
    assert kind != "file" or place.read_text() == "mine"


def test_init_writes_where_it_is_told_to_and_leaves_the_folder_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o755)
    for path, more in ((folder / "a.toml", {}), (folder / "b.toml", {"ROXOM_TUI_CONFIG": str(folder / "b.toml")})):
        arguments = [] if more else ["--config", str(path)]
        assert run(tmp_path, *arguments, "config", "init", **more).returncode == 0
        assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o755
    assert run(tmp_path, "--config", str(tmp_path / "new" / "c.toml"), "config", "init").returncode == 0
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_init_says_why_it_cannot_write(tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("a file in the way")
    ran = run(tmp_path, "config", "init")
    assert ran.returncode == 2
    assert one_sentence(ran).startswith(f"{usual_place(tmp_path)} cannot be written: ")


def test_what_init_wrote_opens_the_demo_with_the_usual_keys(tmp_path: Path) -> None:
    assert run(tmp_path, "config", "init").returncode == 0
    with Terminal([], tmp_path) as terminal:
        terminal.shows("DEMO", "spread")
        terminal.press("q")
        assert terminal.ends() == 0


def test_keys_lists_every_action_as_a_table_that_binds_what_is_bound(tmp_path: Path) -> None:
    ran = run(tmp_path, "config", "keys")
    assert (ran.returncode, ran.stderr) == (0, "")
    listed = tomllib.loads(ran.stdout)["keys"]
    assert list(listed) == [action.id for action in ACTIONS]
    found = keymap(listed)
    assert isinstance(found, Keymap)
    assert found.keys == DEFAULT_KEYMAP.keys
    assert all(action.help in ran.stdout for action in ACTIONS)


def test_keys_tells_those_of_the_config_file(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text("[keys]\nquit = 'f10 \\'\n")
    listed = tomllib.loads(run(tmp_path, "--config", str(file), "config", "keys").stdout)["keys"]
    assert listed["quit"] == "F10 \\"
