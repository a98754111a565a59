"""A page as people see it, from any kind of file: size, resolution, which way up, colours."""

import numpy as np
import pikepdf
import pillow_heif
import pytest
from PIL import Image, ImageDraw

from pipeline.engines.page_image import list_sheets, load_page
from pipeline.engines.sheet import Sheet
from schemas.errors import EngineFailed, EngineMissing, EngineTimeout
from schemas.inspection import Kind
from schemas.limits import Limits
from tests.unit.engines.counterfeit import install
from tests.unit.engines.vellum import page_image, save, scan_pdf, typed_pdf, with_hidden_text

LIMITS = Limits()


def landmark(width=600, height=400, mode="RGB"):
    """White, with a black square in the top left corner."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((10, 10, 80, 80), fill="black")
    return image.convert(mode)


def load(path, index=0, wanted_dpi=150.0, limits=LIMITS):
    kind = Kind.PDF if path.suffix == ".pdf" else Kind.IMAGE
    return load_page(Sheet(file=path, index=index), kind, limits, wanted_dpi=wanted_dpi)


def corner(page):
    """Which corner of the page as shown is black."""
    grey = np.asarray(page.image.convert("L"))
    dark = np.argwhere(grey < 100).mean(axis=0) / grey.shape
    return ("top" if dark[0] < 0.5 else "bottom", "left" if dark[1] < 0.5 else "right")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".bmp", ".webp", ".jp2"])
def test_every_format(tmp_path, suffix):
    page = load(save(landmark(), tmp_path / f"a{suffix}"))

    assert (page.width, page.height) == (600, 400)
    assert corner(page) == ("top", "left")


def test_heic(tmp_path):
    pillow_heif.register_heif_opener()

    page = load(save(landmark(), tmp_path / "a.heic"))

    assert corner(page) == ("top", "left")


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "I", "F"])
def test_every_colour_mode_is_black_on_white(tmp_path, mode):
    image = landmark(mode="L" if mode in ("I;16", "I", "F") else mode)
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    elif mode in ("I", "F"):
        image = image.convert(mode)

    page = load(save(image, tmp_path / "a.tif"))

    grey = np.asarray(page.image.convert("L"))
    assert page.image.mode in ("L", "RGB")
    assert grey[40, 40] < 15
    assert grey[200, 300] > 240


def test_a_16_bit_png_keeps_its_greys(tmp_path):
    Image.fromarray(np.full((100, 100), 32768, np.uint16)).save(tmp_path / "a.png")

    assert np.asarray(load(tmp_path / "a.png").image)[50, 50] == pytest.approx(128, abs=2)


def test_transparency_is_white_paper(tmp_path):
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((10, 10, 80, 80), fill=(0, 0, 0, 255))

    page = load(save(image, tmp_path / "a.png"))

    assert corner(page) == ("top", "left")


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [(1, ("top", "left")), (3, ("bottom", "right")), (6, ("top", "right")), (8, ("bottom", "left"))],
)
def test_exif_turns_the_page(tmp_path, orientation, expected):
    exif = Image.Exif()
    exif[0x0112] = orientation

    page = load(save(landmark(), tmp_path / "a.jpg", exif=exif))

    assert corner(page) == expected
    assert (page.width, page.height) == ((400, 600) if orientation >= 5 else (600, 400))


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "group4", "jpeg"])
@pytest.mark.parametrize(
    ("orientation", "expected"),
    [(1, ("top", "left")), (3, ("bottom", "right")), (6, ("top", "right")), (8, ("bottom", "left"))],
)
def test_a_tiff_is_turned_once(tmp_path, orientation, expected, compression):
    """Pillow turns a TIFF's size on opening it, and its pixels on loading them; other formats wait to be asked."""
    drawn = landmark(mode="1" if compression == "group4" else "L")
    tags = {0x0112: orientation}

    page = load(save(drawn, tmp_path / "a.tif", tiffinfo=tags, compression=compression, dpi=(150, 150)))

    assert corner(page) == expected
    assert (page.width, page.height) == page.image.size == ((400, 600) if orientation >= 5 else (600, 400))


