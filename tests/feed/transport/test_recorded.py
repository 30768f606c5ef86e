from __future__ import annotations

from typing import Any

from roxom_tui.feed.transport.recorded import RecordedTransport
from roxom_tui.model.connection import Closed, Failed, Opened, Trouble
from roxom_tui.protocol.decode import Frame
from roxom_tui.recording.entries import Kind


class Said:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.heard: list[tuple[Kind, Any]] = []
        self.openings = 0

    def put(self, kind: Kind, payload: Any, at: int | None = None) -> None:
        self.heard.append((kind, payload))

    def opening(self) -> None:
        self.openings += 1


class Scripted:
    """A transport that answers what it was given."""

    def __init__(self, opened: Opened | Failed, *came: Frame | Closed) -> None:
        self.opened = opened
        self.came = list(came)
        self.sent: list[str] = []
        self.is_closed = self.is_aborted = False

    async def open(self) -> Opened | Failed:
        return self.opened

    async def receive(self) -> Frame | Closed:
        return self.came.pop(0)

    def arrived(self) -> Frame | None:
        came = self.came[0] if self.came else None
        if not isinstance(came, Frame):
            return None
        del self.came[0]
        return came

    async def send(self, text: str) -> bool:
        self.sent.append(text)
        return True

    async def ping(self) -> float | None:
        return 0.0123

    async def close(self) -> None:
        self.is_closed = True

    def abort(self) -> None:
        self.is_aborted = True


async def test_all_that_comes_and_goes_is_heard_and_passes_as_it_is() -> None:
    frame, closed = Frame(5, 6, 1, "{}"), Closed(1001, "going")
    inner, said = Scripted(Opened("proxy"), frame, closed), Said()
    transport = RecordedTransport(inner, 1, said, has_gets=True)
    assert await transport.open() == Opened("proxy")
    assert await transport.receive() is frame
    assert await transport.send("hello")
    assert await transport.ping() == 0.0123
    assert await transport.receive() is closed
    await transport.close()
    transport.abort()
    assert (inner.sent, inner.is_closed, inner.is_aborted, said.openings) == (["hello"], True, True, 1)
    assert said.heard == [
        (Kind.LINK, {"at": "opened", "number": 1, "gets": True}),
        (Kind.FRAME, "{}"),
        (Kind.SENT, "hello"),
        (Kind.LINK, {"at": "pong", "number": 1, "ms": 12.3}),
        (Kind.LINK, {"at": "closed", "number": 1, "code": 1001, "text": "going"}),
    ]


async def test_what_has_arrived_already_is_heard_once_and_nothing_is_heard_of_nothing() -> None:
    frame, said = Frame(5, 6, 1, "{}"), Said()
    transport = RecordedTransport(Scripted(Opened(), frame), 1, said, has_gets=False)
    await transport.open()
    assert transport.arrived() is frame
    assert transport.arrived() is None
    assert said.heard[1:] == [(Kind.FRAME, "{}")]


async def test_leaving_is_an_end_too_and_what_never_stood_is_absent() -> None:
    said = Said()
    transport = RecordedTransport(Scripted(Opened()), 2, said, has_gets=False)
    await transport.open()
    await transport.close()
    assert [payload["at"] for _, payload in said.heard] == ["opened", "closed"]
    said = Said()
    transport = RecordedTransport(Scripted(Failed(Trouble.UNREACHABLE, "no")), 2, said, has_gets=False)
    await transport.open()
    await transport.close()
    assert said.heard == [(Kind.LINK, {"at": "absent", "number": 2})]
