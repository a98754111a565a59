"""Every code has its sentence in both languages, with a remedy, and survives a missing fact."""

import pickle

import pytest

from schemas.errors import Code, KhoError, Refused
from schemas.messages import ENGLISH, VIETNAMESE, refusal_note, sentence
from schemas.text import nfc


@pytest.mark.parametrize("code", Code)
def test_every_code_speaks_both_languages(code: Code) -> None:
    for tongue in ("vi", "en"):
        said = sentence(Refused(code), tongue)
        assert "{" not in said
        assert said.rstrip().endswith((".", "…"))
        assert "\n" not in said


def test_the_tables_name_the_same_codes_in_nfc() -> None:
    assert set(VIETNAMESE) == set(ENGLISH) == set(Code)
    assert all(nfc(s) == s for s in VIETNAMESE.values())


@pytest.mark.parametrize("code", [c for c in Code if c not in {Code.NOT_FOUND, Code.SETTING_INVALID, Code.KEY_TAKEN}])
def test_vietnamese_says_what_is_wrong_and_then_what_to_do(code: Code) -> None:
    assert ":" in VIETNAMESE[code]


def test_facts_stand_in_the_sentence() -> None:
    said = sentence(Refused(Code.TOO_MANY_PAGES, pages=20_000, limit=2_000))
    assert "20000" in said
    assert "2000" in said


def test_a_damaged_page_is_named() -> None:
    assert "trang 7" in sentence(Refused(Code.DAMAGED, page=7))
    assert "(" not in sentence(Refused(Code.DAMAGED))


def test_an_error_travels_between_processes_whole() -> None:
    sent = Refused(Code.ZIP_BOMB, detail="ratio", name="x.zip")
    got = pickle.loads(pickle.dumps(sent))
    assert (type(got), got.code, got.detail, got.facts) == (Refused, Code.ZIP_BOMB, "ratio", {"name": "x.zip"})


def test_the_default_code_of_a_class() -> None:
    assert KhoError().code is Code.UNEXPECTED


def test_the_note_has_sentence_code_and_number() -> None:
    note = refusal_note("Tệp rỗng.", code=Code.EMPTY, item="abc")
    assert note.splitlines() == ["Tệp rỗng.", "Mã lỗi: empty", "Lượt: abc"]