def test_a_fax_that_lies_on_its_side_gets_square_pixels(tmp_path):
    fax = landmark(1728, 1100, "1")

    page = load(save(fax, tmp_path / "a.tif", dpi=(204, 98), compression="group4", tiffinfo={0x0112: 6}))

    assert (page.height, page.dpi) == (1728, 204)
    assert page.width == pytest.approx(1100 * 204 / 98, abs=1)
    assert page.image.size == (page.width, page.height)


def test_a_large_jpeg_is_decoded_small_but_keeps_its_size(tmp_path):
    page = load(save(landmark(2400, 1600), tmp_path / "a.jpg", dpi=(300, 300)))

    assert (page.width, page.height, page.dpi) == (2400, 1600, 300)
    assert page.image.size == (1200, 800)


def test_a_fax_gets_square_pixels(tmp_path):
    page = load(save(landmark(1728, 1100, "1"), tmp_path / "a.tif", dpi=(204, 98), compression="group4"))

    assert (page.width, page.dpi) == (1728, 204)
    assert page.height == pytest.approx(1100 * 204 / 98, abs=1)


def test_a_resolution_that_nobody_can_believe_is_replaced(tmp_path):
    page = load(save(landmark(2480, 3508), tmp_path / "a.png", dpi=(72, 72)))

    assert page.dpi == pytest.approx(300, abs=1)


def test_frames_of_a_tiff_are_pages_and_of_a_gif_or_phone_picture_not(tmp_path):
    frames = [landmark(), landmark().rotate(180), landmark()]
    save(frames[0], tmp_path / "a.tif", save_all=True, append_images=frames[1:])
    save(landmark(), tmp_path / "b.jpg")

    sheets = list_sheets([tmp_path / "a.tif", tmp_path / "b.jpg"], Kind.IMAGE, LIMITS)

    assert [(sheet.file.name, sheet.index) for sheet in sheets] == [
        ("a.tif", 0),
        ("a.tif", 1),
        ("a.tif", 2),
        ("b.jpg", 0),
    ]
    assert corner(load(tmp_path / "a.tif", 1)) == ("bottom", "right")


def test_a_scan_in_a_pdf_is_taken_as_it_is(tmp_path, monkeypatch):
    path = with_hidden_text(scan_pdf(tmp_path / "a.pdf", [landmark()]), "hidden")
    monkeypatch.setenv("PATH", "")  # nothing is rendered

    page = load(path)

    assert (page.width, page.height) == (600, 400)
    assert page.dpi == pytest.approx(150, abs=0.5)


@pytest.mark.parametrize("compression", ["JPEG", "PNG", "TIFF", "JPEG2000"])
def test_scans_of_every_compression(tmp_path, compression):
    image = landmark(mode="1") if compression == "TIFF" else landmark()

    page = load(scan_pdf(tmp_path / "a.pdf", [image], compression=compression))

    assert corner(page) == ("top", "left")
    assert (page.width, page.height) == (600, 400)


@pytest.mark.parametrize(
    ("turn", "expected"),
    [(90, ("top", "right")), (180, ("bottom", "right")), (270, ("bottom", "left")), (-90, ("bottom", "left"))],
)
@pytest.mark.parametrize("own", [True, False])
def test_rotate_turns_a_pdf_page(tmp_path, turn, expected, own):
    path = scan_pdf(tmp_path / "a.pdf", [landmark()])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.Pages.Rotate = turn  # inherited
        if not own:
            pdf.pages[0].contents_add(b"0 0 m 1 1 l S")
        pdf.save()

    page = load(path)

    assert corner(page) == expected
    assert page.width < page.height or turn == 180


def test_a_scan_with_margins_or_behind_the_edges_stays_where_it_is(tmp_path):
    path = scan_pdf(tmp_path / "a.pdf", [landmark()])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].MediaBox = [-96, -48, 288, 192]
        pdf.save()

    page = load(path, wanted_dpi=300)

    assert (page.width, page.height) == (800, 500)
    grey = np.asarray(page.image.convert("L"))
    assert np.argwhere(grey < 100).min(axis=0) == pytest.approx([10, 210], abs=2)


