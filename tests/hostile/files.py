"""Every hostile or odd file of the suite, made by script, with the code it must be refused with (None: taken)."""

import stat
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from schemas.errors import Code
from tests.hostile import bundles, pdfs, pictures
from tests.hostile.pdfs import built
from tests.hostile.pictures import cut, page, plain, saved


class HostileCase(NamedTuple):
    """One file: its name (with the extension it pretends to have), how to make it, what must become of it."""

    name: str
    make: Callable[[], bytes]
    code: Code | None
    warning: str | None = None


def _cuts(name: str, make: Callable[[], bytes], *parts: float) -> tuple[HostileCase, ...]:
    """The same file cut at several points: every one is an upload that has stalled."""
    stem, _, extension = name.rpartition(".")
    return tuple(
        HostileCase(f"{stem} cắt {part}.{extension}", lambda p=part: cut(make(), p), Code.TRUNCATED)  # type: ignore[misc]
        for part in parts
    )


def _without_last(make: Callable[[], bytes], count: int) -> bytes:
    return make()[:-count]


def _padded(make: Callable[[], bytes]) -> bytes:
    """A file whose size was set in advance and of which half has come."""
    data = make()
    return cut(data, 0.5) + bytes(len(data) - len(cut(data, 0.5)))


def _behind(front: bytes, make: Callable[[], bytes]) -> bytes:
    return front + make()


def _followed(make: Callable[[], bytes], by: bytes = b"--boundary 7 end--") -> bytes:
    return make() + by


