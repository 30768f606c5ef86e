"""`roxom-tui config path | show | validate | keys | init`."""

from __future__ import annotations

import os
from types import SimpleNamespace

from roxom_tui.commands.options import bound_keys, settings_of
from roxom_tui.commands.stdio import put, write_notice
from roxom_tui.config.config_file import find_config, write_first_config
from roxom_tui.config.settings import Profile, Settings
from roxom_tui.config.settings_text import settings_text, toml_text
from roxom_tui.model.errors import UsageError
from roxom_tui.model.visible_text import escaped


def run(options: SimpleNamespace) -> int:
    """Answers 0, or raises UsageError."""
    return {"path": _path, "show": _show, "validate": _validate, "keys": _keys, "init": _init}[options.what](options)


def _path(options: SimpleNamespace) -> int:
    place = find_config(options.config, os.environ)
    if place.path is None:
        raise UsageError("there is no home folder, so no usual place for a config file; name one with --config")
    put(str(place.path))
    return 0


def _show(options: SimpleNamespace) -> int:
    put(settings_text(settings_of(options)).rstrip("\n"))
    return 0


def _validate(options: SimpleNamespace) -> int:
    settings = settings_of(options)
    _refuse_keyless(settings)
    source = escaped(str(settings.path)) if settings.path is not None else "no config file, the built-in settings stand"
    write_notice(f"{source}: OK; profiles: {', '.join(settings.profiles)}; default: {settings.profile}")
    return 0


def _keys(options: SimpleNamespace) -> int:
    """The table that the config file could have: it binds every key as it is bound now."""
    from roxom_tui.ui.actions import ACTIONS

    keys = bound_keys(settings_of(options))
    rows = [(f"{action.id} = {toml_text(' '.join(keys.key_labels(action.id)))}", action.help) for action in ACTIONS]
    width = max(len(setting) for setting, _ in rows)
    put("\n".join(["[keys]", *(f"{setting:<{width}}  # {sentence}" for setting, sentence in rows)]))
    return 0


def _init(options: SimpleNamespace) -> int:
    place = find_config(options.config, os.environ)
    if fault := write_first_config(place):
        raise UsageError(fault)
    write_notice(
        f"wrote {escaped(str(place.path))}; it opens the demo until you fill in a profile and name it at the top"
    )
    return 0


def _refuse_keyless(settings: Settings) -> None:
    """The demo opens all the same, so this is no reason to refuse the file elsewhere."""
    lacking = [
        f"profile {profile.name} names no {what}"
        for profile in settings.profiles.values()
        if profile.ws_url is not None
        for what in missing_credentials(profile)
    ]
    if lacking:
        raise UsageError(f"{escaped(str(settings.path or 'the settings'))}: {'; '.join(lacking)}")


def missing_credentials(profile: Profile) -> list[str]:
    """The settings of a key that a profile leaves out. That the key can be used is for `check` to find out."""
    key = [] if profile.api_key is not None or profile.api_key_env is not None else ["api_key_env"]
    return key if profile.private_key_file is not None else [*key, "private_key_file"]
