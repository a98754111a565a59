"""The fresh set: drawn alike from one seed, its truth in the product's own terms, its counts right."""

from itertools import groupby

import pytest

from bench.fresh import documents
from bench.fresh.document import Fresh
from bench.fresh.measure import Score, scores, summed
from bench.fresh.report import as_document
from bench.reader import measured
from schemas.agencies import agencies
from schemas.claim import FieldName
from schemas.laws import law_register
from schemas.page import Box, Line, Page, PageStatus, Word
from schemas.vocabulary import MaterialType
from tests.samples.sheet import PlacedWord, Sheet
from tests.samples.typeset import word_width

SCALE = 150 / 72


def typed(sheet: Sheet, number: int) -> Page:
    """The sheet as a reader without a fault would give it."""
    lines = [Line(words=tuple(map(_word, words)), block=0) for _, words in groupby(sheet.words, key=lambda w: w.line)]
    return Page(
        number=number, width=round(sheet.width * SCALE), height=round(sheet.height * SCALE), dpi=150,
        status=PageStatus.READ, engine="fake", lines=tuple(lines),
    )  # fmt: skip


def _word(word: PlacedWord) -> Word:
    size = word.runs[0].style.size
    left, right = word.x * SCALE, (word.x + word_width(word.runs)) * SCALE
    top, bottom = (word.baseline - 0.95 * size) * SCALE, (word.baseline + 0.25 * size) * SCALE
    return Word(
        text=word.text, confidence=0.99, box=Box(x0=round(left), y0=round(top), x1=round(right), y1=round(bottom))
    )


def pages(document: Fresh) -> tuple[Page, ...]:
    return tuple(typed(sheet, number) for number, sheet in enumerate(document.sheets, 1))


@pytest.fixture(scope="module")
def drawn() -> dict[str, Fresh]:
    return {document.name: document for document in documents(3)}


def test_a_seed_draws_one_set(drawn: dict[str, Fresh]) -> None:
    assert list(drawn.values()) == list(documents(3))
    assert len(drawn) >= 60
    assert {one.sheets for one in drawn.values()}.isdisjoint({one.sheets for one in documents(4)[:24]})


def test_every_kind_of_material_is_there(drawn: dict[str, Fresh]) -> None:
    kinds = {one.truth.get("material_type") for one in drawn.values()}

    assert {kind.value for kind in MaterialType} - kinds <= {"khac"}


def test_the_truth_speaks_of_what_is_known(drawn: dict[str, Fresh]) -> None:
    for one in drawn.values():
        assert {FieldName(name) for name in (*one.truth, *one.unjudged)}
        agency = one.truth.get("issuer_id")
        assert agency is None or agencies().get(str(agency)) is not None
        assert all(law_register().of_id(law) for law, _, _, _ in one.facts or ())


@pytest.mark.parametrize("name", ["questions-00", "situations-00", "folded-01", "contest-00", "form-00"])
def test_a_reading_without_a_fault_counts_in_full(drawn: dict[str, Fresh], name: str) -> None:
    counted, faults = scores(drawn[name], pages(drawn[name]))

    assert faults == []
    assert all(score.right == score.given == score.wanted for score in counted)


def test_what_is_not_found_is_counted_and_told(drawn: dict[str, Fresh]) -> None:
    document, other = drawn["questions-00"], drawn["contest-00"]
    counted, faults = scores(document, pages(other))
    by_name = {score.name: score for score in counted}

    assert by_name["questions with answers"].wanted == len(document.asked) > by_name["questions with answers"].right
    assert by_name["citations"].right == 0
    assert by_name["chủ đề, first"].wanted == 1
    assert len(faults) > 3


def test_scores_add_up() -> None:
    one, other = Score(name="a", right=1, given=2, wanted=3), Score(name="a", right=2, given=2, wanted=2)

    (total,) = summed([one, other])
    assert (total.right, total.given, total.wanted) == (3, 4, 5)
    assert "precision 0.750, recall 0.600, F1 0.667" in str(total)


def test_fields_about_which_archivists_differ_are_not_judged(drawn: dict[str, Fresh]) -> None:
    document = as_document(drawn["folded-00"], pages(drawn["folded-00"]))

    assert FieldName.SUBJECT not in document.judged
    assert measured([document])[0][FieldName.PRINT_RUN].right == 1
