"""Repair inside running text: one reading by grammar and register, or none; what was read is never lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engines.ocr.vocabulary import load_vocabulary
from pipeline.stages.ocr.repair import repair
from pipeline.stages.ocr.vocabulary import vocabulary
from schemas.page import Page, Word
from schemas.text import nfc
from tests.unit.stages_ocr_repair.paper import line, typed

SHIPPED = load_vocabulary()
SMALL = vocabulary(
    """# a comment
[laws]
Luật Phổ biến, giáo dục pháp luật
[agencies]
Ủy ban nhân dân tỉnh
Sở Tư pháp
[formulas]
Độc lập - Tự do - Hạnh phúc
Nơi nhận
[units]
xã Hoằng Hóa
[terms]
cơ quan có thẩm quyền
[types]
NĐ
QĐ
TT
CT
[issuers]
CP
UBND
TTg
BGDĐT
VPCP
[abbreviations]
HĐND
[acts]
68/2020/QH14
66/2021/QH14
""".splitlines()
)


def read(*lines: str, confidence: float = 0.95) -> str:
    return repair(typed(*lines, confidence=confidence), SMALL).text


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Luật Phõ biễn, giáo dục pháp luật", "Luật Phổ biến, giáo dục pháp luật"),
        ("LUẬT PHỔ BIỄN, GIÁO DỤC PHÁP LUÂT", "LUẬT PHỔ BIẾN, GIÁO DỤC PHÁP LUẬT"),
        ("Luật Phổ biến; giáo dục pháp luật.", "Luật Phổ biến, giáo dục pháp luật."),
        ("(Úy ban nhân dân tỉnh)", "(Ủy ban nhân dân tỉnh)"),
        ("Ủy ban nhân dẫn tinh", "Ủy ban nhân dân tỉnh"),
        ("Sờ Tư pháp", "Sở Tư pháp"),
        ("ĐỌC LẬP ~ TỰ DO - HẠNH PHÚC", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"),
        ("Nợi nhận:", "Nơi nhận:"),
        ("Ủy bannhân dân tỉnh", "Ủy ban nhân dân tỉnh"),
        ("Luật Phổ biến,giáo dục pháp luật", "Luật Phổ biến, giáo dục pháp luật"),
        ("Ủy ban nh ân dân tỉnh", "Ủy ban nhân dân tỉnh"),
        ("xã Hoăng Hóa", "xã Hoằng Hóa"),
        ("các cơ quan có thâm quyền", "các cơ quan có thẩm quyền"),
        ("Luật Phổ b1ến, giáo dục pháp luật", "Luật Phổ biến, giáo dục pháp luật"),
    ],
)
def test_a_phrase_is_made_whole(said: str, meant: str) -> None:
    assert read(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "Uỷ ban nhân dân tỉnh",  # tone placement as printed
        "UỶ BAN NHÂN DÂN TỈNH",
        "Độc lập – Tự do – Hạnh phúc",  # dashes as printed
        "Luật Phổ biến giáo dục pháp luật",  # a comma that was not printed
        "số tư pháp và sổ tư pháp",  # no name begins with a small letter
        "Luật Phô biên. Giáo dục (pháp luật)",  # sentences end
        "cơ quan cỗ thẩm quyên",  # too much is wrong
        "co quan có thẩm quyền",  # the first word of a term may belong elsewhere
        "Ủy ban nhân dân 1 tỉnh",
        "Phổ biến, giáo dục",
    ],
)
def test_what_may_be_right_stays(said: str) -> None:
    assert read(said) == said


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("số 67/2005/ND-CP", "số 67/2005/NĐ-CP"),
        ("số l9/2O11/NĐ-CP;", "số 19/2011/NĐ-CP;"),
        ("số 377/OĐ-BGDĐT ngày", "số 377/QĐ-BGDĐT ngày"),
        ("số 02/2017/T1-VPCP", "số 02/2017/TT-VPCP"),
        ("(số 2585⁄QĐ-BGDĐT)", "(số 2585/QĐ-BGDĐT)"),
        ("số 350/QĐĐ-BGDDT", "số 350/QĐ-BGDĐT"),
        ("số 68/2020/OH14", "số 68/2020/QH14"),
        ("số 68/2020/OH1", "số 68/2020/QH14"),
        ("số 66/2021/QH1", "số 66/2021/QH14"),
        ("Số: /QD-UBND", "Số: /QĐ-UBND"),
        ("theo QD-UBND đã ký", "theo QĐ-UBND đã ký"),
        ("số 48/201 J/NĐ-CP ngày 15/5/2014", "số 48/2014/NĐ-CP ngày 15/5/2014"),
        ("số 48/201 J/NĐ-CP ngày 15 tháng 5 năm 2014", "số 48/2014/NĐ-CP ngày 15 tháng 5 năm 2014"),
        ("số 32-C1/TW", "số 32-CT/TW"),
        ("của HDND tỉnh Cà Mau", "của HĐND tỉnh Cà Mau"),
    ],
)
def test_a_number_is_made_whole_where_one_reading_is_left(said: str, meant: str) -> None:
    assert read(f"Căn cứ {said}") == f"Căn cứ {meant}"


@pytest.mark.parametrize(
    "said",
    [
        "179/KH - UBND",  # as printed
        "số 48/201 J/NĐ-CP của Chính phủ",  # no date tells the year
        "số 48/201 J/NĐ-CP ngày 15/5/2008",  # the date contradicts what was read
        "số 5/2099/QH1",  # no term of the National Assembly
        "số 66/2026/QH1",  # two terms in that year
        "845/STP-XYZ",  # unknown issuers stay
        "Decree No. 67/2005/ND-CP of May",  # another language
        "và/hoặc, km/giờ, 24/7, 01/11",
        "38.2/2020/TT-BXY",
        "http://a.vn/NĐ-CP",
    ],
)
def test_a_number_that_may_be_right_stays(said: str) -> None:
    assert read(said) == said


def test_a_number_torn_in_two_is_joined_only_if_no_space_is_printed() -> None:
    page = typed("Căn cứ 56/2022/NĐ- CP của")
    assert repair(page, SMALL).text == page.text
    first, second, number, rest, last = page.lines[0].words
    near = rest.model_copy(update={"box": rest.box.model_copy(update={"x0": number.box.x1 + 2})})
    closed = page.lines[0].model_copy(update={"words": (first, second, number, near, last)})
    after = repair(page.model_copy(update={"lines": (closed,)}), SMALL)
    assert after.text == "Căn cứ 56/2022/NĐ-CP của"
    joined = after.words[2]
    assert (joined.raw, joined.box.x0, joined.box.x1) == ("56/2022/NĐ- CP", number.box.x0, near.box.x1)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ngày 1l tháng O9 năm 2019", "ngày 11 tháng 09 năm 2019"),
        ("(ngay 12 tháng 9 nãm 2O19);", "(ngày 12 tháng 9 năm 2019);"),
        ("ngày 24 tháng9 năm 2025", "ngày 24 tháng 9 năm 2025"),
        ("NGÀY 24 THANG 9 NĂM 2025", "NGÀY 24 THÁNG 9 NĂM 2025"),
        ("tháng l2 năm 2020", "tháng 12 năm 2020"),
        ("ngày l tháng 7", "ngày 1 tháng 7"),
        ("ngày 31⁄10/2017,", "ngày 31/10/2017,"),
        ("ngày l5/O9/2019.", "ngày 15/09/2019."),
    ],
)
def test_a_date_is_made_of_digits(said: str, meant: str) -> None:
    assert read(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "ngày 3l tháng l3 năm 2019",
        "ngày ôO tháng O2 năm 2019",
        "trong tháng đã qua",
        "S/B/2019",
        "ngày 45/10/2017",
        "tháng ba năm nay",
    ],
)
def test_what_is_no_date_stays(said: str) -> None:
    assert read(said) == said


def test_no_digit_is_made_of_what_was_hardly_read() -> None:
    assert (
        read("ngày 1l tháng 9 năm 2019", "ngày l5/09/2019", confidence=0.4).split("\n")[0] == "ngày 1l tháng 9 năm 2019"
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Điều l của Luật", "Điều 1 của Luật"),
        ("từ đủ i6 tuổi", "từ đủ 16 tuổi"),
        ("lO.OO0 đồng", "lO.OO0 đồng"),
        ("năm 202l.", "năm 2021."),
        ("Chương lI", "Chương II"),
        ("Quý lll/", "Quý III/"),
        ("Phần |", "Phần I"),
        ("thế nào2 Trả lời", "thế nào? Trả lời"),
        ("quyền gì7", "quyền gì?"),
        ("~ Giảng viên", "- Giảng viên"),
        ("theo Quyết định này./", "theo Quyết định này./."),
    ],
)
def test_a_slip_is_set_right(said: str, meant: str) -> None:
    assert read(said) == meant


@pytest.mark.parametrize(
    "said",
    ["Điều 40l", "Mục 11", "Chương 11", "5l nước", "cái nào2 đây", "năm l8S0", "vitamin B1", "~ 5 m", "và/", "khoản B"],
)
def test_what_is_no_slip_stays(said: str) -> None:
    assert read(said) == said


def test_headings_are_counted() -> None:
    before = ("L. MỤC ĐÍCH", "a", "H. NỘI DUNG", "b", "lII, TỔ CHỨC")
    assert read(*before).split("\n") == ["I. MỤC ĐÍCH", "a", "II. NỘI DUNG", "b", "III. TỔ CHỨC"]
    assert read("L. MỤC ĐÍCH", "H. NỘI DUNG") == "I. MỤC ĐÍCH\nII. NỘI DUNG"
    assert read("G. Bảy", "H. Tám", "L. Mười") == "G. Bảy\nH. Tám\nL. Mười"


def test_items_are_counted() -> None:
    assert read("1. Quyền.", "2, Nghĩa vụ.").split("\n")[1] == "2. Nghĩa vụ."
    assert read("tại khoản 1,", "2, Điều 5") == "tại khoản 1,\n2, Điều 5"
    assert read("7, Điều lệ") == "7, Điều lệ"


def test_the_page_says_which_dash_its_lists_begin_with() -> None:
    assert read("– Một", "– Hai", "-_ Ba").split("\n")[2] == "– Ba"


def test_a_phrase_may_go_over_a_line_end_and_not_over_a_block() -> None:
    assert read("của Ủy ban", "nhân dẫn tỉnh") == "của Ủy ban\nnhân dân tỉnh"


def test_what_was_read_is_kept_and_who_changed_it() -> None:
    word = repair(typed("số 67/2005/ND-CP"), SMALL).words[1]
    assert (word.text, word.raw, word.rule, word.confidence) == ("67/2005/NĐ-CP", "67/2005/ND-CP", "citation@1", 0.9)
    low = repair(typed("số 67/2005/ND-CP", confidence=0.3), SMALL).words[1]
    assert low.confidence == 0.3


def test_the_first_reading_stays_through_later_changes() -> None:
    page = typed("Luật Phô biến, giáo dục pháp luật")
    words = tuple(w.model_copy(update={"raw": "Phò", "rule": "marks@1"}) if w.text == "Phô" else w for w in page.words)
    page = page.model_copy(update={"lines": (page.lines[0].model_copy(update={"words": words}),)})
    assert (repair(page, SMALL).words[1].raw, repair(page, SMALL).words[1].rule) == ("Phò", "laws@1")


def test_a_word_that_comes_back_to_its_reading_is_unchanged() -> None:
    page = typed("Luật Phố biến, giáo dục pháp luật")
    words = tuple(w.model_copy(update={"raw": "Phổ", "rule": "marks@1"}) if w.text == "Phố" else w for w in page.words)
    page = page.model_copy(update={"lines": (page.lines[0].model_copy(update={"words": words}),)})
    assert (repair(page, SMALL).words[1].raw, repair(page, SMALL).words[1].rule) == (None, None)


def test_what_a_pen_wrote_is_left_alone() -> None:
    page = typed("ngày 1l tháng 9 năm 2019", "Ủy ban nhân dẫn tỉnh", "số 67/2005/ND-CP", "Điều l", "~ Thế nào2")
    lines = tuple(
        own.model_copy(update={"words": tuple(w.model_copy(update={"hand": True}) for w in own.words)})
        for own in page.lines[:4]
    )
    page = page.model_copy(update={"lines": lines})
    assert repair(page, SMALL) is page


def test_a_divided_word_shares_its_box_out() -> None:
    one, two = repair(typed("ngày 24 tháng9 năm 2025"), SMALL).words[2:4]
    assert (one.text, two.text, one.raw, two.raw) == ("tháng", "9", "tháng9", "tháng9")
    assert (one.box.x1, two.box.x1 - one.box.x0) == (two.box.x0, 60)


def test_cells_of_a_row_stay_with_their_words() -> None:
    row = line("ngày 24 tháng9 năm 2025 Ủy ban nh ân dân tỉnh x").model_copy(update={"cells": (5, 8)})
    after = repair(typed("a").model_copy(update={"lines": (row,)}), SMALL).lines[0]
    assert after.text == "ngày 24 tháng 9 năm 2025\tỦy ban nh\tân dân tỉnh x"  # not joined across cells


def test_a_page_without_faults_is_the_same_object() -> None:
    page = typed("Căn cứ Luật Phổ biến, giáo dục pháp luật số 14/2012/QH13;")
    assert repair(page, SHIPPED) is page


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHÍA VIỆT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Bộ luật Tô tụng hình sự", "Bộ luật Tố tụng hình sự"),
        ("Úy ban nhân dân tỉnh Thanh Hóa", "Ủy ban nhân dân tỉnh Thanh Hóa"),
        ("Bộ Giáo dục và Đảo tạo", "Bộ Giáo dục và Đào tạo"),
        ("Luật Ban hành văn bán quy phạm pháp luật", "Luật Ban hành văn bản quy phạm pháp luật"),
        ("(NGUT. Trần", "(NGƯT. Trần"),
    ],
)
def test_the_shipped_vocabulary_knows_the_common_names(said: str, meant: str) -> None:
    assert repair(typed(said), SHIPPED).text == meant


def _texts() -> st.SearchStrategy[Page]:
    known = st.sampled_from(
        [
            "Luật",
            "Phõ",
            "biễn,",
            "giáo",
            "dục",
            "pháp",
            "luật",
            "Ủy",
            "ban",
            "nhân",
            "dẫn",
            "tỉnh",
            "bannhân",
            "nh",
            "ân",
            "ngày",
            "1l",
            "thang",
            "tháng9",
            "O9",
            "năm",
            "2O19",
            "số",
            "67/2005/ND-CP",
            "48/201",
            "J/NĐ-CP",
            "15/5/2014",
            "68/2020/OH1",
            "Điều",
            "l8",
            "L.",
            "H.",
            "Chương",
            "lI",
            "nào2",
            "~",
            "-_",
            "này./",
            "HDND",
            "cơ",
            "co",
            "quan",
            "có",
            "thâm",
            "quyền",
            "Sờ",
            "Tư",
            "pháp",
            "Độc",
            "lập",
            "-",
            "Tự",
            "do",
            "Hạnh",
        ]
    )
    free = st.text(min_size=1, max_size=8).map(nfc).map(lambda t: "".join(t.split())).filter(bool)
    own = st.lists(known | free, min_size=1, max_size=9).map(" ".join)
    return st.lists(own, min_size=1, max_size=6).map(lambda lines: typed(*lines))


@given(_texts())
@settings(max_examples=300, deadline=None)
def test_twice_is_once(page: Page) -> None:
    once = repair(page, SMALL)
    assert repair(once, SMALL) == once


@given(_texts())
@settings(max_examples=200, deadline=None)
def test_every_change_is_told_and_never_trusted_more(page: Page) -> None:
    after = repair(page, SMALL)
    unchanged = {(word.text, word.box) for word in page.words}
    for word in after.words:
        if (word.text, word.box) not in unchanged:
            assert word.raw is not None
            assert word.rule is not None
            assert word.confidence <= 0.9
    assert _inside(after.words, page.words)


def _inside(after: tuple[Word, ...], before: tuple[Word, ...]) -> bool:
    """Whether every box lies in the hull of the boxes there were."""
    return all(
        any(old.box.y0 <= word.box.y0 and word.box.y1 <= old.box.y1 for old in before)
        and min(old.box.x0 for old in before) <= word.box.x0 <= word.box.x1 <= max(old.box.x1 for old in before)
        for word in after
    )
