"""Covers of booklets: who made them, how they look, what is true of all of them, and prose to fill pages with."""

from __future__ import annotations

from bench.fresh.document import Value
from bench.fresh.sheets import Canvas
from tests.samples.sheet import MM, WHITE

Maker = tuple[tuple[str, ...], str, str | None, str | None, str, int]
"""Its lines as printed, its name in reading form, its parent's, its id, its place, a year it printed in."""
MAKERS = (
    (("SỞ TƯ PHÁP TỈNH HÀ GIANG",), "Sở Tư pháp tỉnh Hà Giang", None, "ha-giang.so-tu-phap", "Hà Giang", 2023),
    (
        ("ỦY BAN NHÂN DÂN TỈNH THANH HÓA", "SỞ TƯ PHÁP"),
        "Sở Tư pháp",
        "Ủy ban nhân dân tỉnh Thanh Hóa",
        "thanh-hoa.so-tu-phap",
        "Thanh Hóa",
        2024,
    ),
    (("HỘI NÔNG DÂN TỈNH HÒA BÌNH",), "Hội Nông dân tỉnh Hòa Bình", None, "hoa-binh.hoi-nong-dan", "Hòa Bình", 2022),
    (
        ("BỘ TƯ PHÁP", "CỤC PHỔ BIẾN, GIÁO DỤC PHÁP LUẬT"),
        "Cục Phổ biến, giáo dục pháp luật",
        "Bộ Tư pháp",
        "tw.cuc-pbgdpl",
        "Hà Nội",
        2021,
    ),
)
PROSE = (
    "Cuốn tài liệu này tập hợp những nội dung cơ bản nhất, trình bày ngắn gọn, kèm ví dụ để bạn đọc dễ vận dụng.",
    "Khi gặp tình huống phức tạp, người làm công tác cơ sở nên lắng nghe đủ các bên rồi mới đưa ra lời khuyên.",
    "Kinh nghiệm nhiều nơi cho thấy cách nói gần gũi, có lý có tình luôn thuyết phục hơn là trích dẫn khô khan.",
    "Việc ghi chép sổ theo dõi giúp cán bộ nắm chắc diễn biến vụ việc và báo cáo kịp thời với cấp trên.",
    "Trong sinh hoạt cộng đồng, mỗi buổi nên chọn một chủ đề thiết thực và dành thời gian cho phần hỏi đáp.",
)


def cover(page: Canvas, maker: Maker, title: str, year: int | None, *, band: bool) -> None:
    """Sets the cover, its title plain or in white on a band."""
    wide, x = page.width - 30 * MM, 15 * MM
    y = 16 * MM
    for line in maker[0]:
        y = page.text(x, y, wide, line, size=12.5, align="centre", bold=line is maker[0][-1])
    middle = page.height * 0.38
    if band:
        page.band(0, middle - 8 * MM, page.width, 52 * MM, (25, 60, 130))
    page.text(x, middle, wide, title.upper(), size=21, align="centre", bold=True, colour=WHITE if band else (0, 0, 0))
    if year:
        page.text(x, page.height - 24 * MM, wide, f"{maker[4]}, năm {year}", size=12, align="centre")


def truth_of(maker: Maker, title: str, kind: str, pages: int, year: int | None) -> dict[str, Value]:
    """What every cover says; place and date only where it has a year."""
    truth: dict[str, Value] = {
        "title": title,
        "issuer": maker[1],
        "material_type": kind,
        "language": "vie",
        "pages": pages,
    }
    truth |= {"parent_issuer": maker[2]} if maker[2] else {}
    truth |= {"issuer_id": maker[3]} if maker[3] else {}
    return truth | ({"place": maker[4], "issued_date": str(year)} if year else {})
