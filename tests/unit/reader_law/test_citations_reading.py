"""Citations as leaflets, plans and decisions write them."""

from datetime import date

import pytest

from pipeline.stages.reader.citing.citations import citations
from schemas.citation import Citation
from tests.fakes.pages import centre, failed_page, page_from_text


def read(*lines: str, dated: date | None = None) -> list[Citation]:
    return list(citations([page_from_text(*lines)], dated=dated))


def told(found: list[Citation]) -> list[tuple[str | None, list[str]]]:
    return [
        (citation.law or citation.number or citation.family, [p.text for p in citation.articles]) for citation in found
    ]


@pytest.mark.parametrize(
    ("text", "law", "articles"),
    [
        ("(Điều 5 Luật Cư trú năm 2020)", "luat-cu-tru-2020", ["Điều 5"]),
        ("khoản 2 Điều 8 của Luật Đất đai 2013", "luat-dat-dai-2013", ["khoản 2 Điều 8"]),
        ("Điều 24, Bộ luật dân sự 2015,", "bo-luat-dan-su-2015", ["Điều 24"]),
        ("khoản 1 Điều 173 BLHS năm 2015 (sửa đổi, bổ sung năm 2017)", "bo-luat-hinh-su-2015", ["khoản 1 Điều 173"]),
        ("điểm a khoản 1 Điều 5 Luật HN&GĐ năm 2014", "luat-hon-nhan-gia-dinh-2014", ["điểm a khoản 1 Điều 5"]),
        ("Điều 4 Luật PCBLGĐ năm 2022", "luat-phong-chong-bao-luc-gia-dinh-2022", ["Điều 4"]),
        ("Luật Trẻ em ngày 05/4/2016", "luat-tre-em-2016", []),
        ("Luật Trẻ em (số 102/2016/QH13 ngày 05 tháng 4 năm 2016)", "luat-tre-em-2016", []),
        ("Luật Đất đai năm 2024 (Điều 9, Điều 10)", "luat-dat-dai-2024", ["Điều 9", "Điều 10"]),
        ("Điều 7 Nghị định số 26/2019/NĐ-CP ngày 08/3/2019", "nghi-dinh-26-2019-nd-cp", ["Điều 7"]),
        ("(Điều 2 Thông tư số 10/2016/TT-BTP)", "thong-tu-10-2016-tt-btp", ["Điều 2"]),
        ("Quyết định số 471/QĐ-TTg ngày 26/4/2019", "quyet-dinh-471-qd-ttg-2019", []),
        ("Chỉ thị số 32-CT/TW ngày 09/12/2003 của Ban Bí thư", "chi-thi-32-ct-tw", []),
        ("Điều 3 Hiến pháp năm 2013", "hien-phap-2013", ["Điều 3"]),
        ("Điều 8 Chương II Luật Cư trú năm 2020", "luat-cu-tru-2020", ["Điều 8"]),
        ("Điều 6 (Quyền của công dân) Luật Cư trú năm 2020", "luat-cu-tru-2020", ["Điều 6"]),
        ("theo quy định của LUẬT CƯ TRÚ NĂM 2020", "luat-cu-tru-2020", []),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ ngày 22/11/2019",
            "luat-sua-doi-47-2019-qh14",
            [],
        ),
        ("Luật sửa đổi, bổ sung một số điều của Bộ luật Hình sự số 12/2017/QH14", "luat-sua-doi-12-2017-qh14", []),
    ],
)
def test_one_citation(text: str, law: str, articles: list[str]) -> None:
    assert told(read(text)) == [(law, articles)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Thông tư số 46/2013/TT-BLĐTBXH quy định", "46/2013/TT-BLĐTBXH"),
        ("46/2013/TT- BLĐTBXH", "46/2013/TT-BLĐTBXH"),
        ("Nghị quyết số 93/2015/QH13 ngày 22/6/2015", "93/2015/QH13"),
        ("Nghị quyết số 66.16/2026/NQ-CP", "66.16/2026/NQ-CP"),
        ("Nghị quyết số 15/2021/NQ-HĐND", "15/2021/NQ-HĐND"),
        ("Nghị định số 92/2017/ND-CP", "92/2017/NĐ-CP"),
        ("Luật Khai thác Mặt Trăng số 12/2031/QH17", "12/2031/QH17"),
        ("Thông tư liên tịch số 23/2005/TTLT- BLĐTBXH-BTC", "23/2005/TTLT-BLĐTBXH-BTC"),
        ("Quyết định số 766/QĐ-TTg ngày 15/4/2025", "766/QĐ-TTg"),
        ("Quyết định số 471/QĐ-TTg ngày 01/02/2022", "471/QĐ-TTg"),  # another year's act of that number
        ("Quyết định số 471/QĐ-TTg của Thủ tướng", "471/QĐ-TTg"),  # without the day it is no name
    ],
)
def test_an_act_outside_the_register_keeps_its_number(text: str, number: str) -> None:
    (found,) = read(text)
    assert (found.law, found.number) == (None, number)


