"""The rule for packing pictures anew, and what follows from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline.engines.assembly.economy import Packing, choose_packing
from pipeline.engines.assembly.jpx import jpx_space
from pipeline.engines.assembly.packing import pack, pack_jpeg
from pipeline.engines.assembly.png_picture import png_picture
from tests.unit.engines.test_own_assembler import noise
from tests.unit.engines.vellum import page_image

SIZES = st.integers(1, 50_000_000)


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        ({Packing.FLATE: 100}, Packing.FLATE),
        ({Packing.FLATE: 100, Packing.FAX: 99}, Packing.FAX),
        ({Packing.FLATE: 99, Packing.FAX: 100}, Packing.FLATE),  # a photograph in dots: fax makes it grow
        ({Packing.FLATE: 100, Packing.JPEG: 60}, Packing.JPEG),
        ({Packing.FLATE: 100, Packing.JPEG: 61}, Packing.FLATE),
    ],
)
def test_the_rule(sizes, chosen):
    assert choose_packing(sizes) is chosen


@given(flate=SIZES, fax=st.none() | SIZES, jpeg=st.none() | SIZES)
def test_nothing_is_lost_unless_it_saves_a_good_part(flate, fax, jpeg):
    """Law: the choice is never larger than the smallest lossless way, and a JPEG at most 0.6 of it."""
    sizes = {Packing.FLATE: flate, Packing.FAX: fax, Packing.JPEG: jpeg}
    sizes = {way: size for way, size in sizes.items() if size is not None}
    smallest = min(size for way, size in sizes.items() if way is not Packing.JPEG)

    chosen = choose_packing(sizes)

    assert sizes[chosen] <= smallest
    assert chosen is not Packing.JPEG or sizes[chosen] <= 0.6 * smallest


def test_a_noisy_scan_becomes_a_much_smaller_jpeg():
    made = pack(noise())

    assert made.filter == b"/DCTDecode"
    assert len(made.data) < 0.2 * len(noise().tobytes())


def test_a_coloured_mode_without_colours_is_stored_as_grey():
    made = pack(page_image())

    assert (made.filter, made.space) == (b"/FlateDecode", b"/DeviceGray")


def test_what_had_lost_something_before_becomes_a_jpeg():
    assert pack(page_image(), lossy=True).filter == b"/DCTDecode"


def test_two_colours_are_a_fax_even_if_they_came_as_a_lossy_photograph():
    assert pack(page_image().convert("1"), lossy=True).filter == b"/CCITTFaxDecode"


def test_a_jpeg_may_be_held_below_a_size():
    free, held = pack_jpeg(noise()), pack_jpeg(noise(), most=40_000)

    assert len(held.data) < len(free.data)
    assert len(pack_jpeg(noise(), most=1).data) <= len(held.data)  # as small as is still readable


def test_the_size_of_a_tall_picture_is_estimated_well():
    """The bands stand for the whole: a lossless packing of like rows is chosen as if it had been made."""
    tall = Image.new("L", (400, 3000), 255)
    for row in range(0, 3000, 7):
        tall.paste(0, (0, row, 400, row + 1))

    assert pack(tall).filter in (b"/FlateDecode", b"/CCITTFaxDecode")


def test_a_broken_png_of_ours_would_not_go_unnoticed(monkeypatch):
    import pipeline.engines.assembly.packing as packing

    monkeypatch.setattr(packing, "png_picture", lambda file, size: None)
    with pytest.raises(ValueError, match="PDF cannot hold"):
        packing.pack(page_image().quantize(8))


def box(kind, body, length=None):
    return (8 + len(body) if length is None else length).to_bytes(4, "big") + kind + body


SIGNATURE = box(b"jP  ", b"\r\n\x87\n")


def jp2(components=3, bits=7, colour=b"\x01\0\0\0\0\0\x10", more=b"", start=SIGNATURE):
    head = bytes(8) + components.to_bytes(2, "big") + bytes((bits, 7, 0, 0))
    return start + box(b"jp2h", box(b"ihdr", head) + box(b"colr", colour) + more)


@pytest.mark.parametrize(
    ("data", "space"),
    [
        (jp2(), b"/DeviceRGB"),
        (jp2(components=1, colour=b"\x01\0\0\0\0\0\x11"), b"/DeviceGray"),
        (jp2(components=1), None),
        (jp2(components=4), None),
        (jp2(bits=15), None),
        (jp2(colour=b"\x02\0\0profile"), None),
        (jp2(colour=b"\x01\0\0\0\0\0\x12"), None),
        (jp2(colour=b"\x01"), None),
        (jp2(more=box(b"cdef", b"")), None),
        (jp2(more=box(b"colr", b"\x01\0\0\0\0\0\x10")), None),
        (jp2(start=b"\xff\x4f\xff\x51"), None),
        (SIGNATURE, None),
        (SIGNATURE + box(b"jp2h", b"", length=3), None),
        (SIGNATURE + b"\0\0\0\x01jp2h" + (16 + 45).to_bytes(8, "big") + jp2()[len(SIGNATURE) + 8 :], b"/DeviceRGB"),
        (SIGNATURE + b"\0\0\0\0jp2h" + jp2()[len(SIGNATURE) + 8 :], b"/DeviceRGB"),
    ],
)
def test_which_jpeg_2000_a_pdfa_may_hold(data, space):
    assert jpx_space(data) == space


def test_png_pictures_are_read_from_any_stream():
    from io import BytesIO

    data = BytesIO()
    page_image().save(data, "PNG")

    assert png_picture(data, len(data.getvalue())) is not None
