"""Leaflets, booklets and posters: title, kind of material, language."""

import pytest

from pipeline.stages.describe import describe
from schemas.page import Page, Word
from tests.fakes.pages import Piece, Row, centre, failed_page, full, left, page_from_text, right

TEXT: tuple[Row, ...] = tuple(
    full(f"{n}. Công dân có quyền được thông tin về pháp luật và có trách nhiệm tìm hiểu") for n in range(1, 9)
)


def said(*pages: Page) -> dict[str, str | int | None]:
    return {claim.field.value: claim.value for claim in describe(pages)}


def cover(*rows: Row) -> Page:
    return page_from_text(*rows, "", *TEXT, pitch=70)


def sheet(*panels: tuple[str, ...], number: int = 1) -> Page:
    """A landscape side with panels of text side by side."""
    rows = [
        tuple(Piece(text=panel[i], where=60 + 580 * k) for k, panel in enumerate(panels) if i < len(panel))
        for i in range(max(map(len, panels)))
    ]
    return page_from_text(*rows, width=1754, height=1240, number=number)


def test_the_title_is_the_largest_type() -> None:
    page = cover(
        centre("SỞ TƯ PHÁP TỈNH A"),
        centre("TÌM HIỂU", size=34),
        centre("Luật Cư trú", size=60),
        centre("số 68/2020/QH14", size=34),
    )

    assert said(page)["title"] == "Tìm hiểu Luật Cư trú"


def test_a_title_in_capitals_comes_in_reading_form() -> None:
    page = cover(centre("NHỮNG ĐIỀU CẦN BIẾT", size=50), centre("VỀ TÍN DỤNG ĐEN", size=50))

    assert said(page)["title"] == "Những điều cần biết về tín dụng đen"


def test_a_label_in_smaller_type_is_not_part_of_the_title_though_its_marks_make_it_tall() -> None:
    label = centre("TỜ GẤP PHÁP LUẬT", size=54)
    page = cover(label, centre("LƯƠNG HƯU CHO", size=56), centre("LAO ĐỘNG TỰ DO", size=60))
    narrow = page.lines[0].model_copy(update={"words": tuple(_narrowed(word) for word in page.lines[0].words)})

    assert said(page.model_copy(update={"lines": (narrow, *page.lines[1:])}))["title"] == (
        "Lương hưu cho lao động tự do"
    )


