"""Our own assembler: which documents it takes, their pictures untouched, valid PDF/A, the same bytes each time."""

import subprocess
from datetime import UTC, datetime
from io import BytesIO

import img2pdf
import numpy as np
import page as page_validation
import pikepdf
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, TiffImagePlugin

from pipeline.engines.assembly import assemble
from pipeline.engines.assembly.assemble_scans import assemble_scans
from pipeline.engines.assembly.file_scans import file_scans
from pipeline.engines.assembly.layer import MARK
from pipeline.engines.assembly.pdf_file import PdfFile
from pipeline.engines.assembly.pdf_scans import are_scans, pdf_scans
from pipeline.engines.assembly.profile import carried_profile
from pipeline.engines.sheet import Sheet
from schemas.errors import EngineFailed
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import PageStatus
from tests.unit.engines.own_pdf import blank_scan, expected, page, poppler, word, written
from tests.unit.engines.vellum import DPI, page_image, save, scan_pdf, typed_pdf, with_hidden_text

LIMITS = Limits()


def read(number=1, **more):
    return page([[word("Căn"), word("cứ", 220, 100, 260, 130)]], width=1000, height=500, number=number, **more)


def assembled(files, pages, tmp_path):
    kind = Kind.PDF if files[0].suffix == ".pdf" else Kind.IMAGE
    target, work = tmp_path / "out.pdf", tmp_path / "work"
    work.mkdir(exist_ok=True)
    assemble.assemble_pdf(files, kind, pages, language="vie", limits=LIMITS, work=work, target=target)
    return target


def faults(pdf):
    report = page_validation.validate_pdf(str(pdf), profile=page_validation.ValidationProfile.PDF_A_2B)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def is_ours(pdf):
    with pikepdf.open(pdf) as opened:
        return all(
            isinstance(sheet.obj.Contents, pikepdf.Array) and sheet.Contents[-1].read_bytes().startswith(MARK)
            for sheet in opened.pages
        )


def image_of(pdf, number=0):
    with pikepdf.open(pdf) as opened:
        image = opened.pages[number].Resources.XObject.Scan
        return image.read_raw_bytes(), {name: written_out(value) for name, value in image.items()}


def written_out(value):
    return value.unparse().decode("latin-1") if isinstance(value, pikepdf.Object) else str(value)


def unpacked(pdf):
    """The first page's picture, unpacked by pikepdf and Pillow."""
    with pikepdf.open(pdf) as opened:
        return pikepdf.PdfImage(opened.pages[0].Resources.XObject.Scan).as_pil_image()


def pixels(pdf):
    """The first page as poppler draws it."""
    run = ["pdftoppm", "-r", str(DPI), "-singlefile", "-png", str(pdf)]
    return Image.open(BytesIO(subprocess.run(run, capture_output=True, check=True).stdout)).convert("RGB")