@pytest.mark.parametrize(
    "text",
    [
        "Hội Luật gia tỉnh phối hợp với Đoàn Luật sư",
        "pháp luật đất đai và pháp luật về hôn nhân",
        "dự thảo Luật Đất đai (sửa đổi)",
        "theo luật giao thông",
        "Kế hoạch số 211/KH-UBND ngày 11-10-2019",
        "Quyết định số 377/QĐ-BGDĐT ngày 13/02/2025",
        "Giấy phép số 45/GP-STTTT ngày 12/5/2019",
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
        "Luật Xe đạp bay năm 2030",
        "Điều 5. Phạm vi điều chỉnh",
        "ngày 28/2013 tại 12/QH13",
        "",
    ],
)
def test_no_citation(text: str) -> None:
    assert read(text or "Nội dung") == []


def test_a_page_that_failed_is_passed_over() -> None:
    assert citations([failed_page()]) == ()
    assert citations([]) == ()


def test_the_own_number_of_a_document_is_no_citation() -> None:
    assert told(read("CHÍNH PHỦ", "Số: 28/2013/NĐ-CP", "NGHỊ ĐỊNH", "Theo Điều 5 Luật Cư trú năm 2020")) == [
        ("luat-cu-tru-2020", ["Điều 5"])
    ]


def test_a_number_that_a_line_s_end_parts_from_its_kind_is_one() -> None:
    assert told(read("theo khoản 4 Điều 84 của Nghị định", "số 214/2025/NĐ-CP ngày 04/8/2025")) == [
        ("214/2025/NĐ-CP", ["khoản 4 Điều 84"])
    ]


def test_line_ends_and_page_ends_inside_a_citation() -> None:
    first = page_from_text("theo quy định tại điểm a", "khoản 1 Điều", "2", number=1)
    second = page_from_text("2", "5 của Luật Phòng, chống bạo", "lực gia đình năm", "2022 và", number=2)
    (found,) = citations([first, second])
    assert told([found]) == [("luat-phong-chong-bao-luc-gia-dinh-2022", ["điểm a khoản 1 Điều 5"])]
    assert found.page == 1
    assert found.box.y1 <= 200


def test_each_provision_goes_to_its_own_act() -> None:
    found = read(
        "khoản 3 Điều 29 Luật Đầu tư năm 2020 và điểm a khoản",
        "2 Điều 30 Nghị định số 31/2021/NĐ-CP, Điều 4 Luật số 57/2024/QH15",
    )
    assert told(found) == [
        ("luat-dau-tu-2020", ["khoản 3 Điều 29"]),
        ("31/2021/NĐ-CP", ["điểm a khoản 2 Điều 30"]),
        ("57/2024/QH15", ["Điều 4"]),
    ]


def test_evidence_is_the_words_with_their_page_and_box() -> None:
    page = page_from_text("Căn cứ vào", "Điều 5 Luật Cư trú năm 2020;", number=3, confidence=0.9)
    (found,) = citations([page])
    assert (found.page, found.raw, found.rule) == (3, "Điều 5 Luật Cư trú năm 2020;", "cite-year@1")
    assert found.box == page.lines[1].box
    assert found.confidence == pytest.approx(0.97 * 0.9, abs=0.001)


# --- which version -------------------------------------------------------------------------------------------------


def test_a_bare_name_keeps_its_family_only() -> None:
    (found,) = read("khoản 2 Điều 8 Luật Đất đai")
    assert (found.law, found.family, found.year) == (None, "luat-dat-dai", None)


