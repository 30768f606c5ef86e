from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.support.program import PATIENCE, PROGRAM, environment, one_sentence, run
from tests.support.simulated_exchange import nowhere


def test_a_line_that_is_sound_ends_with_0(tmp_path: Path) -> None:
    ran = run(tmp_path, "statusline", "--symbol", "GOLD-BTC", "--format", "waybar", "--wait", "15s")
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["class"] in ("live", "quiet")


def test_where_nobody_answers_the_line_does_not_look_fine(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[profiles.demo]\nenvironment = "demo"\nws_url = "{nowhere()}"\napi_key = "x"\n')
    ran = run(tmp_path, "statusline", "--config", str(config), "--wait", "1s")
    assert ran.returncode != 0
    assert "0.0" not in ran.stdout


def test_it_follows_with_a_line_each_second_and_the_reader_may_leave(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "statusline", "--follow", "--format", "i3bar"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(4)]
    assert lines[:2] == ['{"version":1}\n', "[\n"]
    assert all(json.loads(line.rstrip().rstrip(",")) for line in lines[2:])
    process.stdout.close()
    assert process.wait(PATIENCE) == 0
    assert process.stderr is not None
    process.stderr.close()


@pytest.mark.parametrize("template", ["{nothing}", "{pnl}"])
def test_a_template_that_cannot_be_filled_is_refused(template: str, tmp_path: Path) -> None:
    ran = run(tmp_path, "statusline", "--template", template)
    assert ran.returncode == 2
    assert one_sentence(ran).startswith("--template: ")
