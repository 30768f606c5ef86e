"""The lines of a position's details: profit written out, the way to liquidation, what guards it, what closing costs.

Each figure has the worst state of what it is made of, and is `--` where that is nothing to count with. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.market import OrderSide, PositionSide
from roxom_tui.model.money import Btc
from roxom_tui.model.status import PanelState, worst
from roxom_tui.state.decimal_math import multiply, ratio, subtract
from roxom_tui.state.reading.cost_of_size import Taken, cost_of_contracts, side_taken, slip_bp
from roxom_tui.state.views.account_views import Guard, OrderRow, PositionDetail, PositionRow
from roxom_tui.state.views.market_views import BookView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, faded
from roxom_tui.ui.panels.listing import UNIT_UNKNOWN
from roxom_tui.ui.panels.positions import MARGIN_HIGH, MARGIN_INKS, MARGIN_RAISED, MarginLevel, margin_level
from roxom_tui.ui.screens.detail_lines import DetailInk, continued, labelled

_MARGIN_WORDS: Final = {
    MarginLevel.LOW: "",
    MarginLevel.RAISED: f" · raised, from {MARGIN_RAISED:.0%}",
    MarginLevel.HIGH: f" · high, from {MARGIN_HIGH:.0%}: at 100% it is liquidated",
}


class PositionReading(Struct, frozen=True):
    """What the lines are made of: the details, the book and its worth (None: another contract's), time to funding."""

    detail: PositionDetail
    book: BookView | None
    book_state: PanelState
    quote_state: PanelState
    funding_in: int
    """Nanoseconds."""


def position_lines(reading: PositionReading, ink: DetailInk) -> list[Line]:
    """The derived figures, each with its label."""
    row = reading.detail.row
    if row is None:
        return [labelled("", "not held any more", Role.WARNING), EMPTY]
    derived = worst(ink.state, row.state)
    lines = [
        *_worth(_profit(row, ink), derived),
        *_worth(_margin(row, ink), derived),
        *_worth(_liquidation(reading.detail, row, ink), derived),
        *_worth(_funding(row, reading.funding_in, ink), derived),
        *_worth(list(_guards(reading.detail, ink)), worst(ink.state, reading.detail.orders)),
        *_closing(reading, row, ink),
    ]
    return [*lines, EMPTY]


def _worth(lines: Sequence[Line], state: PanelState) -> list[Line]:
    """History in its ink, with a word that says of what state it is."""
    if state.is_live:
        return list(lines)
    role = Role.SOFT if state is PanelState.UNPROVEN else Role.STALE
    first, *others = [faded(line, role) for line in lines]
    return [(*first, Span(f" · {state.value}", Role.WARNING)), *others]


def _profit(row: PositionRow, ink: DetailInk) -> list[Line]:
    """The arithmetic, with its own numbers in it."""
    if not row.pnl_local or row.pnl is None:
        what = "as reported" if row.pnl is not None else "not known"
        return [labelled("PnL", f"{ink.money(row.pnl, signed=True)} {what}")]
    one, other = ("mark", "entry") if row.side is PositionSide.LONG else ("entry", "mark")
    prices = {"mark": ink.price(row.mark, private=False), "entry": ink.price(row.entry)}
    sum_of = f"({one} {prices[one]} - {other} {prices[other]}) x {ink.options.mask(fmt.size(row.size))}"
    lines = [labelled("PnL at mark", f"{sum_of} = {ink.money(row.pnl, signed=True)}")]
    if row.pnl_disputed is not None:
        lines.append(continued(f"the exchange reports {ink.money(row.pnl_disputed, signed=True)}", Role.WARNING))
    share, entry = fmt.percent(row.pnl_share), fmt.basis_points(row.from_entry_bp)
    lines.append(continued(f"{ink.options.mask(share)} % of the margin · mark {ink.options.mask(entry)} bp over entry"))
    return lines


def _margin(row: PositionRow, ink: DetailInk) -> list[Line]:
    level = margin_level(row.margin_ratio)
    text = ink.options.mask(fmt.percent(row.margin_ratio, 1, signed=False))
    words = "" if ink.options.hide_account else _MARGIN_WORDS[level]
    return [labelled("margin ratio", f"{text} %{words}", ink.options.ink(MARGIN_INKS[level]))]


def _liquidation(detail: PositionDetail, row: PositionRow, ink: DetailInk) -> list[Line]:
    """Price, distance as a price and in per cent of the mark, and in moves of five minutes."""
    mask, unit = ink.options.mask, ink.options.unit
    price = UNIT_UNKNOWN if "liquidation_price" in row.unit_unknown else fmt.price(row.liquidation, unit)
    if row.liquidation is None or row.mark is None or row.liquidation_distance is None:
        return [labelled("liquidation", f"{mask(price)} · distance not known")]
    gap = Decimal(abs(subtract(row.mark, row.liquidation)))
    away = fmt.percent(row.liquidation_distance, 2, signed=False)
    lines = [labelled("liquidation", f"{mask(price)} · {mask(fmt.price(gap, unit))} away, {mask(away)} % of the mark")]
    return [*lines, continued(moves_words(gap, detail, ink))]


def moves_words(gap: Decimal, detail: PositionDetail, ink: DetailInk) -> str:
    """The distance in multiples of the mean move of five minutes; before there is one, what it waits for."""
    move = detail.move
    if move.mean is None:
        return f"mean move of 5 min: needs {move.missing} more bars of 5 min"
    times = ratio(gap, move.mean)
    if times is None:
        return f"the mark did not move in {move.stretches} x 5 min"
    mean = fmt.price(fmt.rounded(move.mean, 8), ink.options.unit)
    words = format(fmt.rounded(times, 1), "f")
    return f"{ink.options.mask(words)} times the mean move of 5 min ({mean}, {move.stretches} x 5 min of this session)"


def _funding(row: PositionRow, left: int, ink: DetailInk) -> list[Line]:
    if row.funding_suspect:
        return [labelled("funding est.", f"{UNIT_UNKNOWN}: the rate is beyond the cap", Role.WARNING)]
    is_told = row.funding and not ink.options.hide_account
    word = "" if not is_told or row.funding is None else " to receive" if row.funding > 0 else " to pay"
    amount = ink.money(row.funding, signed=True)
    return [labelled("funding est.", f"{amount}{word} in {fmt.countdown(left)} · the rate may change until then")]


def _guards(detail: PositionDetail, ink: DetailInk) -> Iterator[Line]:
    """Orders that end it: named by the exchange, or stops of its contract on the closing side."""
    if not detail.guards:
        yield labelled("stops, targets", "none known", Role.SOFT)
    for place, guard in enumerate(detail.guards):
        label = "" if place else "stops, targets"
        yield labelled(label, _guard_words(guard, ink), Role.TEXT)


def _guard_words(guard: Guard, ink: DetailInk) -> str:
    order, mask = guard.order, ink.options.mask
    side = order.side.value if order.side else fmt.UNKNOWN
    where = _where(order, ink)
    away = f" · {mask(fmt.percent(order.distance, signed=False))} % away" if order.distance is not None else ""
    belongs = "named by the exchange" if guard.is_named else "by contract and side"
    return f"{order.order_type or 'order'} {side} {mask(fmt.size(order.size))} {mask(where)}{away} · {belongs}"


def _where(order: OrderRow, ink: DetailInk) -> str:
    if "trigger" in order.unit_unknown or "price" in order.unit_unknown:
        return f"@ {UNIT_UNKNOWN}"
    return f"@ {fmt.price(order.price if order.trigger is None else order.trigger, ink.options.unit)}"


def _closing(reading: PositionReading, row: PositionRow, ink: DetailInk) -> list[Line]:
    """What the book would give for all of it now (state 2.1)."""
    book, label = reading.book, "closing now"
    if book is None:
        return [labelled(label, f"the order book of {row.symbol} is not followed · Enter goes there", Role.SOFT)]
    state = worst(ink.state, reading.book_state)
    if book.whole is None or not (state.is_live or state is PanelState.UNPROVEN):
        why = "the whole book is on its way" if state.is_live else f"book {state.value}"
        return [labelled(label, f"{fmt.UNKNOWN} · {why}", Role.SOFT)]
    if row.side is None or row.size is None:
        return [labelled(label, "its size is not known", Role.SOFT)]
    side = row.side.closed_by
    taken = cost_of_contracts(book.whole.side(side_taken(side)), row.size)
    told = f"{side.value} {ink.options.mask(fmt.size(row.size))}"
    lines = [
        labelled(label, f"{told} · vwap {ink.price(taken.vwap)} · worst {ink.price(taken.worst)} · {_levels(taken)}"),
        continued(_slips(reading, row, taken, ink)),
    ]
    if not taken.is_all:
        covers = f"{fmt.size(taken.size)} of {fmt.size(row.size)}"
        lines.append(continued(f"the book covers {ink.options.mask(covers)}", Role.WARNING))
    else:
        lines.append(continued(f"PnL at that price {ink.money(_result(row, taken), signed=True)}, before fees"))
    # Beyond the newest snapshot levels may be missing.
    return _worth(lines, state if _is_within_snapshot(book, taken) else worst(state, PanelState.UNPROVEN))


def _slips(reading: PositionReading, row: PositionRow, taken: Taken, ink: DetailInk) -> str:
    """Against mid and mark: plus is worse."""
    book, side = reading.book, OrderSide.BUY if row.side is PositionSide.SHORT else OrderSide.SELL
    mid = book.mid if book is not None and _counts(reading.quote_state) else None
    mark = row.mark if _counts(row.state) else None
    told = [fmt.basis_points(slip_bp(taken, side, reference)) for reference in (mid, mark)]
    return f"slip {ink.options.mask(told[0])} bp mid {ink.options.mask(told[1])} bp mark"


def _counts(state: PanelState) -> bool:
    return state.is_live or state is PanelState.UNPROVEN


def _levels(taken: Taken) -> str:
    return f"{taken.levels} level{'' if taken.levels == 1 else 's'}"


def _is_within_snapshot(book: BookView, taken: Taken) -> bool:
    """Whether the newest snapshot reached so far."""
    if book.whole is None or taken.worst is None:
        return True
    lowest, highest = book.whole.within_snapshot
    return lowest <= taken.worst.key <= highest


def _result(row: PositionRow, taken: Taken) -> Btc | None:
    """The profit at the average price that the book gives."""
    if row.entry is None or row.size is None:
        return None
    fair = multiply(row.entry, row.size)
    return Btc(subtract(taken.cost, fair) if row.side is PositionSide.LONG else subtract(fair, taken.cost))
