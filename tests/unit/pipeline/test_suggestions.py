"""What corrections teach: new agencies and other names, never a misreading, never what two agencies share."""

import json

import pytest

from pipeline.stages.reader.fields.authority import Surroundings, linked
from pipeline.stages.suggestions import lessons, suggestions
from schemas.agencies import agencies
from schemas.claim import Claim, FieldName, Source
from schemas.record import Record
from schemas.suggestion import Suggestion, SuggestionKind
from tests.fakes.records import make_record

KNOWN = agencies()
OFFICE, OFFICE_ID = "Sở Tư pháp tỉnh Thanh Hóa", "thanh-hoa.so-tu-phap"
NEW = "Quỹ Hỗ trợ pháp lý Sao Mai tỉnh Thanh Hóa"


def said(source: Source, issuer: str | None = None, issuer_id: str | None = None) -> tuple[Claim, ...]:
    values = {FieldName.ISSUER: issuer, FieldName.ISSUER_ID: issuer_id}
    return tuple(
        Claim(field=field, value=value, source=source, confidence=0.9, rule="x@1")
        for field, value in values.items()
        if value is not None
    )


def record(*claims: Claim, scan: bytes = b"scan") -> Record:
    return make_record(scan=scan).model_copy(update={"claims": claims, "fields": {}})


def suggested(*records: Record) -> tuple[Suggestion, ...]:
    return suggestions([lesson for one in records for lesson in lessons(one, KNOWN)], KNOWN)


def test_an_issuer_that_no_name_of_the_file_fits_is_a_new_agency() -> None:
    one = record(*said(Source.ARCHIVIST, NEW), *said(Source.MACHINE, "Ủy ban nhân dân"))
    other = record(*said(Source.SIDECAR, NEW.upper()), scan=b"two")

    (found,) = suggested(one, other)

    assert (found.kind, found.name, found.count) == (SuggestionKind.AGENCY, NEW, 2)
    assert set(found.records) == {one.id, other.id}
    assert found.id == "quy-ho-tro-phap-ly-sao-mai-tinh-thanh-hoa"
    assert found.entry == {"id": found.id, "name": NEW, "level": "province"}


def test_a_new_agency_without_a_place_has_no_level() -> None:
    (found,) = suggested(record(*said(Source.ARCHIVIST, "Quỹ Sao Mai")))
    assert found.entry == {"id": "quy-sao-mai", "name": "Quỹ Sao Mai"}


def test_what_the_machine_read_is_a_name_of_the_agency_a_person_gave() -> None:
    (found,) = suggested(record(*said(Source.ARCHIVIST, OFFICE), *said(Source.MACHINE, "Cơ quan tư pháp xứ Thanh")))

    assert (found.kind, found.id, found.aliases) == (SuggestionKind.ALIAS, OFFICE_ID, ("Cơ quan tư pháp xứ Thanh",))
    known = agencies(json.dumps({"agencies": [found.entry]}))
    again = linked("CƠ QUAN TƯ PHÁP XỨ THANH", Surroundings(), known)
    assert again is not None
    assert (again.id, again.parent, again.notations) == (OFFICE_ID, "thanh-hoa.ubnd", KNOWN.get(OFFICE_ID).notations)  # type: ignore[union-attr]
    assert linked(OFFICE, Surroundings(), known) == again


def test_a_person_s_own_name_for_an_agency_of_the_file_is_another_name() -> None:
    (found,) = suggested(record(*said(Source.ARCHIVIST, "Nha Tư pháp xứ Thanh", OFFICE_ID)))
    assert (found.kind, found.id, found.aliases) == (SuggestionKind.ALIAS, OFFICE_ID, ("Nha Tư pháp xứ Thanh",))


def test_earlier_names_of_an_agency_are_kept_in_its_row() -> None:
    first = agencies(json.dumps({"agencies": [{"id": "quy", "name": "Quỹ Sao Mai", "also": ["QSM"]}]}))
    learned = lessons(record(*said(Source.ARCHIVIST, "Quỹ SM", "quy")), first)
    (found,) = suggestions(learned, first)
    assert found.entry["also"] == ("qsm", "Quỹ SM")


@pytest.mark.parametrize(
    "claims",
    [
        said(Source.MACHINE, NEW),
        said(Source.ARCHIVIST, OFFICE),
        said(Source.ARCHIVIST, "Sở Tư pháp"),
        (*said(Source.ARCHIVIST, OFFICE), *said(Source.MACHINE, "Sờ Tu pháp tinh Thanh Hoá")),
        (*said(Source.ARCHIVIST, OFFICE), *said(Source.MACHINE, "Sờ Tu phép tinh Thanh Hoó")),
        (*said(Source.ARCHIVIST, OFFICE), *said(Source.MACHINE, "Ủy ban nhân dân tỉnh Thanh Hóa")),
        said(Source.ARCHIVIST, issuer_id="no-such"),
    ],
    ids=["nobody", "known", "ambiguous", "marks", "misread", "another", "unknown-id"],
)
def test_nothing_is_learned(claims: tuple[Claim, ...]) -> None:
    assert suggested(record(*claims)) == ()


def test_a_name_of_two_agencies_is_a_name_of_neither() -> None:
    one = record(*said(Source.ARCHIVIST, "Cơ quan tư pháp", OFFICE_ID))
    other = record(*said(Source.ARCHIVIST, "Cơ quan tư pháp", "nghe-an.so-tu-phap"), scan=b"two")
    assert suggested(one) != ()
    assert suggested(one, other) == ()


def test_the_most_frequent_stands_first() -> None:
    rare = record(*said(Source.ARCHIVIST, "Quỹ Ánh Dương"))
    often = [record(*said(Source.ARCHIVIST, "Quỹ Sao Mai"), scan=bytes([n])) for n in range(3)]
    assert [(one.name, one.count) for one in suggested(rare, *often)] == [("Quỹ Sao Mai", 3), ("Quỹ Ánh Dương", 1)]
