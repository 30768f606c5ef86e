"""An exchange that writes what is sold, or held short, with a minus."""

from __future__ import annotations

from typing import Final

from roxom_tui.simulator.stream_documents import Document

_SIZES: Final = (
    *("size", "entryAmount", "exitAmount", "orderSize", "remainingQty", "executedQty"),
    *("qty", "quantity", "amountFilled"),
)


def signed(document: Document, is_sold: bool) -> Document:
    """The document of an order or position, its sizes negative where something is sold."""
    if not is_sold:
        return document
    return document | {key: _negative(document[key]) for key in _SIZES if key in document}


def unsigned(document: Document, is_sold: bool) -> Document:
    """As documented: the side is a word."""
    return document


def _negative(size: str) -> str:
    return f"-{size}" if size.strip("0.") else size
