"""What is shown of the settings is TOML that loads again, without the secrets."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from roxom_tui.config.settings import Profile, Settings
from roxom_tui.config.settings_text import HIDDEN, settings_text, toml_text
from roxom_tui.model.credentials import Secret
from roxom_tui.model.market import Environment
from roxom_tui.model.values import replace
from tests.support.config_texts import Load, good

CANARY = "canary_key_9d41f6aa83c05b"
PLACE = "wss://h.example/ws"


def test_the_shown_settings_are_redacted_whatever_the_profile_is_called() -> None:
    profile = Profile("api_key", Environment.SANDBOX, PLACE, api_key=Secret(CANARY), api_key_env="K")
    text = settings_text(Settings("api_key", {"api_key": profile}))
    assert 'api_key = "<redacted>"' in text
    assert CANARY not in text


def test_the_shown_settings_load_to_the_same_settings(load: Load, example: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").touch()
    settings = good(load(example.replace('api_key = "put-the-key-id-here"', 'api_key_env = "K"')))
    # What a hook is started with is not shown.
    hooks = {name: (program, *(HIDDEN for _ in more)) for name, (program, *more) in settings.hooks.items()}
    assert good(load(settings_text(settings))) == replace(settings, hooks=hooks)


def test_what_a_hook_is_started_with_is_not_shown(load: Load) -> None:
    text = settings_text(good(load('[hooks]\nphone = ["curl", "--token", "canary"]\n')))
    assert 'phone = ["curl", "<redacted>", "<redacted>"]' in text
    assert "canary" not in text


def test_a_key_is_not_shown(load: Load, example: str) -> None:
    text = settings_text(good(load(example)))
    assert 'api_key = "<redacted>"' in text
    assert "put-the-key-id-here" not in text


@pytest.mark.parametrize("text", ["", 'a"b\\c', "a\nb\x1b[2J", "é", "\u202e"])
def test_any_text_is_written_so_that_it_reads_back_and_prints_safely(text: str) -> None:
    written = toml_text(text)
    assert written.isprintable()
    assert tomllib.loads(f"x = {written}") == {"x": text}
