"""Fields and words of a draft corrected: claims, ALTO, hOCR, text, the PDF's text layer, contents and facets.

The originals stay as they are, and so does a digitally signed PDF. After words have changed the machine's claims are
made again, but only those that read otherwise because of these words: a new release's rules change nothing here (they
are applied, after a report, by `kho redescribe`). What people have said is never touched by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import structlog

from pipeline.engines.assembly.mend_layer import mend_layer
from pipeline.ports import Ports
from pipeline.revise.draft import Draft, derived_contents, held_contents, read_back
from pipeline.stages.alto import to_alto
from pipeline.stages.bind import CONTENTS, TEXT
from pipeline.stages.contents import dated, facets
from pipeline.stages.describe import describe
from pipeline.stages.differences import alike
from pipeline.stages.hocr import to_hocr
from pipeline.stages.revising.publishing import still_decided
from pipeline.stages.revising.values import new_claims
from pipeline.stages.revising.words import corrected
from pipeline.stages.settle import fields
from pipeline.versioning import fetch_stored, record_bytes, stored_files
from schemas.agencies import agencies
from schemas.change import FieldChange, WordChange
from schemas.claim import Claim, FieldName, Source
from schemas.errors import Code, EngineFailed, Refused
from schemas.page import Page, document_text
from schemas.record import PageSummary, Record

LAGS = "text-layer-lags"
"""`Record.warnings`: on that page a program still finds the words of before in the PDF."""
log = structlog.get_logger()


def restored(ports: Ports, draft: Draft, version: int) -> Draft:
    """The draft with the fields and words of an older version; what was published, and when, stays.

    Raises:
        RecordMissing: there is no such version.
    """
    old = ports.vault.record(draft.record.id, version)
    public = _public(old)
    files = {p: f for p, f in stored_files(ports, old.id, version).items() if p not in public}
    files |= {path: file for path, file in draft.files.items() if path in _public(draft.record)}
    now = draft.record.files
    own = {"web": now.web, "thumb": now.thumb, "public_pdf": now.public_pdf, "public_text": now.public_text}
    own["public_contents"] = now.public_contents
    said = {"claims": old.claims, "fields": old.fields, "facets": old.facets, "pages": old.pages}
    record = draft.record.model_copy(
        update={**said, "warnings": old.warnings, "files": old.files.model_copy(update=own)}
    )
    back = replace(draft, record=record, files=files)
    held, found = held_contents(ports, draft), held_contents(ports, back)
    return back.of(decisions=still_decided(record, held, found)) if found else back


def with_words(ports: Ports, draft: Draft, changes: Sequence[WordChange]) -> Draft:
    """The draft with these words changed, and with all that follows from them.

    Raises:
        Refused: NO_SUCH_WORD, BAD_VALUE.
    """
    pages = read_back(ports, draft)
    new = _corrected(pages, changes)
    changed = frozenset(page.number for page, old in zip(new, pages, strict=True) if page != old)
    if not changed:
        return draft
    made = draft.with_new(_files(draft.record, new, changed))
    made, lagging = _with_layer(ports, made, new, changed)
    claims = _claims_again(ports, made.record.claims, pages, new)
    made = made.of(
        claims=claims,
        fields=fields(claims),
        pages=tuple(_summary(page, old) for page, old in zip(new, made.record.pages, strict=True)),
        warnings=_warnings(made.record.warnings, changed, lagging),
    )
    return _with_contents(ports, made, new)


def with_fields(ports: Ports, draft: Draft, changes: Sequence[FieldChange], *, by: str) -> Draft:
    """The draft with what somebody says of these fields; its contents too where they depend on the date.

    Raises:
        Refused: BAD_VALUE.
    """
    now = ports.clock.now()
    said = new_claims(draft.record, changes, by=by, now=now, known=ports.agencies or agencies())
    if not said:
        return draft
    before = dated(draft.record.claims)
    claims = (*draft.record.claims, *said)
    made = draft.of(claims=claims, fields=fields(claims))
    return made if dated(claims) == before else _with_contents(ports, made, read_back(ports, made))


# ---------------------------------------------------------------------------------------------------------------------


def _public(record: Record) -> frozenset[str]:
    """Paths of what was made for the public."""
    files = record.files
    named = (*files.web, files.thumb, files.public_pdf, files.public_text, files.public_contents)
    return frozenset(path for path in named if path)


def _corrected(pages: Sequence[Page], changes: Sequence[WordChange]) -> tuple[Page, ...]:
    by_page: dict[int, list[WordChange]] = {}
    for change in changes:
        by_page.setdefault(change.page, []).append(change)
    if missing := by_page.keys() - {page.number for page in pages}:
        word = by_page[min(missing)][0]
        raise Refused(Code.BAD_VALUE, detail="no such page", field=word.new or word.old or "", problem="page")
    return tuple(corrected(page, by_page[page.number]) if page.number in by_page else page for page in pages)


def _files(record: Record, pages: Sequence[Page], changed: frozenset[int]) -> Mapping[str, bytes]:
    software = [(program.name, program.version) for program in record.software]
    new: dict[str, bytes] = {record.files.text or TEXT: document_text(tuple(pages)).encode()}
    for page, alto, hocr in zip(pages, record.files.alto, record.files.hocr, strict=True):
        if page.number in changed:
            original = record.originals[page.number - 1 if len(record.originals) > 1 else 0]
            new[alto] = to_alto(page, file_name=original.path, software=software)
            new[hocr] = to_hocr(page)
    return new


def _with_layer(
    ports: Ports, draft: Draft, pages: tuple[Page, ...], changed: frozenset[int]
) -> tuple[Draft, frozenset[int]]:
    """The draft with the PDF's text layer mended, and the pages on which that was not possible."""
    path = draft.record.files.pdf
    if path is None:  # a signed original is never changed
        return draft, changed
    source = fetch_stored(ports, draft.files, path, draft.folder / "before.pdf")
    target = draft.folder / "document.pdf"
    try:
        seconds = ports.limits.page_seconds
        lagging = mend_layer(source, pages, changed, work=draft.folder, target=target, seconds=seconds)
    except EngineFailed as trouble:
        log.warning("layer_not_mended", detail=trouble.detail)
        return draft, changed
    return (draft.with_new({path: target}) if target.exists() else draft), lagging