_PICTURES = (
    HostileCase("ảnh.jpg", pictures.jpeg, None, "below-200-dpi"),
    HostileCase("ảnh progressive.jpg", partial(pictures.jpeg, progressive=True), None),
    HostileCase("ảnh CMYK.jpg", lambda: saved(page(mode="CMYK"), "JPEG", dpi=(100, 100)), None),
    HostileCase("ảnh điện thoại.jpg", pictures.mpo, None, "more-pictures"),
    HostileCase("ảnh có đuôi.jpg", lambda: _followed(pictures.jpeg), None, "trailing-bytes"),
    HostileCase("ảnh.png", pictures.png, None),
    HostileCase("ảnh có đuôi.png", lambda: _followed(pictures.png), None, "trailing-bytes"),
    HostileCase("ảnh 16 bit.png", lambda: saved(page(mode="I;16"), "PNG", dpi=(100, 100)), None),
    HostileCase("ảnh trong suốt.png", lambda: saved(page(mode="RGBA"), "PNG", dpi=(100, 100)), None),
    HostileCase("ảnh lzw.tif", pictures.tiff, None),
    HostileCase("ảnh g4.tif", partial(pictures.tiff, 2, "group4", "1"), None),
    HostileCase("ảnh jpeg.tif", partial(pictures.tiff, 2, "jpeg", "RGB"), None),
    HostileCase("ảnh deflate.tif", partial(pictures.tiff, 1, "tiff_adobe_deflate"), None),
    HostileCase("ảnh thô.tif", partial(pictures.tiff, 2, "raw"), None),
    HostileCase("ảnh.webp", lambda: plain("WEBP"), None),
    HostileCase("ảnh.bmp", lambda: plain("BMP", dpi=(100, 100)), None),
    HostileCase("ảnh.jp2", lambda: plain("JPEG2000"), None),
    HostileCase("ảnh.j2k", lambda: plain("JPEG2000", no_jp2=True), None),
    HostileCase("ảnh.heic", pictures.heic, None),
    HostileCase("hai ảnh.heic", partial(pictures.heic, 2), None, "more-pictures"),
    HostileCase("ảnh.avif", lambda: plain("AVIF", speed=10), None),
    *_cuts("ảnh.jpg", pictures.jpeg, 0.02, 0.5, 0.97),
    *_cuts("ảnh progressive.jpg", partial(pictures.jpeg, progressive=True), 0.5, 0.97),
    *_cuts("ảnh điện thoại.jpg", pictures.mpo, 0.25),
    *_cuts("ảnh.png", pictures.png, 0.02, 0.5, 0.99),
    *_cuts("ảnh lzw.tif", pictures.tiff, 0.02, 0.5, 0.99),
    *_cuts("ảnh thô.tif", partial(pictures.tiff, 2, "raw"), 0.3, 0.7),
    *_cuts("ảnh.webp", lambda: plain("WEBP"), 0.02, 0.5, 0.99),
    *_cuts("ảnh.bmp", lambda: plain("BMP"), 0.02, 0.5, 0.99),
    *_cuts("ảnh.jp2", lambda: plain("JPEG2000"), 0.02, 0.5, 0.99),
    *_cuts("ảnh.j2k", lambda: plain("JPEG2000", no_jp2=True), 0.5, 0.99),
    *_cuts("ảnh.heic", pictures.heic, 0.02, 0.5, 0.99),
    *_cuts("ảnh.avif", lambda: plain("AVIF", speed=10), 0.5, 0.99),
    HostileCase("thiếu byte cuối.jpg", partial(_without_last, pictures.jpeg, 1), Code.TRUNCATED),
    HostileCase("thiếu byte cuối.png", partial(_without_last, pictures.png, 1), Code.TRUNCATED),
    HostileCase("thiếu IEND.png", partial(_without_last, pictures.png, 12), Code.TRUNCATED),
    HostileCase("giữ chỗ trước.jpg", partial(_padded, pictures.jpeg), Code.TRUNCATED),
    HostileCase("giữ chỗ trước.png", partial(_padded, pictures.png), Code.TRUNCATED),
    HostileCase("giữ chỗ trước.tif", partial(_padded, pictures.tiff), Code.TRUNCATED),
    HostileCase("giữ chỗ trước.heic", partial(_padded, pictures.heic), Code.TRUNCATED),
    HostileCase("giữ chỗ trước.avif", partial(_padded, lambda: plain("AVIF", speed=10)), Code.TRUNCATED),
    HostileCase("giữ chỗ trước.webp", partial(_padded, lambda: plain("WEBP")), Code.TRUNCATED),
    HostileCase("giữ chỗ trước.jp2", partial(_padded, lambda: plain("JPEG2000")), Code.TRUNCATED),
    HostileCase("thư mục trước, giữ chỗ.tif", partial(pictures.directory_first, "tiff_lzw"), Code.TRUNCATED),
    HostileCase("thư mục trước, jpeg cụt.tif", partial(pictures.directory_first, "jpeg"), Code.TRUNCATED),
    HostileCase("hỏng giữa g4.tif", pictures.wrong_group4_tiff, Code.DAMAGED),
    HostileCase("dải thiếu dòng.tif", pictures.short_strip_tiff, Code.DAMAGED),
    HostileCase("chưa ghi xong.tif", pictures.unwritten_tiff, Code.TRUNCATED),
    HostileCase("nửa ảnh có dấu kết.jpg", pictures.short_jpeg, Code.DAMAGED),
    HostileCase("hỏng giữa.jpg", pictures.wrong_jpeg, Code.DAMAGED),
    HostileCase("hỏng giữa.png", pictures.wrong_png, Code.DAMAGED),
    HostileCase("thiếu dòng.png", pictures.hollow_png, Code.DAMAGED),
    HostileCase("vòng.tif", pictures.looping_tiff, Code.DAMAGED),
    HostileCase("vô tận.tif", pictures.endless_tiff, Code.TOO_MANY_PAGES),
    HostileCase("khổng lồ.png", pictures.huge_png, Code.PIXEL_BOMB),
    HostileCase("khổng lồ.tif", pictures.huge_tiff, Code.PIXEL_BOMB),
    HostileCase("quá nhỏ.jpg", lambda: saved(page((400, 300)), "JPEG"), Code.RESOLUTION_TOO_LOW),
    HostileCase("quá thưa.png", lambda: saved(page((620, 877)), "PNG", dpi=(75, 75)), Code.RESOLUTION_TOO_LOW),
)

