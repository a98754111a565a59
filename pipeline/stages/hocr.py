"""hOCR 1.2: a page's words as an XHTML page that browsers show and OCR tools read.

Beyond the standard's properties a word's title says what was read before it was changed and by which rule (``x_raw``,
``x_rule``) and that a pen wrote it (``x_hand``), a table row's where its cells begin (``x_cells``), and a stamp, which
is an image, what it is and reads (``x_stamp``, ``x_text``). In quoted values ``";%`` are percent-encoded.
"""

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import quote

from lxml import etree

from pipeline.stages.xml_text import escaped, xml_text
from schemas.errors import Code, Permanent
from schemas.page import Box, Line, Page, Stamp, Word

_NS = "http://www.w3.org/1999/xhtml"
_DOCTYPE = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
_CAPABILITIES = "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocr_image"


def to_hocr(page: Page) -> bytes:
    """One page as an hOCR file in UTF-8. `x_wconf` is the word's confidence in whole percent."""
    root = etree.Element(f"{{{_NS}}}html", nsmap={None: _NS})  # type: ignore[dict-item]  # the stubs do not know a default namespace
    head = _sub(root, "head")
    _sub(head, "title").text = f"{page.number}"
    _sub(head, "meta", **{"http-equiv": "Content-Type", "content": "text/html;charset=utf-8"})
    _sub(head, "meta", name="ocr-system", content=xml_text(page.engine))
    _sub(head, "meta", name="ocr-capabilities", content=_CAPABILITIES)
    _page(_sub(root, "body"), page)
    return _bytes(root)


def join(documents: Sequence[bytes]) -> bytes:
    """Several hOCR files as one, in the order given; the first one's head stays.

    Raises:
        ValueError: no file, or two of the same page.
        Permanent: DAMAGED; one is no hOCR file of ours.
    """
    roots = [_parse(data) for data in documents]
    bodies = [root.find(f"{{{_NS}}}body") for root in roots]
    pages = [page for body in bodies if body is not None for page in body]
    if not bodies or len({page.get("id") for page in pages}) < len(pages):
        raise ValueError("hOCR files to join must be of different pages, at least one")
    first = bodies[0]
    if first is None or any(body is None for body in bodies):
        raise Permanent(Code.DAMAGED, detail="hOCR without a body")
    first.extend(pages[len(first) :])
    return _bytes(roots[0])


def _page(body: etree._Element, page: Page) -> None:
    name = str(page.number)
    title = f"bbox 0 0 {page.width} {page.height}; ppageno {page.number - 1}; scan_res {page.dpi:g} {page.dpi:g}"
    sheet = _sub(body, "div", **{"class": "ocr_page", "id": f"page_{name}", "title": title})
    for n, (_, lines) in enumerate(groupby(page.lines, key=lambda line: line.block), 1):
        _area(sheet, f"{name}_{n}", tuple(lines), page.skew)
    for n, stamp in enumerate(page.stamps, 1):
        _sub(sheet, "div", **{"class": "ocr_image", "id": f"stamp_{name}_{n}", "title": _stamp(stamp)})


def _area(sheet: etree._Element, name: str, lines: tuple[Line, ...], skew: float) -> None:
    around = lines[0].box
    for line in lines[1:]:
        around = around.join(line.box)
    area = _sub(sheet, "div", **{"class": "ocr_carea", "id": f"block_{name}", "title": _bbox(around)})
    paragraph = _sub(area, "p", **{"class": "ocr_par", "id": f"par_{name}", "title": _bbox(around)})
    angle = f"; textangle {skew:g}" if skew else ""
    for n, line in enumerate(lines, 1):
        title = _bbox(line.box) + angle + ("; x_cells " + " ".join(map(str, line.cells)) if line.cells else "")
        made = _sub(paragraph, "span", **{"class": "ocr_line", "id": f"line_{name}_{n}", "title": title})
        made.extend(_words(line, f"word_{name}_{n}"))
        made.tail = "\n"


def _words(line: Line, name: str) -> etree._Element:
    """The line's words, a space after each, in an element of no meaning; as text that is parsed: see `alto`."""
    told = (
        f'<span class="ocrx_word" id="{name}_{m}" title="{escaped(_word(word))}">{escaped(word.text)}</span> '
        for m, word in enumerate(line.words, 1)
    )
    return etree.fromstring(f'<_ xmlns="{_NS}">{"".join(told)}</_>')


def _word(word: Word) -> str:
    facts = [_bbox(word.box), f"x_wconf {round(word.confidence * 100)}"]
    facts += [] if word.raw is None else [f"x_raw {_quoted(word.raw)}"]
    facts += [] if word.rule is None else [f"x_rule {_quoted(word.rule)}"]
    return "; ".join([*facts, "x_hand 1"] if word.hand else facts)


def _stamp(stamp: Stamp) -> str:
    facts = [_bbox(stamp.box), f"x_stamp {stamp.shape.value}"]
    return "; ".join(facts if stamp.text is None else [*facts, f"x_text {_quoted(stamp.text)}"])


def _quoted(text: str) -> str:
    return '"' + "".join(quote(char) if char in '";%' else char for char in xml_text(text)) + '"'


def _bbox(box: Box) -> str:
    return f"bbox {box.x0} {box.y0} {box.x1} {box.y1}"


def _sub(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_NS}}}{tag}", attributes)


def _parse(data: bytes) -> etree._Element:
    """The root; no entities, no DTD loaded, no network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Permanent(Code.DAMAGED, detail=f"hOCR: {error}") from error
    if root.tag != f"{{{_NS}}}html":
        raise Permanent(Code.DAMAGED, detail="not an hOCR file")
    return root


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=_DOCTYPE)