def _narrowed(word: Word) -> Word:
    """The word, half as wide: all of its line drawn in to its middle."""
    box = word.box
    return word.model_copy(update={"box": box.model_copy(update={"x0": 400 + box.x0 // 2, "x1": 400 + box.x1 // 2})})


def test_specks_beside_a_title_are_not_part_of_it() -> None:
    assert said(cover(centre("—-BẢN TIN TƯ PHÁP |", size=50)))["title"] == "Bản tin Tư pháp"


@pytest.mark.parametrize(
    "rows",
    [
        (centre("Luật Cư trú", size=26),),
        (centre("Luật Cư trú", size=60, doubts={"Luật": 0.2}),),
        (centre("Luật", size=60),),
        (centre("Luật Cư trú", size=60), "", "", centre("Luật Giao thông", size=60)),
        (centre("Luật số 31/2024/QH15", size=60), centre("thông qua ngày 18 tháng 01 năm 2024", size=60)),
    ],
)
def test_no_clear_title_no_claim(rows: tuple[Row, ...]) -> None:
    assert "title" not in said(cover(*rows))


def test_an_agency_alone_in_large_type_is_not_dropped_into_nothing() -> None:
    assert said(cover(centre("BAN CHỈ HUY QUÂN SỰ", size=60)))["title"] == "Ban chỉ huy quân sự"


def test_a_document_with_a_header_has_no_title() -> None:
    page = page_from_text(
        (left("SỞ TƯ PHÁP"), right("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")), centre("Luật Cư trú", size=70), *TEXT
    )

    assert "title" not in said(page)


def test_no_title_behind_a_failed_cover() -> None:
    assert "title" not in said(failed_page(), cover(centre("Luật Cư trú", size=60)))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("TỜ GẤP PHÁP LUẬT", "to-gap"),
        ("TỜ RƠI", "to-roi"),
        ("SỔ TAY HÒA GIẢI VIÊN", "so-tay"),
        ("CẨM NANG PHÁP LUẬT", "cam-nang"),
        ("ĐỀ CƯƠNG GIỚI THIỆU LUẬT CƯ TRÚ", "de-cuong"),
        ("BẢN TIN TƯ PHÁP", "ban-tin"),
        ("HỎI - ĐÁP PHÁP LUẬT", "hoi-dap"),
        ("TIỂU PHẨM: MỘT CHUYỆN NHỎ", "tieu-pham"),
    ],
)
def test_the_cover_names_the_kind(line: str, kind: str) -> None:
    assert said(cover(centre(line)))["material_type"] == kind


def test_a_kind_in_the_running_text_names_nothing() -> None:
    assert "material_type" not in said(cover("Tờ gấp này do Sở Tư pháp biên soạn"))


def test_a_cover_that_names_two_kinds_names_none() -> None:
    assert "material_type" not in said(cover(centre("SỔ TAY"), "", centre("BẢN TIN TƯ PHÁP")))


def test_a_folded_leaflet_is_known_by_its_panels_and_imprint() -> None:
    text = ("Công dân có quyền được thông tin", "về pháp luật và có trách nhiệm", "tìm hiểu, học tập pháp luật")

    assert said(sheet(text, (*text, "In 5.000 tờ, khổ 20 x 29 cm"), text))["material_type"] == "to-gap"
    assert "material_type" not in said(sheet(text, text, text))
    assert "material_type" not in said(sheet((*text, "Tài liệu không bán")))


def test_a_folded_leaflet_may_hold_questions() -> None:
    panel = ("Hỏi: Công dân có quyền gì về pháp luật?", "Đáp: Công dân có quyền được thông tin.")

    assert said(sheet(panel, panel))["material_type"] == "to-gap"


def test_a_side_full_of_wide_lines_has_no_panels() -> None:
    wide = tuple("Công dân có quyền được thông tin về pháp luật và có trách nhiệm tìm hiểu " * 2 for _ in range(5))

    assert "material_type" not in said(sheet((*wide, "Tài liệu không bán")))


def test_questions_with_answers() -> None:
    rows = [line for n in (1, 2, 3) for line in (f"Câu {n}. Quyền gì về pháp luật?", "Trả lời: Quyền được biết.")]

    assert said(page_from_text(*rows))["material_type"] == "hoi-dap"
    assert "material_type" not in said(page_from_text(*rows[:4]))


def test_questions_with_choices_are_a_contest() -> None:
    rows = [line for n in (1, 2, 3) for line in (f"Câu {n}. Quyền gì?", "A. Một", "B. Hai", "C. Ba", "D. Bốn")]

    assert said(page_from_text(*rows))["material_type"] == "cau-hoi-thi"


def test_a_book_is_known_by_its_imprint() -> None:
    pages = [page_from_text("Một trang sách về pháp luật", number=n) for n in range(1, 20)]
    imprint = page_from_text("ISBN 978-604-0-00000-0", number=20)

    assert said(*pages, imprint)["material_type"] == "sach"
    assert "material_type" not in said(*pages)


def test_an_outline_with_a_header_is_an_outline() -> None:
    page = page_from_text(
        (left("SỞ TƯ PHÁP"), right("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
        right("Độc lập - Tự do - Hạnh phúc"),
        centre("ĐỀ CƯƠNG TUYÊN TRUYỀN"),
        centre("Luật Cư trú"),
        *TEXT,
    )

    assert said(page)["material_type"] == "de-cuong"


def test_a_header_without_a_type_says_nothing_of_the_kind() -> None:
    page = page_from_text((left("SỞ TƯ PHÁP"), right("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")), "", *TEXT)

    assert "material_type" not in said(page)


def test_pages_without_words_say_nothing() -> None:
    assert said(page_from_text(), page_from_text(number=2)) == {"pages": 2}


ENGLISH = "The law on residence of the people is the basis for all that shall be done by the State in this field"


@pytest.mark.parametrize(
    ("rows", "language"),
    [
        (TEXT, "vie"),
        ((ENGLISH, ENGLISH), "eng"),
        (("Pháp luật",), None),
        (("aaa bbb ccc ddd " * 5,), None),
        ((ENGLISH, "Luật Cư trú được Quốc hội thông qua", ENGLISH), None),
        (("Mñuĭ čar ŏ mŏ Êđê ơ ưm ñu dưi thâo kơ klei bhiăn čih mrâo hŏng mñuĭ",), "rad"),
        (("Mñuĭ čar ŏ mŏ Êđê ơ ưm ñu thâo čih mrâo mñuĭ bar êa knŭk hdơr drei",), None),
    ],
)
def test_language_on_clear_evidence_only(rows: tuple[Row, ...], language: str | None) -> None:
    assert said(page_from_text(*rows)).get("language") == language


def test_the_language_points_at_no_single_words() -> None:
    claim = next(claim for claim in describe((page_from_text(*TEXT),)) if claim.value == "vie")

    assert (claim.raw, claim.page, claim.box) == (None, None, None)


def test_a_title_goes_on_in_smaller_capitals() -> None:
    page = cover(centre("HỎI - ĐÁP PHÁP LUẬT", size=50), "", centre("VỀ HÔN NHÂN VÀ GIA ĐÌNH", size=30))
    tight = page_from_text(centre("HỎI - ĐÁP PHÁP LUẬT", size=50), centre("VỀ HÔN NHÂN", size=30), "", *TEXT, pitch=60)

    assert said(page)["title"] == "Hỏi - đáp Pháp luật"
    assert said(tight)["title"] == "Hỏi - đáp Pháp luật về hôn nhân"


def test_a_kinds_name_is_spelled_as_it_is_written() -> None:
    assert said(cover(centre("SỐ TAY", size=60), centre("HÒA GIẢI VIÊN", size=60)))["title"] == "Sổ tay hòa giải viên"


def test_a_running_head_is_the_title_where_no_type_is_larger() -> None:
    page = page_from_text(centre("Hỏi - đáp pháp luật"), "", "", *TEXT)
    near = page_from_text(centre("Hỏi - đáp pháp luật"), *TEXT)

    assert said(page)["title"] == "Hỏi - đáp pháp luật"
    assert "title" not in said(near)


def test_a_flyer_has_a_print_run_and_a_poster_towering_words() -> None:
    slogan = ("Hãy báo ngay cho công an khi cần", "Mọi lúc mọi nơi", "Vì sự bình yên")
    flyer = page_from_text(centre("KHÔNG LÁI XE", size=40), *slogan, "In 2.000 tờ. Tài liệu phát không.")
    poster = page_from_text(centre("KHÔNG LÁI XE", size=90), *slogan, pitch=100)
    letter = page_from_text(centre("KHÔNG LÁI XE", size=40), *slogan)

    assert said(flyer)["material_type"] == "to-roi"
    assert said(poster)["material_type"] == "ap-phich"
    assert "material_type" not in said(letter)
