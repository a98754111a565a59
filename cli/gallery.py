"""`kho gallery`: one static page of records: page image, text, fields with their boxes on the image. For looking at."""

import html
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli.contents_report import contents_lines, contents_of, warning_lines
from cli.frame import Home, Vault, house, out, told, writing
from cli.look import known
from cli.record_words import evidence, field_name, record_name, value_text
from cli.scan_report import score_and_sentences
from cli.tongue import say
from pipeline.stages.alto import from_alto
from schemas.claim import FieldName
from schemas.page import Page
from schemas.record import PdfKind, Record, Settled
from wiring.house import House

_PREVIEW_WIDTH = 900
_STYLE = """
:root { color-scheme: light; font: 16px/1.5 "Liberation Sans", Arial, sans-serif; }
body { margin: 0 auto; max-width: 1500px; padding: 1rem; background: #f4f1ea; color: #1c1c1c; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 0; }
article { background: #fff; border: 1px solid #ccc; border-radius: 6px; padding: 1rem; margin: 1rem 0; }
.page { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1rem; margin-top: 1rem; }
@media (max-width: 800px) { .page { grid-template-columns: 1fr; } }
.sheet { position: relative; align-self: start; }
.sheet img { width: 100%; display: block; border: 1px solid #bbb; }
.sheet svg { position: absolute; inset: 0; width: 100%; height: 100%; }
rect { fill: rgb(0 90 200 / 12%); stroke: #005ac8; stroke-width: 3; vector-effect: non-scaling-stroke; }
rect:hover { fill: rgb(220 80 0 / 25%); stroke: #dc5000; }
table { border-collapse: collapse; width: 100%; }
ol { columns: 24rem; padding-left: 1.5rem; } li { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: .2rem .5rem; }
tr + tr { border-top: 1px solid #e2e2e2; }
th { font-weight: 600; white-space: nowrap; }
td { overflow-wrap: break-word; } td:nth-child(3) { white-space: nowrap; }
h2 + small { display: block; margin-bottom: .5rem; }
pre { white-space: pre-wrap; background: #faf8f3; padding: .75rem; margin: 0; }
pre { font: 14px/1.5 "Liberation Serif", serif; }
.low { color: #a33; } small { color: #555; }
"""


def gallery(
    records: Annotated[
        list[str] | None,
        typer.Argument(help=say("Mã hồ sơ; bỏ trống là tất cả", "Record ids; all if none"), metavar="[RECORD]..."),
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help=say("Thư mục ghi ra", "Folder to write"))] = Path(
        "kho-gallery"
    ),
    home: Home = None,
    vault: Vault = None,
) -> None:
    """Writes ``index.html`` and one image a page; needs no server and no network to be looked at."""
    with told(), house(home, vault) as opened:
        names = [known(r) for r in records] if records else list(opened.vault.records())
        with writing("--output", output):
            output.mkdir(parents=True, exist_ok=True)
        shown = [opened.vault.record(name) for name in names]
        articles = [_article(opened, record, output) for record in shown]
        (output / "index.html").write_text(_document(shown, articles), encoding="utf-8")
        out.print(say("Trang xem: ", "Gallery: ") + escape(str(output / "index.html")))


def _document(records: Sequence[Record], articles: Iterable[str]) -> str:
    title = say("Kho PBGDPL: các hồ sơ", "Kho PBGDPL: records")
    hint = say(
        "Ảnh là trang trong PDF/A; khung xanh là chỗ đọc ra giá trị, rê chuột lên để xem đó là trường nào.",
        "The pictures are the pages of the PDF/A; a blue box is where a value was read, hover to see which.",
    )
    return (
        f'<!doctype html><html lang="{say("vi", "en")}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1><p>{hint}</p>"
        f"<ol>{''.join(map(_entry, records))}</ol>{''.join(articles)}</body></html>\n"
    )


