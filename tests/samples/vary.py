"""Many different documents from one sample, for load tests: other numbers, dates, agencies, skew and noise."""

import zlib
from datetime import date, timedelta

import numpy as np

from tests.samples.catalogue import Sample
from tests.samples.content import Variation

COMMUNES = ("Nga Sơn", "Hậu Lộc", "Hoằng Hóa", "Thọ Xuân", "Triệu Sơn", "Nông Cống", "Yên Định", "Vĩnh Lộc", "Ngọc Lặc")
"""Communes of Thanh Hóa since 1 July 2025 (Resolution on the arrangement of commune-level units of 2025)."""
PROVINCES = ("Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Ninh Bình", "Phú Thọ", "Lào Cai", "Quảng Ninh", "Cao Bằng")
SIGNERS = ("Nguyễn Văn A", "Trần Thị B", "Lê Văn C", "Phạm Thị D", "Hoàng Văn E")
_FIRST_DAY = date(2025, 7, 1)
_DAYS = 500


def copy_of(sample: Sample, number: int, *, seed: int) -> tuple[Sample, str]:
    """Copy ``number`` of a sample and the name of its text. The copy's own name seeds its skew and noise."""
    rng = np.random.default_rng([seed, zlib.crc32(sample.name.encode()), number])
    variation = Variation(
        number=number * 7 + int(rng.integers(7)),
        issued=_FIRST_DAY + timedelta(days=int(rng.integers(_DAYS))),
        province="Thanh Hóa" if "xa" in sample.agency.split("-") else str(rng.choice(PROVINCES)),
        commune=str(rng.choice(COMMUNES)),
        signer=str(rng.choice(SIGNERS)),
    )
    return sample.model_copy(update={"name": f"{sample.name}-{number:04}", "variation": variation}), sample.name
