"""The way to the exchange, step by step, each with its time: the facts behind `roxom-tui check`.

    async for step in check(endpoint, streams): ...

On a connection of its own. A step that fails ends the way where nothing behind it can work.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from msgspec import Struct

from roxom_tui.client.protocol_client import Received
from roxom_tui.client.questions import Answered
from roxom_tui.client.session import Change
from roxom_tui.client.subscription import SubscriptionState
from roxom_tui.feed.connection import wait_for_event
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.headless_client import HeadlessClient
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.transport.address import Address, AddressRefused, check_address
from roxom_tui.feed.transport.failures import explain_network
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BalancesSeed, CalendarsSeed, OrdersSeed, PositionsSeed
from roxom_tui.model.ports import Clock
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Subscribed
from roxom_tui.protocol.get_requests import GetKind
from roxom_tui.words.reasons import whole

_ADVICE = {
    Trouble.REFUSED: "check that the key, its private key file and the profile's environment belong together",
    Trouble.THROTTLED: "wait before trying again",
    Trouble.REDIRECTED: "ask the exchange for the address in force and set it in the profile",
    Trouble.INTERCEPTED: "sign in to this network, or try another; else ask the exchange to let your address through",
    Trouble.UNAVAILABLE: "check the path of the address; else the exchange has trouble, try later",
    Trouble.CERTIFICATE: "check this computer's clock; behind a company's proxy, set SSL_CERT_FILE",
    Trouble.UNREACHABLE: "check the network, the host's name in the profile, and the proxy",
    Trouble.NOT_ALLOWED: "fix the address in the profile, or the proxy's in the environment",
}


class CheckStep(Struct, frozen=True):
    """One step: `ok` None is "nothing to prove here". `advice` says what to do where it failed."""

    name: str
    ok: bool | None
    said: str
    seconds: float | None = None
    advice: str = ""
    trouble: Trouble | None = None


async def check(
    endpoint: Endpoint,
    streams: Sequence[Stream],
    *,
    patience: float = 10.0,
    outside: Outside | None = None,
) -> AsyncIterator[CheckStep]:
    """Walk the way. `patience` is how many seconds acknowledgements and first data may take."""
    outside = outside or Outside()
    clock = outside.clock
    address = check_address(endpoint.ws_url, ("ws", "wss"))
    if isinstance(address, AddressRefused):
        yield _failed("address", Failed(Trouble.NOT_ALLOWED, address.sentence))
        return
    yield CheckStep("address", True, address.host + (f" through {address.shown_proxy}" if address.proxy else ""))
    resolved = await _resolve(address, clock)
    yield resolved
    if resolved.ok is False:
        return
    async with HeadlessClient(endpoint, streams, outside) as tap:
        began = clock.monotonic()
        opened = await tap.open()
        if isinstance(opened, Failed):
            yield _failed("connect and authenticate", opened, _since(began, clock))
            return
        tls = "TLS verified" if address.is_secure else "this machine, without TLS"
        yield CheckStep("connect and authenticate", True, tls, _since(began, clock))
        # From here on something may come, also while the ping is under way.
        stood = clock.monotonic()
        yield await _ping(tap, patience)
        async for step in _listen(tap, streams, patience, stood):
            yield step
    async for step in _ask(endpoint, outside):
        yield step


async def _resolve(address: Address, clock: Clock) -> CheckStep:
    if address.proxy is not None:
        return CheckStep("name", None, "left to the proxy")
    began = clock.monotonic()
    try:
        found = await asyncio.get_running_loop().getaddrinfo(address.host, address.port)
    except (OSError, UnicodeError) as error:
        return _failed("name", explain_network(error, address.host), _since(began, clock))
    numbers = dict.fromkeys(str(info[4][0]) for info in found)
    return CheckStep("name", True, ", ".join(numbers), _since(began, clock))


async def _ping(tap: HeadlessClient, patience: float) -> CheckStep:
    if await wait_for_event(tap.ponged, patience):
        return CheckStep("ping", True, "round trip", tap.round_trip)
    return CheckStep("ping", False, f"no answer within {patience:g} s", None, _ADVICE[Trouble.UNREACHABLE])


async def _listen(
    tap: HeadlessClient, streams: Sequence[Stream], patience: float, stood: int
) -> AsyncIterator[CheckStep]:
    """`stood` is when the connection did (monotonic ns)."""
    heard = _Heard(streams, stood)
    failed: Failed | None = None
    try:
        async with asyncio.timeout(patience):
            while failed is None and not heard.is_complete(tap):
                received = await tap.receive()
                if isinstance(received, Failed):
                    failed = received
                else:
                    heard.note(received)
    except TimeoutError:
        pass
    for change in tap.subscriptions():
        yield heard.subscription_step(change)
    for channel in dict.fromkeys(stream.channel for stream in streams):
        yield heard.data_step(channel, patience)
    if failed is not None:
        yield _failed("stay connected", failed)


class _Heard:
    """The times at which each stream was acknowledged and each channel first sent data."""

    def __init__(self, streams: Sequence[Stream], began: int) -> None:
        """They are told from `began` on (monotonic ns)."""
        self._streams = streams
        self._began = began
        self._acknowledged: dict[Stream, int] = {}
        self._data: dict[Channel, int] = {}

    def note(self, received: Received) -> None:
        """Take the moments of one frame."""
        at = received.frame.received_at
        for item in received.decoded:
            if isinstance(item, Subscribed):
                for stream in item.streams:
                    self._acknowledged.setdefault(stream, at)
        for stream in received.data:
            self._data.setdefault(stream.channel, at)

    def is_complete(self, tap: HeadlessClient) -> bool:
        """Whether nothing more is to be expected. Trades and account events come when they come."""
        changes = tap.subscriptions()
        refused = {change.stream for change in changes if change.state is SubscriptionState.REFUSED}
        channels = {stream.channel for stream in self._streams if stream not in refused}
        waited_for = {channel for channel in channels if not channel.traits.is_sparse}
        return all(_is_settled(change) for change in changes) and waited_for <= self._data.keys()

    def subscription_step(self, change: Change) -> CheckStep:
        """A line on one subscription."""
        name = f"subscribe {change.stream}"
        at = self._acknowledged.get(change.stream)
        if change.state is SubscriptionState.REFUSED:
            harmless = change.stream.channel.traits.is_optional
            advice = "" if harmless else "check the symbol in the profile, or ask for fewer streams"
            said = whole(Reason(Cause.REFUSED, change.text, change.code))
            return CheckStep(name, None if harmless else False, said, None, advice)
        if at is not None:
            return CheckStep(name, True, "acknowledged", (at - self._began) / SECOND)
        if change.state is SubscriptionState.ACTIVE:
            return CheckStep(name, True, "not acknowledged, but data comes")
        return CheckStep(name, False, "not acknowledged", None, "the exchange answers slowly or not at all; try later")

    def data_step(self, channel: Channel, patience: float) -> CheckStep:
        """A line on a channel's first data."""
        name = f"data {channel.value}"
        at = self._data.get(channel)
        if at is not None:
            return CheckStep(name, True, "first message", (at - self._began) / SECOND)
        if channel.traits.is_sparse:
            return CheckStep(name, None, "no data yet; sent only on change")
        return CheckStep(name, False, f"no data within {patience:g} s", None, "is the market open? else try later")


