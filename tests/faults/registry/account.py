"""What can happen to the account's events and GETs (client 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.simulator.scenarios import DEFAULT, SCENARIOS, HttpRefusal
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.states import seen
from tests.faults.account_answers import AnswersOfThePast, Dispute
from tests.faults.bench import Bench, Setting
from tests.faults.fault import (
    EVERYTHING,
    LISTS_BOUND,
    SILENCE,
    SILENCE_BOUND,
    WITNESS_BOUND,
    Ending,
    Fault,
    parse_stream,
    silence,
)
from tests.faults.hooks import all_of, change, edit, later, of, twice
from tests.faults.verdicts import Excuse

_ALL_DAY: Final = 300
_BALANCE: Final = parse_stream("balance")


def _status(*words: str) -> Callable[[Outgoing], bool]:
    needles = [f'"status":"{word}"'.encode() for word in words]
    return lambda message: message.stream == "orders" and any(needle in message.payload for needle in needles)


def _lose(fits: Callable[[Outgoing], bool], *streams: str, seconds: float, times: int = 1) -> Callable[[Bench], None]:
    """The next messages that fit are lost; from then on lies about these streams are excused for so long."""

    def begin(bench: Bench) -> None:
        def lose(message: Outgoing) -> Iterable[Outgoing]:
            now = bench.clock.true()
            lost = frozenset(parse_stream(text) for text in streams)
            bench.tally.excuses.append(Excuse(SILENCE, lost, now, now + round(seconds * SECOND)))
            return ()

        change(fits, lose, times)(bench)

    return begin


def _expect_list_within(seconds: float) -> Callable[[Bench], None]:
    """The balance lost, the next change shows it: so many seconds from then on only a list asked for since is live."""

    def begin(bench: Bench) -> None:
        broken_at: list[int] = []

        def note(message: Outgoing) -> Iterable[Outgoing]:
            if message.stream == "balance" and not broken_at:
                broken_at.append(bench.clock.monotonic())
            return (message,)

        def judge(board: ScreenSnapshot, now: int) -> None:
            is_late = bool(broken_at) and now - broken_at[0] >= seconds * SECOND
            if is_late and seen(board.balances.freshness, now).state.is_live:
                bench.tally.checks["balances"] += 1
                checked_at = board.balances.checked_at
                if checked_at is None or checked_at < broken_at[0]:
                    bench.tally.miss(_BALANCE, "when it was checked", bench.clock.true(), checked_at, broken_at)

        bench.exchange.add_hook(note)
        bench.watchers.append(judge)

    return begin


def _fail_gets(*answers: HttpRefusal) -> Callable[[Bench], None]:
    return lambda bench: bench.exchange.fail_gets(*answers)


def _hang(bench: Bench) -> None:
    bench.network.gets_hang = True


def _answer(bench: Bench) -> None:
    bench.network.gets_hang = False


def _cut(bench: Bench) -> None:
    bench.network.close_all(None)


def _mute(bench: Bench) -> None:
    bench.network.mute(None)


def _unmute(bench: Bench) -> None:
    bench.network.unmute(None)


_OF_THE_PAST: Final = AnswersOfThePast(1.5)


def _floats_in_place_of_texts(document: dict[str, Any]) -> None:
    for position in document["data"]:
        position["size"] = 0.1 + 0.2


def _without_a_side(document: dict[str, Any]) -> None:
    for position in document["data"]:
        del position["side"]


_DISPUTE: Final = Dispute()


FAULTS: Final = (
    Fault(
        "lost balance event",
        "one change of the balance never arrives",
        _lose(of("balance"), "balance", seconds=WITNESS_BOUND),
        then=35,
        healed_within=40,
    ),
    Fault(
        "broken chain of balances",
        "two changes of the balance never arrive; the next one tells, and 2 s later the list is here",
        all_of(*[_lose(of("balance"), "balance", seconds=WITNESS_BOUND)] * 2, _expect_list_within(2)),
        then=30,
        healed_within=30,
    ),
    Fault(
        "lost execution",
        "an execution of an order never arrives",
        _lose(_status("filled", "partiallyfilled"), "orders", "balance", seconds=WITNESS_BOUND),
        then=50,
        healed_within=50,
    ),
    Fault(
        "lost end of an order",
        "a cancellation never arrives: nothing but the list can tell",
        _lose(_status("cancelled", "partiallyfilledcancelled"), "orders", "balance", seconds=LISTS_BOUND),
        then=80,
        healed_within=80,
    ),
    Fault(
        "lost position event",
        "one change of a position never arrives",
        _lose(of("positions"), "positions", seconds=WITNESS_BOUND),
        then=45,
        healed_within=45,
    ),
    Fault(
        "account events twice",
        "every account event comes twice",
        change(lambda m: "." not in m.stream and m.stream != "control", twice, _ALL_DAY),
        then=40,
        harmless=True,
    ),
    Fault(
        "events out of order",
        "the first reports of orders arrive 0.5 s late, after their ends",
        change(_status("pendingsubmit", "submitted", "pendingcancel"), later(0.5), 6),
        then=40,
        harmless=True,
    ),
    Fault(
        "short orders",
        "order events without side, type and price",
        setting=Setting(scenario=SCENARIOS["short_orders"]),
        then=40,
        harmless=True,
    ),
    Fault(
        "quiet account",
        "account events only where subscribed",
        setting=Setting(scenario=SCENARIOS["quiet_account"]),
        harmless=True,
    ),
    Fault(
        "GETs fail",
        "after a cut four GETs are answered 503",
        all_of(_fail_gets(*(HttpRefusal(503, "maintenance") for _ in range(4))), _cut),
        then=60,
        seen_within=0.5,
        healed_within=55,
    ),
    Fault(
        "GETs limited",
        "after a cut a GET is answered 429, come back in 20 s",
        all_of(_fail_gets(HttpRefusal(429, "slow down", 20)), _cut),
        then=40,
        seen_within=0.5,
        healed_within=35,
    ),
    Fault(
        "GETs refused",
        "after a cut a GET is answered 401",
        all_of(_fail_gets(HttpRefusal(401, "no")), _cut),
        then=30,
        seen_within=0.5,
        ends=Ending.SINCE_CONNECT,
    ),
    Fault(
        "GETs hang",
        "after a cut no GET is answered for 15 s",
        all_of(_hang, _cut),
        _answer,
        lasts=15,
        then=50,
        seen_within=0.5,
        healed_within=45,
    ),
    Fault(
        "GETs cease",
        "no GET is answered for 110 s while the streams go on",
        _hang,
        _answer,
        lasts=110,
        then=65,
        seen_within=50,
        healed_within=65,
    ),
    Fault(
        "answers of the past",
        "GETs of orders and positions are answered with what was true 1.5 s before",
        _OF_THE_PAST.begin,
        _OF_THE_PAST.end,
        lasts=65,
        then=35,
        setting=Setting(scenario=replace(DEFAULT, pace=1.5)),
        healed_within=30,
    ),
    Fault(
        "signed sizes",
        "sizes of short positions and of sales are negative, by the stream and in lists",
        setting=Setting(scenario=SCENARIOS["signed_sizes"]),
        then=60,
        harmless=True,
    ),
    Fault(
        "signed sizes alone",
        "the same, and no word tells the side of a position",
        change(of("positions"), edit(_without_a_side), _ALL_DAY),
        setting=Setting(scenario=SCENARIOS["signed_sizes"]),
        then=60,
        harmless=True,
    ),
    Fault(
        "5,000 orders",
        "the account has 5,000 open orders, and the connection is cut",
        _cut,
        setting=Setting(scenario=SCENARIOS["many_orders"]),
        then=5,
        seen_within=0.5,
    ),
    Fault(
        "profit of the other sign",
        "the exchange reports each position's profit with the wrong sign: nobody can tell who is right",
        _DISPUTE.begin,
        _DISPUTE.end,
        lasts=40,
        then=5,
    ),
    Fault(
        "sizes that are no text",
        "positions tell their size as a JSON number of more digits than a double holds: it is not known then",
        change(of("positions"), edit(_floats_in_place_of_texts), 10),
        then=60,
        healed_within=60,
    ),
    Fault(
        "no GETs, and executions lost",
        "the profile names no GETs, and no execution of an order arrives",
        _lose(_status("filled", "partiallyfilled"), "orders", "balance", seconds=WITNESS_BOUND, times=_ALL_DAY),
        then=80,
        setting=Setting(has_gets=False),
        ends=Ending.ACCOUNT_DOUBTED,
    ),
    Fault(
        "no GETs, and no data",
        "the profile names no GETs, and no data at all comes for 12 s, though pings are answered",
        _mute,
        _unmute,
        lasts=12,
        then=40,
        setting=Setting(has_gets=False),
        allowances=silence(*EVERYTHING),
        seen_within=SILENCE_BOUND,
        ends=Ending.ACCOUNT_DOUBTED,
    ),
    Fault(
        "no GETs at all",
        "every GET is answered 429, for ever",
        setting=Setting(scenario=SCENARIOS["rest_limited"]),
        then=30,
        seen_within=1,
        starts_live=False,
        ends=Ending.ACCOUNT_DOUBTED,
    ),
)
