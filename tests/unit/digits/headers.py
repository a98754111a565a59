"""Headers typed for tests, with a motto above."""

from schemas.page import Page
from tests.unit.stages_ocr_repair.paper import typed

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def header(*lines: str, confidence: float = 0.95, number: int = 1) -> Page:
    """A page with the motto and these lines, thirty pixels below each other."""
    return typed(MOTTO, "Độc lập - Tự do - Hạnh phúc", *lines, confidence=confidence, number=number)
