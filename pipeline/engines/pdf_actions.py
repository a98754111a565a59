"""What a PDF does besides showing pages: scripts, launching, forms, media, attachments, signatures.

Scripts and media are looked for where a reader runs them: the catalogue, its name trees, form fields, bookmarks and
annotations, and along chains of following actions. Every walk is bounded.
"""

from collections.abc import Iterator

import pikepdf

from pipeline.engines.pdf_pages import dictionary
from schemas.errors import Code, Refused

ATTACHMENTS = "attachments"
_ACTIVE = frozenset({"/JavaScript", "/Launch", "/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/ImportData"})
_MEDIA = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
_MOST_NODES = 200_000


def refuse_active(pdf: pikepdf.Pdf) -> None:
    """Looks through the catalogue.

    Raises:
        Refused: XFA_FORM, ACTIVE_CONTENT (fact kind: JavaScript, Launch …), UNSUPPORTED (a portfolio).
    """
    root = pdf.Root
    form = dictionary(root.get("/AcroForm"))
    if form is not None and "/XFA" in form:
        raise Refused(Code.XFA_FORM)
    if "/Collection" in root:
        raise Refused(Code.UNSUPPORTED, kind="PDF Portfolio")
    names = dictionary(root.get("/Names"))
    if names is not None and _has_entries(names.get("/JavaScript")):
        raise Refused(Code.ACTIVE_CONTENT, kind="JavaScript")
    _check_actions(root.get("/OpenAction"))
    _check_triggers(root)
    outlines = dictionary(root.get("/Outlines"))
    for node in _fields(pdf) if form is not None else ():
        _check_node(node)
    for node in _outline(outlines):
        _check_node(node)


def refuse_active_page(page: pikepdf.Dictionary) -> bool:
    """Looks through a page's own triggers and annotations.

    Gives whether it carries an attached file.

    Raises:
        Refused: ACTIVE_CONTENT (fact kind).
    """
    _check_triggers(page)
    attached = "/AF" in page
    annotations = page.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return attached
    for i in range(min(len(annotations), _MOST_NODES)):
        note = dictionary(annotations[i])
        if note is None:
            continue
        subtype = str(note.get("/Subtype", ""))
        if subtype in _MEDIA:
            raise Refused(Code.ACTIVE_CONTENT, kind=subtype.lstrip("/"))
        attached = attached or subtype == "/FileAttachment"
        _check_node(note)
    return attached


def has_attachments(pdf: pikepdf.Pdf) -> bool:
    """Whether files are embedded in the document as a whole."""
    names = dictionary(pdf.Root.get("/Names"))
    return "/AF" in pdf.Root or (names is not None and _has_entries(names.get("/EmbeddedFiles")))


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether there is a digital signature over bytes of the file: a signed field, or a certification (DocMDP)."""
    permissions = dictionary(pdf.Root.get("/Perms"))
    if permissions is not None and _covers_bytes(permissions.get("/DocMDP")):
        return True
    return any(_covers_bytes(field.get("/V")) for field in _fields(pdf))


def _covers_bytes(value: object) -> bool:
    signature = dictionary(value)
    return signature is not None and isinstance(signature.get("/ByteRange"), pikepdf.Array)


def _check_node(node: pikepdf.Dictionary) -> None:
    _check_actions(node.get("/A"))
    _check_triggers(node)


def _check_triggers(node: pikepdf.Object) -> None:
    triggers = dictionary(node.get("/AA"))
    for key in triggers.keys() if triggers is not None else ():
        _check_actions(triggers.get(key) if triggers is not None else None)


def _check_actions(value: object) -> None:
    """An action, a chain of them, or (OpenAction) a destination."""
    waiting, left = [value], 1000
    while waiting and left:
        left -= 1
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting.extend(one[i] for i in range(min(len(one), left)) if dictionary(one[i]) is not None)
        action = dictionary(one)
        if action is None:
            continue
        kind = str(action.get("/S", ""))
        if kind in _ACTIVE or "/JS" in action:
            raise Refused(Code.ACTIVE_CONTENT, kind=kind.lstrip("/") or "JavaScript")
        if "/S" in action and "/Next" in action:
            waiting.append(action["/Next"])


def _has_entries(value: object) -> bool:
    tree = dictionary(value)
    if tree is None:
        return False
    return any(isinstance(tree.get(key), pikepdf.Array) and len(tree[key]) > 0 for key in ("/Names", "/Kids"))


def _fields(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Form fields, parents before children."""
    form = dictionary(pdf.Root.get("/AcroForm"))
    waiting: list[object] = [form.get("/Fields")] if form is not None else []
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _MOST_NODES:
        value = waiting.pop()
        if isinstance(value, pikepdf.Array):
            waiting.extend(value[i] for i in range(min(len(value), _MOST_NODES)))
        field = dictionary(value)
        if field is None or (field.objgen != (0, 0) and field.objgen in seen):
            continue
        seen.add(field.objgen)
        yield field
        waiting.append(field.get("/Kids"))


def _outline(root: pikepdf.Dictionary | None) -> Iterator[pikepdf.Dictionary]:
    """Bookmarks."""
    waiting: list[object] = [root.get("/First")] if root is not None else []
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < _MOST_NODES:
        item = dictionary(waiting.pop())
        if item is None or item.objgen in seen:
            continue
        seen.add(item.objgen)
        yield item
        waiting.extend((item.get("/Next"), item.get("/First")))
