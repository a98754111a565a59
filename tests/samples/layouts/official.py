"""Administrative documents after Decree 30/2020, Annex I: the boxes of the first page, body, signature, recipients."""

from collections.abc import Iterator

from schemas.claim import FieldName
from schemas.vocabulary import DOCUMENT_TYPES, MaterialType
from tests.samples.content import Official
from tests.samples.flow import Canvas, Flow, Frame
from tests.samples.layouts.article import Look, set_items
from tests.samples.sheet import MM, Sheet, Signature, Stamp, Style
from tests.samples.truth import TruthField

_WIDTH, _HEIGHT = 210 * MM, 297 * MM
_LEFT, _RIGHT, _TOP, _BOTTOM = 30 * MM, 17 * MM, 20 * MM, 20 * MM
_TEXT = _WIDTH - _LEFT - _RIGHT
_HALF = 0.42 * _TEXT
_BODY = Look(text=Style(size=13.5), indent=12.7 * MM, leading=1.26, after=5)
_SMALL = Style(size=12.5)


def compose(content: Official) -> tuple[Sheet, ...]:
    """The pages: header halves, type and subject, body, signature beside the recipients, seal and signature."""
    first = Canvas(_WIDTH, _HEIGHT)
    pages = [first]
    top = _header(first, content)
    flow = Flow(_frames(pages, top))
    _opening(flow, content)
    set_items(flow, content.grounds, _BODY.model_copy(update={"text": Style(size=13.5, italic=True)}))
    if content.type == "QUYẾT ĐỊNH":
        flow.paragraph("QUYẾT ĐỊNH:", Style(size=13.5, bold=True), align="centre", after=5, keep=3)
    set_items(flow, content.body, _BODY)
    _closing(flow, content)
    if content.seal and len(pages) > 1:
        _seal(first, content, _WIDTH - 3 * MM, 125 * MM)
    return tuple(page.sheet() for page in pages)


def fields(content: Official) -> dict[FieldName, TruthField]:
    """What the boxes say."""
    kind = next((name for name in DOCUMENT_TYPES.values() if name.upper() == content.type), "Công văn")
    dateline = f"{content.place}, {_date(content, hand=False)}"
    return {
        FieldName.NUMBER: TruthField(value=content.number, raw=f"Số: {content.number}"),
        FieldName.DOCUMENT_TYPE: TruthField(value=kind, raw=content.type),
        FieldName.ISSUER: TruthField(value=content.issuer, raw=" ".join(content.agency)),
        FieldName.ISSUED_DATE: TruthField(value=content.date.isoformat(), raw=dateline),
        FieldName.PLACE: TruthField(value=content.place, raw=content.place),
        FieldName.SUBJECT: TruthField(value=content.subject, raw=content.subject),
        FieldName.TITLE: TruthField(value=None),
        FieldName.SIGNER_NAME: TruthField(value=content.signer, raw=content.signer),
        FieldName.SIGNER_TITLE: TruthField(value=" - ".join(content.sign), raw=" ".join(content.sign)),
        FieldName.MATERIAL_TYPE: TruthField(value=MaterialType.VB_CHI_DAO.value),
        FieldName.LANGUAGE: TruthField(value="vie"),
    }


def _frames(pages: list[Canvas], top: float) -> Iterator[Frame]:
    yield Frame(pages[0], _LEFT, top, _TEXT, _HEIGHT - _BOTTOM - top)
    while True:
        page = Canvas(_WIDTH, _HEIGHT)
        pages.append(page)
        number = Flow(iter([Frame(page, _LEFT, 10 * MM, _TEXT, 8 * MM)]))
        number.paragraph(str(len(pages)), Style(size=13), align="centre")
        yield Frame(page, _LEFT, _TOP, _TEXT, _HEIGHT - _BOTTOM - _TOP)


