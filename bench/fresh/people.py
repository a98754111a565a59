"""Who issues and signs the fresh documents: agencies as they print their names, and people who do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_FAMILY = ("Đinh", "Lương", "Hà Thị", "Vi Văn", "Quách", "Trương", "Mai", "Tống", "Lục", "Phùng", "Nghiêm", "La")
_MIDDLE = ("Công", "Thúy", "Bảo", "Ngọc", "Thanh", "Hải", "Khắc", "Kim")
_GIVEN = ("Khang", "Diễm", "Thắng", "Oanh", "Hưng", "Trâm", "Kiên", "Loan", "Phong", "Tuyết")


@dataclass(frozen=True, kw_only=True)
class Office:
    """An agency on a letterhead."""

    lines: tuple[str, ...]
    """As printed; the parent first, if it is printed."""
    parent_lines: int
    issuer: str
    """In reading form."""
    parent: str | None
    id: str | None
    sign: str
    """Its part of a number."""
    place: str
    heads: tuple[tuple[str, ...], ...]
    """Ways its signer is titled."""
    since: int = 2015
    until: int = 2026
    """The years it may sign in."""


_COMMITTEE = (
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("CHỦ TỊCH",),
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
)
_DEPARTMENT = (("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"))

OFFICES: tuple[Office, ...] = (
    Office(
        lines=("ỦY BAN NHÂN DÂN", "TỈNH THANH HÓA"),
        parent_lines=0,
        issuer="Ủy ban nhân dân tỉnh Thanh Hóa",
        parent=None,
        id="thanh-hoa.ubnd",
        sign="UBND",
        place="Thanh Hóa",
        heads=_COMMITTEE,
    ),
    Office(
        lines=("UBND TỈNH LẠNG SƠN", "SỞ TƯ PHÁP"),
        parent_lines=1,
        issuer="Sở Tư pháp",
        parent="UBND tỉnh Lạng Sơn",
        id="lang-son.so-tu-phap",
        sign="STP",
        place="Lạng Sơn",
        heads=_DEPARTMENT,
    ),
    Office(
        lines=("ỦY BAN NHÂN DÂN TỈNH THANH HÓA", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        parent_lines=1,
        issuer="Sở Giáo dục và Đào tạo",
        parent="Ủy ban nhân dân tỉnh Thanh Hóa",
        id="thanh-hoa.so-giao-duc-dao-tao",
        sign="SGDĐT",
        place="Thanh Hóa",
        heads=_DEPARTMENT,
    ),
    Office(
        lines=("ỦY BAN NHÂN DÂN", "XÃ THIỆU HÓA"),
        parent_lines=0,
        issuer="Ủy ban nhân dân xã Thiệu Hóa",
        parent=None,
        id="thanh-hoa.xa-thieu-hoa.ubnd",
        sign="UBND",
        place="Thiệu Hóa",
        heads=_COMMITTEE,
        since=2025,
    ),
    Office(
        lines=("UBND TỈNH THANH HÓA", "HỘI ĐỒNG PHỐI HỢP PHỔ BIẾN,", "GIÁO DỤC PHÁP LUẬT"),
        parent_lines=1,
        issuer="Hội đồng phối hợp phổ biến, giáo dục pháp luật",
        parent="UBND tỉnh Thanh Hóa",
        id="thanh-hoa.hdph-pbgdpl",
        sign="HĐPH",
        place="Thanh Hóa",
        heads=(("TM. HỘI ĐỒNG", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    ),
    Office(
        lines=("BỘ TƯ PHÁP",),
        parent_lines=0,
        issuer="Bộ Tư pháp",
        parent=None,
        id="tw.bo-tu-phap",
        sign="BTP",
        place="Hà Nội",
        heads=(("BỘ TRƯỞNG",), ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG")),
    ),
    Office(
        lines=("ỦY BAN NHÂN DÂN", "HUYỆN QUAN SƠN"),
        parent_lines=0,
        issuer="Ủy ban nhân dân huyện Quan Sơn",
        parent=None,
        id="thanh-hoa.huyen-quan-son.ubnd",
        sign="UBND",
        place="Quan Sơn",
        heads=_COMMITTEE,
        until=2024,
    ),
    Office(
        lines=("CÔNG AN TỈNH NGHỆ AN", "PHÒNG CẢNH SÁT GIAO THÔNG"),
        parent_lines=1,
        issuer="Phòng Cảnh sát giao thông",
        parent="Công an tỉnh Nghệ An",
        id=None,
        sign="PCSGT",
        place="Nghệ An",
        heads=(("TRƯỞNG PHÒNG",), ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")),
    ),
    Office(
        lines=("ỦY BAN NHÂN DÂN", "PHƯỜNG BỈM SƠN"),
        parent_lines=0,
        issuer="Ủy ban nhân dân phường Bỉm Sơn",
        parent=None,
        id="thanh-hoa.phuong-bim-son.ubnd",
        sign="UBND",
        place="Bỉm Sơn",
        heads=_COMMITTEE,
        since=2025,
    ),
    Office(
        lines=("UBND TỈNH ĐIỆN BIÊN", "TRUNG TÂM TRỢ GIÚP PHÁP LÝ NHÀ NƯỚC"),
        parent_lines=1,
        issuer="Trung tâm Trợ giúp pháp lý nhà nước",
        parent="UBND tỉnh Điện Biên",
        id="dien-bien.tt-tro-giup-phap-ly",
        sign="TGPL",
        place="Điện Biên",
        heads=(("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
    ),
    Office(
        lines=("ỦY BAN NHÂN DÂN", "THÀNH PHỐ ĐÀ NẴNG"),
        parent_lines=0,
        issuer="Ủy ban nhân dân thành phố Đà Nẵng",
        parent=None,
        id="da-nang.ubnd",
        sign="UBND",
        place="Đà Nẵng",
        heads=_COMMITTEE,
    ),
    Office(
        lines=("LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "LIÊN ĐOÀN LAO ĐỘNG TỈNH THANH HÓA"),
        parent_lines=1,
        issuer="Liên đoàn Lao động tỉnh Thanh Hóa",
        parent="Liên đoàn Lao động Việt Nam",
        id="thanh-hoa.ldld",
        sign="LĐLĐ",
        place="Thanh Hóa",
        heads=(("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH"),),
    ),
)


def person(chance: Random) -> str:
    """A name that nobody of note bears."""
    return f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}"
