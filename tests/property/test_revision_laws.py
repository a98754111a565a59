"""Whatever people change, in whatever order: originals stay, all files of a version say the same, nothing is lost."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ports import Ports
from pipeline.revise.revise import revise
from pipeline.versioning import pages_of, stored_files
from schemas.change import Change, FieldChange, Revision, WordChange
from schemas.claim import FieldName, Source
from schemas.errors import Code, Refused
from schemas.ids import RecordId
from schemas.page import Box, Page, Word, document_text
from schemas.record import AccessLevel, Record
from schemas.redescription import Outcome
from tests.fakes.pages import page_from_text
from tests.fakes.revisable import archive_scan, revisable_ports, scanned_pdf
from tests.unit.engines.own_pdf import poppler

PAGES = (
    page_from_text("Căn cứ Luật Thử nghiệm năm 2024", "Huế là nơi ban hành.", height=300),
    page_from_text("Trang hai", number=2, height=300),
)
PEOPLE = ("An", "Bình", "Chi")
TEXTS = ("Luật", "luật", "Phổ biến", "số 5", "Điều 1.", "ký", "(sửa)", "Ậ", "x" * 12)
PLACES = ("Huế", "Vinh", None)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return scanned_pdf(PAGES, tmp_path_factory.mktemp("scan"))


@dataclass(frozen=True, kw_only=True)
class Step:
    """What somebody does next; ``at`` chooses the word or version among those there are."""

    what: str
    by: str
    at: int
    text: str
    place: str | None


WHAT = ("word", "split", "add", "remove", "place", "restore", "publish", "withdraw", "hide")
_STEP = st.builds(
    Step,
    what=st.sampled_from(WHAT),
    by=st.sampled_from(PEOPLE),
    at=st.integers(0, 30),
    text=st.sampled_from(TEXTS),
    place=st.sampled_from(PLACES),
)
STEPS = st.lists(_STEP, min_size=1, max_size=6)


@contextmanager
def archived(pdf: bytes) -> Iterator[tuple[Ports, RecordId]]:
    with TemporaryDirectory() as folder:
        ports = revisable_ports(Path(folder) / "work")
        yield ports, archive_scan(ports, PAGES, Path(folder), pdf=pdf).id


def read(ports: Ports, record: RecordId, version: int) -> tuple[Record, tuple[Page, ...]]:
    known = ports.vault.record(record, version)
    return known, pages_of(ports, known, stored_files(ports, record, version))


def change_of(step: Step, pages: tuple[Page, ...], versions: int) -> Change:
    page = pages[step.at % len(pages)]
    words: tuple[Word, ...] = page.words
    some = words[step.at % len(words)] if words else None
    box = some.box if some else Box(x0=200, y0=200, x1=300, y1=230)
    free = Box(x0=300 + 20 * step.at, y0=220, x1=400 + 20 * step.at, y1=244)
    old = some.text if some else None
    match step.what:
        case "word":
            return Change(words=(WordChange(page=page.number, box=box, old=old, new=step.text),))
        case "split":
            return Change(words=(WordChange(page=page.number, box=box, old=old, new=f"{step.text} {step.text}"),))
        case "add":
            return Change(words=(WordChange(page=page.number, box=free, old=None, new=step.text),))
        case "remove" if old is not None:
            return Change(words=(WordChange(page=page.number, box=box, old=old, new=None),))
        case "place":
            return Change(fields=(FieldChange(field=FieldName.PLACE, value=step.place),))
        case "restore":
            return Change(restore=1 + step.at % versions)
        case "withdraw":
            return Change(withdraw=True, why=step.text)
        case "hide":
            return Change(access=AccessLevel.INTERNAL)
    return Change(publish=True)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_is_done_the_record_stays_whole(pdf: bytes, steps: list[Step]) -> None:
    with archived(pdf) as (ports, record):
        original = stored_files(ports, record)["original/0001.jpg"]
        states = [read(ports, record, 1)]
        for step in steps:
            states = _done(ports, record, step, states)
        assert stored_files(ports, record)["original/0001.jpg"] == original
        for number, state in enumerate(states, 1):  # what was, is still there, word for word
            assert read(ports, record, number) == state
        _assert_alike(ports, record, states[-1])
        _assert_card(ports, record)


def _done(
    ports: Ports, record: RecordId, step: Step, states: list[tuple[Record, tuple[Page, ...]]]
) -> list[tuple[Record, tuple[Page, ...]]]:
    before, pages = states[-1]
    change = change_of(step, pages, len(states))
    made = _tried(ports, record, change, step.by, before, base=len(states))
    if made is None or made.outcome is Outcome.SAME:
        assert len(ports.vault.versions(record)) == len(states)
        return states
    assert (made.outcome, made.version) == (Outcome.CHANGED, len(states) + 1)
    after, now = read(ports, record, len(states) + 1)
    if change.restore is not None:
        old, then = states[change.restore - 1]
        assert (after.fields, after.claims, now) == (old.fields, old.claims, then)
    else:
        people = [claim for claim in before.claims if claim.source is not Source.MACHINE]
        assert [claim for claim in after.claims if claim in people] == people
    return [*states, (after, now)]


def _tried(ports: Ports, record: RecordId, change: Change, by: str, before: Record, *, base: int) -> Revision | None:
    """None where it must be refused."""
    code = None
    if change.publish and by in before.corrected_by:
        code = Code.NOT_YOUR_OWN
    elif change.withdraw and before.publication is None:
        code = Code.NOT_PUBLISHED
    if code is None:
        return revise(ports, record, change, by=by, base=base)
    with pytest.raises(Refused) as caught:
        revise(ports, record, change, by=by, base=base)
    assert caught.value.code is code
    return None


def _assert_alike(ports: Ports, record: RecordId, state: tuple[Record, tuple[Page, ...]]) -> None:
    """ALTO, text and PDF hold the same words in the same order."""
    known, pages = state
    paths = ports.vault.paths(record)
    assert ports.store.read(paths[known.files.text]).decode() == document_text(pages)
    with TemporaryDirectory() as folder:
        place = Path(folder) / "document.pdf"
        ports.store.fetch(paths[str(known.files.pdf)], place)
        assert poppler(place, "-raw").split() == [word.text for page in pages for word in page.words]
    assert [page.words for page in known.pages] == [len(page.words) for page in pages]
    assert list(ports.vault.verify(record)) == []


def _assert_card(ports: Ports, record: RecordId) -> None:
    """The card is the one that a rebuild makes."""
    before = json.dumps(list(ports.index.cards()), default=str)
    ports.index.clear()
    ports.index.put(ports.vault.record(record), ports.vault.versions(record), ports.vault.receipts(record))
    assert json.dumps(list(ports.index.cards()), default=str) == before
