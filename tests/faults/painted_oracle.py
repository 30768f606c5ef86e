"""The oracle before painted frames: what a person reads in letters that are not those of history must be true.

It reads cells and no views: a right figure in a wrong place, or an old one in a live colour, is caught here. Sizes and
prices are compared with all that was true in the last second, as by the oracle of views.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from tests.faults.course_oracle import CourseOracle
from tests.faults.oracle import WINDOW
from tests.faults.painted_account import PaintedAccount
from tests.faults.painted_book import PaintedBook
from tests.faults.painted_cards import PaintedCards
from tests.faults.painted_chart import PaintedChart
from tests.faults.painted_flow import PaintedFlow
from tests.faults.painted_strip import PaintedStrip
from tests.faults.past import Execution, Past
from tests.faults.picture import Panel, Picture, Row, figure
from tests.faults.reading import LIVE, PAINTED, Reader, seconds_of
from tests.faults.verdicts import Tally

PANELS: Final = ("Order book", "Trades", "Symbols", "Chart", "Positions", "Balances", "Orders")

_TRADE: Final = re.compile(
    r"\s*(?P<time>\d\d:\d\d:\d\d(?:\.\d\d)?)\s+(?P<price>[\d,.]+)\s+(?P<size>[\d,.]+) (?P<side>[▲▼△▽·])[▪■◆]?\s*"
)
_GAP: Final = re.compile(r"─* ?[\w ]*gaps?\b")
_ANSWER: Final = "All data current"
_CHOICE: Final = re.compile(
    r"│ +[▸ ] [\d ] (?P<symbol>[A-Z0-9]+-[A-Z]+) .*? (?P<last>[\d,.]+|--) +(?P<state>[A-Z]{4,}) *│"
)
_ARROWS: Final = {"▲": 1, "▼": -1, "△": 1, "▽": -1}


class PaintedOracle:
    """Judges frames. `window` (ns) is how long ago a value may have been true."""

    def __init__(self, past: Past, tally: Tally, window: int = WINDOW) -> None:
        self._past = past
        self._tally = tally
        self._window = window
        self._courses = CourseOracle(past, tally)

    def judge(
        self, picture: Picture, unit: Unit, true_now: int, panels: Iterable[str] = PANELS, later: int = 0
    ) -> None:
        """Read a frame that was painted when the exchange's clock showed `true_now`, or so much `later` though nothing
        had come since. `panels` must be in sight."""
        self._now, self._since, self._later = true_now, true_now - self._window, later
        self._reader = Reader(self._tally, true_now, unit)
        self._picture = picture
        self._header()
        symbol = self._symbol
        PaintedStrip(self._past, self._reader, picture, self._since, true_now, later).judge(symbol)
        for name in panels:
            panel = picture.panel(name)
            if panel is None and name == "Chart":
                # Only a large screen has a place for it.
                continue
            if panel is None:
                self._reader.lie(Stream(Channel.ACCOUNT), f"panel {name}", "not in sight", ())
                continue
            if name == "Symbols":
                # Its title is that of the worst; each card has a state of its own.
                PaintedCards(self._past, self._reader, self._courses, self._since).judge(panel)
                continue
            self._history(name, panel)
            if name == "Trades":
                self._below_gaps(symbol, panel)
            if panel.state == "UNPROVEN":
                # Readable, in an ink of its own, and not drawn as live.
                continue
            if name == "Order book":
                PaintedBook(self._past, self._tally, self._reader, picture, true_now, self._window).judge(symbol, panel)
            elif name == "Trades":
                self._tape(symbol, panel)
                PaintedFlow(self._past, self._reader, symbol, self._since, self._now).judge(panel.rows)
            elif name == "Chart":
                PaintedChart(self._past, self._reader, symbol, self._since, self._now).judge(panel)
            else:
                PaintedAccount(self._past, self._reader, self._since).judge(name, panel)

    def judge_choices(self, picture: Picture, unit: Unit, true_now: int) -> int:
        """Read the box with the symbols to pick from; returns how many there are."""
        self._now, self._since = true_now, true_now - self._window
        self._reader = Reader(self._tally, true_now, unit)
        chosen = [(row, found) for row in picture.rows if (found := _CHOICE.search(row.text))]
        for row, found in chosen:
            symbol, last = Symbol(found["symbol"]), row.group(found, "last")
            if found["state"] in LIVE:
                self._reader.price(Stream(Channel.TICKER, symbol), f"choice {symbol}", last, self._lasts(symbol))
            elif last.is_live and figure(last) is not None:
                self._reader.lie(Stream(Channel.TICKER, symbol), f"choice {symbol}", row.words, ("dim",))
        return len(chosen)

    def _lasts(self, symbol: Symbol) -> list[int | None]:
        return list(self._past.markets[symbol].last.since(self._since))

    # What a frame must say of itself

    def judge_answer(self, picture: Picture, true_now: int) -> None:
        """Read the connection screen: it says yes only under a header that is live."""
        says_yes = any(_ANSWER in row.text for row in picture.rows)
        head = picture.rows[0].text
        self._tally.checks[PAINTED] += 1
        if says_yes and not any(f" {state} " in head for state in LIVE):
            self._tally.miss(Stream(Channel.ACCOUNT), "painted: is it true?", true_now, "yes", (head.strip(),))

    def _header(self) -> None:
        head = self._picture.rows[0].text
        found = re.search(
            r"\b(?P<badge>DEMO|SANDBOX|PRODUCTION)\b +(?P<symbol>[A-Z0-9]+-[A-Z]+)\b.*[●○] (?P<state>(?:ALL )?[A-Z]*)",
            head,
        )
        self._symbol = Symbol(found["symbol"]) if found else Symbol("")
        self._reader.check(Stream(Channel.ACCOUNT), "badge", found and found["badge"], ("SANDBOX",))
        self._time_of_day(self._picture.rows[0])
        book = self._picture.panel("Order book")
        if found and found["state"].removeprefix("ALL ") in LIVE and book is not None and "PAUSED" not in book.title:
            self._reader.check(Stream(Channel.ACCOUNT), "the header's state, with the book's", book.state, LIVE)

    def _time_of_day(self, row: Row) -> None:
        found = re.search(r"(?P<time>\d\d:\d\d:\d\d) UTC", row.text)
        if found and row.group(found, "time").is_live:
            shown, now = seconds_of(found["time"]), (self._now + self._later) // SECOND % _DAY
            self._reader.near_number(Stream(Channel.ACCOUNT), "time of day", shown, [Decimal(now)], Decimal(2))

    def _history(self, name: str, panel: Panel) -> None:
        """Under a title that is not live nothing is drawn live; words that say why there is nothing are no figure."""
        if panel.state in LIVE:
            return
        blamed = Stream(Channel.ACCOUNT)
        if not panel.state:
            self._reader.lie(blamed, f"{name}: state", panel.title, ())
        for row in panel.rows:
            if panel.state != "UNPROVEN" and row.is_live and re.search(r"\d\.\d|\d,\d", row.text):
                self._reader.lie(blamed, f"{name} is {panel.state}", row.words, ("dim",))

    def _below_gaps(self, symbol: Symbol, panel: Panel) -> None:
        """What was traded before a gap is history, whatever becomes of the tape since."""
        gap = next((y for y, row in enumerate(panel.rows) if _GAP.match(row.words)), len(panel.rows))
        for row in panel.rows[gap + 1 :]:
            if _GAP.match(row.words) or not re.search(r"\d", row.text):
                continue
            self._reader.count(1)
            if row.is_live:
                self._reader.lie(Stream(Channel.TRADE, symbol), "a trade of before a gap", row.words, ("dim",))

    def _tape(self, symbol: Symbol, panel: Panel) -> None:
        known = {_told(one) for one in self._past.markets[symbol].newest_trades}
        for row in panel.rows:
            found = _TRADE.fullmatch(row.text)
            if found is None or not (row.group(found, "price").is_live or row.group(found, "size").is_live):
                continue
            price, size = self._reader.sats(found["price"]), Decimal(found["size"].replace(",", ""))
            direction = _ARROWS.get(found["side"], 0) if found["side"] in "▲▼" else 0
            time = found["time"]
            self._reader.count(3)
            if not any(
                one[1:3] == (price, size) and one[0].startswith(time) and direction in (0, one[3]) for one in known
            ):
                self._reader.lie(Stream(Channel.TRADE, symbol), "a trade", row.words, ())


def _told(one: Execution) -> tuple[str, Decimal, Decimal, int]:
    """A trade as the tape writes it; the price in sats."""
    hundredths = one.at // (SECOND // 100)
    seconds = hundredths // 100
    time = f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{hundredths % 100:02d}"
    return time, Decimal(one.price), Decimal(one.lots) / 100, 1 if one.side == "buy" else -1


_DAY: Final = 24 * 3600
