"""The header of an administrative document: number, agency, place, date, type, subject."""

import pytest

from pipeline.stages.describe import describe
from schemas.claim import FieldName
from schemas.page import Page
from tests.fakes.pages import Piece, Row, centre, failed_page, full, indent, left, page_from_text, right

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
FREEDOM = "Độc lập - Tự do - Hạnh phúc"
BODY: tuple[Row, ...] = (
    "",
    indent("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"),
    indent("Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ"),
    full("về kiểm soát thủ tục hành chính; Nghị định số 92/2017/NĐ-CP ngày 07/8/2017"),
    full("của Chính phủ sửa đổi, bổ sung một số điều của các nghị định liên quan đến"),
)


def plan(**parts: Row | list[Row]) -> Page:
    """A kế hoạch of a provincial committee; ``parts`` replaces rows of it, a list for several rows in place of one."""
    rows: dict[str, Row | list[Row]] = {
        "first": (left("ỦY BAN NHÂN DÂN"), right(MOTTO)),
        "second": (left("TỈNH THANH HÓA"), right(FREEDOM)),
        "rule": "",
        "number": (left("Số: 179 /KH-UBND"), right("Thanh Hóa, ngày 28 tháng 8 năm 2019")),
        "gap": "",
        "heading": centre("KẾ HOẠCH"),
        "about": centre("Triển khai thực hiện Đề án phổ biến, giáo dục pháp luật"),
        "more": centre("trên địa bàn tỉnh"),
    }
    flat: list[Row] = []
    for part in (rows | parts).values():
        flat.extend(part if isinstance(part, list) else [part])
    return page_from_text(*flat, *BODY)


def said(*pages: Page) -> dict[str, str | int | None]:
    return {claim.field.value: claim.value for claim in describe(pages)}


def test_an_ordinary_document() -> None:
    assert said(plan()) == {
        "number": "179/KH-UBND",
        "document_type": "Kế hoạch",
        "issuer": "Ủy ban nhân dân tỉnh Thanh Hóa",
        "issued_date": "2019-08-28",
        "place": "Thanh Hóa",
        "subject": "Triển khai thực hiện Đề án phổ biến, giáo dục pháp luật trên địa bàn tỉnh",
        "material_type": "vb-chi-dao",
        "language": "vie",
        "pages": 1,
        "issuer_id": "thanh-hoa.ubnd",
    }


def test_a_claim_points_at_the_words_that_gave_it() -> None:
    page = plan()
    number = next(claim for claim in describe((page,)) if claim.field is FieldName.NUMBER)
    words = [word for word in page.words if word.text in ("179", "/KH-UBND")]

    assert (number.raw, number.page, number.rule) == ("179 /KH-UBND", 1, "number@2")
    assert number.box == words[0].box.join(words[1].box)
    assert 0.9 < number.confidence <= 0.95


@pytest.mark.parametrize("lean", [-2.0, 0.0, 2.0])
def test_a_leaning_page_says_the_same(lean: float) -> None:
    rows: list[Row] = [
        (left("ỦY BAN NHÂN DÂN"), right(MOTTO)),
        (left("TỈNH THANH HÓA"), right(FREEDOM)),
        (left("Số: 179/KH-UBND"), right("Thanh Hóa, ngày 28 tháng 8 năm 2019")),
        "",
        centre("KẾ HOẠCH"),
        centre("Triển khai thực hiện Đề án"),
    ]
    fields = said(page_from_text(*rows, *BODY, lean=lean))

    assert (fields["number"], fields["issuer"]) == ("179/KH-UBND", "Ủy ban nhân dân tỉnh Thanh Hóa")
    assert fields["subject"] == "Triển khai thực hiện Đề án"


def test_without_the_motto_there_is_no_header() -> None:
    page = page_from_text(centre("KẾ HOẠCH"), "Số: 12/KH-UBND", *BODY)

    assert set(said(page)) == {"language", "pages"}


def test_the_first_number_of_the_text_is_not_the_documents() -> None:
    page = plan(number=(left("Số:      /KH-UBND"), right("Thanh Hóa, ngày     tháng 8 năm 2019")))

    assert "number" not in said(page)
    assert said(page)["issued_date"] == "2019-08"


def test_digits_read_without_certainty_are_left_blank() -> None:
    page = plan(
        number=(left("Số: 14/KH-UBND", doubts={"14/KH-UBND": 0.2}), right("Thanh Hóa, ngày 28 tháng 8 năm 2019"))
    )

    assert "number" not in said(page)


def test_a_notation_read_badly_is_believed_when_the_vocabulary_vouches_for_it() -> None:
    page = plan(
        number=(left("Số: 14 /KH-UBND", doubts={"/KH-UBND": 0.1}), right("Thanh Hóa, ngày 28 tháng 8 năm 2019"))
    )

    assert said(page)["number"] == "14/KH-UBND"


