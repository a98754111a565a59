"""Twice-folded leaflets, flyers and posters: bands of colour with white print, panels, imprints."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.fresh.document import Asked, Fact, Fresh, Value
from bench.fresh.sheets import A4_ACROSS, Canvas, canvas
from bench.fresh.themes import THEMES, Place, Theme
from tests.samples.sheet import MM, WHITE, Colour

Maker = tuple[tuple[str, ...], str, str | None, str, str]
"""Its lines as printed, its name in reading form, its parent's, its id, its place."""
COLOURS: tuple[Colour, ...] = ((20, 90, 160), (165, 25, 35), (15, 115, 70), (95, 35, 120), (205, 95, 10))
MAKERS = (
    (("SỞ TƯ PHÁP TỈNH THANH HÓA",), "Sở Tư pháp tỉnh Thanh Hóa", None, "thanh-hoa.so-tu-phap", "Thanh Hóa"),
    (
        ("ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "SỞ TƯ PHÁP"),
        "Sở Tư pháp",
        "Ủy ban nhân dân tỉnh Lào Cai",
        "lao-cai.so-tu-phap",
        "Lào Cai",
    ),
    (
        ("HỘI LIÊN HIỆP PHỤ NỮ", "TỈNH THANH HÓA"),
        "Hội Liên hiệp Phụ nữ tỉnh Thanh Hóa",
        None,
        "thanh-hoa.hoi-lhpn",
        "Thanh Hóa",
    ),
    (("CÔNG AN TỈNH QUẢNG TRỊ",), "Công an tỉnh Quảng Trị", None, "quang-tri.cong-an", "Quảng Trị"),
    (("BAN DÂN TỘC TỈNH SƠN LA",), "Ban Dân tộc tỉnh Sơn La", None, "son-la.ban-dan-toc", "Sơn La"),
)
_PRINTERS = ("Công ty TNHH In Hồng Đức", "Công ty Cổ phần In Bắc Trung Bộ", "Nhà in Báo Thanh Hóa")


def cited(theme: Theme, places: tuple[Place, ...]) -> list[Fact]:
    """The places of the theme's law as facts."""
    return [(theme.id, *place) for place in places]


def folded(chance: Random, count: int) -> Iterator[Fresh]:
    """Leaflets of two sides with three panels each."""
    for at in range(count):
        yield _folded(chance, at, THEMES[(at * 5 + 2) % len(THEMES)])


def _folded(chance: Random, at: int, theme: Theme) -> Fresh:
    maker, colour = chance.choice(MAKERS), chance.choice(COLOURS)
    law, facts = f"{theme.law} năm {theme.year}", []
    outside, inside = canvas(A4_ACROSS), canvas(A4_ACROSS)
    third, gap = 297 * MM / 3, 7 * MM
    outside.folds = inside.folds = (third, 2 * third)
    title = chance.choice(theme.titles)
    year = max(int(theme.year) + 1, 2016) + chance.randint(0, 2)
    heads = ("Hỏi: ", "Đáp: ") if chance.random() < 0.5 else ("Câu {n}. ", "Trả lời: ")
    units: list[Asked] = []
    panels: list[list[str]] = [[], []]
    said = theme.said[0][0].format(law=law)
    panels[0].append(_flap(outside, gap, third, said, colour))
    facts += cited(theme, theme.said[0][1])
    imprint, printed = _imprint(outside, third + gap, third, maker[4], year, chance)
    panels[0].append(imprint)
    panels[0].append(_cover(outside, 2 * third, third, maker, title, colour, year, chance))
    y, column = 14 * MM, 0
    for number, (question, answer, places) in enumerate(theme.asked, 1):
        x = gap + column * third
        wide = third - 2 * gap
        head = heads[0].format(n=number)
        if y == 14 * MM:
            panels[1].append(f"{head}{question}")
        y = inside.text(x, y, wide, f"<b>{head}{question}</b>", size=12, sans=True) + 4
        body = answer.format(law=law)
        more = chance.choice(_MORE)
        y = inside.text(x, y, wide, f"{heads[1]}{body} {more}", size=11.5, align="full") + 10
        units.append(Asked(number=number if "{n}" in heads[0] else None, question=question, answer=f"{body} {more}"))
        facts += cited(theme, places)
        column, y = column + 1, 14 * MM
    while column < 3:
        text = CLOSING[column % len(CLOSING)]
        panels[1].append(text)
        inside.text(gap + column * third, 14 * MM, third - 2 * gap, text, size=12, align="full")
        column += 1
    truth: dict[str, Value] = {
        "title": title,
        "issuer": maker[1],
        "issuer_id": maker[3],
        "material_type": "to-gap",
        "language": "vie",
        "pages": 2,
        **printed,
    }
    truth |= {"parent_issuer": maker[2]} if maker[2] else {}
    return Fresh(
        name=f"folded-{at:02d}",
        sheets=(outside.sheet(), inside.sheet()),
        profile=chance.choice(("leaflet-200", "office-300")),
        truth=truth,
        topic=theme.topic,
        facts=tuple(facts),
        asked=tuple(units),
        panels=tuple(map(tuple, panels)),
        unjudged=frozenset({"place", "issued_date", "subject"}),
    )


_MORE = (
    "Người dân cần tư vấn thêm có thể đến bộ phận một cửa của xã hoặc gặp trưởng thôn để được hướng dẫn cụ thể.",
    "Trường hợp có vướng mắc, xin liên hệ cán bộ tư pháp - hộ tịch nơi cư trú để được giải đáp miễn phí.",
    "Đây là quy định mới, bà con cần chú ý để thực hiện cho đúng và nhắc nhở người thân trong gia đình.",
)
CLOSING = (
    "Mỗi người dân hãy là một tuyên truyền viên tích cực, cùng xây dựng thôn bản bình yên, no ấm và hạnh phúc.",
    "Hiểu luật để sống tốt hơn. Hãy chia sẻ tờ gấp này cho hàng xóm và bạn bè của bạn cùng đọc nhé!",
    "Muốn biết thêm, mời bạn truy cập Cổng thông tin điện tử của tỉnh, chuyên mục phổ biến pháp luật.",
)


def _flap(page: Canvas, x: float, third: float, said: str, colour: Colour) -> str:
    wide = third - 14 * MM
    first = "Điều cần nhớ"
    page.band(x - 3 * MM, 14 * MM, wide + 6 * MM, 11 * MM, colour)
    page.text(x, 14.5 * MM, wide, first.upper(), size=14, align="centre", bold=True, sans=True, colour=WHITE)
    y = page.text(x, 32 * MM, wide, said, size=12, align="full") + 6
    for text in CLOSING[:2]:
        y = page.text(x, y, wide, text, size=12, align="full") + 6
    return first.upper()


def _imprint(
    page: Canvas, x: float, third: float, place: str, year: int, chance: Random
) -> tuple[str, dict[str, Value]]:
    wide, first = third - 14 * MM, "Chịu trách nhiệm nội dung"
    printer, run = chance.choice(_PRINTERS), chance.choice((1500, 2000, 3500, 12000))
    licence, month = chance.randint(11, 99), chance.randint(3, 9)
    day = f"{year}-{month:02d}-{chance.randint(10, 28)}"
    shown = "/".join(reversed(day.split("-")))
    lines = (
        f"{first}: Lãnh đạo cơ quan phát hành",
        f"Giấy phép xuất bản số {licence}/GP-STTTT do Sở Thông tin và Truyền thông tỉnh {place} cấp ngày {shown}.",
        f"In {run:,} tờ, khổ 21 x 29,7 cm tại {printer}.".replace(",", ".", 1),
        f"In xong và nộp lưu chiểu tháng {month + 1}/{year}.",
    )
    y = 150 * MM
    for line in lines:
        y = page.text(x, y, wide, line, size=10) + 2
    return first, {
        "licence_number": f"{licence}/GP-STTTT",
        "licence_date": day,
        "print_run": run,
        "page_size": "21 x 29,7 cm",
        "printer": printer,
        "deposit": f"{year}-{month + 1:02d}",
        "licence_authority": f"Sở Thông tin và Truyền thông tỉnh {place}",
        "responsible": "Lãnh đạo cơ quan phát hành",
    }


def _cover(
    page: Canvas, x: float, third: float, maker: Maker, title: str, colour: Colour, year: int, chance: Random
) -> str:
    reversed_out = chance.random() < 0.5
    ink: Colour = WHITE if reversed_out else colour
    if reversed_out:
        page.band(x, 0, third, 210 * MM, colour)
    y = 14 * MM
    for line in maker[0]:
        y = page.text(x + 5 * MM, y, third - 10 * MM, line, size=12, align="centre", bold=True, colour=ink)
    y = page.text(
        x + 5 * MM, y + 34 * MM, third - 10 * MM, "TỜ GẤP PHÁP LUẬT", size=13, align="centre", sans=True, colour=ink
    )
    page.text(
        x + 6 * MM,
        y + 4 * MM,
        third - 12 * MM,
        title.upper(),
        size=22,
        align="centre",
        bold=True,
        sans=True,
        colour=ink,
    )
    page.text(x + 5 * MM, 190 * MM, third - 10 * MM, f"{maker[4]}, {year}", size=12, align="centre", colour=ink)
    return str(maker[0][0])
