"""Running text for every layout: headings, bullets, paragraphs; and the fields of material without Decree 30 boxes."""

from collections.abc import Iterable

from schemas.base import Frozen
from schemas.claim import FieldName
from schemas.vocabulary import MaterialType
from tests.samples.flow import Align, Flow
from tests.samples.sheet import BLACK, Colour, Style
from tests.samples.truth import TOLD, TruthField


class Look(Frozen):
    """How running text is set."""

    text: Style
    heading: Colour = BLACK
    heading_size: float | None = None
    indent: float = 0
    leading: float = 1.22
    after: float = 4
    align: Align = "justify"


def set_items(flow: Flow, items: Iterable[str], look: Look) -> None:
    """Sets items one after the other; their prefixes are described in ``content``."""
    for item in items:
        if item.startswith("# "):
            _heading(flow, item[2:], look)
        elif item.startswith("- "):
            flow.paragraph(
                item, look.text, align=look.align, indent=look.indent, leading=look.leading, after=look.after * 0.7
            )
        else:
            flow.paragraph(
                item, look.text, align=look.align, indent=look.indent, leading=look.leading, after=look.after
            )


def _heading(flow: Flow, text: str, look: Look) -> None:
    size = look.heading_size or look.text.size
    style = look.text.model_copy(update={"bold": True, "colour": look.heading, "size": size})
    flow.space(look.after * 0.6)
    flow.paragraph(text, style, align="left", indent=look.indent, leading=look.leading, after=look.after, keep=3)


def material_fields(
    material: MaterialType, *, title: str, raw_title: str, issuer: str, raw_issuer: str
) -> dict[FieldName, TruthField]:
    """The fields of a leaflet, booklet and the like: a title and an issuer, no number, date or signer."""
    none = TruthField(value=None)
    given = {
        FieldName.MATERIAL_TYPE: TruthField(value=material.value),
        FieldName.TITLE: TruthField(value=title, raw=raw_title),
        FieldName.ISSUER: TruthField(value=issuer, raw=raw_issuer),
        FieldName.LANGUAGE: TruthField(value="vie"),
    }
    return {name: given.get(name, none) for name in TOLD if name is not FieldName.PAGES}