def test_digits_with_a_hole_between_them_are_no_number() -> None:
    parted = (Piece(text="Số: 1", where=220), Piece(text="46/KH-UBND", where=300))
    page = plan(number=(*parted, right("Thanh Hóa, ngày 28 tháng 8 năm 2019")))

    assert "number" not in said(page)


def test_the_incoming_stamp_is_not_the_number() -> None:
    page = plan(gap=(left("ĐẾN Số đến: 99/QĐ-UBND"), left("Ngày: 5/9/2019")))

    assert said(page)["number"] == "179/KH-UBND"
    assert said(page)["issued_date"] == "2019-08-28"


def test_the_gazettes_running_head_is_not_the_number() -> None:
    page = page_from_text(
        centre("CÔNG BÁO/Số 851 + 852/Ngày 01-7-2025"),
        (left("CHÍNH PHỦ"), right(MOTTO)),
        right(FREEDOM),
        (left("Số: 12/2025/NĐ-CP"), right("Hà Nội, ngày 05 tháng 6 năm 2025")),
        "",
        centre("NGHỊ ĐỊNH"),
        centre("Quy định về một việc"),
        *BODY,
        "Ký bởi: CÔNG BÁO NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    )
    fields = said(page)

    assert fields["number"] == "12/2025/NĐ-CP"
    assert fields["issued_date"] == "2025-06-05"
    assert fields["issuer"] == "Chính phủ"
    assert fields["material_type"] == "vbqppl-ban-in"


def test_a_signature_of_the_gazette_is_no_header() -> None:
    page = page_from_text("Ký bởi: CÔNG BÁO NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 5/QĐ-UBND", *BODY)

    assert "number" not in said(page)


def test_the_motto_inside_a_sentence_is_no_header() -> None:
    page = page_from_text("Nhà nước Cộng hòa xã hội chủ nghĩa Việt Nam", "Số: 5/QĐ-UBND", centre("QUYẾT ĐỊNH"), *BODY)

    assert "number" not in said(page)


def test_a_party_document() -> None:
    page = page_from_text(
        (left("TỈNH ỦY THANH HÓA"), right("ĐẢNG CỘNG SẢN VIỆT NAM")),
        left("*"),
        (left("Số 32-CT/TU"), right("Thanh Hóa, ngày 09 tháng 12 năm 2023")),
        "",
        centre("CHỈ THỊ"),
        centre("về tăng cường phổ biến pháp luật"),
        *BODY,
    )
    fields = said(page)

    assert (fields["number"], fields["document_type"], fields["issuer"]) == ("32-CT/TU", "Chỉ thị", "Tỉnh ủy Thanh Hóa")


def test_a_cong_van_has_its_subject_under_the_number() -> None:
    page = page_from_text(
        (left("UBND TỈNH THANH HÓA"), right(MOTTO)),
        (left("SỞ TƯ PHÁP"), right(FREEDOM)),
        (left("Số: 845 /STP-PBGDPL"), right("Thanh Hóa, ngày 26 tháng 5 năm 2021")),
        left("V/v triển khai phần mềm"),
        left("phổ biến pháp luật"),
        "",
        centre("Kính gửi: Phòng Tư pháp các huyện, thị xã"),
        *BODY,
    )
    fields = said(page)

    assert fields["document_type"] == "Công văn"
    assert fields["number"] == "845/STP-PBGDPL"
    assert fields["issuer"] == "Sở Tư pháp"
    assert fields["subject"] == "V/v triển khai phần mềm phổ biến pháp luật"


def test_the_subject_of_a_cong_van_ends_at_a_stamp() -> None:
    page = page_from_text(
        (left("SỞ TƯ PHÁP"), right(MOTTO)),
        (left("Số: 845/STP-PBGDPL"), right(FREEDOM)),
        left("V/v triển khai phần mềm mới"),
        left("HỎA TỐC"),
        "",
        centre("Kính gửi: Phòng Tư pháp"),
        *BODY,
    )

    assert said(page)["subject"] == "V/v triển khai phần mềm mới"


@pytest.mark.parametrize(
    ("dateline", "date"),
    [
        ("Hà Nội, ngày 05 tháng 3 năm 2020", "2020-03-05"),
        ("Hà Nội. ngàyl6 tháng 9 năm 2025", "2025-09-16"),
        ("Hà Nội, ngày 03 tháng I0năm 2025", "2025-10-03"),
        ("Hà Nội, ngày tháng 3 năm 2020", "2020-03"),
        ("Hà Nội, ngày 45 tháng 3 năm 2020", "2020-03"),
        ("Hà Nội, ngày 05 tháng năm 2020", None),
        ("Hà Nội, ngày 30 tháng 2 năm 2020", None),
        ("Hà Nội, ngày 05 tháng 13 năm 2020", None),
        ("Hà Nội, ngày 05 tháng 3 năm 20", None),
        ("Ngày 5/3/2020", None),
    ],
)
def test_datelines(dateline: str, date: str | None) -> None:
    assert said(plan(number=(left("Số: 179/KH-UBND"), right(dateline)))).get("issued_date") == date


def test_a_day_read_without_certainty_leaves_the_month() -> None:
    page = plan(number=(left("Số: 179/KH-UBND"), right("Hà Nội, ngày 24 tháng 9 năm 2025", doubts={"24": 0.1})))

    assert said(page)["issued_date"] == "2025-09"


def test_two_datelines_are_none() -> None:
    page = plan(rule=right("Hà Nội, ngày 24 tháng 9 năm 2025"))

    assert "issued_date" not in said(page)


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("Cân Thơ, ngày 05 tháng 3 năm 2020", "Cần Thơ"),
        ("Hai Bà Trưng, ngày 05 tháng 3 năm 2020", "Hai Bà Trưng"),
        ("TP. Hồ Chí Minh, ngày 05 tháng 3 năm 2020", "TP. Hồ Chí Minh"),
        ("ngày 05 tháng 3 năm 2020", None),
        ("hôm nay ngày 05 tháng 3 năm 2020", None),
    ],
)
def test_places(dateline: str, place: str | None) -> None:
    assert said(plan(number=(left("Số: 179/KH-UBND"), right(dateline)))).get("place") == place


