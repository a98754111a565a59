"""Reads a page back from the ALTO file that :mod:`.alto` wrote."""

import json
from collections.abc import Mapping

from lxml import etree

from pipeline.stages.alto_slot import alternatives_of
from pipeline.stages.alto_tags import Tag, cells_of, rule_of, stamp_of
from schemas.page import Box, Line, Page, PageStatus, Stamp, Word

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
RAW = "raw"
"""Purpose of the ALTERNATIVE that holds what was read before a word was changed."""


def page_in(root: etree._Element, sheet: etree._Element, settings: str) -> Page:
    """The page of element ``sheet``, whose reading has these settings.

    Raises:
        KeyError, TypeError, ValueError: an attribute is missing, is no number, or does not fit.
    """
    tags = _read_tags(root)
    facts = json.loads(settings)
    confidences = facts.pop("stamps", [])
    return Page(
        number=int(sheet.attrib["PHYSICAL_IMG_NR"]),
        width=int(sheet.attrib["WIDTH"]),
        height=int(sheet.attrib["HEIGHT"]),
        status=PageStatus(facts.pop("status")),
        lines=tuple(
            _read_line(line, _block_number(block), tags)
            for block in sheet.iter(f"{{{NAMESPACE}}}TextBlock")
            for line in block.iter(f"{{{NAMESPACE}}}TextLine")
        ),
        stamps=tuple(
            _read_stamp(element, confidence, tags)
            for element, confidence in zip(sheet.iter(f"{{{NAMESPACE}}}GraphicalElement"), confidences, strict=True)
        ),
        **facts,
    )


def _read_tags(root: etree._Element) -> dict[str, Tag]:
    """Every tag of the file by its id."""
    return {
        str(tag.attrib["ID"]): Tag(
            str(tag.tag).rpartition("}")[2],
            str(tag.get("TYPE", "")),
            str(tag.attrib["LABEL"]),
            None if tag.get("DESCRIPTION") is None else str(tag.get("DESCRIPTION")),
        )
        for tag in root.findall(f"{{{NAMESPACE}}}Tags/*")
    }


def _block_number(block: etree._Element) -> int:
    return int(str(block.attrib["ID"]).rpartition("block")[2])


def _read_line(line: etree._Element, block: int, tags: Mapping[str, Tag]) -> Line:
    words = tuple(_read_word(word, tags) for word in line.iter(f"{{{NAMESPACE}}}String"))
    return Line(words=words, block=block, cells=cells_of(_tags_on(line, tags)))


def _read_word(word: etree._Element, tags: Mapping[str, Tag]) -> Word:
    own = _tags_on(word, tags)
    others = word.findall(f"{{{NAMESPACE}}}ALTERNATIVE")
    raw = next((r.text or "" for r in others if r.get("PURPOSE") == RAW), None)
    return Word(
        text=str(word.attrib["CONTENT"]),
        box=_read_box(word),
        confidence=float(word.attrib["WC"]),
        raw=raw,
        rule=rule_of(own),
        hand="hand" in own,
        alternatives=alternatives_of(others),
    )


def _read_stamp(element: etree._Element, confidence: float, tags: Mapping[str, Tag]) -> Stamp:
    shape, text = stamp_of(_tags_on(element, tags))
    return Stamp(box=_read_box(element), shape=shape, text=text, confidence=confidence)


def _tags_on(element: etree._Element, tags: Mapping[str, Tag]) -> dict[str, Tag]:
    """The element's tags by their type."""
    return {tags[name].type: tags[name] for name in str(element.get("TAGREFS", "")).split()}


def _read_box(element: etree._Element) -> Box:
    x, y, width, height = (int(element.attrib[key]) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    return Box(x0=x, y0=y, x1=x + width, y1=y + height)
