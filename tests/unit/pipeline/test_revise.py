"""What people change in a record becomes one version, whole, at once in the index, safe against rivals and crashes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from catalog.memory_index import MemoryIndex
from pipeline.ports import Ports
from pipeline.redescribe import redescribe
from pipeline.revise.correcting import LAGS
from pipeline.revise.publishing import PUBLIC_PDF, THUMB
from pipeline.revise.revise import revise
from pipeline.stages.describe import describe
from pipeline.stages.differences import alike
from pipeline.versioning import heal, pages_of, stored_files
from schemas.change import Change, FieldChange, Revision, WordChange
from schemas.claim import Claim, FieldName, Source
from schemas.contents import Contents
from schemas.errors import Code, RecordMissing, Refused, StoreUnreachable
from schemas.gate import GateKind
from schemas.ids import RecordId
from schemas.keys import STAGING
from schemas.page import Page
from schemas.publication import Decision, public_version
from schemas.record import AccessLevel, PdfKind, Record, RecordStatus
from schemas.redescription import Outcome
from storage.vault import OcflVault
from tests.fakes.pages import page_from_text
from tests.fakes.records import NOON
from tests.fakes.revisable import PRIVATE, archive_scan, letter, revisable_ports, scanned_pdf
from tests.fakes.stores import Killed, WatchedStore, dying_before
from tests.unit.engines.own_pdf import poppler

PAGES = (letter(1), page_from_text("Trang hai của kế hoạch", "có vài chữ nữa.", number=2))
STRIP = (page_from_text("Căn cứ Luật Thử nghiệm", "Huế là nơi ban hành.", height=200),)
WITHDRAW = Change(withdraw=True, why="sai")


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return scanned_pdf(PAGES, tmp_path_factory.mktemp("scan"))


@pytest.fixture(scope="module")
def strip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small page, for what is done many times."""
    return scanned_pdf(STRIP, tmp_path_factory.mktemp("strip"))


class Home:
    """An archived record, and what can be asked of it."""

    def __init__(self, folder: Path, pages: Sequence[Page] = PAGES, pdf: bytes | None = None) -> None:
        self.folder = folder
        self.ports = revisable_ports(folder / "work")
        self.record = archive_scan(self.ports, pages, folder / "scan", pdf=pdf).id

    def do(self, change: Change, by: str = "An", base: int | None = None, ports: Ports | None = None) -> Revision:
        return revise(ports or self.ports, self.record, change, by=by, base=base or self.versions)

    @property
    def versions(self) -> int:
        return len(self.ports.vault.versions(self.record))

    @property
    def now(self) -> Record:
        return self.ports.vault.record(self.record)

    def pages(self, version: int | None = None) -> tuple[Page, ...]:
        record = self.ports.vault.record(self.record, version)
        return pages_of(self.ports, record, stored_files(self.ports, self.record, version))

    def content(self, path: str, version: int | None = None) -> bytes:
        return self.ports.store.read(self.ports.vault.paths(self.record, version)[path])

    def file(self, path: str, name: str = "got.pdf") -> Path:
        place = self.folder / name
        place.write_bytes(self.content(path))
        return place

    def refused(self, change: Change, by: str = "An") -> Code:
        before = {item.key: self.ports.store.read(item.key) for item in self.ports.store.list("")}
        with pytest.raises(Refused) as caught:
            self.do(change, by=by)
        assert {item.key: self.ports.store.read(item.key) for item in self.ports.store.list("")} == before
        return caught.value.code

    def assert_tidy(self) -> None:
        """The archive is whole, the card of the newest version, nothing left behind."""
        assert list(self.ports.vault.verify(self.record)) == []
        card = next(iter(self.ports.index.cards()))
        assert (card["versions"], card["status"]) == (self.versions, self.now.status.value)
        assert [item.key for item in self.ports.store.list(f"{STAGING}/")] == []
        assert list(self.ports.work.glob("revise-*")) == []


@pytest.fixture
def home(tmp_path: Path, pdf: bytes) -> Home:
    return Home(tmp_path, pdf=pdf)


def field(name: FieldName, value: object, **more: object) -> FieldChange:
    return FieldChange(field=name, value=value, **more)  # type: ignore[arg-type]


