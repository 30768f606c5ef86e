"""The keys of each action, after the configuration had its say; and the names of keys, from what a person
writes to what Textual knows, and from there to a label. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from msgspec import Struct
from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, REPLACED_KEYS, Keys, key_to_character

from roxom_tui.config.problems import nearest
from roxom_tui.ui.actions import ACTIONS, BY_ID, Action


class KeyProblem(NamedTuple):
    """An action whose configured keys cannot be used, and why."""

    action_id: str
    why: str


class KeyProblems(Struct, frozen=True):
    """All that is wrong with the configured keys."""

    problems: tuple[KeyProblem, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """A sentence for each, beginning with the key path."""
        return tuple(f"keys.{action_id}: {why}" for action_id, why in self.problems)


class Keymap(Struct, frozen=True):
    """The keys of every action. `changed` holds those of rebound actions only, as `App.set_keymap` takes them."""

    keys: Mapping[str, tuple[str, ...]]
    changed: Mapping[str, str]

    def bindings(self, only: Iterable[str] | None = None) -> list[Binding]:
        """Textual bindings of all actions, or of some. Those that may be rebound carry the action's id."""
        chosen = ACTIONS if only is None else tuple(BY_ID[action_id] for action_id in only)
        return [_binding(action, key) for action in chosen for key in self.keys[action.id]]

    def key_label(self, action_id: str) -> str:
        """The first key of an action as printed on it: `Shift+Tab`, `Ctrl+P`, `?`."""
        return key_label(self.keys[action_id][0])

    def key_labels(self, action_id: str) -> tuple[str, ...]:
        """All keys of an action as printed on them."""
        return tuple(key_label(key) for key in self.keys[action_id])


def keymap(overrides: Mapping[str, str]) -> Keymap | KeyProblems:
    """The default keys with some actions rebound (`[keys]` of the configuration), or what is wrong with that."""
    problems: list[KeyProblem] = []
    rebound: dict[str, tuple[str, ...]] = {}
    for action_id, written in overrides.items():
        names = _read(action_id, written, problems)
        if names:
            rebound[action_id] = names
    problems.extend(_clashes(rebound))
    if problems:
        return KeyProblems(tuple(problems))
    movable = {name: [key for key in keys if key not in BY_ID[name].fixed] for name, keys in rebound.items()}
    return Keymap({**_DEFAULT_KEYS, **rebound}, {name: ",".join(keys) for name, keys in movable.items() if keys})


def _binding(action: Action, key: str) -> Binding:
    fixed = key in action.fixed
    return Binding(
        key,
        action.call,
        action.label,
        show=False,
        priority=action.priority and not is_typing(key),
        id=None if fixed else action.id,
    )


def _read(action_id: str, written: str, problems: list[KeyProblem]) -> tuple[str, ...]:
    """The keys of one setting, the fixed ones of the action after them."""
    action = BY_ID.get(action_id)
    if action is None:
        near = nearest(action_id, BY_ID)
        hint = f"; did you mean {near}?" if near else ""
        problems.append(KeyProblem(action_id, f"there is no such action{hint}"))
        return ()
    parts = key_list(written)
    if not parts:
        problems.append(KeyProblem(action_id, "no key is named"))
        return ()
    # Only whoever binds keys of their own needs it, and the first paint waits for what is loaded here.
    from roxom_tui.ui.plain_keys import can_arrive, sent_as

    names = {part: key_name(part) for part in parts}
    problems.extend(KeyProblem(action_id, f"{part!r} is not a key") for part, name in names.items() if name is None)
    known = [name for name in names.values() if name is not None]
    others = {name: sent for name in known if (sent := sent_as(name)) != name}
    problems.extend(
        KeyProblem(action_id, f"{key_label(name)} is {key_label(sent)} to a terminal; name another key")
        for name, sent in others.items()
    )
    problems.extend(
        KeyProblem(action_id, f"{key_label(name)} is the beginning of a report to a terminal; name another key")
        for name in known
        if name not in others and not can_arrive(name)
    )
    return tuple(dict.fromkeys((*(name for name in known if name not in others), *action.fixed)))


