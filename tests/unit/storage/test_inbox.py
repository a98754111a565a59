"""The porch: what is seen, taken, removed and refused, and what is never touched."""

import hashlib
import os
import socket
from pathlib import Path

import pytest

from schemas.errors import FileChanged, Transient
from schemas.ids import Sha256
from schemas.inbox import EntryKind
from storage.inbox import InboxFolder
from storage.inbox_names import NOTE, REFUSED


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "so-tu-phap").mkdir(parents=True)
    return folder


def sha(data: bytes) -> Sha256:
    return Sha256(hashlib.sha256(data).hexdigest())


def seen(root: Path) -> list[str]:
    return [e.path for e in InboxFolder(root).scan()]


@pytest.mark.parametrize(
    "name",
    [
        "a.pdf",
        "không đuôi",
        "a.pdf.part",
        "dấu \"nháy\" và 'nháy'.jpg",
        "hai\ndòng.png",
        "đ" * 120 + ".pdf",  # 244 bytes
        "x" * 255,
        "Kế hoạch.pdf",
        "Ke\u0302\u0301 hoa\u0323ch.pdf",  # decomposed
        "-rf",
        ".ẩn.pdf",
    ],
)
def test_any_name_is_seen_taken_and_removed(root: Path, tmp_path: Path, name: str) -> None:
    (root / "so-tu-phap" / name).write_bytes(b"scan")
    inbox = InboxFolder(root)
    (entry,) = inbox.scan()
    digest = inbox.take(entry, tmp_path / "copy")
    assert (entry.path, digest, (tmp_path / "copy").read_bytes()) == (f"so-tu-phap/{name}", sha(b"scan"), b"scan")
    assert inbox.remove(entry.path, entry.identity, digest)
    assert os.listdir(root / "so-tu-phap") == []


def test_a_name_that_is_not_utf8_is_a_name_too(root: Path, tmp_path: Path) -> None:
    place = os.fsencode(root / "so-tu-phap") + b"/k\xea.pdf"
    with open(place, "wb") as file:  # noqa: PTH123
        file.write(b"scan")
    inbox = InboxFolder(root)
    (entry,) = inbox.scan()
    assert inbox.remove(entry.path, entry.identity, inbox.take(entry, tmp_path / "copy"))


def test_droppings_signs_and_refused_files_are_not_seen(root: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "._a.pdf", ".gitkeep"):
        (root / "so-tu-phap" / name).write_bytes(b"x")
    (root / "README.md").write_text("đọc tôi")
    (root / "so-tu-phap" / REFUSED).mkdir()
    (root / "so-tu-phap" / REFUSED / "old.pdf").write_bytes(b"x")
    assert seen(root) == []


def test_a_readme_inside_an_agency_is_a_drop(root: Path) -> None:
    (root / "so-tu-phap" / "README.md").write_text("x")
    assert seen(root) == ["so-tu-phap/README.md"]


def test_links_fifos_and_sockets_are_odd_and_never_followed(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "secret.pdf"
    target.write_bytes(b"secret")
    (root / "so-tu-phap" / "link.pdf").symlink_to(target)
    (root / "so-tu-phap" / "folder-link").symlink_to(tmp_path)
    os.mkfifo(root / "so-tu-phap" / "fifo.pdf")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(root / "so-tu-phap" / "s"))
        inbox = InboxFolder(root)
        entries = inbox.scan()
    assert {e.path.split("/")[1]: e.kind for e in entries} == dict.fromkeys(
        ["link.pdf", "folder-link", "fifo.pdf", "s"], EntryKind.ODD
    )
    for entry in entries:
        with pytest.raises((FileChanged, Transient)):
            inbox.take(entry, tmp_path / "copy")
    inbox.refuse(
        [(e.path, e.identity) for e in entries if e.path.endswith("link.pdf")], folder=None, note="x", mark="m"
    )
    assert target.read_bytes() == b"secret"
    assert (root / "so-tu-phap" / REFUSED / "link.pdf").is_symlink()


def test_a_folder_swapped_for_a_link_is_not_entered(root: Path, tmp_path: Path) -> None:
    (root / "so-tu-phap" / "a.pdf").write_bytes(b"scan")
    inbox = InboxFolder(root)
    (entry,) = inbox.scan()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.pdf").write_bytes(b"scan")
    (root / "so-tu-phap").rename(tmp_path / "moved")
    (root / "so-tu-phap").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileChanged):
        inbox.take(entry, tmp_path / "copy")