def said(name: FieldName, value: object, why: str = "") -> Change:
    return Change(fields=(field(name, value),), why=why)


def word(page: Page, old: str, new: str | None) -> WordChange:
    box = next(w.box for w in page.words if w.text == old)
    return WordChange(page=page.number, box=box, old=old, new=new)


def words(*changes: WordChange, why: str = "") -> Change:
    return Change(words=changes, why=why)


PLACE = said(FieldName.PLACE, "Huế", why="đọc sai")
WORD = words(word(PAGES[0], "Căn", "Cằn"))
STRIP_WORD = words(word(STRIP[0], "Căn", "Cằn"))


class TestFields:
    def test_one_version_that_says_who_what_and_why(self, home: Home) -> None:
        made = home.do(PLACE)

        assert (made.outcome, made.version, made.fields, made.words) == (Outcome.CHANGED, 2, (FieldName.PLACE,), 0)
        version = home.ports.vault.versions(home.record)[1]
        assert (version.user, version.message) == ("An", "Sửa địa danh. Lý do: đọc sai")
        assert home.now.fields[FieldName.PLACE].value == "Huế"
        assert (home.now.status, home.now.corrected_by) == (RecordStatus.CORRECTED, ("An",))
        home.assert_tidy()
        assert next(iter(home.ports.index.cards()))["place"] == "Huế"

    def test_everything_but_the_record_stays_as_it_was(self, home: Home) -> None:
        before = home.ports.vault.paths(home.record)
        home.do(PLACE)
        after = home.ports.vault.paths(home.record)
        assert {path for path in after if after[path] != before.get(path)} == {"record.json"}
        assert home.now.claims[: len(home.ports.vault.record(home.record, 1).claims)] == (
            home.ports.vault.record(home.record, 1).claims
        )

    def test_what_says_nothing_new_makes_no_version(self, home: Home) -> None:
        home.do(PLACE)
        assert home.do(PLACE, by="Bình").outcome is Outcome.SAME
        assert home.do(Change()).outcome is Outcome.SAME
        assert home.do(Change(access=AccessLevel.INTERNAL)).outcome is Outcome.SAME
        assert home.versions == 2

    def test_another_date_cites_other_laws(self, tmp_path: Path, pdf: bytes) -> None:
        home = Home(tmp_path, (letter(1, "Theo Luật Đất đai và các văn bản liên quan."), PAGES[1]), pdf)
        home.do(said(FieldName.ISSUED_DATE, "2005-01-01"))
        cited = Contents.model_validate_json(home.content("contents.json")).citations
        assert "luat-dat-dai-2003" in {c.law for c in cited} | set(home.now.facets.laws)

    def test_a_value_outside_its_grammar_does_nothing(self, home: Home) -> None:
        assert home.refused(said(FieldName.ISSUED_DATE, "hôm qua")) is Code.BAD_VALUE
        assert home.refused(PLACE, by=" ") is Code.BAD_VALUE
        assert home.refused(PLACE, by="An\u202e") is Code.BAD_VALUE