def spoil(path, how):
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        image = next(iter(page.resources.XObject.values()))
        how(pdf, page, image)
        pdf.save()
    return path


def _decode(pdf, page, image):
    image.Decode = [1, 0, 1, 0, 1, 0]


def _mask(pdf, page, image):
    image.SMask = pdf.make_stream(
        b"\xff" * 100, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=10, Height=10,
        ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip


def _text(pdf, page, image):
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.F)
    page.contents_add(b"BT /F 12 Tf 50 50 Td (seen) Tj ET")


def _clip(pdf, page, image):
    page.contents_add(b"0 0 50 50 re W n", prepend=True)


def _mirror(pdf, page, image):
    page.contents_add(b"-1 0 0 1 288 0 cm", prepend=True)


def _blend(pdf, page, image):
    page.add_resource(pikepdf.Dictionary(ca=0.5), pikepdf.Name.ExtGState, pikepdf.Name.G)
    page.contents_add(b"/G gs", prepend=True)


def _twice(pdf, page, image):
    page.contents_add(page.Contents.read_bytes())


def _unit(pdf, page, image):
    page.UserUnit = 2


def _annotation(pdf, page, image):
    note = pikepdf.Dictionary(
        Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 9, 9], AP=pikepdf.Dictionary(N=pdf.make_stream(b""))
    )
    page.Annots = pikepdf.Array([note])


@pytest.mark.parametrize("how", [_decode, _mask, _text, _clip, _mirror, _blend, _twice, _unit, _annotation])
def test_a_page_that_is_anything_but_a_plain_scan_is_rendered(tmp_path, how):
    path = spoil(scan_pdf(tmp_path / "a.pdf", [landmark()]), how)

    page = load(path)

    assert page.dpi == 300  # the coordinates of a rendered page
    assert page.image.width == pytest.approx(page.width // 2, abs=1)  # rendered no finer than wanted


def test_a_clip_as_large_as_the_page_and_a_plain_state_do_no_harm(tmp_path):
    def harmless(pdf, page, image):
        page.add_resource(pikepdf.Dictionary(ca=1, BM=pikepdf.Name.Normal), pikepdf.Name.ExtGState, pikepdf.Name.G)
        page.contents_add(b"q 0 0 288 192 re W n /G gs 1 0 0 RG", prepend=True)

    assert load(spoil(scan_pdf(tmp_path / "a.pdf", [landmark()]), harmless)).dpi == pytest.approx(150, abs=0.5)


def test_a_born_digital_page_is_rendered_in_300_dpi_coordinates(tmp_path):
    page = load(typed_pdf(tmp_path / "a.pdf", [["Pháp luật"]]))

    assert (page.width, page.height) == (2480, 3508)
    assert page.dpi == 300


def test_a_huge_page_is_rendered_within_the_limit(tmp_path):
    path = typed_pdf(tmp_path / "a.pdf", [["Pháp luật"]])

    page = load(path, limits=Limits(max_pixels=1_000_000))

    assert page.width * page.height == pytest.approx(1_000_000, rel=0.01)


def test_a_crop_box_is_the_page(tmp_path):
    path = typed_pdf(tmp_path / "a.pdf", [["Pháp luật"]])
    spoil_box = pikepdf.open(path, allow_overwriting_input=True)
    spoil_box.pages[0].CropBox = [0, 421, 595, 842]
    spoil_box.save()

    assert load(path).height == pytest.approx(421 * 300 / 72, abs=1)


@pytest.mark.parametrize("name", ["a.pdf", "a.jpg"])
def test_a_broken_file_is_a_failure(tmp_path, name):
    (tmp_path / name).write_bytes(b"%PDF-1.7 rubbish")

    with pytest.raises(EngineFailed):
        load(tmp_path / name)
    with pytest.raises(EngineFailed):
        list_sheets([tmp_path / name], Kind.PDF, LIMITS)


@pytest.mark.parametrize(
    ("body", "expected"),
    [("sys.exit(1)", EngineFailed), ("time.sleep(600)", EngineTimeout)],
)
def test_poppler_failing(tmp_path, monkeypatch, body, expected):
    path = typed_pdf(tmp_path / "a.pdf", [["Pháp luật"]])
    install(monkeypatch, tmp_path, "pdftoppm", f"if '-v' in sys.argv: os.execv(REAL, sys.argv)\n{body}")

    with pytest.raises(EngineFailed) as caught:
        load(path, limits=Limits(page_seconds=0.5 if expected is EngineTimeout else 120))

    assert type(caught.value) is expected


def test_poppler_missing(tmp_path, monkeypatch):
    path = typed_pdf(tmp_path / "a.pdf", [["Pháp luật"]])
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EngineMissing):
        load(path)


