"""The PDF/A: valid, searchable word for word, its images untouched, without Ghostscript, whatever went in."""

import re
import subprocess
import zlib
from io import BytesIO

import img2pdf
import numpy as np
import page as page_validation
import pikepdf
import pillow_heif
import pytest
from pdf2image import convert_from_path
from pdfminer.high_level import extract_text
from PIL import Image, ImageChops, ImageCms, ImageDraw

from pipeline.engines.assembly import stream_ends
from pipeline.engines.assembly.assemble import assemble_pdf
from pipeline.engines.assembly.stream_ends import settle_stream_ends
from schemas.errors import EngineFailed
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Box, Line, Page, PageStatus, Word
from tests.unit.engines.counterfeit import install
from tests.unit.engines.vellum import DPI, LETTER, SERIF, page_image, save, scan_pdf, typed_pdf, with_hidden_text, words


@pytest.fixture(autouse=True)
def ghostscript(monkeypatch, tmp_path_factory):
    """A Ghostscript first on PATH that notes being called; no test may leave a note."""
    folder = tmp_path_factory.mktemp("gs")
    note = folder / "called"
    install(monkeypatch, folder, "gs", f"open({str(note)!r}, 'a').write(' '.join(sys.argv))")
    yield
    assert not note.exists()


def reading(number=1, lines=LETTER, *, width=1000, height=500, dpi=DPI, status=PageStatus.READ, rotation=0, **more):
    """A page's reading as the engines would give it for `page_image`."""
    size = round(13 * dpi / 72)
    made = []
    for row, line in enumerate(lines):
        top, x, out = 50 + row * round(size * 1.6), 60, []
        for text in line.split():
            out.append(Word(text=text, box=Box(x0=x, y0=top, x1=x + 11 * len(text), y1=top + size), confidence=0.9))
            x += 11 * len(text) + 8
        made.append(Line(words=tuple(out), block=1))
    return Page(
        number=number, width=width, height=height, dpi=dpi, status=status, rotation=rotation, engine="test",
        lines=tuple(made), **more,
    )  # fmt: skip


def assemble(files, pages, tmp_path, kind=None):
    files = files if isinstance(files, list) else [files]
    kind = kind or (Kind.PDF if files[0].suffix == ".pdf" else Kind.IMAGE)
    target = tmp_path / "out.pdf"
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    assemble_pdf(files, kind, pages, language="vie", limits=Limits(), work=work, target=target)
    return target


def raw(pdf):
    return subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True).stdout.decode().split()


def faults(pdf):
    report = page_validation.validate_pdf(str(pdf), profile=page_validation.ValidationProfile.PDF_A_2B)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def first_image(pdf, number=0):
    with pikepdf.open(pdf) as opened:
        image = next(iter(opened.pages[number].get_images().values()))
        return image.read_raw_bytes(), str(image.get("/Filter"))


def shown(pdf, dpi=75):
    return convert_from_path(pdf, dpi=dpi, first_page=1, last_page=1)[0].convert("L")


def ink_share(pdf, box):
    """How dark that part of the first page is, as shown."""
    return 255 - float(np.asarray(shown(pdf).crop(box)).mean())


# --- images --------------------------------------------------------------------------------------------------------


def test_a_jpeg_goes_in_byte_for_byte_and_its_words_come_out(tmp_path):
    source = save(page_image(), tmp_path / "a.jpg")

    pdf = assemble(source, [reading()], tmp_path)

    assert faults(pdf) == []
    assert first_image(pdf) == (source.read_bytes(), "/DCTDecode")
    assert raw(pdf) == words()
    assert extract_text(str(pdf)).split() == words()


def test_the_text_lies_on_the_ink(tmp_path):
    pdf = assemble(save(page_image(), tmp_path / "a.jpg"), [reading()], tmp_path)

    report = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True, text=True).stdout

    first = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">Căn<', report)
    x0, y0, x1, y1 = (float(v) * DPI / 72 for v in first.groups())
    assert (x0, x1) == (pytest.approx(60, abs=3), pytest.approx(93, abs=8))
    assert y0 == pytest.approx(50, abs=14)
    assert y1 == pytest.approx(77, abs=10)


