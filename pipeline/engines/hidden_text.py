"""Finds and removes the invisible text of a PDF page (render mode 3: an earlier OCR layer), and tells if any can be seen."""

from dataclasses import dataclass, field

import pikepdf
from pikepdf import Dictionary, Name, Object, Page, Pdf, Stream

_SHOW = frozenset(("Tj", "TJ", "'", '"'))
_INVISIBLE = 3
_DEEPEST = 8


@dataclass
class _Found:
    visible: bool = False
    hidden: bool = False
    forms: dict[tuple[int, int, int], Stream] = field(default_factory=dict)


def strip_hidden_text(pdf: Pdf, page: Page) -> bool:
    """Removes invisible text from the page and from the forms it draws; whether visible text is left.

    Forms are copied, not changed: another page may show the same one and keep its text. Everything that is not an
    invisible text operator stays as it was; a page without any is not rewritten.
    """
    found = _Found()
    resources = page.resources
    content, replaced = _strip(pdf, page, resources, found, 0, _DEEPEST)
    if found.hidden:
        if replaced:
            page.obj.Resources = _with_forms(resources, replaced)
        page.obj.Contents = pdf.make_stream(content)
    return found.visible or _annotations_show_text(page)


# -------------------------------------------------------------------------------------------------------------------


def _strip(
    pdf: Pdf, source: Page | Stream, resources: Object, found: _Found, mode: int, depth: int
) -> tuple[bytes, dict[str, Stream]]:
    """The content without invisible text, and the forms it must now draw in place of others, by name."""
    kept: list[tuple[object, object]] = []
    replaced: dict[str, Stream] = {}
    stack: list[int] = []
    for operands, operator in pikepdf.parse_content_stream(source):
        name = str(operator)
        if name == "q":
            stack.append(mode)
        elif name == "Q":
            mode = stack.pop() if stack else mode
        elif name == "Tr":
            mode = int(operands[0])
        elif name in _SHOW:
            if mode == _INVISIBLE:
                found.hidden = True
                continue
            found.visible = True
        elif name == "Do" and depth > 0:
            form = resources.get(Name.XObject, Dictionary()).get(str(operands[0]))
            if isinstance(form, Stream) and form.get(Name.Subtype) == Name.Form:
                replaced[str(operands[0])] = _form(pdf, form, resources, found, mode, depth - 1)
        kept.append((operands, operator))
    return pikepdf.unparse_content_stream(kept), replaced  # type: ignore[arg-type]  # what parsing gave


def _form(pdf: Pdf, form: Stream, outer: Object, found: _Found, mode: int, depth: int) -> Stream:
    key = (*form.objgen, mode)
    if key in found.forms:
        return found.forms[key]
    found.forms[key] = form  # a form that draws itself ends here
    resources = form.get(Name.Resources, outer)
    content, replaced = _strip(pdf, form, resources, found, mode, depth)
    copy = pdf.make_stream(content)
    for name, value in form.stream_dict.items():
        if name not in ("/Length", "/Filter", "/DecodeParms"):
            copy[name] = value
    if replaced:
        copy.Resources = _with_forms(resources, replaced)
    found.forms[key] = copy
    return copy


def _with_forms(resources: Object, forms: dict[str, Stream]) -> Dictionary:
    own = Dictionary({name: value for name, value in resources.items()})
    drawn = Dictionary({name: value for name, value in resources.get(Name.XObject, Dictionary()).items()})
    for name, form in forms.items():
        drawn[name] = form
    own.XObject = drawn
    return own


def _annotations_show_text(page: Page) -> bool:
    """Whether an annotation's appearance may hold text (a typed-in number, a signature's stamp)."""
    return any(
        isinstance(a, Dictionary) and Name.AP in a and a.get(Name.Subtype) != Name.Link
        for a in page.obj.get(Name.Annots, [])
    )
