"""The last line: the keys of the focused panel, or for some seconds a notice beside them. Pure."""

from __future__ import annotations

from typing import NamedTuple

from roxom_tui.ui.actions import BY_ID, Action, Context, footer
from roxom_tui.ui.keymap import Keymap
from roxom_tui.ui.lines import Line, Role, Span, cut, fit, width_of

_ROLES = {"warning": Role.WARNING, "error": Role.ERROR}


class Said(NamedTuple):
    """A notice as it is drawn."""

    text: str
    severity: str


_ALWAYS = ("help", "quit")
"""Actions whose keys are named as long as there is room for any."""


def footer_line(keys: Keymap, context: Context, notice: Said | None, width: int) -> Line:
    """Whole pairs of key and label, as many as fit, help and quit at the end; a notice takes the end instead."""
    end = _said(notice, width) if notice is not None else _always(keys, width)
    room = width - width_of(end) - 2
    pairs: list[Span] = [Span(" ")]
    for action in footer(context):
        pair = _pair(keys, action)
        if action.id in _ALWAYS:
            continue
        if width_of(pair) > room:
            break
        room -= width_of(pair)
        pairs.extend(pair)
    gap = width - width_of(pairs) - width_of(end)
    return fit((*pairs, Span(" " * max(0, gap)), *end), width)


def _pair(keys: Keymap, action: Action) -> Line:
    return (Span(keys.key_label(action.id), Role.TEXT), Span(f" {action.label}   ", Role.FAINT))


def _said(notice: Said, width: int) -> Line:
    text = cut(notice.text, max(0, width - 2))
    return (Span(text, _ROLES.get(notice.severity, Role.TEXT)), Span(" "))


def _always(keys: Keymap, width: int) -> Line:
    pairs = [span for action_id in _ALWAYS for span in _pair(keys, BY_ID[action_id])]
    last = pairs[-1]._replace(text=pairs[-1].text.rstrip() + " ")
    line = (*pairs[:-1], last)
    return line if width_of(line) < width else ()