def test_a_file_that_grew_is_not_the_one_that_was_seen(root: Path, tmp_path: Path) -> None:
    place = root / "so-tu-phap" / "a.pdf"
    place.write_bytes(b"half")
    inbox = InboxFolder(root)
    (entry,) = inbox.scan()
    place.write_bytes(b"half and the rest")
    with pytest.raises(FileChanged):
        inbox.take(entry, tmp_path / "copy")


def test_a_second_scan_under_the_same_name_is_never_removed_unread(root: Path, tmp_path: Path) -> None:
    place = root / "so-tu-phap" / "scan.pdf"
    place.write_bytes(b"first")
    inbox = InboxFolder(root)
    (entry,) = inbox.scan()
    digest = inbox.take(entry, tmp_path / "copy")
    other = root / "so-tu-phap" / "new"
    other.write_bytes(b"other")
    other.replace(place)
    assert not inbox.remove(entry.path, entry.identity, digest)
    assert place.read_bytes() == b"other"


def test_same_identity_with_other_bytes_is_put_back(root: Path, tmp_path: Path) -> None:
    place = root / "so-tu-phap" / "scan.pdf"
    place.write_bytes(b"first")
    inbox = InboxFolder(root)
    (entry,) = inbox.scan()
    inbox.take(entry, tmp_path / "copy")
    assert not inbox.remove(entry.path, entry.identity, sha(b"never read"))
    assert place.read_bytes() == b"first"
    assert os.listdir(root / "so-tu-phap") == ["scan.pdf"]


def test_a_removal_killed_half_way_is_made_good(root: Path, tmp_path: Path) -> None:
    place = root / "so-tu-phap" / "scan.pdf"
    place.write_bytes(b"first")
    inbox = InboxFolder(root)
    (entry,) = inbox.scan()
    digest = inbox.take(entry, tmp_path / "copy")
    assert inbox._move_aside(entry.path, entry.identity) is not None  # the state a kill between the two steps leaves
    place.write_bytes(b"second")
    assert inbox.remove(entry.path, entry.identity, digest)
    assert os.listdir(root / "so-tu-phap") == ["scan.pdf"]
    assert place.read_bytes() == b"second"


def test_put_back_never_overwrites(root: Path) -> None:
    place = root / "so-tu-phap" / "scan.pdf"
    place.write_bytes(b"first")
    inbox = InboxFolder(root)
    (entry,) = inbox.scan()
    inbox._move_aside(entry.path, entry.identity)
    place.write_bytes(b"second")
    assert not inbox.remove(entry.path, entry.identity, sha(b"never read"))
    assert {p.name: p.read_bytes() for p in (root / "so-tu-phap").iterdir()} == {
        "scan.pdf": b"second",
        "scan (2).pdf": b"first",
    }


def refuse(root: Path, path: str, mark: str = "m1", folder: str | None = None) -> None:
    inbox = InboxFolder(root)
    files = [(e.path, e.identity) for e in inbox.scan() if e.path == path or e.path.startswith(f"{path}/")]
    inbox.refuse(files, folder=folder, note=f"Tệp rỗng.\nLượt: {mark}\n", mark=mark)


def test_a_refused_file_moves_with_its_reason(root: Path) -> None:
    (root / "so-tu-phap" / "a.pdf").write_bytes(b"x")
    refuse(root, "so-tu-phap/a.pdf")
    folder = root / "so-tu-phap" / REFUSED
    assert (folder / "a.pdf").read_bytes() == b"x"
    assert "Tệp rỗng." in (folder / f"a.pdf{NOTE}").read_text(encoding="utf-8")
    assert seen(root) == []


def test_a_second_refusal_of_the_same_name_gets_a_number(root: Path) -> None:
    for mark in ("m1", "m2", "m3"):
        (root / "so-tu-phap" / "a.pdf").write_bytes(mark.encode())
        refuse(root, "so-tu-phap/a.pdf", mark)
    names = {p.name for p in (root / "so-tu-phap" / REFUSED).iterdir() if not p.name.endswith(NOTE)}
    assert names == {"a.pdf", "a (2).pdf", "a (3).pdf"}


def test_the_same_refusal_again_ends_its_half_done_move(root: Path) -> None:
    (root / "so-tu-phap" / "a.pdf").write_bytes(b"x")
    InboxFolder(root)._reserve("so-tu-phap/a.pdf", "note m1", "m1")  # killed between the note and the move
    refuse(root, "so-tu-phap/a.pdf", "m1")
    assert sorted(os.listdir(root / "so-tu-phap" / REFUSED)) == ["a.pdf", f"a.pdf{NOTE}"]


