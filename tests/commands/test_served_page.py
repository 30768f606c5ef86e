from __future__ import annotations

import re

from roxom_tui.commands.served_page import HEADERS, PAGE, SCRIPT


def test_it_fetches_nothing_from_elsewhere_and_runs_no_script_of_its_text() -> None:
    assert "//" not in PAGE.template.replace("<!DOCTYPE", "")
    assert not re.search(r"fetch|import|http", SCRIPT)
    assert re.findall(r"<script[^>]*>(.*)</script>", PAGE.template) == ["", ""]
    rules = dict(rule.strip().split(" ", 1) for rule in HEADERS["Content-Security-Policy"].split(";"))
    assert rules["default-src"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == "'self'"


def test_it_has_words_for_a_dashboard_that_ended_and_for_one_that_never_began() -> None:
    page = PAGE.substitute(socket="ws:x", most=4)
    assert "This dashboard has ended" in page
    assert "4 are open already" in page
    assert page.count('<a href="">') == 2
