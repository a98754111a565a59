"""Recipients, urgency, day of effect, authority to sign, doubtful numbers: what stands around an official text."""

import pytest

from pipeline.stages.describe import describe
from pipeline.stages.reader.fields.agency_name import agency_name
from pipeline.stages.reader.fields.dates import moment_at
from pipeline.stages.reader.fields.effective import effective_date
from pipeline.stages.reader.fields.passages import passages
from pipeline.stages.reader.fields.recipients import recipients
from pipeline.stages.reader.fields.signer import signer
from pipeline.stages.reader.fields.urgency import urgency
from schemas.agencies import agencies
from schemas.claim import Claim, FieldName
from schemas.page import Box, Page, Stamp, StampShape
from tests.fakes.pages import Piece, Row, centre, failed_page, left, page_from_text, sign
from tests.golden.reader.document import BODY, header


def listed(*rows: Row) -> list[object]:
    return [claim.value for claim in recipients((page_from_text(*rows),))]


def test_recipients_come_one_by_one_without_their_dashes() -> None:
    assert listed(
        "Nơi nhận:", "- Bộ Tư pháp (để b/c);", "- Các sở, ban,", "ngành cấp tỉnh;", "- Lưu: VT, NC.", "Trang 2"
    ) == [
        "Bộ Tư pháp (để b/c)",
        "Các sở, ban, ngành cấp tỉnh",
        "Lưu: VT, NC",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("- Bộ Tư pháp;",),
        ("Nơi nhận hồ sơ là bộ phận một cửa của xã", "- Bộ Tư pháp;"),
        ("Nơi nhận:", "", "", "", "- Bộ Tư pháp;"),
        ("Nơi nhận:", "Trang 2"),
        ("Nơi nhận:", "- ;"),
    ],
)
def test_no_list_no_recipients(rows: tuple[str, ...]) -> None:
    assert listed(*rows) == []


def test_recipients_beside_the_signature() -> None:
    rows = (("Nơi nhận:", "KT. GIÁM ĐỐC"), ("- Như trên;", "PHÓ GIÁM ĐỐC"), ("- Lưu: VT.", "Lê Văn Mẫu"))
    pieces = [(Piece(text=at_left), sign(at_right)) for at_left, at_right in rows]

    assert listed(*pieces) == ["Như trên", "Lưu: VT"]
    assert recipients((failed_page(), page_from_text(*pieces, number=2))) == ()


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ((left("HỎA TỐC"),), "Hỏa tốc"),
        ((left("THƯỢNG KHẨN"),), "Thượng khẩn"),
        ((left("Khẩn"),), None),
        ((left("TÌNH TRẠNG KHẨN CẤP"),), None),
        ((left("KHẨN"), left("HỎA TỐC")), None),
        ((*[""] * 30, left("KHẨN")), None),
    ],
)
def test_urgency(rows: tuple[Row, ...], value: str | None) -> None:
    claim = urgency((page_from_text("Số: 12/KH-UBND", *rows),))

    assert (claim.value if claim else None) == value


def test_urgency_from_a_stamp() -> None:
    stamp = Stamp(box=Box(x0=1, y0=2, x1=90, y1=40), shape=StampShape.RECTANGULAR, text="HỎA TỐC", confidence=0.9)
    page = page_from_text("Số: 12/KH-UBND").model_copy(update={"stamps": (stamp,)})
    claim = urgency((page,))

    assert claim is not None
    assert (claim.value, claim.box, claim.confidence) == ("Hỏa tốc", stamp.box, 0.855)
    assert urgency((page_from_text(),)) is None


