"""The log a socket library may write to. At DEBUG it writes every header, so the signature (protocol 2.2)."""

from __future__ import annotations

import logging
from typing import Any


class WireLog(logging.LoggerAdapter[logging.Logger]):
    """Without DEBUG, whatever the levels are set to, and without tracebacks."""

    def __init__(self, name: str) -> None:
        super().__init__(logging.getLogger(name), {})

    def isEnabledFor(self, level: int) -> bool:  # noqa: N802 - the standard library's name
        return level >= logging.INFO and super().isEnabledFor(level)

    def process(self, msg: Any, kwargs: Any) -> tuple[Any, Any]:
        # The library's frames and texts are not ours to vouch for.
        return msg, {**kwargs, "exc_info": None}
