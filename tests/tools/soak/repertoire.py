"""Which faults of the registry can befall a client in the middle of its life, and which cannot, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from unittest.mock import patch

from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Hook
from roxom_tui.simulator.scenarios import DEFAULT, Scenario
from tests.faults.bench import Bench, Setting
from tests.faults.fault import Ending, Fault
from tests.faults.hooks import Batches
from tests.faults.registry import FAULTS

_HEALED_BY_THE_PERSON: Final = (Ending.STOPPED, Ending.REFUSED, Ending.SINCE_CONNECT)


def why_not(fault: Fault) -> str:
    """Why a fault cannot be played in the middle of a life; nothing if it can."""
    if fault.waits_for:
        return f"it is not borne yet: {fault.waits_for}"
    usual = replace(fault.setting, window=Setting().window, scenario=DEFAULT)
    if usual != Setting():
        return "the profile or the clocks are others from the start"
    if not _can_be_put_on(fault.setting.scenario):
        return f"the exchange speaks another way from the start ({fault.setting.scenario.name})"
    if fault.ends is not Ending.LIVE and not needs_the_person(fault):
        return f"it never heals ({fault.ends.value})"
    return ""


def needs_the_person(fault: Fault) -> bool:
    """Whether only somebody who asks for a new connection can heal it."""
    return fault.ends in _HEALED_BY_THE_PERSON


@contextmanager
def staged(bench: Bench, fault: Fault) -> Iterator[None]:
    """What a fault needs around it, and everything as it was afterwards, but for the harm it did to the client."""
    exchange, network, oracle = bench.exchange, bench.network, bench.oracle
    scenario, window, hung = exchange.scenario, oracle.window, list[Hook]()
    add = exchange.add_hook

    def hang(hook: Hook) -> None:
        hung.append(hook)
        add(hook)

    exchange.scenario = _put_on(scenario, fault.setting.scenario)
    oracle.window = fault.setting.window
    try:
        with patch.object(exchange, "add_hook", hang):
            yield
    finally:
        for hook in hung:
            if isinstance(hook, Batches):
                hook.is_over = True
            else:
                exchange.remove_hook(hook)
        network.refusals.clear()
        network.flaps = exchange.failing_subscribes = 0
        exchange.scenario, oracle.window = scenario, window


def _can_be_put_on(scenario: Scenario) -> bool:
    """Whether a scenario differs only in what the exchange asks it about at every turn."""
    return _put_on(DEFAULT, scenario) == replace(scenario, name=DEFAULT.name, about=DEFAULT.about)


def _put_on(usual: Scenario, scenario: Scenario) -> Scenario:
    return replace(
        usual,
        acks=scenario.acks,
        ack_delay=scenario.ack_delay,
        most_subscriptions=scenario.most_subscriptions,
    )


FITTING: Final = tuple(fault for fault in FAULTS if not why_not(fault))
LEFT_OUT: Final = {fault.name: why_not(fault) for fault in FAULTS if why_not(fault)}