def _entry(record: Record) -> str:
    """The record's line in the table of contents."""
    number = record.fields.get(FieldName.NUMBER)
    facts = (number.text if number else "", say(f"{len(record.pages)} trang", f"{len(record.pages)} pages"))
    told = html.escape(" · ".join(filter(None, facts)))
    return f'<li><a href="#{record.id}">{html.escape(record_name(record))}</a> <small>{told}</small></li>'


def _article(opened: House, record: Record, folder: Path) -> str:
    from pipeline.engines.preview import preview  # noqa: PLC0415  # loads poppler's and Pillow's bindings

    name, paths = record.id, opened.vault.paths(record.id)
    pages = [from_alto(opened.store.read(paths[path])) for path in record.files.alto]
    pdf = record.originals[0].path if record.pdf_kind is PdfKind.ORIGINAL_SIGNED else str(record.files.pdf)
    copy = folder / f"{name}.pdf"
    opened.store.fetch(paths[pdf], copy)
    for page in pages:
        picture = folder / f"{name}-{page.number:04}.jpg"
        preview(copy, page.number, picture, width=_PREVIEW_WIDTH, limits=opened.settings.limits)
    sheets = "".join(_sheet(record, page) for page in pages)
    return (
        f'<article id="{name}"><h2>{html.escape(record_name(record))}</h2>'
        f'<small>{html.escape(record.source)} · <code>{name}</code> · <a href="{name}.pdf">PDF/A</a></small>'
        f"{_fields(record.fields)}{_inside(opened, record)}{sheets}</article>"
    )


def _fields(fields: Mapping[FieldName, Settled]) -> str:
    rows = "".join(
        f'<tr><th title="{name}">{html.escape(field_name(name))}</th><td>{html.escape(value_text(name, s))}</td>'
        f'<td class="{"low" if s.confidence < 0.7 else ""}">{s.confidence:.0%}</td>'
        f'<td title="{html.escape(s.rule)}"><small>{html.escape(evidence(s))}</small></td></tr>'
        for name, s in fields.items()
    )
    return f"<table>{rows}</table>"


def _inside(opened: House, record: Record) -> str:
    """What it holds: subjects, laws, questions; and what a publisher must know."""
    found = contents_of(opened, record)
    if found is None:
        return ""
    plain = "".join(f"<li>{html.escape(line)}</li>" for line in contents_lines(found))
    today = opened.ports.clock.now().date()
    loud = "".join(f'<li class="low">{html.escape(line)}</li>' for line in warning_lines(found, today))
    return f"<ul>{plain}{loud}</ul>"


def _sheet(record: Record, page: Page) -> str:
    boxes = "".join(
        f'<rect x="{s.box[0]}" y="{s.box[1]}" width="{s.box[2] - s.box[0]}" height="{s.box[3] - s.box[1]}">'
        f"<title>{html.escape(f'{field_name(name)}: {value_text(name, s)}')}</title></rect>"
        for name, s in record.fields.items()
        if s.page == page.number and s.box is not None
    )
    alt = html.escape(say(f"Trang {page.number}", f"Page {page.number}"))
    return (
        f'<section class="page"><div class="sheet"><img src="{record.id}-{page.number:04}.jpg" alt="{alt}" '
        f'loading="lazy"><svg viewBox="0 0 {page.width} {page.height}" preserveAspectRatio="none">{boxes}</svg></div>'
        f"<div>{_scan(record, page.number)}<pre>{html.escape(page.text)}</pre></div></section>"
    )


def _scan(record: Record, number: int) -> str:
    """The page's score and what is wrong with its scan; nothing if its image was not judged."""
    for page in record.pages:
        if page.number == number and page.quality is not None:
            score, sentences = score_and_sentences(page.number, page.quality)
            low = "low" if page.quality.rescan else ""
            faults = "".join(f'<br><span class="{low}">{html.escape(sentence)}</span>' for sentence in sentences)
            return f'<p class="scan"><small>{html.escape(score)}{faults}</small></p>'
    return ""