class TestWords:
    def test_alto_hocr_text_and_pdf_say_the_same(self, home: Home) -> None:
        change = words(word(PAGES[0], "Căn", "Cằn"), word(PAGES[1], "vài", "dăm ba"), word(PAGES[1], "nữa.", None))

        made = home.do(change)

        assert (made.outcome, made.words, made.warnings) == (Outcome.CHANGED, 3, ())
        expected = [w.text for page in home.pages() for w in page.words]
        assert home.content("text/document.txt").decode().split() == expected
        assert poppler(home.file("access/document.pdf"), "-raw").split() == expected
        assert "Cằn" in home.content("hocr/page-0001.html").decode()
        assert {"Cằn", "dăm", "ba"} <= set(expected)
        assert "nữa." not in expected
        changed = home.pages()[0].words[expected.index("Cằn")]
        assert (changed.raw, changed.rule, changed.confidence) == ("Căn", "archivist@1", 1.0)
        assert home.now.pages[1].words == len(home.pages()[1].words)
        home.assert_tidy()

    def test_what_nobody_changed_stays_byte_for_byte(self, home: Home) -> None:
        home.do(words(word(PAGES[1], "vài", "dăm")))
        before, after = (home.ports.vault.paths(home.record, n) for n in (1, 2))
        same = {path for path in before if before[path] == after[path]}
        assert same == {"original/0001.jpg", "alto/page-0001.xml", "hocr/page-0001.html"}

    def test_fields_and_contents_follow_the_words(self, home: Home) -> None:
        number = home.now.fields[FieldName.NUMBER].value
        assert number == "12/KH-STP"
        made = home.do(words(word(PAGES[0], "12/KH-STP", "13/KH-STP")))
        assert made.fields == (FieldName.NUMBER,)
        assert home.now.fields[FieldName.NUMBER].value == "13/KH-STP"
        assert home.now.fields[FieldName.NUMBER].source == "machine"

    def test_what_people_have_said_and_rules_that_are_newer_change_nothing(self, tmp_path: Path, pdf: bytes) -> None:
        home = Home(tmp_path, pdf=pdf)
        old = Claim(field=FieldName.PRINTER, value="Nhà in", source=Source.MACHINE, confidence=0.9, rule="printer@0")
        again = archive_scan(home.ports, (PAGES[1],), tmp_path / "other", claims=(*describe(PAGES[1:]), old), pdf=pdf)
        home.record = again.id
        home.do(said(FieldName.TITLE, "Tên do người đặt"))

        home.do(words(word(home.pages()[0], "Trang", "TRANG")))

        assert home.now.fields[FieldName.TITLE].value == "Tên do người đặt"
        assert home.now.fields[FieldName.PRINTER].value == "Nhà in"

    def test_a_word_that_is_not_there_does_nothing(self, home: Home) -> None:
        gone = WordChange(page=1, box=PAGES[0].words[0].box, old="khác", new="x")
        assert home.refused(words(gone)) is Code.NO_SUCH_WORD
        assert home.refused(words(gone.model_copy(update={"page": 9}))) is Code.BAD_VALUE

    def test_describing_again_keeps_corrected_words_and_what_people_said(self, home: Home) -> None:
        home.do(words(word(PAGES[0], "Căn", "Cằn")))
        home.do(PLACE)
        before, pages = home.now, home.pages()
        (one,) = redescribe(home.ports, [home.record], apply=True)
        assert one.outcome is Outcome.SAME
        assert (home.now, home.pages()) == (before, pages)

    def test_a_signed_original_is_never_touched(self, home: Home) -> None:
        _make_signed(home)
        before = home.content("original/0001.jpg")
        made = home.do(words(word(PAGES[0], "Căn", "Cằn")))
        assert made.warnings == (f"{LAGS}:1",)
        assert home.now.warnings[-1] == f"{LAGS}:1"
        assert home.content("original/0001.jpg") == before
        assert "Cằn" in home.content("text/document.txt").decode()

    def test_a_pdf_that_cannot_be_mended_stays_and_says_so(self, tmp_path: Path) -> None:
        home = Home(tmp_path, pdf=b"%PDF-1.7 not one")
        made = home.do(WORD)
        assert (made.outcome, made.warnings) == (Outcome.CHANGED, (f"{LAGS}:1",))
        assert home.content("access/document.pdf") == b"%PDF-1.7 not one"
        home.do(words(word(home.pages()[0], "Cằn", "Căn")))
        assert home.now.warnings.count(f"{LAGS}:1") == 1


