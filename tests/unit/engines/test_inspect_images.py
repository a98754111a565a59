"""Pictures: sizes, resolution, frames, and damage that decoders forgive."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from pipeline.engines import jpeg as jpegs
from pipeline.engines.broken import Broken
from pipeline.engines.codestream import walk_jp2
from pipeline.engines.fax import decode_group4
from pipeline.engines.images import page_frames
from pipeline.engines.inspect import inspect_file
from pipeline.engines.png import check_rows, walk_png
from pipeline.engines.raster_tail import walk_bmp, walk_iso, walk_webp
from pipeline.engines.tiff import walk_tiff
from schemas.errors import Code, Refused
from schemas.inspection import Inspection
from schemas.limits import Limits
from tests.hostile.pictures import cut, heic, jpeg, mpo, page, plain, png, png_chunk, saved, tiff


def _look(data: bytes, tmp_path: Path) -> Inspection:
    file = tmp_path / "ảnh"
    file.write_bytes(data)
    return inspect_file(file, Limits())


@pytest.mark.parametrize(
    ("data", "media_type", "extension"),
    [
        (jpeg(), "image/jpeg", ".jpg"),
        (png(), "image/png", ".png"),
        (tiff(1), "image/tiff", ".tif"),
        (plain("WEBP"), "image/webp", ".webp"),
        (plain("BMP", dpi=(100, 100)), "image/bmp", ".bmp"),
        (plain("JPEG2000"), "image/jp2", ".jp2"),
        (plain("JPEG2000", no_jp2=True), "image/j2c", ".j2k"),
        (heic(2), "image/heic", ".heic"),
        (plain("AVIF", speed=10), "image/avif", ".avif"),
    ],
)
def test_each_kind_is_known_with_its_size(data: bytes, media_type: str, extension: str, tmp_path: Path) -> None:
    found = _look(data, tmp_path)
    assert (found.media_type, found.extension) == (media_type, extension)
    assert [(p.width, p.height, round(p.dpi)) for p in found.pages] == [(827, 1169, 100)]


def test_each_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    assert len(_look(tiff(3), tmp_path).pages) == 3


def test_a_reduced_copy_in_a_tiff_is_no_page(tmp_path: Path) -> None:
    file = tmp_path / "a.tif"
    small = page((83, 117), "L")
    small.encoderinfo = {"tiffinfo": {254: 1}}
    page(mode="L").save(file, save_all=True, append_images=[small, page(mode="L")], dpi=(100, 100))
    assert len(inspect_file(file, Limits()).pages) == 2
    assert page_frames(file, Limits()) == (0, 2)


def test_a_tiff_of_reduced_copies_only_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Refused) as error:
        _look(saved(page(mode="L"), "TIFF", tiffinfo={254: 1}), tmp_path)
    assert error.value.code is Code.DAMAGED


def test_the_first_picture_of_a_phone_counts(tmp_path: Path) -> None:
    found = _look(mpo(), tmp_path)
    assert (len(found.pages), found.warnings) == (1, ("below-200-dpi", "more-pictures"))


@pytest.mark.parametrize("interlace", [0, 1])
@pytest.mark.parametrize("size", [(827, 1169), (3, 1), (5, 2), (8, 8), (1, 9)])
def test_the_rows_of_a_png_are_counted_rightly(size: tuple[int, int], interlace: int) -> None:
    """An interlaced picture of known row bytes: the seven passes written without filters."""
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    rows = bytearray()
    for left, top, across, down in passes if interlace else ((0, 0, 1, 1),):
        columns = len(range(left, size[0], across))
        for _ in range(top, size[1], down) if columns else ():
            rows += bytes(1 + 3 * columns)
    head = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, interlace)
    for missing in (0, 1):
        packed = zlib.compress(bytes(rows[missing:]))
        data = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")
        shape = walk_png(io.BytesIO(data), len(data))
        assert shape.unpacked == len(rows)
        if missing:
            with pytest.raises(Broken):
                check_rows(io.BytesIO(data), shape)
        else:
            check_rows(io.BytesIO(data), shape)
            Image.open(io.BytesIO(data)).load()


@pytest.mark.parametrize(
    "body",
    [
        png_chunk(b"IHDR", bytes(13)),
        png_chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 7, 0, 0, 0)),
        png_chunk(b"1234", b""),
        b"",
    ],
)
def test_a_png_without_a_sound_header_is_broken(body: bytes) -> None:
    data = b"\x89PNG\r\n\x1a\n" + body + png_chunk(b"IEND", b"")
    with pytest.raises(Broken):
        walk_png(io.BytesIO(data), len(data))


def test_a_png_whose_data_does_not_unpack_is_broken() -> None:
    head = struct.pack(">IIBBBBB", 9, 9, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", b"no zlib") + png_chunk(b"IEND", b"")
    with pytest.raises(Broken):
        check_rows(io.BytesIO(data), walk_png(io.BytesIO(data), len(data)))


@pytest.mark.parametrize("part", [n / 20 for n in range(1, 20)])
def test_a_jpeg_cut_anywhere_is_cut(part: float) -> None:
    with pytest.raises(Broken) as error:
        jpegs.walk(cut(jpeg(), part))
    assert error.value.cut


@pytest.mark.parametrize(
    "data",
    [b"\xff\xd8\xff\xd9", b"\xff\xd8\x00\x00\x00", b"\xff\xd8\xff\xe0\x00\x01ab\xff\xd9", b"\xff\xd8\xff\x01\xff\xd9"],
)
def test_markers_without_a_picture_are_broken(data: bytes) -> None:
    with pytest.raises(Broken) as error:
        jpegs.walk(data)
    assert not error.value.cut


def test_a_thumbnail_inside_a_jpeg_does_not_end_it() -> None:
    small = saved(page((80, 110)), "JPEG")
    data = jpeg()
    inside = data[:2] + b"\xff\xe5" + (len(small) + 2).to_bytes(2, "big") + small + data[2:]
    assert jpegs.walk(inside).end == len(inside)
    with pytest.raises(Broken):
        jpegs.walk(cut(inside, 0.6))


def test_half_a_jpeg_with_an_end_mark_is_not_taken_for_a_whole_one() -> None:
    """libjpeg makes grey of the rest; should OpenCV stop passing its warning on, this test says so."""
    jpegs.decode(jpeg())
    with pytest.raises(Broken, match=r"premature end|extraneous"):
        jpegs.decode(cut(jpeg(), 0.5) + b"\xff\xd9")
    with pytest.raises(Broken):
        jpegs.decode(b"\xff\xd8\xff\xd9")


def test_what_opencv_refuses_is_broken() -> None:
    data = bytearray(jpeg())
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = (65_500).to_bytes(2, "big") * 2
    with pytest.raises(Broken):
        jpegs.decode(bytes(data))


def test_a_few_stray_bytes_before_the_end_mark_are_forgiven() -> None:
    jpegs.decode(jpeg()[:-2] + bytes(4) + b"\xff\xd9")


@pytest.mark.parametrize("no_jp2", [True, False])
@pytest.mark.parametrize("part", [0.001, 0.005, 0.01, 0.3, 0.6, 0.9, 0.9999])
def test_a_jpeg_2000_cut_anywhere_is_cut(no_jp2: bool, part: float) -> None:
    with pytest.raises(Broken) as error:
        walk_jp2(cut(plain("JPEG2000", no_jp2=no_jp2), part))
    assert error.value.cut


def _open_ended(data: bytes) -> bytes:
    """The same codestream with a tile-part that reaches to the end."""
    out = bytearray(data)
    tile = out.index(b"\xff\x90\x00\x0a")
    out[tile + 6 : tile + 10] = bytes(4)
    return bytes(out)


def test_a_last_tile_part_may_reach_to_the_end() -> None:
    data = _open_ended(plain("JPEG2000", no_jp2=True))
    assert walk_jp2(data).end == len(data)
    with pytest.raises(Broken) as error:
        walk_jp2(data[:-2])
    assert error.value.cut


def test_odd_jpeg_2000_is_broken() -> None:
    data = plain("JPEG2000", no_jp2=True)
    tile = data.index(b"\xff\x90\x00\x0a")
    short = data[: tile + 6] + (3).to_bytes(4, "big") + data[tile + 10 :]
    for odd in (b"\xff\x4f\xff\x51" + b"\xff\xff" * 30, data[:tile] + b"\xff\xd9", short, b"\xff\x4f\xff\x52abcd"):
        with pytest.raises(Broken):
            walk_jp2(odd)


def test_boxes_behind_a_jp2_are_read_and_rubbish_is_left() -> None:
    data = plain("JPEG2000")
    assert walk_jp2(data + b"\0\0\0\x0cxml aaaa").end == len(data) + 12
    assert walk_jp2(data + b"\0\0\0\x0c\1\2\3\4aaaa").end == len(data)
    big = b"\0\0\0\x01free" + (24).to_bytes(8, "big") + bytes(8)
    assert walk_jp2(data + big).end == len(data) + 24
    for odd in (data + b"\0\0\0\x02free", b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x08free"):
        with pytest.raises(Broken):
            walk_jp2(odd)


def test_big_tiffs_are_walked_too(tmp_path: Path) -> None:
    file = tmp_path / "a.tif"
    page(mode="L").save(file, big_tiff=True, dpi=(100, 100))
    assert [p.width for p in inspect_file(file, Limits()).pages] == [827]


@pytest.mark.parametrize(
    "data",
    [
        b"II*\0",
        b"MM\0*\0\0\0\x08\0\x01" + bytes(16),
        b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 256, 99, 1, 5) + bytes(4),
        b"II*\0\x08\0\0\0\x00\x00" + bytes(10),
    ],
)
def test_odd_tiffs_are_broken(data: bytes) -> None:
    with pytest.raises(Broken):
        walk_tiff(io.BytesIO(data), len(data), 10)


def test_a_tiff_frame_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    data = bytearray(tiff(1, "tiff_lzw"))
    at = int.from_bytes(data[4:8], "little")
    for n in range(int.from_bytes(data[at : at + 2], "little")):
        entry = at + 2 + 12 * n
        if int.from_bytes(data[entry : entry + 2], "little") == 257:
            data[entry + 8 : entry + 12] = (5000).to_bytes(4, "little")
    with pytest.raises(Refused) as error:
        _look(bytes(data), tmp_path)
    assert error.value.code is Code.DAMAGED


def test_old_and_packed_bitmaps() -> None:
    os2 = b"BM" + struct.pack("<IHHIIHHHH", 0, 0, 0, 26, 12, 10, 10, 1, 24)
    assert walk_bmp(io.BytesIO(os2 + bytes(320)), 26 + 320).height == 10
    with pytest.raises(Broken):
        walk_bmp(io.BytesIO(os2 + bytes(319)), 26 + 319)
    packed = b"BM" + struct.pack("<IHHIIiiHHI", 0, 0, 0, 54, 40, 10, -10, 1, 8, 1) + bytes(99)
    assert walk_bmp(io.BytesIO(packed), len(packed)).end == len(packed)
    with pytest.raises(Broken):
        walk_bmp(io.BytesIO(b"BM" + bytes(60)), 62)


def test_odd_heif_boxes_are_broken() -> None:
    for data in (
        b"\0\0\0\x08ftyp\0\0\0\x03meta",
        b"\0\0\0\x08ftyp",
        b"\0\0\0\x01mdat" + (99).to_bytes(8, "big"),
        b"\0\0\0",
    ):
        with pytest.raises(Broken):
            walk_iso(io.BytesIO(data), len(data))
    whole = b"\0\0\0\x08ftyp\0\0\0\x08meta\0\0\0\x00mdat" + b"x" * 600
    assert walk_iso(io.BytesIO(whole), len(whole)).end == len(whole)


def test_a_webp_of_zero_bytes_is_cut() -> None:
    data = b"RIFF" + (1000).to_bytes(4, "little") + b"WEBP" + bytes(996)
    with pytest.raises(Broken) as error:
        walk_webp(io.BytesIO(data), len(data))
    assert error.value.cut


@pytest.mark.parametrize("kind", ["heic", "webp", "avif"])
def test_wrong_data_inside_is_damage(kind: str, tmp_path: Path) -> None:
    data = {"heic": heic, "webp": lambda: plain("WEBP"), "avif": lambda: plain("AVIF", speed=10)}[kind]()
    with pytest.raises(Refused) as error:
        _look(data[:60] + b"\xff" * (len(data) - 80) + data[-20:], tmp_path)
    assert error.value.code in (Code.DAMAGED, Code.TRUNCATED)


def _group4() -> tuple[bytes, tuple[int, int]]:
    image = page(mode="1")
    data = saved(image, "TIFF", compression="group4", tiffinfo={278: image.height})
    with Image.open(io.BytesIO(data)) as written:
        tags = written.tag_v2  # type: ignore[attr-defined]
        return data[tags[273][0] : tags[273][0] + tags[279][0]], image.size


@pytest.mark.parametrize("part", [0.0, *(n / 25 for n in range(1, 25))])
def test_group_4_data_cut_anywhere_is_noticed(part: float) -> None:
    """libtiff makes white of the rest; should it stop complaining about our sentinel, this test says so."""
    data, size = _group4()
    decode_group4(data, *size)
    decode_group4(data[:-3], *size)  # without its end mark: all rows are there
    with pytest.raises(Broken):
        decode_group4(cut(data, part), *size)


def test_group_4_of_an_absurd_size_is_broken() -> None:
    with pytest.raises(Broken):
        decode_group4(b"abc", 0, 100)


def test_a_heif_without_its_codec_settings_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Refused) as error:
        _look(heic().replace(b"hvcC", b"free"), tmp_path)
    assert error.value.code is Code.DAMAGED


def test_a_resolution_that_is_no_number_counts_as_none(tmp_path: Path) -> None:
    strange = saved(page(mode="L"), "TIFF", tiffinfo={282: 0, 283: 0, 296: 2})
    assert round(_look(strange, tmp_path).pages[0].dpi) == 100


def test_a_jpeg_that_pillow_does_not_know_is_damaged(tmp_path: Path) -> None:
    data = bytearray(jpeg())
    data[data.index(b"\xff\xc0") + 4] = 12  # bits a sample
    with pytest.raises(Refused) as error:
        _look(bytes(data), tmp_path)
    assert error.value.code is Code.DAMAGED
