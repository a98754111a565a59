"""PDF files: what makes a page a scan and its resolution, what is forgiven, what a page's streams must hold."""

import io
import re
import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from pipeline.engines import pdf_streams
from pipeline.engines.broken import Broken
from pipeline.engines.inspect import inspect_file
from pipeline.engines.pdf_tail import check_tail
from schemas.errors import Code, Refused
from schemas.inspection import Inspection, PageShape
from schemas.limits import Limits
from tests.hostile import pdfs
from tests.hostile.pdfs import add_raw, add_scan, built
from tests.hostile.pictures import jpeg, page, plain, saved


def _look(data: bytes, tmp_path: Path, limits: Limits | None = None) -> Inspection:
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    return inspect_file(file, limits or Limits())


def _code(data: bytes, tmp_path: Path, limits: Limits | None = None) -> Code:
    with pytest.raises(Refused) as error:
        _look(data, tmp_path, limits)
    return error.value.code


def _font(pdf: Pdf, draw: bytes) -> None:
    """Draws something else on the first page, with a font at hand."""
    sheet = pdf.pages[0].obj
    sheet.Contents = Stream(pdf, draw)
    sheet.Resources.Font = Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def _first(data: bytes, tmp_path: Path) -> PageShape:
    return _look(data, tmp_path).pages[0]


def test_a_scan_has_the_resolution_at_which_it_is_placed(tmp_path: Path) -> None:
    shape = _first(built(), tmp_path)
    assert (shape.width, shape.height, round(shape.dpi)) == (827, 1170, 100)


def test_a_turned_page_is_as_wide_as_it_is_shown(tmp_path: Path) -> None:
    shape = _first(built(lambda pdf: pdf.pages[0].rotate(90, relative=False)), tmp_path)
    assert (shape.width, shape.height) == (1170, 827)