class TestPublishing:
    def test_who_corrected_asks_somebody_else(self, home: Home) -> None:
        home.do(PLACE)
        assert home.refused(Change(publish=True)) is Code.NOT_YOUR_OWN
        made = home.do(Change(publish=True), by="Bình")
        now = home.now
        assert (made.version, now.publication and now.publication.version) == (3, 3)
        assert (now.access, now.status, now.corrected_by) == (AccessLevel.PUBLIC, RecordStatus.PUBLISHED, ())
        assert public_version(now, NOON) == 3
        home.assert_tidy()

    def test_a_picture_a_page_and_a_small_one(self, home: Home) -> None:
        home.do(Change(publish=True), by="Bình")
        files = home.now.files
        assert files.web == ("web/page-0001.webp", "web/page-0002.webp")
        assert (files.thumb, files.public_pdf) == (THUMB, None)
        for path, width in ((files.web[0], 1240), (THUMB, 400)):
            assert _webp_width(home.content(path)) == width
        assert len(home.content(files.web[0])) < 150_000

    def test_a_later_correction_stays_inside_until_it_is_published_too(self, home: Home) -> None:
        home.do(Change(publish=True), by="Bình")
        home.do(PLACE)
        assert public_version(home.now, NOON) == 2
        assert home.now.status is RecordStatus.CORRECTED
        assert home.ports.vault.record(home.record, 2).fields.get(FieldName.PLACE) != home.now.fields[FieldName.PLACE]
        before = home.ports.vault.paths(home.record)["web/page-0001.webp"]
        home.do(Change(publish=True), by="Bình")
        assert public_version(home.now, NOON) == 4
        assert home.ports.vault.paths(home.record)["web/page-0001.webp"] == before

    def test_published_again_without_a_change_says_nothing_new(self, home: Home) -> None:
        home.do(Change(publish=True), by="Bình")
        assert home.do(Change(publish=True), by="Bình").outcome is Outcome.SAME

    def test_describing_again_does_not_undo_it(self, tmp_path: Path, pdf: bytes) -> None:
        home = Home(tmp_path, pdf=pdf)
        alone = (letter(1, "Một trang."),)
        old = archive_scan(home.ports, alone, tmp_path / "other", claims=())
        home.record = old.id
        home.do(Change(publish=True), by="Bình")
        (one,) = redescribe(home.ports, [home.record], apply=True)
        assert one.outcome is Outcome.CHANGED
        assert public_version(home.now, NOON) == 2
        assert (home.now.status, home.now.files.web) == (RecordStatus.PUBLISHED, ("web/page-0001.webp",))

    def test_embargo_access_and_withdrawal(self, home: Home) -> None:
        until = NOON + timedelta(days=3)
        home.do(Change(publish=True, embargo_until=until), by="Bình")
        assert (public_version(home.now, NOON), public_version(home.now, until)) == (None, 2)
        home.do(Change(lift_embargo=True), by="Bình")
        assert public_version(home.now, NOON) == 2
        home.do(Change(access=AccessLevel.INTERNAL), by="Bình")
        assert public_version(home.now, NOON) is None
        home.do(Change(access=AccessLevel.PUBLIC), by="Bình")
        assert home.refused(Change(withdraw=True)) is Code.REASON_MISSING
        home.do(WITHDRAW, by="Bình")
        assert public_version(home.now, NOON) is None
        assert home.now.withdrawal is not None
        assert home.do(WITHDRAW, by="Bình").outcome is Outcome.SAME
        home.do(Change(publish=True), by="Bình")
        assert public_version(home.now, NOON) == home.versions
        home.assert_tidy()

    def test_a_record_of_an_old_release_gets_its_contents_first(self, home: Home) -> None:
        _forget_contents(home)
        home.do(Change(publish=True), by="Bình")
        assert home.now.files.contents == "contents.json"
        assert Contents.model_validate_json(home.content("contents.json")).citations

    def test_a_signed_original_is_shown_upright_and_stays(self, home: Home) -> None:
        _make_signed(home, scanned_pdf(PAGES, home.folder / "signed"))
        home.do(Change(publish=True), by="Bình")
        assert _webp_width(home.content("web/page-0001.webp")) == 1240


