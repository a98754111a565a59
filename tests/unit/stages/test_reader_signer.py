"""Who signed, and as what."""

import pytest

from pipeline.stages.describe import describe
from pipeline.stages.reader.fields.signer import signer
from schemas.page import Page
from tests.fakes.pages import Piece, Row, centre, failed_page, full, left, page_from_text, right, sign

HEADER: tuple[Row, ...] = (
    (left("ỦY BAN NHÂN DÂN"), right("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
    (left("TỈNH THANH HÓA"), right("Độc lập - Tự do - Hạnh phúc")),
    "",
    centre("QUYẾT ĐỊNH"),
    full("Điều 1. Ban hành kèm theo Quyết định này một bản quy định dài hơn nửa dòng chữ"),
    full("Điều 2. Các ông Trần Văn B, Lê Văn C chịu trách nhiệm thi hành Quyết định này./."),
    "",
)


def signed(*block: Row, then: tuple[Page, ...] = ()) -> tuple[object, object]:
    said = {claim.field.value: claim.value for claim in describe((page_from_text(*HEADER, *block), *then))}
    return said.get("signer_name"), said.get("signer_title")


def test_a_deputy_signs_for_the_chairman_in_the_committees_name() -> None:
    assert signed(
        (Piece(text="Nơi nhận:"), sign("TM. ỦY BAN NHÂN DÂN")),
        (Piece(text="- Như Điều 2;"), sign("KT. CHỦ TỊCH")),
        (Piece(text="- Lưu: VT."), sign("PHÓ CHỦ TỊCH")),
        "",
        sign("Nguyễn Văn A"),
    ) == ("Nguyễn Văn A", "TM. ỦY BAN NHÂN DÂN - KT. CHỦ TỊCH - PHÓ CHỦ TỊCH")


def test_a_head_signs_alone() -> None:
    assert signed((Piece(text="Nơi nhận:"), sign("GIÁM ĐỐC")), "", sign("Nguyễn Văn A")) == ("Nguyễn Văn A", "GIÁM ĐỐC")


def test_without_recipients_the_authority_marks_the_block() -> None:
    assert signed(sign("TL. BỘ TRƯỞNG"), sign("VỤ TRƯỞNG"), "", sign("Nguyễn Văn A")) == (
        "Nguyễn Văn A",
        "TL. BỘ TRƯỞNG - VỤ TRƯỞNG",
    )


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("“h KT. BỌ TRƯỞNG", "KT. BỘ TRƯỞNG - THỨ TRƯỞNG"),
        (": _ KT, BỘ TRƯỞNG", "KT. BỘ TRƯỞNG - THỨ TRƯỞNG"),
        ("KT. BỘ PHẬN", None),  # a line that is not understood
    ],
)
def test_marks_of_the_stamp_are_passed_over(read: str, meant: str | None) -> None:
    block = ((Piece(text="Nơi nhận:"), sign(read)), sign("Tr. THỨ TRƯỞNG"), "", sign("Nguyễn Văn A"))

    assert signed(*block)[1] == meant


