"""Official texts: plans, decisions, letters, reports and their like, with letterheads of several habits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from bench.fresh.document import Fact, Fresh, Value
from bench.fresh.letterhead import LEFT, TEXT, Letter, closing, heading, letterhead
from bench.fresh.people import OFFICES, Office, person
from bench.fresh.sheets import A4, Canvas, canvas
from bench.fresh.themes import THEMES, Theme
from tests.samples.sheet import MM, Sheet

_BOTTOM = 272 * MM
_TYPES = (
    ("KH", "Kế hoạch", "Tuyên truyền pháp luật về {subject} năm {year}"),
    ("QĐ", "Quyết định", "Ban hành Quy chế phối hợp trong công tác {subject}"),
    ("QĐ", "Quyết định", "Về việc thành lập Tổ công tác {subject}"),
    ("TB", "Thông báo", "Lịch tổ chức hội nghị trực tuyến về {subject}"),
    ("BC", "Báo cáo", "Sơ kết 6 tháng đầu năm {year} công tác {subject}"),
    ("HD", "Hướng dẫn", "Nội dung sinh hoạt chuyên đề về {subject}"),
    ("TTr", "Tờ trình", "Đề nghị cấp kinh phí in tài liệu về {subject}"),
    ("CTr", "Chương trình", "Hành động về {subject} giai đoạn {year} - 2030"),
    ("CT", "Chỉ thị", "Về việc tăng cường công tác {subject}"),
    ("CV", "Công văn", "V/v báo cáo kết quả thực hiện công tác {subject}"),
    ("CV", "Công văn", "V/v cử người tham dự lớp bồi dưỡng về {subject}"),
    ("GM", "Giấy mời", "Dự hội nghị triển khai {subject}"),
)
_SUBJECTS = (
    "hòa giải ở cơ sở",
    "trợ giúp pháp lý cho người nghèo",
    "phòng, chống ma túy trong trường học",
    "trật tự, an toàn giao thông đường bộ",
    "bảo vệ môi trường nông thôn",
    "phòng, chống bạo lực gia đình",
    "xây dựng tủ sách pháp luật",
    "chuyển đổi số trong phổ biến, giáo dục pháp luật",
)
_OPENING = (
    "Thực hiện chỉ đạo của cấp trên về công tác phổ biến, giáo dục pháp luật, cơ quan xây dựng các nội dung dưới đây.",
    "Nhằm tạo chuyển biến trong nhận thức và ý thức chấp hành pháp luật của cán bộ và nhân dân, cụ thể như sau.",
    "Qua theo dõi tình hình trên địa bàn thời gian vừa qua, công tác này còn một số hạn chế cần khắc phục.",
)
_BODY = (
    "1. Tổ chức rà soát, phân loại nhóm đối tượng cần tuyên truyền để lựa chọn hình thức phù hợp với từng địa bàn.",
    "2. Biên soạn tài liệu ngắn gọn, dễ nhớ; ưu tiên tranh vẽ, clip và các câu hỏi thường gặp trong đời sống.",
    "3. Phát huy vai trò của báo cáo viên, tuyên truyền viên và những người có uy tín trong cộng đồng dân cư.",
    "4. Kinh phí thực hiện bố trí từ nguồn chi thường xuyên được giao và các nguồn huy động hợp pháp khác.",
    "5. Kết quả gửi về cơ quan thường trực trước ngày 25 của tháng cuối quý để tổng hợp, báo cáo theo quy định.",
)
_RECEIVERS = (
    ("Như trên", "Lưu: VT, PBGDPL"),
    ("Các phòng, ban trực thuộc", "Đài phát thanh (đưa tin)", "Lưu: VT"),
    ("Thường trực cấp ủy (để b/c)", "Các tổ chức đoàn thể", "Trưởng các thôn, khu phố", "Lưu: VT, TP"),
    ("Như Điều 3", "Cổng thông tin điện tử", "Lưu: VT, NC"),
)


def letters(chance: Random, count: int) -> Iterator[Fresh]:
    """So many official texts."""
    kinds, offices = list(_TYPES), list(OFFICES)
    chance.shuffle(kinds)
    chance.shuffle(offices)
    for at in range(count):
        office = offices[at % len(offices)]
        yield _written(_drawn(chance, office, kinds[at % len(kinds)]), chance, at)


def secrets(chance: Random, count: int) -> Iterator[Fresh]:
    """Official texts with a mark of state secrecy under the number, stamped red or black."""
    for at in range(count):
        office, kind = chance.choice(OFFICES), chance.choice(_TYPES)
        letter = replace(_drawn(chance, office, kind), secret=("MẬT", "TỐI MẬT", "TUYỆT MẬT")[at % 3], urgency=None)
        made = _written(letter, chance, at)
        yield replace(made, name=f"secret-{at:02d}", secret=True)


def _drawn(chance: Random, office: Office, kind: tuple[str, str, str]) -> Letter:
    year = chance.randint(office.since, office.until)
    month = chance.randint(8, 12) if office.since == 2025 and year == 2025 else chance.randint(1, 10)
    return Letter(
        office=office,
        kind=kind,
        number=chance.choice((3, 17, 48, 96, 215, 734, 1208, 3571)),
        day=chance.randint(1, 28),
        month=month,
        year=year,
        subject=kind[2].format(subject=chance.choice(_SUBJECTS), year=year),
        head=chance.choice(office.heads),
        name=person(chance),
        receivers=chance.choice(_RECEIVERS),
        urgency=chance.choice(("HỎA TỐC", "KHẨN")) if chance.random() < 0.1 else None,
    )


def _written(letter: Letter, chance: Random, at: int) -> Fresh:
    first = canvas(A4)
    y = letterhead(first, letter, sans=chance.random() < 0.15)
    y = heading(first, letter, y)
    theme = chance.choice(THEMES)
    grounds, facts = _grounds(letter, theme, chance)
    body = [*grounds, chance.choice(_OPENING), *_BODY[: chance.randint(3, 5)]]
    if letter.kind[0] == "QĐ":
        body = [*grounds, "<b>QUYẾT ĐỊNH:</b>", *_articles(letter)]
    sheets = _flowed(first, y, body, letter, chance)
    truth: dict[str, Value] = {
        "number": letter.notation,
        "document_type": letter.kind[1],
        "issuer": letter.office.issuer,
        "issued_date": f"{letter.year}-{letter.month:02d}-{letter.day:02d}",
        "place": letter.office.place,
        "subject": letter.subject,
        "signer_title": " - ".join(letter.head),
        "signer_name": letter.name,
        "recipients": letter.receivers,
        "material_type": "vb-chi-dao",
        "language": "vie",
        "pages": len(sheets),
    }
    marks = " ".join(title.split()[0] for title in letter.head if title.startswith(("TM.", "KT.", "TL.")))
    truth |= {"signer_authority": marks} if marks else {}
    truth |= {"parent_issuer": letter.office.parent} if letter.office.parent else {}
    truth |= {"issuer_id": letter.office.id} if letter.office.id else {}
    truth |= {"urgency": letter.urgency.capitalize()} if letter.urgency else {}
    if letter.kind[0] == "QĐ":
        truth["effective_date"] = truth["issued_date"]
    profile = chance.choice(("office-300", "office-200", "faded-200", "thin-150", "copier-300", "copy-150"))
    return Fresh(name=f"letter-{at:02d}-{letter.kind[0]}", sheets=sheets, profile=profile, truth=truth, facts=facts)


def _grounds(letter: Letter, theme: Theme, chance: Random) -> tuple[list[str], tuple[Fact, ...]]:
    """Sentences that cite, and what they cite."""
    if letter.kind[0] not in ("QĐ", "KH", "TTr") or int(theme.year) >= letter.year:
        return [], ()
    said = f"<i>Căn cứ {theme.law} số {theme.number};</i>"
    facts: list[Fact] = [(theme.id, "", "", "")]
    if chance.random() < 0.5:
        said = f"<i>Căn cứ {theme.law} năm {theme.year};</i>"
    return [
        said,
        f"<i>Theo đề nghị của {'Chánh Văn phòng' if letter.office.sign == 'UBND' else 'Trưởng phòng chuyên môn'}.</i>",
    ], tuple(facts)


def _articles(letter: Letter) -> tuple[str, ...]:
    return (
        f"<b>Điều 1.</b> {letter.subject.removeprefix('Về việc ').capitalize()}, gồm các nội dung kèm theo.",
        "<b>Điều 2.</b> Giao cơ quan chuyên môn theo dõi, đôn đốc và định kỳ báo cáo kết quả thực hiện.",
        (
            "<b>Điều 3.</b> Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các đơn vị liên quan chịu trách nhiệm"
            " thi hành./."
        ),
    )


def _flowed(first: Canvas, y: float, body: list[str], letter: Letter, chance: Random) -> tuple[Sheet, ...]:
    page, pages = first, [first]
    for paragraph in body:
        centred = paragraph.startswith("<b>QUYẾT")
        if y > _BOTTOM - 50:
            page, y = canvas(A4), 24 * MM
            page.text(0, 10 * MM, 210 * MM, str(len(pages) + 1), size=12, align="centre")
            pages.append(page)
        y = (
            page.text(
                LEFT,
                y,
                TEXT,
                paragraph,
                size=13.5,
                align="centre" if centred else "full",
                indent=0 if centred else 12 * MM,
            )
            + 5
        )
    if y > _BOTTOM - 60 * MM:
        page, y = canvas(A4), 24 * MM
        page.text(0, 10 * MM, 210 * MM, str(len(pages) + 1), size=12, align="centre")
        pages.append(page)
    closing(page, y + 6, letter, chance)
    return tuple(one.sheet() for one in pages)
