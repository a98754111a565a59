"""Imprint, credits, series and cover: what printed matter says of itself, and what it seems to say."""

import pytest

from pipeline.stages.describe import describe
from pipeline.stages.reader.fields.cover import cover
from pipeline.stages.reader.fields.credits import credited
from pipeline.stages.reader.fields.imprint import imprint, is_imprint
from pipeline.stages.reader.fields.passages import passages
from pipeline.stages.reader.fields.serial import serial
from pipeline.stages.reader.fields.title import title
from schemas.agencies import agencies
from schemas.claim import Claim
from schemas.page import Page
from tests.fakes.pages import Piece, Row, centre, failed_page, page_from_text


def said(claims: tuple[Claim, ...]) -> dict[str, object]:
    return {claim.field.value: claim.value for claim in claims}


def printed(*lines: str) -> dict[str, object]:
    return said(imprint(passages((page_from_text(*lines),))))


def names(*lines: str) -> list[tuple[str, object]]:
    return [(claim.field.value, claim.value) for claim in credited(passages((page_from_text(*lines),)))]


def head(*rows: Row) -> Page:
    body = [f"{n}. Công dân có quyền được thông tin về pháp luật" for n in range(1, 9)]
    return page_from_text(*rows, "", *body, pitch=70)


def test_a_licence_broken_over_lines() -> None:
    assert printed(
        "Giấy phép xuất bản số 45/GP-", "STTTT do Sở Thông tin và Truyền thông cấp", "ngày 12 tháng 5 năm 2019."
    ) == {
        "licence_number": "45/GP-STTTT",
        "licence_authority": "Sở Thông tin và Truyền thông",
        "licence_date": "2019-05-12",
    }


@pytest.mark.parametrize(
    "line",
    [
        "Trang thông tin điện tử: Giấy phép số 612/GP-STTTT",
        "Giấy phép số 612/GP-STTTT",
        "Giấy phép xây dựng số 12/GPXD",
        "Nộp lưu chiểu",
        "in 5 tờ",
    ],
)
def test_what_only_looks_like_an_imprint(line: str) -> None:
    assert printed(line) == {}


def test_a_licence_date_before_its_authority() -> None:
    assert printed("GPXB số 45/GP-STTTT ngày 12/5/2019 của Sở Thông tin và Truyền thông; in 500 tờ") == {
        "licence_number": "45/GP-STTTT",
        "licence_date": "2019-05-12",
        "licence_authority": "Sở Thông tin và Truyền thông",
        "print_run": 500,
    }


def test_an_impossible_day_is_no_day() -> None:
    assert printed("Giấy phép xuất bản số 4/GP-STTTT ngày 31/02/2019") == {"licence_number": "4/GP-STTTT"}


def test_two_print_runs_that_differ_are_none() -> None:
    assert "print_run" not in printed("In 500 bản", "", "In 600 bản")
    assert printed("In 500 bản", "", "In 500 bản")["print_run"] == 500


@pytest.mark.parametrize(
    ("line", "size"),
    [
        ("In 1.000 bản, khổ 14,5 x 20,5 cm", "14,5 x 20,5 cm"),
        ("In 1.000 bản, khổ 14.5x20.5cm", "14,5 x 20,5 cm"),
        ("In 1.000 bản khổ A5", "A5"),
        ("In 1.000 bản, khổ giấy: 210 x 297 mm", "210 x 297 mm"),
    ],
)
def test_sizes(line: str, size: str) -> None:
    assert printed(line)["page_size"] == size


@pytest.mark.parametrize(
    ("line", "deposit"),
    [
        ("In xong và nộp lưu chiểu Quý III năm 2013.", "2013-07/2013-09"),
        ("Nộp lưu chiểu tháng 6/2019", "2019-06"),
        ("nộp lưu chiểu năm 2018", "2018"),
        ("nộp lưu chiểu ngày 02/9/2020", "2020-09-02"),
    ],
)
def test_deposits(line: str, deposit: str) -> None:
    assert printed(line)["deposit"] == deposit


def test_an_imprint_is_known_as_one() -> None:
    one, other = passages((page_from_text("In 500 bản", "", "", "Luật Đất đai"),))

    assert (is_imprint(one), is_imprint(other)) == (True, False)


