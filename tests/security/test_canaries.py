"""What looks for secrets finds them, also where they are packed."""

from __future__ import annotations

from pathlib import Path

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.recording.entries import Kind
from tests.recording.made import ASKED, file_of, standing
from tests.support import canaries

SECRET = "a-secret-of-this-test-0123456789"


def recording(payload: str, *, ended: bool) -> bytes:
    """A recording that says this in its third frame."""
    quiet = [(second * SECOND, Kind.MARK, {"note": "quiet " * 9}) for second in range(1, 7)]
    return file_of(standing(*ASKED), *quiet, (7 * SECOND, Kind.FRAME, payload), ended=ended)


@pytest.mark.parametrize("ended", [True, False], ids=["whole", "cut off"])
@pytest.mark.parametrize("spelling", list(canaries.spellings(SECRET.encode())), ids=["plain", "base64", "hex", "url"])
def test_a_secret_in_a_recording_is_found_however_it_is_spelt(spelling: bytes, ended: bool, tmp_path: Path) -> None:
    canaries.hide(SECRET)
    secret = spelling.decode()
    # Its halves stand before it, so that the packed bytes do not hold it in one piece.
    data = recording(f'{{"event": "{secret[:16]} {secret[16:]} {secret}"}}', ended=ended)
    assert spelling not in data
    (tmp_path / "a.roxrec").write_bytes(data)
    canaries.search(tmp_path)
    found = list(canaries.leaks)
    canaries.leaks.clear()
    (tmp_path / "a.roxrec").write_bytes(recording('{"event": "nothing"}', ended=ended))
    assert found == ["a.roxrec"]
