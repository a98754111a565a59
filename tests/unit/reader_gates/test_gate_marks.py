"""Marks that keep a document inside the house, and answers of a contest."""

import pytest

from pipeline.stages.reader.gating.gates import gates
from schemas.gate import GateKind
from schemas.page import Box, Page, Stamp, StampShape
from tests.fakes.pages import Row, centre, full, left, page_from_text

BODY: tuple[Row, ...] = tuple(full(f"{n}. Công dân có quyền được thông tin về pháp luật") for n in range(1, 9))


def kinds(*pages: Page) -> list[GateKind]:
    return [gate.kind for gate in gates(pages)]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("LƯU HÀNH NỘI BỘ", GateKind.INTERNAL),
        ("(Lưu hành nội bộ)", GateKind.INTERNAL),
        ("Tài liệu không bán - Lưu hành nội bộ", GateKind.INTERNAL),
        ("TÀI LIỆU LƯU HANH NỘI BO", GateKind.INTERNAL),
        ("Tài liệu nội bộ", GateKind.INTERNAL),
        ("XEM XONG TRẢ LẠI", GateKind.RETURN),
        ("Họp xong xin trả lại", GateKind.RETURN),
        ("TÀI LIỆU THU HỒI", GateKind.RETURN),
        ("DỰ THẢO", GateKind.DRAFT),
        ("Dự thảo lần 2", GateKind.DRAFT),
        ("(Dự thảo ngày 05/6/2024)", GateKind.DRAFT),
        ("DU THẢO 3", GateKind.DRAFT),
        ("DỰ THẢO NGHỊ QUYẾT", GateKind.DRAFT),
    ],
)
def test_a_mark_blocks_publication_but_not_work(row: str, kind: GateKind) -> None:
    (gate,) = gates([page_from_text(left(row), *BODY)])

    assert (gate.kind, gate.blocks_publication, gate.stops_processing) == (kind, True, False)


@pytest.mark.parametrize(
    "row",
    [
        "Hành vi làm lộ tài liệu lưu hành nội bộ bị phạt tiền",
        "tổ chức lấy ý kiến đối với dự thảo Luật Đất đai",
        "Góp ý dự thảo Luật Phổ biến, giáo dục pháp luật",
        "DỰ THẢO LUẬT SỬA ĐỔI VÀ VIỆC THAM GIA GÓP Ý CỦA NHÂN DÂN",
        "người mượn đọc xong trả lại cho thư viện, không làm hỏng sách báo",
    ],
)
def test_a_sentence_about_it_is_no_mark(row: str) -> None:
    assert kinds(page_from_text(full(row), *BODY)) == []


def test_a_draft_is_marked_above_its_text_only() -> None:
    assert kinds(page_from_text(*BODY, *BODY, *BODY, left("Dự thảo"))) == []


def test_a_stamp_marks_too() -> None:
    page = page_from_text(*BODY)
    box = Box(x0=100, y0=200, x1=300, y1=260)
    stamp = Stamp(box=box, shape=StampShape.RECTANGULAR, text="XEM XONG TRẢ LẠI", confidence=0.8)

    (gate,) = gates([page.model_copy(update={"stamps": (stamp,)})])

    assert (gate.kind, gate.box) == (GateKind.RETURN, box)


def test_each_kind_once_a_page() -> None:
    page = page_from_text(left("LƯU HÀNH NỘI BỘ"), *BODY, centre("(Lưu hành nội bộ)"))

    assert kinds(page) == [GateKind.INTERNAL]


@pytest.mark.parametrize(
    "rows",
    [
        ("CUỘC THI TÌM HIỂU PHÁP LUẬT", "ĐÁP ÁN CÂU HỎI TUẦN 1", "Câu 1. Nêu khái niệm."),
        ("ĐỀ THI TRẮC NGHIỆM", "HƯỚNG DẪN CHẤM", "Câu 1. Nêu khái niệm."),
        ("BỘ CÂU HỎI VÀ ĐÁP ÁN", "Hội thi hòa giải viên giỏi"),
        ("Câu 1. Tuổi kết hôn?", "Đáp án: B", "Câu 2. Ai đăng ký?", "Đáp án đúng: C"),
        ("Thi tìm hiểu Luật Đất đai", "1. A 2. B 3. C 4. D 5. A"),
    ],
)
def test_answers_of_a_contest_are_under_embargo(rows: tuple[str, ...]) -> None:
    (gate,) = gates([page_from_text(*(left(row) for row in rows))])

    assert (gate.kind, gate.mark, gate.blocks_publication) == (GateKind.EMBARGO, "ĐÁP ÁN", True)


@pytest.mark.parametrize(
    "rows",
    [
        ("Câu 1. Đất đai là gì?", "Đáp án: Đất đai là tài nguyên quốc gia.", "Câu 2. Ai?", "Đáp án: Công dân."),
        ("THỂ LỆ CUỘC THI TÌM HIỂU PHÁP LUẬT", "Đáp án của người dự thi gửi về Ban Tổ chức."),
        ("Câu 1. Tuổi kết hôn?", "Đáp: 20 tuổi"),
    ],
)
def test_explained_answers_and_rules_of_a_contest_are_not(rows: tuple[str, ...]) -> None:
    assert kinds(page_from_text(*(left(row) for row in rows))) == []
