"""Messages of the account: `order`, `balance`, `position`, `account` (protocol 4.5 to 4.8).

Their envelope has a type and no topic, and `data` is an object or an array:

    {"type": "order",
     "data": {"orderId": "0199b000-1111-7222-8333-444455556666", "symbol": "GOLD-BTC", "status": "partiallyfilled",
              "remainingQty": "1.50", "executedQty": "0.50", "avgPx": "0.04312300", "timestamp": 1767225600500000000}}

    {"type": "balance",
     "data": {"balanceBefore": "0.80000000", "balanceAfter": "0.79988000", "amount": "-0.00012000", "unit": "btc",
              "updateType": "ordersettle", "timestamp": 1767225600600000000}}

    {"type": "position",
     "data": [{"id": "0199b000-aaaa-7bbb-8ccc-ddddeeeeffff", "symbol": "GOLD-BTC", "side": "long", "size": "1.50",
               "avgEntry": "0.04300000", "openDate": 1767225000000, "closeDate": null,
               "updatedAt": 1767225600700000000}]}

An array is read whole or refused whole: half of what the exchange reported at one moment is no state of the account.
Of a very long one the newest are read, and what was left out has to be asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import orjson

from roxom_tui.model.channels import ACCOUNT_CHANNELS, Channel
from roxom_tui.model.events import AccountEvent, AccountNotice, BalanceUpdate
from roxom_tui.model.money import Btc, Unit
from roxom_tui.protocol.account_records import read_order, read_position
from roxom_tui.protocol.fields import TIME_KEYS, UNITS, number, text, time
from roxom_tui.protocol.limits import MAX_LISTED
from roxom_tui.protocol.long_lists import newest, too_long
from roxom_tui.protocol.numbers import EXACT, MONEY
from roxom_tui.protocol.refusal import Message, missing, wrong_type
from roxom_tui.protocol.text_gate import capitals, gate, word

NOTICE_LIMIT: Final = 240
"""A notice is a whole payload of unknown shape, so it may be longer than a field."""

BTC_ASSET: Final = "BTC"


def read_balance(data: Message) -> BalanceUpdate:
    """A change of balance; of before, after and amount any one may be absent and is worked out of the other two.

    Where all three are sent and disagree, `balanceAfter` is the one to trust, and the amount is made to fit.
    """
    asset, unit = _asset_and_unit(data)
    amounts = MONEY[unit].amounts
    before = number(amounts, data, "balanceBefore")
    after = number(amounts, data, "balanceAfter")
    amount = number(amounts, data, "amount")
    if before is not None and after is not None:
        amount = Btc(EXACT.subtract(after, before))
    elif after is not None and amount is not None:
        before = Btc(EXACT.subtract(after, amount))
    elif before is not None and amount is not None:
        after = Btc(EXACT.add(before, amount))
    elif before is None and after is None and amount is None:
        raise missing("balanceAfter")
    return BalanceUpdate(asset, before, after, amount, text(data, "updateType"), time(data, *TIME_KEYS))


def _asset_and_unit(data: Message) -> tuple[str, Unit]:
    """Only btc and sats are the BTC balance; another unit or asset is one of its own, and never converted."""
    asset = text(data, "asset", "currency")
    if asset is not None and capitals(asset) != BTC_ASSET:
        return capitals(asset), Unit.BTC
    named = data.get("unit")
    if named is None:
        return BTC_ASSET, Unit.BTC
    if type(named) is not str:
        raise wrong_type("unit", named)
    unit = UNITS.get(word(named))
    return (capitals(named), Unit.BTC) if unit is None else (BTC_ASSET, unit)


def read_notice(data: Any) -> AccountNotice:
    """A notification of unknown shape, printed compactly."""
    if type(data) is str:
        return AccountNotice(gate(data, NOTICE_LIMIT))
    at = time(data, *TIME_KEYS) if type(data) is dict else None
    return AccountNotice(gate(orjson.dumps(data).decode(), NOTICE_LIMIT), at)


_ITEM_READERS: Final[dict[Channel, Callable[[Message], AccountEvent]]] = {
    Channel.ORDERS: read_order,
    Channel.BALANCE: read_balance,
    Channel.POSITIONS: read_position,
}

CHANNEL_OF_TYPE: Final[dict[str, Channel]] = {
    "order": Channel.ORDERS,
    "balance": Channel.BALANCE,
    "position": Channel.POSITIONS,
    "account": Channel.ACCOUNT,
}
"""The type in an account message is singular, the channel's name is not (protocol 3.6)."""

CHANNEL_OF_TOPIC: Final[dict[str, Channel]] = {channel.value: channel for channel in ACCOUNT_CHANNELS}
"""Account messages have no topic, though one page claims that every message has: it could only be the channel."""


def account_part(message: Message) -> tuple[Channel, Any] | None:
    """The channel and data of an account message, today's or the older nesting (protocol 3.6); None if it is none."""
    channel, data = _channel_of(message), message.get("data")
    if channel is not None:
        return channel, data
    if type(data) is dict:
        channel = _channel_of(data)
        if channel is not None:
            return channel, data.get("data", data)
    return None


def _channel_of(envelope: Message) -> Channel | None:
    kind, topic = envelope.get("type"), envelope.get("topic")
    channel = CHANNEL_OF_TYPE.get(kind) if type(kind) is str else None
    return CHANNEL_OF_TOPIC.get(topic) if channel is None and type(topic) is str else channel


def read_account(channel: Channel, data: Any) -> Sequence[AccountEvent]:
    """The events in the `data` of an account message."""
    if data is None:
        raise missing("data")
    return (read_notice(data),) if channel is Channel.ACCOUNT else _read_items(_ITEM_READERS[channel], data)


def _read_items(read: Callable[[Message], AccountEvent], data: Any) -> Sequence[AccountEvent]:
    sent = data if type(data) is list else [data]
    for item in sent:
        if type(item) is not dict:
            raise wrong_type("data", item)
    items = newest(sent, MAX_LISTED, TIME_KEYS)
    events = tuple([read(item) for item in items])
    if len(items) < len(sent):
        raise too_long(sent, "items", events)
    return events
