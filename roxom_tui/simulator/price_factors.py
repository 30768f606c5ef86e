"""Factors that move prices: one shared by all (bitcoin itself), one of the stock indices, and each contract's noise.

Binary fractions are at home here and nowhere else: the result only says where the crowd would like to quote.
"""

from __future__ import annotations

import math
from random import Random
from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.simulator.contracts import Contract

STEP: Final = SECOND // 4
_STEP_S: Final = STEP / SECOND
_COMMON: Final = 0.35e-4
_EQUITY: Final = 0.22e-4
_OWN: Final = 0.18e-4
_HOMESICK: Final = 1 / 86_400
"""Pull back to the starting price per second: a demo left open for a week still looks like itself."""

_MOODS: Final = ((0.45, 50.0), (1.0, 60.0), (2.4, 9.0))
"""Calm, ordinary and busy: the factor on moves and activity, and the mean length of the spell in seconds."""


class Weather:
    """The mood of the whole market and its common factors, stepped every quarter of a second."""

    def __init__(self, rng: Random, volatility: float) -> None:
        self._rng = rng
        self._volatility = volatility
        self._log_vol = 0.0
        self._mood = 1
        self._spell_left = 20.0
        self.common = 0.0
        self.equity = 0.0

    @property
    def activity(self) -> float:
        """The activity of the market: 1 on an ordinary day."""
        return _MOODS[self._mood][0]

    @property
    def turbulence(self) -> float:
        """The factor on all moves right now."""
        return self._volatility * self.activity * math.exp(self._log_vol)

    def step(self) -> None:
        """Draw the common moves of the next quarter of a second."""
        rng = self._rng
        self._spell_left -= _STEP_S
        if self._spell_left <= 0:
            self._mood = rng.choice([mood for mood in range(len(_MOODS)) if mood != self._mood])
            self._spell_left = rng.expovariate(1 / _MOODS[self._mood][1])
        pull = _STEP_S / 120
        self._log_vol += -pull * self._log_vol + 0.4 * math.sqrt(2 * pull) * rng.gauss(0, 1)
        scale = self.turbulence * math.sqrt(_STEP_S)
        self.common = _COMMON * scale * rng.gauss(0, 1)
        self.equity = _EQUITY * scale * rng.gauss(0, 1)


class FairPrice:
    """The fair price of one contract, and its index, basis and funding that wander around it."""

    def __init__(self, contract: Contract, rng: Random) -> None:
        self._contract = contract
        self._rng = rng
        self._log = 0.0
        self._basis = rng.gauss(0, 1e-4)
        self._premium = 0.0
        self._interest = 1e-4 + rng.gauss(0, 2e-5)
        self.momentum = 0.0
        self.spread = 2.0

    @property
    def ticks(self) -> float:
        """The fair price in ticks, between ticks as a rule."""
        return self._contract.start * math.exp(self._log)

    @property
    def index_sats(self) -> int:
        """The index in sats: the fair price less the basis, not bound to ticks."""
        return round(self.ticks * self._contract.tick * (1 - self._basis))

    @property
    def funding_e8(self) -> int:
        """The funding rate per interval in units of 1e-8, within the cap of 3 % (protocol 6.3)."""
        rate = self._interest + 0.5 * self._premium
        return round(max(-0.03, min(0.03, rate)) * 1e8)

    def step(self, weather: Weather) -> None:
        """Move on by a quarter of a second."""
        rng, contract = self._rng, self._contract
        own = _OWN * weather.turbulence * math.sqrt(_STEP_S) * rng.gauss(0, 1)
        move = contract.restless * (weather.common + contract.equity * weather.equity + own)
        self._log += move - self._log * _HOMESICK * _STEP_S
        self.momentum += 0.12 * (move / (_COMMON * math.sqrt(_STEP_S)) - self.momentum)
        self._basis += -self._basis * _STEP_S / 600 + 1.2e-4 * math.sqrt(2 * _STEP_S / 600) * rng.gauss(0, 1)
        self._premium += (self._basis - self._premium) * _STEP_S / 1800
        self._interest += (1e-4 - self._interest) * _STEP_S / 7200 + 1e-7 * math.sqrt(_STEP_S) * rng.gauss(0, 1)
        wanted = 0.8 + 0.8 * weather.turbulence
        self.spread += (wanted - self.spread) * 0.05 + 0.12 * rng.gauss(0, 1)
        self.spread = max(0.4, min(9.0, self.spread))
