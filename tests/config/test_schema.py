"""The example file is a working configuration that names every key."""

from __future__ import annotations

import re
import tomllib

from roxom_tui.config import schema
from roxom_tui.config.config_file import CONFIG_VARIABLE
from roxom_tui.config.settings import Profile, RecordingSettings, Settings, TapeSettings, UiSettings
from roxom_tui.config.toml_lines import key_lines
from tests.support.config_texts import Load, good


def test_the_example_loads(load: Load, example: str) -> None:
    settings = good(load(example))
    assert set(settings.profiles) == {"demo", "sandbox", "production"}


def test_the_example_names_every_key(example: str) -> None:
    document = tomllib.loads(example)
    assert set(document) == set(schema.TOP)
    assert {key for profile in document["profiles"].values() for key in profile} == set(schema.PROFILE)
    assert set(document["ui"]) == set(schema.UI)
    assert set(document["recording"]) == set(schema.RECORDING)
    assert set(document["tape"]) == set(schema.TAPE)


def test_the_example_has_a_comment_above_every_key_when_it_is_first_named(example: str) -> None:
    texts = example.splitlines()
    seen: set[str] = set()
    for path, line in key_lines(example).items():
        name = str(path[-1])
        # A key of the same block, right under a commented one, shares its comment.
        if texts[line - 1].startswith(f"{name} ") and name not in seen | {"quit", "depth_mode"}:
            seen.add(name)
            assert texts[line - 2].startswith("#"), name


def test_the_example_names_every_variable(example: str) -> None:
    variables = {key.variable for keys in (schema.TOP, schema.UI) for key in keys.values() if key.variable}
    assert variables | {CONFIG_VARIABLE} == set(re.findall(r"ROXOM_TUI_[A-Z_]+", example))


def test_every_key_fills_a_field_of_its_name() -> None:
    # Tiers and rules of a profile are those of `[tape]` and `[[alerts]]`.
    named = set(Profile.__struct_fields__)
    assert set(schema.PROFILE) == named - {"name", "tiers", "alerts"}
    assert set(schema.UI) == set(UiSettings.__struct_fields__)
    assert set(schema.RECORDING) == set(RecordingSettings.__struct_fields__)
    assert set(schema.TAPE) == set(TapeSettings.__struct_fields__)
    assert set(schema.TOP) - set(schema.PROFILE_DEFAULTS) <= set(Settings.__struct_fields__)
