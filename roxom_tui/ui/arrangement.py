"""The places of the panels at a size of the terminal. Pure: sizes in, regions out.

Panels are dropped whole. One without a place of its own shares one: it appears there when it is focused, so that every
function is within reach of Tab at any size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol, TypeAlias, TypeVar

from textual.geometry import Region

from roxom_tui.model.values import replace
from roxom_tui.ui.layout import Floor, Form, Layout, Need, Place, Room, Row, Slot, Stack
from roxom_tui.ui.share_out import Want, shared_out

HEADER = "header"
TICKER = "ticker"
FOOTER = "footer"
OUTAGE = "outage"
REPLAY = "replay"

T = TypeVar("T")


class Placed(Protocol):
    """The place a panel asks for; `weight` is its share where no layout says one, `widest` what it can use, if not any.

    `widest` is without the frame.
    """

    panel_id: str
    slot: Slot
    floor: Floor
    weight: int
    widest: int | None


Needs: TypeAlias = Mapping[str, Need]
"""By the id of a panel; of one that is not named, its floor."""

_FRAME: Final = 2


class Arrangement:
    """The panels there are, and the layout they are laid by."""

    def __init__(self, layout: Layout, panels: Sequence[Placed]) -> None:
        self.layout = layout
        self._panels = {panel.panel_id: panel for panel in panels}

    def regions(
        self, width: int, height: int, needs: Needs, focused: str, zoomed: str | None = None
    ) -> Mapping[str, Region]:
        """The dashboard for a terminal of this size and for so much to show; what has no region is hidden."""
        regions = _frame(width, height)
        body = _body(width, height, regions)
        form = next(
            (form for form in self.layout.forms if body.width >= form.width and body.height >= form.height), None
        )
        if zoomed is not None and body.height > 0:
            regions[zoomed] = body
        elif form is not None:
            self._lay(form, body, needs, focused, regions)
        elif TICKER in regions:
            # No room for any panel: what there is belongs to the figures, one below another.
            strip = regions[TICKER]
            regions[TICKER] = Region(0, strip.y, width, strip.height + body.height)
        return regions

    def dropped(self, width: int, height: int, needs: Needs) -> tuple[str, ...]:
        """Panels of an own layout for which there is no room at this size; they share the place of another."""
        body = _body(width, height, _frame(width, height))
        form = self.layout.forms[0]
        kept = self._fitting(form, body, needs).panels
        return tuple(panel for panel in form.panels if panel not in kept)

    def _fitting(self, form: Form, body: Region, needs: Needs) -> Form:
        """An own layout's form with panels dropped until all others have the room they must have: of a row that is too
        wide its last, of too many rows the last of all."""
        while self.layout.is_own and len(form.panels) > 1:
            laid = self._laid(form, body, needs, form.panels[0])
            poor = next(((place, region) for place, region in laid if not self._is_worth(place[:1], region)), None)
            if poor is None:
                break
            (first, *_), region = poor
            row = next(row for row in form.rows if first in row.panels)
            is_narrow = region.width < self._panels[first].floor.width and len(row.stacks) > 1
            form = without(form, (row if is_narrow else form).panels[-1])
        return form

    def _lay(self, form: Form, body: Region, needs: Needs, focused: str, regions: dict[str, Region]) -> None:
        form = self._fitting(form, body, needs)
        for place, region in self._laid(self._completed(form, body, needs, focused), body, needs, focused):
            regions[_shown(place, focused)] = region

    def _completed(self, form: Form, body: Region, needs: Needs, focused: str) -> Form:
        """The form with the panels that it does not name; one for which there is no room of its own shares a place."""
        for panel in self._panels.values():
            if panel.panel_id not in form.panels:
                company = [name for name in form.panels if self._panels[name].slot is panel.slot] or form.panels
                own = _joined(form, panel, company, shares=False)
                has_room = not self.layout.is_own
                has_room = has_room and all(self._is_worth(*laid) for laid in self._laid(own, body, needs, focused))
                form = own if has_room else _joined(form, panel, company, shares=True)
        return form

    def _is_worth(self, place: Place, region: Region) -> bool:
        floors = [self._panels[panel].floor for panel in place]
        return all(region.width >= floor.width and region.height >= floor.height for floor in floors)

    def _laid(self, form: Form, body: Region, needs: Needs, focused: str) -> Iterator[tuple[Place, Region]]:
        """Each place and its region, in reading order."""
        y = body.y
        stacks = [[self._wants(stack, needs, focused) for stack in row.stacks] for row in form.rows]
        heights = shared_out(
            body.height, [_high(row, wants, body) for row, wants in zip(form.rows, stacks, strict=True)]
        )
        for row, rows, height in zip(form.rows, stacks, heights, strict=True):
            x = body.x
            widths = shared_out(body.width, [self._broad(stack, body.width) for stack in row.stacks])
            for stack, wants, width in zip(row.stacks, rows, widths, strict=True):
                top = y
                for place, high in zip(stack.places, shared_out(height, wants), strict=True):
                    yield place, Region(x, top, width, high)
                    top += high
                x += width
            y += height

    def _wants(self, stack: Stack, needs: Needs, focused: str) -> list[Want]:
        """What the places of a stack need for the panels that stand there."""
        shown = [self._panels[_shown(place, focused)] for place in stack.places]
        found = [(panel, needs.get(panel.panel_id, Need(panel.floor.height))) for panel in shown]
        return [Want(panel.floor.height, need.rows, need.most, panel.weight) for panel, need in found]

    def _broad(self, stack: Stack, whole: int) -> Want:
        """The columns of a stack; where the layout does not say how many it must have, its panels do."""
        room, panels = stack.room, [self._panels[panel] for panel in stack.panels]
        floor = room.least or max(panel.floor.width for panel in panels)
        caps = [panel.widest for panel in panels]
        widest = None if None in caps else max(cap for cap in caps if cap is not None) + _FRAME
        if room.of_whole:
            size = max(floor, room.within(whole * room.share // 100))
            return Want(floor, size, size if widest is None else max(floor, min(size, widest)), 0)
        bounds = [bound for bound in (room.most, widest) if bound is not None]
        return Want(floor, floor, max(floor, min(bounds)) if bounds else None, room.share)


def _shown(place: Place, focused: str) -> str:
    return focused if focused in place else place[0]


def _high(row: Row, stacks: Sequence[Sequence[Want]], body: Region) -> Want:
    """The rows that the stacks of a row want together: those of the tallest."""
    room = row.room
    floor = max(sum(want.floor for want in wants) for wants in stacks)
    need = max(sum(max(want.floor, want.need) for want in wants) for wants in stacks)
    if room.of_whole:
        need = max(need, body.height * room.share // 100)
    share = 0 if room.of_whole else room.share
    return Want(floor, max(room.least, need if room.most is None else min(need, room.most)), room.most, share)


def _frame(width: int, height: int) -> dict[str, Region]:
    """The lines around the panels. The header stays longest; the ticker's heading row is the first to go."""
    regions = {HEADER: Region(0, 0, width, 1)}
    if height >= 2:
        rows = 3 if height >= 45 else 2 if height >= 30 else 1
        regions[TICKER] = Region(0, 1, width, rows)
    if height >= 12:
        regions[FOOTER] = Region(0, height - 1, width, 1)
    return regions


