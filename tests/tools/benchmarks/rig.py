"""The exchange, the dashboard and the bare client, set up to be compared in alternate slices of one run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.tools.benchmarks.channel import Child
from tests.tools.benchmarks.exchange import EVERY_BOOK
from tests.tools.benchmarks.market import GOLD, SYMBOLS
from tests.tools.benchmarks.samples import cpu
from tests.tools.benchmarks.screen import Screen

FPS = 20
DASHBOARD, BARE = "/ws", "/bare"
PROGRAM, PROBE = "roxom_tui", "tests.tools.benchmarks.probe"
TIMED = "ROXOM_BENCHMARK_TIMED"
"""In the environment of a probe that takes the time of each message."""


class Rig(NamedTuple):
    """The processes that stand."""

    exchange: Child
    port: int
    screen: Screen
    bare: Child | None

    def send(self, to: str, rate: float, seconds: float) -> int:
        """Have the exchange send to one of them; how many messages it sent."""
        sent: int = self.exchange.ask(seconds + 60, to=to, rate=rate, seconds=seconds)["sent"]
        return sent

    def pid(self, to: str) -> int:
        child = self.screen.child if to == DASHBOARD else self.bare
        assert child is not None
        return child.process.pid

    def cost(self, to: str, rate: float, seconds: float) -> float:
        """Microseconds of processor time a message, of the client it was sent to."""
        pid = self.pid(to)
        before = cpu(pid)
        sent = self.send(to, rate, seconds)
        return (cpu(pid) - before) / sent * 1e6


@contextmanager
def rig(program: str = PROGRAM, *, bare: bool = True, timed: bool = False, every_book: bool = False) -> Iterator[Rig]:
    """Everything started, connected and warm; with `every_book`, other symbols than gold may be looked at.

    Where the way of each message is `timed`, the bare client does so too: it costs as much as a third of its work.
    """
    with ExitStack() as stack:
        exchange = Child("tests.tools.benchmarks.exchange", *([EVERY_BOOK] if every_book else []))
        stack.callback(exchange.end)
        port = exchange.hear()["port"]
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="roxom-benchmark-")))
        config = write_profile(port, folder)
        screen = stack.enter_context(dashboard(config, program, **({TIMED: "1"} if timed else {})))
        if program == PROBE:
            screen.child.hear()
        client = None
        if bare:
            client = Child(
                "tests.tools.benchmarks.bare", f"ws://127.0.0.1:{port}{BARE}", *(["--timed"] if timed else [])
            )
            stack.callback(client.end)
            client.hear()
        made = Rig(exchange, port, screen, client)
        for to in (DASHBOARD, BARE) if bare else (DASHBOARD,):
            made.send(to, 2000, 1.0)
        yield made


def dashboard(config: Path, program: str = PROGRAM, **environment: str) -> Screen:
    """The dashboard looking at gold."""
    return Screen(program, "--config", str(config), "--symbol", GOLD, HOME=str(config.parent), **environment)


def write_profile(port: int, folder: Path) -> Path:
    """A config file with one profile for the exchange on that port, and a key beside it."""
    key = folder / "exchange.pem"
    private = rsa.generate_private_key(65537, 2048)
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    config = folder / "config.toml"
    config.write_text(
        f"""
profile = "bench"
[profiles.bench]
environment = "demo"
ws_url = "ws://127.0.0.1:{port}{DASHBOARD}"
api_key = "benchmark-key-0123456789"
private_key_file = "{key}"
symbols = [{", ".join(f'"{symbol}"' for symbol in SYMBOLS)}]
[ui]
max_fps = {FPS}
"""
    )
    for path in (key, config):
        path.chmod(0o600)
    return config
