"""Which keys lead to which action, after the configuration had its say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from textual.binding import Binding

from roxom_tui.config.problems import nearest
from roxom_tui.ui.actions import ACTIONS, BY_ID, Action
from roxom_tui.ui.keys import is_typing, key_label, key_list, key_name


@dataclass(frozen=True, slots=True)
class KeyProblems:
    """Why the configured keys cannot be used: one sentence each, beginning with the key path."""

    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keymap:
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
    problems: list[str] = []
    rebound: dict[str, tuple[str, ...]] = {}
    for action_id, written in overrides.items():
        names = _read(action_id, written, problems)
        if names:
            rebound[action_id] = names
    problems.extend(_clashes(rebound))
    if problems:
        return KeyProblems(tuple(problems))
    changed = {action_id: _movable(action_id, keys) for action_id, keys in rebound.items()}
    return Keymap({**_DEFAULT_KEYS, **rebound}, {action_id: keys for action_id, keys in changed.items() if keys})


def gives_way_to_modals(name: str) -> bool:
    """Whether an action must not reach the dashboard while a modal is open (for the app's `check_action`).

    Textual offers priority keys to the app first, whatever lies on top.
    """
    action = BY_ID.get(name)
    return action is not None and action.priority and not action.fixed


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


def _read(action_id: str, written: str, problems: list[str]) -> tuple[str, ...]:
    """The keys of one setting, the fixed ones of the action after them."""
    action = BY_ID.get(action_id)
    if action is None:
        near = nearest(action_id, BY_ID)
        problems.append(f"keys.{action_id}: there is no such action" + (f"; did you mean {near}?" if near else ""))
        return ()
    parts = key_list(written)
    if not parts:
        problems.append(f"keys.{action_id}: no key is named")
        return ()
    names = {part: key_name(part) for part in parts}
    problems.extend(f"keys.{action_id}: {part!r} is not a key" for part, name in names.items() if name is None)
    known = [name for name in names.values() if name is not None]
    return tuple(dict.fromkeys((*known, *action.fixed)))


def _clashes(rebound: Mapping[str, tuple[str, ...]]) -> list[str]:
    """One sentence for each key that two actions want at the same moment; the rebound one is to blame."""
    taken = [(key, action) for action in ACTIONS if action.id not in rebound for key in action.keys]
    problems = []
    for action_id, keys in rebound.items():
        action = BY_ID[action_id]
        for key in keys:
            owner = next((o for k, o in taken if k == key and o.context.meets(action.context)), None)
            if owner is not None:
                problems.append(f"keys.{action_id}: {key_label(key)} is already {owner.id}")
        taken.extend((key, action) for key in keys)
    return problems


def _movable(action_id: str, keys: Iterable[str]) -> str:
    return ",".join(key for key in keys if key not in BY_ID[action_id].fixed)


_DEFAULT_KEYS: Final = {action.id: action.keys for action in ACTIONS}

DEFAULT_KEYMAP: Final = Keymap(_DEFAULT_KEYS, {})