def _body(width: int, height: int, frame: Mapping[str, Region]) -> Region:
    top = frame[TICKER].bottom if TICKER in frame else 1
    bottom = frame[FOOTER].y if FOOTER in frame else height
    return Region(0, top, width, max(0, bottom - top))


def _joined(form: Form, panel: Placed, company: Sequence[str], *, shares: bool) -> Form:
    """The form with one more panel behind the last of its company: in its place, under or beside it, or a row below."""
    last, alone = company[-1], (panel.panel_id,)
    r, row = next((r, row) for r, row in enumerate(form.rows) if last in row.panels)
    s, stack = next((s, stack) for s, stack in enumerate(row.stacks) if last in stack.panels)
    p, place = next((p, place) for p, place in enumerate(stack.places) if last in place)
    new = Stack((alone,), Room(panel.weight))
    if shares or len(place) > 1:
        stacks: tuple[Stack, ...] = (replace(stack, places=_with(stack.places, p, (*place, *alone))),)
    elif len(stack.places) > 1:
        stacks = (replace(stack, places=_with(stack.places, p, place, alone)),)
    elif len(row.stacks) > 1:
        stacks = (stack, new)
    else:
        return replace(form, rows=_with(form.rows, r, row, Row((new,), new.room)))
    return replace(form, rows=_with(form.rows, r, replace(row, stacks=_with(row.stacks, s, *stacks))))


def without(form: Form, panel: str) -> Form:
    """The form without a panel; places, stacks and rows that it leaves empty go with it."""
    rows: list[Row] = []
    for row in form.rows:
        stacks: list[Stack] = []
        for stack in row.stacks:
            kept = (tuple(one for one in place if one != panel) for place in stack.places)
            if places := tuple(filter(None, kept)):
                stacks.append(replace(stack, places=places))
        if stacks:
            rows.append(replace(row, stacks=tuple(stacks)))
    return replace(form, rows=tuple(rows))


def _with(items: tuple[T, ...], at: int, *new: T) -> tuple[T, ...]:
    """The same with others in the place of one."""
    return (*items[:at], *new, *items[at + 1 :])


def with_outage(regions: Mapping[str, Region], lower: Mapping[str, Region], rows: int) -> Mapping[str, Region]:
    """Below the panels, laid out in so many rows less (`lower`): no row of a list is hidden. Over their bottom where
    one of them would have no place then."""
    footer = regions.get(FOOTER)
    if footer is None or not rows or footer.y <= rows + 2:
        return regions
    outage = Region(0, footer.y - rows, footer.width, rows)
    if lower.keys() == regions.keys() and lower[FOOTER].y < footer.y:
        return {**lower, FOOTER: footer, OUTAGE: outage}
    return {**regions, OUTAGE: outage}


def with_replay(regions: Mapping[str, Region], height: int) -> Mapping[str, Region]:
    """The last line but one is the bar of a replay, for which everything was laid out a row lower."""
    footer = regions.get(FOOTER)
    if footer is None:
        return regions
    bar = Region(0, height - 2, footer.width, 1)
    return {**regions, FOOTER: Region(0, height - 1, footer.width, 1), REPLAY: bar}
