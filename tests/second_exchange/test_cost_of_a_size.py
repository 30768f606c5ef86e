"""What the program says a size costs, in a terminal, against the book of the second exchange, to the last digit."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from pathlib import Path
from typing import NamedTuple

import pytest

from roxom_tui.model.durations import SECOND
from tests.support.second_exchange.conventions import Conventions, Deltas
from tests.support.second_exchange.happenings import Side
from tests.support.second_exchange.server import Exchange
from tests.support.second_exchange.thread import ExchangeThread
from tests.support.terminal import Terminal

GOLD = "GOLD-BTC"
LOOKS = 6
TRUE_WITHIN = SECOND * 3 // 2
_TOLD = re.compile(
    r"(?P<word>buy|sell) +(?P<size>[\d,.]+) · (?:(?P<levels>\d+) levels?|covers (?P<covered>[\d,.]+) of [\d,.]+)\b.*?"
    r"cost +(?P<cost>[\d,.]+) BTC.*?vwap +(?P<vwap>[\d,.]+).*?worst +(?P<worst>[\d,.]+)"
)


class Cost(NamedTuple):
    """What taking a size from a side comes to."""

    covered: Decimal
    cost: Decimal
    vwap: Decimal
    worst: Decimal


@contextmanager
def asked(folder: Path, typed: str, conventions: Conventions) -> Iterator[tuple[ExchangeThread, Terminal]]:
    """The program watching gold, zoomed, with a size typed into the book."""
    with ExchangeThread(folder / "key.pem", conventions, rate=150) as running:
        config = folder / "config.toml"
        config.write_text(running.profile())
        config.chmod(0o600)
        with Terminal(["--config", str(config), "--symbol", GOLD], folder, size=(120, 40)) as terminal:
            terminal.until(lambda one: any("─ spread" in line for line in one.lines), seconds=30)
            terminal.press(f"zx{typed}\r")
            # Not before the format of depth is known is the book live.
            terminal.until(lambda one: any(re.search(r" levels? |covers", line) for line in one.lines), seconds=60)
            yield running, terminal


def told(terminal: Terminal) -> list[re.Match[str]]:
    """The sides that are told of, each of its lines joined."""
    lines = [line.strip().strip("│").rstrip() for line in terminal.lines]
    begins = [y for y, line in enumerate(lines) if re.match(r"(buy|sell) ", line)]
    return [found for y in begins if (found := _TOLD.search(" · ".join(lines[y : y + 4])))]


def true_costs(exchange: Exchange, side: Side, size: Decimal, since: int, until: int) -> set[Cost]:
    """For every book that was true within a window."""
    moments = {since, until, *(change.time for change in exchange.venue.floors[GOLD].truth._within(since, until))}
    costs = (_cost(exchange.venue.book(GOLD, at)[side], size, is_ask=side is Side.ASK) for at in moments)
    return {cost for cost in costs if cost is not None}


def _cost(levels: dict[Decimal, Decimal], size: Decimal, *, is_ask: bool) -> Cost | None:
    covered = paid = worst = Decimal(0)
    with localcontext(prec=60):
        for price in sorted(levels, reverse=not is_ask):
            part = min(levels[price], size - covered)
            if not part:
                break
            covered, paid, worst = covered + part, paid + part * price, price
        if not covered:
            return None
        cost, vwap = (one.quantize(Decimal("0.00000001"), ROUND_HALF_EVEN) for one in (paid, paid / covered))
        return Cost(covered, cost, vwap, worst)


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def look(running: ExchangeThread, terminal: Terminal) -> list[tuple[re.Match[str], Cost, set[Cost]]]:
    """What is told, as read off the screen, and all that was true of it."""
    begun = time.time_ns()
    terminal.settle()
    found = []
    for one in told(terminal):
        side, size = Side.ASK if one["word"] == "buy" else Side.BID, number(one["size"])
        until = time.time_ns()
        true = running.do(lambda exchange, a=side, b=size, u=until: true_costs(exchange, a, b, begun - TRUE_WITHIN, u))  # type: ignore[misc]
        shown = Cost(*(number(one[name] or one["size"]) for name in ("covered", "cost", "vwap", "worst")))
        found.append((one, shown, true))
    return found


@pytest.mark.parametrize(
    "conventions", [Conventions(levels=60), Conventions(levels=200, deltas=Deltas.SIGNED)], ids=["totals", "changes"]
)
def test_both_sides_of_a_size_cost_what_the_exchanges_own_book_says(tmp_path: Path, conventions: Conventions) -> None:
    looks = []
    with asked(tmp_path, "3.5", conventions) as (running, terminal):
        for _ in range(LOOKS):
            looks += look(running, terminal)
            terminal.read(0.4)
    wrong = [(one[0], shown, true) for one, shown, true in looks if shown not in true]
    assert wrong == []
    assert {one["word"] for one, _, _ in looks} == {"buy", "sell"}
    assert len(looks) >= LOOKS


def test_a_size_beyond_the_book_is_told_as_far_as_it_goes(tmp_path: Path) -> None:
    with asked(tmp_path, "buy 900000", Conventions(levels=60)) as (running, terminal):
        ((one, shown, true),) = look(running, terminal)
    assert one["covered"] is not None
    assert shown.covered < 900_000
    assert shown in true
