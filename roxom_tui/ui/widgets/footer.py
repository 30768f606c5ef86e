"""The last line: the keys of the focused panel, or for some seconds a notice beside them. Pure."""

from __future__ import annotations

from roxom_tui.model.status import Notice
from roxom_tui.ui.actions import Context, footer
from roxom_tui.ui.keymap import Keymap
from roxom_tui.ui.lines import Line, Role, Span, cut, fit, width_of

_ROLES = {"warning": Role.WARNING, "error": Role.ERROR}


def footer_line(keys: Keymap, context: Context, notice: Notice | None, width: int) -> Line:
    """Whole key-and-label pairs, as many as fit; a notice has the right of way."""
    said: Line = ()
    if notice is not None:
        text = cut(notice.text, max(0, width - 2))
        said = (Span(text, _ROLES.get(notice.severity, Role.TEXT)), Span(" "))
    room = width - width_of(said) - 1
    pairs: list[Span] = [Span(" ")]
    for action in footer(context):
        pair = (Span(keys.key_label(action.id), Role.TEXT), Span(f" {action.label}   ", Role.FAINT))
        if width_of(pair) > room:
            break
        room -= width_of(pair)
        pairs.extend(pair)
    gap = width - width_of(pairs) - width_of(said)
    return fit((*pairs, Span(" " * max(0, gap)), *said), width)