class TestPersonalData:
    @pytest.fixture
    def private(self, tmp_path: Path) -> Home:
        return Home(tmp_path, (letter(1, *PRIVATE), PAGES[1]))

    def test_it_waits_for_a_decision(self, private: Home) -> None:
        assert private.refused(Change(publish=True), by="Bình") is Code.GATE_CLOSED
        private.do(decided(Decision.KEPT), by="Chi")
        assert private.refused(Change(publish=True), by="Bình") is Code.GATE_CLOSED
        private.do(decided(Decision.RELEASED), by="Chi")
        private.do(Change(publish=True), by="Bình")
        assert private.now.files.public_pdf is None

    def test_a_gate_that_an_older_release_did_not_see_counts(self, private: Home) -> None:
        blind = Contents(record=private.record)
        _amend(private, lambda record: record, {"contents.json": blind.model_dump_json().encode()})
        assert private.refused(Change(publish=True), by="Bình") is Code.GATE_CLOSED
        private.do(decided(Decision.RELEASED), by="Chi")
        assert private.now.facets.held == ("personal",)
        private.do(Change(publish=True), by="Bình")
        assert public_version(private.now, NOON) == 4

    def test_covered_nothing_of_it_is_in_what_the_public_gets(self, private: Home) -> None:
        made = private.do(Change(publish=True, decisions=decided(Decision.REDACTED).decisions), by="Bình")

        assert made.version == 2
        files = private.now.files
        assert (files.public_pdf, files.public_text, files.public_contents) == (
            PUBLIC_PDF, "text/public.txt", "public-contents.json"
        )  # fmt: skip
        public = private.file(PUBLIC_PDF)
        told = [
            poppler(public), poppler(public, "-raw"), private.content(str(files.public_text)).decode(),
            private.content(str(files.public_contents)).decode(), _everything_in(public),
        ]  # fmt: skip
        for text in told:
            assert "038090001234" not in text
            assert "0912" not in text
        for coding in ("ascii", "utf-16-le", "utf-16-be"):
            assert "038090001234".encode(coding) not in public.read_bytes()
        assert "Nguyễn Văn Thử" in told[0]
        assert "038090001234" in poppler(private.file("access/document.pdf"))
        private.assert_tidy()

    def test_decided_otherwise_later_the_next_publication_shows_it(self, private: Home) -> None:
        private.do(Change(publish=True, decisions=decided(Decision.REDACTED).decisions), by="Bình")
        covered = private.content("web/page-0001.webp")
        private.do(decided(Decision.RELEASED), by="Chi")
        private.do(Change(publish=True), by="Bình")
        assert private.content("web/page-0001.webp") != covered
        assert PUBLIC_PDF not in private.ports.vault.paths(private.record)
        assert private.now.files.public_contents is None

    def test_a_field_that_says_it_stands_in_the_way(self, private: Home) -> None:
        private.do(said(FieldName.SUBJECT, "Gọi 0912 345 678"))
        private.do(decided(Decision.REDACTED), by="Chi")
        assert private.refused(Change(publish=True), by="Bình") is Code.GATE_CLOSED

    def test_personal_data_that_comes_in_by_a_correction_is_not_released_yet(self, private: Home) -> None:
        private.do(decided(Decision.RELEASED), by="Chi")
        private.do(words(word(PAGES[1], "vài", "CCCD: 001090005678")))
        assert private.now.decisions == ()
        assert private.refused(Change(publish=True), by="Bình") is Code.GATE_CLOSED


class TestRestoring:
    def test_fields_and_words_of_the_older_version_and_nothing_else(self, home: Home) -> None:
        home.do(Change(publish=True), by="Bình")
        home.do(words(word(PAGES[0], "Căn", "Cằn")))
        home.do(PLACE)
        home.do(WITHDRAW, by="Bình")
        taken = home.now

        made = home.do(Change(restore=1, why="nhầm"), by="Chi")

        old = home.ports.vault.record(home.record, 1)
        now = home.now
        assert (made.version, now.fields, now.claims, now.pages) == (6, old.fields, old.claims, old.pages)
        assert home.pages() == home.pages(1)
        assert home.content("access/document.pdf") == home.content("access/document.pdf", 1)
        assert (now.publication, now.withdrawal, now.files.web) == (
            taken.publication,
            taken.withdrawal,
            taken.files.web,
        )
        assert "Chi" in now.corrected_by
        assert home.ports.vault.versions(home.record)[5].message == "Khôi phục phiên bản 1; sửa địa danh. Lý do: nhầm"
        home.assert_tidy()

    def test_back_and_forth_the_card_follows(self, home: Home) -> None:
        """A version whose files the archive has all of already, ``record.json`` too."""
        home.do(PLACE)
        home.do(said(FieldName.PLACE, "Vinh"))
        home.do(Change(restore=2))
        assert (home.versions, home.now) == (4, home.ports.vault.record(home.record, 2))
        home.assert_tidy()

    def test_the_version_that_stands_says_nothing_new(self, home: Home) -> None:
        assert home.do(Change(restore=1)).outcome is Outcome.SAME

    def test_and_then_something_else_in_one_go(self, home: Home) -> None:
        home.do(WORD)
        home.do(Change(restore=1, fields=PLACE.fields))
        assert (home.now.fields[FieldName.PLACE].value, home.pages()) == ("Huế", home.pages(1))

    def test_there_has_to_be_such_a_version(self, home: Home) -> None:
        with pytest.raises(RecordMissing):
            home.do(Change(restore=7))
        for base in (7, -1):
            with pytest.raises(RecordMissing):
                home.do(PLACE, base=base)


