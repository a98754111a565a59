"""The record's screens have words for all there is to say, in both languages, and say nothing twice."""

import re
from pathlib import Path

import pytest

from pipeline.stages.revising.compare import compare
from review.record.field_view import Band
from review.record.screen import LANGUAGES, SENTENCES, template_of
from review.record.view import GROUPS
from review.words import evidence, record, record_keys, record_pages
from review.words.say import TONGUES, catalogue
from schemas.claim import FieldName, Source
from schemas.gate import GateKind, PersonalKind
from schemas.publication import Decision
from schemas.record import AccessLevel, RecordStatus
from schemas.unit import UnitFault
from tests.fakes.records import make_record

REVIEW = Path(__file__).parents[3] / "review"
TEMPLATES = "".join(path.read_text(encoding="utf-8") for path in sorted((REVIEW / "templates").rglob("*.html")))
SCRIPTS = "".join(path.read_text(encoding="utf-8") for path in sorted((REVIEW / "static" / "record").glob("*.js")))
KINDS = {
    "band": Band, "source": Source, "source.short": Source, "personal": PersonalKind, "unit": UnitFault,
    "decision": Decision, "decide": Decision, "access": AccessLevel, "status": RecordStatus, "gate": GateKind,
    "field": FieldName, "lang": LANGUAGES, "group": GROUPS,
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_everything_of_a_kind_has_a_word(kind: str) -> None:
    missing = [f"{kind}.{one}" for one in KINDS[kind] if f"{kind}.{one}" not in catalogue()]
    assert missing == []


@pytest.mark.parametrize("tongue", TONGUES)
def test_no_word_is_empty_and_both_languages_have_the_same_places(tongue: str) -> None:
    for table in (evidence.WORDS, record.WORDS, record_keys.WORDS, record_pages.WORDS):
        for key, both in table.items():
            told = template_of(tongue, key)  # type: ignore[arg-type]  # a tongue
            assert told.strip(), key
            assert sorted(re.findall(r"{(\w+)}", both[0])) == sorted(re.findall(r"{(\w+)}", both[1])), key


def test_every_sentence_a_script_says_is_sent_with_the_page() -> None:
    said = set(re.findall(r'"((?:rec|band)\.[\w.]+)"', SCRIPTS)) - {"rec.draft_"}
    said |= {f"rec.draft_{how}" for how in ("saving", "saved", "failed")}
    assert said <= set(SENTENCES)


def test_no_word_of_the_record_s_screens_is_said_nowhere() -> None:
    made = re.compile(r"(rule|band|source|lang|personal|unit|group|decision|decide|warning|fact|rec\.draft|key)[._]")
    used = set(re.findall(r"""["']([a-z]+\.[\w.-]+)["']""", TEMPLATES + SCRIPTS)) | set(SENTENCES)
    told = {*record.WORDS, *record_pages.WORDS, *record_keys.WORDS}
    assert sorted(key for key in told - used if not made.match(key)) == []


def test_every_fact_that_versions_differ_in_has_a_name() -> None:
    one = make_record()
    other = one.model_copy(update={"access": AccessLevel.PUBLIC, "status": RecordStatus.PUBLISHED})
    assert {f"fact.{name}" for name in compare(one, other, "", "").facts} <= set(catalogue())
