"""Pages made for the engines' tests: Vietnamese print as images and PDFs, drawn with Debian's Liberation fonts."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import img2pdf
import pikepdf
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

SERIF = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
LETTER = (
    "Căn cứ Luật Phổ biến, giáo dục pháp luật năm 2012;",
    "Ủy ban nhân dân xã ban hành kế hoạch tuyên truyền",
    "nhằm nâng cao ý thức chấp hành pháp luật của người dân.",
    "Mọi công dân đều có quyền được thông tin về pháp luật.",
    "Nhà nước khuyến khích tổ chức, cá nhân tham gia.",
)
DPI = 150


def words(lines: Sequence[str] = LETTER) -> list[str]:
    return " ".join(lines).split()


def page_image(
    lines: Sequence[str] = LETTER, *, width: int = 1000, height: int = 500, dpi: int = DPI, points: float = 13
) -> Image.Image:
    """Black print on white, at the top left."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    size = round(points * dpi / 72)
    font = ImageFont.truetype(SERIF, size)
    for number, line in enumerate(lines):
        draw.text((60, 50 + number * round(size * 1.6)), line, fill="black", font=font)
    return image


def save(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **{"dpi": (DPI, DPI), **({"quality": 90} if path.suffix == ".jpg" else {}), **options})
    return path


def scan_pdf(path: Path, images: Sequence[Image.Image], *, compression: str = "JPEG") -> Path:
    """A PDF of scans, one full-page image a page."""
    data = []
    for image in images:
        buffer = BytesIO()
        image.save(buffer, compression, dpi=(DPI, DPI), quality=90)
        data.append(buffer.getvalue())
    path.write_bytes(img2pdf.convert(*data, engine=img2pdf.Engine.pikepdf))
    return path


def typed_pdf(path: Path, pages: Sequence[Sequence[str]], *, background: Image.Image | None = None) -> Path:
    """A born-digital PDF with an embedded font; on each page an image behind the text, if given."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.add_font("serif", fname=SERIF)
    for lines in pages:
        pdf.add_page()
        if background is not None:
            pdf.image(background, x=0, y=0, w=pdf.w, h=pdf.h)
        pdf.set_font("serif", size=13)
        for number, line in enumerate(lines):
            pdf.text(60, 80 + 22 * number, line)
    pdf.output(str(path))
    return path


def with_hidden_text(path: Path, text: str) -> Path:
    """Lays invisible text, as a scanner's OCR does, over every page of a PDF."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        for page in pdf.pages:
            page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.Hidden)
            drawn = "\n".join(
                f"1 0 0 1 20 {page.mediabox[3] - 20 * (i + 1)} Tm ({line}) Tj"
                for i, line in enumerate(text.split("\n"))
            )
            page.contents_add(f"BT 3 Tr /Hidden 12 Tf {drawn} ET".encode())
        pdf.save()
    return path
