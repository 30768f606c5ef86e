"""The other five hundred, in a file of its own so that it can run beside the first."""

from __future__ import annotations

from tests.security.payloads import payloads
from tests.security.test_pictures import HALF, SEED
from tests.security.trial import try_payloads


async def test_another_five_hundred_payloads_in_every_field_do_nothing_on_any_screen() -> None:
    tally = await try_payloads(list(payloads(HALF, SEED + 1)), first=1)
    assert sum(tally.pictures.values()) > HALF