def scanner_profile():
    """A sound RGB profile that is not sRGB: the free one with another name."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace("sRGB".encode("utf-16-be"), "Scan".encode("utf-16-be")).replace(b"sRGB", b"Scan")


SCANNER = scanner_profile()


# --- data that goes in as it is ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "mode", "options", "packed"),
    [
        ("a.jpg", "RGB", {}, "/DCTDecode"),
        ("a.jpg", "L", {}, "/DCTDecode"),
        ("a.jpg", "RGB", {"progressive": True, "subsampling": 0}, "/DCTDecode"),
        ("a.jp2", "RGB", {}, "/JPXDecode"),
        ("a.jp2", "L", {}, "/JPXDecode"),
    ],
)
def test_a_file_s_own_data_is_the_picture(tmp_path, name, mode, options, packed):
    source = save(page_image().convert(mode), tmp_path / name, **options)

    pdf = assembled([source], [read()], tmp_path)

    data, entries = image_of(pdf)
    assert (data, entries["/Filter"]) == (source.read_bytes(), packed)
    assert faults(pdf) == []
    assert pdf.stat().st_size <= source.stat().st_size + 8_000


@pytest.mark.parametrize("fill", [1, 2])
@pytest.mark.parametrize("meaning", [0, 1])
def test_a_fax_s_strip_is_the_picture(tmp_path, meaning, fill):
    source = tmp_path / "a.tif"
    tags = {262: meaning, 266: fill}
    image = page_image().convert("1")
    image.save(source, compression="group4", dpi=(DPI, DPI), tiffinfo=tags, strip_size=1_000_000)

    pdf = assembled([source], [read()], tmp_path)

    with Image.open(source) as stored:
        start, length = stored.tag_v2[273][0], stored.tag_v2[279][0]
        assert stored.tag_v2.get(266, 1) == fill
        wanted = source.read_bytes()[start : start + length]
    data, entries = image_of(pdf)
    assert entries["/Filter"] == "/CCITTFaxDecode"
    assert len(data) == len(wanted)
    assert (data == wanted) is (fill == 1)  # PDF has no other order of bits
    assert faults(pdf) == []
    assert np.array_equal(np.asarray(unpacked(pdf)), np.asarray(image))


def test_a_fax_in_many_strips_is_packed_anew_without_loss(tmp_path):
    image = page_image().convert("1")
    source = save(image, tmp_path / "a.tif", compression="group4", strip_size=5_000)

    pdf = assembled([source], [read()], tmp_path)

    assert image_of(pdf)[1]["/Filter"] == "/CCITTFaxDecode"
    assert np.array_equal(np.asarray(unpacked(pdf)), np.asarray(image))


def grey_levels(count):
    return Image.fromarray(np.tile(np.arange(1000) * count // 1000, (500, 1)).astype(np.uint8)).quantize(count)


def png(image, bits, tmp_path):
    return save(image, tmp_path / "a.png", bits=bits)


@pytest.mark.parametrize("bits", [2, 4, 8])
def test_a_png_with_a_palette_keeps_its_packed_rows(tmp_path, bits):
    image = grey_levels(2**bits if bits < 8 else 200)
    source = png(image, bits, tmp_path)

    pdf = assembled([source], [read()], tmp_path)

    data, entries = image_of(pdf)
    assert data in b"".join(source.read_bytes().split(b"IDAT"))
    assert (entries["/BitsPerComponent"], entries["/ColorSpace"][:10]) == (str(bits), "[ /Indexed")
    assert faults(pdf) == []
    assert np.array_equal(np.asarray(unpacked(pdf).convert("RGB")), np.asarray(image.convert("RGB")))


def test_the_second_picture_of_a_phone_s_jpeg_is_left_out(tmp_path):
    source = tmp_path / "a.jpg"
    page_image().save(source, "MPO", save_all=True, append_images=[page_image().resize((100, 50))], dpi=(DPI, DPI))
    alone = BytesIO()

    pdf = assembled([source], [read()], tmp_path)

    data, _ = image_of(pdf)
    alone.write(data)
    assert source.read_bytes().startswith(data)
    assert len(data) < source.stat().st_size
    assert Image.open(alone).size == (1000, 500)
    assert faults(pdf) == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_leaves_the_data_alone(tmp_path, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's transposition that EXIF will undo
    image = page_image() if orientation == 1 else page_image().transpose(Image.Transpose(turned[orientation]))
    source = save(image, tmp_path / "a.jpg", exif=exif)

    pdf = assembled([source], [read()], tmp_path)

    assert image_of(pdf)[0] == source.read_bytes()
    assert np.abs(np.asarray(pixels(pdf)).astype(int) - np.asarray(page_image())).mean() < 3
    assert faults(pdf) == []


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("compression", ["group4", "tiff_lzw"])
def test_a_tiff_s_orientation_counts_once(tmp_path, orientation, compression):
    """Pillow turns a TIFF upright when it decodes it; the strip that goes in undecoded is turned by the page."""
    turned = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    image = page_image().convert("1") if compression == "group4" else page_image()
    stored = image if turned is None else image.transpose(Image.Transpose(turned))
    source = save(
        stored, tmp_path / "a.tif", compression=compression, strip_size=1_000_000, tiffinfo={274: orientation}
    )

    pdf = assembled([source], [read()], tmp_path)

    assert image_of(pdf)[1]["/Filter"] == ("/CCITTFaxDecode" if compression == "group4" else "/FlateDecode")
    assert np.abs(np.asarray(pixels(pdf)).astype(int) - np.asarray(image.convert("RGB"))).mean() < 5
    assert faults(pdf) == []


@pytest.mark.parametrize("compression", ["JPEG", "PNG"])
def test_a_pdf_s_scans_keep_their_data(tmp_path, compression):
    source = scan_pdf(tmp_path / "a.pdf", [page_image(), page_image(())], compression=compression)

    pdf = assembled([source], [read(1), read(2)], tmp_path)

    assert is_ours(pdf)
    assert faults(pdf) == []
    with pikepdf.open(source) as before:
        for number, sheet in enumerate(before.pages):
            assert image_of(pdf, number)[0] == next(iter(sheet.get_images().values())).read_raw_bytes()


def test_lzw_which_pdfa_forbids_is_unpacked_and_packed_again(tmp_path):
    source = scan_pdf(tmp_path / "a.pdf", [page_image(())], compression="PNG")
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        image = next(iter(pdf.pages[0].get_images().values()))
        clear_white_end = "".join(f"{code:09b}" for code in (256, 255, 257))  # LZW of one white byte
        image.write(int(clear_white_end.ljust(32, "0"), 2).to_bytes(4, "big"), filter=pikepdf.Name.LZWDecode)
        image.Width, image.Height, image.ColorSpace = 1, 1, pikepdf.Name.DeviceGray
        pdf.pages[0].MediaBox = [0, 0, 240, 240]
        pdf.pages[0].Contents = pdf.make_stream(
            b"q 240 0 0 240 0 0 cm /%b Do Q" % next(iter(pdf.pages[0].get_images())).strip("/").encode()
        )
        pdf.save()

    pdf = assembled([source], [page([], width=500, height=500)], tmp_path)

    assert is_ours(pdf)
    assert image_of(pdf)[1]["/Filter"] == "/FlateDecode"
    assert faults(pdf) == []
    assert np.asarray(pixels(pdf)).min() == 255


def test_a_picture_that_many_pages_show_is_there_once(tmp_path):
    source = save(page_image(), tmp_path / "a.jpg")

    pdf = assembled([source] * 5, [read(n) for n in range(1, 6)], tmp_path)

    assert pdf.stat().st_size < 2 * source.stat().st_size
    assert len(pikepdf.open(pdf).pages) == 5


# --- every kind of picture -----------------------------------------------------------------------------------------


def noise(mode="RGB"):
    """What no packing without loss makes small: print under a scanner's noise."""
    rough = np.random.default_rng(1).normal(0, 8, (500, 1000, 3))
    return Image.fromarray(np.clip(np.asarray(page_image()) * 0.9 + rough, 0, 255).astype(np.uint8)).convert(mode)