def effect(*lines: str, kind: str | None = "Nghị định", issued: str | None = "2024-12-24") -> object:
    claim = effective_date(passages((page_from_text(*lines),)), document_type=kind, issued=issued)
    return claim.value if claim else None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("1. Nghị định này có hiệu lực thi hành kể từ ngày 01 tháng 02 năm 2025.", "2025-02-01"),
        ("Nghị định này có hiệu lực từ ngày 15/5/2025.", "2025-05-15"),
        ("Nghị định này có hiệu lực kể từ ngày ký ban hành.", "2024-12-24"),
        ("Luật này có hiệu lực thi hành từ ngày 01 tháng 02 năm 2025.", None),
        ("Nghị định này có hiệu lực thi hành kể từ ngày 31 tháng 02 năm 2025.", None),
        ("Nghị định này có hiệu lực thi hành kể từ ngày 01 tháng 02 năm 2015.", None),
        ("Nghị định này có hiệu lực sau 45 ngày kể từ ngày ký.", None),
    ],
)
def test_the_day_of_effect(line: str, value: str | None) -> None:
    assert effect(line) == value


def test_a_day_of_effect_over_two_lines() -> None:
    assert effect("Điều 9. Nghị định này có hiệu lực thi hành", "kể từ ngày 01 tháng 02 năm 2025.") == "2025-02-01"


def test_no_day_of_effect() -> None:
    first, other = "Nghị định này có hiệu lực từ ngày 15/5/2025.", "Nghị định này có hiệu lực từ ngày 16/5/2025."

    assert effect(first, "", "", other) is None
    assert effect(first, kind=None) is None
    assert effect("Nghị định này có hiệu lực kể từ ngày ký.", issued="2024-12") is None
    assert effect(first, issued="2025") == "2025-05-15"


def signed(*titles: str) -> dict[str, object]:
    rows: list[Row] = [
        (Piece(text="Nơi nhận:"), sign(titles[0])),
        *(sign(title) for title in titles[1:]),
        "",
        sign("Lê Văn Mẫu"),
    ]
    return {claim.field.value: claim.value for claim in signer((page_from_text(*rows),))}


@pytest.mark.parametrize(
    ("titles", "authority", "title"),
    [
        (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "KT.", "KT. GIÁM ĐỐC - PHÓ GIÁM ĐỐC"),
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "TM.", "TM. ỦY BAN NHÂN DÂN - CHỦ TỊCH"),
        (
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            "TM. KT.",
            "TM. ỦY BAN NHÂN DÂN - KT. CHỦ TỊCH - PHÓ CHỦ TỊCH",
        ),
        (("TUQ. CHỦ TỊCH", "GIÁM ĐỐC"), "TUQ.", "TUQ. CHỦ TỊCH - GIÁM ĐỐC"),
        (("T/M BAN THƯỜNG VỤ", "BÍ THƯ"), "TM.", "TM. BAN THƯỜNG VỤ - BÍ THƯ"),
        (("Q. GIÁM ĐỐC",), "Q.", "Q. GIÁM ĐỐC"),
        (("GIÁM ĐỐC",), None, "GIÁM ĐỐC"),
        (("KT. CHỦ TỊCH", "BHỐ CHỦTỊCH"), "KT.", "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH"),
        (("KT. BỘ TRƯỞNG", "THỨ TRƯƠNC"), "KT.", "KT. BỘ TRƯỞNG - THỨ TRƯỞNG"),
        (("KT. CHỦ TỊCH", "XYZ XYZ XYZ"), None, None),
        (("KT. CHỦ TỊCH", "GIÁM ĐỐC"), None, None),
    ],
)
def test_who_signs_for_whom(titles: tuple[str, ...], authority: str | None, title: str | None) -> None:
    found = signed(*titles)

    assert (found.get("signer_authority"), found.get("signer_title")) == (authority, title)
    assert found["signer_name"] == "Lê Văn Mẫu"


def handwritten(page: Page, text: str, confidence: float, *alternatives: tuple[str, float]) -> Page:
    """The page with one word as the reader of pen-written digits leaves it."""
    doubt = {"hand": True, "confidence": confidence, "alternatives": alternatives}
    lines = tuple(
        line.model_copy(
            update={"words": tuple(w.model_copy(update=doubt) if w.text == text else w for w in line.words)}
        )
        for line in page.lines
    )
    return page.model_copy(update={"lines": lines})


