"""Legal acts, Party documents and old forms of both: other letterheads than those of Decree 30/2020."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.fresh.document import Fresh, Value
from bench.fresh.people import person
from bench.fresh.sheets import A4, canvas
from tests.samples.sheet import MM, Sheet

_ACTS = (
    (
        ("CHÍNH PHỦ",),
        "Chính phủ",
        "tw.chinh-phu",
        "58/2023/NĐ-CP",
        "Nghị định",
        "Quy định chi tiết một số điều về quản lý bến thủy nội địa",
        ("TM. CHÍNH PHỦ", "KT. THỦ TƯỚNG", "PHÓ THỦ TƯỚNG"),
        "2023-08-14",
    ),
    (
        ("BỘ TƯ PHÁP",),
        "Bộ Tư pháp",
        "tw.bo-tu-phap",
        "07/2022/TT-BTP",
        "Thông tư",
        "Hướng dẫn chế độ thù lao của hòa giải viên",
        ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"),
        "2022-11-09",
    ),
    (
        ("HỘI ĐỒNG NHÂN DÂN", "TỈNH THANH HÓA"),
        "Hội đồng nhân dân tỉnh Thanh Hóa",
        "thanh-hoa.hdnd",
        "21/2024/NQ-HĐND",
        "Nghị quyết",
        "Quy định mức chi cho công tác hòa giải ở cơ sở trên địa bàn tỉnh",
        ("CHỦ TỊCH",),
        "2024-07-10",
    ),
    (
        ("ỦY BAN NHÂN DÂN", "TỈNH YÊN BÁI"),
        "Ủy ban nhân dân tỉnh Yên Bái",
        "yen-bai.ubnd",
        "16/2021/QĐ-UBND",
        "Quyết định",
        "Ban hành Quy định phân cấp quản lý tủ sách pháp luật",
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        "2021-09-23",
    ),
)
_PARTY = (
    (
        ("TỈNH ỦY THANH HÓA",),
        "Tỉnh ủy Thanh Hóa",
        "thanh-hoa.tinh-uy",
        "45-CT/TU",
        "Chỉ thị",
        "Về tăng cường lãnh đạo công tác hòa giải ở cơ sở",
        ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"),
        "2022-03-17",
        "Thanh Hóa",
    ),
    (
        ("BAN CHẤP HÀNH TRUNG ƯƠNG",),
        "Ban Chấp hành Trung ương",
        "tw.bch-trung-uong",
        "19-KL/TW",
        "Kết luận",
        "Về đổi mới công tác tuyên truyền pháp luật",
        ("T/M BAN BÍ THƯ",),
        "2021-12-08",
        "Hà Nội",
    ),
)
_BODY = (
    (
        "Điều 1. Phạm vi điều chỉnh và đối tượng áp dụng. Văn bản này áp dụng đối với cơ quan, tổ chức và cá nhân"
        " có liên quan."
    ),
    "Điều 2. Nguyên tắc thực hiện. Việc thực hiện phải công khai, minh bạch, đúng đối tượng và tiết kiệm.",
    "Điều 3. Tổ chức thực hiện. Các cơ quan theo chức năng, nhiệm vụ được giao có trách nhiệm hướng dẫn, kiểm tra.",
)


def acts(chance: Random) -> Iterator[Fresh]:
    """One of each."""
    for at, (lines, issuer, agency, number, kind, subject, head, day) in enumerate(_ACTS):
        place = {"thanh-hoa.hdnd": "Thanh Hóa", "yen-bai.ubnd": "Yên Bái"}.get(agency, "Hà Nội")
        yield _act(chance, f"act-{at:02d}", lines, issuer, agency, number, kind, subject, head, day, place, party=False)
    for at, (lines, issuer, agency, number, kind, subject, head, day, place) in enumerate(_PARTY):
        yield _act(
            chance, f"party-{at:02d}", lines, issuer, agency, number, kind, subject, head, day, place, party=True
        )


def _act(
    chance: Random,
    name: str,
    lines: tuple[str, ...],
    issuer: str,
    agency: str,
    number: str,
    kind: str,
    subject: str,
    head: tuple[str, ...],
    day: str,
    place: str,
    *,
    party: bool,
) -> Fresh:
    page, signer = canvas(A4), person(chance)
    year, month, date = day.split("-")
    y = 20 * MM
    for line in lines:
        y = page.text(22 * MM, y, 68 * MM, line, size=12.5, align="centre", bold=True)
    y = page.text(22 * MM, y, 68 * MM, "*", size=13, align="centre") if party else y + 8
    y = page.text(22 * MM, y, 68 * MM, f"Số {number}" if party else f"Số: {number}", size=13, align="centre")
    right = 20 * MM
    for line, bold in (
        (("ĐẢNG CỘNG SẢN VIỆT NAM", True),)
        if party
        else (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True), ("Độc lập - Tự do - Hạnh phúc", True))
    ):
        right = page.text(96 * MM, right, 100 * MM, line, size=12.5, align="centre", bold=bold)
    shown = month if int(month) < 3 else str(int(month))
    right = page.text(
        96 * MM,
        right + 10,
        100 * MM,
        f"{place}, ngày {date} tháng {shown} năm {year}",
        size=13,
        align="centre",
        italic=True,
    )
    y = max(y, right) + 16
    y = page.text(30 * MM, y, 163 * MM, kind.upper(), size=14.5, align="centre", bold=True)
    y = (
        page.text(
            45 * MM,
            y,
            133 * MM,
            subject if not party else subject[:1].lower() + subject[1:],
            size=13.5,
            align="centre",
            bold=True,
        )
        + 10
    )
    for text in _BODY:
        y = page.text(30 * MM, y, 163 * MM, text, size=13.5, align="full", indent=12 * MM) + 5
    y += 10
    page.text(30 * MM, y, 70 * MM, "Nơi nhận:", size=12, bold=True, italic=True)
    page.text(30 * MM, y + 16, 70 * MM, "- Như trên;", size=11)
    page.text(30 * MM, y + 31, 70 * MM, "- Lưu: VT.", size=11)
    for title in head:
        y = page.text(112 * MM, y, 80 * MM, title, size=13.5, align="centre", bold=True)
    page.text(112 * MM, y + 26 * MM, 80 * MM, signer, size=13.5, align="centre", bold=True)
    truth: dict[str, Value] = {
        "number": number,
        "document_type": kind,
        "issuer": issuer,
        "issuer_id": agency,
        "issued_date": day,
        "place": place,
        "subject": subject,
        "signer_title": " - ".join(head).replace("T/M", "TM."),
        "signer_name": signer,
        "recipients": ("Như trên", "Lưu: VT"),
        "material_type": "vbqppl-ban-in" if not party else "vb-chi-dao",
        "language": "vie",
        "pages": 1,
    }
    sheets: tuple[Sheet, ...] = (page.sheet(),)
    return Fresh(
        name=name,
        sheets=sheets,
        profile=chance.choice(("office-300", "office-200", "copier-300")),
        truth=truth,
        unjudged=frozenset({"signer_authority", "effective_date"}),
    )
