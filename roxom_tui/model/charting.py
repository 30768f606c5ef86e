"""What a chart can show: its faces, the lengths of bars and columns, and what is laid over the bars."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct


class ChartFace(StrEnum):
    """The faces of the chart, in the order in which they are walked."""

    CANDLES = "candles"
    DEPTH = "depth"
    HEATMAP = "heatmap"


class Overlay(StrEnum):
    """What can be laid over the bars, one at a time."""

    NONE = ""
    VWAP = "VWAP"
    SMA = "SMA 20"
    EMA = "EMA 50"
    RSI = "RSI 14"


BAR_SECONDS: Final = (5, 15, 60, 300, 900, 3600)
COLUMN_SECONDS: Final = (1, 5, 15, 60)
"""Lengths of a bar of trades, and of a column of the heatmap."""


class ChartRequest(Struct, frozen=True):
    """The chart that is in sight. `seconds` is the length of a bar or column, and counts for nothing of the depth."""

    face: ChartFace = ChartFace.CANDLES
    seconds: int = BAR_SECONDS[0]
    overlay: Overlay = Overlay.NONE
