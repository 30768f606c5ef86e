"""No size of the terminal breaks a screen: 150 changes here, 10,000 by `python -m tests.tools.campaigns.resizes`."""

from __future__ import annotations

import pytest

from tests.support.resizing import EDGES, SCENES, resize

CHANGES = 150


@pytest.mark.parametrize("scene", SCENES)
async def test_no_size_of_the_terminal_breaks_the_screen_of(scene: str) -> None:
    count = CHANGES // len(SCENES) + 1
    assert count > len(EDGES)
    await resize(scene, count, seed=len(scene))
