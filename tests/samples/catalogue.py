"""Which samples there are: text, inbox, way of scanning, container. The repository's small set is :data:`SAMPLES`."""

from datetime import date
from typing import Literal

from pydantic import Field

from schemas.base import Frozen
from tests.samples.content import Variation

Container = Literal["pdf", "jpeg", "png", "tiff", "folder", "born-digital"]


class Sample(Frozen):
    """One document to be made."""

    name: str = Field(
        description="file name without extension; the YAML of the text has it too unless `text` says else"
    )
    agency: str = Field(description="slug of the inbox")
    container: Container
    profile: str | None = Field(default=None, description="of `profiles.PROFILES`; None: born digital")
    variation: Variation
    turned: dict[int, int] = Field(
        default_factory=dict, description="page → clockwise degrees it is wrongly scanned by"
    )
    sidecar: bool = False


_STP, _XA, _HD = "so-tu-phap", "ubnd-xa-nga-son", "hoi-dong-pbgdpl"
SAMPLES: tuple[Sample, ...] = (
    Sample(
        name="ke-hoach-ngay-phap-luat",
        agency=_STP,
        container="pdf",
        profile="office-200",
        variation=Variation(number=186, issued=date(2025, 10, 7), signer="Trần Thị B"),
        sidecar=True,
    ),
    Sample(
        name="cong-van-so-hoa",
        agency=_STP,
        container="jpeg",
        profile="office-300",
        variation=Variation(number=2475, issued=date(2025, 8, 19), signer="Nguyễn Văn A"),
    ),
    Sample(
        name="to-gap-luat-dat-dai",
        agency=_STP,
        container="pdf",
        profile="leaflet-200",
        variation=Variation(number=31, issued=date(2025, 6, 12)),
    ),
    Sample(
        name="so-tay-hoa-giai",
        agency=_STP,
        container="folder",
        profile="thin-150",
        variation=Variation(number=58, issued=date(2025, 9, 4)),
    ),
    Sample(
        name="quyet-dinh-to-hoa-giai",
        agency=_XA,
        container="tiff",
        profile="copier-300",
        variation=Variation(number=412, issued=date(2025, 9, 23), signer="Lê Văn C"),
    ),
    Sample(
        name="thong-bao-tro-giup-phap-ly",
        agency=_XA,
        container="png",
        profile="png-150",
        variation=Variation(number=95, issued=date(2026, 1, 5), signer="Phạm Thị D"),
    ),
    Sample(
        name="hoi-dap-hon-nhan-gia-dinh",
        agency=_XA,
        container="pdf",
        profile="faded-200",
        variation=Variation(number=7, issued=date(2025, 11, 3)),
        turned={2: 180},
    ),
    Sample(
        name="to-roi-giao-thong",
        agency=_XA,
        container="jpeg",
        profile="copy-150",
        variation=Variation(number=4, issued=date(2025, 12, 15)),
        turned={1: 90},
    ),
    Sample(
        name="ban-tin-phap-luat",
        agency=_HD,
        container="pdf",
        profile="bulletin-150",
        variation=Variation(number=4, issued=date(2025, 11, 1)),
    ),
    Sample(
        name="bao-cao-hoi-dong",
        agency=_HD,
        container="born-digital",
        variation=Variation(number=63, issued=date(2025, 7, 10), signer="Trần Thị B"),
    ),
)