def test_the_pages_of_prints_are_as_they_were_drawn(tmp_path):
    assert load(save(page_image(), tmp_path / "a.png")).image.size == page_image().size


def _mask_of_one_bit(pdf, page, image):
    image.ImageMask = True


def _soft_mask_inside(pdf, page, image):
    image.SMaskInData = 1


def _sixteen_bits(pdf, page, image):
    image.BitsPerComponent = 16


def _cmyk(pdf, page, image):
    image.ColorSpace = pikepdf.Name.DeviceCMYK


def _palette(pdf, page, image):
    image.ColorSpace = pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 1, b"\0\0\0\xff\xff\xff"])


def _jbig2(pdf, page, image):
    image.write(b"nothing", filter=pikepdf.Name.JBIG2Decode)


def _other_size(pdf, page, image):
    image.Width, image.Height = 300, 200


def _stretched(pdf, page, image):
    page.Contents = pdf.make_stream(b"q 288 0 0 96 0 0 cm /Im0 Do Q")


def _small(pdf, page, image):
    page.Contents = pdf.make_stream(b"q 72 0 0 48 0 0 cm /Im0 Do Q")


def _not_an_image(pdf, page, image):
    page.resources.XObject.Im0 = pdf.make_stream(
        b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1]
    )


def _outside(pdf, page, image):
    page.CropBox = [1000, 1000, 1100, 1100]
    page.Contents = pdf.make_stream(b"")


@pytest.mark.parametrize(
    "how",
    [
        _mask_of_one_bit, _soft_mask_inside, _sixteen_bits, _cmyk, _palette, _jbig2, _other_size, _stretched, _small,
        _not_an_image, _outside,
    ],
)  # fmt: skip
def test_an_image_that_is_not_plain_or_not_the_page_is_rendered(tmp_path, how):
    assert load(spoil(scan_pdf(tmp_path / "a.pdf", [landmark()]), how)).dpi == 300


@pytest.mark.parametrize("space", ["ICCBased", "CalRGB"])
def test_a_scan_with_a_colour_profile_is_plain(tmp_path, space):
    def profiled(pdf, page, image):
        what = pdf.make_stream(b"", N=3) if space == "ICCBased" else pikepdf.Dictionary(WhitePoint=[1, 1, 1])
        image.ColorSpace = pikepdf.Array([pikepdf.Name(f"/{space}"), what])

    assert load(spoil(scan_pdf(tmp_path / "a.pdf", [landmark()]), profiled)).dpi == pytest.approx(150, abs=0.5)


def test_a_scan_too_large_to_be_decoded_is_rendered_smaller(tmp_path):
    page = load(scan_pdf(tmp_path / "a.pdf", [landmark()]), limits=Limits(max_pixels=100_000))

    assert page.width * page.height <= 101_000


def test_a_resolution_made_of_nonsense_is_replaced(tmp_path):
    path = save(landmark(2480, 3508), tmp_path / "a.tif", dpi=(0, 0))

    assert load(path).dpi == pytest.approx(300, abs=1)


def test_poppler_rendering_nothing_is_a_failure(tmp_path, monkeypatch):
    path = typed_pdf(tmp_path / "a.pdf", [["Pháp luật"]])
    install(monkeypatch, tmp_path, "pdftoppm", "if '-v' in sys.argv: os.execv(REAL, sys.argv)")

    with pytest.raises(EngineFailed):
        load(path)