def test_credits() -> None:
    assert names("Chịu trách nhiệm xuất bản: Giám đốc Sở Tư pháp", "Biên tập: Lê Thị Mẫu, Trần Văn Thí") == [
        ("responsible", "Giám đốc Sở Tư pháp"),
        ("editor", "Lê Thị Mẫu"),
        ("editor", "Trần Văn Thí"),
    ]


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("Biên soạn:", "Phòng Phổ biến, giáo dục pháp luật"), "Phòng Phổ biến, giáo dục pháp luật"),
        (("Biên soạn: Phòng Phổ biến,", "giáo dục pháp luật"), "Phòng Phổ biến, giáo dục pháp luật"),
        (("Biên soạn: Sở Tư pháp. Trình bày: Nhà in",), "Sở Tư pháp"),
        (("Chủ biên: Lê Thị Mẫu; Trần Văn Thí",), "Lê Thị Mẫu"),
    ],
)
def test_credits_end_where_they_end(lines: tuple[str, ...], value: str) -> None:
    assert names(*lines)[0] == ("editor", value)


def test_no_credits() -> None:
    assert names("Việc biên soạn: khó", "Biên tập:") == []
    assert names("Biên tập: Lê Thị Mẫu", "", "Biên tập: Trần Văn Thí") == []


@pytest.mark.parametrize(
    ("line", "number", "date"),
    [
        ("Số 05 - Năm 2021 - Chuyên đề: Luật Thanh niên", "05/2021", "2021"),
        ("Số 03/2019", "03/2019", "2019"),
        ("SỐ 4 - QUÝ IV NĂM 2020", "4/2020", "2020-10/2020-12"),
        ("Số 1+2/2022", "1+2/2022", "2022"),
        ("Số 07", "07", None),
        ("Số 6 (tháng 6/2017)", "6/2017", "2017-06"),
        ("Số 12/KH-UBND", None, None),
    ],
)
def test_issues(line: str, number: str | None, date: str | None) -> None:
    found = said(serial((head(centre("BẢN TIN TƯ PHÁP", size=60), centre(line)),)))

    assert (found.pop("series"), found.get("issue_number"), found.get("issued_date")) == (
        "Bản tin Tư pháp",
        number,
        date,
    )


def test_an_issue_with_its_month_says_so_even_where_no_series_was_read() -> None:
    found = said(serial((head(centre("Số 4 - Tháng 11 năm 2025 - Phát hành mỗi quý một số")),)))

    assert found == {"issue_number": "4/2025", "issued_date": "2025-11"}
    assert serial((head(centre("Số 4/2025")),)) == ()


def test_no_series() -> None:
    assert serial((head(centre("SỔ TAY", size=60), centre("Số 03/2019")),)) == ()
    assert serial((page_from_text(),)) == ()


def test_the_cover_names_agency_place_and_date() -> None:
    page = head(
        centre("SỞ TƯ PHÁP TỈNH SƠN LA"), "", centre("Luật Cư trú", size=60), "", centre("Sơn La, tháng 5 năm 2020")
    )

    assert said(cover((page,), title((page,)), agencies())) == {
        "issuer": "Sở Tư pháp tỉnh Sơn La",
        "place": "Sơn La",
        "issued_date": "2020-05",
    }


@pytest.mark.parametrize(
    "rows",
    [
        (centre("SỞ TƯ PHÁP TỈNH XA XÔI"), centre("Luật Cư trú", size=60)),
        (centre("HỎI ĐÁP PHÁP LUẬT"), centre("Luật Cư trú", size=60)),
        (centre("SỞ TƯ PHÁP VÀ"), centre("Luật Cư trú", size=60)),
        (centre("SỞ TƯ PHÁP TỈNH SƠN LA", doubts={"SƠN": 0.3}), centre("Luật Cư trú", size=60)),
        (centre("Luật Cư trú", size=60), centre("SỞ TƯ PHÁP TỈNH SƠN LA")),
        (centre("Sở Tư pháp", size=60), centre("Xa Xôi, năm 2020"), centre("Hà Nội, năm hai")),
        (centre("Luật Cư trú", size=60), centre("Hà Nội, năm 2020"), centre("Sơn La, năm 2021")),
    ],
)
def test_a_cover_that_does_not_say_it(rows: tuple[Row, ...]) -> None:
    page = head(*rows)

    assert cover((page,), title((page,)), agencies()) == ()


