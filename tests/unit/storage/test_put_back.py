"""What was refused comes back as the very file it was, to its own place or beside what stands there now."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from schemas.drop import FileIdentity
from schemas.errors import Transient
from storage.inbox import InboxFolder
from storage.inbox_names import ASIDE, NOTE, REFUSED
from storage.put_back import RefusedFiles

MARK = "0000000001bcdfghjkmnpq"
TEXT = f"Tệp rỗng.\nLượt: {MARK}\n"
Dropped = list[tuple[str, FileIdentity]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "stp").mkdir(parents=True)
    return folder


def drop(root: Path, *paths: str) -> Dropped:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(path.encode(errors="surrogateescape"))
    return [(path, InboxFolder(root).entry(path).identity) for path in paths]


def refuse(root: Path, files: Dropped, *, folder: str | None = None) -> None:
    inbox = InboxFolder(root)
    inbox.refuse(files, folder=folder, note=TEXT, mark=MARK)
    if folder is not None:
        inbox.drop_empty_folder(folder)


def seen(root: Path) -> list[str]:
    return [entry.path for entry in InboxFolder(root).scan()]


def content(root: Path, path: str) -> str:
    return (root / path).read_text("utf-8")


@pytest.mark.parametrize("path", ["a.pdf", "stp/a.pdf", "stp/nhóm/trong/a.pdf", "stp/_khan/a.pdf", "stp/k\udcea.pdf"])
def test_a_refused_file_comes_back_to_its_place_and_the_note_stays(root: Path, path: str) -> None:
    files = drop(root, path)
    refuse(root, files)
    assert seen(root) == []
    assert RefusedFiles(root).put_back(files) == path
    assert InboxFolder(root).entry(path).identity == files[0][1]
    assert seen(root) == [path]
    (note,) = root.rglob(f"*{NOTE}")
    assert REFUSED in note.parts
    assert [entry for entry in root.rglob("*") if entry.name.startswith(ASIDE)] == []


def test_a_second_time_there_is_nothing_to_bring_back(root: Path) -> None:
    files = drop(root, "stp/a.pdf")
    refuse(root, files)
    assert RefusedFiles(root).put_back(files) == "stp/a.pdf"
    assert RefusedFiles(root).put_back(files) is None


def test_of_many_who_press_at_once_one_brings_it_back(root: Path) -> None:
    files = drop(root, "stp/a.pdf")
    refuse(root, files)
    with ThreadPoolExecutor(8) as hands:
        back = list(hands.map(lambda _: RefusedFiles(root).put_back(files), range(8)))
    assert [path for path in back if path] == ["stp/a.pdf"]
    assert seen(root) == ["stp/a.pdf"]


def test_it_is_known_under_any_name(root: Path) -> None:
    one, two = drop(root, "stp/a.pdf"), drop(root, "stp/b.pdf")
    refuse(root, one)
    (root / "stp" / REFUSED / "a.pdf").rename(root / "stp" / REFUSED / "đổi tên.pdf")
    assert RefusedFiles(root).put_back(two) is None
    assert RefusedFiles(root).put_back(one) == "stp/a.pdf"
    assert content(root, "stp/a.pdf") == "stp/a.pdf"


def test_another_file_of_its_name_is_left_where_it_is(root: Path) -> None:
    files = drop(root, "stp/a.pdf")
    refuse(root, files)
    place = root / "stp" / REFUSED / "a.pdf"
    place.unlink()
    place.write_bytes(b"mended")
    assert RefusedFiles(root).put_back(files) is None
    assert place.read_bytes() == b"mended"
    assert seen(root) == []


def test_what_stands_in_its_place_now_is_not_overwritten(root: Path) -> None:
    files = drop(root, "stp/a.pdf")
    refuse(root, files)
    (root / "stp/a.pdf").write_bytes(b"another")
    assert RefusedFiles(root).put_back(files) == "stp/a (2).pdf"
    assert (root / "stp/a.pdf").read_bytes() == b"another"


def test_a_sidecar_comes_back_with_its_scan(root: Path) -> None:
    files = drop(root, "stp/a.pdf", "stp/a.yaml")
    refuse(root, files)
    assert RefusedFiles(root).put_back(files) == "stp/a.pdf"
    assert seen(root) == ["stp/a.pdf", "stp/a.yaml"]


def test_a_new_sidecar_stands_for_the_old_one(root: Path) -> None:
    files = drop(root, "stp/a.pdf", "stp/a.yaml")
    refuse(root, files)
    refused = RefusedFiles(root)
    assert refused.content(*files[1], limit=6) == b"stp/a."
    assert refused.put_back(files, beside=b"{}") == "stp/a.pdf"
    assert seen(root) == ["stp/a.pdf", "stp/a.pdf.json"]
    assert content(root, "stp/a.pdf.json") == "{}"
    assert refused.content(*files[0], limit=6) is None


def test_a_new_sidecar_overwrites_nothing_either(root: Path) -> None:
    files = drop(root, "stp/a.pdf")
    refuse(root, files)
    drop(root, "stp/a.pdf.json")
    assert RefusedFiles(root).put_back(files, beside=b"{}") == "stp/a (2).pdf"
    assert content(root, "stp/a (2).pdf.json") == "{}"


def test_a_folder_of_pages_comes_back_as_one(root: Path) -> None:
    files = drop(root, "stp/tập/1.jpg", "stp/tập/2.jpg", "stp/tập.json")
    refuse(root, files, folder="stp/tập")
    assert seen(root) == []
    assert RefusedFiles(root).content(*files[2], folder="stp/tập", limit=99) == "stp/tập.json".encode()
    assert RefusedFiles(root).put_back(files, folder="stp/tập") == "stp/tập"
    assert seen(root) == ["stp/tập.json", "stp/tập/1.jpg", "stp/tập/2.jpg"]
    assert RefusedFiles(root).put_back(files, folder="stp/tập") is None


def test_of_many_who_press_at_once_one_brings_the_whole_folder_back(root: Path) -> None:
    files = drop(root, *(f"stp/tập/{n}.jpg" for n in range(9)))
    refuse(root, files, folder="stp/tập")
    with ThreadPoolExecutor(6) as hands:
        back = list(hands.map(lambda _: RefusedFiles(root).put_back(files, folder="stp/tập"), range(6)))
    assert [path for path in back if path] == ["stp/tập"]
    assert seen(root) == [path for path, _ in files]
    assert [entry.name for entry in (root / "stp" / REFUSED).iterdir()] == [f"tập{NOTE}"]


def test_pages_that_a_crash_has_left_together_come_back_next_time(root: Path) -> None:
    files = drop(root, "stp/tập/1.jpg", "stp/tập/2.jpg")
    refuse(root, files, folder="stp/tập")
    together = root / "stp" / REFUSED / f"{ASIDE}00"
    together.mkdir()
    (root / "stp" / REFUSED / "tập/1.jpg").rename(together / "1.jpg")
    assert RefusedFiles(root).put_back(files, folder="stp/tập") == "stp/tập"
    assert seen(root) == ["stp/tập/1.jpg", "stp/tập/2.jpg"]


def test_a_strange_file_among_the_pages_stays(root: Path) -> None:
    files = drop(root, "stp/tập/1.jpg")
    refuse(root, files, folder="stp/tập")
    strange = root / "stp" / REFUSED / "tập/ghi chú.txt"
    strange.write_text("của cán bộ")
    assert RefusedFiles(root).put_back(files, folder="stp/tập") == "stp/tập"
    assert seen(root) == ["stp/tập/1.jpg"]
    assert strange.exists()


def test_a_folder_of_its_name_is_not_mixed_up_with_it(root: Path) -> None:
    files = drop(root, "stp/tập/1.jpg", "stp/tập.json")
    refuse(root, files, folder="stp/tập")
    drop(root, "stp/tập/9.jpg")
    assert RefusedFiles(root).put_back(files, folder="stp/tập", beside=b"{}") == "stp/tập (2)"
    assert seen(root) == ["stp/tập (2).json", "stp/tập (2)/1.jpg", "stp/tập/9.jpg"]


def member(root: Path, name: str, number: int = 0) -> None:
    source = root.parent / "staged"
    source.write_bytes(b"page")
    mark = f"{MARK}-{number}"
    InboxFolder(root).deliver_refused(f"stp/g.zip/{name}", source, note=f"Hỏng.\nLượt: {mark}\n", mark=mark)


def test_a_member_of_a_zip_comes_back_as_a_file_of_its_own(root: Path) -> None:
    member(root, "trong - a.pdf")
    member(root, "other.pdf", 7)
    assert RefusedFiles(root).put_back_member("stp/g.zip", MARK, beside=b"{}") == "stp/trong - a.pdf"
    assert seen(root) == ["stp/trong - a.pdf", "stp/trong - a.pdf.json"]
    assert RefusedFiles(root).put_back_member("stp/g.zip", MARK) is None


def test_a_member_is_found_though_its_zip_was_refused_too(root: Path) -> None:
    refuse(root, drop(root, "stp/g.zip"))
    member(root, "a.pdf")
    assert (root / "stp" / REFUSED / "g (2).zip" / "a.pdf").is_file()
    assert RefusedFiles(root).put_back_member("stp/g.zip", MARK) == "stp/a.pdf"


def test_pieces_of_a_member_are_left_to_people(root: Path) -> None:
    member(root, "a - 0001.jpg")
    member(root, "a - 0002.jpg", 1)
    assert RefusedFiles(root).put_back_member("stp/g.zip", MARK) is None
    assert RefusedFiles(root).put_back_member("stp/h.zip", MARK) is None
    assert seen(root) == []


@pytest.mark.parametrize("place", ["stp", f"stp/{REFUSED}"])
def test_no_link_is_followed(root: Path, tmp_path: Path, place: str) -> None:
    files = drop(root, "stp/a.pdf")
    refuse(root, files)
    (root / place).rename(tmp_path / "elsewhere")
    (root / place).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert RefusedFiles(root).put_back(files) is None
    assert RefusedFiles(root).put_back(files, folder="stp/tập") is None
    assert RefusedFiles(root).content(*files[0], limit=9) is None


def test_a_link_in_the_place_of_the_inbox_folder_is_no_way_out(root: Path, tmp_path: Path) -> None:
    files = drop(root, "stp/nhóm/a.pdf")
    refuse(root, files)
    (root / "stp/nhóm").rmdir()
    (tmp_path / "outside").mkdir()
    (root / "stp/nhóm").symlink_to(tmp_path / "outside", target_is_directory=True)
    assert RefusedFiles(root).put_back(files) is None
    assert list((tmp_path / "outside").iterdir()) == []
    (root / "stp/nhóm").unlink()
    assert RefusedFiles(root).put_back(files) == "stp/nhóm/a.pdf"


def test_what_a_crash_has_left_aside_comes_back_next_time(root: Path) -> None:
    files = drop(root, "stp/a.pdf")
    refuse(root, files)
    place = root / "stp" / REFUSED / "a.pdf"
    place.rename(place.with_name(f"{ASIDE}00"))
    assert RefusedFiles(root).put_back(files) == "stp/a.pdf"


def test_what_a_crash_has_brought_back_already_does_not_come_twice(root: Path) -> None:
    files = drop(root, "stp/a.pdf")
    refuse(root, files)
    place = root / "stp" / REFUSED / "a.pdf"
    place.rename(aside := place.with_name(f"{ASIDE}00"))
    os.link(aside, root / "stp/a.pdf")
    assert RefusedFiles(root).put_back(files) is None
    assert seen(root) == ["stp/a.pdf"]
    assert not aside.exists()


def test_an_inbox_that_cannot_be_written_is_told(root: Path) -> None:
    files = drop(root, "stp/a.pdf")
    refuse(root, files)
    (root / "stp").rename(root / "x")
    (root / "stp").symlink_to("stp")  # a loop: neither there nor not there
    assert RefusedFiles(root).put_back(files) is None


def test_what_the_system_refuses_is_told(root: Path) -> None:
    ((_, identity),) = drop(root, "a.pdf")
    refused, too_long = RefusedFiles(root), "b" * 300
    for act in (
        lambda: refused.put_back([(f"{too_long}/a.pdf", identity)]),
        lambda: refused.content(f"{too_long}/a.pdf", identity, limit=9),
        lambda: refused.put_back_member(f"{too_long}/g.zip", MARK),
    ):
        with pytest.raises(Transient):
            act()