@pytest.mark.parametrize(
    ("dated", "law"),
    [(date(2019, 5, 1), "luat-dat-dai-2013"), (date(2025, 5, 1), "luat-dat-dai-2024"), (date(1990, 1, 1), None)],
)
def test_a_bare_name_is_the_law_in_force_on_the_document_s_day(dated: date, law: str | None) -> None:
    assert read("khoản 2 Điều 8 Luật Đất đai", dated=dated)[0].law == law


def test_a_bare_name_is_the_version_that_the_document_names() -> None:
    found = read("Tìm hiểu Luật Cư trú năm 2020", "Điều 8 Luật Cư trú", dated=date(2020, 12, 1))
    assert [citation.law for citation in found] == ["luat-cu-tru-2020"] * 2


@pytest.mark.parametrize(("dated", "law"), [(None, None), (date(2024, 9, 1), "luat-dat-dai-2024")])
def test_two_versions_in_one_document_leave_the_bare_name_to_the_day(dated: date | None, law: str | None) -> None:
    found = read("Luật Đất đai năm 2024 thay thế Luật Đất đai năm 2013.", "Theo Luật Đất đai,", dated=dated)
    assert found[2].law == law


def test_a_name_that_only_one_act_ever_bore() -> None:
    (found,) = read("Điều 5 Luật Bình đẳng giới")
    assert (found.law, found.rule) == ("luat-binh-dang-gioi-2006", "cite-only@1")


@pytest.mark.parametrize(
    "text",
    [
        "Bộ luật Hình sự năm 2016",  # no such version
        "Luật Đất đai số 43/2024/QH15",  # the number of an amending act of the same year
        "Luật Thống kê ngày 12/11/2021",
        "Luật sửa đổi, bổ sung một số điều của Luật Giáo dục đại học",
        "Luật sửa đổi, bổ sung một số điều của Luật Bảo hiểm y tế số 25/2008/QH12",
        "Luật sửa đổi, bổ sung một số điều của Luật Cư trú ngày 01/01/2023",
    ],
)
def test_what_does_not_agree_stays_open(text: str) -> None:
    (found,) = read(text)
    assert found.law is None


def test_a_day_that_does_not_exist_is_no_day() -> None:
    assert read("Luật Trẻ em ngày 31/02/2016")[0].rule == "cite-only@1"


def test_a_year_at_the_end_of_a_sentence() -> None:
    assert [c.law for c in read("Theo Luật Đất đai năm 2013. Luật Nhà ở 2014.")] == [
        "luat-dat-dai-2013",
        "luat-nha-o-2014",
    ]


def test_one_misread_digit_is_put_right_by_name_and_year() -> None:
    (found,) = read("Luật Cư trú số 69/2020/QH14")
    assert (found.law, found.number, found.rule) == ("luat-cu-tru-2020", "68/2020/QH14", "cite-misread@1")
    assert "69/2020/QH14" in found.raw


# --- Luật này ------------------------------------------------------------------------------------------------------


def test_this_law_is_the_law_the_document_is_about() -> None:
    found = read("Luật Thanh niên số 57/2020/QH14", "theo khoản 2 Điều 5 của Luật này")
    assert told(found)[1] == ("luat-thanh-nien-2020", ["khoản 2 Điều 5"])


def test_this_law_in_a_law_is_that_law() -> None:
    found = read("Luật số: 41/2024/QH15", "theo Điều 5 của Luật này và Luật Việc làm năm 2013, Luật Việc làm năm 2013")
    assert told(found)[0] == ("luat-bao-hiem-xa-hoi-2024", ["Điều 5"])


def test_this_decree_in_a_leaflet_about_a_law_is_unknown() -> None:
    found = read("Luật Cư trú năm 2020, Điều 5 Luật Cư trú năm 2020", "Điều 7 Nghị định này")
    assert told(found)[-1] == (None, ["Điều 7"])


def test_this_law_among_several_is_unknown() -> None:
    found = read("Luật Cư trú năm 2020", "Luật Đất đai năm 2024", "khoản 1 Điều 3 Luật này")
    assert told(found)[-1] == (None, ["khoản 1 Điều 3"])


def test_this_law_without_an_article_and_without_a_law_says_nothing() -> None:
    assert read("Luật này quy định về nhiều việc") == []


def test_a_title_across_two_lines() -> None:
    page = page_from_text(centre("TÌM HIỂU"), centre("Luật Cư trú"), centre("số 68/2020/QH14"))
    assert told(list(citations([page]))) == [("luat-cu-tru-2020", [])]
