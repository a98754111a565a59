"""Whatever was read, describing it is calm, repeatable, and points only at what is on the page."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.stages.describe import describe
from schemas.claim import MULTIPLE, FieldName, Source
from schemas.page import Box, Line, Page, PageStatus, Word

PHRASES = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 12/KH-UBND 1 /QĐ-UBND V/v",
    "ỦY BAN NHÂN DÂN TỈNH KẾ HOẠCH:",
    "Hà Nội, ngày 05 tháng I0năm năm 2020 ——— * '",
    "Nơi nhận: TM. KT. CHỦ TỊCH PHÓ Nguyễn Văn A",
    "Câu 1. A. Đáp:",
)
TEXTS = st.sampled_from([word for phrase in PHRASES for word in phrase.split()])


@st.composite
def words(draw: st.DrawFn) -> Word:
    x, y = draw(st.integers(0, 1200)), draw(st.integers(0, 1700))
    size = draw(st.integers(0, 90))
    box = Box(x0=x, y0=y, x1=x + draw(st.integers(0, 200)), y1=y + size)
    return Word(text=draw(TEXTS), box=box, confidence=draw(st.floats(0, 1)))


@st.composite
def pages(draw: st.DrawFn) -> Page:
    return Page(
        number=1,
        width=1240,
        height=1754,
        dpi=150,
        skew=draw(st.floats(-10, 10)),
        status=draw(st.sampled_from(PageStatus)),
        engine="fake",
        lines=tuple(Line(words=tuple(line)) for line in draw(st.lists(st.lists(words(), min_size=1), max_size=12))),
    )


@settings(max_examples=150, deadline=None)
@given(read=st.lists(pages(), max_size=3))
def test_describing_never_fails_and_says_each_field_once(read: list[Page]) -> None:
    document = tuple(page.model_copy(update={"number": n}) for n, page in enumerate(read, 1))

    claims = describe(document)

    assert claims == describe(document)
    single = [claim.field for claim in claims if claim.field not in MULTIPLE]
    assert len(set(single)) == len(single)
    assert all(claim.source is Source.MACHINE and claim.value is not None for claim in claims)
    assert FieldName.PAGES in single
    for claim in claims:
        if claim.page is not None and claim.raw is not None:
            said = {word.text for word in document[claim.page - 1].words}
            assert set(claim.raw.split()) <= said
