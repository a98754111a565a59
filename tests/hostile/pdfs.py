"""PDF files made by script: sound, cut, encrypted, active, bombs."""

import io
import re
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from tests.hostile.pictures import cut, jpeg, page, plain, saved

A4 = (595, 842)
DRAW = b"q 595 0 0 842 0 0 cm /Im0 Do Q"


def built(
    change: Callable[[Pdf], object] | None = None, *, pages: int = 1, scan: bool = True, **options: object
) -> bytes:
    """A PDF of ``pages`` pages (scans, or empty sheets), changed before it is written."""
    pdf = Pdf.new()
    for _ in range(pages):
        add_scan(pdf) if scan else pdf.add_blank_page(page_size=A4)
    if change is not None:
        change(pdf)
    out = io.BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def add_scan(pdf: Pdf, data: bytes | None = None, size: tuple[int, int] = (827, 1169), draw: bytes = DRAW) -> Stream:
    """Adds a page that shows one JPEG over all of it; gives the image."""
    image = Stream(pdf, data or jpeg())
    image.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1],
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    made = pdf.make_indirect(image)
    sheet = pdf.add_blank_page(page_size=A4)
    sheet.obj.Contents = Stream(pdf, draw)
    sheet.obj.Resources = Dictionary(XObject=Dictionary(Im0=made))
    return made


def add_raw(pdf: Pdf, data: bytes, width: int, height: int) -> Stream:
    """Adds a page with an image of Flate data, grey."""
    made = add_scan(pdf, data, (width, height))
    made.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.FlateDecode,
    )  # fmt: skip
    return made


def locked(*, user: str) -> bytes:
    """Encrypted; without a user password anybody may open it."""
    return built(encryption=pikepdf.Encryption(user=user, owner="owner", R=6))


def with_javascript(pdf: Pdf) -> None:
    """A script that runs when the file is opened."""
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def with_named_javascript(pdf: Pdf) -> None:
    """A script in the name tree."""
    script = Dictionary(S=Name.JavaScript, JS=pikepdf.String("1"))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([pikepdf.String("a"), script])))


def with_launch(pdf: Pdf) -> None:
    """A link that starts a program, behind a harmless one."""
    launch = Dictionary(S=Name.Launch, F=pikepdf.String("cmd.exe"))
    go = Dictionary(S=Name.URI, URI=pikepdf.String("https://example.vn"), Next=launch)
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=go)])


def with_trigger(pdf: Pdf) -> None:
    """A script that runs when a page is shown."""
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=pikepdf.String("1")))


def with_field_script(pdf: Pdf) -> None:
    """A script in a child of a form field."""
    kid = Dictionary(AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=pikepdf.String("1"))))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(Dictionary(T=pikepdf.String("a"), Kids=[kid]))]))


def with_bookmark_launch(pdf: Pdf) -> None:
    """A bookmark that starts a program."""
    item = pdf.make_indirect(Dictionary(Title=pikepdf.String("a"), A=Dictionary(S=Name.Launch)))
    pdf.Root.Outlines = Dictionary(First=item, Last=item)


def with_media(pdf: Pdf) -> None:
    """A film on the page."""
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])])


def with_xfa(pdf: Pdf) -> None:
    """A form whose pages a script draws."""
    pdf.Root.AcroForm = Dictionary(XFA=Stream(pdf, b"<xdp/>"), Fields=Array())


def with_attachment(pdf: Pdf) -> None:
    """An attached file."""
    pdf.attachments["ghi-chu.txt"] = b"abc"


def with_note_attachment(pdf: Pdf) -> None:
    """A file attached as a note on the page."""
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9])])


def with_signature(pdf: Pdf) -> None:
    """A field that somebody has signed."""
    value = Dictionary(Type=Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), ByteRange=[0, 10, 20, 10], Contents=b"x")
    pdf.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([pdf.make_indirect(Dictionary(FT=Name.Sig, V=value))]))


def with_certification(pdf: Pdf) -> None:
    """A certified document."""
    pdf.Root.Perms = Dictionary(DocMDP=Dictionary(Type=Name.Sig, ByteRange=[0, 10, 20, 10]))


def as_portfolio(pdf: Pdf) -> None:
    """A cover page with files behind it."""
    with_attachment(pdf)
    pdf.Root.Collection = Dictionary()


def looped(pdf: Pdf) -> None:
    """A page tree that contains itself."""
    node = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=1))
    node.Kids = Array([node])
    pdf.Root.Pages.Kids.append(node)


def deep(pdf: Pdf) -> None:
    """A page tree of 5,000 levels."""
    node = pdf.make_indirect(Dictionary(Type=Name.Page, MediaBox=[0, 0, 595, 842]))
    for _ in range(5000):
        node = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=1, Kids=Array([node])))
    pdf.Root.Pages.Kids.append(node)


def gigantic_image(pdf: Pdf) -> None:
    """60,000 x 60,000 white pixels in some hundred kilobytes."""
    add_raw(pdf, zlib.compress(bytes(100_000_000), 9), 60_000, 60_000)


def gigantic_mask(pdf: Pdf) -> None:
    """A small image with a soft mask of 60,000 x 60,000."""
    mask = Stream(pdf, zlib.compress(bytes(1_000_000), 9))
    mask.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=60_000, Height=60_000,
        ColorSpace=Name.DeviceGray, BitsPerComponent=8, Filter=Name.FlateDecode,
    )  # fmt: skip
    add_scan(pdf).stream_dict.SMask = pdf.make_indirect(mask)


def gigantic_sheet(pdf: Pdf) -> None:
    """A page of two hundred metres."""
    pdf.pages[0].obj.MediaBox = Array([0, 0, 600_000, 600_000])
    pdf.pages[0].obj.CropBox = Array([0, 0, 595, 842])


