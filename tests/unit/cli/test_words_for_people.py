"""What commands call a record's fields, values and sources."""

import pytest

from cli.record_words import evidence, field_name, role_name, value_text
from schemas.claim import FieldName
from schemas.person import Role
from schemas.record import Settled


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KHO_LANG", raising=False)


def settled(value: str | int | tuple[str, ...], *, source: str = "machine", rule: str = "number@2") -> Settled:
    return Settled(value=value, raw=None, source=source, confidence=0.9, page=1, box=None, rule=rule)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (FieldName.MATERIAL_TYPE, "to-gap", "Tờ gấp (to-gap)"),
        (FieldName.LANGUAGE, "vie", "Tiếng Việt (vie)"),
        (FieldName.LANGUAGE, "tha", "tha"),
        (FieldName.ISSUED_DATE, "2025-08-19", "19/8/2025"),
        (FieldName.RECIPIENTS, ("Như trên", "Lưu: VT"), "Như trên; Lưu: VT"),
        (FieldName.PAGES, 2, "2"),
    ],
)
def test_a_value_is_told_as_people_write_it(field: FieldName, value: str | int | tuple[str, ...], told: str) -> None:
    assert value_text(field, settled(value)) == told


@pytest.mark.parametrize(
    ("source", "rule", "told"),
    [
        ("machine", "number@2", "máy đọc: dòng «Số:» ở đầu văn bản"),
        ("machine", "not-yet-named@1", "máy đọc"),
        ("sidecar", "sidecar@1", "kèm theo"),
        ("archivist", "corrected", "người lưu trữ"),
    ],
)
def test_who_says_it_and_by_which_rule(source: str, rule: str, told: str) -> None:
    assert evidence(settled("12/KH-STP", source=source, rule=rule)) == told


def test_every_field_has_a_name_of_its_own() -> None:
    names = [field_name(field) for field in FieldName]
    assert len(set(names)) == len(names)
    assert not {str(field) for field in FieldName} & set(names)


def test_a_role_is_told_with_the_code_that_commands_take() -> None:
    assert role_name(Role.CLERK) == "Người quét (clerk)"


def test_english_is_spoken_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHO_LANG", "en")
    assert value_text(FieldName.MATERIAL_TYPE, settled("to-gap")) == "Folded leaflet (to-gap)"
    assert field_name(FieldName.NUMBER) == "Number"
