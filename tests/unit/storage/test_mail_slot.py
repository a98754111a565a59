"""What is sent by the browser lies in the inbox whole, under a harmless name, and never over something else."""

import io
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.grouping import is_clutter
from schemas.errors import Code, KhoError, Refused, Transient
from storage.inbox import InboxFolder
from storage.mail_slot import MailSlot, file_name


@pytest.fixture
def slot(tmp_path: Path) -> MailSlot:
    return MailSlot(tmp_path, max_bytes=100)


def files(**named: bytes) -> list[tuple[str, io.BytesIO]]:
    return [(name.replace("__", "."), io.BytesIO(content)) for name, content in named.items()]


def lying(root: Path) -> dict[str, bytes]:
    """Everything below, hidden files too."""
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_files_lie_in_the_agency_s_folder(slot: MailSlot, tmp_path: Path) -> None:
    assert slot.post("so-tu-phap", files(a__pdf=b"1", b__pdf=b"2")) == ("so-tu-phap/a.pdf", "so-tu-phap/b.pdf")
    assert lying(tmp_path) == {"so-tu-phap/a.pdf": b"1", "so-tu-phap/b.pdf": b"2"}
    assert slot.agencies() == ("so-tu-phap",)


def test_urgent_files_lie_where_they_are_read_first(slot: MailSlot) -> None:
    assert slot.post("stp", files(a__pdf=b"1"), urgent=True) == ("stp/_khan/a.pdf",)


def test_pages_of_one_document_lie_in_a_folder_of_their_own(slot: MailSlot, tmp_path: Path) -> None:
    assert slot.post("stp", files(p1__jpg=b"1", p2__jpg=b"2"), together="Sổ tay") == (
        "stp/Sổ tay/p1.jpg",
        "stp/Sổ tay/p2.jpg",
    )
    assert slot.post("stp", files(p1__jpg=b"3"), together="Sổ tay") == ("stp/Sổ tay (2)/p1.jpg",)
    assert lying(tmp_path)["stp/Sổ tay/p1.jpg"] == b"1"


def test_nothing_is_overwritten(slot: MailSlot, tmp_path: Path) -> None:
    for content in (b"1", b"2", b"3"):
        slot.post("stp", files(a__pdf=content))
    assert lying(tmp_path) == {"stp/a.pdf": b"1", "stp/a (2).pdf": b"2", "stp/a (3).pdf": b"3"}


@pytest.mark.parametrize("together", [None, "tập"])
def test_a_file_that_is_too_large_leaves_nothing_behind(slot: MailSlot, tmp_path: Path, together: str | None) -> None:
    with pytest.raises(Refused) as refused:
        slot.post("stp", files(a__pdf=b"1", b__pdf=b"x" * 101), together=together)
    assert refused.value.code is Code.TOO_LARGE
    assert lying(tmp_path) == {}
    assert list((tmp_path / "stp").iterdir()) == []


@pytest.mark.parametrize("agency", ["", ".", "..", "../x", "a/b", "a\\b", "_khan", "_tu-choi", ".kho", "a\x00b", "~x"])
def test_no_agency_leads_elsewhere(slot: MailSlot, tmp_path: Path, agency: str) -> None:
    with pytest.raises(Refused) as refused:
        slot.post(agency, files(a__pdf=b"1"))
    assert refused.value.code is Code.UNSAFE_PATH
    assert lying(tmp_path) == {}


def test_a_link_in_the_agency_s_place_is_not_followed(slot: MailSlot, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "stp").symlink_to(outside, target_is_directory=True)
    with pytest.raises(Transient):
        slot.post("stp", files(a__pdf=b"1"))
    assert list(outside.iterdir()) == []


def test_an_inbox_that_is_away_is_told(tmp_path: Path) -> None:
    gone = MailSlot(tmp_path / "unmounted", max_bytes=1)
    for act in (gone.agencies, lambda: gone.post("stp", files(a__pdf=b"1"))):
        with pytest.raises(KhoError) as told:
            act()
        assert told.value.code is Code.UNREADABLE


def test_half_a_file_is_invisible_to_the_watcher(slot: MailSlot, tmp_path: Path) -> None:
    seen: list[list[str]] = []

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            seen.append([entry.path for entry in InboxFolder(tmp_path).scan()])
            return super().read(size)

    slot.post("stp", [("a.pdf", Slow(b"1"))])
    slot.post("stp", [("p.jpg", Slow(b"1"))], together="tập")
    assert seen == [[], [], ["stp/a.pdf"], ["stp/a.pdf"]]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a.pdf", "a.pdf"),
        ("C:\\Users\\x\\quét 1.pdf", "quét 1.pdf"),
        ("../../etc/passwd", "passwd"),
        ("", "ban-quet"),
        ("...", "ban-quet"),
        ("a\r\nb\u202e.pdf", "ab.pdf"),
        ("<script>'; DROP TABLE work;--.pdf", "-script-'; DROP TABLE work;--.pdf"),
        ("Thumbs.db", "ban-quet-Thumbs.db"),
        ("_tu-choi", "ban-quet-tu-choi"),
        ("ngày lễ".encode().decode() + ".pdf", "ngày lễ.pdf"),
    ],
)
def test_a_name_keeps_what_is_harmless(said: str, kept: str) -> None:
    assert file_name(said) == kept


@given(st.text())
def test_every_name_is_one_part_of_a_path_that_the_watcher_sees(said: str) -> None:
    name = file_name(said)
    assert name
    assert "/" not in name
    assert name not in (".", "..")
    assert not name.startswith((".", "~"))
    assert len(os.fsencode(name)) <= 200
    assert name.isprintable()
    assert not is_clutter(name)
    assert unicodedata.is_normalized("NFC", name)