def test_an_unknown_place_read_badly_is_left_blank() -> None:
    page = plan(number=(left("Số: 179/KH-UBND"), right("Mường Xa, ngày 05 tháng 3 năm 2020", doubts={"Xa,": 0.5})))

    assert "place" not in said(page)


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (("BỘ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI", "Số: 3/KH-BLĐTBXH"), "Bộ Lao động - Thương binh và Xã hội"),
        (("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG ĐẠI HỌC TÂY ĐẢO", "Số: 3/KH-ĐHTĐ"), "Trường Đại học Tây Đảo"),
        (("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "——", "Số: 3/KH-ĐHTĐ"), None),  # the issuer's own line was lost
        (("ỦY BAN NHÂN DÂN", "——", "Số: 3/KH-UBND"), None),  # of which province?
        (
            ("UBND TỈNH A", "HỘI ĐỒNG PHỐI HỢP PHỔ BIẾN,", "GIÁO DỤC PHÁP LUẬT"),
            "Hội đồng phối hợp phổ biến, giáo dục pháp luật",
        ),
        (("BAN CHỈ HUY", "PHÒNG CHỐNG THIÊN TAI", "Số: 3/KH-BCH"), "Ban chỉ huy phòng chống thiên tai"),
        (("THỊ XÃ KHÔNG CÓ ĐẦU", "TÊN LẠ", "Số: 3/KH-ABC"), None),
    ],
)
def test_issuers(lines: tuple[str, str, str], issuer: str | None) -> None:
    page = plan(first=(left(lines[0]), right(MOTTO)), second=(left(lines[1]), right(FREEDOM)), number=(left(lines[2]),))

    assert said(page).get("issuer") == issuer


def test_a_joint_circular_names_all_its_known_issuers() -> None:
    page = plan(
        first=(left("BỘ TƯ PHÁP"), right(MOTTO)),
        second=(left("BỘ CÔNG AN"), right(FREEDOM)),
        number=(left("Số: 1/2016/TTLT-BTP-BCA"), right("Hà Nội, ngày 05 tháng 3 năm 2016")),
        heading=centre("THÔNG TƯ LIÊN TỊCH"),
    )

    assert said(page)["number"] == "1/2016/TTLT-BTP-BCA"
    assert said(page)["issuer"] == "Bộ Tư pháp - Bộ Công an"
    assert "issuer_id" not in said(page)


def test_a_joint_circular_on_one_line_names_all_issuers() -> None:
    page = plan(
        first=(left("BỘ TƯ PHÁP -"), right(MOTTO)),
        second=(left("BỘ CÔNG AN"), right(FREEDOM)),
        number=(left("Số: 1/2016/TTLT-BTP-"), right("Hà Nội, ngày 05 tháng 3 năm 2016")),
        gap=left("BCA"),
        heading=centre("THÔNG TƯ LIÊN TỊCH"),
    )

    assert said(page)["number"] == "1/2016/TTLT-BTP-BCA"
    assert said(page)["issuer"] == "Bộ Tư pháp - Bộ Công an"


