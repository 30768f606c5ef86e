"""The one position or order of which everything is to be told."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Detailed(Enum):
    """The things of which details are told."""

    POSITION = "position"
    ORDER = "order"


class DetailWish(NamedTuple):
    """Which one, by its id."""

    of: Detailed
    key: str
