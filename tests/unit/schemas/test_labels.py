"""Every field and gate has a name in both languages, and sentences use it."""

import pytest

from schemas.claim import FieldName
from schemas.errors import Code, Refused
from schemas.gate import GateKind
from schemas.labels import FIELDS, GATES
from schemas.messages import sentence


def test_every_field_and_gate_has_a_name() -> None:
    assert set(FIELDS) == set(FieldName)
    assert set(GATES) == set(GateKind)
    assert all(vietnamese and english for vietnamese, english in (*FIELDS.values(), *GATES.values()))


@pytest.mark.parametrize(
    ("refusal", "vietnamese", "english"),
    [
        (
            Refused(Code.BAD_VALUE, field=FieldName.ISSUED_DATE, problem="date"),
            "«ngày ban hành» không dùng được (ngày không đúng)",
            "“date of issue” cannot be used (not a date)",
        ),
        (
            Refused(Code.GATE_CLOSED, gate=GateKind.PERSONAL, problem="undecided"),
            "vì dữ liệu cá nhân (chưa có quyết định)",
            "because of personal data (not decided)",
        ),
        (Refused(Code.NO_SUCH_WORD, page=3, word="Cân"), "Trang 3 không có chữ «Cân»", "“Cân” at this place of page 3"),
    ],
)
def test_sentences_call_them_so(refusal: Refused, vietnamese: str, english: str) -> None:
    assert vietnamese in sentence(refusal)
    assert english in sentence(refusal, "en")
