"""What the language model knows, and that it judges nothing it should leave alone."""

import math
import zlib
from pathlib import Path

import pytest

from pipeline.stages.ocr.language_model import END, FORMAT, START, Header, LanguageModel
from pipeline.stages.ocr.tokens import tokens_of
from tests.unit.stages_ocr.toy_model import LINES, toy_bytes

SHIPPED = Path(__file__).parents[3] / "pipeline" / "engines" / "ocr" / "data" / "vi.lm"


@pytest.fixture(scope="module")
def shipped() -> LanguageModel:
    return LanguageModel.load(SHIPPED.read_bytes())


@pytest.fixture(scope="module")
def toy() -> LanguageModel:
    return LanguageModel.load(toy_bytes())


def test_what_was_read_often_is_likely(toy: LanguageModel) -> None:
    assert toy.score(("có", "quyền"), "được") > toy.score(("có", "quyền"), "khiếu") > toy.score(("có", "quyền"), "của")
    assert toy.score((START, START), "người") > toy.score((START, START), "dân")
    assert toy.score(("bảo", "vệ"), ".") > toy.score(("bảo", "vệ"), END)


CLASSES = {START, END, "0", "<x>", "<u>", "<f>"}


@pytest.mark.parametrize("limits", [{}, {"triples": 0}, {"triples": 5, "pairs": 10}, {"triples": 0, "pairs": 0}])
@pytest.mark.parametrize("before", [(START, START), (START, "người"), ("có", "quyền"), ("quyền", "được"), ("em", "sở")])
def test_the_probabilities_of_all_that_can_follow_make_one(before: tuple[str, str], limits: dict[str, int]) -> None:
    model = LanguageModel.load(toy_bytes(**limits))
    tokens = CLASSES | {token for line in LINES for token in tokens_of(line)}
    assert sum(math.exp(model.score(before, token)) for token in tokens) == pytest.approx(1, abs=0.02)


def test_a_pruned_triple_is_judged_by_its_pair_and_a_pruned_pair_by_its_word() -> None:
    limits = ((1000, 1000), (1000, 0), (0, 0))
    whole, pairs, singles = (LanguageModel.load(toy_bytes(pairs=p, triples=t)) for p, t in limits)
    assert (whole.header.triples > 0, pairs.header.triples, singles.header.pairs) == (True, 0, 0)
    after = (("ban", "hành"), "kế")
    assert pairs.score(*after) == pairs.score(("sở", "hành"), "kế")
    assert singles.score(*after) == pytest.approx(singles.score(("sở", "em"), "kế"), abs=1)
    assert whole.score(*after) > singles.score(*after)


def test_phrases_are_learnt_without_a_line_around_them() -> None:
    plain, phrased = (LanguageModel.load(toy_bytes(phrases=p)) for p in ((), ("tờ gấp", "tờ rơi", "tờ gấp")))
    assert not plain.knows("gấp")
    assert phrased.score(("em", "tờ"), "gấp") > phrased.score(("em", "tờ"), "em")
    assert phrased.score((START, START), "tờ") < phrased.score((START, START), "trẻ")


@pytest.mark.parametrize("before", [("cộng", "hòa"), (START, START), ("<x>", "0")])
def test_an_impossible_word_is_no_likelier_than_an_unknown_one(shipped: LanguageModel, before: tuple[str, str]) -> None:
    unknown, impossible = shipped.score(before, "nguyệp"), shipped.score(before, "qựỡẫt")
    assert -16 <= impossible <= unknown < -8
    assert not shipped.knows("nguyệp")


def test_both_tone_placements_are_one_word(shipped: LanguageModel) -> None:
    assert shipped.knows("hoà")
    assert shipped.knows("Hòa")
    assert "hòa" not in shipped.siblings("hoà")
    assert shipped.siblings("hoà") == shipped.siblings("HÒA")


def test_numbers_and_acronyms_have_no_siblings_and_are_not_known(shipped: LanguageModel) -> None:
    for text in ("2025", "UBND", "QH15", "<x>", START, ".", ""):
        assert shipped.siblings(text) == ()
        assert not shipped.knows(text)


def test_siblings_differ_in_marks_only_and_come_by_frequency(shipped: LanguageModel) -> None:
    assert shipped.siblings("quyêt")[0] == "quyết"
    assert shipped.siblings("Dinh")[0] == "định"
    assert "dinh" not in shipped.siblings("Dinh")
    assert shipped.siblings("facebook") == ()


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        (("phổ", "biến"), ",", "."),
        (("giáo", "dục"), "pháp", "phấp"),
        (("tuyên", "truyền"), "viên", "viện"),
        (("ủy", "ban"), "nhân", "nhãn"),
        (("nghĩa", "việt"), "nam", "năm"),
        ((START, START), "căn", "cần"),
        (("hòa", "giải"), "ở", "ơ"),
    ],
)
def test_the_shipped_model_knows_the_language_of_the_house(
    shipped: LanguageModel, before: tuple[str, str], right: str, wrong: str
) -> None:
    assert shipped.score(before, right) > shipped.score(before, wrong) + 1


def test_the_shipped_file_is_small_and_says_what_it_was_made_from(shipped: LanguageModel) -> None:
    assert SHIPPED.stat().st_size <= 8_000_000
    assert SHIPPED.read_bytes().startswith(b'{"format":"kho-lm"')
    assert "counts only" in shipped.header.note
    assert shipped.header.tokens > 10_000_000
    assert len(shipped.header.sources) >= 5
    assert shipped.header.left_out


def test_a_model_reads_any_buffer_in_place() -> None:
    data = toy_bytes()
    model = LanguageModel.load(memoryview(data))
    assert model.header == LanguageModel.load(data).header
    assert (model.header.date, model.header.sources) == ("2026-01-02", ("a",))


def _sealed(header: bytes, body: bytes = b"") -> bytes:
    return header + body + zlib.crc32(header + body).to_bytes(4, "little")


def test_what_is_no_whole_model_is_refused() -> None:
    data = toy_bytes()
    line, body = data.split(b"\n", 1)
    header = Header.model_validate_json(line)
    newer = header.model_copy(update={"version": 99}).model_dump_json().encode() + b"\n"
    for bad in (b"", b"abc", data[:-1], data[1:], data + b"\0", line, _sealed(b"no header\n"), _sealed(b"{}")):
        with pytest.raises(ValueError, match="language model"):
            LanguageModel.load(bad)
    with pytest.raises(ValueError, match=f"another kind: {FORMAT} 99"):
        LanguageModel.load(_sealed(newer, body[:-4]))
    with pytest.raises(ValueError, match="as long as"):
        LanguageModel.load(_sealed(line + b"\n", body[:-5]))
