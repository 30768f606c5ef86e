"""A real browser without a window, driven by its DevTools protocol; and what is on a terminal in one of its pages."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyte
from websockets.sync.client import connect

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS: Final = ("--headless=new", "--no-sandbox", "--remote-debugging-port=0", "--hide-scrollbars", "--disable-gpu")
PATIENCE: Final = 30.0
_LISTENING: Final = re.compile(r"DevTools listening on (ws://\S+)")
_WHOLE: Final = 1 << 30


def executable() -> str | None:
    """The browser of this computer, if it has one that speaks this protocol."""
    return next((found for name in NAMES if (found := shutil.which(name)) is not None), None)


class Browser:
    """`with Browser(folder) as browser:`; `open` makes pages."""

    def __init__(self, profile: Path) -> None:
        found = executable()
        assert found is not None
        self._command = [found, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        self._number = 0
        self._connected = ExitStack()
        self.pages: dict[str, Page] = {}

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr is not None
        told = next(found for line in self._process.stderr if (found := _LISTENING.search(line)))
        self._wire = self._connected.enter_context(connect(told[1], max_size=_WHOLE))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connected.close()
        self._process.terminate()
        self._process.communicate(timeout=PATIENCE)

    def open(self, address: str, width: int = 1280, height: int = 800) -> Page:
        """A tab of that size at that address."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = self.pages[session] = Page(self, target, session)
        for domain in ("Network", "Page", "Log", "Runtime"):
            page.call(f"{domain}.enable")
        page.resize(width, height)
        page.call("Page.navigate", url=address)
        return page

    def call(self, method: str, session: str | None = None, **arguments: Any) -> Any:
        """One command, and its answer."""
        self._number += 1
        asked = {"id": self._number, "method": method, "params": arguments}
        self._wire.send(json.dumps(asked if session is None else {**asked, "sessionId": session}))
        deadline = time.monotonic() + PATIENCE
        while (message := self.hear(deadline)).get("id") != self._number:
            pass
        assert "error" not in message, (method, message)
        return message["result"]

    def hear(self, deadline: float) -> dict[str, Any]:
        """The next message; events go to their pages."""
        message: dict[str, Any] = json.loads(self._wire.recv(max(0.0, deadline - time.monotonic())))
        page = self.pages.get(message.get("sessionId", ""))
        if page is not None and "method" in message:
            page.heard(message["method"], message["params"])
        return message


class Page:
    """A tab with a terminal in it. What the page was sent is on `screen`; `ink` is what it has drawn."""

    def __init__(self, browser: Browser, target: str, session: str) -> None:
        self._browser, self._target, self._session = browser, target, session
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.complaints: list[str] = []
        """What the browser says is wrong with the page."""
        self.requested: list[str] = []
        """The addresses that it asked for."""
        self.status: int | None = None
        """Of the last answer to a request for a page."""

    # What a person does

    def resize(self, width: int, height: int) -> None:
        """Drag the corner of the window (pixels)."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def press(self, key: str) -> None:
        """A key that is a character."""
        self.call("Input.dispatchKeyEvent", type="keyDown", text=key, key=key)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def close(self) -> None:
        """Close the tab."""
        self._browser.call("Target.closeTarget", targetId=self._target)

    # What a person sees

    @property
    def text(self) -> str:
        """The terminal, row by row."""
        return "\n".join(self.screen.display)

    def until(self, condition: Callable[[Page], bool], seconds: float = PATIENCE) -> None:
        """Listen until it is so."""
        deadline = time.monotonic() + seconds
        while not condition(self):
            try:
                self._browser.hear(deadline)
            except TimeoutError:
                raise AssertionError(f"not within {seconds} s; complaints {self.complaints}:\n{self.text}") from None

    def picture(self) -> bytes:
        """A PNG of the page."""
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def ink(self, picture: bytes) -> dict[tuple[int, int], float]:
        """Of each cell (row, column) of the terminal in a picture: how much of it has not the colour of its corner."""
        columns, rows = self.screen.columns, self.screen.lines
        found = self.evaluate(MEASURE % (json.dumps(base64.b64encode(picture).decode()), columns, rows))
        return {divmod(number, columns): ink for number, ink in enumerate(found)}

    def evaluate(self, script: str) -> Any:
        """What a script in the page answers."""
        told = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    # The wire

    def call(self, method: str, **arguments: Any) -> Any:
        """One command to this page."""
        return self._browser.call(method, self._session, **arguments)

    def heard(self, method: str, event: dict[str, Any]) -> None:
        """An event of this page."""
        match method:
            case "Network.webSocketFrameReceived" if event["response"]["opcode"] == 2:
                self._stream.feed(base64.b64decode(event["response"]["payloadData"]))
            case "Network.webSocketFrameSent":
                self._sent(json.loads(event["response"]["payloadData"]))
            case "Network.requestWillBeSent":
                self.requested.append(event["request"]["url"])
            case "Network.responseReceived" if event["type"] == "Document":
                self.status = event["response"]["status"]
            case "Network.webSocketCreated":
                self.requested.append(event["url"])
            case "Log.entryAdded" if event["entry"]["level"] == "error":
                self.complaints.append(event["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.complaints.append(str(event["exceptionDetails"]))

    def _sent(self, message: list[Any]) -> None:
        if message[0] == "resize":
            self.screen.resize(message[1]["height"], message[1]["width"])


MEASURE: Final = """
(async (png, columns, rows) => {
  const picture = new Image(); picture.src = "data:image/png;base64," + png; await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.width; canvas.height = picture.height;
  const context = canvas.getContext("2d"); context.drawImage(picture, 0, 0);
  const screen = document.querySelector(".xterm-screen").getBoundingClientRect();
  const found = [];
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) {
    const left = Math.round(screen.left + column * screen.width / columns);
    const top = Math.round(screen.top + row * screen.height / rows);
    const right = Math.round(screen.left + (column + 1) * screen.width / columns);
    const bottom = Math.round(screen.top + (row + 1) * screen.height / rows);
    const cell = context.getImageData(left, top, right - left, bottom - top).data;
    let other = 0;
    for (let at = 0; at < cell.length; at += 4)
      if (Math.max(...[0, 1, 2].map(c => Math.abs(cell[at + c] - cell[c]))) > 24) other++;
    found.push(other / (cell.length / 4));
  }
  return found;
})(%s, %d, %d)
"""
