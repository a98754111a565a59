"""ALTO 4.4: a page's words with boxes and confidences as the standard XML of libraries, and back.

What ALTO has no word for (status, reason, dpi, rotation of the scan, engine) stands as JSON in the settings of the
page's processing step, which is where the standard puts how a page was read. ALTO's own ROTATION (of the text on the
page, counter-clockwise) is our skew. Confidences are rounded to `CONFIDENCE_DIGITS` digits.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from lxml import etree

from pipeline.stages.xml_text import xml_text
from schemas.errors import Code, Permanent
from schemas.page import Box, Line, Page, PageStatus, Word

CONFIDENCE_DIGITS = 4
_NS = "http://www.loc.gov/standards/alto/ns-v4#"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_KEPT = ("dpi", "rotation", "skew", "status", "reason", "engine")


def to_alto(page: Page, *, file_name: str, software: Sequence[tuple[str, str]] = ()) -> bytes:
    """One page as an ALTO 4.4 file in UTF-8.

    Takes the page, the name of the image it was read from and the programs (name, version) that took part.
    """
    root, description = _root(file_name)
    prefix = f"p{page.number}"
    steps = [_reading(description, f"{prefix}-reading", page)]
    steps += [
        _program(description, f"{prefix}-program{n}", name, version) for n, (name, version) in enumerate(software, 1)
    ]
    layout = _sub(root, "Layout")
    sheet = _sub(
        layout,
        "Page",
        ID=prefix,
        PROCESSINGREFS=" ".join(steps),
        HEIGHT=page.height,
        WIDTH=page.width,
        PHYSICAL_IMG_NR=page.number,
        **({} if page.confidence is None else {"PC": _confidence(page.confidence)}),
        **({"ROTATION": page.skew} if page.skew else {}),
    )
    space = _sub(sheet, "PrintSpace", HEIGHT=page.height, WIDTH=page.width, HPOS=0, VPOS=0)
    for n, (block, lines) in enumerate(groupby(page.lines, key=lambda line: line.block), 1):
        _block(space, f"{prefix}-{n}-block{block}", tuple(lines))
    return _bytes(root)


def from_alto(data: bytes) -> Page:
    """The page that :func:`to_alto` wrote.

    Raises:
        Permanent: DAMAGED; it is not such a file, or one of several pages.
    """
    root = _parse(data)
    sheets = root.findall(f".//{{{_NS}}}Page")
    settings = root.findtext(f".//{{{_NS}}}processingStepSettings")
    if len(sheets) != 1 or settings is None:
        raise Permanent(Code.DAMAGED, detail="ALTO is not of one page of ours")
    try:
        return _page(sheets[0], settings)
    except (KeyError, TypeError, ValueError) as error:  # an attribute missing, no number, a field that does not fit
        raise Permanent(Code.DAMAGED, detail=f"ALTO: {error}") from error


def join(documents: Sequence[bytes]) -> bytes:
    """Several ALTO files of pages of one document as one file, in the order given; the first names the source.

    Raises:
        ValueError: no file, or two of the same page.
        Permanent: DAMAGED; one is no ALTO file.
    """
    roots = [_parse(data) for data in documents]
    pages = [page for root in roots for page in root.iter(f"{{{_NS}}}Page")]
    if not roots or len({page.get("ID") for page in pages}) < len(pages):
        raise ValueError("ALTO files to join must be of different pages, at least one")
    first = roots[0]
    description, layout = first.find(f"{{{_NS}}}Description"), first.find(f"{{{_NS}}}Layout")
    if description is None or layout is None:
        raise Permanent(Code.DAMAGED, detail="ALTO without description or layout")
    for root in roots[1:]:
        description.extend(root.findall(f"{{{_NS}}}Description/{{{_NS}}}Processing"))
        layout.extend(root.findall(f"{{{_NS}}}Layout/{{{_NS}}}Page"))
    return _bytes(first)


def _root(file_name: str) -> tuple[etree._Element, etree._Element]:
    names = {None: _NS, "xsi": _XSI}
    root = etree.Element(f"{{{_NS}}}alto", nsmap=names)  # type: ignore[arg-type]  # the stubs know no default namespace
    root.set(f"{{{_XSI}}}schemaLocation", f"{_NS} {_SCHEMA}")
    root.set("SCHEMAVERSION", "4.4")
    description = _sub(root, "Description")
    _sub(description, "MeasurementUnit").text = "pixel"
    _sub(_sub(description, "sourceImageInformation"), "fileName").text = xml_text(file_name)
    return root, description


def _reading(description: etree._Element, step: str, page: Page) -> str:
    made = _sub(description, "Processing", ID=step)
    _sub(made, "processingCategory").text = "contentGeneration"
    _sub(made, "processingStepDescription").text = f"text {page.status.value}"
    facts = page.model_dump(mode="json", include=set(_KEPT))
    _sub(made, "processingStepSettings").text = json.dumps(facts, sort_keys=True)
    return step


def _program(description: etree._Element, step: str, name: str, version: str) -> str:
    made = _sub(description, "Processing", ID=step)
    _sub(made, "processingCategory").text = "contentGeneration"
    software = _sub(made, "processingSoftware")
    _sub(software, "softwareName").text = xml_text(name)
    _sub(software, "softwareVersion").text = xml_text(version)
    return step


def _block(space: etree._Element, name: str, lines: tuple[Line, ...]) -> None:
    box = _around(line.box for line in lines)
    block = _sub(space, "TextBlock", ID=name, **_place(box))
    for n, line in enumerate(lines, 1):
        made = _sub(block, "TextLine", ID=f"{name}-{n}", **_place(line.box))
        _word(made, line.words[0])
        for before, word in pairwise(line.words):
            gap = max(0, word.box.x0 - before.box.x1)
            _sub(made, "SP", WIDTH=gap, HPOS=before.box.x1, VPOS=line.box.y0)
            _word(made, word)


def _word(line: etree._Element, word: Word) -> None:
    _sub(line, "String", **_place(word.box), WC=_confidence(word.confidence), CONTENT=xml_text(word.text))


def _place(box: Box) -> dict[str, int]:
    return {"HEIGHT": box.height, "WIDTH": box.width, "HPOS": box.x0, "VPOS": box.y0}


def _around(boxes: Iterable[Box]) -> Box:
    first, *others = boxes
    for box in others:
        first = first.join(box)
    return first


def _confidence(value: float) -> str:
    return f"{value:.{CONFIDENCE_DIGITS}f}"


def _sub(parent: etree._Element, name: str, **attributes: object) -> etree._Element:
    return etree.SubElement(parent, f"{{{_NS}}}{name}", {key: str(value) for key, value in attributes.items()})


def _bytes(root: etree._Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _parse(data: bytes) -> etree._Element:
    """The root; no entities, no DTD, no network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Permanent(Code.DAMAGED, detail=f"ALTO: {error}") from error
    declared = root.getroottree().docinfo.doctype  # type: ignore[union-attr]  # missing in the stubs
    if declared or root.tag != f"{{{_NS}}}alto":
        raise Permanent(Code.DAMAGED, detail="not an ALTO 4 file, or one with a DTD")
    return root


def _page(sheet: etree._Element, settings: str) -> Page:
    facts = json.loads(settings)
    return Page(
        number=int(sheet.attrib["PHYSICAL_IMG_NR"]),
        width=int(sheet.attrib["WIDTH"]),
        height=int(sheet.attrib["HEIGHT"]),
        status=PageStatus(facts.pop("status")),
        lines=tuple(
            Line(words=tuple(_read_word(word) for word in line.iter(f"{{{_NS}}}String")), block=_block_number(block))
            for block in sheet.iter(f"{{{_NS}}}TextBlock")
            for line in block.iter(f"{{{_NS}}}TextLine")
        ),
        **facts,
    )


def _block_number(block: etree._Element) -> int:
    return int(str(block.attrib["ID"]).rpartition("block")[2])


def _read_word(word: etree._Element) -> Word:
    x, y, width, height = (int(word.attrib[key]) for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    return Word(
        text=str(word.attrib["CONTENT"]),
        box=Box(x0=x, y0=y, x1=x + width, y1=y + height),
        confidence=float(word.attrib["WC"]),
    )