def deep(image):
    return Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)


def clear(image):
    image = image.convert("RGBA")
    image.putalpha(200)
    return image


def interlaced(path):
    """A PNG of 8 × 8 white grey samples in seven passes, by hand: Pillow writes none."""
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    passes = ((1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4))
    rows = b"".join((b"\0" + b"\xff" * width) * count for width, count in passes)
    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 1)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )
    return path


@pytest.mark.parametrize(
    ("name", "image", "options", "packed"),
    [
        ("a.png", lambda: page_image().convert("1"), {}, "/CCITTFaxDecode"),
        ("a.png", lambda: page_image().convert("L").point(lambda v: 255 * (v > 99)), {}, "/CCITTFaxDecode"),
        ("a.png", lambda: page_image().convert("L"), {}, "/FlateDecode"),
        ("a.png", page_image, {}, "/FlateDecode"),
        ("a.png", noise, {}, "/DCTDecode"),
        ("a.png", lambda: noise("L"), {}, "/DCTDecode"),
        ("a.png", lambda: noise().quantize(64), {}, "/FlateDecode"),
        ("a.png", lambda: deep(page_image()), {}, "/FlateDecode"),
        ("a.png", lambda: clear(page_image()), {}, "/FlateDecode"),
        ("a.png", lambda: page_image().convert("LA"), {}, "/FlateDecode"),
        ("a.png", lambda: page_image().quantize(8), {"transparency": 2}, "/FlateDecode"),
        ("a.tif", noise, {}, "/DCTDecode"),
        ("a.tif", page_image, {"compression": "tiff_lzw"}, "/FlateDecode"),
        ("a.tif", lambda: page_image().convert("1"), {"compression": "group3"}, "/CCITTFaxDecode"),
        ("a.tif", lambda: page_image().convert("CMYK"), {}, "/FlateDecode"),
        ("a.tif", lambda: page_image().convert("LAB"), {}, "/FlateDecode"),
        ("a.tif", lambda: deep(page_image()), {}, "/FlateDecode"),
        ("a.bmp", noise, {}, "/DCTDecode"),
        ("a.bmp", lambda: page_image().convert("P"), {}, "/FlateDecode"),
        ("a.jpg", lambda: page_image().convert("CMYK"), {}, "/DCTDecode"),
        ("a.webp", page_image, {}, "/DCTDecode"),
        ("a.heic", page_image, {}, "/DCTDecode"),
        ("a.avif", page_image, {}, "/DCTDecode"),
    ],
)
def test_every_other_picture_is_packed_as_the_rule_says(tmp_path, name, image, options, packed):
    pillow_heif.register_heif_opener()
    source = save(image(), tmp_path / name, **options)

    pdf = assembled([source], [read()], tmp_path)

    assert image_of(pdf)[1]["/Filter"] == packed
    assert faults(pdf) == []
    if packed == "/FlateDecode" and source.suffix in (".png", ".bmp") and not options:
        with Image.open(source) as stored:
            print_ = stored.mode if stored.mode in ("L", "RGB") else "RGB"
            if stored.mode in ("L", "RGB", "P"):
                assert unpacked(pdf).convert(print_).tobytes() == stored.convert(print_).tobytes()


