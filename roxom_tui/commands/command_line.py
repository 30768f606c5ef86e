"""What can be typed after the program's name: every command and option, and how they are read."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Final, NoReturn, TypeAlias

from roxom_tui import __version__
from roxom_tui.model.channels import Channel
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import EXCHANGES, READINGS
from roxom_tui.model.visible_text import escaped

DESCRIPTION = "A read-only terminal dashboard for the Roxom exchange. Without a config file it opens the built-in demo."
EPILOG = """\
exit codes: 0 fine, 1 unexpected error, 2 usage or configuration, 3 connection failed (a retry may help),
4 credentials refused, 5 data not fresh or not consistent, 130 Ctrl+C, 129 SIGHUP, 131 SIGQUIT, 143 SIGTERM"""


def read(arguments: Sequence[str]) -> SimpleNamespace:
    """The command and its options. UsageError with one sentence; SystemExit after --help and --version."""
    options = build_parser().parse_args(arguments, SimpleNamespace())
    _refuse_idle_flags(options)
    return options


def _refuse_idle_flags(options: SimpleNamespace) -> None:
    """A flag before a command that has no use for it was meant to do something."""
    for flag in _IDLE_FLAGS.get(options.command, ()):
        if getattr(options, flag) is not None:
            raise UsageError(f"--{flag} has no meaning for roxom-tui {options.command}")


class _Parser(argparse.ArgumentParser):
    """Complains in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{escaped(message)}; see {self.prog} --help")


