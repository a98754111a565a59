"""Who plays in the tests of the window: documents before the public, and documents that must never be seen.

Each hidden one has a word of its own that stands nowhere else: whatever answer holds it tells too much.
"""

from dataclasses import dataclass
from datetime import timedelta

from schemas.change import Change
from schemas.gate import GateKind
from schemas.ids import RecordId
from schemas.publication import Decision
from schemas.record import AccessLevel
from tests.portal.archive import Archive
from tests.portal.sheets import drawn, sample

PHONE = "0912345678"
SECRETS = {
    "unpublished": "Hoanhthanh", "internal": "Nguyetque", "embargoed": "Thanhlong", "withdrawn": "Bachdang",
    "corrected": "Lamvien",
}  # fmt: skip
HOSTILE = "</script><script>alert(1)</script>"
BIDI = "\u202egnp.exe"


@dataclass(frozen=True)
class Cast:
    """The documents by their parts."""

    leaflet: RecordId
    questions: RecordId
    aid: RecordId
    expired: RecordId
    hostile: RecordId
    unpublished: RecordId
    internal: RecordId
    embargoed: RecordId
    withdrawn: RecordId
    replaced: RecordId
    corrected: RecordId
    redacted: RecordId

    @property
    def hidden(self) -> dict[str, RecordId]:
        """What nobody outside may learn of, not even that it exists."""
        return {name: getattr(self, name) for name in ("unpublished", "internal", "embargoed")}

    @property
    def shown(self) -> dict[str, RecordId]:
        """What everybody may read."""
        names = ("leaflet", "questions", "aid", "expired", "hostile", "corrected", "redacted")
        return {name: getattr(self, name) for name in names}


def cast(archive: Archive) -> Cast:
    """Puts them all into the archive."""
    leaflet, questions, aid = (_sampled(archive, name) for name in (
        "to-gap-luat-dat-dai", "hoi-dap-hon-nhan-gia-dinh", "thong-bao-tro-giup-phap-ly"))  # fmt: skip
    cited = "Theo Luật Đất đai số 45/2013/QH13 thì người dân có quyền."
    expired = _published(archive, "TỜ GẤP PHÁP LUẬT VỀ ĐẤT ĐAI", cited)
    hostile = _published(
        archive, "HỎI ĐÁP PHÁP LUẬT", f"Nội dung {HOSTILE} {BIDI} kết thúc.", f"Câu 1. {HOSTILE} {BIDI}?"
    )
    archive.change(hostile, _titled(f"Hỏi đáp {HOSTILE}"), by="nguoi-sua")
    archive.publish(hostile)
    return Cast(
        leaflet=leaflet, questions=questions, aid=aid, expired=expired, hostile=hostile,
        unpublished=_kept(archive, f"TỜ GẤP {SECRETS['unpublished']}", SECRETS["unpublished"]),
        internal=_internal(archive), embargoed=_embargoed(archive), withdrawn=_withdrawn(archive, None, "thật sự"),
        replaced=_withdrawn(archive, leaflet, "đã thay"), corrected=_corrected(archive), redacted=_redacted(archive),
    )  # fmt: skip


def _sampled(archive: Archive, name: str) -> RecordId:
    record = archive.keep(*sample(name), name=f"{name}.pdf")
    archive.publish(record)
    return record


def _kept(archive: Archive, title: str, *lines: str) -> RecordId:
    return archive.keep(*drawn([title, "", *lines, "Tài liệu tuyên truyền, phổ biến pháp luật cho nhân dân."]))


def _published(archive: Archive, title: str, *lines: str, **more: object) -> RecordId:
    record = _kept(archive, title, *lines)
    archive.publish(record, **more)
    return record


def _titled(title: str) -> Change:
    from schemas.change import FieldChange
    from schemas.claim import FieldName

    return Change(fields=(FieldChange(field=FieldName.TITLE, value=title),))


def _internal(archive: Archive) -> RecordId:
    record = _published(archive, f"SỔ TAY {SECRETS['internal']}", SECRETS["internal"])
    archive.change(record, Change(access=AccessLevel.INTERNAL))
    return record


def _embargoed(archive: Archive) -> RecordId:
    until = archive.clock.now() + timedelta(days=365)
    return _published(archive, f"CÂU HỎI THI {SECRETS['embargoed']}", SECRETS["embargoed"], embargo_until=until)


def _withdrawn(archive: Archive, heir: RecordId | None, why: str) -> RecordId:
    record = _published(archive, f"TỜ RƠI {SECRETS['withdrawn']} {why}", SECRETS["withdrawn"])
    archive.change(record, Change(withdraw=True, why=f"Nội dung {why} cũ", replaced_by=heir))
    return record


def _corrected(archive: Archive) -> RecordId:
    record = _published(archive, "TỜ GẤP VỀ HÒA GIẢI Ở CƠ SỞ", "Hòa giải ở cơ sở là việc tốt.")
    archive.change(record, _titled(f"Tờ gấp {SECRETS['corrected']}"))
    return record


def _redacted(archive: Archive) -> RecordId:
    record = _kept(archive, "TỜ GẤP VỀ TRỢ GIÚP PHÁP LÝ", "Mọi thắc mắc liên hệ:", f"Điện thoại di động: {PHONE}")
    archive.publish(record, gates={GateKind.PERSONAL: Decision.REDACTED})
    return record
