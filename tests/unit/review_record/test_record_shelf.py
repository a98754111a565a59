"""Records on the shelf: read once a version, pages when they are looked at."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.revise.revise import revise
from review.record.shelf import Shelf
from review.record.words_view import words_json
from schemas.change import Change, FieldChange
from schemas.claim import Claim, FieldName, Source
from schemas.errors import ObjectMissing, RecordMissing
from schemas.ids import RecordId
from schemas.keys import ObjectKey
from schemas.page import Box, Line, Page, PageStatus, Stamp, StampShape, Word
from storage.memory import MemoryStore
from tests.fakes.archived import archive_as, make_ports
from tests.fakes.revisable import revisable_ports

BOX = Box(x0=10, y0=20, x1=90, y1=60)
PAGE = Page(
    number=1, width=1000, height=1400, dpi=120, status=PageStatus.READ, engine="test",
    lines=(
        Line(words=(
            Word(text="chữ", box=BOX, confidence=0.98765),
            Word(text="số", box=BOX, confidence=0.4, raw="so", rule="marks@1", hand=True,
                 alternatives=(("sổ", 0.3), ("số", 0.6))),
        ), block=2),
    ),
    stamps=(Stamp(box=BOX, shape=StampShape.ROUND, text="MẪU"),),
)  # fmt: skip
CLAIM = Claim(
    field=FieldName.PLACE, value="Huế", source=Source.MACHINE, confidence=0.9, page=1, box=BOX, rule="dateline@2"
)


class CountedStore(MemoryStore):
    """A store in memory that counts what is read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: Counter[str] = Counter()

    def read(self, key: ObjectKey) -> bytes:
        self.reads[key.rpartition("/")[2]] += 1
        return super().read(key)


def test_a_version_is_read_once_and_a_page_when_it_is_asked_for() -> None:
    store = CountedStore()
    ports = make_ports(store)
    record = archive_as(ports, (PAGE,), (CLAIM,))
    shelf = Shelf(ports.vault, store)  # type: ignore[arg-type]  # the port is the vault
    store.reads.clear()
    for _ in range(5):
        held = shelf.open(record.id)
    assert held.record == record
    assert (held.number, held.newest) == (1, 1)
    assert store.reads["record.json"] == 1
    assert store.reads["page-0001.xml"] == 0
    assert shelf.page(held, 1).words == shelf.page(held, 1).words
    assert store.reads["page-0001.xml"] == 1


def test_a_new_version_is_seen_at_once_and_the_old_one_still_opens(tmp_path: Path) -> None:
    ports = revisable_ports(tmp_path)
    record = archive_as(ports, (PAGE,), (CLAIM,))
    shelf = Shelf(ports.vault, ports.store)  # type: ignore[arg-type]  # the port is the vault
    assert shelf.open(record.id).number == 1
    revise(ports, record.id, Change(fields=(FieldChange(field=FieldName.PLACE, value="Hà Nội"),)), by="lan", base=1)
    newest, first = shelf.open(record.id), shelf.open(record.id, 1)
    assert (newest.number, newest.record.fields[FieldName.PLACE].value) == (2, "Hà Nội")
    assert (first.number, first.newest, first.record.fields[FieldName.PLACE].value) == (1, 2, "Huế")


def test_what_is_not_there_is_missing() -> None:
    ports = make_ports()
    record = archive_as(ports, (PAGE,), (CLAIM,))
    shelf = Shelf(ports.vault, ports.store)  # type: ignore[arg-type]  # the port is the vault
    with pytest.raises(RecordMissing):
        shelf.open(RecordId("0" * 17))
    with pytest.raises(RecordMissing):
        shelf.open(record.id, 2)
    with pytest.raises(RecordMissing):
        shelf.page(shelf.open(record.id), 2)


def test_contents_that_are_lost_are_told_and_those_of_an_older_release_are_none() -> None:
    ports = make_ports()
    record = archive_as(ports, (PAGE,), (CLAIM,))
    shelf = Shelf(ports.vault, ports.store)  # type: ignore[arg-type]  # the port is the vault
    assert shelf.open(record.id).contents.citations == ()
    files = record.files.model_copy(update={"contents": "elsewhere.json"})
    lost = record.model_copy(update={"files": files})
    with pytest.raises(ObjectMissing):
        shelf._contents(lost, {})
    key = next(iter(ports.vault.paths(record.id).values()))
    assert shelf._contents(lost, {"elsewhere.json": key}).record == record.id


def test_the_plain_text_of_a_record_is_at_hand() -> None:
    ports = make_ports()
    record = archive_as(ports, (PAGE,), (CLAIM,))
    shelf = Shelf(ports.vault, ports.store)  # type: ignore[arg-type]  # the port is the vault
    assert shelf.text(shelf.open(record.id)) == "chữ số\n"


def test_words_go_to_the_screen_with_what_was_read_and_what_else_they_may_be() -> None:
    told = words_json(PAGE)
    assert (told["page"], told["width"], told["height"]) == (1, 1000, 1400)
    (line,) = told["lines"]
    sure, other = line["words"]
    assert sure == {"text": "chữ", "box": [10, 20, 90, 60], "sure": 0.988}
    assert other == {
        "text": "số", "box": [10, 20, 90, 60], "sure": 0.4, "raw": "so", "rule": "marks", "hand": True,
        "others": [["sổ", 0.3]],
    }  # fmt: skip
    assert line["block"] == 2
    assert told["stamps"] == [{"box": [10, 20, 90, 60], "text": "MẪU"}]
