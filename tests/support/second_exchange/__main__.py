"""Runs the second exchange alone until Ctrl+C, and prints a config file that opens it."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
from pathlib import Path

from tests.support.second_exchange.conventions import Conventions, chosen
from tests.support.second_exchange.faults import Fault, Refusal
from tests.support.second_exchange.keys import key_in
from tests.support.second_exchange.server import Exchange
from tests.support.second_exchange.thread import profile


def main() -> None:
    """Parse the command line and serve."""
    arguments = _arguments()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(arguments, chosen(arguments.set)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.support.second_exchange", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--rate", type=float, default=40.0, help="market messages a second over all streams")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--key-file", type=Path, required=True, help="private key of the client; made if missing")
    parser.add_argument("--config", type=Path, help="write the config file here as well")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a convention")
    parser.add_argument("--fault", action="append", default=[], choices=list(Fault), help="by lot, each 6 to 14 s")
    parser.add_argument("--refuse", action="append", default=[], choices=list(Refusal), help="the first upgrades")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace, conventions: Conventions) -> None:
    exchange = Exchange(
        key_in(arguments.key_file), conventions, rate=arguments.rate, seed=arguments.seed, port=arguments.port
    )
    exchange.refuse(*(Refusal(one) for one in arguments.refuse))
    async with exchange:
        text = profile(exchange, arguments.key_file)
        if arguments.config:
            arguments.config.touch(0o600)
            arguments.config.write_text(text)
        print(text, flush=True)
        await _faults(exchange, [Fault(one) for one in arguments.fault], random.Random(arguments.seed))


async def _faults(exchange: Exchange, faults: list[Fault], lots: random.Random) -> None:
    while True:
        await asyncio.sleep(lots.uniform(6, 14))
        if faults:
            fault = lots.choice(faults)
            print(f"# {fault}", flush=True)
            exchange.inject(fault)


if __name__ == "__main__":
    main()
