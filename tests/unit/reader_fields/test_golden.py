"""Every golden document says exactly what it says: all its values, and nothing else."""

from collections import Counter

import pytest

from pipeline.stages.describe import describe
from pipeline.stages.settle import fields
from schemas.vocabulary import MaterialType
from tests.golden.reader import golden
from tests.golden.reader.document import Golden

DOCUMENTS = golden()


@pytest.mark.parametrize("document", DOCUMENTS, ids=[document.name for document in DOCUMENTS])
def test_a_golden_document_is_read_as_it_is(document: Golden) -> None:
    given = {name.value: settled.value for name, settled in fields(describe(document.pages)).items()}

    assert comparable(given) == comparable(document.truth)


def test_there_are_at_least_sixty_documents_over_the_material_types() -> None:
    kinds = Counter(document.truth.get("material_type") for document in DOCUMENTS)

    assert len(DOCUMENTS) >= 60
    assert {kind.value for kind in MaterialType} - {"khac"} <= set(kinds)


def test_their_names_are_their_own() -> None:
    assert len({document.name for document in DOCUMENTS}) == len(DOCUMENTS)


def comparable(values: dict[str, object]) -> dict[str, object]:
    """Titles printed in capitals come back in reading form: their case is not asked for."""
    return {name: value.lower() if name in ("title", "series") else value for name, value in values.items()}  # type: ignore[attr-defined]  # titles are texts