_PDFS = (
    HostileCase("bản quét.pdf", built, None, "below-200-dpi"),
    HostileCase("trang trắng.pdf", partial(built, scan=False), None),
    HostileCase("tuyến tính.pdf", pdfs.linearised, None),
    HostileCase("lưu hai lần.pdf", pdfs.saved_twice, None),
    HostileCase("mật khẩu chủ.pdf", partial(pdfs.locked, user=""), None, "owner-password"),
    HostileCase("đính kèm.pdf", partial(built, pdfs.with_attachment), None, "attachments"),
    HostileCase("ghi chú đính kèm.pdf", partial(built, pdfs.with_note_attachment), None, "attachments"),
    HostileCase("bảng hỏng.pdf", pdfs.broken_table, None, "repaired"),
    HostileCase("rác đầu.pdf", partial(_behind, b"HTTP/1.1 200 OK\r\n\r\n", built), None, "leading-bytes"),
    HostileCase("rác cuối.pdf", lambda: _followed(built), None, "trailing-bytes"),
    *_cuts("bản quét.pdf", built, 0.02, 0.5, 0.9, 0.995),
    *_cuts("tuyến tính.pdf", pdfs.linearised, 0.3, 0.6, 0.99),
    *_cuts("lưu hai lần.pdf", pdfs.saved_twice, 0.995, 0.999),
    HostileCase("thiếu chữ F.pdf", lambda: built().rstrip()[:-1], Code.TRUNCATED),
    HostileCase("đến dấu kết đầu.pdf", lambda: _first_end(pdfs.linearised()), Code.TRUNCATED),
    HostileCase("bản sau dở dang.pdf", lambda: _revision_begun(pdfs.saved_twice()), Code.TRUNCATED),
    HostileCase("giữ chỗ trước.pdf", partial(_padded, built), Code.TRUNCATED),
    HostileCase("giữ chỗ sau bản đầu.pdf", lambda: _first_end(pdfs.saved_twice()) + bytes(5000), Code.TRUNCATED),
    HostileCase("mật khẩu.pdf", partial(pdfs.locked, user="123"), Code.ENCRYPTED),
    HostileCase("script khi mở.pdf", partial(built, pdfs.with_javascript), Code.ACTIVE_CONTENT),
    HostileCase("script có tên.pdf", partial(built, pdfs.with_named_javascript), Code.ACTIVE_CONTENT),
    HostileCase("script khi lật.pdf", partial(built, pdfs.with_trigger), Code.ACTIVE_CONTENT),
    HostileCase("script trong ô.pdf", partial(built, pdfs.with_field_script), Code.ACTIVE_CONTENT),
    HostileCase("chạy chương trình.pdf", partial(built, pdfs.with_launch), Code.ACTIVE_CONTENT),
    HostileCase("dấu trang chạy.pdf", partial(built, pdfs.with_bookmark_launch), Code.ACTIVE_CONTENT),
    HostileCase("phim.pdf", partial(built, pdfs.with_media), Code.ACTIVE_CONTENT),
    HostileCase("xfa.pdf", partial(built, pdfs.with_xfa), Code.XFA_FORM),
    HostileCase("danh mục.pdf", partial(built, pdfs.as_portfolio), Code.UNSUPPORTED),
    HostileCase("20000 trang.pdf", pdfs.many_pages, Code.TOO_MANY_PAGES),
    HostileCase("một trang 20000 lần.pdf", partial(built, pdfs.one_page_often), Code.TOO_MANY_PAGES),
    HostileCase("không trang.pdf", partial(built, pages=0), Code.DAMAGED),
    HostileCase("cây vòng.pdf", partial(built, pdfs.looped), Code.DAMAGED),
    HostileCase("cây sâu.pdf", partial(built, pdfs.deep), Code.DAMAGED),
    HostileCase("mất trang.pdf", pdfs.lost_page, Code.DAMAGED),
    HostileCase("mất ảnh.pdf", partial(built, pdfs.lost_image), Code.DAMAGED),
    HostileCase("mất nội dung.pdf", partial(built, pdfs.lost_contents), Code.DAMAGED),
    HostileCase("ảnh khổng lồ.pdf", partial(built, pdfs.gigantic_image), Code.PIXEL_BOMB),
    HostileCase("mặt nạ khổng lồ.pdf", partial(built, pdfs.gigantic_mask), Code.PIXEL_BOMB),
    HostileCase("khổ giấy khổng lồ.pdf", partial(built, pdfs.gigantic_sheet), Code.PIXEL_BOMB),
    HostileCase("jpeg nói dối.pdf", partial(built, pdfs.lying_jpeg), Code.PIXEL_BOMB),
    HostileCase("bom nén.pdf", partial(built, pdfs.deflate_bomb), Code.ZIP_BOMB),
    HostileCase("bom ảnh.pdf", partial(built, pdfs.image_bomb), Code.ZIP_BOMB),
    HostileCase("nửa jpeg.pdf", partial(built, pdfs.short_jpeg_inside), Code.DAMAGED),
    HostileCase("nửa jpeg có dấu kết.pdf", partial(built, pdfs.closed_jpeg_inside), Code.DAMAGED),
    HostileCase("nửa flate.pdf", partial(built, pdfs.short_flate_inside), Code.DAMAGED),
    HostileCase("thiếu dòng.pdf", partial(built, pdfs.few_rows_inside), Code.DAMAGED),
    HostileCase("fax.pdf", partial(built, pdfs.group4_inside), None),
    HostileCase("nửa fax.pdf", partial(built, pdfs.short_group4_inside), Code.DAMAGED),
    HostileCase("nửa jp2.pdf", partial(built, pdfs.short_jp2_inside), Code.DAMAGED),
    HostileCase("quá thưa.pdf", partial(built, pdfs.coarse_scan), Code.RESOLUTION_TOO_LOW),
)