def test_a_consolidated_text_does_not_take_the_number_of_what_it_consolidates() -> None:
    page = page_from_text(
        (left("CHÍNH PHỦ"), right(MOTTO)),
        (left("Số: 49/2018/NĐ-CP"), right(FREEDOM)),
        right("Hà Nội, ngày 30 tháng 3 năm 2018"),
        centre("NGHỊ ĐỊNH1"),
        centre("Quy định về một việc lớn"),
        "",
        full("Nghị định số 49/2018/NĐ-CP ngày 30 tháng 3 năm 2018 của Chính phủ quy định về"),
        full("một việc lớn có hiệu lực kể từ ngày 15 tháng 5 năm 2018, được sửa đổi, bổ sung bởi:"),
        *BODY,
    )
    fields = said(page)

    assert fields["document_type"] == "Văn bản hợp nhất"
    assert not {"number", "issued_date"} & set(fields)


def test_a_consolidated_text_with_its_own_number_keeps_it() -> None:
    page = plan(
        number=(left("Số: 12/VBHN-BTP"), right("Hà Nội, ngày 30 tháng 3 năm 2018")), heading=centre("NGHỊ ĐỊNH")
    )

    assert said(page)["number"] == "12/VBHN-BTP"
    assert said(page)["document_type"] == "Văn bản hợp nhất"


@pytest.mark.parametrize("line", ["QUYÉT ĐỊNH", "QUYẾT ĐỊNH"])
def test_the_decision_verb_is_not_the_heading(line: str) -> None:
    page = plan(number=(left("Số: 1/QĐ-UBND"),), heading=centre(line), after=(centre("QUYẾT ĐỊNH:"),))

    assert said(page)["document_type"] == "Quyết định"
    assert said(page)["subject"] == "Triển khai thực hiện Đề án phổ biến, giáo dục pháp luật trên địa bàn tỉnh"


def test_without_a_heading_the_number_names_the_type() -> None:
    page = plan(heading="", about="", more="")

    assert said(page)["document_type"] == "Kế hoạch"
    assert "subject" not in said(page)


def test_a_letter_with_a_type_in_its_number_but_no_heading_has_no_type() -> None:
    page = plan(heading=centre("Kính gửi: Ủy ban nhân dân các xã"), about="", more="")

    assert "document_type" not in said(page)


def test_a_subject_that_is_not_centred_is_left_blank() -> None:
    page = plan(about="Triển khai thực hiện Đề án", more="")

    assert "subject" not in said(page)


def test_a_subject_of_more_than_eight_lines_is_left_blank() -> None:
    page = plan(more=[centre(f"dòng trích yếu thứ {word} của văn bản") for word in "abcdefghi"])

    assert "subject" not in said(page)


@pytest.mark.parametrize(
    "end", ["____", centre("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"), centre("Thực hiện chỉ đạo của tỉnh"), "I. MỤC ĐÍCH"]
)
def test_what_ends_a_subject(end: Row) -> None:
    assert said(plan(more=end))["subject"] == "Triển khai thực hiện Đề án phổ biến, giáo dục pháp luật"


def test_a_subject_that_never_ends_on_the_page_is_left_blank() -> None:
    page = page_from_text(
        (left("ỦY BAN NHÂN DÂN"), right(MOTTO)),
        right(FREEDOM),
        centre("KẾ HOẠCH"),
        centre("Triển khai thực hiện Đề án"),
    )

    assert "subject" not in said(page)


def test_a_contract_with_its_motto_in_the_middle() -> None:
    page = page_from_text(
        centre(MOTTO), centre(FREEDOM), "", centre("HỢP ĐỒNG"), centre("Về việc thuê in tờ gấp"), *BODY
    )

    assert said(page)["document_type"] == "Hợp đồng"
    assert said(page)["subject"] == "Về việc thuê in tờ gấp"


def test_a_header_on_a_page_after_a_failed_one_is_not_believed() -> None:
    assert "number" not in said(failed_page(1), plan().model_copy(update={"number": 2}))


def test_an_empty_first_page_is_passed_over() -> None:
    assert said(page_from_text(), plan().model_copy(update={"number": 2}))["number"] == "179/KH-UBND"


def test_an_appendix_does_not_lend_its_references() -> None:
    page = page_from_text(
        centre("PHỤ LỤC"), centre("(Ban hành kèm theo Quyết định số 120/QĐ-UBND ngày 07 tháng 02 năm 2025)"), *BODY
    )

    assert not {"number", "issued_date", "document_type"} & set(said(page))


def test_no_pages_say_only_how_many_they_are() -> None:
    assert said() == {"pages": 0}
