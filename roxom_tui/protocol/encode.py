"""Wishes to text: subscribe and unsubscribe. Nothing else can be said to the exchange (protocol 3.3).

{"op":"subscribe","args":[{"channel":"ticker","symbol":"GOLD-BTC"},{"channel":"orders"}]}
"""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from roxom_tui.model.channels import Stream


def subscribe(streams: Iterable[Stream]) -> str:
    """One request for all `streams`. ValueError for a market stream without a symbol."""
    return _request("subscribe", streams)


def unsubscribe(streams: Iterable[Stream]) -> str:
    """One request to end all `streams`. ValueError for a market stream without a symbol."""
    return _request("unsubscribe", streams)


def _request(op: str, streams: Iterable[Stream]) -> str:
    return orjson.dumps({"op": op, "args": [_arg(stream) for stream in streams]}).decode()


def _arg(stream: Stream) -> dict[str, str]:
    if stream.channel.is_account:
        return {"channel": stream.channel.value}
    if not stream.symbol:
        raise ValueError(f"the {stream.channel.value} channel needs a symbol")
    return {"channel": stream.channel.value, "symbol": stream.symbol}