def test_a_file_already_in_the_refused_folder_is_not_overwritten(root: Path) -> None:
    (root / "so-tu-phap" / REFUSED).mkdir()
    (root / "so-tu-phap" / REFUSED / "a.pdf").write_bytes(b"older")
    (root / "so-tu-phap" / "a.pdf").write_bytes(b"x")
    refuse(root, "so-tu-phap/a.pdf")
    assert (root / "so-tu-phap" / REFUSED / "a.pdf").read_bytes() == b"older"
    assert (root / "so-tu-phap" / REFUSED / "a (2).pdf").read_bytes() == b"x"


def test_the_note_of_a_255_byte_name_fits(root: Path) -> None:
    (root / "so-tu-phap" / ("x" * 251 + ".pdf")).write_bytes(b"x")
    refuse(root, "so-tu-phap/" + "x" * 251 + ".pdf")
    names = os.listdir(root / "so-tu-phap" / REFUSED)
    assert len(names) == 2
    assert all(len(os.fsencode(n)) <= 255 for n in names)
    assert any(n.endswith(".pdf") for n in names)


def test_a_refused_folder_moves_whole_with_one_note(root: Path) -> None:
    (root / "so-tu-phap" / "tập 1").mkdir()
    for name in ("1.jpg", "2.jpg"):
        (root / "so-tu-phap" / "tập 1" / name).write_bytes(name.encode())
    refuse(root, "so-tu-phap/tập 1", folder="so-tu-phap/tập 1")
    InboxFolder(root).drop_empty_folder("so-tu-phap/tập 1")
    assert not (root / "so-tu-phap" / "tập 1").exists()
    assert sorted(os.listdir(root / "so-tu-phap" / REFUSED)) == ["tập 1", f"tập 1{NOTE}"]
    assert sorted(os.listdir(root / "so-tu-phap" / REFUSED / "tập 1")) == ["1.jpg", "2.jpg"]


def test_a_scan_and_its_sidecar_are_refused_together(root: Path) -> None:
    inbox = InboxFolder(root)
    for name in ("a.pdf", "a.json"):
        (root / "so-tu-phap" / name).write_bytes(b"x")
    entries = sorted(inbox.scan(), key=lambda e: not e.path.endswith(".pdf"))
    inbox.refuse([(e.path, e.identity) for e in entries], folder=None, note="m1", mark="m1")
    assert sorted(os.listdir(root / "so-tu-phap" / REFUSED)) == ["a.json", "a.pdf", f"a.pdf{NOTE}"]


def test_a_member_of_a_zip_is_delivered_to_the_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "member").write_bytes(b"bad")
    inbox = InboxFolder(root)
    for _ in range(2):  # the same delivery again changes nothing
        place = inbox.deliver_refused("so-tu-phap/b.zip/x.jpg", tmp_path / "member", note="m1", mark="m1")
    assert place == f"so-tu-phap/{REFUSED}/b.zip/x.jpg"
    assert (root / place).read_bytes() == b"bad"
    assert len(os.listdir(root / "so-tu-phap" / REFUSED / "b.zip")) == 2


def test_a_file_directly_in_the_inbox_is_refused_there(root: Path) -> None:
    (root / "a.txt").write_bytes(b"x")
    refuse(root, "a.txt")
    assert sorted(os.listdir(root / REFUSED)) == ["a.txt", f"a.txt{NOTE}"]


def test_a_folder_that_is_not_empty_stays(root: Path) -> None:
    (root / "so-tu-phap" / "a.pdf").write_bytes(b"x")
    InboxFolder(root).drop_empty_folder("so-tu-phap")
    assert seen(root) == ["so-tu-phap/a.pdf"]


def test_an_inbox_that_is_not_there_is_an_outage_and_not_an_empty_inbox(tmp_path: Path) -> None:
    with pytest.raises(Transient):
        InboxFolder(tmp_path / "unmounted").scan()


def test_removing_twice_is_no_error(root: Path, tmp_path: Path) -> None:
    (root / "so-tu-phap" / "a.pdf").write_bytes(b"x")
    inbox = InboxFolder(root)
    (entry,) = inbox.scan()
    digest = inbox.take(entry, tmp_path / "copy")
    assert inbox.remove(entry.path, entry.identity, digest)
    assert not inbox.remove(entry.path, entry.identity, digest)
