"""ZIP bundles: what is inside, which members are sound, and unpacking one of them within hard bounds.

A member's name is never used as a path: names are for people, and the caller says where the bytes go.
"""

import errno
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.engines.bundle_directory import check_directory, check_overlap
from pipeline.engines.bundle_documents import Member, MemberGroup, documents
from pipeline.engines.bundle_names import name_for_people, unsafe
from pipeline.engines.sniff import ARCHIVES, HEAD, Handler, sniff
from pipeline.stages.grouping import is_clutter, is_sidecar
from schemas.errors import Code, DiskFull, Refused
from schemas.inspection import Kind
from schemas.limits import Limits

__all__ = ["Member", "MemberGroup", "documents", "extract", "members", "package_name"]

_PIECE = 1 << 20
_RATIO_FREE = 10_000_000  # a blank page packs extremely well: below this the ratio says nothing
_ODD = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, UnicodeDecodeError)
_PACKAGES = (("word/", "Word (.docx)"), ("xl/", "Excel (.xlsx)"), ("ppt/", "PowerPoint (.pptx)"))


def members(path: Path, limits: Limits) -> tuple[Member, ...]:
    """All files of a bundle, in its own order.

    Raises:
        Refused: for the bundle as a whole: TRUNCATED (no directory), DAMAGED, ZIP_BOMB (too many files, too much,
            overlapping), NOT_A_DOCUMENT (no files), or, if no member is sound, the code of the first.
    """
    check_directory(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            check_overlap(path, infos, archive.start_dir)
            _check_total(infos, limits)
            twice = _doubled(infos)
            found = tuple(
                _member(archive, n, i, twice, limits) for n, i in enumerate(infos) if not i.orig_filename.endswith("/")
            )
    except (*_ODD, NotImplementedError, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:  # an offset before the file's beginning
            raise
        raise Refused(Code.DAMAGED, detail=f"ZIP: {error}") from error
    return _not_all_bad(found)


def extract(path: Path, member: Member, target: Path, limits: Limits) -> None:
    """Unpacks one member to ``target``, which must not exist, checking its length and CRC.

    Raises:
        Refused: DAMAGED, ZIP_BOMB, ENCRYPTED, UNSUPPORTED; ``target`` is gone then.
        DiskFull: no space.
    """
    if member.problem is not None:
        raise Refused(member.problem, name=member.name)
    with _gone_on_failure(member, target), zipfile.ZipFile(path) as archive, target.open("xb") as out:
        with archive.open(archive.infolist()[member.index]) as source:
            written = 0
            while piece := source.read(_PIECE):
                written += len(piece)
                _check_size(member, written, limits)
                out.write(piece)
        if written != member.size:
            raise Refused(Code.DAMAGED, name=member.name, detail="shorter than declared")


def package_name(path: Path) -> str | None:
    """None if the file is no ZIP to its end; "" for a plain ZIP; else what kind of package it is: `Word (.docx)`."""
    if not zipfile.is_zipfile(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (*_ODD, NotImplementedError, OSError):
        return ""
    if "[Content_Types].xml" in names:
        return next((kind for start, kind in _PACKAGES if any(n.startswith(start) for n in names)), "Office")
    if names[:1] == ["mimetype"]:
        return "EPUB" if "META-INF/container.xml" in names else "OpenDocument (.odt, .ods)"
    return "APK" if "AndroidManifest.xml" in names else "JAR" if "META-INF/MANIFEST.MF" in names else ""


def _check_total(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(info.file_size for info in infos)
    if total > limits.max_unpacked_bytes:
        raise Refused(Code.ZIP_BOMB, size=total, limit=limits.max_unpacked_bytes)


def _member(
    archive: zipfile.ZipFile, index: int, info: zipfile.ZipInfo, twice: frozenset[str], limits: Limits
) -> Member:
    path = name_for_people(info)
    folder, _, name = path.rpartition("/")
    problem = _outer_problem(info, path, twice, limits)
    kind = None
    if problem is None:
        kind, problem = _content(archive, info, name)
    return Member(
        index=index, name=name, folder=folder, size=info.file_size, kind=kind, clutter=is_clutter(path), problem=problem
    )


def _outer_problem(info: zipfile.ZipInfo, path: str, twice: frozenset[str], limits: Limits) -> Code | None:
    """What is wrong by the directory alone."""
    mode = info.external_attr >> 16 if info.create_system == 3 else 0
    special = bool(stat.S_IFMT(mode)) and not stat.S_ISREG(mode)
    if unsafe(info.orig_filename) or unsafe(path) or special or path.casefold() in twice:
        return Code.UNSAFE_PATH
    if info.flag_bits & 0x1:
        return Code.ENCRYPTED
    if info.file_size == 0:
        return Code.EMPTY
    if info.file_size > limits.max_bytes:
        return Code.TOO_LARGE
    if info.file_size > _RATIO_FREE and info.file_size > limits.max_ratio * max(1, info.compress_size):
        return Code.ZIP_BOMB
    return None


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> tuple[Kind | None, Code | None]:
    """What the member's first bytes say it is."""
    try:
        with archive.open(info) as source:
            head = source.read(HEAD)
    except (*_ODD, NotImplementedError, RuntimeError) as error:
        return None, _code(error)
    kind = sniff(head)
    if kind.name in ARCHIVES or (kind.handler is Handler.ZIP and not _office(head)):
        return None, Code.NESTED_ARCHIVE
    if kind.image:
        return Kind.IMAGE, None
    if kind.handler is Handler.PDF:
        return Kind.PDF, None
    if is_sidecar(name):
        return None, None
    return None, Code.NOT_A_DOCUMENT if kind.handler is Handler.FOREIGN else Code.UNSUPPORTED


def _office(head: bytes) -> bool:
    """Whether a ZIP's first member is that of an office file or e-book."""
    return head[30:].startswith(
        (b"[Content_Types].xml", b"_rels/", b"word/", b"xl/", b"ppt/", b"mimetype", b"docProps/")
    )


def _code(error: BaseException) -> Code:
    if isinstance(error, NotImplementedError):
        return Code.UNSUPPORTED
    return Code.ENCRYPTED if type(error) is RuntimeError else Code.DAMAGED


def _doubled(infos: list[zipfile.ZipInfo]) -> frozenset[str]:
    """Names that stand there twice: which of them is meant, every program decides for itself."""
    names = [name_for_people(info).casefold() for info in infos]
    seen: set[str] = set()
    return frozenset(name for name in names if name in seen or seen.add(name))  # type: ignore[func-returns-value]


def _not_all_bad(found: tuple[Member, ...]) -> tuple[Member, ...]:
    real = [member for member in found if not member.clutter and not is_sidecar(member.name)]
    if not real:
        raise Refused(Code.NOT_A_DOCUMENT, kind="ZIP: 0")
    if all(member.problem is not None for member in real):
        raise Refused(real[0].problem, name=real[0].name, kind=real[0].name)
    return found


@contextmanager
def _gone_on_failure(member: Member, target: Path) -> Iterator[None]:
    """Translates what `zipfile` raises; half a file is never left."""
    if target.exists():
        raise FileExistsError(errno.EEXIST, "target exists", str(target))
    try:
        yield
    except (*_ODD, NotImplementedError, RuntimeError, IndexError) as error:
        target.unlink(missing_ok=True)
        raise Refused(_code(error), name=member.name, detail=str(error)) from error
    except OSError as error:
        target.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(detail="unpacking") from error
        raise
    except Refused:
        target.unlink(missing_ok=True)
        raise


def _check_size(member: Member, written: int, limits: Limits) -> None:
    if written > min(member.size, limits.max_bytes):
        raise Refused(Code.ZIP_BOMB, name=member.name, size=written, limit=limits.max_bytes)
