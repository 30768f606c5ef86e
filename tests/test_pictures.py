"""The pictures in the README are of this program, not of one it once was."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from screenshots.make import FOLDER, GOLD, MINUTES, PICTURES, SEED, Picture, draw
from screenshots.rehearsal import Rehearsal


@pytest.fixture(scope="module")
def rehearsal() -> Rehearsal:
    played = Rehearsal(SEED, GOLD)
    played.play(MINUTES * 60)
    return played


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_the_committed_picture_is_what_the_script_draws(picture: Picture, rehearsal: Rehearsal) -> None:
    drawn = asyncio.run(draw(picture, rehearsal))
    assert drawn == (FOLDER / f"{picture.name}.svg").read_text(), "run: python -m screenshots.make"


def test_the_readme_shows_pictures_that_are_there() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    shown = re.findall(r"\]\((screenshots/[\w-]+\.svg)\)", readme)
    pictures = ("dashboard-120x40", "heatmap-120x40", "replay-120x40")
    assert shown == [f"screenshots/{name}.svg" for name in pictures]
    assert {Path(name).stem for name in shown} <= {picture.name for picture in PICTURES}