def plan() -> Page:
    rows = header(("ỦY BAN NHÂN DÂN", "TỈNH SƠN LA"), "Số: 17 /KH-UBND", "Sơn La, ngày 23 tháng 8 năm 2019")
    return page_from_text(*rows, centre("KẾ HOẠCH"), centre("Tổ chức Ngày Pháp luật năm 2019"), "", *BODY)


def claim_of(page: Page, field: FieldName) -> Claim | None:
    return next((claim for claim in describe((page,)) if claim.field is field), None)


def test_a_doubtful_pen_written_number_has_alternatives_and_no_value() -> None:
    page = handwritten(plan(), "17", 0.5, ("17", 0.55), ("11", 0.4), ("x", 0.05))
    claim = claim_of(page, FieldName.NUMBER)

    assert claim is not None
    assert claim.value is None
    assert claim.alternatives == (("17/KH-UBND", 0.55), ("11/KH-UBND", 0.4))


def test_a_surely_read_pen_written_number_is_as_sure_as_its_digits() -> None:
    claim = claim_of(handwritten(plan(), "17", 0.98), FieldName.NUMBER)

    assert claim is not None
    assert (claim.value, claim.alternatives) == ("17/KH-UBND", ())
    assert claim.confidence == pytest.approx(0.985 * 0.95 * 0.98, abs=0.002)


def test_a_doubtful_pen_written_day_leaves_the_month() -> None:
    page = handwritten(plan(), "23", 0.5, ("23", 0.6), ("28", 0.3), ("73", 0.1))
    claim = claim_of(page, FieldName.ISSUED_DATE)

    assert claim is not None
    assert (claim.value, claim.alternatives) == ("2019-08", (("2019-08-23", 0.6), ("2019-08-28", 0.3)))


def test_a_doubtful_number_that_fits_no_grammar_is_not_said() -> None:
    assert claim_of(handwritten(plan(), "17", 0.5, ("x", 0.9)), FieldName.NUMBER) is None


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("ỦY BAN NHÀN DÂN TỈNH THANH HỒ", "Ủy ban nhân dân tỉnh Thanh Hóa"),
        ("ỦY BAN NHÂN DÂN TỈNH XYZ", None),
        ("UBND TP. HÀ TĨNH", "UBND TP. Hà Tĩnh"),
        ("ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NÔI", "Ủy ban nhân dân thành phố Hà Nội"),
        ("ỦY BAN NHÂN DÂN XÃ MƯỜNG XA", "Ủy ban nhân dân xã Mường Xa"),
        ("Sở Tư pháp tỉnh Hà Tĩnh", "Sở Tư pháp tỉnh Hà Tĩnh"),
        ("SỞ TƯ PHẢP", "Sở Tư pháp"),
        ("ỦY BAN NHÂN DÂN TỈNN THANH HÓA", "Ủy ban nhân dân tỉnh Thanh Hóa"),
        ("ỦY BAN NHÂN DÂN XẨ NGA SƠN", None),
        ("Hội đồng phối hợp phổ biến, giáo dục pháp luật Trung ương",) * 2,
        ("UBND xã Nga Sơn, huyện Nga Sơn", "UBND xã Nga Sơn, huyện Nga Sơn"),
        ("TRƯỜNG ĐẠI HỌC TÂY ĐẢO", "Trường Đại học Tây Đảo"),
    ],
)
def test_names_of_agencies(printed: str, name: str | None) -> None:
    assert agency_name(printed, agencies()) == name


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("ngay 05 thang 3 nam 2020", "2020-03-05"),
        ("11-10-2019", "2019-10-11"),
        ("05.3.2020", "2020-03-05"),
        ("11-10/2019", None),
        ("ngay 30 thang 2 nam 2020", None),
        ("thang 13/2020", None),
        ("thang 10 nam 2019", "2019-10"),
        ("quy ii/2020", "2020-04/2020-06"),
        ("nam 2020", "2020"),
        ("nam 1820", None),
    ],
)
def test_moments(said: str, moment: str | None) -> None:
    found = moment_at(said, 0)

    assert (found[0] if found else None) == moment


