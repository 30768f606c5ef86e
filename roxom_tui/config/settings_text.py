"""The settings in force, written as TOML, without the secrets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Final

from roxom_tui.config import schema
from roxom_tui.config.problems import path_text
from roxom_tui.config.settings import Profile, Settings
from roxom_tui.model.credentials import Secret
from roxom_tui.model.visible_text import escaped

HIDDEN: Final = "<redacted>"
"""People put tokens into the arguments of a program."""


def settings_text(settings: Settings) -> str:
    """Every setting and its value; a key reads `<redacted>`, and what is not set is left out."""
    return "\n".join(_lines(settings)) + "\n"


def profile_text(profile: Profile, *, reveal: bool) -> str:
    """One profile, as it can be pasted into a config file; its key only with `reveal`."""
    return "\n".join(_table(("profiles", profile.name), profile, tuple(schema.PROFILE), reveal=reveal))


def _lines(settings: Settings) -> Iterator[str]:
    yield (
        f"# from {escaped(str(settings.path))}" if settings.path is not None else "# built in: there is no config file"
    )
    yield f"profile = {toml_text(settings.profile)}"
    for name, profile in settings.profiles.items():
        yield ""
        yield from _table(("profiles", name), profile, tuple(schema.PROFILE))
    yield ""
    yield from _table(("ui",), settings.ui, tuple(schema.UI))
    yield ""
    yield from _table(("tape",), settings.tape, tuple(schema.TAPE))
    yield ""
    yield from _table(("recording",), settings.recording, tuple(schema.RECORDING))
    yield ""
    yield from _table(("notify",), settings.notify, tuple(schema.NOTIFY))
    if settings.hooks:
        yield ""
        yield "[hooks]"
        for name, (program, *arguments) in settings.hooks.items():
            yield f"{name} = {toml_value((program, *(HIDDEN for _ in arguments)))}"
    for rule in settings.alerts:
        yield from ("", "[[alerts]]", f"rule = {toml_text(rule)}")
    for table, entries in (("keys", settings.keys), ("layouts", settings.layouts)):
        if entries:
            yield ""
            yield f"[{table}]"
            yield from (f"{path_text((name,))} = {toml_text(text)}" for name, text in entries.items())


def _table(path: tuple[str, ...], record: object, names: tuple[str, ...], *, reveal: bool = False) -> Iterator[str]:
    yield f"[{path_text(path)}]"
    for name in names:
        value = getattr(record, name)
        if reveal and isinstance(value, Secret):
            value = value.reveal()
        if value is not None:
            yield f"{name} = {toml_value(value)}"


def toml_value(value: object) -> str:
    """A setting as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case tuple():
            return f"[{', '.join(toml_value(entry) for entry in value)}]"
        case StrEnum():
            return toml_text(value.value)
        case Secret() | Path() | str():
            return toml_text(str(value))
        case _:
            raise TypeError(f"no setting is a {type(value).__name__}")


def toml_text(text: str) -> str:
    """A TOML string; control characters are escaped, so it is fit for a terminal."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08X}"
