"""The exchange's error codes, and what each asks of the client (protocol 3.4)."""

from __future__ import annotations

import pytest

from roxom_tui.model.error_codes import ErrorClass, ErrorCode, error_class


@pytest.mark.parametrize("code", ErrorCode)
def test_every_documented_code_asks_for_something(code: ErrorCode) -> None:
    assert error_class(code) is error_class(code.value) is not ErrorClass.UNKNOWN


def test_a_code_that_is_not_documented_asks_for_nothing_known() -> None:
    assert [error_class(code) for code in ("", "60020", "6001", " 60014")] == [ErrorClass.UNKNOWN] * 4


def test_what_is_wrong_with_a_key_is_never_taken_for_something_that_passes() -> None:
    of_keys = {code for code in ErrorCode if error_class(code) is ErrorClass.AUTHENTICATION}
    assert of_keys == {ErrorCode.BAD_KEY, ErrorCode.BAD_TIMESTAMP, ErrorCode.BAD_SIGNATURE}
    assert [code for code in ErrorCode if error_class(code) is ErrorClass.TEMPORARY] == [ErrorCode.INTERNAL_ERROR]
