"""Marks of state secrecy in what was read."""

import pytest

from pipeline.stages.reader.gating.gates import gates, stops_processing
from pipeline.stages.reader.gating.secret import degree_in
from schemas.gate import Gate, GateKind
from schemas.page import Box, Page, Stamp, StampShape
from tests.fakes.pages import Row, centre, full, left, page_from_text, right

MOTTO: tuple[Row, ...] = (
    (left("UBND TỈNH A"), right("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
    (left("Số: 12/BC-UBND"), right("Độc lập - Tự do - Hạnh phúc")),
)
BODY: tuple[Row, ...] = tuple(full(f"{n}. Công dân có quyền được thông tin về pháp luật") for n in range(1, 9))


def secrets(*pages: Page) -> list[Gate]:
    return [gate for gate in gates(pages) if gate.kind is GateKind.SECRET]


@pytest.mark.parametrize("written", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_mark_under_the_number_stops_the_work(written: str) -> None:
    (gate,) = secrets(page_from_text(*MOTTO, left(written), *BODY))

    assert (gate.mark, gate.page) == (written, 1)
    assert (gate.blocks_publication, gate.stops_processing) == (True, True)
    assert stops_processing([gate])


@pytest.mark.parametrize(
    ("read", "mark"),
    [
        ("MÂT", "MẬT"), ("M Ậ T", "MẬT"), ("[MẬT]", "MẬT"), ("MẶT", "MẬT"), ("TÔI MÂT", "TỐI MẬT"),
        ("T0I MẠT", "TỐI MẬT"),
        ("TUYỆTMẬT", "TUYỆT MẬT"), ("TUYÉT MAI", "TUYỆT MẬT"), ("TUYẾT MẬ", "TUYỆT MẬT"), ("TÀI LIỆU MẬT", "MẬT"),
        ("MẬT - KHẨN", "MẬT"), ("HỎA TỐC TỐI MẬT", "TỐI MẬT"), ("ĐỘ MẬT", "MẬT"),
    ],
)  # fmt: skip
def test_a_badly_read_mark_is_a_mark(read: str, mark: str) -> None:
    assert degree_in(read) == mark
    assert [gate.mark for gate in secrets(page_from_text(*MOTTO, left(read), *BODY))] == [mark]


@pytest.mark.parametrize(
    "read",
    [
        "MẪU",
        "KHẨN",
        "HỎA TỐC",
        "ĐẾN",
        "BẢO MẬT",
        "BÍ MẬT",
        "GIẢI MẬT",
        "MẬT KHẨU",
        "TỜ GẤP",
        "MỤC",
        "TỐI",
        "MUA",
        "MẬT ONG",
    ],
)
def test_other_words_are_no_marks(read: str) -> None:
    assert degree_in(read) is None
    assert secrets(page_from_text(*MOTTO, left(read), *BODY)) == []


def test_a_mark_stamped_into_a_line_of_the_header() -> None:
    (gate,) = secrets(page_from_text(*MOTTO, left("Số: 15/KH-UBND MẬT"), *BODY))

    assert gate.mark == "MẬT"
    assert gate.box.width < 100


def test_a_mark_of_two_words_in_a_line() -> None:
    (gate,) = secrets(page_from_text(*MOTTO, left("Số: 15/KH TUYỆT MẬT"), *BODY))

    assert gate.mark == "TUYỆT MẬT"


@pytest.mark.parametrize(
    ("row", "stops"),
    [("Độ mật: Tối mật", True), ("Mức độ mật: MẬT", True), ("Độ mật: .........", False)],
)
def test_a_labelled_degree(row: str, stops: bool) -> None:
    (gate,) = secrets(page_from_text(*MOTTO, left(row), *BODY))

    assert gate.stops_processing is stops
    assert gate.blocks_publication


@pytest.mark.parametrize("row", ["Độ mật: Thường", "Độ mật: Không", "Độ mật: xem quy định tại Điều 8"])
def test_a_degree_of_nothing_is_no_mark(row: str) -> None:
    assert secrets(page_from_text(*MOTTO, left(row), *BODY)) == []


@pytest.mark.parametrize(
    ("text", "shape", "marked"),
    [
        ("TUYỆT MẬT", StampShape.RECTANGULAR, True),
        ("MẬ T", StampShape.FREE, True),
        ("TUYẾT MẤT", StampShape.RECTANGULAR, True),
        ("Độ: TOI MAT số 3", StampShape.RECTANGULAR, True),
        ("CƠ QUAN BẢO MẬT", StampShape.RECTANGULAR, False),
        ("CÔNG VĂN ĐẾN", StampShape.RECTANGULAR, False),
        ("MẬT", StampShape.ROUND, False),
        (None, StampShape.RECTANGULAR, False),
    ],
)
def test_a_stamp_says_it(text: str | None, shape: StampShape, marked: bool) -> None:
    page = page_from_text(*MOTTO, *BODY)
    stamp = Stamp(box=Box(x0=100, y0=200, x1=300, y1=260), shape=shape, text=text, confidence=0.7)

    found = secrets(page.model_copy(update={"stamps": (stamp,)}))

    assert [gate.box for gate in found] == ([stamp.box] if marked else [])


def over_a_word(said: str, *, confidence: float = 0.99, grown: int = 0) -> bool:
    """Whether a mark seen on the picture, where the readers read this word of a title, stops the work."""
    page = page_from_text(centre(f"SỐNG VÀ {said} VIỆC", size=60), *BODY, confidence=confidence)
    word = next(word for word in page.words if word.text == said)
    box = Box(x0=word.box.x0 - grown, y0=word.box.y0 - grown, x1=word.box.x1 + grown, y1=word.box.y1 + grown)
    stamp = Stamp(box=box, shape=StampShape.FREE, text="MẬT", confidence=0.8)
    found = secrets(page.model_copy(update={"stamps": (stamp,)}))
    assert [gate.box for gate in found] == [box]  # a person looks at it, whatever was read
    return found[0].stops_processing


def test_letters_of_a_word_that_was_read_are_held_and_not_stopped() -> None:
    assert not over_a_word("LÀM")


@pytest.mark.parametrize("said", ["MẮT", "MAT", "MÁI", "TỐI", "M4T"])
def test_a_word_that_a_mark_may_be_stops(said: str) -> None:
    assert over_a_word(said)


def test_a_frame_around_a_word_and_one_over_a_word_in_doubt_stop() -> None:
    assert over_a_word("LÀM", grown=4)
    assert over_a_word("LÀM", confidence=0.9)


ABOUT: tuple[Row, ...] = (
    centre("LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", size=40),
    full("Luật Bảo vệ bí mật nhà nước quy định về bí mật nhà nước và bảo vệ bí mật nhà nước."),
    full("Không dùng mật khẩu chung; độ mật gồm Tuyệt mật, Tối mật và Mật theo Điều 8."),
)


def test_a_leaflet_about_secrets_is_not_stopped() -> None:
    assert secrets(page_from_text(*ABOUT, *BODY)) == []


def test_degrees_shown_side_by_side_are_held_for_a_person_only() -> None:
    found = secrets(page_from_text(*ABOUT, *BODY, centre("TUYỆT MẬT"), centre("TỐI MẬT"), centre("MẬT")))

    assert [gate.mark for gate in found] == ["TUYỆT MẬT", "TỐI MẬT", "MẬT"]
    assert not stops_processing(found)
    assert all(gate.blocks_publication for gate in found)


def test_a_secret_document_that_lists_degrees_is_stopped_all_the_same() -> None:
    page = page_from_text(*MOTTO, left("TỐI MẬT"), *ABOUT, *BODY, centre("TUYỆT MẬT"), centre("MẬT"))

    assert stops_processing(secrets(page))


def test_an_envelopes_mark_stops_too() -> None:
    (gate,) = secrets(page_from_text(*MOTTO, centre("CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ")))

    assert gate.stops_processing
