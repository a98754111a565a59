"""A draft decided upon and published: its gates, and the files that the public gets.

Every published version holds a picture a page for the screen. With personal data covered it also holds a PDF, a text
and contents of their own; the archive's ALTO, PDF and text stay whole, and are not for the public.
"""

from collections.abc import Iterator
from pathlib import Path

from pipeline.engines.public_copy import covered_pdf, web_pictures
from pipeline.ports import Ports
from pipeline.revise.draft import Draft, derived_contents, held_contents, read_back
from pipeline.stages.bind import CONTENTS
from pipeline.stages.contents import facets
from pipeline.stages.reader.gating.gates import gates
from pipeline.stages.reader.privacy.personal import personal_data
from pipeline.stages.revising.publishing import decided, is_redacted, published, still_decided, with_new_gates
from pipeline.stages.revising.redaction import Covers, covered_values, covers, redacted, still_told
from pipeline.versioning import fetch_stored, record_bytes
from schemas.change import Change
from schemas.contents import Contents
from schemas.errors import Code, Refused
from schemas.gate import GateKind
from schemas.page import Page, document_text
from schemas.record import PdfKind, Record, RecordStatus

PUBLIC_PDF, PUBLIC_TEXT, PUBLIC_CONTENTS = "access/public.pdf", "text/public.txt", "public-contents.json"
THUMB = "web/thumb.webp"
_ROUNDS = 4


def with_decisions(ports: Ports, draft: Draft, change: Change, *, by: str) -> Draft:
    """The draft with what somebody decides about its gates.

    Raises:
        Refused: BAD_VALUE.
    """
    draft, contents = _known_contents(ports, draft)
    record = decided(draft.record, contents, change, by=by, now=ports.clock.now())
    return draft.of(decisions=record.decisions)


def with_publication(ports: Ports, draft: Draft, *, by: str, base: int) -> Draft:
    """The draft as the version that the public sees; the same if it sees just that already.

    Raises:
        Refused: NOT_YOUR_OWN, GATE_CLOSED.
        EngineFailed, EngineTimeout, EngineMissing: a page cannot be drawn.
    """
    if _is_seen(draft, base):
        return draft
    draft, contents = _known_contents(ports, draft)
    record = published(draft.record, contents, by=by, now=ports.clock.now(), version=base + 1)
    pages = read_back(ports, draft)
    hidden = _hidden(record, pages, contents) if is_redacted(record, contents) else {}
    return _with_public_files(ports, draft.as_record(record), pages, hidden)


# ---------------------------------------------------------------------------------------------------------------------


def _hidden(record: Record, pages: tuple[Page, ...], contents: Contents) -> Covers:
    """What to cover, until the reader finds nothing more in what is left.

    Raises:
        Refused: GATE_CLOSED; a field of the description says it too, or covering does not come to an end.
    """
    findings = contents.personal
    for _ in range(_ROUNDS):
        hidden = covers(pages, findings)
        if still_told(record, covered_values(pages, findings)):
            break
        more = personal_data(redacted(pages, hidden))
        if not more:
            return hidden
        findings = (*findings, *more)
    raise Refused(Code.GATE_CLOSED, detail="in a field", gate=GateKind.PERSONAL, problem="shown-elsewhere")


def _is_seen(draft: Draft, base: int) -> bool:
    before = draft.before.publication
    untouched = draft.record == draft.before and draft.record.status is RecordStatus.PUBLISHED
    return untouched and before is not None and before.version == base and draft.record.withdrawal is None


def _known_contents(ports: Ports, draft: Draft) -> tuple[Draft, Contents]:
    """The draft's contents, with every gate that the rules of today see; of a release that had none they are made now.

    A gate that is new is decided anew, too.
    """
    staged = draft.new.get(CONTENTS)
    if isinstance(staged, bytes):
        return draft, Contents.model_validate_json(staged)
    held, pages = held_contents(ports, draft), read_back(ports, draft)
    personal = personal_data(pages)
    found = with_new_gates(held, gates(pages, personal), personal) if held else derived_contents(draft, pages, None)
    if found is held:
        return draft, found
    files = draft.record.files.model_copy(update={"contents": CONTENTS})
    made = draft.with_new({CONTENTS: record_bytes(found)})
    return made.of(files=files, facets=facets(found), decisions=still_decided(draft.record, held, found)), found


def _with_public_files(ports: Ports, draft: Draft, pages: tuple[Page, ...], hidden: Covers) -> Draft:
    before = draft.record.files
    pdf, turned = _shown_pdf(ports, draft)
    new: dict[str, bytes | Path] = {}
    if hidden or before.public_pdf or not before.web:  # pictures of pages do not change, covers do
        new |= dict(_pictures(ports, pdf, pages, hidden, turned=turned, folder=draft.folder))
    web = tuple(sorted(path for path in new if path != THUMB)) or before.web
    old = {before.public_pdf, before.public_text, before.public_contents, *before.web}
    update = {"web": web, "thumb": THUMB, "public_pdf": None, "public_text": None, "public_contents": None}
    if hidden:
        told = redacted(pages, hidden)
        new |= _covered_files(ports, draft, pdf, told, hidden, turned=turned)
        update |= {"public_pdf": PUBLIC_PDF, "public_text": PUBLIC_TEXT, "public_contents": PUBLIC_CONTENTS}
    gone = [path for path in old if path and path not in web]
    return draft.with_new(new, without=gone).of(files=before.model_copy(update=update))


def _shown_pdf(ports: Ports, draft: Draft) -> tuple[Path, bool]:
    """The PDF that people read, and whether its pages have still to be turned upright."""
    record = draft.record
    signed = record.pdf_kind is PdfKind.ORIGINAL_SIGNED or record.files.pdf is None
    path = record.originals[0].path if signed else str(record.files.pdf)
    staged = draft.new.get(path)
    if isinstance(staged, Path):
        return staged, signed
    return fetch_stored(ports, draft.files, path, draft.folder / "shown.pdf"), signed


def _pictures(
    ports: Ports, pdf: Path, pages: tuple[Page, ...], hidden: Covers, *, turned: bool, folder: Path
) -> Iterator[tuple[str, bytes | Path]]:
    drawn = web_pictures(pdf, pages, hidden, turned=turned, limits=ports.limits)
    for page, (picture, thumb) in zip(pages, drawn, strict=True):
        place = folder / f"page-{page.number:04}.webp"
        place.write_bytes(picture)
        yield f"web/{place.name}", place
        if thumb is not None:
            yield THUMB, thumb


def _covered_files(
    ports: Ports, draft: Draft, pdf: Path, told: tuple[Page, ...], hidden: Covers, *, turned: bool
) -> dict[str, bytes | Path]:
    target = draft.folder / "public.pdf"
    covered_pdf(pdf, told, hidden, turned=turned, limits=ports.limits, target=target)
    public = derived_contents(draft, told, None).model_copy(update={"gates": (), "fingerprint": None})
    return {
        PUBLIC_PDF: target,
        PUBLIC_TEXT: document_text(told).encode(),
        PUBLIC_CONTENTS: record_bytes(public),
    }
