"""A page with a mark of state secrecy stops its document before anything that was read is kept."""

from pathlib import Path

import pytest

from catalog.memory import MemoryIndex, MemoryLedger
from pipeline.attempt import attempt, attempt_part
from pipeline.intake.take import Origin, take
from pipeline.ports import Ports
from pipeline.stages.porch import candidates
from pipeline.stages.sidecar import secret_review, sidecar
from schemas.drop import Item, State
from schemas.errors import Code, Refused
from schemas.limits import Limits
from storage.inbox import InboxFolder
from storage.memory import MemoryStore
from storage.vault import OcflVault
from tests.fakes.engine import PlainEngine
from tests.unit.pipeline.test_attempt import HandClock

MARKED = "SCAN\nMẬT\nSố: 12/KH-UBND\nEND"
PLAIN = "SCAN\nKế hoạch tuyên truyền\nEND"
REVIEW = "secret_review: Nguyễn Văn A; Trần Thị B; tờ gấp chỉ in hình con dấu\n"


class Porch:
    """Memory twins and an inbox."""

    def __init__(self, tmp_path: Path, files: dict[str, str], *, part_pages: int = 12) -> None:
        self.clock, self.ledger, self.store = HandClock(), MemoryLedger(), MemoryStore()
        vault = OcflVault(self.store)
        vault.ensure()
        self.ports = Ports(
            store=self.store, vault=vault, ledger=self.ledger, index=MemoryIndex(), engine=PlainEngine(),
            clock=self.clock, work=tmp_path / "work", limits=Limits(), language="vie", part_pages=part_pages,
        )  # fmt: skip
        for name, text in files.items():
            place = tmp_path / "inbox" / "stp" / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        origin = Origin(agency=lambda _: "stp", source=lambda path: path, leaves=True)
        inbox = InboxFolder(tmp_path / "inbox")
        (candidate,) = candidates(inbox.scan(), loose=1)
        (self.item,) = take(self.ports, inbox, candidate, final=True, origin=origin)

    @property
    def row(self) -> Item:
        row = self.ledger.get(self.item.id)
        assert row is not None
        return row

    def kept(self) -> str:
        """Everything the store holds beside the original and its drop note."""
        keys = [i.key for i in self.store.list("") if "/original/" not in i.key and not i.key.endswith("drop.json")]
        return "".join(self.store.read(key).decode(errors="replace") for key in keys)


def test_a_marked_scan_is_refused_and_nothing_read_is_kept(tmp_path: Path) -> None:
    porch = Porch(tmp_path, {"a.scan": MARKED})
    porch.clock.wait()
    assert attempt(porch.ports, porch.item.id) is State.REFUSED
    assert porch.row.code is Code.SECRET_MARK
    assert "MẬT" in (porch.row.reason or "")
    assert "12/KH-UBND" not in porch.kept()
    assert not (porch.ports.work / porch.item.id).exists()


def test_one_marked_page_of_a_long_document_stops_all_of_it(tmp_path: Path) -> None:
    pages = {f"book/{n}.scan": f"{MARKED if n == 5 else PLAIN}\n{n}\nEND" for n in range(1, 7)}
    porch = Porch(tmp_path, pages, part_pages=3)
    porch.clock.wait()
    attempt(porch.ports, porch.item.id)
    for number in (1, 2):
        porch.clock.wait()
        attempt_part(porch.ports, porch.item.id, number)
    assert (porch.row.state, porch.row.code) == (State.REFUSED, Code.SECRET_MARK)
    assert "12/KH-UBND" not in porch.kept()


def test_two_people_can_release_a_picture_of_a_mark(tmp_path: Path) -> None:
    porch = Porch(tmp_path, {"a.scan": MARKED, "a.yaml": REVIEW})
    porch.clock.wait()
    assert attempt(porch.ports, porch.item.id) is State.ARCHIVED


@pytest.mark.parametrize("said", ["Nguyễn Văn A", "A; B", "Nguyễn Văn A; NGUYỄN VĂN A; lý do", "; B; lý do", ""])
def test_one_person_or_no_reason_is_not_enough(said: str) -> None:
    content = f'secret_review: "{said}"\n'.encode()
    with pytest.raises(Refused) as refused:
        sidecar(content, name="a.yaml")
    assert refused.value.facts["problem"] == "review"


def test_a_review_says_who_and_why() -> None:
    review = secret_review(REVIEW.encode(), name="a.yaml")
    assert review is not None
    assert review.people == ("Nguyễn Văn A", "Trần Thị B")
    assert sidecar(REVIEW.encode(), name="a.yaml") == ()
    assert secret_review(b"number: 1/KH-UBND", name="a.yaml") is None
