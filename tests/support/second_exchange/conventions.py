"""What the documentation leaves open, as one set of choices: each a thing that some real exchange does."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum


class Acknowledging(StrEnum):
    """How a subscription is acknowledged."""

    INST_ID = "inst_id"
    SYMBOL = "symbol"
    ARGS = "args"
    NEVER = "never"


class SuccessCode(StrEnum):
    """What stands in `code` of an acknowledgement."""

    TEXT = "text"
    NUMBER = "number"
    MISSING = "missing"


class Deltas(StrEnum):
    """What the quantity of a delta means: the level's new size, or what is added to it."""

    ABSOLUTE = "absolute"
    SIGNED = "signed"


class Untouched(StrEnum):
    """How a delta tells a side without changes, or a quote a side without orders."""

    MISSING = "missing"
    EMPTY = "empty"
    NULL = "null"


class LevelOrder(StrEnum):
    """In which order the levels of a message stand."""

    BEST_FIRST = "best_first"
    WORST_FIRST = "worst_first"
    SHUFFLED = "shuffled"


class QuoteTimes(StrEnum):
    """When best bid and ask are told: at moments of their own, or with each delta."""

    BETWEEN = "between"
    WITH_DELTAS = "with_deltas"


class Repeated(StrEnum):
    """What a second subscription to a stream already held brings."""

    SNAPSHOT = "snapshot"
    ACKNOWLEDGEMENT = "acknowledgement"


class RestShape(StrEnum):
    """The older or the newer form of the answers to GETs."""

    NEW = "new"
    OLD = "old"


class RestBody(StrEnum):
    """How the bytes of an answer are wrapped."""

    PLAIN = "plain"
    GZIP = "gzip"
    BOM = "bom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """One exchange's habits. Times are seconds."""

    acknowledging: Acknowledging = Acknowledging.SYMBOL
    success_code: SuccessCode = SuccessCode.NUMBER
    acknowledged_after: float = 0.0
    deltas: Deltas = Deltas.ABSOLUTE
    untouched: Untouched = Untouched.MISSING
    empty_side: Untouched = Untouched.NULL
    level_order: LevelOrder = LevelOrder.SHUFFLED
    levels: int = 200
    quotes: QuoteTimes = QuoteTimes.BETWEEN
    repeated: Repeated = Repeated.SNAPSHOT
    trailing_zeros: bool = True
    ticker_in_sats: bool = False
    trade_aliases: bool = True
    trade_numbers: bool = True
    trades_in_array: bool = False
    trade_ids: bool = True
    trade_times_in_ms: bool = True
    negative_shorts: bool = False
    whole_positions: bool = False
    single_position_object: bool = False
    short_orders: bool = False
    nested_account_type: bool = False
    account_channel: bool = True
    rest_shape: RestShape = RestShape.NEW
    rest_body: RestBody = RestBody.PLAIN
    upgrade_then_error: bool = False
    """Bad credentials: the upgrade succeeds, one error 600010 arrives, the connection is closed with 1008."""
    subscription_limit: int = 64


def chosen(assignments: list[str]) -> Conventions:
    """Conventions with some values set, each `name=value`; ValueError names what is wrong."""
    values: dict[str, object] = {}
    known = {field.name: field for field in dataclasses.fields(Conventions)}
    for assignment in assignments:
        name, _, text = assignment.partition("=")
        if name not in known:
            raise ValueError(f"no convention {name!r}; there are {', '.join(known)}")
        values[name] = _value(known[name].default, text)
    return dataclasses.replace(Conventions(), **values)  # type: ignore[arg-type]


def _value(like: object, text: str) -> object:
    if isinstance(like, bool):
        return {"true": True, "false": False}[text]
    return type(like)(text)  # type: ignore[call-arg]
