"""What clients ask for on their connections, and what a new subscription brings first."""

from __future__ import annotations

import asyncio

from tests.support.second_exchange.conventions import Acknowledging, Repeated, SuccessCode
from tests.support.second_exchange.encoding import Encoder, Message
from tests.support.second_exchange.line import Line
from tests.support.second_exchange.requests import BINARY, TOO_MANY, Complaint, Stream, ViewRequest, understood
from tests.support.second_exchange.tampering import Behind
from tests.support.second_exchange.venue import Venue


class Client:
    """Answers the requests of all connections."""

    def __init__(self, venue: Venue, encoder: Encoder) -> None:
        self.venue, self.conventions = venue, venue.conventions
        self.early: set[str] = set()
        """Symbols whose next subscription brings a delta before its snapshot."""
        self.whole_at: dict[str, int] = {}
        """When a whole book of a symbol was told last, exchange time."""
        self._encoder = encoder

    def snapshot(self, symbol: str) -> Message:
        """The book as it has been published last."""
        floor = self.venue.floors[symbol]
        self.whole_at[symbol] = self.venue.now
        return self._encoder.snapshot(symbol, floor.published, floor.published_at)

    def obey(self, line: Line, received: str | bytes) -> None:
        """Do what a frame asks for."""
        if isinstance(received, bytes):
            line.complain(BINARY)
            return
        asked = understood(received, self.venue.floors, account_channel=self.conventions.account_channel)
        if isinstance(asked, Complaint):
            line.complain(asked)
            return
        done: list[Stream] = []
        for one in asked.streams:
            complaint = one if isinstance(one, Complaint) else self._hindrance(line, one, asked, done)
            if complaint is not None:
                line.complain(complaint)
            elif isinstance(one, Stream):
                done.append(one)
        if not asked.subscribe:
            line.streams.difference_update(done)
        self._acknowledge(line, asked, done)

    def _hindrance(self, line: Line, stream: Stream, asked: ViewRequest, done: list[Stream]) -> Complaint | None:
        """Why a stream cannot be had."""
        held = line.streams.union(done)
        full = len(held) >= self.conventions.subscription_limit and stream not in held
        return TOO_MANY if asked.subscribe and full else None

    def _acknowledge(self, line: Line, asked: ViewRequest, streams: list[Stream]) -> None:
        loop = asyncio.get_running_loop()
        for message in self._acknowledgements(line, asked, streams):
            if self.conventions.acknowledged_after > 0:
                loop.call_later(self.conventions.acknowledged_after, line.say, message)
            else:
                line.say(message)
        if asked.subscribe:
            for stream in streams:
                self._begin(line, stream)

    def _acknowledgements(self, line: Line, asked: ViewRequest, streams: list[Stream]) -> list[Message]:
        if self.conventions.acknowledging is Acknowledging.NEVER or not streams:
            return []
        name = "instId" if self.conventions.acknowledging is Acknowledging.INST_ID else "symbol"
        args: list[Message] = [
            {"channel": one.channel, **({} if one.symbol is None else {name: one.symbol})} for one in streams
        ]
        rest_of: Message = {"msg": "", "connId": line.id}
        if self.conventions.success_code is not SuccessCode.MISSING:
            rest_of["code"] = 0 if self.conventions.success_code is SuccessCode.NUMBER else "0"
        head: Message = {"event": "subscribe" if asked.subscribe else "unsubscribe"}
        if self.conventions.acknowledging is Acknowledging.ARGS:
            return [head | {"args": args} | rest_of]
        return [head | {"arg": one} | rest_of for one in args]

    def _begin(self, line: Line, stream: Stream) -> None:
        """What a new subscription brings first."""
        again = stream in line.streams
        line.streams.add(stream)
        if stream.symbol is None or (again and self.conventions.repeated is Repeated.ACKNOWLEDGEMENT):
            return
        floor = self.venue.floors[stream.symbol]
        if stream.channel == "depth":
            self._first_book(line, stream.symbol)
        elif stream.channel == "level1":
            line.tell(self._encoder.message(floor.newest_quote))
        elif stream.channel == "ticker":
            line.tell(self._encoder.message(floor.newest_ticker))

    def _first_book(self, line: Line, symbol: str) -> None:
        if symbol in self.early:
            self.early.discard(symbol)
            line.tamperings.append(Behind(symbol, self.snapshot(symbol)))
        else:
            line.tell(self.snapshot(symbol))
