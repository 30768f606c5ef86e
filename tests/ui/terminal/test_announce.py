"""The bytes of a notification: what each terminal takes, and nothing of the text acts."""

from __future__ import annotations

from base64 import b64decode

import pytest

from roxom_tui.ui.terminal.announce import LONGEST, MOST_COPIED, How, clipboard, how_to, sequence, wrapped

HOSTILE = "a\x1b]0;x\x07b\x9cc;d\n\x1b\\e"


def test_each_way_has_its_bytes() -> None:
    assert sequence(How.OSC_9, "up") == "\x1b]9;roxom-tui: up\x07"
    assert sequence(How.OSC_777, "up; down") == "\x1b]777;notify;roxom-tui;up, down\x07"
    assert sequence(How.OSC_99, "up") == "\x1b]99;i=roxom-tui:o=unfocused:e=1;dXA=\x1b\\"
    assert sequence(How.BELL, "up") == "\x07"
    assert sequence(How.OFF, "up") == ""


def test_tmux_passes_it_on_with_each_escape_doubled() -> None:
    assert wrapped("\x1b]9;x\x1b\\", tmux=True) == "\x1bPtmux;\x1b\x1b]9;x\x1b\x1b\\\x1b\\"
    assert sequence(How.BELL, "up", tmux=True) == "\x07"


@pytest.mark.parametrize("how", How)
def test_no_text_from_outside_acts_and_none_is_long(how: How) -> None:
    for text in (HOSTILE, "x" * 5_000):
        made = sequence(how, text)
        body = made.removeprefix("\x1b]").removesuffix("\x07").removesuffix("\x1b\\")
        assert body.isprintable()
        if how is How.OSC_99:
            body = b64decode(body.rpartition(";")[2]).decode()
            assert body.isprintable()
        assert len(body) < LONGEST + 40


@pytest.mark.parametrize(
    ("setting", "environ", "answers", "how"),
    [
        ("auto", {}, False, How.BELL),
        ("auto", {"TERM_PROGRAM": "WezTerm"}, False, How.OSC_777),
        ("auto", {"TERM": "foot"}, False, How.OSC_777),
        ("auto", {"TERM_PROGRAM": "iTerm.app"}, False, How.OSC_9),
        ("auto", {"TERM": "foot"}, True, How.OSC_99),
        ("osc9", {}, True, How.OSC_9),
        ("off", {"TERM": "foot"}, True, How.OFF),
    ],
)
def test_the_way_is_chosen_by_setting_answer_and_name(
    setting: str, environ: dict[str, str], answers: bool, how: How
) -> None:
    assert how_to(setting, environ, answers=answers) is how


def test_the_clipboard_gets_the_text_whole_or_not_at_all() -> None:
    sent = clipboard(HOSTILE)
    assert sent.startswith("\x1b]52;c;")
    assert b64decode(sent.removeprefix("\x1b]52;c;").removesuffix("\x1b\\")).decode() == HOSTILE
    most = MOST_COPIED // 4 * 3
    assert clipboard("x" * most)
    assert clipboard("x" * (most + 1)) == ""
    assert clipboard("a", tmux=True) == "\x1bPtmux;\x1b\x1b]52;c;YQ==\x1b\x1b\\\x1b\\"
