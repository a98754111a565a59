"""What is spoken, played or answered: situations, plays, radio, contests; and papers in other languages."""

from collections.abc import Iterator

from tests.fakes.pages import Row, centre
from tests.golden.reader.document import TEXT, Golden, Truth, written

_SITUATIONS: tuple[Row, ...] = tuple(
    line
    for number in (1, 2, 3)
    for line in (
        f"Tình huống {number}. Anh A và chị B kết hôn nhưng chưa đăng ký kết hôn tại xã.",
        "Gợi ý trả lời: Theo Luật Hôn nhân và gia đình, việc kết hôn phải được đăng ký.",
    )
)
_PLAY: tuple[Row, ...] = (
    "Nhân vật: Ông Ba, Bà Tư, Hòa giải viên",
    "Cảnh 1",
    "Ông Ba: Con đường này là của nhà tôi từ xưa đến nay, ai cho đi qua?",
    "Bà Tư: Đường này là đường chung của cả xóm, Nhà nước đã có quy định rồi.",
    "Hòa giải viên: Mời hai bác bình tĩnh, pháp luật về đất đai đã quy định rõ.",
    "Ông Ba: Thế thì bác nói cho tôi nghe xem luật quy định như thế nào.",
)
_CONTEST: tuple[Row, ...] = tuple(
    line
    for number in range(1, 5)
    for line in (
        f"Câu {number}. Ngày Pháp luật Việt Nam là ngày nào?",
        "A. Ngày 09/11",
        "B. Ngày 02/9",
        "C. Ngày 30/4",
        "D. Ngày 19/5",
    )
)
_RADIO: tuple[Row, ...] = (
    "Thưa bà con và các bạn! Mời bà con và các bạn cùng nghe chuyên mục pháp luật.",
    "Hôm nay chúng tôi giới thiệu với bà con một số quy định mới của Luật Đất đai về",
    "bồi thường, hỗ trợ, tái định cư khi Nhà nước thu hồi đất ở các địa phương.",
)
_RADE: tuple[Row, ...] = (
    "Klei bhiăn mơ̆ng Čar Viêt Nam leh anei klei ngă mơ̆ng mnuih ƀuôn sang hlăm",
    "ƀuôn anei mâo klei bhiăn kơ mnuih ƀuôn dưi ngă klei bhiăn hlăm sang leh anei",
    "hlăm buôn čar mâo klei hŏng mnuih adôk hlăm sang kơ klei dưi ngă mơ̆ng ala",
)
_HMONG: tuple[Row, ...] = (
    "Cov kev cai no yog rau txhua tus neeg nyob hauv lub tebchaws thiab lawv tau kev",
    "tiv thaiv los ntawm txoj cai ntawv no thiab peb txhua tus yuav tsum ua kom tau",
    "raws li kev cai hauv ntawm zos thiab cov neeg hmoob tsis tau kev txwv txiav dab tsi",
)
_ENGLISH: tuple[Row, ...] = (
    "The law on residence of the people is the basis for all that shall be done by",
    "the State in this field and it is for the benefit of all who live in the country",
)


def documents() -> Iterator[Golden]:
    """All of them."""
    yield _titled(
        "tinh-huong",
        "story",
        ("CÂU CHUYỆN PHÁP LUẬT", "CHUYỆN XÓM TÔI"),
        _SITUATIONS,
        "Câu chuyện pháp luật chuyện xóm tôi",
    )
    yield _plain("tinh-huong", "cases", _SITUATIONS)
    yield _titled("tieu-pham", "path", ("TIỂU PHẨM", "CON ĐƯỜNG LÀNG"), _PLAY, "Tiểu phẩm con đường làng")
    yield _plain("tieu-pham", "untitled", _PLAY)
    yield _titled(
        "cau-hoi-thi",
        "contest",
        ("BỘ CÂU HỎI THI", "TÌM HIỂU PHÁP LUẬT"),
        _CONTEST,
        "Bộ câu hỏi thi tìm hiểu pháp luật",
    )
    yield _plain("cau-hoi-thi", "untitled", _CONTEST)
    yield _titled("phat-thanh", "land", ("BÀI PHÁT THANH", "LUẬT ĐẤT ĐAI"), _RADIO, "Bài phát thanh luật đất đai")
    yield _plain("phat-thanh", "untitled", _RADIO)
    yield written("language-rade", {"language": "rad"}, _RADE)
    yield written("language-hmong", {"language": "hmn"}, _HMONG)
    yield written("language-english", {"language": "eng"}, _ENGLISH)
    yield written("nothing-said", {}, list(TEXT))


def _titled(kind: str, name: str, title: tuple[str, ...], rows: tuple[Row, ...], said: str) -> Golden:
    truth: dict[str, Truth] = {"material_type": kind, "title": said}
    return written(
        f"{kind}-{name}", truth, [*(centre(line, size=44) for line in title), "", *rows, "", *TEXT], pitch=60
    )


def _plain(kind: str, name: str, rows: tuple[Row, ...]) -> Golden:
    return written(f"{kind}-{name}", {"material_type": kind}, list(rows))
