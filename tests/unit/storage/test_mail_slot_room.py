"""Sending by the browser never fills the disk, and what a crash has left half-sent goes away."""

import io
import os
import time
from pathlib import Path

import pytest

from schemas.errors import Code, Pressed
from storage.inbox_names import ASIDE
from storage.mail_slot import MailSlot

MORE_THAN_THERE_IS = 10**12


def post(slot: MailSlot, *, together: str | None = None) -> tuple[str, ...]:
    return slot.post("stp", [("a.pdf", io.BytesIO(b"1"))], together=together)


@pytest.mark.parametrize("together", [None, "tập"])
def test_nothing_is_taken_while_the_disk_is_short(tmp_path: Path, together: str | None) -> None:
    with pytest.raises(Pressed) as pressed:
        post(MailSlot(tmp_path, max_bytes=100, spare_mb=MORE_THAN_THERE_IS), together=together)
    assert pressed.value.code is Code.DISK_SHORT
    assert pressed.value.facts["needed"] == MORE_THAN_THERE_IS
    assert list((tmp_path / "stp").iterdir()) == []


def test_what_was_left_half_sent_yesterday_is_cleared(tmp_path: Path) -> None:
    hidden = f"{ASIDE}gui-"
    folder = tmp_path / "stp"
    (folder / f"{hidden}pages").mkdir(parents=True)
    old = [folder / f"{hidden}pages/1.jpg", folder / f"{hidden}half"]
    kept = [folder / f"{hidden}now", folder / f"{ASIDE}00112233", folder / "scan.pdf"]
    for place in (*old, *kept):
        place.write_bytes(b"x")
    two_days_ago = time.time() - 2 * 86_400
    for place in (*old, old[0].parent, kept[1], kept[2]):
        os.utime(place, (two_days_ago, two_days_ago))
    post(MailSlot(tmp_path, max_bytes=100))
    assert sorted(folder.iterdir()) == sorted([*kept, folder / "a.pdf"])
