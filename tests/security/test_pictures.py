"""Whatever an exchange says, in whatever field, nothing of it acts on any screen (client 6).

`python -m tests.tools.campaigns.hostile` tries thousands of payloads.
"""

from __future__ import annotations

from tests.security.payloads import KINDS, payloads
from tests.security.screens import DASHBOARDS, PANELS
from tests.security.trial import try_payloads

PAYLOADS = 500
SEED = 20260101


async def test_five_hundred_payloads_in_every_field_do_nothing_on_any_screen() -> None:
    tally = await try_payloads(list(payloads(PAYLOADS, SEED)))
    assert len(tally.pictures) == len(DASHBOARDS) + len(PANELS) + 1
    assert all(count > PAYLOADS // 20 for count in tally.pictures.values()), tally
    for name, count in tally.seen.items():
        assert count > tally.pictures[name] // 20, f"{name} hardly ever shows a payload"


def test_all_kinds_take_part() -> None:
    texts = list(payloads(PAYLOADS, SEED))
    assert len(set(texts)) > PAYLOADS * 2 // 3
    assert 2 * len(KINDS) < PAYLOADS