def test_an_interlaced_png_is_decoded(tmp_path):
    pdf = assembled([interlaced(tmp_path / "a.png")], [page([], width=8, height=8, dpi=10.0)], tmp_path)

    assert np.asarray(pixels(pdf)).min() == 255
    assert faults(pdf) == []


def test_a_cmyk_jpeg_does_not_grow(tmp_path):
    source = save(noise().convert("CMYK"), tmp_path / "a.jpg", quality=30)

    pdf = assembled([source], [read()], tmp_path)

    assert pdf.stat().st_size <= source.stat().st_size + 8_000


@pytest.mark.parametrize(
    ("name", "options"),
    [("a.jpg", {}), ("a.jpg", {"icc_profile": SCANNER}), ("a.jpg", {"icc_profile": b"broken"}), ("a.png", {})],
)
def test_data_that_is_not_fit_for_pdfa_is_decoded(tmp_path, monkeypatch, name, options):
    """Such data is hard to come by: here every file that is taken as it is counts as unfit."""
    tries = []

    def honest_but_strict(scans, pages, *, target):
        tries.append(target)
        return assemble_scans(scans, pages, target=target) and len(tries) > 1

    monkeypatch.setattr(assemble, "assemble_scans", honest_but_strict)
    source = save(page_image(), tmp_path / name, **options)

    pdf = assembled([source], [read()], tmp_path)

    assert len(tries) == 2
    assert image_of(pdf)[0] not in source.read_bytes()
    assert "ICCBased" not in image_of(pdf)[1]["/ColorSpace"]
    assert faults(pdf) == []


def test_a_picture_that_cannot_be_decoded_is_a_failure(tmp_path):
    source = save(page_image(), tmp_path / "a.bmp")
    source.write_bytes(source.read_bytes()[:10_000])

    with pytest.raises(EngineFailed):
        assembled([source], [read()], tmp_path)


def test_a_file_that_is_not_there_is_the_disk_s_fault(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(file_scans([Sheet(file=tmp_path / "a.jpg", index=0)], [read()]))


# --- colour profiles -----------------------------------------------------------------------------------------------


def test_a_scanner_s_profile_goes_along(tmp_path):
    source = save(page_image(), tmp_path / "a.jpg", icc_profile=SCANNER)

    pdf = assembled([source], [read()], tmp_path)

    assert "ICCBased" in image_of(pdf)[1]["/ColorSpace"]
    assert faults(pdf) == []


@pytest.mark.parametrize(
    "profile",
    [
        None,
        b"broken",
        SCANNER[:-1],
        SCANNER.replace(b"RGB ", b"CMYK"),
        SCANNER.replace(b"acsp", b"pcsa"),
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    ],
)
def test_profiles_that_are_broken_or_say_nothing_do_not(profile):
    assert carried_profile(profile, b"/DeviceRGB") == b""


def test_a_profile_without_a_name_is_carried():
    count = SCANNER[128:132]
    nameless = SCANNER.replace(b"desc", b"dsec", 1)

    assert count != bytes(4)
    assert carried_profile(nameless, b"/DeviceRGB")


# --- which documents -----------------------------------------------------------------------------------------------


def changed(path, change):
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save()
    return path


def with_outline(pdf):
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Chương I", 0))


def with_link(pdf):
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], Border=[0, 0, 0], F=4
    )
    pdf.pages[0].Annots = pikepdf.Array([link])


