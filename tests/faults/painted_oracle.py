"""The oracle before painted frames: what a person reads in letters that are not those of history must be true.

It reads cells and no views: a right figure in a wrong place, or an old one in a live colour, is caught here. Sizes and
prices are compared with all that was true in the last second, as by the oracle of views.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Side, Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.status import PanelState
from roxom_tui.simulator.ledger import value
from tests.faults.book_oracle import BookOracle
from tests.faults.columns_oracle import Where, where
from tests.faults.course_oracle import CourseOracle
from tests.faults.oracle import FUNDING_EVERY, WINDOW, priced, spread
from tests.faults.painted_account import PaintedAccount
from tests.faults.painted_chart import PaintedChart
from tests.faults.painted_columns import PaintedColumns, costs_match, flow_of, headings, is_heading
from tests.faults.painted_flow import PaintedFlow
from tests.faults.painted_marks import MARK, LadderRow, PaintedMarks
from tests.faults.painted_readout import PaintedReadout, readout_begins
from tests.faults.past import Day, Execution, Past, change_of
from tests.faults.picture import Panel, Picture, Row, figure
from tests.faults.pressure_oracle import PressureOracle
from tests.faults.reading import PAINTED, Reader
from tests.faults.verdicts import Tally

LIVE: Final = ("LIVE", "QUIET")
PANELS: Final = ("Order book", "Trades", "Symbols", "Chart", "Positions", "Balances", "Orders")
_LABEL: Final = re.compile(
    r"(?:LAST(?: [a-z]+)?|AS OF TRADE|TOTAL VOLUME|OPEN INTEREST|OI VALUE|TURNOVER|[A-Z]+|(?=24h))"
    r"(?: ?(?:24h|bp|BTC|sats|%)(?![a-z]))*(?: · \d+ [a-z]+ ago)?"
)
_LADDER: Final = re.compile(
    rf"(?:(?P<own>[●≥])\s*(?P<mine>[\d,.]+))?\s*(?P<marked>{MARK})?\s*(?P<price>[\d,.]+)[\s◆]+(?P<size>[\d,.]+)(?P<columns>(?:\s.*)?)"
)
ALERTS: Final = (0,)
"""The prices that the rules of the bench wait for."""

_HEADING: Final = re.compile(r"\bprice\b.* size\b")
_SPREAD: Final = re.compile(r"spread (?P<spread>[\d,.]+)(?: · (?P<bp>[\d,.]+) bp)?(?: · mid (?P<mid>[\d,.]+))?")
_TRADE: Final = re.compile(
    r"\s*(?P<time>\d\d:\d\d:\d\d(?:\.\d\d)?)\s+(?P<price>[\d,.]+)\s+(?P<size>[\d,.]+) (?P<side>[▲▼△▽·])[▪■◆]?\s*"
)
_GAP: Final = re.compile(r"─* ?[\w ]*gaps?\b")
_CARD: Final = re.compile(r"[▸ ][\d ] (?P<symbol>[A-Z0-9]+-[A-Z]+)\s+(?P<last>[\d,.]+) (?P<arrow>[▲▼ ])\s*")
_ANSWER: Final = "All data current"
_STATE: Final = re.compile(r"   (" + "|".join(state for state in PanelState if not state.is_live) + r")\b")
_CHOICE: Final = re.compile(
    r"│ +[▸ ] [\d ] (?P<symbol>[A-Z0-9]+-[A-Z]+) .*? (?P<last>[\d,.]+|--) +(?P<state>[A-Z]{4,}) *│"
)
_CARD_CHANGE: Final = re.compile(r"^   24h\b.* (?P<change>[+\- ]\d+\.\d\d) %")
_CARD_VOLUME: Final = re.compile(r"^   volume 24h\b.* (?P<volume>[\d,.]+)   ")
_CHANGE: Final = re.compile(r"(?P<change>[+\- ]\d+\.\d\d) %")
_ARROWS: Final = {"▲": 1, "▼": -1, "△": 1, "▽": -1}


class PaintedOracle:
    """Judges frames. `window` (ns) is how long ago a value may have been true."""

    def __init__(self, past: Past, tally: Tally, window: int = WINDOW) -> None:
        self._past = past
        self._tally = tally
        self._window = window
        self._books = BookOracle(past, tally)
        self._courses = CourseOracle(past, tally)
        self._pressure = PressureOracle(past, tally)

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
        self._strip(symbol)
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
                self._cards(panel)
                continue
            self._history(name, panel)
            if name == "Trades":
                self._below_gaps(symbol, panel)
            if panel.state == "UNPROVEN":
                # Readable, in an ink of its own, and not drawn as live.
                continue
            if name == "Order book":
                self._book(symbol, panel)
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

    # The market

    def _strip(self, symbol: Symbol) -> None:
        at = self._picture.line("LAST", "BID", "ASK")
        if at is None:
            self._reader.lie(Stream(Channel.TICKER, symbol), "strip", "not in sight", ())
            return
        labels = self._picture.rows[at]
        row = labels if re.search(r"\d\.\d|--", labels.text) else self._picture.rows[at + 1]
        cells: defaultdict[str, Row] = defaultdict(lambda: row.part(0, 0), _under(labels, row))
        third = self._picture.rows[at + 2]
        if row is not labels and "AS OF TRADE" in third.text:
            cells.update(_under(third, third))
        self._prices(symbol, cells)
        self._rates(symbol, cells)
        self._traded(symbol, cells)

    def _prices(self, symbol: Symbol, cells: defaultdict[str, Row]) -> None:
        past, reader = self._past.markets[symbol], self._reader
        ticker, quote = Stream(Channel.TICKER, symbol), Stream(Channel.LEVEL1, symbol)
        figures = past.figures_since(self._since)
        tops = [priced(top, past.tick) for top in past.top.since(self._since)]
        reader.price(ticker, "strip last", cells["LAST"], past.last.since(self._since))
        reader.price(quote, "strip bid", cells["BID"], [top.bid for top in tops])
        reader.price(quote, "strip ask", cells["ASK"], [top.ask for top in tops])
        reader.price(ticker, "strip mark", cells["MARK"], [one.mark for one in figures])
        reader.price(ticker, "strip index", cells["INDEX"], [one.underlying for one in figures])

    def _rates(self, symbol: Symbol, cells: defaultdict[str, Row]) -> None:
        past, reader, ticker = self._past.markets[symbol], self._reader, Stream(Channel.TICKER, symbol)
        figures = past.figures_since(self._since)
        mark, index = figure(cells["MARK"]), figure(cells["INDEX"])
        if mark is not None and index:
            basis = (mark - index) / index * 10_000
            reader.near(ticker, "strip basis", cells["BASIS bp"], [basis], Decimal("0.05"))
        reader.near(
            ticker,
            "strip funding",
            cells["FUNDING %"],
            [Decimal(one.funding_e8) / 10**6 for one in figures],
            Decimal("0.00005"),
        )
        self._countdown(ticker, cells["FUNDING %"])
        open_interest = [Decimal(one.open_interest) / 100 for one in figures]
        reader.near(ticker, "strip open interest", cells["OPEN INTEREST"], open_interest)
        values = [value(one.mark, one.open_interest) for one in figures]
        for unit in ("BTC", "sats"):
            reader.price(ticker, "strip its value", cells[f"OI VALUE {unit}"], values)
        tops = [priced(top, past.tick) for top in past.top.since(self._since)]
        reader.near(
            Stream(Channel.LEVEL1, symbol), "strip spread", cells["SPREAD bp"], reader.spreads(tops), Decimal("0.05")
        )

    def _traded(self, symbol: Symbol, cells: defaultdict[str, Row]) -> None:
        """What came with trades: as true as the newest of them, and as old as it says."""
        days, stream, reader = self._days(symbol), Stream(Channel.TRADE, symbol), self._reader
        for label in ("CHANGE 24h %", "24h %"):
            reader.near(stream, "strip change", cells[label], [change_of(day) * 100 for day in days], Decimal("0.005"))
        reader.price(stream, "strip high", cells["HIGH 24h"], [day.figures.high for day in days])
        reader.price(stream, "strip low", cells["LOW 24h"], [day.figures.low for day in days])
        for unit in ("BTC", "sats"):
            turnovers = [day.figures.turnover for day in days]
            reader.price(stream, "strip turnover", cells[f"TURNOVER 24h {unit}"], turnovers)
        volumes = {"VOLUME 24h": "lots", "VOLUME": "since_start", "TOTAL VOLUME": "ever"}
        for label, name in volumes.items():
            true = [Decimal(getattr(day.figures, name)) / 100 for day in days]
            reader.near(stream, f"strip {label}", cells[label], true)
        found = re.search(r"(?P<age>\d+ s ago)", cells["AS OF TRADE"].text)
        if found and cells["AS OF TRADE"].group(found, "age").is_live:
            true = [Decimal(self._now + self._later - day.at) / SECOND for day in days]
            reader.near_number(stream, "strip age of the trade", Decimal(found[1].split()[0]), true, Decimal(2))

    def _days(self, symbol: Symbol) -> list[Day]:
        return [day for day in self._past.markets[symbol].days.since(self._since) if day is not None]

    def _countdown(self, stream: Stream, cell: Row) -> None:
        found = re.search(r"(?P<time>\d\d:\d\d:\d\d) (?:longs|shorts|none)", cell.text)
        if found and cell.group(found, "time").is_live:
            shown = seconds_of(found["time"])
            left = Decimal((FUNDING_EVERY - self._now % FUNDING_EVERY) // SECOND)
            self._reader.near_number(stream, "strip countdown", shown, [left], Decimal(2))

    def _book(self, symbol: Symbol, panel: Panel) -> None:
        """The ladder: asks above the line with the spread, bids below, each in their order."""
        group = re.search(r"Order book · by ([\d.,]+)", panel.title)
        width = int(self._reader.sats(group[1])) if group else 1
        middle = next((y for y, row in enumerate(panel.rows) if row.text.startswith("─")), None)
        if panel.state in LIVE:
            self._readout(symbol, panel, middle)
        if middle is None:
            return
        self._between(symbol, panel.rows[middle])
        self._columns = headings(panel.rows[:middle])
        self._derived = PaintedColumns(self._past, self._tally, symbol, self._now, self._window)
        head = next((y for y, row in enumerate(panel.rows[:middle]) if _HEADING.search(row.text)), 0)
        if panel.state in LIVE:
            self._pressure.read(symbol, panel.rows[:head], self._reader, self._since, self._now)
        below = readout_begins(panel.rows)
        self._rungs: list[LadderRow] = []
        for side, rows in ((Side.ASK, panel.rows[head:middle][::-1]), (Side.BID, panel.rows[middle + 1 : below])):
            self._ladder(symbol, side, rows, width, is_sound=panel.state in LIVE)
        if panel.state in LIVE:
            marks = PaintedMarks(self._past, self._reader, self._since, ALERTS)
            marks.judge(symbol, self._rungs, panel.bottom, width)

    def _readout(self, symbol: Symbol, panel: Panel, middle: int | None) -> None:
        """Cursor and size below the rows, against the mid and the mark beside them."""
        between = None if middle is None else _SPREAD.search(panel.rows[middle].text)
        mid = self._reader.sats(between["mid"]) if between and between["mid"] else None
        rows = panel.rows[readout_begins(panel.rows) :]
        PaintedReadout(self._past, self._reader, self._since).judge(
            symbol, rows, mid, self._painted_mark(), is_mid_told=middle is not None and (not between or mid is not None)
        )

    def _painted_mark(self) -> Decimal | None:
        at = self._picture.line("LAST", "MARK")
        if at is None:
            return None
        mark = figure(_under(self._picture.rows[at], self._picture.rows[at + 1])["MARK"])
        return None if mark is None else self._reader.sats(str(mark))

    def _ladder(self, symbol: Symbol, side: Side, rows: Iterable[Row], width: int, *, is_sound: bool) -> None:
        past, depth = self._past.markets[symbol], Stream(Channel.DEPTH, symbol)
        total, cost, before = Decimal(0), Decimal(0), None
        for row in rows:
            if (flow := flow_of(row)) is not None:
                if is_sound:
                    self._derived.judge_flow(row, flow)
                continue
            found = _LADDER.fullmatch(row._replace(text=row.text.translate(_NO_BARS)).text)
            if found is None:
                if row.is_live and re.search(r"\d", row.text) and not is_heading(row):
                    self._reader.lie(depth, "a row of the book", row.text, ("nothing that can be read",))
                continue
            price, size = self._reader.sats(found["price"]), Decimal(found["size"].replace(",", ""))
            total, cost = total + size, cost + price * size
            self._rungs.append(LadderRow(side, int(price), row.group(found, "marked")))
            if not is_sound or (not row.group(found, "size").is_live and not row.group(found, "price").is_live):
                continue
            name = f"{side.value} {found['price']}"
            if before is not None and ((price > before) is (side is Side.BID) or price == before):
                self._reader.lie(depth, f"{name}: order of prices", price, (before,))
            before = price
            true = [Decimal(one) / 100 for one in past.lots_within(side, int(price), width, self._since)]
            self._reader.near(depth, f"{name}: size", row.group(found, "size"), true)
            self._column_cells(row, name, where(side, int(price), width), total, cost)
            if found["mine"] and row.group(found, "mine").is_live:
                ours = self._books.ours(symbol, side, int(price), width, self._since, found["own"] == "≥")
                self._reader.near(
                    Stream(Channel.ORDERS),
                    f"{name}: mine",
                    row.group(found, "mine"),
                    [Decimal(one) / 100 for one in ours],
                )

    def _column_cells(self, row: Row, name: str, place: Where, total: Decimal, cost: Decimal) -> None:
        """The columns that the heading names; where there is none, the last is the running total."""
        columns, depth = self._columns, Stream(Channel.DEPTH, self._symbol)
        if "total" in columns:
            cell = row.part(columns["total"].begin, columns["total"].end)
            self._reader.near(depth, f"{name}: total", cell, [total])
        if "cost" in columns and place.prices[0] == place.prices[1]:
            cell = row.part(columns["cost"].begin, columns["cost"].end)
            self._reader.check(depth, f"{name}: cost", costs_match(self._reader, cell, cost), (True,))
        self._derived.judge(row, columns, place)

    def _between(self, symbol: Symbol, row: Row) -> None:
        found, stream = _SPREAD.search(row.text), Stream(Channel.LEVEL1, symbol)
        if found is None:
            return
        past = self._past.markets[symbol]
        tops = [priced(top, past.tick) for top in past.top.since(self._since)]
        reader = self._reader
        reader.price(stream, "spread", row.group(found, "spread"), [spread(top) for top in tops])
        if found["bp"]:
            reader.near(stream, "spread bp", row.group(found, "bp"), reader.spreads(tops), Decimal("0.05"))
        if found["mid"]:
            mids = [Decimal(top.ask + top.bid) / 2 for top in tops if top.bid is not None and top.ask is not None]
            reader.price(stream, "mid", row.group(found, "mid"), mids)

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

    def _cards(self, panel: Panel) -> None:
        for y, row in enumerate(panel.rows):
            if found := _CARD.fullmatch(row.text):
                below = panel.rows[y + 1] if y + 1 < len(panel.rows) else None
                said = below and _STATE.match(below.text)
                # Readable, in an ink of its own, and not drawn as live.
                if (said[1] if said else panel.state) != "UNPROVEN":
                    self._card(Symbol(found["symbol"]), row, found, below, is_live=not said)
                    self._card_statistics(Symbol(found["symbol"]), panel.rows[y + 2 : y + 4])

    def _card(self, symbol: Symbol, row: Row, found: re.Match[str], below: Row | None, *, is_live: bool) -> None:
        stream, price = Stream(Channel.TICKER, symbol), row.group(found, "last")
        lasts = self._past.markets[symbol].last.since(self._since)
        if price.is_live and not is_live:
            self._reader.lie(stream, f"card {symbol}", row.words, ("dim",))
        self._reader.price(stream, f"card {symbol}", price, lasts)
        if below is not None and (change := _CHANGE.search(below.text)):
            true = [one * 100 for one in self._courses.changes(symbol, lasts)]
            self._reader.near(stream, f"card {symbol} change", below.group(change, "change"), true, Decimal("0.005"))

    def _card_statistics(self, symbol: Symbol, rows: Iterable[Row]) -> None:
        """What came with the trades of the symbol in view; the others tell nothing of it."""
        days, stream = self._days(symbol), Stream(Channel.TRADE, symbol)
        for row in rows:
            if found := _CARD_CHANGE.search(row.text):
                true = [change_of(day) * 100 for day in days]
                self._reader.near(stream, f"card {symbol} 24h", row.group(found, "change"), true, Decimal("0.005"))
            elif found := _CARD_VOLUME.search(row.text):
                true = [Decimal(day.figures.lots) / 100 for day in days]
                self._reader.near(stream, f"card {symbol} volume 24h", row.group(found, "volume"), true)


def _under(labels: Row, row: Row) -> dict[str, Row]:
    """The cells of the strip under or behind their labels, which are the same row in the latter case."""
    found = [(one[0], one.span()) for one in _LABEL.finditer(labels.text)]
    ends = [*(begin for _, (begin, _) in found[1:]), len(row.text)]
    cells = {}
    for (label, (begin, after)), end in zip(found, ends, strict=True):
        name = label.removesuffix(" trade").removesuffix(" ticker").partition(" · ")[0]
        cells[name] = _figure_of(row.part(after if row is labels else begin, end))
    return cells


def _figure_of(cell: Row) -> Row:
    """The cell without what stands two blanks and more behind the figure: words about the strip's state."""
    figure = re.match(r" *\S+(?: \S+)*", cell.text)
    return cell if figure is None else cell.part(0, figure.end())


def _told(one: Execution) -> tuple[str, Decimal, Decimal, int]:
    """A trade as the tape writes it; the price in sats."""
    hundredths = one.at // (SECOND // 100)
    seconds = hundredths // 100
    time = f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{hundredths % 100:02d}"
    return time, Decimal(one.price), Decimal(one.lots) / 100, 1 if one.side == "buy" else -1


def seconds_of(time: str) -> Decimal:
    """Hours, minutes and seconds as seconds."""
    hours, minutes, seconds = map(int, time.split(":"))
    return Decimal(hours * 3600 + minutes * 60 + seconds)


_DAY: Final = 24 * 3600
_NO_BARS: Final = str.maketrans("▏▎▍▌▋▊▉▸", " " * 8)
