"""Reads a whole document, page by page, so that a bad page costs itself only.

Each page is tried in a sandbox of its own, and once more, alone in the world, if that fails; then it is a FAILED page
and the next one's turn. Only what says nothing about the page (a missing program, a full disk) ends the document.
A page's result is kept in the work folder as ``page-0001.json`` and never read a second time.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from pipeline.engines import poppler
from pipeline.engines.ocr.kit import load_kit
from pipeline.engines.ocr.options import Options
from pipeline.engines.page_image import RENDER_DPI, list_sheets, load_page
from pipeline.engines.read_page import Task, read_page
from pipeline.engines.sandbox import run_limited
from pipeline.engines.sheet import Sheet
from schemas.errors import DiskFull, EngineFailed
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Page, PageStatus

_PAGE: TypeAdapter[Page] = TypeAdapter(Page)
_SHEETS: TypeAdapter[list[tuple[Path, int]]] = TypeAdapter(list[tuple[Path, int]])
_SIZE: TypeAdapter[tuple[int, int, float]] = TypeAdapter(tuple[int, int, float])
_FIRST_SHARE = 0.6
"""Share of a page's time that its first try may take; the second has the rest."""
_A4_AT_RENDER = 2480, 3508
_SMALL_DPI = 10.0


def read_document(
    files: Sequence[Path], kind: Kind, *, limits: Limits, language: str, options: Options, work: Path,
    on_page: Callable[[int, int], None], first: int = 1, last: int | None = None,
) -> tuple[Page, ...]:  # fmt: skip
    """The pages of the document in order, all or those from ``first`` to ``last``; see `pipeline.ports.Engine.read`.

    Raises:
        EngineFailed (or a class below it): the file cannot even be opened.
        EngineMissing: a program or language is not installed.
        DiskFull: no space left in the work folder.
    """
    load_kit(language, options)  # before the fork: every page's child finds it there
    version = poppler.program_version()
    sheets = _sheets(files, kind, limits, work)
    wanted = list(enumerate(sheets, 1))[first - 1 : last]
    pages: list[Page] = []
    for number, sheet in wanted:
        task = Task(
            sheet=sheet, kind=kind, number=number, limits=limits, language=language, options=options,
            poppler=version,
        )  # fmt: skip
        pages.append(_remembered(work, number) or _remember(work, _try_twice(task, work)))
        on_page(len(pages), len(wanted))
    return tuple(pages)


# -------------------------------------------------------------------------------------------------------------------


def _sheets(files: Sequence[Path], kind: Kind, limits: Limits, work: Path) -> tuple[Sheet, ...]:
    def look() -> list[tuple[Path, int]]:
        return [(sheet.file, sheet.index) for sheet in list_sheets(files, kind, limits)]

    found = run_limited(look, _SHEETS, folder=work, seconds=limits.inspect_seconds, memory_bytes=limits.memory_bytes)
    return tuple(Sheet(file=file, index=index) for file, index in found)


def _try_twice(task: Task, work: Path) -> Page:
    started = time.monotonic()
    try:
        return _try(task, work, task.limits.page_seconds * _FIRST_SHARE)
    except EngineFailed:
        left = task.limits.page_seconds - (time.monotonic() - started)
    try:
        return _try(task, work, left)
    except EngineFailed as error:
        return _failed(task, work, error)


def _try(task: Task, work: Path, seconds: float) -> Page:
    function = partial(read_page, task)
    return run_limited(function, _PAGE, seconds=seconds, memory_bytes=task.limits.memory_bytes, folder=work)


def _failed(task: Task, work: Path, error: EngineFailed) -> Page:
    width, height, dpi = _size(task, work)
    return Page(
        number=task.number, width=width, height=height, dpi=dpi, status=PageStatus.FAILED, reason=str(error.code),
        engine=load_kit(task.language, task.options).name,
    )  # fmt: skip


def _size(task: Task, work: Path) -> tuple[int, int, float]:
    """The failed page's size, if at least that can be had; else that of A4."""

    def look() -> tuple[int, int, float]:
        image = load_page(task.sheet, task.kind, task.limits, wanted_dpi=_SMALL_DPI)
        return image.width, image.height, image.dpi

    seconds, memory = task.limits.page_seconds * _FIRST_SHARE, task.limits.memory_bytes
    try:
        return run_limited(look, _SIZE, seconds=seconds, memory_bytes=memory, folder=work)
    except EngineFailed:
        return *_A4_AT_RENDER, RENDER_DPI


def _place(work: Path, number: int) -> Path:
    return work / f"page-{number:04d}.json"


def _remembered(work: Path, number: int) -> Page | None:
    """The page as read by an earlier try; a torn file (a power cut) counts as none."""
    try:
        return Page.model_validate_json(_place(work, number).read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _remember(work: Path, page: Page) -> Page:
    place = _place(work, page.number)
    draft = place.with_suffix(".part")
    try:
        draft.write_bytes(page.model_dump_json().encode())
        draft.replace(place)
    except OSError as error:
        raise DiskFull(detail=f"a page's reading cannot be written ({type(error).__name__})") from error
    return page
