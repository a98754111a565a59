"""What is made for an occasion: plays, contests, talks on the loudspeaker, bulletins, lists of participants."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bench.fresh.covers import MAKERS, PROSE, truth_of
from bench.fresh.document import Fresh, Value
from bench.fresh.leaflets import cited
from bench.fresh.people import person
from bench.fresh.sheets import A4, canvas
from bench.fresh.themes import Theme
from tests.samples.sheet import MM


def play(at: int) -> Fresh:
    """A dialogue with its cast."""
    page, y = canvas(A4), 22 * MM
    name = ("Chuyện xóm Đồi", "Đám cưới hụt")[at]
    y = page.text(25 * MM, y, 160 * MM, "TIỂU PHẨM", size=15, align="centre", bold=True)
    y = page.text(25 * MM, y, 160 * MM, name.upper(), size=17, align="centre", bold=True) + 10
    lines = (
        "<b>Nhân vật:</b> Bà Tâm - 60 tuổi; Mận - con gái bà Tâm; ông Lập - trưởng bản.",
        "<b>Cảnh 1</b> (Sân nhà bà Tâm, buổi chiều)",
        "<b>Bà Tâm:</b> Mận ơi, nhà người ta mang trầu cau sang rồi, con ra chào đi!",
        "<b>Mận:</b> Con mới mười sáu, con còn phải đi học mẹ ạ.",
        "<b>Ông Lập:</b> Bà Tâm à, cháu chưa đủ tuổi, cưới bây giờ là trái pháp luật đấy.",
        "<b>Bà Tâm:</b> Thế ngày xưa tôi mười lăm đã về làm dâu thì sao hở ông?",
    )
    for line in lines * 2:
        y = page.text(25 * MM, y, 160 * MM, line, size=13) + 6
    truth: dict[str, Value] = {
        "title": f"Tiểu phẩm {name}",
        "material_type": "tieu-pham",
        "language": "vie",
        "pages": 1,
    }
    return Fresh(
        name=f"play-{at:02d}",
        sheets=(page.sheet(),),
        profile="office-200",
        truth=truth,
        unjudged=frozenset({"subject", "title"}),
    )


def contest(at: int) -> Fresh:
    """Questions with choices; the second with their key."""
    page, y = canvas(A4), 22 * MM
    title = ("Câu hỏi cuộc thi trắc nghiệm tìm hiểu Luật Căn cước", "Bộ câu hỏi và đáp án hội thi hòa giải viên giỏi")[
        at
    ]
    y = page.text(25 * MM, y, 160 * MM, title.upper(), size=16, align="centre", bold=True) + 12
    for number in range(1, 6):
        y = (
            page.text(
                25 * MM,
                y,
                160 * MM,
                f"<b>Câu {number}.</b> Theo bạn, cơ quan nào có thẩm quyền giải quyết việc thứ {number}?",
                size=13,
            )
            + 2
        )
        for letter, option in zip(
            "ABCD", ("Ủy ban nhân dân cấp xã", "Công an cấp xã", "Sở Tư pháp", "Tòa án nhân dân"), strict=True
        ):
            y = page.text(32 * MM, y, 150 * MM, f"{letter}. {option}.", size=13)
        if at:
            y = page.text(25 * MM, y, 160 * MM, f"<b>Đáp án: {'ABCD'[number % 4]}</b>", size=13)
        y += 6
    truth: dict[str, Value] = {"title": title, "material_type": "cau-hoi-thi", "language": "vie", "pages": 1}
    return Fresh(
        name=f"contest-{at:02d}",
        sheets=(page.sheet(),),
        profile="office-300",
        truth=truth,
        asked=(),
        unjudged=frozenset({"subject"}),
    )


def talk(at: int, theme: Theme) -> Fresh:
    """What is read to listeners."""
    page, y = canvas(A4), 22 * MM
    y = page.text(25 * MM, y, 160 * MM, "BÀI PHÁT THANH", size=15, align="centre", bold=True)
    title = theme.titles[0]
    y = page.text(25 * MM, y, 160 * MM, title.upper(), size=15, align="centre", bold=True) + 12
    law, facts = f"{theme.law} năm {theme.year}", []
    y = (
        page.text(
            25 * MM,
            y,
            160 * MM,
            "Kính thưa bà con và các bạn! Mời bà con cùng nghe nội dung tuyên truyền hôm nay trên sóng truyền thanh"
            " xã.",
            size=13,
            align="full",
            indent=10 * MM,
        )
        + 5
    )
    for said, places in theme.said:
        y = page.text(25 * MM, y, 160 * MM, said.format(law=law), size=13, align="full", indent=10 * MM) + 5
        facts += cited(theme, places)
    page.text(
        25 * MM,
        y,
        160 * MM,
        "Bài phát thanh đến đây là hết. Xin cảm ơn bà con đã chú ý lắng nghe.",
        size=13,
        align="full",
        indent=10 * MM,
    )
    truth: dict[str, Value] = {
        "title": f"Bài phát thanh {title}",
        "material_type": "phat-thanh",
        "language": "vie",
        "pages": 1,
    }
    return Fresh(
        name=f"talk-{at:02d}",
        sheets=(page.sheet(),),
        profile="copy-150",
        truth=truth,
        topic=theme.topic,
        facts=tuple(facts),
        unjudged=frozenset({"subject", "title"}),
    )


def bulletin(chance: Random, at: int) -> Fresh:
    """A masthead with its issue, and two columns."""
    special = at >= 2
    maker = MAKERS[at % 3]
    name = (
        "Bản tin Tư pháp",
        "Bản tin Phổ biến pháp luật",
        "Đặc san Tuyên truyền pháp luật",
        "Đặc san Hòa giải ở cơ sở",
    )[at]
    number, year = chance.randint(1, 9), chance.randint(2018, 2024)
    first = canvas(A4)
    y = 16 * MM
    for line in maker[0]:
        y = first.text(20 * MM, y, 170 * MM, line, size=13, align="centre", bold=True)
    y = first.text(
        20 * MM, y + 8 * MM, 170 * MM, name.upper(), size=30, align="centre", bold=True, colour=(160, 20, 30)
    )
    issue = (
        f"Số {number:02d} - {year}",
        f"Số {number}/{year}",
        f"Số {number:02d} năm {year}",
        f"SỐ {number:02d}/{year}",
    )[at]
    first.text(20 * MM, y, 170 * MM, issue, size=15, align="centre", bold=True)
    second = canvas(A4)
    for column in (0, 1):
        y = 20 * MM
        for _ in range(6):
            y = second.text((18 + 92 * column) * MM, y, 82 * MM, chance.choice(PROSE), size=11.5, align="full") + 5
    truth = truth_of(maker, name, "dac-san" if special else "ban-tin", 2, None)
    truth |= {"issue_number": f"{number:02d}/{year}", "series": name}
    return Fresh(
        name=f"serial-{at:02d}",
        sheets=(first.sheet(), second.sheet()),
        profile="bulletin-150",
        truth=truth,
        unjudged=frozenset({"subject", "issue_number", "series", "issued_date", "place", "title"}),
    )


def _card(chance: Random) -> str:
    """The number of an identity card: province, century and sex, year of birth, six digits."""
    province, century, year = chance.choice((38, 40, 30)), chance.choice("0123"), chance.randint(60, 99)
    return f"0{province}{century}{year}{chance.randint(0, 999999):06d}"


def forms(chance: Random, count: int) -> Iterator[Fresh]:
    """Lists and letters that name people with their numbers, and agencies with theirs."""
    for at in range(count):
        page, y = canvas(A4), 24 * MM
        y = (
            page.text(25 * MM, y, 160 * MM, "DANH SÁCH HỌC VIÊN DỰ LỚP BỒI DƯỠNG", size=15, align="centre", bold=True)
            + 12
        )
        own: list[str] = []
        for number in range(1, 6):
            card, phone = (
                _card(chance),
                f"09{chance.randint(10000000, 99999999)}",
            )
            y = (
                page.text(
                    25 * MM,
                    y,
                    160 * MM,
                    f"{number}. Ông (bà): {person(chance)} - CCCD số {card} - ĐT: {phone[:4]} {phone[4:7]} {phone[7:]}",
                    size=12.5,
                )
                + 4
            )
            own += [card, phone]
        y = (
            page.text(
                25 * MM,
                y + 8,
                160 * MM,
                "Mọi thắc mắc xin gọi đường dây nóng của Sở Tư pháp: 0237 3852 465 hoặc Tổng đài 1900 6192.",
                size=12.5,
            )
            + 6
        )
        page.text(
            25 * MM,
            y,
            160 * MM,
            "Thư điện tử cơ quan: stp@thanhhoa.gov.vn. Mã số thuế của đơn vị: 2800115466.",
            size=12.5,
        )
        yield Fresh(
            name=f"form-{at:02d}",
            sheets=(page.sheet(),),
            profile=chance.choice(("office-300", "office-200", "copy-150")),
            truth={"language": "vie", "pages": 1},
            personal=tuple(own),
            unjudged=frozenset({"title", "subject", "material_type", "document_type", "issuer"}),
        )