def _claims_again(
    ports: Ports, claims: Sequence[Claim], before: tuple[Page, ...], after: tuple[Page, ...]
) -> tuple[Claim, ...]:
    """The claims with the machine's own where the words have changed what it reads."""
    machine = _by_field(claim for claim in claims if claim.source is Source.MACHINE)
    new = _by_field(describe(after, known=ports.agencies))
    other = [name for name in FieldName if not _alike(machine.get(name, ()), new.get(name, ()))]
    old = _by_field(describe(before, known=ports.agencies)) if other else {}
    for name in other:
        if not _alike(old.get(name, ()), new.get(name, ())):  # else it is the rules that have changed, not the words
            machine[name] = new.get(name, ())
    said = (claim for claim in claims if claim.source is not Source.MACHINE)
    return (*(claim for name in FieldName for claim in machine.get(name, ())), *said)


def _alike(ones: Sequence[Claim], others: Sequence[Claim]) -> bool:
    return len(ones) == len(others) and all(map(alike, ones, others))


def _by_field(claims: Iterable[Claim]) -> dict[FieldName, tuple[Claim, ...]]:
    found: dict[FieldName, tuple[Claim, ...]] = {}
    for claim in claims:
        found[claim.field] = (*found.get(claim.field, ()), claim)
    return found


def _summary(page: Page, before: PageSummary) -> PageSummary:
    """The page's facts; what was said of its scan beside its neighbours stays."""
    quality = before.quality
    if quality is not None and page.quality is not None:
        quality = quality.model_copy(update={"worst": page.quality.worst})
    confidence = None if page.confidence is None else round(page.confidence, 4)
    return before.model_copy(update={"words": len(page.words), "confidence": confidence, "quality": quality})


def _warnings(before: Sequence[str], changed: frozenset[int], lagging: frozenset[int]) -> tuple[str, ...]:
    mended = {f"{LAGS}:{number}" for number in changed}
    return (*(one for one in before if one not in mended), *(f"{LAGS}:{number}" for number in sorted(lagging)))


def _with_contents(ports: Ports, draft: Draft, pages: tuple[Page, ...]) -> Draft:
    held = held_contents(ports, draft)
    found = derived_contents(draft, pages, held)
    made = draft.with_new({CONTENTS: record_bytes(found)})
    return made.of(
        facets=facets(found),
        files=draft.record.files.model_copy(update={"contents": CONTENTS}),
        decisions=still_decided(draft.record, held, found),
    )