def _header(page: Canvas, content: Official) -> float:
    """Boxes 1 to 4 (and 5b of a letter); gives the y below them."""
    left = Flow(iter([Frame(page, _LEFT - 6 * MM, _TOP, _HALF + 6 * MM, 50 * MM)]))
    right = Flow(iter([Frame(page, _LEFT + _HALF + 2 * MM, _TOP, _TEXT - _HALF + 2 * MM, 50 * MM)]))
    for line in content.parent:
        left.paragraph(line, _SMALL, align="centre")
    for line in content.agency:
        left.paragraph(line, Style(size=12.5, bold=True), align="centre")
    _short_rule(left, 0.34)
    left.y += 9
    left.paragraph(_number(content), Style(size=13), align="centre")
    if content.type is None:
        left.y += 2
        left.paragraph(content.subject, Style(size=12), align="centre")
    right.paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Style(size=12.5, bold=True), align="centre")
    right.paragraph("Độc lập - Tự do - Hạnh phúc", Style(size=13.5, bold=True), align="centre")
    _short_rule(right, 0.62)
    right.y += 9
    right.paragraph(
        f"{content.place}, {_date(content, hand=content.hand)}", Style(size=13.5, italic=True), align="centre"
    )
    return max(left.y, right.y) + 10


def _number(content: Official) -> str:
    digits, slash, notation = content.number.partition("/")
    return f"Số: <p>{digits}</p>{slash}{notation}" if content.hand else f"Số: {content.number}"


def _date(content: Official, *, hand: bool) -> str:
    day, month = content.date.day, content.date.month
    written = f"<p>{day:02}</p>" if hand else f"{day:02}"
    return f"ngày {written} tháng {f'{month:02}' if month < 3 else month} năm {content.date.year}"


def _short_rule(flow: Flow, share: float) -> None:
    width = flow.frame.width * share
    flow.frame.canvas.rule(flow.frame.x + (flow.frame.width - width) / 2, flow.y + 3, width)


def _opening(flow: Flow, content: Official) -> None:
    if content.type is not None:
        flow.paragraph(content.type, Style(size=14.5, bold=True), align="centre")
        for line in content.subject.split("\n"):
            flow.paragraph(line, Style(size=13.5, bold=True), align="centre")
        _short_rule(flow, 0.2)
        flow.y += 13
    if content.authority:
        flow.paragraph(content.authority, Style(size=13.5, bold=True), align="centre", after=8)
    if len(content.addressees) == 1:
        flow.paragraph(f"Kính gửi: {content.addressees[0]}", Style(size=13.5), align="centre", after=8)
    elif content.addressees:
        flow.paragraph("Kính gửi:", Style(size=13.5), align="left", indent=32 * MM)
        for line in content.addressees:
            flow.paragraph(f"- {line}", Style(size=13.5), align="left", indent=40 * MM, hang=43 * MM)
        flow.y += 6


def _closing(flow: Flow, content: Official) -> None:
    """Boxes 7 to 9: recipients at the left, the signature with the seal over its left third at the right."""
    flow.space(6)
    flow.need(52 * MM)
    page, y = flow.frame.canvas, flow.y
    left = Flow(iter([Frame(page, _LEFT, y, _TEXT * 0.46, 70 * MM)]))
    left.paragraph("Nơi nhận:", Style(size=12, bold=True, italic=True), align="left")
    for line in content.recipients:
        left.paragraph(f"- {line}", Style(size=11), align="left", hang=4, leading=1.18)
    right = Flow(iter([Frame(page, _LEFT + _TEXT * 0.5, y, _TEXT * 0.5, 80 * MM)]))
    for line in content.sign:
        right.paragraph(line, Style(size=13.5, bold=True), align="centre")
    middle = right.frame.x + right.frame.width / 2
    if content.seal:
        page.marks.append(Signature(x=middle - 20 * MM, y=right.y + 1 * MM, width=46 * MM, height=19 * MM))
        _seal(page, content, middle - 25 * MM, right.y + 11 * MM)
    right.y += 24 * MM
    right.paragraph(content.signer, Style(size=13.5, bold=True), align="centre")


def _seal(page: Canvas, content: Official, x: float, y: float) -> None:
    page.marks.append(Stamp(x=x, y=y, rim=content.seal_rim, middle=content.seal))
