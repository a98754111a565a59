"""A record whose doubts are known beforehand: what the reader makes of the samples changes from release to release."""

from pathlib import Path

import pytest

from schemas.claim import Claim, FieldName, Source
from schemas.ids import RecordId
from schemas.page import Box
from tests.fakes.pages import Piece
from tests.fakes.revisable import archive_scan, letter
from tests.review.stack import Standing

F = FieldName
ROW = Piece(text="Bốn chữ mờ khó đọc ở đây", doubts={"mờ": 0.4, "khó": 0.5, "đọc": 0.6, "đây": 0.7})
DOUBTFUL = ("mờ", "khó", "đọc", "đây")


def doubtful_record(room: Standing, folder: Path) -> RecordId:
    """Four doubtful words; one field sure, one to look at, one that may be another, one not read."""
    box = Box(x0=180, y0=100, x1=620, y1=140)

    def said(field: FieldName, value: str | None, confidence: float, *others: tuple[str, float]) -> Claim:
        return Claim(
            field=field, value=value, raw=value, source=Source.MACHINE, confidence=confidence, page=1, box=box,
            alternatives=others, rule="number@2",
        )  # fmt: skip

    claims = (
        said(F.MATERIAL_TYPE, "vb-chi-dao", 0.99),
        said(F.NUMBER, "12/KH-STP", 0.8),
        said(F.PLACE, "Thanh Hóa", 0.97, ("Thanh Hoá", 0.4)),
        said(F.ISSUED_DATE, None, 0.3, ("2024-03-05", 0.6)),
        said(F.ISSUER, "Sở Tư pháp", 0.98),
        said(F.DOCUMENT_TYPE, "Kế hoạch", 0.98),
        said(F.SUBJECT, "Phổ biến giáo dục pháp luật năm 2024", 0.98),
        said(F.SIGNER_NAME, "Nguyễn Văn A", 0.98),
        said(F.SIGNER_TITLE, "Giám đốc", 0.98),
    )
    return archive_scan(room.room.house.ports, [letter(1, ROW)], folder, claims).id


@pytest.fixture
def doubted(reading_room: Standing, tmp_path: Path) -> RecordId:
    """Such a record in this test's own room."""
    return doubtful_record(reading_room, tmp_path / "doubted")