@pytest.mark.parametrize(
    "titles",
    [
        ("KT. CHỦ TỊCH",),  # the deputy's own line was lost
        ("TM. ỦY BAN NHÂN DÂN",),
        ("KT. CHỦ TỊCH", "CHỦ TỊCH"),
        ("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("CHỦ TỊCH", "KIÊM VIỆC KHÁC NỮA"),
        ("TL. CHỦ TỊCH", "GIÁM ĐỐC SỞ MỚI"),
    ],
)
def test_a_block_not_read_to_its_end_gives_no_position(titles: tuple[str, ...]) -> None:
    rows: list[Row] = [(Piece(text="Nơi nhận:"), sign(titles[0])), *(sign(title) for title in titles[1:])]

    assert signed(*rows, "", sign("Nguyễn Văn A")) == ("Nguyễn Văn A", None)


def test_a_body_with_its_unit_is_taken_as_printed() -> None:
    assert (
        signed((Piece(text="Nơi nhận:"), sign("TM. ỦY BAN NHÂN DÂN XÃ MỚI")), sign("CHỦ TỊCH"))[1]
        == "TM. ỦY BAN NHÂN DÂN XÃ MỚI - CHỦ TỊCH"
    )


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("TS. Nguyễn Văn A", "Nguyễn Văn A"),
        ("Đại tá Nguyễn Văn A", "Nguyễn Văn A"),
        ("-Quách Văn A", "Quách Văn A"),
        ("2Tống Văn A.", "Tống Văn A"),
        ("Quàch Văn A", "Quách Văn A"),
        ("-Tổng Văn A", "Tống Văn A"),
        ("Đình Văn A", "Đinh Văn A"),
        ("Vì Văn A", "Vi Văn A"),
        ("Nguyễn Khác A", "Nguyễn Khắc A"),
        ("Giàng Seo Páo", "Giàng Seo Páo"),
        ("Hả Văn A", None),
        ("ương Văn A", None),
        ("La Ng ọc A", None),
        ("Nguyễn Văn: A", None),
        ("Nguyen Van A", None),
        ("Hà Nội", None),
        ("Nguyễn", None),
        ("nguyễn văn a", None),
        ("Sở Tư pháp", None),
    ],
)
def test_names(line: str, name: str | None) -> None:
    assert signed((Piece(text="Nơi nhận:"), sign("GIÁM ĐỐC")), "", sign(line))[0] == name


def test_a_name_read_badly_is_left_blank() -> None:
    assert signed((Piece(text="Nơi nhận:"), sign("GIÁM ĐỐC")), sign("Nguyễn Văn A", doubts={"Văn": 0.3}))[0] is None


def test_what_stands_in_a_seal_beside_the_block_is_no_position() -> None:
    seal = Piece(text="HÀ NỘI", where=620)
    block = ((Piece(text="Nơi nhận:"), sign("KT. CHỦ TỊCH")), sign("PHÓ CHỦ TỊCH"), seal, sign("Nguyễn Văn An"))

    assert signed(*block) == ("Nguyễn Văn An", "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH")


def test_two_names_are_none() -> None:
    block = ((Piece(text="Nơi nhận:"), sign("GIÁM ĐỐC")), "", sign("Nguyễn Văn A"), sign("Trần Văn B"))

    assert signed(*block) == (None, "GIÁM ĐỐC")


def test_recipients_are_not_signers() -> None:
    block = (Piece(text="Nơi nhận:"), Piece(text="Trần Văn B"), Piece(text="- Lưu: VT."))

    assert signed(*block) == (None, None)


def test_no_block_no_signer() -> None:
    assert signed() == (None, None)


def test_the_first_block_counts_not_that_of_an_appendix() -> None:
    appendix = page_from_text((Piece(text="Nơi nhận:"), sign("CHỦ TỊCH")), "", sign("Trần Văn B"), number=2)

    assert signed((Piece(text="Nơi nhận:"), sign("GIÁM ĐỐC")), sign("Nguyễn Văn A"), then=(appendix,)) == (
        "Nguyễn Văn A",
        "GIÁM ĐỐC",
    )


def test_the_block_may_stand_on_a_later_page_but_not_behind_a_failed_one() -> None:
    last = page_from_text((Piece(text="Nơi nhận:"), sign("GIÁM ĐỐC")), "", sign("Nguyễn Văn A"), number=3)

    assert signed(then=(page_from_text("2", number=2), last)) == ("Nguyễn Văn A", "GIÁM ĐỐC")
    assert signed(then=(failed_page(2), last)) == (None, None)


def test_a_family_name_lost_in_the_stamp_makes_no_shorter_name() -> None:
    page = page_from_text((Piece(text="Nơi nhận:"), sign("GIÁM ĐỐC")), "", sign("Văn Ngọc Thắng"))
    line = page.lines[-1]
    wide = line.words[0].model_copy(
        update={"box": line.words[0].box.model_copy(update={"x0": line.words[0].box.x0 - 60})}
    )
    lost = page.model_copy(
        update={"lines": (*page.lines[:-1], line.model_copy(update={"words": (wide, *line.words[1:])}))}
    )

    assert [claim.value for claim in signer((page,))][-1] == "Văn Ngọc Thắng"
    assert [claim.value for claim in signer((lost,))] == ["GIÁM ĐỐC"]