@pytest.mark.parametrize("box", [[0, 0, 595, 842], [595, 842, 0, 0], [-100, -50, 495, 792]])
def test_the_box_of_a_page_may_lie_anywhere(box: list[int], tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.MediaBox = Array(box)

    assert (_first(built(change), tmp_path).width) == 827


@pytest.mark.parametrize("box", [[0, 0, 0, 0], [1, 2], ["a", 0, 1, 1], [900, 900, 950, 950]])
def test_an_absurd_crop_box_is_ignored(box: list[object], tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.CropBox = Array([pikepdf.String(n) if isinstance(n, str) else n for n in box])

    assert _first(built(change), tmp_path).width == 827


def test_a_page_without_a_box_is_a_letter(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        del pdf.pages[0].obj.MediaBox

    shape = _first(built(change, scan=False), tmp_path)
    assert (shape.width, shape.height, shape.dpi) == (2550, 3300, 300)


def test_a_user_unit_makes_the_page_larger(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.UserUnit = 2

    assert _first(built(change, scan=False), tmp_path).width == round(2 * 595 / 72 * 300)


def test_what_is_inherited_from_the_tree_counts(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        del pdf.pages[0].obj.MediaBox
        pdf.Root.Pages.MediaBox = Array([0, 0, 595, 842])
        pdf.Root.Pages.Rotate = 270

    shape = _first(built(change), tmp_path)
    assert (shape.width, shape.height) == (1170, 827)


def test_visible_text_makes_a_page_born_digital(tmp_path: Path) -> None:
    """A slide with a coarse background is not refused for its resolution."""

    def change(pdf: Pdf) -> None:
        pdfs.coarse_scan(pdf)
        del pdf.pages[0]
        _font(pdf, pdfs.DRAW + b" BT /F1 12 Tf (abc) Tj ET")

    assert _first(built(change), tmp_path).dpi == 300


def test_an_invisible_text_layer_leaves_it_a_scan(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        _font(pdf, pdfs.DRAW + b" q BT 3 Tr /F1 12 Tf (abc) Tj ET Q Q")

    assert round(_first(built(change), tmp_path).dpi) == 100


def test_a_logo_does_not_make_a_scan(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Contents = Stream(pdf, b"q 50 0 0 50 10 10 cm /Im0 Do Q")

    assert _first(built(change), tmp_path).dpi == 300


def test_of_layers_that_cover_the_page_the_finest_counts(tmp_path: Path) -> None:
    """Mixed raster content: a coarse background below a fine one."""

    def change(pdf: Pdf) -> None:
        coarse = add_scan(pdf, saved(page((331, 468)), "JPEG"), (331, 468))
        pdf.pages[0].obj.Resources.XObject.Bg = coarse
        pdf.pages[0].obj.Contents = Stream(pdf, b"q 595 0 0 842 0 0 cm /Bg Do /Im0 Do Q")
        del pdf.pages[1]

    assert round(_first(built(change), tmp_path).dpi) == 100


def test_strips_count_together(tmp_path: Path) -> None:
    strip = saved(page((827, 390)), "JPEG")

    def change(pdf: Pdf) -> None:
        add_scan(pdf, strip, (827, 390))
        del pdf.pages[0]
        draw = b" ".join(b"q 595 0 0 281 0 %d cm /Im0 Do Q" % y for y in (0, 281, 561))
        pdf.pages[0].obj.Contents = Stream(pdf, draw)

    assert round(_first(built(change), tmp_path).dpi) == 100


def test_an_image_inside_a_form_counts(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        sheet = pdf.pages[0].obj
        form = Stream(pdf, b"q 1 0 0 1 0 0 cm /Im0 Do Q")
        form.stream_dict = Dictionary(
            Subtype=Name.Form, BBox=[0, 0, 1, 1], Matrix=[595, 0, 0, 842, 0, 0], Resources=sheet.Resources
        )
        sheet.Resources = Dictionary(XObject=Dictionary(Fm=pdf.make_indirect(form)))
        sheet.Contents = Stream(pdf, b"/Fm Do /Nothing Do")

    assert round(_first(built(change), tmp_path).dpi) == 100


def test_a_form_that_draws_itself_ends(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        form = pdf.make_indirect(Stream(pdf, b"/Fm Do /Fm Do"))
        form.stream_dict = Dictionary(Subtype=Name.Form, Resources=Dictionary(XObject=Dictionary(Fm=form)))
        pdf.pages[0].obj.Resources.XObject.Fm = form
        pdf.pages[0].obj.Contents = Stream(pdf, b"/Fm Do " + pdfs.DRAW)

    assert round(_first(built(change), tmp_path).dpi) == 100


@pytest.mark.parametrize("change", [pdfs.with_signature, pdfs.with_certification])
def test_a_signature_is_noticed(change: object, tmp_path: Path) -> None:
    assert _look(built(change), tmp_path).signed  # type: ignore[arg-type]


def test_a_form_without_a_signature_is_not_signed(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        field = pdf.make_indirect(Dictionary(FT=Name.Sig))
        field.Kids = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field, field]))

    assert not _look(built(change), tmp_path).signed


def test_harmless_actions_bookmarks_and_notes_are_taken(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        go = Dictionary(S=Name.URI, URI=pikepdf.String("https://example.vn"))
        pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])
        item = pdf.make_indirect(Dictionary(Title=pikepdf.String("a"), A=go))
        item.Next = item
        pdf.Root.Outlines = Dictionary(First=item)
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array()))
        pdf.pages[0].obj.Annots = Array([Dictionary(Subtype=Name.Link, A=go), Name.Null, 5])

    assert _look(built(change), tmp_path).warnings == ("below-200-dpi",)


def test_a_chain_of_actions_is_followed_to_its_end(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS=pikepdf.String("1"))
        go = Dictionary(S=Name.GoTo, Next=Array([Dictionary(S=Name.Named), script]))
        pdf.Root.OpenAction = go

    assert _code(built(change), tmp_path) is Code.ACTIVE_CONTENT


def test_a_chain_of_actions_that_is_a_loop_ends(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        go = pdf.make_indirect(Dictionary(S=Name.GoTo))
        go.Next = go
        pdf.Root.OpenAction = go

    assert _look(built(change), tmp_path).pages


def _image(filters: object, data: bytes, **more: object) -> bytes:
    """A PDF with one image of these filters."""

    def change(pdf: Pdf) -> None:
        made = add_scan(pdf, data)
        made.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=827, Height=1169,
            ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=filters,
        )  # fmt: skip
        for key, value in more.items():
            made.stream_dict[f"/{key}"] = value
        del pdf.pages[0]

    return built(change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


GREY = page(mode="L").tobytes()
RUNS = b"".join(bytes([127]) + GREY[i : i + 128].ljust(128, b"\0") for i in range(0, len(GREY), 128)) + b"\x80"


@pytest.mark.parametrize(
    ("filters", "data", "more"),
    [
        (Name.FlateDecode, zlib.compress(GREY), {}),
        (Name.FlateDecode, zlib.compress(bytes(104 * 1169)), {"ImageMask": True}),
        (Name.FlateDecode, zlib.compress(GREY * 3), {"ColorSpace": Name.DeviceRGB}),
        (Name.FlateDecode, zlib.compress(GREY * 2), {"ColorSpace": Array([Name.DeviceN, Array([Name.A, Name.B])])}),
        (Name.FlateDecode, zlib.compress(GREY), {"ColorSpace": Array([Name.Indexed, Name.DeviceRGB, 1, b"a"])}),
        (Name.FlateDecode, zlib.compress(GREY), {"ColorSpace": Name.Unheard}),
        (Name.FlateDecode, zlib.compress(GREY), {"ColorSpace": Array()}),
        (Name.FlateDecode, zlib.compress(GREY), {"BitsPerComponent": 7}),
        (Array([Name.FlateDecode, Name.DCTDecode]), zlib.compress(jpeg()), {"ColorSpace": Name.DeviceRGB}),
        (Array([Name.FlateDecode, Name.FlateDecode]), zlib.compress(zlib.compress(GREY)), {}),
        (Name.JPXDecode, plain("JPEG2000"), {}),
        (Name.CCITTFaxDecode, b"\x00\x10\x01" * 9, {"BitsPerComponent": 1}),
        (Name.RunLengthDecode, RUNS, {}),
        (Name.ASCIIHexDecode, GREY.hex().encode() + b">", {}),
    ],
)
def test_images_of_every_filter_are_taken(
    filters: object, data: bytes, more: dict[str, object], tmp_path: Path
) -> None:
    assert _look(_image(filters, data, **more), tmp_path).warnings in (
        ("below-200-dpi",),
        ("below-200-dpi", "not-fully-checked"),
    )


def test_a_large_image_packed_in_an_old_way_is_not_fully_checked(tmp_path: Path) -> None:
    assert "not-fully-checked" in _look(_image(Name.RunLengthDecode, RUNS), tmp_path).warnings


@pytest.mark.parametrize(
    ("filters", "data", "more"),
    [
        (Name.FlateDecode, b"", {}),
        (Name.FlateDecode, b"x", {}),
        (Name.FlateDecode, b"no deflate data at all", {}),
        (Name.FlateDecode, b"\x78\x9c" + b"\xff" * 99, {}),
        (Name.FlateDecode, zlib.compress(GREY)[:-900], {}),
        (Name.FlateDecode, zlib.compress(GREY), {"ColorSpace": Name.DeviceRGB}),
        (Name.FlateDecode, zlib.compress(GREY), {"ColorSpace": Array([Name.ICCBased, Dictionary(N=4)])}),
        (Name.DCTDecode, b"no jpeg", {}),
        (Name.JPXDecode, b"no jpeg 2000", {}),
        (Name.FlateDecode, zlib.compress(GREY), {"Width": 0}),
        (Name.FlateDecode, zlib.compress(GREY), {"Height": Name.Many}),
        (Name.ASCIIHexDecode, b"zz zz no digits", {}),
    ],
)
def test_images_without_their_data_are_damage_on_their_page(
    filters: object, data: bytes, more: dict[str, object], tmp_path: Path
) -> None:
    with pytest.raises(Refused) as error:
        _look(_image(filters, data, **more), tmp_path)
    assert (error.value.code, error.value.facts) == (Code.DAMAGED, {"page": 1})


def test_a_wrong_check_sum_behind_whole_data_is_only_a_warning(tmp_path: Path) -> None:
    data = _image(Name.FlateDecode, zlib.compress(GREY)[:-4] + b"\0\0\0\0")
    assert "stream-checksum" in _look(data, tmp_path).warnings


def test_an_image_on_many_pages_is_looked_at_once(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        for _ in range(30):
            pdf.pages.append(pdf.pages[0])

    assert len(_look(built(change), tmp_path).pages) == 31


def test_beyond_the_budget_streams_are_not_unpacked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf_streams, "_BUDGET", 1000)

    def change(pdf: Pdf) -> None:
        grey = page(mode="L")
        for _ in range(3):
            add_raw(pdf, zlib.compress(grey.tobytes()), *grey.size)

    assert "not-fully-checked" in _look(built(change), tmp_path).warnings


def test_many_parts_of_a_description_have_one_bound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("pipeline.engines.pdf.MOST_CONTENT", 1000)

    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Contents = Array([pdf.make_indirect(Stream(pdf, b" " * 600)) for _ in range(2)])

    assert _code(built(change), tmp_path) is Code.ZIP_BOMB


def test_pages_are_counted_against_the_bound(tmp_path: Path) -> None:
    with pytest.raises(Refused) as error:
        _look(built(pages=5, scan=False), tmp_path, Limits(max_pages=3))
    assert (error.value.code, error.value.facts) == (Code.TOO_MANY_PAGES, {"pages": 5, "limit": 3})


def test_a_lost_description_is_blank_paper_only_in_a_sound_file(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        del pdf.pages[0].obj.Contents

    data = built(change, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert _look(data, tmp_path).pages
    broken = re.sub(rb"(?m)^(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % (int(m[1]) + 7), data)
    assert _code(broken, tmp_path) is Code.DAMAGED


def test_an_encrypted_file_with_a_broken_table_is_encrypted(tmp_path: Path) -> None:
    data = re.sub(rb"startxref\s+\d+", b"startxref\n7", pdfs.locked(user="1"))
    assert _code(data, tmp_path) is Code.ENCRYPTED


def test_rubbish_between_head_and_end_is_damage(tmp_path: Path) -> None:
    assert _code(b"%PDF-1.7\n" + b"rubbish " * 99 + b"\nstartxref\n5\n%%EOF\n", tmp_path) is Code.DAMAGED


def test_a_tree_without_pages_is_damage(tmp_path: Path) -> None:
    objects = b"1 0 obj\n<< /Type /Catalog >>\nendobj\n"
    start = 9 + len(objects)
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer << /Size 2 /Root 1 0 R >>\n"
    assert _code(b"%PDF-1.7\n" + objects + table + b"startxref\n%d\n%%%%EOF\n" % start, tmp_path) is Code.DAMAGED


def test_a_missing_kid_in_a_sound_table_is_damage(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        pdf.Root.Pages.Kids.append(Dictionary())
        pdf.Root.Pages.Count = 2

    data = built(change, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    kids = re.search(rb"/Kids \[ \d+ 0 R (\d+ 0 R|<<[^>]*>>) \]", data)
    assert kids is not None
    hole = b"99 0 R".ljust(len(kids[1]))
    file = data[: kids.start(1)] + hole + data[kids.end(1) :]
    assert _code(file, tmp_path) is Code.DAMAGED


@pytest.mark.parametrize("behind", [b"12 0 obj\n<< >>", b"12", b"12 0 o", b"xref\n0 1", bytes(600)])
def test_a_begun_revision_behind_the_end_is_a_cut(behind: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(built() + behind)
    with pytest.raises(Broken) as error:
        check_tail(file)
    assert error.value.cut


@pytest.mark.parametrize(("behind", "warnings"), [(b"\r\n\0\0", ()), (b"--boundary--", ("trailing-bytes",))])
def test_other_bytes_behind_the_end_are_not(behind: bytes, warnings: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(built() + behind)
    assert check_tail(file) == warnings


def test_a_page_description_too_long_to_parse_is_no_scan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("pipeline.engines.pdf._MOST_TO_PARSE", 10)
    assert _first(built(), tmp_path).dpi == 300


def test_inspection_leaves_the_limits_of_qpdf_as_they_were(tmp_path: Path) -> None:
    before = pikepdf.settings.get_qpdf_limits()
    _look(built(), tmp_path)
    assert pikepdf.settings.get_qpdf_limits() == before


def test_the_whole_stays_within_a_scan_of_ordinary_length(tmp_path: Path) -> None:
    out = io.BytesIO()
    Pdf.open(io.BytesIO(built(pages=40))).save(out)
    assert len(_look(out.getvalue(), tmp_path).pages) == 40