def _is_settled(change: Change) -> bool:
    return change.state not in (SubscriptionState.QUEUED, SubscriptionState.PENDING)


async def _ask(endpoint: Endpoint, outside: Outside) -> AsyncIterator[CheckStep]:
    if endpoint.rest_url is None:
        yield CheckStep("GET", None, "no rest_url: account lists hold only changes since connecting")
        return
    clock = outside.clock
    rest = outside.gets(endpoint, endpoint.rest_url, outside.timing)
    try:
        for kind, symbol in ((GetKind.BALANCE, None), (GetKind.POSITIONS, endpoint.symbols[0]), (GetKind.ORDERS, None)):
            began = clock.monotonic()
            answer = await rest.get(kind, symbol)
            name = f"GET {kind.name.lower()}"
            if isinstance(answer, Failed):
                yield _failed(name, answer, _since(began, clock))
            else:
                yield CheckStep(name, True, _counted(answer), _since(began, clock))
    finally:
        await rest.close()


def _counted(answer: Answered) -> str:
    if isinstance(answer, BalancesSeed):
        count = len(answer.balances)
        return f"{count} asset{'' if count == 1 else 's'}"
    if isinstance(answer, PositionsSeed):
        return f"{len(answer.positions)} open in {answer.symbol}"
    if isinstance(answer, OrdersSeed):
        return f"{len(answer.orders)} open"
    if isinstance(answer, CalendarsSeed):
        return f"{len(answer.hours) + len(answer.changed)} told of {answer.symbol}"
    return f"{len(answer.bids)} bids, {len(answer.asks)} asks"


def _failed(name: str, failed: Failed, seconds: float | None = None) -> CheckStep:
    return CheckStep(name, False, whole(failed.reason), seconds, _ADVICE[failed.trouble], failed.trouble)


def _since(began: int, clock: Clock) -> float:
    return (clock.monotonic() - began) / SECOND
