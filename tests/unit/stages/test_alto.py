"""ALTO: valid by the standard's schema, and a page comes back from it as it went in."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.stages.alto import CONFIDENCE_DIGITS, from_alto, join, to_alto
from schemas.errors import Code, Permanent
from schemas.page import Box, Line, Page, PageStatus, Stamp, StampShape, Word
from schemas.quality import Fault, Quality
from schemas.text import nfc

GOLDEN = Path(__file__).parents[2] / "golden" / "alto"
NS = {"a": "http://www.loc.gov/standards/alto/ns-v4#"}


class _Local(etree.Resolver):
    """Finds the XLink schema here; whatever else is asked for is not fetched."""

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        name = (system_url or "").rpartition("/")[2]
        assert (GOLDEN / name).is_file(), system_url
        return self.resolve_filename(str(GOLDEN / name), context)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Local())
    return etree.XMLSchema(etree.parse(str(GOLDEN / "alto-4-4.xsd"), parser))


def words() -> st.SearchStrategy[Word]:
    text = st.text(min_size=1, max_size=12).map(nfc).map(lambda t: "".join(t.split())).filter(bool)
    told = st.none() | st.sampled_from(("laws@1", "marks@1", "citation@1"))
    others = st.lists(st.tuples(text, st.floats(0, 1)), max_size=3).map(tuple)
    return st.builds(
        Word, text=text, box=boxes(), confidence=st.floats(0, 1), raw=st.none() | text, rule=told, hand=st.booleans(),
        alternatives=others,
    )  # fmt: skip


def lines() -> st.SearchStrategy[Line]:
    def of(own: list[Word]) -> st.SearchStrategy[Line]:
        cells = st.lists(st.integers(0, len(own)), max_size=3).map(sorted).map(tuple)
        return st.builds(Line, words=st.just(tuple(own)), block=st.integers(-3, 9), cells=cells)

    return st.lists(words(), min_size=1, max_size=4).flatmap(of)


def stamps() -> st.SearchStrategy[Stamp]:
    text = st.none() | st.text(max_size=9).map(nfc)
    return st.builds(Stamp, box=boxes(), shape=st.sampled_from(StampShape), text=text, confidence=st.floats(0, 1))


QUALITY = Quality(
    dpi=200, skew=0.3, sharpness=0.8, contrast=0.9, ink=0.1, score=0.7, faults=(Fault.SKEWED,), worst=(2, 0)
)


def boxes() -> st.SearchStrategy[Box]:
    side = st.integers(0, 5000)
    return st.tuples(side, side, side, side).map(lambda s: Box(x0=s[0], y0=s[1], x1=s[0] + s[2], y1=s[1] + s[3]))


def pages() -> st.SearchStrategy[Page]:
    return st.builds(
        Page,
        number=st.integers(1, 2000),
        width=st.integers(1, 20000),
        height=st.integers(1, 20000),
        dpi=st.floats(1, 2400),
        rotation=st.sampled_from((0, 90, 180, 270)),
        skew=st.floats(-15, 15),
        status=st.sampled_from(PageStatus),
        reason=st.none() | st.text(max_size=20),
        engine=st.text(max_size=30),
        lines=st.lists(lines(), max_size=5).map(tuple),
        stamps=st.lists(stamps(), max_size=2).map(tuple),
        quality=st.none() | st.just(QUALITY),
    )


def rounded(page: Page) -> Page:
    """The page with its confidences at the precision that ALTO files hold."""
    whole = tuple(
        line.model_copy(
            update={
                "words": tuple(
                    w.model_copy(
                        update={
                            "confidence": round(w.confidence, CONFIDENCE_DIGITS),
                            "alternatives": tuple((text, round(p, CONFIDENCE_DIGITS)) for text, p in w.alternatives),
                        }
                    )
                    for w in line.words
                )
            }
        )
        for line in page.lines
    )
    return page.model_copy(update={"lines": whole})


def word(text: str, x: int, y: int, confidence: float = 0.9) -> Word:
    return Word(text=text, box=Box(x0=x, y0=y, x1=x + 100, y1=y + 40), confidence=confidence)


def leaflet(number: int = 1) -> Page:
    return Page(
        number=number,
        width=1654,
        height=2339,
        dpi=200.0,
        rotation=90,
        skew=0.7,
        status=PageStatus.READ,
        engine="tesseract 5.3.0 vie",
        lines=(
            Line(words=(word("QUYẾT", 100, 100), word("ĐỊNH", 210, 100, 0.51234567)), block=0),
            Line(words=(word("Điều", 100, 300),), block=1),
            Line(words=(word("1.", 100, 350),), block=1),
        ),
    )


@given(pages())
@settings(max_examples=80, deadline=None)
def test_a_page_comes_back_as_it_went_in(page: Page) -> None:
    data = to_alto(page, file_name="trang 1.jpg", software=(("tesseract", "5.3.0"),))
    assert from_alto(data) == rounded(page)


@given(pages())
@settings(max_examples=40, deadline=None)
def test_every_page_is_valid_by_the_standard(schema: etree.XMLSchema, page: Page) -> None:
    schema.assertValid(etree.fromstring(to_alto(page, file_name="a\x00b.jpg", software=(("x\x07", "1"),))))


def test_the_schema_refuses_what_the_standard_forbids(schema: etree.XMLSchema) -> None:
    good = to_alto(leaflet(), file_name="a.jpg")
    for wrong in (good.replace(b'WC="0.9000"', b'WC="2"'), good.replace(b'ROTATION="0.7"', b'ROTATION="left"')):
        assert not schema.validate(etree.fromstring(wrong))


def test_alto_says_where_each_word_stands_and_who_read_it() -> None:
    root = etree.fromstring(to_alto(leaflet(), file_name="tờ gấp.jpg", software=(("tesseract", "5.3.0"),)))
    strings = root.findall(".//a:String", NS)
    assert [s.get("CONTENT") for s in strings] == ["QUYẾT", "ĐỊNH", "Điều", "1."]
    assert (strings[1].get("HPOS"), strings[1].get("VPOS"), strings[1].get("WIDTH")) == ("210", "100", "100")
    assert strings[1].get("WC") == "0.5123"
    assert root.findtext(".//a:MeasurementUnit", None, NS) == "pixel"
    assert root.findtext(".//a:fileName", None, NS) == "tờ gấp.jpg"
    assert root.findtext(".//a:softwareName", None, NS) == "tesseract"
    assert len(root.findall(".//a:TextBlock", NS)) == 2
    assert len(root.findall(".//a:SP", NS)) == 1


def test_the_lean_of_the_text_is_altos_rotation() -> None:
    root = etree.fromstring(to_alto(leaflet(), file_name="a.jpg"))
    assert root.find(".//a:Page", NS).get("ROTATION") == "0.7"  # type: ignore[union-attr]


def test_a_changed_word_keeps_what_was_read_and_who_changed_it(schema: etree.XMLSchema) -> None:
    changed = word("NĐ-CP", 0, 0).model_copy(update={"raw": "ND-CP", "rule": "citation@1", "hand": True})
    row = Line(words=(changed, word("2", 110, 0), word("3", 220, 0)), cells=(1, 2, 3))
    stamp = Stamp(box=Box(x0=5, y0=5, x1=90, y1=90), shape=StampShape.ROUND, text="ỦY BAN", confidence=0.4)
    page = leaflet().model_copy(update={"lines": (row,), "stamps": (stamp,)})
    root = etree.fromstring(to_alto(page, file_name="a.jpg"))
    schema.assertValid(root)
    assert root.findtext(".//a:String/a:ALTERNATIVE[@PURPOSE='raw']", None, NS) == "ND-CP"
    tags = {t.get("ID"): (t.get("TYPE"), t.get("LABEL")) for t in root.find("a:Tags", NS)}  # type: ignore[union-attr]
    own = (root.find(".//a:String", NS).get("TAGREFS") or "").split()  # type: ignore[union-attr]
    assert [tags[name] for name in own] == [("rule", "citation@1"), ("hand", "written by pen or rubber-stamped")]
    assert tags[root.find(".//a:TextLine", NS).get("TAGREFS")] == ("table-row", "1 2 3")  # type: ignore[union-attr]
    assert tags[root.find(".//a:GraphicalElement", NS).get("TAGREFS")] == ("stamp", "round")  # type: ignore[union-attr]


def test_what_may_stand_in_a_slot_is_kept_with_how_likely_it_is(schema: etree.XMLSchema) -> None:
    slot = word("18", 0, 0).model_copy(
        update={"raw": "l8", "hand": True, "alternatives": (("18", 0.71234), ("13", 0.2))}
    )
    page = leaflet().model_copy(update={"lines": (Line(words=(slot,)),)})
    root = etree.fromstring(to_alto(page, file_name="a.jpg"))
    schema.assertValid(root)
    said = [(a.get("PURPOSE"), a.text) for a in root.findall(".//a:String/a:ALTERNATIVE", NS)]
    assert said == [("raw", "l8"), ("likely 0.7123", "18"), ("likely 0.2000", "13")]
    (word_back,) = from_alto(to_alto(page, file_name="a.jpg")).words
    assert (word_back.raw, word_back.alternatives) == ("l8", (("18", 0.7123), ("13", 0.2)))


def test_tags_of_joined_pages_stay_with_their_words(schema: etree.XMLSchema) -> None:
    changed = word("18", 0, 0).model_copy(update={"raw": "l8", "rule": "numeral@1"})
    marked = [leaflet(n).model_copy(update={"lines": (Line(words=(changed,)),)}) for n in (2, 3)]
    root = etree.fromstring(join([to_alto(page, file_name="a.jpg") for page in (leaflet(1), *marked)]))
    schema.assertValid(root)
    assert len(root.findall("a:Tags", NS)) == 1
    assert [t.get("ID") for t in root.find("a:Tags", NS)] == ["p2-tag1", "p3-tag1"]  # type: ignore[union-attr]


def test_a_block_number_that_returns_is_a_new_block() -> None:
    lines = tuple(Line(words=(word("a", 0, 50 * n),), block=block) for n, block in enumerate((4, -1, 4)))
    page = leaflet().model_copy(update={"lines": lines})
    assert [line.block for line in from_alto(to_alto(page, file_name="a.jpg")).lines] == [4, -1, 4]


def test_pages_join_to_one_valid_file(schema: etree.XMLSchema) -> None:
    whole = join([to_alto(leaflet(n), file_name="a.pdf", software=(("x", "1"),)) for n in (1, 2, 3)])
    root = etree.fromstring(whole)
    schema.assertValid(root)
    assert [p.get("PHYSICAL_IMG_NR") for p in root.findall(".//a:Page", NS)] == ["1", "2", "3"]
    with pytest.raises(Permanent) as error:
        from_alto(whole)
    assert error.value.code is Code.DAMAGED


def test_the_same_page_does_not_join_twice() -> None:
    one = to_alto(leaflet(), file_name="a.jpg")
    with pytest.raises(ValueError, match="different pages"):
        join([one, one])
    with pytest.raises(ValueError, match="at least one"):
        join([])


def _without(name: bytes) -> bytes:
    whole = to_alto(leaflet(), file_name="a.jpg")
    assert name in whole
    return whole.replace(name, b'"X"' if name.startswith(b'"') else b"X")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<alto/>",
        b"not xml",
        b'<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY e "x">]><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"/>',
        _without(b"HPOS"),
        _without(b'"status"'),
        _without(b'"210"'),
        _without(b'"dpi"'),
    ],
)
def test_what_is_no_page_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(Permanent) as error:
        from_alto(data)
    assert error.value.code is Code.DAMAGED


def test_what_has_no_layout_does_not_join() -> None:
    with pytest.raises(Permanent):
        join([b'<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"/>'])


def test_an_entity_bomb_expands_to_nothing() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY e0 "x">{levels}]><alto xmlns="{NS["a"]}">&e11;</alto>'
    with pytest.raises(Permanent):
        from_alto(bomb.encode())
