"""How well personal data are found: pages written by rule, with truth, spoilt as OCR spoils them.

    python -m bench.personal [--pages 400] [--seed 7] [--noise 1.0]

Every page mixes personal data in forms, lists, tables and sentences with what only looks like it: agencies' telephones
and mail addresses, hotlines, amounts, law numbers, tax numbers, the placeholders of scenarios. Prints per kind how many
were found, and how many findings were right; a finding is right if it covers most of a true one's words. People,
numbers and addresses are drawn at random.
"""

import argparse
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.stages.reader.privacy.personal import personal_data
from schemas.gate import PersonalKind
from schemas.page import Box, Line, Page, PageStatus, Word
from schemas.text import fold

_FAMILY = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Trịnh",
    "Hà", "Mai", "Cao", "Lưu", "Tạ",
)  # fmt: skip
_MIDDLE = (
    "Văn", "Thị", "Đức", "Minh", "Hữu", "Ngọc", "Thanh", "Quang", "Xuân", "Thu", "Đình", "Bá", "Công", "Hồng",
)  # fmt: skip
_GIVEN = (
    "Bình", "Cường", "Dũng", "Hạnh", "Hoa", "Khánh", "Lan", "Liên", "Long", "Nam", "Nga", "Nhung", "Phúc", "Quân",
    "Sơn", "Tâm", "Thảo", "Thủy", "Tiến", "Trung", "Tuấn", "Vinh", "Yến",
)  # fmt: skip
_PLACES = (
    "Hoằng Lộc", "Quảng Xương", "Hạc Thành", "Nông Cống", "Yên Định", "Thọ Xuân", "Hậu Lộc", "Nga Sơn", "Bỉm Sơn",
    "Tĩnh Gia", "Mường Lát", "Như Thanh",
)  # fmt: skip
_STREETS = (
    "Lê Lợi", "Trần Phú", "Nguyễn Trãi", "Lê Hoàn", "Bà Triệu", "Hai Bà Trưng", "Đinh Công Tráng", "Phan Chu Trinh",
    "Quang Trung",
)  # fmt: skip
_PROVINCES = (1, 2, 8, 19, 24, 25, 30, 31, 34, 36, 37, 38, 40, 42, 44, 48, 52, 60, 66, 79, 82, 87, 92, 96)
_HOMES = (
    "thôn #, xã {place}, tỉnh Thanh Hóa",
    "số ## đường {street}, phường {place}",
    "số nhà ##, ngõ #, {street}, phường {place}, tỉnh Thanh Hóa",
    "tổ dân phố #, phường {place}",
    "xóm #, xã {place}",
    "khu phố #, thị trấn {place}",
)
_SENTENCES = (
    "Công dân có quyền được thông tin về pháp luật và có trách nhiệm chủ động tìm hiểu, học tập pháp luật.",
    "Phạt tiền từ 2.000.000 đồng đến 5.000.000 đồng đối với hành vi vi phạm quy định tại khoản 1 Điều này.",
    "Căn cứ Luật Phổ biến, giáo dục pháp luật số 14/2012/QH13 ngày 20 tháng 6 năm 2012;",
    "Việc đăng ký khai sinh thực hiện theo Nghị định số 123/2015/NĐ-CP ngày 15/11/2015 của Chính phủ.",
    "Mức bồi thường 1.250.000.000 đồng, diện tích 0.123.456 m2, tờ bản đồ số 12, thửa đất số 345.",
    "Người dân có thể gọi 113, 114, 115 hoặc Tổng đài 111 để được bảo vệ trẻ em.",
)
_FORM: dict[str, tuple[str, ...]] = {
    "name": ("Họ và tên: {name}", "Họ tên: {name}", "Tên tôi là: {name}"),
    "cccd": (
        "Số CCCD: [cccd={cccd}]", "CCCD số: [cccd={cccd}] cấp ngày 12/03/2021", "Thẻ căn cước: [cccd={cccd}]",
        "Căn cước công dân số: [cccd={cccd}] do Cục Cảnh sát cấp", "Số định danh cá nhân: [cccd={cccd}]",
        "Số CMND/CCCD: [cccd={cccd}]",
    ),
    "cmnd": (
        "Số CMND: [cmnd={9}]", "CMND số: [cmnd={9}]", "Giấy CMND: [cmnd={9}]",
        "Chứng minh nhân dân số: [cmnd={9}] cấp ngày 02/5/2009 tại Công an tỉnh Thanh Hóa",
    ),
    "phone": (
        "Điện thoại: [phone={mobile}]", "Số điện thoại: [phone={mobile}]", "SĐT: [phone={mobile}]",
        "ĐT: [phone={mobile}]", "Di động: [phone={mobile}]", "Điện thoại liên hệ: [phone={mobile}]",
    ),
    "email": ("Email: [email={mail}]", "Thư điện tử: [email={mail}]", "E-mail: [email={mail}]"),
    "bank": (
        "Số tài khoản: [bank_account={12}] tại Ngân hàng Agribank", "STK: [bank_account={13}]",
        "Tài khoản số: [bank_account={10}] Vietcombank", "Tài khoản ngân hàng số: [bank_account={14}]",
    ),
    "passport": ("Hộ chiếu số: [passport=B{7}]", "Số hộ chiếu: [passport=C{7}]", "Passport: [passport=N{7}]"),
    "bhxh": ("Mã số BHXH: [bhxh={10}]", "Số sổ BHXH: [bhxh={10}]", "Mã số bảo hiểm xã hội: [bhxh={10}]"),
    "bhyt": ("Số thẻ BHYT: [bhyt=DN4{12}]", "Thẻ BHYT số: [bhyt=GD4{12}]", "Mã thẻ bảo hiểm y tế: [bhyt=HT3{12}]"),
}  # fmt: skip
"""Lines of a form that a person fills in; what is personal stands in brackets, after its kind."""
_IN_TEXT = (
    "{person}, CCCD số [cccd={cccd}] , trú tại địa phương.",
    "Liên hệ {person}, điện thoại [phone={mobile}] .",
    "Theo đơn của {person} (SĐT [phone={mobile}] ) gửi Ủy ban nhân dân xã.",
    "Chuyển tiền cho {person} qua số tài khoản [bank_account={12}] mở tại Ngân hàng BIDV.",
    "Đồng chí {name}, Phó Trưởng phòng Sở Tư pháp, ĐT: [phone={mobile}]",
    "Người bị hại là {person} (CMND [cmnd={9}] ), đã trình báo.",
    "Nguyên đơn: {called} [address={name}, trú tại {home}] .",
    "Bà [address={name}, địa chỉ: {home}] .",
    "Người khiếu nại: [address={name}; nơi thường trú: {home}] .",
    "Hội đồng đã hòa giải cho {called} [address={name}, {home}] ; hai bên đồng ý.",
    "Họ và tên: [address={name} Chỗ ở hiện nay: {home}]",
    "Bị đơn: bà [address={name}, sinh năm 1979, HKTT: {home}]",
    "Chủ hộ: [address={name} - {home}]",
    "Zalo {called} {given}: [phone={mobile}]",
    "Hòa giải viên {name} - [phone={mobile}] - Tổ trưởng tổ hòa giải",
    "ĐT. {called} {given}. [phone={mobile}/{mobile}]",
    "{name} (mã định danh [cccd={cccd}] )",
    "sinh năm 1985; căn cước: [cccd={cccd}] ; nghề nghiệp: làm ruộng",
    "Ủng hộ qua TK [bank_account={13}] Techcombank, chủ tài khoản {name}",
    "Thân nhân khai có hộ chiếu phổ thông số [passport=B{7}] cấp năm 2020",
    "Điện thoại nhà riêng {person}: [phone={line}]",
    "Gửi về hòm thư [email={mail}] (gặp {called} {given})",
)
_TABLE = ("STT Họ và tên Số điện thoại", *(f"{n} {{name}} [phone={{mobile}}]" for n in range(1, 4)))
_AGENCY = (
    (
        "SỞ TƯ PHÁP TỈNH THANH HÓA", "UBND xã {place}", "Trung tâm Trợ giúp pháp lý nhà nước tỉnh Thanh Hóa",
        "Công an phường {place}", "Phòng Phổ biến, giáo dục pháp luật, Sở Tư pháp",
    ),
    ("Địa chỉ: Số ## đường {street}, phường {place}, tỉnh Thanh Hóa",),
    ("Điện thoại: {line}", "ĐT: {line}", "Tel: {line}"),
    (
        "Email: sotuphap@thanhhoa.gov.vn", "Email: stp.thanhhoa@gmail.com", "Email: tgpl@moj.gov.vn",
        "Email: bantintuphap@gmail.com", "Email: vanthu@thanhhoa.gov.vn",
    ),
)  # fmt: skip
_NOBODYS = (
    "Đường dây nóng: {mobile}",
    "Hotline Sở Tư pháp: {line}",
    "Trực ban Công an tỉnh: {line}",
    "Mọi chi tiết xin liên hệ Trung tâm Trợ giúp pháp lý nhà nước, ĐT: {line}",
    "Số điện thoại đường dây nóng tiếp nhận phản ánh của Ủy ban nhân dân xã: {mobile}",
    "Tổng đài tư vấn pháp luật: 1900 6192, 1800 1567.",
    "Ông Nguyễn Văn A, trú tại thôn 3, xã X, có hành vi lấn chiếm đất của bà Trần Thị B.",
    "Anh B (số điện thoại 0123456789) cho chị C vay 50.000.000 đồng, thời hạn 12 tháng.",
    "Bà Hoàng Thị M., xã Lâm Bình, hỏi: thủ tục đăng ký khai sinh cho con như thế nào?",
    "Chị H, ở thôn Y, xã Z, bị chồng là anh K đánh đập nhiều lần.",
    "Mã số thuế: 03{8}, do Sở Kế hoạch và Đầu tư cấp.",
    "Giấy phép xuất bản số ##/GP-STTTT ngày 12/02/2021. In #.000 tờ, khổ 20 x 29 cm.",
    "Số tài khoản: {12} của Quỹ Bảo trợ trẻ em tại Kho bạc Nhà nước tỉnh Thanh Hóa.",
    "Số vụ việc hòa giải: 1###; kinh phí #.###.###.### đồng.",
    "ISBN 978-604-##-####-#, số đăng ký ####-2019/CXBIPH.",
    "Quyết định số 1###/QĐ-UBND ngày 1#/0#/201# của UBND tỉnh.",
    "Chịu trách nhiệm nội dung: Giám đốc Sở Tư pháp; trụ sở: số 34 Đại lộ Lê Lợi, phường Hạc Thành.",
    "Bộ phận tiếp nhận và trả kết quả phường {place}: {line}",
    "Hội Liên hiệp Phụ nữ tỉnh - ĐT: {line}, fax: {line}",
    "Nhà in báo Thanh Hóa, điện thoại {line}",
    "Số điện thoại trực tiếp công dân của Sở: {line}",
    "Mã hồ sơ 000.##.##.H56-######-####",
    "Số hóa đơn 1######, ký hiệu 1C25TAA, tổng cộng 1#.###.000 đồng",
    "Vốn điều lệ: #0.000.000.000 đồng; mã số doanh nghiệp {10}",
    "Ngày 09/11/2024, tại hội trường UBND xã, 120 đại biểu dự hội nghị tuyên truyền.",
    "Điểm a khoản 1 Điều 5 Nghị định 144/2021/NĐ-CP; Điều 134 Bộ luật Hình sự 2015 (sửa đổi 2017).",
    "Cổng thông tin: pbgdpl.thanhhoa.gov.vn; thư: pbgdpl@thanhhoa.gov.vn; phapluat@moj.gov.vn",
)
_PERSONAL = re.compile(r"\[(?P<kind>\w+)=(?P<value>[^\]]*)\]")
_FIELD = re.compile(r"\{(\w+)\}|#")
_SLIPS = {
    "ố": "ôó", "ệ": "êẹ", "ạ": "aa", "ả": "aá", "ế": "êé", "ứ": "ưú", "ờ": "ơò", "ộ": "ôọ", "ậ": "âạ", "đ": "dđ",
    "ị": "i", "ọ": "o", "ữ": "ưũ", "ổ": "ôỏ", "ồ": "ôò", "à": "aá", "á": "aà", "ì": "i", "í": "i", "ú": "u", "ư": "u",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Truth:
    """Personal data on a page: the boxes of its words."""

    kind: PersonalKind
    boxes: tuple[Box, ...]


@dataclass
class Score:
    """Counts of one kind."""

    true: int = 0
    found: int = 0
    given: int = 0
    right: int = 0


def main() -> None:
    """Prints the table; see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--noise", type=float, default=1.0)
    parser.add_argument("--show", action="store_true", help="print the lines that were missed or wrongly marked")
    asked = parser.parse_args()
    scores = measure(pages=asked.pages, seed=asked.seed, noise=asked.noise, show=asked.show)
    print(f"{'kind':14} {'true':>6} {'recall':>7} {'given':>6} {'precision':>9}")
    for kind, score in scores.items():
        recall, precision = score.found / max(score.true, 1), score.right / max(score.given, 1)
        print(f"{kind:14} {score.true:6} {recall:7.3f} {score.given:6} {precision:9.3f}")


def measure(*, pages: int, seed: int, noise: float, show: bool = False) -> dict[str, Score]:
    """Scores by kind, and ``all``, on so many pages."""
    rng = random.Random(seed)
    scores: dict[str, Score] = {kind.value: Score() for kind in PersonalKind} | {"all": Score()}
    for number in range(pages):
        page, truths = written_page(rng, noise=noise)
        found = personal_data([page])
        for truth in truths:
            hit = covers([box for one in found for box in one.boxes], truth.boxes)
            for name in (truth.kind.value, "all"):
                scores[name].true += 1
                scores[name].found += hit
            if show and not hit:
                print(number, "missed", truth.kind.value, "|", line_at(page, truth.boxes[0]))
        for one in found:
            right = any(covers(one.boxes, truth.boxes) or covers(truth.boxes, one.boxes) for truth in truths)
            for name in (one.kind.value, "all"):
                scores[name].given += 1
                scores[name].right += right
            if show and not right:
                print(number, "wrong", one.kind.value, "|", line_at(page, one.boxes[0]))
    return scores


def covers(given: Sequence[Box], true: Sequence[Box]) -> bool:
    """Whether the given boxes cover at least 80 % of the true ones, by width."""
    covered = sum(max(min(g.x1, t.x1) - max(g.x0, t.x0), 0) for t in true for g in given if g.y0 < t.y1 and t.y0 < g.y1)
    return covered >= 0.8 * sum(t.width for t in true)


def line_at(page: Page, box: Box) -> str:
    """The line at a place, for looking at by hand; everything in it is made up."""
    return next((line.text for line in page.lines if line.box.y0 <= box.y0 < line.box.y1), "")


# --- writing -------------------------------------------------------------------------------------------------------


def written_page(rng: random.Random, *, noise: float) -> tuple[Page, list[Truth]]:
    """A page of about twenty lines, and what on it is personal."""
    lines: list[str] = []
    for _ in range(rng.randint(5, 8)):
        lines += rng.choice((_form, _form, _in_text, _in_text, _in_text, _table, _agency, _nobodys, _nobodys))(rng)
        lines.append(rng.choice(_SENTENCES))
    return _typed([_filled(line, rng) for line in lines], rng, noise)


def spoilt(text: str, rng: random.Random, *, noise: float) -> str:
    """The text with OCR's slips: marks lost or changed, digits parted, O for 0, l for 1, colons lost."""
    out = []
    for before, letter in zip(f" {text}", text, strict=False):
        chance = rng.random()
        if letter.isdigit() and before.isdigit() and chance < 0.02 * noise:
            out.append(rng.choice((" ", " ", ".")) + letter)
        elif letter in "01" and before.isdigit() and chance < 0.035 * noise:
            out.append({"0": "O", "1": "l"}[letter])
        elif letter == ":" and chance < 0.1 * noise:
            out.append(rng.choice((";", ".", "")))
        elif letter in _SLIPS and chance < 0.05 * noise:
            out.append(rng.choice(_SLIPS[letter]))
        else:
            out.append(letter)
    return "".join(out)


def _typed(lines: Sequence[str], rng: random.Random, noise: float) -> tuple[Page, list[Truth]]:
    made, truths = [], []
    for index, line in enumerate(lines):
        words: list[Word] = []
        inside: list[Box] = []
        kind, x, place = None, 80, 0
        for match in (*_PERSONAL.finditer(line), None):
            plain = line[place : match.start()] if match else line[place:]
            for text, personal in ((plain, False), (match["value"] if match else "", True)):
                for part in spoilt(text, rng, noise=noise).split():
                    box = Box(x0=x, y0=60 + 40 * index, x1=x + 11 * len(part), y1=84 + 40 * index)
                    words.append(Word(text=part, box=box, confidence=round(rng.uniform(0.85, 0.99), 3)))
                    x = box.x1 + 8
                    if personal:
                        inside.append(box)
            if match:
                kind, place = PersonalKind(match["kind"]), match.end()
        made.append(Line(words=tuple(words), block=index // 3))
        if kind is not None:
            truths.append(Truth(kind=kind, boxes=tuple(inside)))
    height = 120 + 40 * len(lines)
    page = Page(number=1, width=1600, height=height, dpi=150, status=PageStatus.READ, engine="bench", lines=tuple(made))
    return page, truths


def _form(rng: random.Random) -> list[str]:
    kinds = ["name", *rng.sample([kind for kind in _FORM if kind != "name"], 4)]
    return [rng.choice(_FORM[kind]) for kind in kinds]


def _in_text(rng: random.Random) -> list[str]:
    return [rng.choice(_IN_TEXT)]


def _table(_rng: random.Random) -> list[str]:
    return list(_TABLE)


def _agency(rng: random.Random) -> list[str]:
    return [rng.choice(ways) for ways in _AGENCY]


def _nobodys(rng: random.Random) -> list[str]:
    return [rng.choice(_NOBODYS)]


def _filled(line: str, rng: random.Random) -> str:
    """The line with names, numbers and places in their fields; # is a digit from 1 to 9."""
    return _FIELD.sub(lambda match: _value(match.group(1), rng), line)


def _value(field: str | None, rng: random.Random) -> str:
    if field is None:
        return str(rng.randint(1, 9))
    if field.isdigit():
        return _grouped(_digits(rng, int(field)), rng) if int(field) > 8 else _digits(rng, int(field))
    makers: dict[str, Callable[[random.Random], str]] = {
        "name": _name, "cccd": _cccd, "mobile": _mobile, "line": _line, "mail": _mailbox,
        "person": lambda r: f"{r.choice(('ông', 'bà', 'anh', 'chị', 'Ông', 'Bà'))} {_name(r)}",
        "called": lambda r: r.choice(("ông", "bà", "anh", "chị")),
        "given": lambda r: r.choice(_GIVEN), "place": lambda r: r.choice(_PLACES),
        "street": lambda r: r.choice(_STREETS), "home": lambda r: _filled(r.choice(_HOMES), r),
    }  # fmt: skip
    return makers[field](rng)


def _name(rng: random.Random) -> str:
    name = f"{rng.choice(_FAMILY)} {rng.choice(_MIDDLE)} {rng.choice(_GIVEN)}"
    return name.upper() if rng.random() < 0.15 else name


def _digits(rng: random.Random, count: int) -> str:
    return "".join(str(rng.randint(0, 9)) for _ in range(count))


def _grouped(digits: str, rng: random.Random) -> str:
    """Digits as people write them: together, or in groups of three, four, or two and more."""
    if rng.random() < 0.5:
        return digits
    sizes, groups, place, mark = rng.choice(((3, 3, 3), (4, 3), (4, 4), (3, 4), (4, 2, 2))), [], 0, rng.choice(" .")
    for size in sizes:
        groups.append(digits[place : place + size])
        place += size
    return mark.join(group for group in (*groups, digits[place:]) if group)


def _cccd(rng: random.Random) -> str:
    century = rng.choice("01") if rng.random() < 0.8 else rng.choice("23")
    year = rng.randint(40, 99) if century in "01" else rng.randint(0, 20)
    return _grouped(f"{rng.choice(_PROVINCES):03}{century}{year:02}{_digits(rng, 6)}", rng)


def _mobile(rng: random.Random) -> str:
    digits = f"0{rng.choice('35789')}{_digits(rng, 8)}"
    return f"+84 {digits[1:]}" if rng.random() < 0.1 else _grouped(digits, rng)


def _line(rng: random.Random) -> str:
    area, rest = rng.choice((("024", 8), ("0237", 7), ("0238", 7), ("028", 8)))
    number = _digits(rng, rest)
    ways = (f"{area}{number}", f"{area}.{number[:-3]}.{number[-3:]}", f"({area}) {number[:-3]} {number[-3:]}")
    return rng.choice(ways)


def _mailbox(rng: random.Random) -> str:
    name = fold(_name(rng)).replace(" ", rng.choice(("", ".")))
    host = rng.choice(("gmail.com", "yahoo.com", "yahoo.com.vn", "hotmail.com", "outlook.com"))
    return f"{name}{rng.choice(('', '86', '1990'))}@{host}"


if __name__ == "__main__":
    main()
