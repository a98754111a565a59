"""`kho up`: what clerks do to an inbox, above all where other archives were seen to lose or strand scans."""

import os
import signal
import threading
import time

import pytest

from tests.e2e.desk import Desk, alive, wait_for
from tests.fakes import scans

pytestmark = pytest.mark.timeout(3600)


def ended(desk: Desk, count: int) -> bool | None:
    """Whether ``count`` drops have ended and the inbox has been tidied."""
    seen = desk.glance()
    return (seen.ended >= count and seen.unsettled == 0) or None


def left(desk: Desk) -> list[str]:
    """Files still lying in the inbox, refused ones aside."""
    return sorted(
        str(p.relative_to(desk.inbox)) for p in desk.inbox.rglob("*") if not p.is_dir() and "_tu-choi" not in p.parts
    )


def refused(desk: Desk, agency: str = "stp") -> dict[str, str]:
    """Refused name → reason."""
    folder = desk.inbox / agency / "_tu-choi"
    return {
        p.name: (p.parent / f"{p.name}.ly-do.txt").read_text(encoding="utf-8")
        for p in (folder.iterdir() if folder.exists() else [])
        if (p.parent / f"{p.name}.ly-do.txt").exists()
    }


def test_what_is_dropped_is_archived_and_leaves_the_inbox(desk: Desk) -> None:
    with desk.up():
        scans.write(desk.inbox / "stp" / "một.jpg", scans.encoded(1))
        scans.write(desk.inbox / "stp" / "không đuôi", scans.pdf(2))
        scans.write(desk.inbox / "stp" / "thư mục con" / "ba.pdf", scans.pdf(3))
        scans.write(desk.inbox / "ubnd" / "tải dở.pdf.part", scans.pdf(4))
        scans.write(desk.inbox / "ubnd" / ("d" * 251 + ".jpg"), scans.encoded(5))
        wait_for(lambda: ended(desk, 5))
    assert left(desk) == []
    assert desk.balance().archived == 5
    assert {r["agency"] for r in desk.rows("list")} == {"stp", "ubnd"}