class TestRivals:
    def test_of_two_one_wins_and_the_other_looks_again(self, home: Home) -> None:
        assert home.do(PLACE, base=1).outcome is Outcome.CHANGED
        late = home.do(said(FieldName.PLACE, "Vinh"), by="Bình", base=1)
        assert (late.outcome, late.version, home.versions) == (Outcome.MOVED_ON, None, 2)
        assert home.do(said(FieldName.PLACE, "Vinh"), base=1).outcome is Outcome.MOVED_ON
        assert home.do(words(word(PAGES[0], "Căn", "Cằn")), by="Bình", base=1).outcome is Outcome.MOVED_ON
        home.assert_tidy()

    def test_a_refusal_about_what_nobody_looks_at_any_more_is_moved_on(self, home: Home) -> None:
        home.do(PLACE, base=1)
        assert home.do(said(FieldName.ISSUED_DATE, "x"), base=1).outcome is Outcome.MOVED_ON

    def test_the_same_change_again_finds_what_it_has_done(self, home: Home) -> None:
        change = Change(fields=PLACE.fields, words=WORD.words)
        first, again = home.do(change, base=1), home.do(change, base=1)
        assert again == first
        assert home.versions == 2

    def test_somebody_else_comes_at_any_moment_and_just_one_of_both_wins(self, tmp_path: Path, strip: bytes) -> None:
        ends = []
        for at in range(1, _writes(tmp_path / "count", strip, STRIP_WORD, "An") + 1):
            home = Home(tmp_path / str(at), STRIP, strip)
            rivals: list[Revision] = []

            def rival(number: int, home: Home = home, at: int = at, rivals: list[Revision] = rivals) -> None:
                if number == at:
                    rivals.append(home.do(said(FieldName.PLACE, "Vinh"), by="Bình", base=1))

            made = home.do(STRIP_WORD, base=1, ports=over(home.ports, WatchedStore(home.ports.store, before=rival)))

            ends.append((made.outcome, rivals[0].outcome))
            assert home.versions == 2
            assert (FieldName.PLACE in home.now.fields) is (rivals[0].outcome is Outcome.CHANGED)
            assert (home.pages() == home.pages(1)) is (rivals[0].outcome is Outcome.CHANGED)
            OcflVault(home.ports.store).recover()
            home.assert_tidy()
        assert set(ends) == {(Outcome.CHANGED, Outcome.MOVED_ON), (Outcome.MOVED_ON, Outcome.CHANGED)}


class TestKills:
    @pytest.mark.parametrize(
        ("change", "by"), [(STRIP_WORD, "An"), (PLACE, "An"), (Change(publish=True), "Bình"), (WITHDRAW, "Bình")]
    )
    def test_killed_before_any_write_the_next_try_ends_it(
        self, tmp_path: Path, strip: bytes, change: Change, by: str
    ) -> None:
        for number in range(1, _writes(tmp_path / "count", strip, change, by) + 1):
            home = _ready(tmp_path / str(number), strip, change)
            base = home.versions
            with pytest.raises(Killed):
                home.do(change, by=by, ports=over(home.ports, dying_before(home.ports.store, number)))

            made = home.do(change, by=by, base=base)

            assert (made.outcome, made.version) == (Outcome.CHANGED, base + 1), number
            OcflVault(home.ports.store).recover()  # takes away the idle note of a version that was published
            home.assert_tidy()

    def test_a_card_that_was_not_filed_is_filed_by_whoever_starts_next(self, tmp_path: Path, strip: bytes) -> None:
        healed = 0
        for number in range(1, _writes(tmp_path / "count", strip, PLACE, "An") + 1):
            home = _ready(tmp_path / str(number), strip, PLACE)
            with pytest.raises(Killed):
                home.do(PLACE, ports=over(home.ports, dying_before(home.ports.store, number)))

            OcflVault(home.ports.store).recover()
            healed += len(list(heal(home.ports)))

            card = next(iter(home.ports.index.cards()))
            place = home.now.fields.get(FieldName.PLACE)
            assert (card["versions"], card["place"]) == (home.versions, place and place.text)
        assert healed > 0
        assert list(heal(home.ports)) == []

    def test_what_is_staged_for_a_version_not_made_yet_is_left(self, home: Home) -> None:
        """Somebody is at it: the files may be wanted at any moment."""
        seen: list[int] = []

        def peek(number: int) -> None:
            if number == 3:
                seen.append(len(list(heal(home.ports))))

        made = home.do(WORD, ports=over(home.ports, WatchedStore(home.ports.store, before=peek)))
        assert (made.outcome, seen) == (Outcome.CHANGED, [1])

    def test_an_index_that_is_out_is_filed_by_the_next_try(self, home: Home) -> None:
        class Out(MemoryIndex):
            def put(self, *_: object) -> None:
                raise StoreUnreachable(name="database")

        with pytest.raises(StoreUnreachable):
            home.do(PLACE, ports=replace(home.ports, index=Out()))
        assert home.do(PLACE, base=1).version == 2
        home.assert_tidy()


