"""The places of the panels at a size of the terminal. Pure: sizes in, regions out.

Panels are dropped whole. One without a place of its own shares one: it appears there when it is focused, so that every
function is within reach of Tab at any size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from textual.geometry import Region

from roxom_tui.ui.layout import Floor, Form, Layout, Place, Room, Row, Slot, Stack

HEADER = "header"
TICKER = "ticker"
FOOTER = "footer"

T = TypeVar("T")


class Placed(Protocol):
    """The place a panel asks for; `weight` is its share where no layout says one."""

    panel_id: str
    slot: Slot
    floor: Floor
    weight: int

    def rows_for(self, symbols: int) -> tuple[int, int | None]:
        """Rows it needs for so many symbols, frame included, and the most it can fill (None: any)."""


class Arrangement:
    """The panels there are, and the layout they are laid by."""

    def __init__(self, layout: Layout, panels: Sequence[Placed]) -> None:
        self.layout = layout
        self._panels = {panel.panel_id: panel for panel in panels}

    def regions(
        self, width: int, height: int, symbols: int, focused: str, zoomed: str | None = None
    ) -> Mapping[str, Region]:
        """The dashboard for a terminal of this size and so many symbols; what has no region is hidden."""
        regions = _frame(width, height)
        body = _body(width, height, regions)
        form = next(
            (form for form in self.layout.forms if body.width >= form.width and body.height >= form.height), None
        )
        if zoomed is not None and body.height > 0:
            regions[zoomed] = body
        elif form is not None:
            for place, region in self._laid(self._completed(form, body, symbols), body, symbols):
                regions[focused if focused in place else place[0]] = region
        elif TICKER in regions:
            # No room for any panel: what there is belongs to the figures, one below another.
            strip = regions[TICKER]
            regions[TICKER] = Region(0, strip.y, width, strip.height + body.height)
        return regions

    def _completed(self, form: Form, body: Region, symbols: int) -> Form:
        """The form with the panels that it does not name; one for which there is no room of its own shares a place."""
        for panel in self._panels.values():
            if panel.panel_id not in form.panels:
                company = [name for name in form.panels if self._panels[name].slot is panel.slot] or form.panels
                own = _joined(form, panel, company, shares=False)
                has_room = all(self._is_worth(*laid) for laid in self._laid(own, body, symbols))
                form = own if has_room else _joined(form, panel, company, shares=True)
        return form

    def _is_worth(self, place: Place, region: Region) -> bool:
        floors = [self._panels[panel].floor for panel in place]
        return all(region.width >= floor.width and region.height >= floor.height for floor in floors)

    def _laid(self, form: Form, body: Region, symbols: int) -> Iterator[tuple[Place, Region]]:
        """Each place and its region, in reading order."""
        y = body.y
        for row, height in zip(form.rows, shared_out(body.height, list(map(self._high, form.rows))), strict=True):
            x = body.x
            widths = shared_out(body.width, [self._broad(stack) for stack in row.stacks])
            for stack, width in zip(row.stacks, widths, strict=True):
                top = y
                for place, rows in zip(stack.places, self._stacked(stack, height, symbols), strict=True):
                    yield place, Region(x, top, width, rows)
                    top += rows
                x += width
            y += height

    def _high(self, row: Row) -> Room:
        """The room of a row; where the layout does not say how much it must be, its panels do."""
        floors = [sum(self._panels[place[0]].floor.height for place in stack.places) for stack in row.stacks]
        return row.room if row.room.least else row.room._replace(least=max(floors))

    def _broad(self, stack: Stack) -> Room:
        """The room of a stack, likewise."""
        floors = [self._panels[panel].floor.width for panel in stack.panels]
        return stack.room if stack.room.least else stack.room._replace(least=max(floors))

    def _stacked(self, stack: Stack, height: int, symbols: int) -> list[int]:
        """Rows of places over one another, by need; those that can fill any number share what the others do not need.

        Where none can, each gets all it can fill, but at least its part, and the last one the rest.
        """
        wants = [self._panels[place[0]].rows_for(symbols) for place in stack.places]
        greedy = [need for need, most in wants if most is None]
        share = (height - sum(need for need, most in wants if most is not None)) // max(1, len(greedy))
        sizes: list[int] = []
        for i, (need, most) in enumerate(wants[:-1], 1):
            left = height - sum(sizes) - sum(need for need, _ in wants[i:])
            wanted = share if most is None else need if greedy else max(most, height // len(wants))
            sizes.append(max(0, min(wanted, left)))
        return [*sizes, height - sum(sizes)]


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


def shared_out(total: int, rooms: Sequence[Room]) -> list[int]:
    """Rows or columns for each: percents first, then parts of what they leave; the largest part takes the odd ones."""
    sizes = [room.within(total * room.share // 100) if room.of_whole else room.least for room in rooms]
    parts = [i for i, room in enumerate(rooms) if not room.of_whole]
    spare, weights = total - sum(sizes), sum(rooms[i].share for i in parts)
    for i in parts:
        sizes[i] = rooms[i].within(sizes[i] + spare * rooms[i].share // max(1, weights))
    sizes[max(parts, key=lambda i: rooms[i].share, default=0)] += total - sum(sizes)
    return sizes


def _joined(form: Form, panel: Placed, company: Sequence[str], *, shares: bool) -> Form:
    """The form with one more panel behind the last of its company: in its place, under or beside it, or a row below."""
    last, alone = company[-1], (panel.panel_id,)
    r, row = next((r, row) for r, row in enumerate(form.rows) if last in row.panels)
    s, stack = next((s, stack) for s, stack in enumerate(row.stacks) if last in stack.panels)
    p, place = next((p, place) for p, place in enumerate(stack.places) if last in place)
    new = Stack((alone,), Room(panel.weight))
    if shares or len(place) > 1:
        stacks: tuple[Stack, ...] = (stack._replace(places=_with(stack.places, p, (*place, *alone))),)
    elif len(stack.places) > 1:
        stacks = (stack._replace(places=_with(stack.places, p, place, alone)),)
    elif len(row.stacks) > 1:
        stacks = (stack, new)
    else:
        return form._replace(rows=_with(form.rows, r, row, Row((new,), new.room)))
    return form._replace(rows=_with(form.rows, r, row._replace(stacks=_with(row.stacks, s, *stacks))))


def _with(items: tuple[T, ...], at: int, *new: T) -> tuple[T, ...]:
    """The same with others in the place of one."""
    return (*items[:at], *new, *items[at + 1 :])