@pytest.mark.parametrize("kind", ["jpg", "pdf", "tif"])
def test_an_upload_that_stalls_half_way_is_waited_for(desk: Desk, kind: str) -> None:
    whole = {"jpg": scans.encoded(1), "pdf": scans.pdf(1, 2), "tif": scans.tiff(1, 2)}[kind]
    place = desk.inbox / "stp" / f"chậm.{kind}"
    stall = 12.0
    with desk.up(KHO_INCOMPLETE_SECONDS="600"):
        place.parent.mkdir()
        with place.open("wb") as upload:
            upload.write(whole[: len(whole) // 2])
            upload.flush()
            os.fsync(upload.fileno())
            time.sleep(stall)  # the upload stalls: the very case
            assert place.exists()
            assert desk.glance().dropped == 0
            upload.write(whole[len(whole) // 2 :])
        wait_for(lambda: ended(desk, 1))
    balance = desk.balance()
    assert (balance.archived, balance.refused, balance.dropped) == (1, 0, 1)
    (record,) = desk.records()
    desk.kho("get", record, "original", "-o", desk.root / "back")
    assert (desk.root / "back").read_bytes() == whole


def test_a_second_scan_under_the_same_name_is_never_deleted_unread(desk: Desk) -> None:
    place = desk.inbox / "stp" / "scan.pdf"
    with desk.up() as running:
        scans.write(place, scans.pdf(*range(1, 9)))
        wait_for(lambda: desk.glance().in_progress == 1 or None)
        running.process.send_signal(signal.SIGSTOP)  # the watcher looks away while the name is written again
        scans.write(desk.root / "new", scans.pdf(20)).replace(place)
        running.process.send_signal(signal.SIGCONT)
        wait_for(lambda: ended(desk, 2))
    assert left(desk) == []
    assert desk.balance().archived == 2
    pages = sorted(desk.show(r)["fields"]["pages"]["value"] for r in desk.records())
    assert pages == [1, 8]


def test_refusals_move_aside_with_their_reason(desk: Desk) -> None:
    target = scans.write(desk.root / "bí mật.pdf", scans.pdf(9))
    scans.write(desk.inbox / "stp" / "nửa.jpg", scans.encoded(1)[:-3000])
    scans.write(desk.inbox / "stp" / "rỗng.pdf", b"")
    scans.write(desk.inbox / "stp" / "ghi chú.txt", "xin chào".encode())
    (desk.inbox / "stp" / "đường tắt.pdf").symlink_to(target)
    scans.write(desk.inbox / "stp" / "lẻ.json", b'{"trich_yeu": "x"}')
    scans.write(desk.inbox / "stp" / "sai.pdf", scans.pdf(3))
    scans.write(desk.inbox / "stp" / "sai.json", b'{"khong_co": 1}')
    with desk.up():
        wait_for(lambda: ended(desk, 6))
    codes = {name: note.split("Mã lỗi: ")[1].split("\n")[0] for name, note in refused(desk).items()}
    assert codes == {
        "nửa.jpg": "truncated",
        "rỗng.pdf": "empty",
        "ghi chú.txt": "not-a-document",
        "đường tắt.pdf": "not-a-file",
        "lẻ.json": "sidecar-orphan",
        "sai.pdf": "sidecar-invalid",
    }
    assert target.exists()
    assert left(desk) == []
    assert desk.balance().refused == 6


def test_a_folder_with_a_bad_page_is_refused_whole(desk: Desk) -> None:
    scans.write(desk.inbox / "stp" / "tập" / "1.jpg", scans.encoded(1))
    scans.write(desk.inbox / "stp" / "tập" / "2.jpg", scans.encoded(2)[:-3000])
    with desk.up():
        wait_for(lambda: ended(desk, 1))
    folder = desk.inbox / "stp" / "_tu-choi"
    assert sorted(p.name for p in (folder / "tập").iterdir()) == ["1.jpg", "2.jpg"]
    assert "2.jpg" in (folder / "tập.ly-do.txt").read_text(encoding="utf-8")
    assert not (desk.inbox / "stp" / "tập").exists()


def test_a_zip_leaves_after_its_last_member_and_its_bad_member_is_explained(desk: Desk) -> None:
    import zipfile

    with desk.up():
        bundle = desk.root / "lô.zip"
        with zipfile.ZipFile(bundle, "w") as out:
            out.writestr("a.jpg", scans.encoded(1))
            out.writestr("b.jpg", scans.encoded(2)[:-3000])
        scans.write(desk.inbox / "stp" / "lô.zip", bundle.read_bytes())
        wait_for(lambda: ended(desk, 2))
    assert left(desk) == []
    folder = desk.inbox / "stp" / "_tu-choi" / "lô.zip"
    assert sorted(p.name for p in folder.iterdir()) == ["b.jpg", "b.jpg.ly-do.txt"]
    assert (folder / "b.jpg").read_bytes() == scans.encoded(2)[:-3000]


def test_once_ends_by_itself(desk: Desk) -> None:
    scans.write(desk.inbox / "stp" / "a.jpg", scans.encoded(1))
    scans.write(desk.inbox / "stp" / "b.jpg", scans.encoded(1))
    rows = desk.rows("up", "--once")
    assert {r["status"] for r in rows if r["status"]} >= {"archived", "duplicate"}
    assert left(desk) == []
    assert (desk.balance().archived, desk.balance().duplicate) == (1, 1)


def test_another_command_may_run_beside_the_watcher(desk: Desk) -> None:
    with desk.up() as running:
        assert running.worker.is_running()
        (row,) = desk.run(scans.write(desk.root / "a.jpg", scans.encoded(1)))
        assert row["status"] == "archived"


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_no_process_and_a_second_run_goes_on(desk: Desk, sign: signal.Signals) -> None:
    with desk.up(stop=sign) as running:
        scans.write(desk.inbox / "stp" / "dài.pdf", scans.pdf(*range(1, 41)))
        wait_for(lambda: _working(desk))
        family = [*running.children("tasks.worker"), *running.children("redis-server")]
        assert family
    wait_for(lambda: not [p for p in family if alive(p)])  # killed with it; who is killed takes a moment to be gone
    assert desk.balance().in_progress == 1
    with desk.up():
        wait_for(lambda: ended(desk, 1))
    assert desk.balance().archived == 1


def _working(desk: Desk) -> bool | None:
    return desk.glance().pages > 0 or None


def test_many_small_uploads_at_once_are_each_archived_once(desk: Desk) -> None:
    def clerk(agency: str, first: int) -> None:
        for number in range(first, first + 5):
            scans.write(desk.inbox / agency / f"{number}.jpg", scans.encoded(number))

    with desk.up():
        clerks = [threading.Thread(target=clerk, args=(f"cq{n}", 10 * n)) for n in range(1, 4)]
        for thread in clerks:
            thread.start()
        for thread in clerks:
            thread.join()
        wait_for(lambda: ended(desk, 15))
    assert desk.balance().archived == 15
    assert len(set(desk.records())) == 15


def test_the_watcher_outlives_an_inbox_that_goes_away(desk: Desk) -> None:
    with desk.up() as running:
        assert running.worker.is_running()
        desk.inbox.rename(desk.root / "gone")
        wait_for(lambda: b"unreadable" in running.log.read_bytes() or b"file-changed" in running.log.read_bytes())
        (desk.root / "gone").rename(desk.inbox)
        scans.write(desk.inbox / "stp" / "a.jpg", scans.encoded(1))
        wait_for(lambda: ended(desk, 1))
    assert desk.balance().archived == 1


def test_an_inbox_that_is_not_there_is_not_made_up(desk: Desk) -> None:
    ended = desk.kho("up", "--once", code=2, KHO_INBOX=str(desk.root / "unmounted"))
    assert "KHO_INBOX" in ended.stderr
    assert not (desk.root / "unmounted").exists()


def test_a_second_watcher_on_one_home_is_told_so(desk: Desk) -> None:
    with desk.up() as running:
        assert running.worker.is_running()
        ended = desk.kho("up", "--once", code=2)
    assert "kho up" in ended.stderr


def test_a_name_that_is_not_utf8_is_archived_too(desk: Desk) -> None:
    (desk.inbox / "stp").mkdir()
    (desk.inbox / "stp" / os.fsdecode(b"k\xea ho\xe1ch.jpg")).write_bytes(scans.encoded(1))
    desk.kho("up", "--once")
    assert left(desk) == []
    assert desk.balance().archived == 1