def said(*rows: Row) -> dict[str, object]:
    return {claim.field.value: claim.value for claim in describe((page_from_text(*rows, *BODY),))}


def numbered(*labels: str) -> object:
    rows = header(("BỘ TÀI CHÍNH",), labels[0], "Hà Nội, ngày 26 tháng 01 năm 2026", below=labels[1:])
    return said(*rows, centre("THÔNG TƯ"), centre("Sửa đổi, bổ sung một số điều"), "").get("number")


@pytest.mark.parametrize(
    ("labels", "number"),
    [
        (("Số:", "08/2026/TT-BTC"), "08/2026/TT-BTC"),
        (("Số: 08", "/2026/TT-BTC"), "08/2026/TT-BTC"),
        (("Số: 08/2026/TT-", "BTC"), "08/2026/TT-BTC"),
        (("Số: 08/2026/TT-BTС",), "08/2026/TT-BTC"),
        (("S6: 08/2026/TT-BTC",), "08/2026/TT-BTC"),
        (("Số:",), None),
        (("Số: 08/2026/TT-B7C",), None),
        (("Số: 08/2026/TT1-BTC",), None),
    ],
    ids=str,
)
def test_numbers_as_they_are_set_and_typed(labels: tuple[str, ...], number: str | None) -> None:
    assert numbered(*labels) == number


def test_a_number_whose_label_was_not_read_is_no_part_of_the_agency() -> None:
    rows = header(("TRƯỜNG ĐẠI HỌC TÂY ĐẢO",), "S$ 7ẳ/TB-ĐHTĐ", "Cần Thơ, ngày 14 tháng 7 năm 2025")

    assert (
        said(*rows, centre("THÔNG BÁO"), centre("Về việc đăng ký kế hoạch"), "")["issuer"] == "Trường Đại học Tây Đảo"
    )


def test_the_issuer_below_a_subject_in_capitals_ends_it() -> None:
    rows = header(("ỦY BAN NHÂN DÂN", "TỈNH SƠN LA"), "Số: 12/QĐ-UBND", "Sơn La, ngày 14 tháng 7 năm 2025")
    title = (centre("QUYẾT ĐỊNH"), centre("BAN HÀNH QUY CHẾ LÀM VIỆC"), centre("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA"))
    whole = (centre("QUYẾT ĐỊNH"), centre("BAN HÀNH QUY CHẾ CỦA"), centre("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA"))

    assert said(*rows, *title, "")["subject"] == "BAN HÀNH QUY CHẾ LÀM VIỆC"
    assert said(*rows, *whole, "")["subject"] == "BAN HÀNH QUY CHẾ CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH SƠN LA"


def test_of_agencies_together_all_are_known_or_none_is_said() -> None:
    rows = header(("BỘ TƯ PHÁP", "SỞ THÚ VUI VẺ"), "Số: 1/2016/TTLT-BTP-BCA", "Hà Nội, ngày 05 tháng 3 năm 2016")

    assert "issuer" not in said(*rows, centre("THÔNG TƯ LIÊN TỊCH"), centre("Quy định phối hợp phổ biến"), "")


def test_old_acts_are_numbered_otherwise() -> None:
    rows = header(("CHÍNH PHỦ",), "Số: 87-CP", "Hà Nội, ngày 12 tháng 12 năm 1995")
    found = said(*rows, centre("NGHỊ ĐỊNH"), centre("Về tăng cường quản lý các hoạt động văn hóa"), "")

    assert (found["number"], found["document_type"]) == ("87-CP", "Nghị định")


