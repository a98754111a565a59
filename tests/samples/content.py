"""The texts of the samples: YAML files with placeholders, one model per layout.

Placeholders (``{so}``, ``{ngay}`` …) are the fields of :class:`Variation`, so that one text makes many documents.
Items of running text: ``# heading``, ``- bullet``, anything else a paragraph; markup as in ``typeset``.
"""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import Field, TypeAdapter

from schemas.base import Frozen
from schemas.text import nfc
from schemas.vocabulary import MaterialType

TEXTS = Path(__file__).parent / "texts"
Items = tuple[str, ...]


class Variation(Frozen):
    """What differs between two documents made from one text."""

    number: int
    issued: date
    province: str = "Thanh Hóa"
    commune: str = "Nga Sơn"
    signer: str = "Nguyễn Văn A"

    def values(self) -> dict[str, object]:
        """The placeholders. Days below 10 and the months 1 and 2 have a leading zero (Decree 30/2020, Annex I)."""
        day, month = self.issued.day, self.issued.month
        return {
            "so": self.number,
            "iso": self.issued.isoformat(),
            "ngay": f"{day:02}",
            "thang": f"{month:02}" if month < 3 else f"{month}",
            "nam": self.issued.year,
            "tinh": self.province,
            "TINH": self.province.upper(),
            "xa": self.commune,
            "XA": self.commune.upper(),
            "nguoi_ky": self.signer,
        }


class Official(Frozen):
    """An administrative document with the boxes of Decree 30/2020."""

    layout: Literal["official"]
    parent: Items = Field(description="box 2, upper part; empty for a people's committee")
    agency: Items = Field(description="box 2, bold lines")
    issuer: str = Field(description="in ordinary case")
    number: str
    hand: bool = Field(default=False, description="number and day are written by pen")
    place: str
    date: date
    type: str | None = Field(description="as printed in capitals; None: a letter (công văn)")
    subject: str
    authority: str | None = None
    addressees: Items = ()
    grounds: Items = ()
    body: Items
    sign: Items
    signer: str
    recipients: Items
    seal_rim: str = ""
    seal: Items = ()


class Leaflet(Frozen):
    """A sheet A4 across, folded twice: six panels."""

    layout: Literal["leaflet"]
    agency: Items
    issuer: str
    title: Items
    title_value: str
    strapline: str
    place_year: str
    inside: tuple[Items, Items, Items]
    flap: Items
    back: Items
    imprint: Items
    colour: tuple[int, int, int]


class Handout(Frozen):
    """Questions and answers on A4, or a flyer when there are none."""

    layout: Literal["handout"]
    material: MaterialType
    agency: Items
    issuer: str
    title: Items
    title_value: str
    lead: str
    body: Items
    imprint: str
    large: bool = Field(default=False, description="a flyer's bigger letters")


class Booklet(Frozen):
    """A booklet A5: cover, contents, chapters."""

    layout: Literal["booklet"]
    agency: Items
    issuer: str
    title: Items
    title_value: str
    place_year: str
    preface: Items
    chapters: tuple[Items, ...] = Field(description="of each the first item is its heading")
    imprint: Items


class Bulletin(Frozen):
    """A bulletin A4 in two columns."""

    layout: Literal["bulletin"]
    agency: str
    issuer: str
    title: str
    title_value: str
    issue: str
    articles: tuple[Items, ...]
    box: Items = Field(description="a tinted box at the end of the last column")
    imprint: str
    colour: tuple[int, int, int]


Content = Annotated[Official | Leaflet | Handout | Booklet | Bulletin, Field(discriminator="layout")]
_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)


def read(name: str, variation: Variation) -> Content:
    """The text ``name`` with its placeholders filled in, NFC."""
    template = nfc((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return _CONTENT.validate_python(yaml.safe_load(template.format_map(variation.values())))
