"""The little of RFC 6455 that a server of prepared text frames needs: a handshake, and frames both ways."""

from __future__ import annotations

import base64
import hashlib
import socket
import struct
from typing import NamedTuple

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Heard(NamedTuple):
    """A frame from the client, unmasked."""

    opcode: int
    payload: bytes


def accept(connection: socket.socket) -> str:
    """Answer a handshake; the path that was asked for."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += _some(connection)
    lines = request.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
    original = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    key = next(value for name, value in original.items() if name.lower() == "sec-websocket-key")
    assert headers["upgrade"] == "websocket"
    answer = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
    connection.sendall(
        f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {answer}\r\n\r\n".encode()
    )
    return lines[0].split()[1]


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """A frame as a server sends it."""
    return header(len(payload), opcode) + payload


def header(length: int, opcode: int = TEXT) -> bytes:
    """What stands before a payload of that length."""
    first = bytes([0x80 | opcode])
    if length < 126:
        return first + bytes([length])
    return first + (struct.pack("!BH", 126, length) if length < 65536 else struct.pack("!BQ", 127, length))


def hear(connection: socket.socket) -> Heard:
    """The next frame of a client. EOFError at the end of the connection."""
    first, second = _exactly(connection, 2)
    length = second & 0x7F
    if length >= 126:
        length = int.from_bytes(_exactly(connection, 2 if length == 126 else 8), "big")
    mask = _exactly(connection, 4)
    payload = _exactly(connection, length)
    return Heard(first & 0x0F, bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload)))


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        data += _some(connection, count - len(data))
    return data


def _some(connection: socket.socket, most: int = 65536) -> bytes:
    data = connection.recv(most)
    if not data:
        raise EOFError
    return data
