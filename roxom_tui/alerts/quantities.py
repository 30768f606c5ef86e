"""Numbers, amounts with their units, lengths of time and moments, as a rule writes them (alerts 1.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Context, Decimal
from typing import Final

from roxom_tui.alerts.rule import DAY, Amount, Deadline, Measure, Takes
from roxom_tui.alerts.tokens import Token, Words, refused
from roxom_tui.model.durations import HOUR, MINUTE, SECOND
from roxom_tui.state.decimal_math import shift

LONGEST_SPAN: Final = 7 * DAY
"""No rule waits longer."""

_NUMBER: Final = re.compile(r"([+-]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18}))(.*)", re.DOTALL)
_SPAN: Final = re.compile(r"(\d{1,6})(.*)", re.DOTALL)
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")

SPANS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), SECOND),
    **dict.fromkeys(("m", "min", "minute", "minutes"), MINUTE),
    **dict.fromkeys(("h", "hour", "hours"), HOUR),
    **dict.fromkeys(("d", "day", "days"), DAY),
}
A_SPAN: Final = "a length of time such as 30s, 5m or 1h"

_SATS: Final = -8
_WIDE: Final = Context(prec=80)
_UNITS: Final[Mapping[Measure, Mapping[str, tuple[str, int]]]] = {
    Measure.PRICE: {"": ("", 0), "btc": ("", 0), "sats": ("sats", _SATS), "sat": ("sats", _SATS)},
    Measure.MONEY: {"btc": ("btc", 0), "sats": ("sats", _SATS), "sat": ("sats", _SATS)},
    Measure.PERCENT: {"%": ("%", 0)},
    Measure.POINTS: {"": ("", 0), "bp": ("", 0)},
    Measure.SIZE: {"": ("", 0)},
    Measure.SHARE: {"": ("", 0)},
    Measure.NUMBER: {"": ("", 0)},
    Measure.VOLUME: {"": ("", 0), "x": ("x", 0)},
}
"""Of each measure the units that may be written, as they are written again, and by how many tens they differ from the
unit in which the figure is told."""

_WANTED: Final[Mapping[Measure, str]] = {
    Measure.PRICE: "a price such as 0.0431, or with sats",
    Measure.MONEY: "an amount with its unit, such as -20000 sats or 0.001 btc",
    Measure.PERCENT: "a percentage such as 5 %",
    Measure.POINTS: "a number of basis points",
    Measure.SIZE: "a number of contracts",
    Measure.TIME: A_SPAN,
    Measure.SHARE: "a number from -1 to 1",
    Measure.NUMBER: "a number",
    Measure.VOLUME: "a number of contracts, or how many times its mean, such as 3x",
}


def amount(words: Words, measure: Measure, *, relative: bool = False) -> Amount:
    """A number with its unit, worth so much in the unit of the figure. `relative`: `%` may also be written."""
    token = words.next
    if measure is Measure.TIME:
        ns = span(words)
        return Amount(Decimal(ns // SECOND), "s", Decimal(ns // SECOND))
    units = dict(_UNITS[measure])
    if relative:
        units.setdefault("%", ("%", 0))
    expected = _WANTED[measure]
    number, rest = _number(words.take(), expected)
    unit = rest.lower()
    if not unit and (taken := words.take_if(*filter(None, units))) is not None:
        unit = taken
    if unit not in units:
        raise refused(token if unit else words.next, expected, ())
    written, tens = units[unit]
    return Amount(number, written, shift(number, tens))


def _number(token: Token, expected: str) -> tuple[Decimal, str]:
    found = _NUMBER.fullmatch(token.text)
    if found is None:
        raise refused(token, expected)
    return Decimal(found[1]), found[2]


def span(words: Words) -> int:
    """A length of time in ns: `30s`, `5 min`, `1h`."""
    token = words.take()
    found = _SPAN.fullmatch(token.text)
    if found is None:
        raise refused(token, A_SPAN)
    unit = found[2].lower() or words.take_if(*SPANS) or ""
    return _span(token, int(found[1]), unit)


def span_of(token: Token, text: str) -> int:
    """The same, of a text that was a part of `token`."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise refused(token, A_SPAN)
    return _span(token, int(found[1]), found[2].lower())


def _span(token: Token, count: int, unit: str) -> int:
    if unit not in SPANS:
        raise refused(token, A_SPAN)
    ns = count * SPANS[unit]
    if not 0 < ns <= LONGEST_SPAN:
        raise refused(token, "a length of time of more than nothing and at most 7d")
    return ns


def price_of(token: Token, text: str) -> str:
    """A price in BTC as a figure takes it; the text as it is written again."""
    found = _NUMBER.fullmatch(text)
    if found is None or found[2] or Decimal(found[1]) <= 0:
        raise refused(token, f"{Takes.PRICE.value} such as 0.0431")
    return f"{Decimal(found[1]):f}"


def deadline(words: Words) -> Deadline:
    """`18:00`, `2026-01-31T18:00` or the same in two words; UTC."""
    expected = "a time (UTC) such as 18:00 or 2026-01-31 18:00"
    token = words.take()
    date, _, time = token.text.upper().removesuffix("Z").partition("T")
    if _DATE.fullmatch(date) and not time:
        token = words.take()
        time = token.text
    elif not time:
        date, time = "", date
    found = _CLOCK.fullmatch(time)
    if found is None:
        raise refused(token, expected)
    of_day = int(found[1]) * HOUR + int(found[2]) * MINUTE
    if not date:
        return Deadline(of_day, is_daily=True)
    try:
        day = datetime.strptime(date, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise refused(token, expected) from None
    return Deadline(int(day.timestamp()) * SECOND + of_day, is_daily=False)


_PLACES: Final[Mapping[Measure, Decimal]] = {
    Measure.PERCENT: Decimal("0.001"),
    Measure.POINTS: Decimal("0.01"),
    Measure.TIME: Decimal(1),
    Measure.SHARE: Decimal("0.001"),
    Measure.NUMBER: Decimal("0.01"),
}
"""Quotients are told so far; what was told as a decimal is told whole."""


def as_written(worth: Decimal, measure: Measure, unit: str) -> Decimal:
    """A figure in the unit in which its rule is written."""
    if unit == "sats":
        worth = shift(worth, -_SATS)
    places = Decimal("0.01") if unit == "x" else _PLACES.get(measure)
    return worth if places is None else worth.quantize(places, context=_WIDE)
