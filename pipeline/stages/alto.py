"""ALTO 4.4: a page's words with boxes and confidences as the standard XML of libraries, and back.

What ALTO has no word for (status, reason, dpi, rotation of the scan, engine) stands as JSON in the settings of the
page's processing step, which is where the standard puts how a page was read. ALTO's own ROTATION (of the text on the
page, counter-clockwise) is our skew. Confidences are rounded to `CONFIDENCE_DIGITS` digits. What was read before a word
was changed is its ALTERNATIVE, and so is what may stand there (`alto_slot`); `alto_tags` says what stands as tags. A
stamp is a GraphicalElement.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from lxml import etree

from pipeline.stages.alto_page import NAMESPACE, RAW, page_in
from pipeline.stages.alto_slot import purpose
from pipeline.stages.alto_tags import Tag, line_tags, stamp_tag, tags_of, word_tags
from pipeline.stages.xml_text import escaped, xml_text
from schemas.errors import Code, Permanent
from schemas.page import Box, Line, Page, Word

CONFIDENCE_DIGITS = 4
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_KEPT = ("dpi", "rotation", "skew", "status", "reason", "engine")
_KEPT_IF_ANY = ("quality",)


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
    tags = tags_of(page)
    _tags(root, tags)
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
        _block(space, f"{prefix}-{n}-block{block}", tuple(lines), tags)
    for n, stamp in enumerate(page.stamps, 1):
        _sub(space, "GraphicalElement", ID=f"{prefix}-stamp{n}", TAGREFS=tags[stamp_tag(stamp)], **_place(stamp.box))
    return _bytes(root)


def from_alto(data: bytes) -> Page:
    """The page that :func:`to_alto` wrote.

    Raises:
        Permanent: DAMAGED; it is not such a file, or one of several pages.
    """
    root = _parse(data)
    sheets = root.findall(f".//{{{NAMESPACE}}}Page")
    settings = root.findtext(f".//{{{NAMESPACE}}}processingStepSettings")
    if len(sheets) != 1 or settings is None:
        raise Permanent(Code.DAMAGED, detail="ALTO is not of one page of ours")
    try:
        return page_in(root, sheets[0], settings)
    except (KeyError, TypeError, ValueError) as error:  # an attribute missing, no number, a field that does not fit
        raise Permanent(Code.DAMAGED, detail=f"ALTO: {error}") from error


def join(documents: Sequence[bytes]) -> bytes:
    """Several ALTO files of pages of one document as one file, in the order given; the first names the source.

    Raises:
        ValueError: no file, or two of the same page.
        Permanent: DAMAGED; one is no ALTO file.
    """
    roots = [_parse(data) for data in documents]
    pages = [page for root in roots for page in root.iter(f"{{{NAMESPACE}}}Page")]
    if not roots or len({page.get("ID") for page in pages}) < len(pages):
        raise ValueError("ALTO files to join must be of different pages, at least one")
    first = roots[0]
    description, layout = first.find(f"{{{NAMESPACE}}}Description"), first.find(f"{{{NAMESPACE}}}Layout")
    if description is None or layout is None:
        raise Permanent(Code.DAMAGED, detail="ALTO without description or layout")
    for root in roots[1:]:
        description.extend(root.findall(f"{{{NAMESPACE}}}Description/{{{NAMESPACE}}}Processing"))
        layout.extend(root.findall(f"{{{NAMESPACE}}}Layout/{{{NAMESPACE}}}Page"))
    tags = [tag for root in roots for tag in root.findall(f"{{{NAMESPACE}}}Tags/*")]
    if tags:
        for old in first.findall(f"{{{NAMESPACE}}}Tags"):
            first.remove(old)
        together = etree.Element(f"{{{NAMESPACE}}}Tags")
        together.extend(tags)
        layout.addprevious(together)
    return _bytes(first)


def _root(file_name: str) -> tuple[etree._Element, etree._Element]:
    names = {None: NAMESPACE, "xsi": _XSI}
    root = etree.Element(f"{{{NAMESPACE}}}alto", nsmap=names)  # type: ignore[arg-type]  # the stubs know no default namespace
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {_SCHEMA}")
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
    facts |= page.model_dump(mode="json", include=set(_KEPT_IF_ANY), exclude_none=True)
    if page.stamps:
        facts["stamps"] = [stamp.confidence for stamp in page.stamps]
    _sub(made, "processingStepSettings").text = json.dumps(facts, sort_keys=True)
    return step


def _program(description: etree._Element, step: str, name: str, version: str) -> str:
    made = _sub(description, "Processing", ID=step)
    _sub(made, "processingCategory").text = "contentGeneration"
    software = _sub(made, "processingSoftware")
    _sub(software, "softwareName").text = xml_text(name)
    _sub(software, "softwareVersion").text = xml_text(version)
    return step


def _tags(root: etree._Element, tags: Mapping[Tag, str]) -> None:
    if not tags:
        return
    made = _sub(root, "Tags")
    for tag, name in tags.items():
        told = {} if tag.description is None else {"DESCRIPTION": xml_text(tag.description)}
        _sub(made, tag.element, ID=name, TYPE=tag.type, LABEL=xml_text(tag.label), **told)


def _block(space: etree._Element, name: str, lines: tuple[Line, ...], tags: Mapping[Tag, str]) -> None:
    boxes = [line.box for line in lines]
    block = _sub(space, "TextBlock", ID=name, **_place(_around(boxes)))
    for n, (line, box) in enumerate(zip(lines, boxes, strict=True), 1):
        made = _sub(block, "TextLine", ID=f"{name}-{n}", **_references(line_tags(line), tags), **_place(box))
        made.extend(_words(line, box.y0, tags))


def _words(line: Line, top: int, tags: Mapping[Tag, str]) -> etree._Element:
    """The line's words and the spaces between them, in an element of no meaning.

    As text that is parsed, since every word of every page comes by here: it costs a third of making elements.
    """
    told = [_word(line.words[0], tags)]
    for before, word in pairwise(line.words):
        left = before.box.x1
        told.append(f'<SP WIDTH="{max(0, word.box.x0 - left)}" HPOS="{left}" VPOS="{top}"/>')
        told.append(_word(word, tags))
    return etree.fromstring(f'<_ xmlns="{NAMESPACE}">{"".join(told)}</_>')


def _word(word: Word, tags: Mapping[Tag, str]) -> str:
    box, own = word.box, word_tags(word)
    said = f' TAGREFS="{escaped(" ".join(tags[tag] for tag in own))}"' if own else ""
    place = f'HEIGHT="{box.y1 - box.y0}" WIDTH="{box.x1 - box.x0}" HPOS="{box.x0}" VPOS="{box.y0}"'
    start = f'<String{said} {place} WC="{_confidence(word.confidence)}" CONTENT="{escaped(word.text)}"'
    others = [] if word.raw is None else [(RAW, word.raw)]
    others += [(purpose(probability, CONFIDENCE_DIGITS), text) for text, probability in word.alternatives]
    if not others:
        return f"{start}/>"
    below = (f'<ALTERNATIVE PURPOSE="{escaped(why)}">{escaped(text)}</ALTERNATIVE>' for why, text in others)
    return f"{start}>{''.join(below)}</String>"


def _references(own: Sequence[Tag], tags: Mapping[Tag, str]) -> dict[str, str]:
    return {"TAGREFS": " ".join(tags[tag] for tag in own)} if own else {}


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
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", {key: str(value) for key, value in attributes.items()})


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
    if declared or root.tag != f"{{{NAMESPACE}}}alto":
        raise Permanent(Code.DAMAGED, detail="not an ALTO 4 file, or one with a DTD")
    return root
