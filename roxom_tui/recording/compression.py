"""zstd frames: one piece of bytes in, one whole frame with its checksum out, and back."""

from __future__ import annotations

import sys
from typing import Final

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL: Final = 3
"""The library's own choice: a level more costs a third more time for two hundredths less."""

LARGEST_CONTENT: Final = 16 * 1024 * 1024
"""Bytes that a frame may unpack to. One of ours holds a twentieth of it."""

_OPTIONS: Final[dict[int, int]] = {
    zstd.CompressionParameter.compression_level: LEVEL,
    zstd.CompressionParameter.checksum_flag: 1,
}


def pack(content: bytes) -> bytes:
    """One frame, whole in itself."""
    return zstd.compress(content, options=_OPTIONS)


def unpack(frame: bytes) -> bytes | None:
    """The content of one frame; None where it is torn, damaged, or unreasonably large."""
    reader = zstd.ZstdDecompressor()
    try:
        content = reader.decompress(frame, LARGEST_CONTENT)
    except zstd.ZstdError:
        return None
    return content if reader.eof and not reader.unused_data else None


def first_frame(data: bytes) -> tuple[bytes, int] | None:
    """The content of the frame that the bytes begin with, and where it ends; None where there is no whole one."""
    reader = zstd.ZstdDecompressor()
    try:
        content = reader.decompress(data, LARGEST_CONTENT)
    except zstd.ZstdError:
        return None
    return (content, len(data) - len(reader.unused_data)) if reader.eof else None
