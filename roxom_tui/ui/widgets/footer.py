"""The last line: keys of the focused panel, a place for notices, help and quit. Pure.

Each stands in a place of its own that only the width decides: no key appears, goes or moves because something was said.
Only what ends a state that is not well is worth more than keys that do nothing about it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from msgspec import Struct

from roxom_tui.model.values import replace
from roxom_tui.ui.actions import BY_ID, Action, Context, footer
from roxom_tui.ui.keymap import Keymap
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, cut, fit, width_of

_ERROR: Final = "error"
_ROLES: Final = {"warning": Role.WARNING, _ERROR: Role.ERROR}

_ALWAYS: Final = ("help", "quit")
"""Actions whose keys are named as long as there is room for any; the first stays longest."""
_NOTICE_ROOM: Final = (24, 60)
"""The least and most columns for a notice; between them, what is beyond those that the keys need first."""
_KEYS_FIRST: Final = 72
"""So wide the line has room for the keys of the book, help and quit, and little else."""
_BETWEEN: Final = 3
"""Between two pairs of key and label."""
_LEAST_ENDS: Final = 24
"""In less room two ends of a sentence say nothing."""
_GAP: Final = 2
"""Between the keys and a notice, and between that and help."""


class Said(Struct, frozen=True):
    """A notice as it is drawn."""

    text: str
    severity: str
    briefs: tuple[str, ...] = ()
    """What is said where the text has no room: less and less."""
    covers: bool = False
    """It may take the place of the keys, as an error does."""
    needs: int = 0
    """Columns below which it does not say of what it is and what ends it: keys give way, but those that answer it."""


class FooterKeys(Struct, frozen=True):
    """The keys that hold where the person is, and the actions that are in force."""

    keymap: Keymap
    context: Context
    in_force: Collection[str] = ()
    helpful: Sequence[str] = ()
    """Actions that answer what is not well: named first."""
    unseen: Sequence[str] = ()
    """Why a part that has no panel in sight is not well, shorter and shorter: nothing else tells it, so that it has
    the place of the keys."""


def footer_line(keys: FooterKeys, notice: Said | None, width: int) -> Line:
    """Whole pairs of key and label at the left, the notice behind them, help and quit at the end.

    A notice too long for its place is cut; an error rather covers all the keys but the last two.
    """
    end = _always(keys, width)
    least, most = _NOTICE_ROOM
    covers = notice is not None and (notice.covers or notice.severity == _ERROR)
    if keys.unseen and not covers:
        hints = _unseen(keys, width - width_of(end) - (0 if notice is None else least + _GAP))
    else:
        room = width - width_of(end) - max(least, min(width - _KEYS_FIRST, most))
        needs = 0 if notice is None or not notice.needs else notice.needs + 2 * _GAP + _BETWEEN
        answers = sum(width_of(_pair(keys, BY_ID[action_id])) for action_id in keys.helpful)
        hints = _hints(keys, min(room, max(answers, width - width_of(end) - needs)))
    if notice is not None:
        free = width - width_of((*hints, *end)) - _GAP
        if covers and len(notice.text) + 1 > free:
            hints, free = EMPTY, width - width_of(end) - 1
        said = _said(notice, free)
        end = (Span(" " * (width - width_of((*hints, *said, *end)))), *said, *end)
    gap = Span(" " * max(0, width - width_of((*hints, *end))))
    return fit((*hints, gap, *end), width)


def _hints(keys: FooterKeys, room: int) -> Line:
    """As many pairs as fit, those of the innermost place first; each as wide as it can ever be."""
    line: list[Span] = [Span(" ")]
    ordinary = (action for action in footer(keys.context) if action.id not in keys.helpful)
    for action in (*(BY_ID[action_id] for action_id in keys.helpful), *ordinary):
        if action.id in _ALWAYS:
            continue
        pair = _pair(keys, action)
        if width_of((*line, *pair)) - _BETWEEN > room:
            break
        line += pair
    return tuple(line) if len(line) > 1 else EMPTY


def _unseen(keys: FooterKeys, room: int) -> Line:
    """The cause of what is not in sight, behind the key that tells all."""
    key = (Span(" "), *_pair(keys, BY_ID["connection"])) if "connection" in keys.helpful else (Span(" "),)
    left = room - width_of(key) - _GAP
    text = cut(next((form for form in keys.unseen if len(form) <= left), keys.unseen[-1]), max(0, left))
    return (*key, Span(text, Role.WARNING))


def _pair(keys: FooterKeys, action: Action) -> Line:
    label = action.words(keys.in_force).label.ljust(action.label_width)
    if action.id == "connection" and action.id in keys.helpful:
        label = "Why"
    return (Span(keys.keymap.key_label(action.id), Role.TEXT), Span(f" {label}{' ' * _BETWEEN}", Role.FAINT))


def _said(notice: Said, room: int) -> Line:
    """The notice and a gap; how many more there were goes before any of its own words do."""
    forms = (notice.text, *notice.briefs)
    text = next((form for form in forms if len(form) <= room - _GAP), "")
    if not text:
        text = _ends(forms[-1], room - _GAP) if notice.severity == _ERROR else cut(forms[-1], room - _GAP)
    return (Span(text, _ROLES.get(notice.severity, Role.TEXT)), Span(" " * _GAP)) if text else EMPTY


def _ends(text: str, room: int) -> str:
    """The beginning and the end of what is too long: of an error the end says what comes of it."""
    if room < _LEAST_ENDS or len(text) <= room:
        return cut(text, room)
    before = (room - 1) // 2
    return f"{text[:before].rstrip()}…{text[before + 1 - room :].lstrip()}"


def _always(keys: FooterKeys, width: int) -> Line:
    """Help and quit; help alone where a notice would have no room beside both; nothing where not even that fits."""
    for count, beside in ((2, _NOTICE_ROOM[0]), (1, 0)):
        pairs = [span for action_id in _ALWAYS[:count] for span in _pair(keys, BY_ID[action_id])]
        line = (*pairs[:-1], replace(pairs[-1], text=pairs[-1].text.rstrip() + " "))
        if width_of(line) + beside < width:
            return line
    return EMPTY
