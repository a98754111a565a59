"""Looks a dropped file over, strictly: what is it by its content, is it whole, is it harmless, can it be read?

Not for reading text. Runs in a process of its own with bounds on memory and time, which the caller sets.
"""

from pathlib import Path

from pipeline.engines.broken import Broken
from pipeline.engines.bundle import members, package_name
from pipeline.engines.images import inspect_image
from pipeline.engines.pdf import inspect_pdf
from pipeline.engines.pdf_pages import DamagedPage
from pipeline.engines.sniff import HEAD, FileType, Handler, begins_like_ours, sniff
from pipeline.stages.resolution import LOW_WARNING, below_wanted, too_low
from schemas.errors import Code, EngineOutOfMemory, Refused, Unreadable
from schemas.inspection import Inspection, Kind
from schemas.limits import Limits

LEADING = "leading-bytes"
_NOTHING = 8  # zero bytes at the end of what cannot be read: the size was set before the bytes came


def inspect_file(path: Path, limits: Limits) -> Inspection:
    """Opens one file by its content (never its name) and decodes all of it within ``limits``.

    Gives its kind, media type, extension, pages and warnings; of a ZIP no pages (`bundle.members` has its files).

    Raises:
        Refused: with the code and facts of what is wrong. EMPTY and TRUNCATED may pass: an upload is not done.
        EngineOutOfMemory: it needs more memory than this process may have.
        Unreadable: the disk failed.
    """
    try:
        return _inspect(path, limits)
    except Broken as error:
        raise _refusal(path, error) from error
    except MemoryError as error:
        raise EngineOutOfMemory(detail="inspection") from error
    except OSError as error:
        raise Unreadable(detail=f"{type(error).__name__} {error.errno}") from error


def _inspect(path: Path, limits: Limits) -> Inspection:
    size = path.stat().st_size
    if size == 0:
        raise Refused(Code.EMPTY)
    if size > limits.max_bytes:
        raise Refused(Code.TOO_LARGE, size=size, limit=limits.max_bytes)
    with path.open("rb") as file:
        head = file.read(HEAD)
    if begins_like_ours(head.rstrip(b"\0")):
        raise Broken("only a beginning", cut=True)
    kind = sniff(head)
    if kind.handler is Handler.FOREIGN:
        raise Refused(Code.NOT_A_DOCUMENT, kind=kind.name)
    if kind.handler is Handler.UNSUPPORTED:
        raise Refused(Code.UNSUPPORTED, kind=kind.name)
    return _checked(_look(path, kind, head, limits), limits)


def _look(path: Path, kind: FileType, head: bytes, limits: Limits) -> Inspection:
    if kind.handler is Handler.ZIP:
        return _look_zip(path, kind, limits)
    if kind.image:
        return inspect_image(path, kind, limits)
    if package_name(path) is not None:  # two readers would see two different documents
        raise Refused(Code.NOT_A_DOCUMENT, kind="PDF + ZIP")
    found = inspect_pdf(path, limits)
    return found if head.startswith(b"%PDF-") else _warned(found, LEADING)


def _look_zip(path: Path, kind: FileType, limits: Limits) -> Inspection:
    package = package_name(path)
    if package is None:
        raise Broken("ZIP without its directory", cut=True)
    if package:
        foreign = package in ("APK", "JAR")
        raise Refused(Code.NOT_A_DOCUMENT if foreign else Code.UNSUPPORTED, kind=package)
    members(path, limits)
    return Inspection(kind=Kind.ZIP, media_type=kind.media_type, extension=kind.extension, pages=())


def _checked(found: Inspection, limits: Limits) -> Inspection:
    number = too_low(found.pages, limits)
    if number is not None:
        page = found.pages[number - 1]
        raise Refused(
            Code.RESOLUTION_TOO_LOW,
            page=number,
            dpi=round(page.dpi),
            width=page.width,
            height=page.height,
            needed=round(limits.min_dpi),
        )
    return _warned(found, LOW_WARNING) if below_wanted(found.pages) else found


def _warned(found: Inspection, warning: str) -> Inspection:
    return found.model_copy(update={"warnings": tuple(sorted({*found.warnings, warning}))})


def _refusal(path: Path, error: Broken) -> Refused:
    if error.cut or _ends_in_nothing(path):
        return Refused(Code.TRUNCATED, detail=error.detail)
    page = error.number if isinstance(error, DamagedPage) else None
    return Refused(Code.DAMAGED, detail=error.detail, page=page)


def _ends_in_nothing(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _NOTHING))
        return not file.read(_NOTHING).strip(b"\0")
