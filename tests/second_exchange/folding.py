"""A book rebuilt from the messages of the stream, by the documentation's rules and nothing else."""

from __future__ import annotations

from decimal import Decimal

Levels = dict[Decimal, Decimal]


class Folded:
    """Both sides of one symbol's book, and the time of the last message."""

    def __init__(self, *, signed: bool) -> None:
        self.signed = signed
        self.sides: dict[str, Levels] = {"bid": {}, "ask": {}}
        self.time = 0

    def take(self, message: dict[str, object]) -> None:
        """Apply a snapshot or a delta."""
        data = message["data"]
        assert isinstance(data, dict)
        for name in self.sides:
            if message["type"] == "snapshot":
                self.sides[name] = {Decimal(price): Decimal(size) for price, size in data[name]}
            else:
                for price, quantity in data.get(name) or []:
                    self._change(self.sides[name], Decimal(price), Decimal(quantity))
        self.time = int(data["timestamp"])

    def _change(self, levels: Levels, price: Decimal, quantity: Decimal) -> None:
        size = levels.get(price, Decimal(0)) + quantity if self.signed and quantity else quantity
        if size > 0:
            levels[price] = size
        else:
            levels.pop(price, None)
