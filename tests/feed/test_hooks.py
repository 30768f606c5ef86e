"""A hook is the person's own program: whatever it does costs nothing but its own word."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from roxom_tui.feed.hooks import MOST_FAILURES, HookRunner, run_program
from roxom_tui.state.views.alert_views import AlertNews, AlertWhat

PYTHON = sys.executable
HOSTILE = {
    "ended with 1": "raise SystemExit(1)",
    "ended with -9": "import os; os.kill(os.getpid(), 9)",
    "did not end within 0.4 s": "import time\nwhile True: time.sleep(1)",
}


def news(*ways: str) -> AlertNews:
    return AlertNews(1, AlertWhat.FIRED, 5, "r", "r", "r > 1", "", ways, is_private=False)


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        os.sched_yield()


def test_it_reads_what_is_told_as_json_and_has_no_key_of_ours(tmp_path: Path) -> None:
    out = tmp_path / "out"
    program = f"import os, sys; open({str(out)!r}, 'w').write(sys.stdin.read() + str(sorted(os.environ)))"
    environ = {"PATH": "/bin", "MY_KEY": "canary", "OTHER": "canary", "HARMLESS": "1"}
    hooks = HookRunner({"a": (PYTHON, "-c", program)}, environ, ("MY_KEY", "canary"))
    reports: list[str] = []
    hooks.start(news("bell", "hook:a"), reports.append)
    until(lambda: out.exists() and out.read_text().endswith("]"))
    text, names = out.read_text().split("\n")
    assert json.loads(text)["event"] == "fired"
    assert "HARMLESS" in names
    assert "MY_KEY" not in names
    assert "OTHER" not in names
    assert reports == []


@pytest.mark.parametrize(("word", "program"), HOSTILE.items(), ids=HOSTILE)
def test_what_goes_wrong_with_it_has_a_word(word: str, program: str) -> None:
    assert run_program((PYTHON, "-c", program), b"{}", {}, 0.4) == word


def test_one_that_floods_or_does_not_read_is_no_trouble() -> None:
    flood = "import sys\nfor _ in range(2000): sys.stdout.write('x' * 1000); sys.stderr.write('x' * 1000)"
    assert run_program((PYTHON, "-c", flood), b"x" * 1_000_000, {}, 5) == ""


def test_one_that_is_not_there_has_a_word() -> None:
    assert run_program(("/no/such/program",), b"", {}, 1) == "cannot be started: No such file or directory"


def test_what_it_started_is_gone_with_it(tmp_path: Path) -> None:
    out = tmp_path / "pid"
    program = f"import os, time\nchild = os.fork()\nif child: open({str(out)!r}, 'w').write(str(child))\ntime.sleep(60)"
    assert run_program((PYTHON, "-c", program), b"", {}, 0.6) == "did not end within 0.6 s"
    child = int(out.read_text())
    until(lambda: not Path(f"/proc/{child}").exists() or " Z " in Path(f"/proc/{child}/stat").read_text())


def test_after_five_failures_it_is_off_and_says_so() -> None:
    hooks = HookRunner({"bad": ("/bin/false",)}, {})
    reports: list[str] = []
    for _ in range(MOST_FAILURES + 3):
        before = len(reports)
        hooks.start(news("hook:bad"), reports.append)
        if before < MOST_FAILURES:
            until(partial(lambda count: len(reports) > count, before))
    assert reports[-1] == "hook bad is off: it failed 5 times; the last time it ended with 1"
    assert len(reports) == MOST_FAILURES


def test_one_that_nobody_knows_is_told() -> None:
    reports: list[str] = []
    HookRunner({}, {}).start(news("hook:x"), reports.append)
    assert reports == ["there is no hook x in the config file"]