def build_parser() -> argparse.ArgumentParser:
    """Every command and option."""
    parser = _Parser("roxom-tui", description=DESCRIPTION, epilog=EPILOG, formatter_class=_FORM, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"roxom-tui {__version__}")
    _add_common(parser, None)
    parser.add_argument("--symbol", metavar="SYMBOL", help="the contract to open with")
    parser.add_argument("--layout", metavar="NAME", help="the layout to open with")
    parser.set_defaults(command="dashboard", plain=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    _add_dashboard(commands)
    _add_check(commands)
    _add_simulate(commands)
    _add_stream(commands)
    _add_watch(commands)
    _add_alerts(commands)
    _add_config(commands)
    _add_record(commands)
    _add_replay(commands)
    _add_snapshot(commands)
    _add_statusline(commands)
    _add_metrics(commands)
    _add_export(commands)
    _add_serve(commands)
    _add_completion(commands)
    return parser


_FORM = argparse.RawDescriptionHelpFormatter
_IDLE_FLAGS: Final = {
    **dict.fromkeys(("check", "config", "watch", "alerts"), ("symbol", "layout")),
    **dict.fromkeys(("stream", "record", "snapshot", "statusline", "metrics"), ("layout",)),
    "simulate": ("symbol", "layout", "profile", "config"),
    "replay": ("profile",),
    "completion": ("profile", "config", "symbol", "layout"),
    "export": ("profile", "config", "layout"),
}
_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


def _add_common(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument("--profile", metavar="NAME", default=default, help="the profile of the config file to open")
    parser.add_argument("--config", metavar="PATH", default=default, help="the config file to read")


def _add_command(commands: _Commands, name: str, summary: str) -> _Parser:
    parser = commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)
    if "profile" not in _IDLE_FLAGS.get(name, ()):
        # Suppressed, so that a flag before the command is not undone by its absence after it.
        _add_common(parser, argparse.SUPPRESS)
    parser.set_defaults(command=name)
    return parser


def _add_dashboard(commands: _Commands) -> None:
    parser = _add_command(commands, "dashboard", "the dashboard: what roxom-tui is without a command")
    parser.add_argument("--symbol", metavar="SYMBOL", default=argparse.SUPPRESS, help="the contract to open with")
    parser.add_argument("--layout", metavar="NAME", default=argparse.SUPPRESS, help="the layout to open with")
    parser.add_argument("--plain", action="store_true", help="lines of words, a change a line; also for TERM=dumb")


def _add_check(commands: _Commands) -> None:
    parser = _add_command(
        commands, "check", "connect and authenticate, one line per step, and what to do where it fails"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object per step on stdout")


def _add_simulate(commands: _Commands) -> None:
    parser = _add_command(commands, "simulate", "run the simulated exchange alone on this machine, until Ctrl+C")
    parser.add_argument("--port", type=_number(0, 65535), default=0, help="0, the default, takes a free one")
    parser.add_argument("--seed", type=_number(0, 2**63 - 1), help="the same number plays the same market again")
    parser.add_argument(
        "--scenario", metavar="NAME", default="default", help="how the exchange behaves; an unknown one lists them all"
    )
    parser.add_argument("--depth-mode", choices=[mode.value for mode in READINGS], help="instead of the scenario's")
    parser.add_argument("--rate", type=_rate, default=1.0, metavar="X", help="how many times as fast as usual")
    environments = [environment.value for environment in EXCHANGES]
    parser.add_argument("--environment", choices=environments, default="demo", help="which one the profile rehearses")
    parser.add_argument("--key-file", metavar="PATH", help="the private key: kept there, and used again if it is there")


def _add_stream(commands: _Commands) -> None:
    parser = _add_command(commands, "stream", "one JSON object per event on stdout")
    channels = [channel.value for channel in Channel]
    parser.add_argument("file", metavar="FILE", nargs="?", help="a recording, instead of the exchange")
    parser.add_argument("--channel", action="append", choices=channels, help="only this channel; may be repeated")
    parser.add_argument("--symbol", action="append", metavar="SYMBOL", dest="symbols", help="may be repeated")
    parser.add_argument("--raw", action="store_true", help="the frames as received, not decoded")
    parser.add_argument("--count", type=_number(1, 2**63 - 1), metavar="N", help="stop after N")


def _add_watch(commands: _Commands) -> None:
    parser = _add_command(commands, "watch", "alerts without a screen: one JSON object per event on stdout")
    parser.add_argument(
        "--alert", action="append", metavar="RULE", dest="alerts", help="this rule, not those of the config file"
    )
    parser.add_argument("--first", action="store_true", help="end with 0 at the first that fires, with 5 once blind")


def _add_alerts(commands: _Commands) -> None:
    parser = _add_command(commands, "alerts", "try every way in which an alert can reach you, and say which was used")
    parser.add_argument("what", choices=["test"], metavar="test")


def _add_config(commands: _Commands) -> None:
    parser = _add_command(
        commands, "config", "where the config file is, what it says, whether it is right; every key; or a first one"
    )
    parser.add_argument(
        "what", choices=["path", "show", "validate", "keys", "init"], metavar="path|show|validate|keys|init"
    )


def _add_record(commands: _Commands) -> None:
    parser = _add_command(commands, "record", "record what comes into FILE, without a screen, until Ctrl+C")
    parser.add_argument("file", metavar="FILE", help="a new file; usually named .roxrec")
    parser.add_argument("--symbol", action="append", metavar="SYMBOL", dest="symbols", help="may be repeated")
    parser.add_argument("--for", type=_length, metavar="10m", dest="length", help="stop after 90s, 10m or 2h")
    parser.add_argument("--with-account", action="store_true", help="orders, positions and balances too")


def _add_replay(commands: _Commands) -> None:
    parser = _add_command(commands, "replay", "play a recording on the dashboard; badged REPLAY, and nothing is asked")
    parser.add_argument("file", metavar="FILE", help="the recording")
    parser.add_argument("--speed", type=_rate, default=1.0, metavar="X", help="how many times as fast as it was")
    parser.add_argument("--from", metavar="12:03", dest="begin", help="begin there: a time, +30s or 50%%")
    parser.add_argument("--symbol", metavar="SYMBOL", default=argparse.SUPPRESS, help="the contract to open with")
    parser.add_argument("--check", action="store_true", help="only tell what it holds; exit code 5 where it has gaps")


def _add_snapshot(commands: _Commands) -> None:
    parser = _add_command(commands, "snapshot", "what is so now, once: exit code 5 where something is not sound")
    parser.add_argument("file", metavar="FILE", nargs="?", help="a recording, instead of the exchange")
    parser.add_argument("--symbol", metavar="SYMBOL", default=argparse.SUPPRESS, help="the contract")
    parser.add_argument("--only", metavar="PARTS", help="book,ticker,trades (these three without it), positions,...")
    parser.add_argument("--depth", type=_number(1, 100), default=10, metavar="N", help="levels a side")
    parser.add_argument("--max-age", type=_length, default=2.0, metavar="2s", help="what is older is not sound")
    parser.add_argument("--wait", type=_length, default=5.0, metavar="5s", help="for all to be sound")
    parser.add_argument("--at", metavar="12:03", help="the moment of the recording; without it, its end")
    parser.add_argument("--text", action="store_true", help="lines for a person, not JSON")
    parser.add_argument("--json", action="store_true", help="one JSON object: the default")


def _add_statusline(commands: _Commands) -> None:
    parser = _add_command(commands, "statusline", "one line for a status bar; what is not sound has a ? and its age")
    parser.add_argument("--symbol", metavar="SYMBOL", default=argparse.SUPPRESS, help="the contract")
    parser.add_argument("--format", choices=["plain", "tmux", "waybar", "i3bar"], default="plain")
    parser.add_argument("--follow", action="store_true", help="a line each second, also when nothing changed")
    parser.add_argument("--template", metavar="TEXT", help="such as '{symbol} {last} {arrow} {bid} {ask} {state}'")
    parser.add_argument("--wait", type=_length, default=5.0, metavar="5s", help="for the first line to be sound")
    parser.add_argument("--with-account", action="store_true", help="{pnl} of the positions too")


def _add_metrics(commands: _Commands) -> None:
    parser = _add_command(commands, "metrics", "Prometheus metrics, once on stdout; what is not sound is left out")
    parser.add_argument("--symbol", metavar="SYMBOL", default=argparse.SUPPRESS, help="whose book is checked too")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--output", metavar="FILE.prom", help="into this file, again and again")
    place.add_argument("--listen", metavar="127.0.0.1:PORT", help="to whoever asks there; this machine only")
    parser.add_argument("--every", type=_length, default=5.0, metavar="5s", help="how often the file is renewed")
    parser.add_argument("--wait", type=_length, default=5.0, metavar="5s", help="for all to be sound, on stdout")


def _add_export(commands: _Commands) -> None:
    parser = _add_command(commands, "export", "what a recording holds, as a table")
    parser.add_argument("file", metavar="FILE", help="the recording")
    parser.add_argument("--symbol", metavar="SYMBOL", default=argparse.SUPPRESS, help="only this contract")
    parser.add_argument("--what", choices=["trades", "quotes", "book", "candles"], default="trades")
    parser.add_argument("--format", choices=["csv", "jsonl", "parquet"], default="csv")
    parser.add_argument("--output", metavar="FILE", help="into this new file, not on stdout; parquet needs it")
    parser.add_argument("--depth", type=_number(1, 100), default=10, metavar="N", help="levels a side, for the book")


def _add_serve(commands: _Commands) -> None:
    parser = _add_command(commands, "serve", "the dashboard in a browser on this machine, until Ctrl+C")
    parser.add_argument("--symbol", metavar="SYMBOL", default=argparse.SUPPRESS, help="the contract to open with")
    parser.add_argument("--layout", metavar="NAME", default=argparse.SUPPRESS, help="the layout to open with")
    parser.add_argument("--port", type=_number(0, 65535), default=0, help="0, the default, takes a free one")


def _add_completion(commands: _Commands) -> None:
    parser = _add_command(commands, "completion", "what a shell reads to complete commands and options, on stdout")
    parser.add_argument("shell", choices=["bash", "zsh", "fish"], metavar="bash|zsh|fish")


_UNITS: Final = {"s": 1, "m": 60, "h": 3600}


def _length(text: str) -> float:
    number, unit = text[:-1], text[-1:]
    if unit not in _UNITS or not number.isascii() or not number.isdigit() or not 0 < int(number[:9]) <= 100_000_000:
        raise argparse.ArgumentTypeError(f"expected a length such as 90s, 10m or 2h, not {text[:30]}")
    return float(int(number) * _UNITS[unit])


def _number(low: int, high: int) -> Callable[[str], int]:
    """Reads a whole number between two bounds, both included."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 19 or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"expected a whole number from {low} to {high}, not {text[:30]}")
        return int(text)

    return read


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0.01 <= rate <= 1000:
        raise argparse.ArgumentTypeError(f"expected a number from 0.01 to 1000, not {text[:30]}")
    return rate
