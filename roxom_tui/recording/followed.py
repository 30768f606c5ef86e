"""Which streams were followed, by what was sent: only these are in a recording."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import orjson

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol

_CHANNELS: Final = {channel.value: channel for channel in Channel}
MOST: Final = 4096
"""Streams; a recording that names more is not believed."""


class Followed:
    """The streams in the order in which they were asked for."""

    def __init__(self, *, with_account: bool) -> None:
        self._with_account = with_account
        self._streams: dict[Stream, None] = {}
        self._is_anew = False

    @property
    def ordered(self) -> tuple[Stream, ...]:
        """All of them."""
        return tuple(self._streams)

    @property
    def streams(self) -> frozenset[Stream]:
        """All of them, to look one up."""
        return frozenset(self._streams)

    def begin(self, names: Any) -> bool:
        """From here on these are followed, by their names (`depth.GOLD-BTC`); whether that is a change."""
        before = self.ordered
        self._streams = dict.fromkeys(self._wanted(map(_named, names if isinstance(names, list) else ())))
        return self.ordered != before

    def connected(self) -> None:
        """Another connection: the first request says all that is followed by it, mostly what was before."""
        self._is_anew = True

    def heard(self, text: str) -> bool:
        """A request was sent; whether it changed what is followed."""
        try:
            message = orjson.loads(text)
            op, args = message["op"], message["args"]
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return False
        before = self.ordered
        streams = tuple(self._wanted(map(_argued, args if isinstance(args, list) else ())))
        if op == "subscribe" and self._is_anew:
            self._streams, self._is_anew = dict.fromkeys(streams), False
        elif op == "subscribe":
            self._streams.update(dict.fromkeys(streams))
        elif op == "unsubscribe":
            for stream in streams:
                self._streams.pop(stream, None)
        return self.ordered != before

    def _wanted(self, streams: Iterable[Stream | None]) -> Iterator[Stream]:
        for stream in streams:
            if stream is not None and len(self._streams) < MOST and (self._with_account or stream.symbol is not None):
                yield stream


def _named(name: object) -> Stream | None:
    if not isinstance(name, str):
        return None
    word, _, symbol = name.partition(".")
    return _stream(word, symbol)


def _argued(arg: object) -> Stream | None:
    return _stream(arg.get("channel"), arg.get("symbol")) if isinstance(arg, dict) else None


def _stream(word: object, symbol: object) -> Stream | None:
    channel = _CHANNELS.get(word) if isinstance(word, str) else None
    if channel is None:
        return None
    if channel.is_account:
        return Stream(channel)
    return Stream(channel, Symbol(symbol)) if isinstance(symbol, str) and symbol else None
