"""What a file is, by its first bytes; and what the refusal says of it."""

import resource
from pathlib import Path

import pytest
from PIL import Image

from pipeline.engines.inspect import inspect_file
from pipeline.engines.sniff import Handler, begins_like_ours, sniff
from schemas.errors import Code, EngineOutOfMemory, KhoError, Refused, Unreadable
from schemas.inspection import Kind
from schemas.limits import Limits
from tests.hostile import bundles, pdfs
from tests.hostile.files import CASES, HostileCase
from tests.hostile.pictures import jpeg, page, saved


@pytest.mark.parametrize(
    ("head", "handler", "name"),
    [
        (b"%PDF-1.4", Handler.PDF, "PDF"),
        (b"\n\n%PDF-1.4", Handler.PDF, "PDF"),
        (b"\xff\xd8\xff\xe1", Handler.JPEG, "JPEG"),
        (b"II+\0\x08\0", Handler.TIFF, "TIFF"),
        (b"MM\0*", Handler.TIFF, "TIFF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", Handler.WEBP, "WebP"),
        (b"RIFF\0\0\0\0AVI LIST", Handler.FOREIGN, "video (.avi)"),
        (b"RIFF\0\0\0\0ABCD", Handler.FOREIGN, "RIFF"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Handler.AVIF, "AVIF"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Handler.HEIF, "HEIC"),
        (b"\0\0\0\x18ftypqt  \0\0\0\0qt  ", Handler.FOREIGN, "video (.mp4, .mov)"),
        (b"BMxxxx and so on, a text of some length", Handler.FOREIGN, "text"),
        (b"\0" * 257 + b"ustar", Handler.UNSUPPORTED, "TAR"),
        (b"\xff\xfb\x90\x00" + bytes(range(200)), Handler.FOREIGN, "MP3"),
        (b"\xef\xbb\xbf<!doctype HTML>", Handler.FOREIGN, "HTML"),
        (b"<!-- a --><html>", Handler.FOREIGN, "HTML"),
        (b"<invoice><a/></invoice>", Handler.FOREIGN, "XML"),
        (b"<svg:svg/>", Handler.UNSUPPORTED, "SVG"),
        (b"\xff\xfea\0b\0", Handler.FOREIGN, "text"),
        (b"#!/bin/sh", Handler.FOREIGN, "script"),
        (bytes(range(1, 250)), Handler.FOREIGN, "?"),
    ],
)
def test_content_decides(head: bytes, handler: Handler, name: str) -> None:
    found = sniff(head)
    assert (found.handler, found.name) == (handler, name)


@pytest.mark.parametrize("head", [b"%", b"\x89PN", b"P", b"RIF", b"RIFF\0\0", b"\0\0\0\x1cftyp", b"\0\0\0\x1cft", b"B"])
def test_a_few_bytes_may_be_the_beginning_of_something(head: bytes) -> None:
    assert begins_like_ours(head)


@pytest.mark.parametrize("head", [b"MZ", b"hello", b"%PDF-", b"<", b"\xff\xd8\xff"])
def test_or_are_already_known(head: bytes) -> None:
    assert not begins_like_ours(head)


def _refusal(data: bytes, tmp_path: Path, limits: Limits | None = None) -> KhoError:
    file = tmp_path / "tệp"
    file.write_bytes(data)
    with pytest.raises(KhoError) as error:
        inspect_file(file, limits or Limits())
    return error.value


@pytest.mark.parametrize(
    ("data", "code", "facts"),
    [
        (b"", Code.EMPTY, {}),
        (b"abc " * 99, Code.NOT_A_DOCUMENT, {"kind": "text"}),
        (bundles.docx(), Code.UNSUPPORTED, {"kind": "Word (.docx)"}),
        (bundles.packed([("[Content_Types].xml", b"<a/>"), ("visio/a", b"a")]), Code.UNSUPPORTED, {"kind": "Office"}),
        (bundles.packed([("mimetype", b"a"), ("META-INF/container.xml", b"a")]), Code.UNSUPPORTED, {"kind": "EPUB"}),
        (bundles.packed([("META-INF/MANIFEST.MF", b"a")]), Code.NOT_A_DOCUMENT, {"kind": "JAR"}),
        (bundles.packed([("AndroidManifest.xml", b"a")]), Code.NOT_A_DOCUMENT, {"kind": "APK"}),
        (bundles.pdf_and_zip(), Code.NOT_A_DOCUMENT, {"kind": "PDF + ZIP"}),
        (pdfs.locked(user="1"), Code.ENCRYPTED, {}),
        (
            saved(page((620, 877)), "JPEG", dpi=(75, 75)),
            Code.RESOLUTION_TOO_LOW,
            {"page": 1, "dpi": 75, "width": 620, "height": 877, "needed": 100},
        ),
        (pdfs.built(pdfs.with_launch), Code.ACTIVE_CONTENT, {"kind": "Launch"}),
        (pdfs.built(pdfs.lost_image), Code.DAMAGED, {"page": 1}),
        (jpeg()[:-500] + b"\xff\xd9", Code.DAMAGED, {"page": None}),
    ],
)
def test_a_refusal_says_what_people_need_to_know(
    data: bytes, code: Code, facts: dict[str, object], tmp_path: Path
) -> None:
    error = _refusal(data, tmp_path)
    assert isinstance(error, Refused)
    assert (error.code, error.facts) == (code, facts)


def test_a_file_above_the_bound_is_not_even_opened(tmp_path: Path) -> None:
    error = _refusal(b"x" * 1001, tmp_path, Limits(max_bytes=1000))
    assert (error.code, error.facts) == (Code.TOO_LARGE, {"size": 1001, "limit": 1000})


def test_the_bound_on_pixels_is_settable(tmp_path: Path) -> None:
    error = _refusal(jpeg(), tmp_path, Limits(max_pixels=900_000))
    assert (error.code, error.facts["width"]) == (Code.PIXEL_BOMB, 827)


def test_a_file_that_is_gone_is_the_disks_fault(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        inspect_file(tmp_path / "không có", Limits())


def test_a_lack_of_memory_is_no_fault_of_the_file(tmp_path: Path) -> None:
    picture = saved(Image.new("L", (15_000, 15_000), 255), "PNG")
    before = resource.getrlimit(resource.RLIMIT_AS)
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + 100_000_000, before[1]))
    try:
        assert isinstance(_refusal(picture, tmp_path), EngineOutOfMemory)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def test_a_bundle_has_no_pages_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "gói"
    file.write_bytes(bundles.sound())
    found = inspect_file(file, Limits())
    assert (found.kind, found.media_type, found.pages) == (Kind.ZIP, "application/zip", ())


SLOW = ("heic", "bom", "20000", "nhiều")


@pytest.mark.parametrize(
    "case", [c for c in CASES if not any(word in c.name for word in SLOW)], ids=lambda case: case.name
)
def test_the_hostile_files_in_this_process_too(case: HostileCase, tmp_path: Path) -> None:
    """The same cases as in the hostile suite, where the children cannot be seen by coverage."""
    file = tmp_path / case.name
    file.write_bytes(case.make())
    if case.code is None:
        found = inspect_file(file, Limits())
        assert case.warning is None or case.warning in found.warnings
    else:
        with pytest.raises(Refused) as error:
            inspect_file(file, Limits())
        assert error.value.code is case.code, error.value.detail