def test_the_kind_of_material_is_no_part_of_the_agency_above_it_nor_of_the_title_below() -> None:
    page = head(
        centre("CÔNG AN TỈNH QUẢNG TRỊ"), centre("TỜ RƠI TUYÊN TRUYỀN"), centre("AI ĐƯỢC TRỢ GIÚP PHÁP LÝ?", size=60)
    )
    named = title((page,))

    assert named is not None
    assert named.value == "Ai được trợ giúp pháp lý?"
    assert said(cover((page,), named, agencies())) == {"issuer": "Công an tỉnh Quảng Trị"}


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("BẢO HIỂM XÃ HỘI", "TỰ NGUYỆN"), "Bảo hiểm xã hội tự nguyện"),
        (("QUYỀN VÀ NGHĨA", "VỤ CỦA NGƯỜI", "SỬ DỤNG ĐẤT"), "Quyền và nghĩa vụ của người sử dụng đất"),
        (("ĐỘI MŨ BẢO HIỂM", "CHO TRẺ EM"), "Đội mũ bảo hiểm cho trẻ em"),
        (("ĐĂNG KÝ KẾT HÔN -", "NHỮNG ĐIỀU CẦN NHỚ"), "Đăng ký kết hôn - những điều cần nhớ"),
    ],
)
def test_a_title_may_have_lines_that_begin_as_agencies_do(lines: tuple[str, ...], value: str) -> None:
    named = title((head(centre("HỘI LUẬT GIA TỈNH SƠN LA"), "", *(centre(line, size=60) for line in lines)),))

    assert named is not None
    assert str(named.value).lower() == value.lower()


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        (("ĐỀ CƯƠNG", "Giới thiệu Luật Căn cước"), "Đề cương Giới thiệu Luật Căn cước"),
        (("ĐỀ CƯƠNG TUYÊN TRUYỀN", "LUẬT CĂN CƯỚC", "NĂM 2023"), "Đề cương tuyên truyền luật căn cước năm 2023"),
        (("ĐỀ CƯƠNG",), None),
        (("ĐỀ CƯƠNG", "Gồm các phần sau:"), None),
        (("HỌC PHẦN", "Giới thiệu Luật Căn cước"), None),
    ],
)
def test_a_title_typed_like_the_text_stands_on_the_first_lines(rows: tuple[str, ...], value: str | None) -> None:
    sheet = [Piece(text=row, where=620 - round(24 * 0.46) * len(row) // 2) for row in rows]
    body = [Piece(text=f"{n}. Sự cần thiết ban hành và quan điểm xây dựng", where=180) for n in ("I", "II", "III")]
    named = title((page_from_text(*sheet, *body),))

    assert (named and str(named.value).lower()) == (value and value.lower())


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (
            (centre("SỐNG VÀ LÀM VIỆC", size=60), centre("THEO PHÁP LUẬT", size=60), "", centre("Ngày Pháp luật 9/11")),
            "ap-phich",
        ),
        ((centre("Sống và làm việc theo pháp luật"), "", centre("Ngày Pháp luật 9/11")), None),
    ],
)
def test_a_slogan_fills_a_poster(rows: tuple[Row, ...], kind: str | None) -> None:
    assert {claim.field.value: claim.value for claim in describe((page_from_text(*rows),))}.get("material_type") == kind


def test_a_publisher_on_the_cover_makes_a_book() -> None:
    cover_page = page_from_text(centre("PHÁP LUẬT QUANH TA", size=60), "", centre("NHÀ XUẤT BẢN TƯ PHÁP"))
    inside = page_from_text("Cuốn sách này của nhà xuất bản tư pháp", number=2)

    assert {claim.field.value: claim.value for claim in describe((cover_page, inside))}["material_type"] == "sach"


def test_no_cover_behind_a_failed_page() -> None:
    assert cover((failed_page(), head(centre("Hà Nội, năm 2020"))), None, agencies()) == ()
    assert cover((page_from_text(),), None, agencies()) == ()