def with_labels(pdf):
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.r)])


@pytest.mark.parametrize("change", [with_outline, with_link, with_labels])
def test_a_pdf_that_has_more_than_scans_stays_with_ocrmypdf(tmp_path, change):
    source = changed(scan_pdf(tmp_path / "a.pdf", [page_image()]), change)

    pdf = assembled([source], [read()], tmp_path)

    assert not is_ours(pdf)
    assert faults(pdf) == []
    assert poppler(pdf, "-raw").split() == ["Căn", "cứ"]


def test_born_digital_and_kept_pages_are_no_scans(tmp_path):
    typed = typed_pdf(tmp_path / "a.pdf", [["Hello"]])
    hidden = with_hidden_text(scan_pdf(tmp_path / "b.pdf", [page_image()]), "hidden words")

    assert not are_scans(typed, [read()], LIMITS)
    assert not are_scans(hidden, [read().model_copy(update={"status": PageStatus.KEPT})], LIMITS)
    assert not are_scans(hidden, [read().model_copy(update={"status": PageStatus.FAILED})], LIMITS)
    assert are_scans(hidden, [read()], LIMITS)


def test_an_earlier_invisible_layer_is_gone(tmp_path):
    source = with_hidden_text(scan_pdf(tmp_path / "a.pdf", [page_image()]), "LYING WORDS")

    pdf = assembled([source], [read()], tmp_path)

    assert is_ours(pdf)
    assert poppler(pdf, "-raw").split() == ["Căn", "cứ"]


def test_scans_that_cannot_be_pdfa_go_to_ocrmypdf(tmp_path):
    """A colour profile that no PDF/A may hold: OCRmyPDF's way redraws the page without it."""

    def spoil(pdf):
        image = next(iter(pdf.pages[0].get_images().values()))
        profile = pdf.make_stream(b"no profile", N=3)
        image.ColorSpace = pikepdf.Array([pikepdf.Name.ICCBased, profile])

    source = changed(scan_pdf(tmp_path / "a.pdf", [page_image()]), spoil)

    pdf = assembled([source], [read()], tmp_path)

    assert not is_ours(pdf)
    assert faults(pdf) == []


def test_a_pdf_that_cannot_be_opened_goes_to_ocrmypdf_and_fails_there(tmp_path):
    source = tmp_path / "a.pdf"
    source.write_bytes(b"%PDF-1.7\nnothing")

    with pytest.raises(EngineFailed):
        assembled([source], [read()], tmp_path)


def test_a_page_that_is_no_scan_is_not_given(tmp_path):
    with pytest.raises(EngineFailed):
        list(pdf_scans(typed_pdf(tmp_path / "a.pdf", [["Hello"]]), [read()], LIMITS))


def test_an_image_smaller_than_its_page_stays_where_it_is(tmp_path):
    source = scan_pdf(tmp_path / "a.pdf", [page_image()])
    jpeg = save(page_image(), tmp_path / "a.jpg")
    layout = lambda *_: (600, 400, 480, 240)  # noqa: E731
    source.write_bytes(img2pdf.convert(str(jpeg), layout_fun=layout, engine=img2pdf.Engine.pikepdf))

    pdf = assembled([source], [page([], width=1250, height=833)], tmp_path)

    with pikepdf.open(pdf) as opened:
        drawn = opened.pages[0].Contents[0].read_bytes()
    assert is_ours(pdf)
    assert drawn == b"q 480 0 0 240 60 80 cm /Scan Do Q"


# --- the file itself -----------------------------------------------------------------------------------------------


@settings(max_examples=10, deadline=None)
@given(texts=st.lists(st.text("aăâđêôơư", min_size=1, max_size=8), max_size=5), turn=st.sampled_from([0, 90, 180, 270]))
def test_the_same_input_gives_the_same_bytes(tmp_path_factory, texts, turn):
    folder = tmp_path_factory.mktemp("twice")
    made = page([[word(text, 10 + 120 * n, 10, 110 + 120 * n, 40)] for n, text in enumerate(texts)])

    once, again = (written([made], folder / name, turn).read_bytes() for name in ("a.pdf", "b.pdf"))

    assert once == again