def _clashes(rebound: Mapping[str, tuple[str, ...]]) -> list[KeyProblem]:
    """One sentence for each key that two actions want at the same moment; the rebound one is to blame."""
    taken = [(key, action) for action in ACTIONS if action.id not in rebound for key in action.keys]
    problems = []
    for action_id, keys in rebound.items():
        action = BY_ID[action_id]
        for key in keys:
            owner = next((o for k, o in taken if k == key and o.context.meets(action.context)), None)
            if owner is not None:
                problems.append(KeyProblem(action_id, f"{key_label(key)} is already {owner.id}"))
        taken.extend((key, action) for key in keys)
    return problems


_DEFAULT_KEYS: Final = {action.id: action.keys for action in ACTIONS}

DEFAULT_KEYMAP: Final = Keymap(_DEFAULT_KEYS, {})


_MODIFIERS: Final = ("alt", "ctrl", "hyper", "meta", "shift", "super")
"""In the order in which the terminal's reader names them."""
_SPOKEN: Final = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "del": "delete",
    "ins": "insert",
    "control": "ctrl",
    "option": "alt",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
_LABELS: Final = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "space": "Space",
}
_NAMED: Final = frozenset(key.value for key in Keys if key.value.isalnum())


def key_list(text: str) -> list[str]:
    """The keys in a setting: separated by spaces, or by commas where a comma is not itself the key."""
    return [key for part in text.split() for key in ([part] if part == "," else part.split(","))]


def key_name(written: str) -> str | None:
    """Textual's name of a key written as `z`, `[`, `Ctrl+P` or `PgUp`; None if there is no such key."""
    *prefix, base = written.split("+") if len(written) > 1 else [written]
    if written.endswith("++"):
        prefix, base = written[:-2].split("+"), "+"
    modifiers = [_SPOKEN.get(word.lower(), word.lower()) for word in prefix]
    if any(word not in _MODIFIERS for word in modifiers):
        return None
    return _joined(modifiers, _base_name(base))


def key_label(name: str) -> str:
    """The label of a key: `Shift+Tab`, `Ctrl+P`, `PgUp`, `?`."""
    *modifiers, base = name.split("+")
    return "+".join([*(word.capitalize() for word in modifiers), _base_label(base, bool(modifiers))])


def character_of(name: str) -> str | None:
    """The character that a key puts into a text, if it does."""
    character = key_to_character(REPLACED_KEYS.get(name, name))
    return character if character is not None and character.isprintable() else None


def is_typing(name: str) -> bool:
    """True for a key that puts a character into a text field."""
    return character_of(name) is not None


def _base_name(base: str) -> str | None:
    base = _SPOKEN.get(base.lower(), base)
    if len(base) == 1:
        return _character_name(base)
    lower = base.lower()
    return lower if lower in _NAMED or character_of(lower) is not None else None


def _character_name(character: str) -> str | None:
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name) or None


def _joined(modifiers: list[str], base: str | None) -> str | None:
    """Terminals send Shift and a letter as the capital, and know no case under Ctrl."""
    if base is None:
        return None
    if modifiers == ["shift"] and character_of(base) is not None and base != "space":
        return base.upper() if base.isalpha() and len(base) == 1 else None
    if modifiers and len(base) == 1:
        if base.isupper() and "ctrl" not in modifiers:
            modifiers = [*modifiers, "shift"]
        base = base.lower()
    ordered = [word for word in _MODIFIERS if word in modifiers]
    return "+".join([*ordered, base])


def _base_label(base: str, modified: bool) -> str:
    if base in _LABELS:
        return _LABELS[base]
    character = character_of(base)
    if character is not None:
        return character.upper() if modified else character
    return base.capitalize()