_BUNDLES = (
    HostileCase("gói.zip", bundles.sound, None),
    HostileCase("một tệp khóa.zip", bundles.half_encrypted, None),
    *_cuts("gói.zip", bundles.sound, 0.02, 0.5, 0.99),
    HostileCase("thiếu byte cuối.zip", partial(_without_last, bundles.sound, 1), Code.TRUNCATED),
    HostileCase("bom tỉ lệ.zip", bundles.ratio_bomb, Code.ZIP_BOMB),
    HostileCase("bom chồng.zip", bundles.overlapping, Code.ZIP_BOMB),
    HostileCase("quá nhiều.zip", bundles.many_files, Code.ZIP_BOMB),
    HostileCase("lồng nhau.zip", bundles.nested, Code.NESTED_ARCHIVE),
    HostileCase("khóa.zip", bundles.encrypted, Code.ENCRYPTED),
    HostileCase("liên kết.zip", bundles.link, Code.UNSAFE_PATH),
    HostileCase("thiết bị.zip", partial(bundles.special, stat.S_IFBLK), Code.UNSAFE_PATH),
    *(
        HostileCase(f"tên {n}.zip", lambda name=name: bundles.packed([(name, pictures.jpeg())]), Code.UNSAFE_PATH)  # type: ignore[misc]
        for n, name in enumerate(
            ("../a.jpg", "/etc/a.jpg", "a/../../b.jpg", "C:/a.jpg", "a\\b.jpg", "a\nb.jpg", "./a.jpg", "a//b.jpg")
        )
    ),
    HostileCase("trùng tên.zip", lambda: bundles.packed([("a.jpg", pictures.jpeg())] * 2), Code.UNSAFE_PATH),
    HostileCase("rỗng.zip", lambda: bundles.packed([]), Code.NOT_A_DOCUMENT),
    HostileCase(
        "chỉ rác.zip", lambda: bundles.packed([("__MACOSX/._a", b"x"), ("Thumbs.db", b"x")]), Code.NOT_A_DOCUMENT
    ),
    HostileCase("văn bản.docx", bundles.docx, Code.UNSUPPORTED),
    HostileCase("bảng tính.xlsx", bundles.xlsx, Code.UNSUPPORTED),
    HostileCase("văn bản.odt", bundles.odt, Code.UNSUPPORTED),
)

_FOREIGN = (
    HostileCase("rỗng.pdf", bytes, Code.EMPTY),
    HostileCase("toàn số không.jpg", lambda: bytes(100_000), Code.TRUNCATED),
    HostileCase("ba byte.pdf", lambda: b"%PD", Code.TRUNCATED),
    HostileCase("trang mạng.pdf", lambda: b"<!DOCTYPE html><html><body>%PDF-1.7</body></html>", Code.NOT_A_DOCUMENT),
    HostileCase("chương trình.jpg", lambda: b"MZ\x90\0" + bytes(range(256)) * 20, Code.NOT_A_DOCUMENT),
    HostileCase("chữ.pdf", lambda: "Quyết định số 1".encode() * 50, Code.NOT_A_DOCUMENT),
    HostileCase("ngẫu nhiên.bin", lambda: bytes((n * n * 31 + 7) % 256 for n in range(9000)), Code.NOT_A_DOCUMENT),
    HostileCase("phim.mp4", lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(500), Code.NOT_A_DOCUMENT),
    HostileCase("hai mặt.pdf", bundles.pdf_and_zip, Code.NOT_A_DOCUMENT),
    HostileCase("ảnh động.gif", lambda: saved(page(mode="L"), "GIF"), Code.UNSUPPORTED),
    HostileCase("văn bản cũ.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Code.UNSUPPORTED),
    HostileCase(
        "hình.svg", lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', Code.UNSUPPORTED
    ),
    HostileCase("sách.djvu", lambda: b"AT&TFORM\0\0\1\0DJVU" + bytes(99), Code.UNSUPPORTED),
    HostileCase("gói.rar", lambda: b"Rar!\x1a\x07\x01\0" + bytes(99), Code.UNSUPPORTED),
    HostileCase("ảnh mang tên.pdf", pictures.jpeg, None),
    HostileCase("pdf mang tên.jpg", built, None),
)

CASES: tuple[HostileCase, ...] = (*_PICTURES, *_PDFS, *_BUNDLES, *_FOREIGN)


def _first_end(data: bytes) -> bytes:
    """Up to and with the file's own first end mark."""
    return data[: data.index(b"%%EOF") + 6]


def _revision_begun(data: bytes) -> bytes:
    """The first revision and the first bytes of the second."""
    return data[: data.index(b"%%EOF") + 30]