def test_an_agency_that_an_archivist_added_is_known_to_every_rule() -> None:
    rows = header(("NGÔI NHÀ PHÁP LUẬT SAO MAI",), "Số: 12/KH-NNPL", "Thanh Hóa, ngày 12 tháng 3 năm 2024")
    page = page_from_text(*rows, centre("KẾ HOẠCH"), centre("Hỗ trợ pháp lý cho người nghèo năm 2024"), *BODY)
    known = agencies(
        '{"agencies": [{"id": "own.quy", "name": "Ngôi nhà Pháp luật Sao Mai", "level": "province", "abbr": ["NNPL"]}]}'
    )

    said = {claim.field: claim.value for claim in describe((page,), known=known)}
    unknown = {claim.field: claim.value for claim in describe((page,))}

    assert said[FieldName.ISSUER] == "Ngôi nhà Pháp luật Sao Mai"
    assert said[FieldName.ISSUER_ID] == "own.quy"
    assert said[FieldName.NUMBER] == "12/KH-NNPL"
    assert FieldName.ISSUER not in unknown


def test_the_subject_of_a_short_letter_stands_under_its_heading() -> None:
    """Where all lines of the text are indented, the middle of the text is no middle of the page."""
    rows = header(("SỞ TƯ PHÁP",), "Số: 12/KH-STP", "Thanh Hóa, ngày 12 tháng 3 năm 2024")
    text = [
        Piece(text=f"{n}. Tổ chức rà soát các nội dung tuyên truyền cho từng địa bàn dân cư nhé", where=300)
        for n in range(4)
    ]
    one = page_from_text(*rows, centre("KẾ HOẠCH"), centre("Hòa giải ở"), centre("thôn và khu phố năm 2024"), "", *text)

    assert {claim.field: claim.value for claim in describe((one,))}[
        FieldName.SUBJECT
    ] == "Hòa giải ở thôn và khu phố năm 2024"


def test_the_rest_of_a_framed_stamp_is_no_subject() -> None:
    left_half = ("V/v báo cáo công tác hòa giải ở cơ sở", "t7NA TÁn")
    rows = header(("SỞ TƯ PHÁP",), "Số: 12/STP-PBGDPL", "Thanh Hóa, ngày 12 tháng 3 năm 2024", below=left_half)
    page = page_from_text(*rows, centre("Kính gửi: Ủy ban nhân dân các xã, phường."), *BODY, confidence=0.9)
    rest = next(line for line in page.lines if "TÁn" in line.text)
    words = [word for word in rest.words if word.text in ("t7NA", "TÁn")]
    frame = Box(x0=words[0].box.x0 - 9, y0=words[0].box.y0 - 9, x1=words[-1].box.x1 + 9, y1=words[-1].box.y1 + 9)
    stamp = Stamp(box=frame, shape=StampShape.RECTANGULAR, text="HỎA TỐC", confidence=0.9)

    said = {claim.field: claim.value for claim in describe((page.model_copy(update={"stamps": (stamp,)}),))}

    assert said[FieldName.SUBJECT] == "V/v báo cáo công tác hòa giải ở cơ sở"


@pytest.mark.parametrize(
    ("read", "place"), [("Bìm Sơn", "Bỉm Sơn"), ("Bỉm Sơn", "Bỉm Sơn"), ("Thiệu Hòa", "Thiệu Hòa")]
)
def test_a_place_is_spelled_as_the_authority_file_spells_it(read: str, place: str) -> None:
    rows = header(("ỦY BAN NHÂN DÂN", "PHƯỜNG BỈM SƠN"), "Số: 12/KH-UBND", f"{read}, ngày 12 tháng 9 năm 2025")
    page = page_from_text(*rows, centre("KẾ HOẠCH"), centre("Hòa giải ở cơ sở năm 2025"), *BODY)

    assert {claim.field: claim.value for claim in describe((page,))}[FieldName.PLACE] == place