def test_files_of_the_same_document_are_the_same_too(tmp_path):
    source = save(noise(), tmp_path / "a.png")

    once = assembled([source], [read()], tmp_path).read_bytes()

    assert assembled([source], [read()], tmp_path).read_bytes() == once


def test_another_document_has_another_identifier(tmp_path):
    one, other = (written([page([[word(text)]])], tmp_path / f"{text}.pdf") for text in ("một", "hai"))

    ids = [pikepdf.open(pdf).trailer.ID[0] for pdf in (one, other)]

    assert ids[0] != ids[1]


def test_title_and_date_are_what_the_caller_says(tmp_path):
    made = page([[word("Pháp")]])
    when = datetime(2026, 11, 22, 4, 5, 6, tzinfo=UTC)

    pdf = written([made], tmp_path / "a.pdf", title='Kế hoạch <1> & "2"\x01', created=when)

    with pikepdf.open(pdf) as opened:
        metadata = opened.open_metadata()
        assert metadata["dc:title"] == 'Kế hoạch <1> & "2"'
        assert metadata["xmp:CreateDate"] == "2026-11-22T04:05:06+00:00"
        assert metadata.pdfa_status == "2B"
    assert faults(pdf) == []


def test_without_title_and_date_there_are_none(tmp_path):
    with pikepdf.open(written([page([])], tmp_path / "a.pdf")) as opened:
        metadata = opened.open_metadata()
        assert "dc:title" not in metadata
        assert "xmp:CreateDate" not in metadata


def test_data_that_ends_like_a_line_is_told_apart(tmp_path):
    """page-validation finds such a stream's /Length wrong by one if a single line feed follows."""
    target = tmp_path / "a.pdf"
    made = page([])
    scan = blank_scan(made)

    assert assemble_scans([scan_ending_badly(scan)], [made], target=target)

    assert b"FF>\r\r\nendstream" in target.read_bytes()
    assert faults(target) == []


def scan_ending_badly(scan):
    from dataclasses import replace

    return replace(scan, picture=replace(scan.picture, data=b"FF>\r"))


def test_a_pdf_file_may_be_written_to_any_stream():
    out = BytesIO()
    file = PdfFile(out)
    pages = file.reserve()
    sheet = file.put(b"<</Type/Page/MediaBox[0 0 9 9]/Resources<<>>/Parent %d 0 R>>" % pages)
    file.put(b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % sheet, pages)

    file.finish(file.put(b"<</Type/Catalog/Pages %d 0 R>>" % pages))

    with pikepdf.open(out) as opened:
        assert len(opened.pages) == 1
        assert opened.Root.Pages.Count == 1


def test_long_documents_are_written_page_by_page(tmp_path):
    """Each picture is asked for when it is written, and forgotten."""
    made, alive = page([[word("Pháp")]]), []

    def scans():
        for number in range(60):
            alive.append(number)
            yield blank_scan(made)

    pages = [made.model_copy(update={"number": n + 1}) for n in range(60)]
    assert assemble_scans(scans(), pages, target=tmp_path / "a.pdf")

    assert len(alive) == 60
    assert poppler(tmp_path / "a.pdf", "-raw").split() == expected(*pages)
    assert TiffImagePlugin.STRIP_SIZE == 65536  # Pillow's own setting is left alone


@pytest.mark.parametrize("said", [True, False])
def test_a_pdf_s_jpeg_2000_keeps_its_data_and_is_told_its_colours(tmp_path, said):
    jp2 = save(page_image(), tmp_path / "a.jp2")
    source = tmp_path / "a.pdf"
    source.write_bytes(img2pdf.convert(str(jp2), engine=img2pdf.Engine.pikepdf))
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        image = next(iter(pdf.pages[0].get_images().values()))
        image.ColorSpace = pikepdf.Name.DeviceRGB
        if not said:
            del image.ColorSpace
        pdf.save()

    pdf = assembled([source], [read()], tmp_path)

    data, entries = image_of(pdf)
    assert (data, entries["/ColorSpace"]) == (jp2.read_bytes(), "/DeviceRGB")
    assert faults(pdf) == []


def test_pictures_that_are_never_fit_for_pdfa_are_a_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(assemble, "assemble_scans", lambda *_, **__: False)

    with pytest.raises(EngineFailed):
        assembled([save(page_image(), tmp_path / "a.jpg")], [read()], tmp_path)
