"""Numbers and times as text. Pure, exact, and `--` for what is not known."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Context, Decimal
from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import SATS_PER_BTC, Btc, Size, Unit
from roxom_tui.words.durations import UNKNOWN as UNKNOWN
from roxom_tui.words.durations import age as age

HIDDEN: Final = "••••"

_WIDE: Final = Context(prec=80)
"""The default keeps 28 digits and fails beyond; what two numbers of the wire make of each other can have 60."""


def unit_word(unit: Unit) -> str:
    """The name of the unit in use, for labels."""
    return "sats" if unit is Unit.SATS else "BTC"


def grouped(value: Decimal) -> str:
    """Thousands separated by commas; decimals as they are."""
    return format(value, ",f")


def sats(value: Decimal) -> Decimal:
    """An amount of BTC in sats, exactly; fractions of a sat are kept, idle zeros after the point are not."""
    moved = _WIDE.multiply(value, SATS_PER_BTC)
    return rounded(moved, 0) if moved == moved.to_integral_value() else moved.normalize(_WIDE)


def rounded(value: Decimal, places: int) -> Decimal:
    """The number to so many decimals, however large it is."""
    return value.quantize(Decimal(1).scaleb(-places), context=_WIDE)


def price(value: Decimal | None, unit: Unit) -> str:
    """A price or an amount in the unit in use, with the digits that were sent."""
    if value is None:
        return UNKNOWN
    return grouped(sats(value)) if unit is Unit.SATS else format(value, "f")


def price_with_unit(value: Decimal | None, unit: Unit) -> str:
    """A price inside a sentence, where no heading tells the unit."""
    return price(value, unit) + ("" if value is None else " sats" if unit is Unit.SATS else " BTC")


def signed_money(value: Btc | None, unit: Unit) -> str:
    """An amount whose sign is always shown."""
    if value is None:
        return UNKNOWN
    return with_sign(value, price(abs(value), unit))


def with_sign(value: Decimal, magnitude: str) -> str:
    """A plus, a minus, or for zero a space of the same width."""
    return ("+" if value > 0 else "-" if value < 0 else " ") + magnitude


def size(value: Size | None) -> str:
    """A quantity of contracts, separated, with the digits that were sent."""
    return UNKNOWN if value is None else grouped(value)


def percent(fraction: Decimal | None, places: int = 2, *, signed: bool = True) -> str:
    """A fraction as a percentage, without the sign `%`."""
    if fraction is None:
        return UNKNOWN
    value = rounded(fraction * 100, places)
    return with_sign(value, format(abs(value), "f")) if signed else format(value, "f")


def basis_points(value: Decimal | None, *, signed: bool = True) -> str:
    """Basis points to a tenth, without the unit."""
    if value is None:
        return UNKNOWN
    tenths = rounded(value, 1)
    return with_sign(tenths, format(abs(tenths), "f")) if signed else format(tenths, "f")


def clock(wall: int | None, *, hundredths: bool = False) -> str:
    """UTC time of day from wall nanoseconds."""
    if wall is None:
        return UNKNOWN
    moment = datetime.fromtimestamp(wall // SECOND, UTC)
    text = moment.strftime("%H:%M:%S")
    return f"{text}.{wall % SECOND // 10_000_000:02d}" if hundredths else text


def short_age(ns: int) -> str:
    """An age in its largest unit, of at most six characters for some years."""
    seconds = max(0, ns) // SECOND
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def since(wall: int, now: int) -> str:
    """The UTC time of day of a moment, to a minute; with its date where that is another than today's. Wall ns."""
    moment, today = (datetime.fromtimestamp(at // SECOND, UTC) for at in (wall, now))
    return moment.strftime("%H:%M" if moment.date() == today.date() else "%d %b %H:%M")


def filled(ns: int, step: int = SECOND) -> str:
    """How much of a window there is, `3:10`, in steps: in the first `<1 s`, for a window of nothing says nothing."""
    seconds = ns // SECOND
    return f"{seconds // 60}:{seconds % 60:02d}" if seconds > 0 else f"<{step // SECOND} s"


def countdown(ns: int) -> str:
    """Hours, minutes and seconds still to go."""
    seconds = max(0, ns) // SECOND
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def milliseconds(value: float | None) -> str:
    """A latency with its unit, to two figures that mean something."""
    if value is None:
        return UNKNOWN
    # Adding nothing turns a rounded -0.0 into 0.0.
    return f"{round(value, 1) + 0.0:.1f} ms" if abs(value) < 10 else f"{value:.0f} ms"
