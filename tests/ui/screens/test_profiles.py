"""Choosing a profile: each in the colour and the word of its environment."""

from __future__ import annotations

from roxom_tui.config.settings import Profile
from roxom_tui.model.market import Environment
from roxom_tui.ui.screens.profiles import ProfilePicker, ProfileRow, host_of
from tests.support.screen_host import BoxHost, on_screen, until
from tests.ui.screens.choices import PROFILES


async def test_enter_answers_the_name_of_the_profile() -> None:
    app = BoxHost()
    answers: list[str | None] = []
    async with app.run_test() as pilot:
        app.push_screen(ProfilePicker(PROFILES, "test [/x]"), answers.append)
        await pilot.pause()
        await pilot.press("j", "j", "enter")
        assert answers == ["main"]


async def test_each_profile_has_the_colour_and_the_word_of_its_environment() -> None:
    app = BoxHost()
    async with app.run_test() as pilot:
        app.push_screen(ProfilePicker(PROFILES, "demo"))
        await pilot.pause()
        rows = list(app.screen.query(ProfileRow))
        assert [row.paint.environment for row in rows] == [profile.environment for profile in PROFILES]
        for row, profile in zip(rows, PROFILES, strict=True):
            assert profile.environment.value.upper() in row.plain_lines()[0]
        assert "in use" in rows[0].plain_lines()[0]


def test_a_host_is_shown_without_what_might_be_secret() -> None:
    assert [host_of(profile) for profile in PROFILES] == [
        "built in",
        "sandbox.example.com",
        "api.example.com:8443",
    ]
    assert host_of(Profile("odd", Environment.DEMO, ws_url="ws://localhost:notaport")) == "localhost"


async def test_quit_reaches_the_app_from_the_profile_picker() -> None:
    app = BoxHost()
    async with app.run_test() as pilot:
        await app.push_screen(ProfilePicker(PROFILES, "demo"))
        await pilot.press("t", "q")
        assert app.asked == ["theme", "quit"]


async def test_profiles_that_do_not_fit_are_told() -> None:
    app = BoxHost()
    many = [Profile(f"p{n:02}", Environment.DEMO) for n in range(30)]
    async with app.run_test(size=(80, 16)) as pilot:
        await app.push_screen(ProfilePicker(many, "p00"))
        await until(pilot, lambda: any("1-9 of 30" in line for line in on_screen(app)))
        await pilot.press("G")
        await until(pilot, lambda: any("22-30 of 30" in line for line in on_screen(app)))
        await pilot.resize_terminal(80, 50)
        await until(pilot, lambda: not any("of 30" in line for line in on_screen(app)))