# --- what the tests share --------------------------------------------------------------------------------------------


def decided(decision: Decision) -> Change:
    return Change(decisions=((GateKind.PERSONAL, decision, "đã xem"),))


def over(ports: Ports, store: object) -> Ports:
    """The same house over another store."""
    return replace(ports, store=store, vault=OcflVault(store))  # type: ignore[arg-type]


def _ready(folder: Path, pdf: bytes, change: Change) -> Home:
    home = Home(folder, STRIP, pdf)
    if change.withdraw:
        home.do(Change(publish=True), by="Bình")
    return home


def _writes(folder: Path, pdf: bytes, change: Change, by: str) -> int:
    home = _ready(folder, pdf, change)
    watched = WatchedStore(home.ports.store)
    home.do(change, by=by, ports=over(home.ports, watched))
    return watched.writes


def _amend(home: Home, update: Callable[[Record], Record], more: dict[str, bytes], without: Sequence[str] = ()) -> None:
    """A version as another release might have made it."""
    from tests.fakes.records import new_file

    files = {path: file for path, file in stored_files(home.ports, home.record).items() if path not in without}
    new = {"record.json": update(home.now).model_dump_json().encode(), **more}
    for path, content in new.items():
        home.ports.store.put(f"staging/release/{path}", content)  # type: ignore[arg-type]  # a key
        files[path] = new_file(path, f"staging/release/{path}", content)
    base = home.versions
    assert home.ports.vault.commit(home.record, tuple(files.values()), message="x", user="x", created=NOON, base=base)
    home.ports.store.delete_all([f"staging/release/{path}" for path in new])  # type: ignore[list-item]  # keys


def _make_signed(home: Home, original: bytes | None = None) -> None:
    def signed(record: Record) -> Record:
        files = record.files.model_copy(update={"pdf": None})
        return record.model_copy(update={"pdf_kind": PdfKind.ORIGINAL_SIGNED, "files": files})

    _amend(home, signed, {"original/0001.jpg": original} if original else {}, without=["access/document.pdf"])


def _forget_contents(home: Home) -> None:
    def without(record: Record) -> Record:
        return record.model_copy(update={"files": record.files.model_copy(update={"contents": None})})

    _amend(home, without, {}, without=["contents.json"])


def _webp_width(data: bytes) -> int:
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(data)) as image:
        assert image.format == "WEBP"
        return image.width


def _everything_in(pdf: Path) -> str:
    """All of a PDF's objects and unpacked streams but its pictures, as text."""
    with pikepdf.open(pdf) as opened:
        parts = [repr(thing) for thing in opened.objects]
        streams = [thing for thing in opened.objects if isinstance(thing, pikepdf.Stream)]
        parts += [stream.read_bytes().decode("latin-1") for stream in streams if stream.get("/Subtype") != "/Image"]
    return "\n".join(parts)


def test_pages_come_back_as_they_were_archived(home: Home) -> None:
    assert all(alike(one, other) for one, other in zip(home.pages(), PAGES, strict=True))
    assert home.record == RecordId(home.record)
