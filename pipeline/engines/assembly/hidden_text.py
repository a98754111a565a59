"""Removes the invisible text of a PDF page (render mode 3: an earlier OCR layer), and tells if any can be seen."""

import pikepdf
from pikepdf import Dictionary, Name, Object, Page, Pdf, Stream

from pipeline.engines.stamp_note import other_notes

_SHOW = frozenset(("Tj", "TJ", "'", '"'))
_INVISIBLE = 3
_DEEPEST = 8
_STREAM_KEYS = frozenset(("/Length", "/Filter", "/DecodeParms"))


def strip_hidden_text(pdf: Pdf, page: Page) -> bool:
    """Removes invisible text from the page and from the forms it draws; whether visible text is left.

    Forms are copied, not changed: another page may show the same one and keep its text. Everything that is not an
    invisible text operator stays as it was; a page without any is not rewritten.
    """
    strip = _Stripping(pdf)
    resources = page.resources
    content, forms = strip.content(page, resources, mode=0, depth=_DEEPEST)
    if strip.hidden:
        if forms:
            page.obj.Resources = _with_forms(resources, forms)
        page.obj.Contents = pdf.make_stream(content)
    return strip.visible or _annotations_may_show_text(page)


# -------------------------------------------------------------------------------------------------------------------


class _Stripping:
    """One page's stripping: what was found so far, and the copies of forms by identity and inherited mode."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._copies: dict[tuple[int, int, int], Stream] = {}
        self.visible = False
        self.hidden = False

    def content(
        self, source: Page | Stream, resources: Object, *, mode: int, depth: int
    ) -> tuple[bytes, dict[str, Stream]]:
        """The content without invisible text, and the forms that it must now draw in place of others, by name."""
        kept: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
        forms: dict[str, Stream] = {}
        stack: list[int] = []
        for step in pikepdf.parse_content_stream(source):
            operator = str(step.operator)
            if operator == "q":
                stack.append(mode)
            elif operator == "Q":
                mode = stack.pop() if stack else mode
            elif operator == "Tr":
                mode = int(step.operands[0])
            elif operator == "Do" and depth:
                forms.update(self._drawn(str(step.operands[0]), resources, mode, depth))
            if not self._is_hidden(operator, mode):
                kept.append(step)
        return pikepdf.unparse_content_stream(kept), forms

    def _is_hidden(self, operator: str, mode: int) -> bool:
        hidden = operator in _SHOW and mode == _INVISIBLE
        self.hidden |= hidden
        self.visible |= operator in _SHOW and not hidden
        return hidden

    def _drawn(self, name: str, resources: Object, mode: int, depth: int) -> dict[str, Stream]:
        form = resources.get(Name.XObject, Dictionary()).get(name)
        if not isinstance(form, Stream) or form.get(Name.Subtype) != Name.Form:
            return {}
        key = (*form.objgen, mode)
        if key not in self._copies:
            self._copies[key] = form  # a form that draws itself ends here
            self._copies[key] = self._copied(form, form.get(Name.Resources, resources), mode, depth - 1)
        return {name: self._copies[key]}

    def _copied(self, form: Stream, resources: Object, mode: int, depth: int) -> Stream:
        content, forms = self.content(form, resources, mode=mode, depth=depth)
        copy = self._pdf.make_stream(content)
        for name, value in form.stream_dict.items():
            if name not in _STREAM_KEYS:
                copy[name] = value
        if forms:
            copy.Resources = _with_forms(resources, forms)
        return copy


def _with_forms(resources: Object, forms: dict[str, Stream]) -> Dictionary:
    own = Dictionary(dict(resources.items()))
    own.XObject = Dictionary({**dict(resources.get(Name.XObject, Dictionary()).items()), **forms})
    return own


def _annotations_may_show_text(page: Page) -> bool:
    """Whether an annotation has an appearance that may hold text (a typed-in number, a signature's stamp)."""
    return any(
        isinstance(note, Dictionary) and Name.AP in note and note.get(Name.Subtype) != Name.Link
        for note in other_notes(page)
    )