def lying_jpeg(pdf: Pdf) -> None:
    """An image that says 800 x 600 and whose JPEG says 65,000 x 65,000."""
    data = bytearray(jpeg())
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = (65_000).to_bytes(2, "big") * 2
    add_scan(pdf, bytes(data), (800, 600))


def deflate_bomb(pdf: Pdf) -> None:
    """A page description that unpacks to 600 MB."""
    pack = zlib.compressobj(9)
    data = b"".join(pack.compress(b" " * 1_000_000) for _ in range(600)) + pack.flush()
    stream = Stream(pdf, data)
    stream.stream_dict = Dictionary(Filter=Name.FlateDecode)
    pdf.pages[0].obj.Contents = pdf.make_indirect(stream)


def image_bomb(pdf: Pdf) -> None:
    """An image of 100 x 100 whose data unpacks to 200 MB."""
    add_raw(pdf, zlib.compress(bytes(200_000_000), 9), 100, 100)


def short_jpeg_inside(pdf: Pdf) -> None:
    """A sound file around half a JPEG."""
    add_scan(pdf, cut(jpeg(), 0.5))


def closed_jpeg_inside(pdf: Pdf) -> None:
    """The same with an end marker."""
    add_scan(pdf, cut(jpeg(), 0.5) + b"\xff\xd9")


def short_flate_inside(pdf: Pdf) -> None:
    """A sound file around half an image."""
    grey = page(mode="L")
    add_raw(pdf, cut(zlib.compress(grey.tobytes()), 0.5), *grey.size)


def few_rows_inside(pdf: Pdf) -> None:
    """A sound Flate stream that has only half of the image's rows."""
    grey = page(mode="L")
    add_raw(pdf, zlib.compress(cut(grey.tobytes(), 0.5)), *grey.size)


def short_jp2_inside(pdf: Pdf) -> None:
    """A sound file around half a JPEG 2000."""
    made = add_scan(pdf, cut(plain("JPEG2000"), 0.5))
    made.stream_dict.Filter = Name.JPXDecode


def lost_image(pdf: Pdf) -> None:
    """A page whose image is no stream."""
    pdf.pages[0].obj.Resources.XObject.Im0 = Dictionary()


def lost_contents(pdf: Pdf) -> None:
    """A page whose description is no stream."""
    pdf.pages[0].obj.Contents = Array([Dictionary()])


def coarse_scan(pdf: Pdf) -> None:
    """A page that is one picture at 40 dpi."""
    add_scan(pdf, saved(page((331, 468)), "JPEG"), (331, 468))


def many_pages(count: int = 20_000) -> bytes:
    """Twenty thousand empty sheets."""
    kids = b" ".join(b"%d 0 R" % n for n in range(3, count + 3))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (count, kids)]
    objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] >>"] * count
    out, table = bytearray(b"%PDF-1.7\n"), [b"0000000000 65535 f \n"]
    for n, body in enumerate(objects, 1):
        table.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(table), len(out))
    return bytes(out) + b"xref\n0 %d\n" % len(table) + b"".join(table) + end


def one_page_often(pdf: Pdf) -> None:
    """One sheet, twenty thousand times."""
    tree = pdf.Root.Pages
    tree.Kids = Array([tree.Kids[0]] * 20_000)
    tree.Count = 20_000


def broken_table() -> bytes:
    """All offsets in the cross-reference table are wrong, and everything else is there."""
    data = built(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return re.sub(rb"(?m)^(\d{10}) 00000 n", lambda m: b"%010d 00000 n" % (int(m[1]) + 7), data)


def lost_page() -> bytes:
    """The table is broken and one page's object is gone."""
    data = built(pages=3, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    objects = re.finditer(rb"\n\d+ 0 obj\n.*?endobj", data, re.DOTALL)
    gone = [found for found in objects if b"/Type /Page >>" in found[0]][1]
    return data[: gone.start()] + b" " * 10 + data[gone.end() :]


def linearised() -> bytes:
    """A linearised file; cut, it may end behind its own first end mark."""
    return built(pages=4, linearize=True)


def saved_twice() -> bytes:
    """A file and a later revision behind it."""
    first = built(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = int(re.findall(rb"startxref\s+(\d+)", first)[-1])
    size = int(re.findall(rb"/Size (\d+)", first)[-1])
    root = re.findall(rb"/Root (\d+ 0 R)", first)[-1]
    note = b"%d 0 obj\n<< /Note (%s) >>\nendobj\n" % (size, b"x" * 1500)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (size, len(first))
    trailer = b"trailer << /Size %d /Root %s /Prev %d >>\n" % (size + 1, root, start)
    return first + note + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(first) + len(note))


def _group4(pdf: Pdf, part: float) -> None:
    """A page that is one Group 4 picture, or the first part of one."""
    image = page(mode="1")
    data = saved(image, "TIFF", compression="group4", tiffinfo={278: image.height})
    with Image.open(io.BytesIO(data)) as written:
        tags = written.tag_v2  # type: ignore[attr-defined]
        packed = data[tags[273][0] : tags[273][0] + tags[279][0]]
    made = add_scan(pdf, cut(packed, part), image.size)
    made.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height,
        ColorSpace=Name.DeviceGray, BitsPerComponent=1, Filter=Name.CCITTFaxDecode,
        DecodeParms=Dictionary(K=-1, Columns=image.width, Rows=image.height),
    )  # fmt: skip


def group4_inside(pdf: Pdf) -> None:
    """What office copiers make in black and white."""
    _group4(pdf, 1.0)


def short_group4_inside(pdf: Pdf) -> None:
    """A sound file around half of it."""
    _group4(pdf, 0.5)