def test_frames_of_a_fax_keep_their_data(tmp_path):
    frames = [page_image(LETTER[n : n + 1]).convert("1") for n in range(3)]
    source = save(frames[0], tmp_path / "a.tif", save_all=True, append_images=frames[1:], compression="group4")

    pdf = assemble(source, [reading(n + 1, LETTER[n : n + 1]) for n in range(3)], tmp_path)

    assert faults(pdf) == []
    assert first_image(pdf, 2)[1] == "/CCITTFaxDecode"
    assert raw(pdf) == words(LETTER[:3])
    assert (
        subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode().count("\f") == 3
    )


def test_a_tiff_with_a_thumbnail_between_its_pages(tmp_path):
    big, small = page_image(LETTER[:1]), page_image(LETTER[:1]).resize((100, 50))
    from PIL import TiffImagePlugin

    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[254] = 1  # a reduced copy
    buffers = [BytesIO(), BytesIO()]
    path = tmp_path / "a.tif"
    with TiffImagePlugin.AppendingTiffWriter(str(path), True) as writer:
        for image, tags in ((big, None), (small, info), (big, None)):
            image.save(writer, "TIFF", dpi=(DPI, DPI), **({"tiffinfo": tags} if tags else {}))
            writer.newFrame()
    del buffers

    pdf = assemble(path, [reading(1, LETTER[:1]), reading(2, LETTER[:1])], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == words(LETTER[:1]) * 2


def alpha(image):
    image = image.convert("RGBA")
    ImageDraw.Draw(image).rectangle((700, 300, 900, 400), fill=(0, 0, 0, 0))
    return image


@pytest.mark.parametrize(
    ("name", "change", "options"),
    [
        ("a.png", alpha, {}),
        ("a.png", lambda i: i.convert("L"), {}),
        ("a.png", lambda i: i.convert("P"), {}),
        ("a.png", lambda i: i.convert("1"), {}),
        ("a.png", lambda i: i.convert("P"), {"transparency": 3}),
        ("a.png", lambda i: Image.fromarray(np.asarray(i.convert("L")).astype(np.uint16) * 257), {}),
        ("a.tif", lambda i: Image.fromarray(np.asarray(i.convert("L")).astype(np.uint16) * 257), {}),
        ("a.tif", lambda i: i.convert("CMYK"), {}),
        ("a.tif", lambda i: i.convert("LAB"), {}),
        ("a.jpg", lambda i: i.convert("CMYK"), {}),
        ("a.jpg", lambda i: i.convert("CMYK"), {"icc_profile": b"broken"}),
        ("a.jpg", lambda i: i, {"icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}),
        ("a.jpg", lambda i: i, {"progressive": True}),
        ("a.jp2", lambda i: i, {}),
        ("a.bmp", lambda i: i, {}),
        ("a.webp", lambda i: i, {}),
        ("a.heic", lambda i: i, {}),
    ],
)
def test_every_kind_of_image_becomes_valid_and_looks_the_same(tmp_path, name, change, options):
    pillow_heif.register_heif_opener()
    source = save(change(page_image()), tmp_path / name, **options)

    pdf = assemble(source, [reading()], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == words()
    seen, drawn = (image.convert("L").reduce(4) for image in (shown(pdf, DPI), page_image()))
    assert np.asarray(ImageChops.difference(seen, drawn)).mean() < 2.5


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_becomes_rotate_without_touching_the_data(tmp_path, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # PIL's transposition that EXIF will undo
    image = page_image() if orientation == 1 else page_image().transpose(Image.Transpose(turned[orientation]))
    source = save(image, tmp_path / "a.jpg", exif=exif)

    pdf = assemble(source, [reading()], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == words()
    assert ink_share(pdf, (30, 25, 280, 45)) > 10  # the first line
    assert ink_share(pdf, (30, 205, 470, 240)) < 1
    if orientation in (1, 3, 6, 8):
        assert first_image(pdf)[0] == source.read_bytes()


@pytest.mark.parametrize("rotation", [90, 180, 270])
@pytest.mark.parametrize("name", ["a.jpg", "a.pdf"])
def test_a_page_that_lies_wrong_is_turned_by_rotate(tmp_path, rotation, name):
    stored = page_image().rotate(rotation, expand=True)
    jpeg = save(stored, tmp_path / "a.jpg")
    source = jpeg if name == "a.jpg" else tmp_path / name
    if name == "a.pdf":
        source.write_bytes(img2pdf.convert(str(jpeg)))

    pdf = assemble(source, [reading(rotation=rotation)], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == words()
    assert first_image(pdf)[0] == jpeg.read_bytes()
    assert ink_share(pdf, (30, 25, 280, 45)) > 10
    report = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True, text=True).stdout
    x0, y0 = (float(v) for v in re.search(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>Căn<', report).groups())
    assert (x0, y0) == (pytest.approx(60 * 72 / DPI, abs=3), pytest.approx(50 * 72 / DPI, abs=8))


def test_blank_and_failed_pages_are_pages_without_text(tmp_path):
    files = [save(page_image(()), tmp_path / f"{n}.png") for n in range(2)]

    pdf = assemble(files, [reading(1, ()), reading(2, (), status=PageStatus.FAILED, reason="timeout")], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == []
    assert len(pikepdf.open(pdf).pages) == 2


def test_thirty_pages(tmp_path):
    image = save(page_image(LETTER[:1], height=150), tmp_path / "a.jpg")

    pdf = assemble([image] * 30, [reading(n, LETTER[:1], height=150) for n in range(1, 31)], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == words(LETTER[:1]) * 30


def test_an_image_that_cannot_be_put_into_a_pdf_is_a_failure(tmp_path):
    image = save(page_image(), tmp_path / "a.jpg")

    with pytest.raises(EngineFailed):
        assemble(image, [reading(width=10, height=10, dpi=1_000_000.0)], tmp_path)


# --- PDFs ----------------------------------------------------------------------------------------------------------


def kept(number=1, lines=LETTER):
    return reading(number, lines, width=2480, height=3508, dpi=300, status=PageStatus.KEPT)


def test_a_born_digital_pdf_keeps_its_own_text(tmp_path):
    pdf = assemble(typed_pdf(tmp_path / "a.pdf", [LETTER]), [kept()], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == words()
    with pikepdf.open(pdf) as opened:
        assert not opened.pages[0].get_images()


def test_a_mixed_pdf_keeps_what_it_has_and_gets_what_it_lacks(tmp_path):
    path = typed_pdf(tmp_path / "a.pdf", [LETTER[:2]])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pikepdf.open(scan_pdf(tmp_path / "b.pdf", [page_image(LETTER[2:4])])) as scan:
            pdf.pages.extend(scan.pages)
        pdf.save()

    pdf = assemble(path, [kept(1, LETTER[:2]), reading(2, LETTER[2:4])], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == words(LETTER[:4])
    assert first_image(pdf, 1)[0] == first_image(tmp_path / "b.pdf")[0]


def test_a_lying_invisible_layer_is_replaced_and_the_scan_untouched(tmp_path):
    path = with_hidden_text(scan_pdf(tmp_path / "a.pdf", [page_image()]), "LYING WORDS")
    before = first_image(path)[0]

    pdf = assemble(path, [reading()], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == words()
    assert first_image(pdf)[0] == before


def test_a_lying_layer_in_a_form_goes_from_this_page_only(tmp_path):
    path = tmp_path / "a.pdf"
    with pikepdf.open(typed_pdf(tmp_path / "b.pdf", [["hidden"], ["hidden"]])) as pdf:
        for page in pdf.pages:
            form = pdf.make_stream(page.Contents.read_bytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
            form.BBox, form.Resources = [0, 0, 595, 842], page.Resources
            outer = pdf.make_stream(b"/In Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
            outer.BBox, outer.Resources = [0, 0, 595, 842], pikepdf.Dictionary(XObject=pikepdf.Dictionary(In=form))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Out=outer))
            page.Contents = pdf.make_stream(b"q 3 Tr /Out Do Q")
        pdf.pages[1].Resources = pdf.pages[0].Resources
        pdf.save(path)

    pdf = assemble(path, [reading(1, LETTER[:1], width=2480, height=3508, dpi=300), kept(2, ["hidden"])], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == [*words(LETTER[:1]), "hidden"]


def test_visible_text_that_lies_becomes_part_of_the_picture(tmp_path):
    pdf = assemble(
        typed_pdf(tmp_path / "a.pdf", [["Céng hßa x· héi chñ nghÜa ViÖt Nam"]]),
        [reading(lines=LETTER[:1], width=2480, height=3508, dpi=300)],
        tmp_path,
    )

    assert faults(pdf) == []
    assert raw(pdf) == words(LETTER[:1])
    assert first_image(pdf)[1] == "/DCTDecode"
    assert ink_share(pdf, (60, 65, 250, 90)) > 5


def test_a_typed_in_annotation_over_a_scan_becomes_part_of_the_picture(tmp_path):
    path = scan_pdf(tmp_path / "a.pdf", [page_image(())])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        look = pdf.make_stream(b"BT /F 40 Tf 5 5 Td (246) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox, look.Resources = [0, 0, 100, 50], pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[50, 50, 150, 100], F=4,
            AP=pikepdf.Dictionary(N=look), Contents="246",
        )  # fmt: skip
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.save()

    pdf = assemble(path, [reading(lines=["246"])], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == ["246"]
    assert ink_share(pdf, (50, 140, 160, 200)) > 5


def unembedded(path):
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        pdf.pages[0].Contents = pdf.make_stream(b"BT /F 20 Tf 60 700 Td (Hello World) Tj ET")
        pdf.save(path)
    return path


def test_a_page_that_cannot_be_pdfa_becomes_its_picture_and_keeps_its_words(tmp_path):
    page = kept(1, ["Hello World"])

    pdf = assemble(unembedded(tmp_path / "a.pdf"), [page], tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == ["Hello", "World"]
    assert first_image(pdf)[1] == "/DCTDecode"


def test_only_the_page_to_blame_is_changed(tmp_path):
    path = typed_pdf(tmp_path / "a.pdf", [LETTER])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf, pikepdf.open(unembedded(tmp_path / "b.pdf")) as other:
        pdf.pages.extend(other.pages)
        pdf.save()

    pdf = assemble(path, [kept(), kept(2, ["Hello World"])], tmp_path)

    assert faults(pdf) == []
    with pikepdf.open(pdf) as opened:
        assert [len(page.get_images()) for page in opened.pages] == [0, 1]


def test_a_scan_whose_colours_are_not_pdfa_keeps_its_data(tmp_path):
    path = scan_pdf(tmp_path / "a.pdf", [page_image()])
    before = first_image(path)[0]
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        image = next(iter(pdf.pages[0].get_images().values()))
        profile = pdf.make_stream(b"no profile at all", N=3)
        image.ColorSpace = pikepdf.Array([pikepdf.Name.ICCBased, profile])
        image.Private = "of some producer"
        pdf.save()

    pdf = assemble(path, [reading()], tmp_path)

    assert faults(pdf) == []
    assert first_image(pdf)[0] == before
    assert raw(pdf) == words()


def test_a_pdf_with_an_owner_password_comes_out_open(tmp_path):
    path = typed_pdf(tmp_path / "a.pdf", [LETTER])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.save(encryption=pikepdf.Encryption(owner="secret", user=""))

    pdf = assemble(path, [kept()], tmp_path)

    assert faults(pdf) == []
    assert not pikepdf.open(pdf).is_encrypted


def test_scripts_attachments_and_names_of_persons_do_not_come_along(tmp_path):
    path = typed_pdf(tmp_path / "a.pdf", [LETTER])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.attachments["x.txt"] = b"attached"
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(Type=pikepdf.Name.ViewerPreferences)
        pdf.docinfo["/Author"] = "Some Person"
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = ["Some Person"]
        pdf.save()

    pdf = assemble(path, [kept()], tmp_path)

    assert faults(pdf) == []
    assert b"Some Person" not in pdf.read_bytes()
    with pikepdf.open(pdf) as opened:
        assert "/OpenAction" not in opened.Root
        assert not opened.attachments
        assert "/Author" not in opened.docinfo


@pytest.mark.parametrize("turn", [0, 90, 270])
def test_a_cropped_turned_page_has_its_text_where_it_is_shown(tmp_path, turn):
    stored = page_image().rotate(turn, expand=True)
    path = scan_pdf(tmp_path / "a.pdf", [stored])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        x0, y0, x1, y1 = (float(v) for v in pdf.pages[0].mediabox)
        pdf.pages[0].MediaBox = [x0 - 50, y0 - 70, x1 + 20, y1 + 10]
        pdf.pages[0].CropBox = [x0, y0, x1, y1]
        pdf.pages[0].Rotate = turn
        pdf.save()

    pdf = assemble(path, [reading()], tmp_path)

    assert faults(pdf) == []
    assert ink_share(pdf, (30, 25, 280, 45)) > 10
    report = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True, text=True).stdout
    x, y = (float(v) for v in re.search(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>Căn<', report).groups())
    assert (x, y) == (pytest.approx(60 * 72 / DPI, abs=3), pytest.approx(50 * 72 / DPI, abs=8))


def test_a_file_that_is_no_pdf_is_a_failure(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"rubbish")

    with pytest.raises(EngineFailed):
        assemble(tmp_path / "a.pdf", [reading()], tmp_path)


# --- ends of streams -----------------------------------------------------------------------------------------------


def ending_badly(path):
    """A PDF/A one of whose streams ends with a carriage return: the last byte of zlib data is a sum of the data's."""
    comment = next(c for c in (b"%" + b"a" * n + b"\n" for n in range(256)) if zlib.compress(c).endswith(b"\r"))
    target = path.with_name("bad.pdf")
    with pikepdf.open(typed_pdf(path, [LETTER])) as pdf:
        del pdf.Root.OpenAction
        pdf.pages[0].contents_add(comment)
        pikepdf.pdfa.save(pdf, target, "2b")
    return target


def test_a_stream_that_ends_like_a_line_is_lengthened(tmp_path):
    pdf = ending_badly(tmp_path / "a.pdf")
    assert len(faults(pdf)) == 1

    settle_stream_ends(pdf, tmp_path)

    assert faults(pdf) == []
    assert raw(pdf) == words()


def test_a_stream_of_objects_that_ends_like_a_line_is_done_without(tmp_path):
    target = tmp_path / "bad.pdf"
    with pikepdf.open(typed_pdf(tmp_path / "a.pdf", [LETTER])) as pdf:
        del pdf.Root.OpenAction
        pikepdf.pdfa.save(pdf, BytesIO(), "2b")  # which makes it one
        for length in range(256):
            label = pikepdf.Dictionary(P="a" * length)
            pdf.Root.PageLabels = pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array([0, label])))
            pdf.save(target, **pikepdf.pdfa.resolve_save_kwargs("2b"))
            if b"\r\nendstream" in target.read_bytes():
                break
    assert len(faults(target)) == 1

    settle_stream_ends(target, tmp_path)

    assert faults(target) == []
    assert raw(target) == words()


@pytest.mark.parametrize("kind", ["image", "font", "plain"])
def test_data_of_every_kind_may_be_lengthened(kind):
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(b"data")
        if kind == "image":
            stream.Subtype = pikepdf.Name.Image
        if kind == "font":
            stream.Length1 = 4
            stream.write(b"data", filter=None)
            stream.write(zlib.compress(b"data"), filter=pikepdf.Name.FlateDecode)
        before = len(stream.read_raw_bytes())

        stream_ends._pad_stream(stream)

        assert len(stream.read_raw_bytes()) > before
        assert stream.read_bytes().startswith(b"data")
        if kind == "font":
            assert stream.Length1 == len(stream.read_bytes()) == 8


def test_the_font_of_the_tests_is_there():
    from pathlib import Path

    assert Path(SERIF).exists()
