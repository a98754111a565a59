"""The public's view of the archive: follows every change at once, keeps a bounded number, gives out no damage."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from pipeline.ports import ObjectStat
from portal.app import create_app
from schemas.change import Change
from schemas.errors import Mismatch, ObjectMissing, StoreUnreachable
from schemas.ids import RecordId, Sha256, record_id
from schemas.keys import ObjectKey
from schemas.record import AccessLevel
from storage.showcase import Showcase, Shown, Withdrawn
from tests.portal.archive import Archive
from tests.portal.conftest import window_of
from tests.portal.sheets import drawn


@pytest.fixture
def record(fresh: Archive) -> RecordId:
    return fresh.keep(*drawn(["TỜ GẤP PHÁP LUẬT", "", "Một trang có chữ."]))


def _see(archive: Archive, record: RecordId) -> Shown | Withdrawn | None:
    return archive.showcase.published(record, archive.clock.now())


def test_it_follows_a_record_through_its_life(fresh: Archive, record: RecordId) -> None:
    assert _see(fresh, record) is None
    fresh.publish(record)
    first = _see(fresh, record)
    assert isinstance(first, Shown)
    assert (first.version, first.redacted) == (2, False)
    fresh.retitle(record, "Tên mới")
    assert _see(fresh, record) == first
    fresh.publish(record)
    second = _see(fresh, record)
    assert isinstance(second, Shown)
    assert second.version == 4
    assert second.record.fields["title"].text == "Tên mới"  # type: ignore[index]
    fresh.change(record, Change(access=AccessLevel.INTERNAL))
    assert _see(fresh, record) is None
    fresh.change(record, Change(access=AccessLevel.PUBLIC))
    assert isinstance(_see(fresh, record), Shown)
    fresh.change(record, Change(withdraw=True, why="sai"))
    gone = _see(fresh, record)
    assert isinstance(gone, Withdrawn)
    assert gone.withdrawal.reason == "sai"


def test_a_withdrawn_record_that_is_kept_from_the_public_is_not_even_told_of(fresh: Archive, record: RecordId) -> None:
    fresh.publish(record)
    fresh.change(record, Change(withdraw=True, why="sai"))
    fresh.change(record, Change(access=AccessLevel.RESTRICTED))
    assert _see(fresh, record) is None


def test_nothing_private_is_handed_out(fresh: Archive, record: RecordId) -> None:
    fresh.publish(record)
    shown = _see(fresh, record)
    assert isinstance(shown, Shown)
    told = shown.model_dump_json()
    assert "quét.pdf" not in told
    assert "nguoi-cong-bo" not in told
    assert (shown.record.claims, shown.record.originals, shown.record.decisions) == ((), (), ())
    assert sorted(shown.paths) == [
        "access/document.pdf", "alto/page-0001.xml", "text/document.txt", "web/page-0001.webp", "web/thumb.webp",
    ]  # fmt: skip


def test_files_are_given_whole_and_in_pieces(fresh: Archive, record: RecordId) -> None:
    fresh.publish(record)
    shown = _see(fresh, record)
    assert isinstance(shown, Shown)
    assert shown.pdf
    whole = fresh.showcase.read(shown.pdf)
    assert fresh.showcase.size(shown.pdf) == len(whole)
    assert b"".join(fresh.showcase.chunks(shown.pdf)) == whole
    assert b"".join(fresh.showcase.chunks(shown.pdf, 5, 10)) == whole[5:15]
    assert b"".join(fresh.showcase.chunks(shown.pdf, len(whole) - 3, 100)) == whole[-3:]


def test_damage_is_told_and_never_shown(fresh: Archive, record: RecordId) -> None:
    fresh.publish(record)
    shown = _see(fresh, record)
    assert isinstance(shown, Shown)
    assert shown.text
    fresh.store.put(shown.text.key, b"somebody else's words")
    with pytest.raises(Mismatch):
        fresh.showcase.read(shown.text)
    fresh.store.delete(shown.text.key)
    with pytest.raises(ObjectMissing):
        fresh.showcase.size(shown.text)


class _Counting:
    """A store that counts what is read, and can be out of reach."""

    def __init__(self, archive: Archive) -> None:
        self._store, self.reads, self.away = archive.store, [], False

    def read(self, key: ObjectKey) -> bytes:
        if self.away:
            raise StoreUnreachable(name=key)
        self.reads.append(key)
        return self._store.read(key)

    def chunks(self, key: ObjectKey) -> Iterator[bytes]:
        return self._store.chunks(key)

    def part(self, key: ObjectKey, start: int, length: int) -> Iterator[bytes]:
        return self._store.part(key, start, length)

    def stat(self, key: ObjectKey) -> ObjectStat | None:
        return self._store.stat(key)


def test_of_a_known_record_only_the_inventory_is_read_again(fresh: Archive, record: RecordId) -> None:
    fresh.publish(record)
    store = _Counting(fresh)
    showcase = Showcase(store, kept=1)
    showcase.published(record, fresh.clock.now())
    store.reads.clear()
    showcase.published(record, fresh.clock.now())
    assert [key.rpartition("/")[2] for key in store.reads] == ["inventory.json"]


def test_it_keeps_no_more_than_it_should(fresh: Archive, record: RecordId) -> None:
    other = fresh.keep(*drawn(["TỜ RƠI PHÁP LUẬT"]))
    for one in (record, other):
        fresh.publish(one)
    store = _Counting(fresh)
    showcase = Showcase(store, kept=1)
    for one in (record, other):
        showcase.published(one, fresh.clock.now())
    store.reads.clear()
    showcase.published(record, fresh.clock.now())
    assert len(store.reads) > 1


def test_an_archive_out_of_reach_is_told_politely(fresh: Archive, record: RecordId) -> None:
    from dataclasses import replace

    fresh.publish(record)
    store = _Counting(fresh)
    store.away = True
    client = TestClient(create_app(replace(window_of(fresh), showcase=Showcase(store))))
    for path, media in (
        (f"/tai-lieu/{record}", "text/html"),
        (f"/api/v1/documents/{record}", "application/problem+json"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert answer.headers["content-type"].startswith(media)


def test_a_ring_of_replacements_ends(fresh: Archive, record: RecordId) -> None:
    other = fresh.keep(*drawn(["TỜ RƠI PHÁP LUẬT"]))
    for one, heir in ((record, other), (other, record)):
        fresh.publish(one)
        fresh.change(one, Change(withdraw=True, why="thay", replaced_by=heir))
    client = TestClient(create_app(window_of(fresh)), follow_redirects=False)
    assert client.get(f"/tai-lieu/{record}").status_code == 410
    assert client.get(f"/ark:/99999/{record}").status_code == 410


def test_a_replacement_that_is_not_public_is_not_named(fresh: Archive, record: RecordId) -> None:
    hidden = fresh.keep(*drawn(["TỜ RƠI PHÁP LUẬT"]))
    fresh.publish(record)
    fresh.change(record, Change(withdraw=True, why="thay", replaced_by=hidden))
    client = TestClient(create_app(window_of(fresh)), follow_redirects=False)
    for path in (f"/tai-lieu/{record}", f"/api/v1/documents/{record}", f"/ark:/99999/{record}"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert hidden not in answer.text


def test_a_link_survives_a_correction(fresh: Archive, record: RecordId) -> None:
    fresh.publish(record)
    client = TestClient(create_app(window_of(fresh)), follow_redirects=False)
    pdf = client.get(f"/tai-lieu/{record}/tai-lieu.pdf").headers["location"]
    fresh.retitle(record, "Tên mới")
    fresh.publish(record)
    assert client.get(f"/ark:/99999/{record}").headers["location"] == f"/tai-lieu/{record}"
    newer = client.get(pdf)
    assert (newer.status_code, newer.headers["location"]) == (302, f"/tai-lieu/{record}/v4/tai-lieu.pdf")


def test_it_says_when_an_embargo_ends(fresh: Archive, record: RecordId) -> None:
    until = fresh.clock.now() + timedelta(days=2)
    fresh.publish(record, embargo_until=until)
    assert fresh.showcase.opens(record, fresh.clock.now()) == until
    assert fresh.showcase.opens(record, until) is None
    assert fresh.showcase.opens(record_id(Sha256("0" * 64)), until) is None


def test_a_damaged_record_is_told(fresh: Archive, record: RecordId) -> None:
    fresh.publish(record)
    fresh.store.put(fresh.vault.paths(record)["record.json"], b"{}")
    with pytest.raises(Mismatch):
        _see(fresh, record)
    client = TestClient(create_app(window_of(fresh)))
    for path, media in (
        (f"/tai-lieu/{record}", "text/html"),
        (f"/api/v1/documents/{record}", "application/problem+json"),
    ):
        answer = client.get(path)
        assert answer.status_code == 500
        assert answer.headers["content-type"].startswith(media)
