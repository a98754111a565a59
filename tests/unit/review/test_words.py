"""Every word the templates ask for is there in both languages, and no template escapes the house's rules."""

import re
import string
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

import pytest

from review.words.say import catalogue, say
from schemas.attention import ReasonKind, Step
from schemas.claim import FieldName
from schemas.desk import RetryOutcome
from schemas.drop import State
from schemas.gate import GateKind
from schemas.person import Role
from schemas.record import AccessLevel, RecordStatus
from schemas.vocabulary import MaterialType

ROOM = Path(__file__).parents[3] / "review"
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"), key=str)
NAMED: dict[str, Iterable[StrEnum]] = {
    "access.": AccessLevel,
    "field.": FieldName,
    "gate.": GateKind,
    "material.": MaterialType,
    "reason.": ReasonKind,
    "retry.": RetryOutcome,
    "role.": Role,
    "state.": State,
    "status.": RecordStatus,
    "step.": Step,
}
"""Prefix of keys made in templates from a value, and every value there is."""


def relative(path: Path) -> str:
    return str(path.relative_to(ROOM))


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_every_key_of_a_template_is_in_the_catalogue(template: Path) -> None:
    used = re.findall(r"""_\(\s*["']([^"']+)["']\s*[,)]""", template.read_text(encoding="utf-8"))
    assert [key for key in used if key not in catalogue()] == []


@pytest.mark.parametrize("prefix", sorted(NAMED))
def test_every_value_a_template_may_name_is_in_the_catalogue(prefix: str) -> None:
    assert [value for value in NAMED[prefix] if prefix + value.value not in catalogue()] == []


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_both_languages_say_something_with_the_same_facts(key: str) -> None:
    vietnamese, english = (say_raw(key, place) for place in (0, 1))
    assert vietnamese.strip()
    assert english.strip()
    assert facts(vietnamese) == facts(english)


def say_raw(key: str, place: int) -> str:
    return catalogue()[key][place]


def facts(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_every_deed_that_is_noted_has_a_name() -> None:
    noted = r"""(?:note\(request, |action=|deed=|_note\(by, )"([a-z.-]+)\""""
    named = {deed for code in ROOM.rglob("*.py") for deed in re.findall(noted, code.read_text(encoding="utf-8"))}
    assert "signed-in" in named
    assert [deed for deed in sorted(named) if f"deed.{deed}" not in catalogue()] == []


def test_a_sentence_is_filled_in_the_language_asked_for() -> None:
    assert say("vi", "age.days", days=3) == "3 ngày"
    assert say("en", "age.days", days=3) == "3 days"


def test_an_unknown_key_is_a_slip_and_not_an_empty_page() -> None:
    with pytest.raises(KeyError):
        say("vi", "no.such.key")


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_no_template_trusts_data_or_writes_script_or_style_into_the_page(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", text)
    assert not re.search(r"<style|\sstyle=|\son(?!e=)[a-z]+=|javascript:|hx-on", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"""(?:src|href)=["']https?:""", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_every_form_that_changes_something_shows_the_token(template: Path) -> None:
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", template.read_text(encoding="utf-8"), re.DOTALL):
        assert any(token in form for token in ('name="csrf"', "parts.token()", "hidden_fields()")), form[:200]
