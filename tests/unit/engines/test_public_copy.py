"""What the public gets: pictures for the screen, and a PDF in which nothing of what is covered remains."""

import subprocess
from io import BytesIO

import page as page_validation
import pikepdf
import pytest
from PIL import Image

from pipeline.engines.public_copy import THUMB_WIDTH, WEB_WIDTH, covered_pdf, web_pictures
from pipeline.engines.web_picture import screen_picture
from pipeline.stages.reader.privacy.personal import personal_data
from pipeline.stages.revising.redaction import covers, redacted
from schemas.errors import EngineFailed
from schemas.limits import Limits
from schemas.page import Page, PageStatus
from tests.fakes.revisable import PRIVATE, drawn, letter, scanned_pdf
from tests.unit.engines.own_pdf import miner, pdfium, poppler
from tests.unit.engines.vellum import page_image, save, typed_pdf

LIMITS = Limits()
PAGES = (letter(1, *PRIVATE), letter(2))
HIDDEN = covers(PAGES, personal_data(PAGES))
SECRET = ("038090001234", "0912", "345", "678")


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scan")
    path = folder / "document.pdf"
    path.write_bytes(scanned_pdf(PAGES, folder))
    return path


@pytest.fixture(scope="module")
def public(pdf, tmp_path_factory):
    target = tmp_path_factory.mktemp("public") / "public.pdf"
    covered_pdf(pdf, redacted(PAGES, HIDDEN), HIDDEN, turned=False, limits=LIMITS, target=target)
    return target


def rendered(path, number=1, dpi=150):
    options = ["-r", str(dpi), "-f", str(number), "-l", str(number), "-gray"]
    return Image.open(
        BytesIO(subprocess.run(["pdftoppm", *options, str(path)], capture_output=True, check=True).stdout)
    )


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


class TestCoveredPdf:
    @pytest.mark.parametrize("read", [poppler, pdfium, miner])
    def test_no_program_finds_what_is_covered_and_all_find_the_rest(self, pdf, public, read):
        assert SECRET[0] in read(pdf)
        text = read(public)
        assert not [word for word in SECRET if word in text]
        assert "Thử" in text
        assert text.count("Căn") == 2

    def test_the_places_are_black_in_the_picture_itself(self, public):
        image = rendered(public)
        for box in HIDDEN[1]:
            assert image.crop((box.x0 + 1, box.y0 + 1, box.x1 - 1, box.y1 - 1)).getextrema()[1] < 40
        with pikepdf.open(public) as document:
            (own,) = document.pages[0].get_images().values()
            inside = pikepdf.PdfImage(own).as_pil_image().convert("L")
        box = HIDDEN[1][0]
        assert inside.crop((box.x0 + 1, box.y0 + 1, box.x1 - 1, box.y1 - 1)).getextrema()[1] < 40

    def test_nothing_of_the_first_picture_is_in_the_file(self, pdf, public):
        with pikepdf.open(pdf) as before, pikepdf.open(public) as after:
            old = next(iter(before.pages[0].get_images().values())).read_raw_bytes()
            pictures = [next(iter(sheet.get_images().values())).read_raw_bytes() for sheet in after.pages]
            kept = next(iter(before.pages[1].get_images().values())).read_raw_bytes()
            assert all(not sheet.obj.get("/Annots") for sheet in after.pages)
            assert "/Info" not in after.trailer
        assert old not in pictures
        assert old not in public.read_bytes()
        assert pictures[1] == kept

    def test_it_is_pdfa_and_as_large_as_before(self, pdf, public):
        report = page_validation.validate_pdf(str(public), profile=page_validation.ValidationProfile.PDF_A_2B)
        assert not list(report.failures)
        with pikepdf.open(pdf) as before, pikepdf.open(public) as after:
            sizes = [[[float(x) for x in sheet.mediabox] for sheet in one.pages] for one in (before, after)]
        assert sizes[0] == sizes[1]

    def test_a_born_digital_page_becomes_the_picture_of_itself(self, tmp_path):
        source = typed_pdf(tmp_path / "a.pdf", [["Điện thoại 0912345678", "Phần còn lại"]])
        page = PAGES[0].model_copy(update={"lines": (), "status": PageStatus.KEPT})
        target = tmp_path / "public.pdf"
        covered_pdf(source, (page,), {1: (HIDDEN[1][0],)}, turned=False, limits=LIMITS, target=target)
        assert poppler(target).strip() == ""
        with pikepdf.open(target) as after:
            assert len(after.pages[0].get_images()) == 1

    def test_a_page_no_pdfa_may_have_is_a_failure(self, tmp_path, pdf):
        small = Page(number=1, width=10, height=10, dpi=600, status=PageStatus.READ, engine="x")
        target = tmp_path / "public.pdf"
        with pytest.raises(EngineFailed):
            covered_pdf(pdf, (small, small), {1: (), 2: ()}, turned=False, limits=LIMITS, target=target)


class TestWebPictures:
    def test_a_picture_a_page_and_a_thumbnail(self, pdf):
        made = list(web_pictures(pdf, PAGES, HIDDEN, turned=False, limits=LIMITS))
        assert [thumb is None for _, thumb in made] == [False, True]
        assert opened(made[0][1]).width == THUMB_WIDTH
        for picture, _ in made:
            assert opened(picture).width == min(WEB_WIDTH, PAGES[0].width)
            assert len(picture) < 150_000

    def test_covers_are_black_in_them_too(self, pdf):
        (picture, thumb), (other, _) = web_pictures(pdf, PAGES, HIDDEN, turned=False, limits=LIMITS)
        image = opened(picture).convert("L")
        for box in HIDDEN[1]:
            assert image.crop((box.x0 + 2, box.y0 + 2, box.x1 - 2, box.y1 - 2)).getextrema()[1] < 60
        small, factor = opened(thumb).convert("L"), THUMB_WIDTH / PAGES[0].width
        box = HIDDEN[1][0]
        middle = (box.x0 + box.x1) / 2 * factor, (box.y0 + box.y1) / 2 * factor
        assert small.getpixel(tuple(map(int, middle))) < 90
        plain = drawn(PAGES[1]).crop((180, 500, 1120, 900))
        shown = opened(other).convert("L").crop((180, 500, 1120, 900))
        assert abs(sum(plain.histogram()[:128]) - sum(shown.histogram()[:128])) < 0.2 * sum(plain.histogram()[:128])

    def test_a_signed_original_is_turned_upright(self, tmp_path):
        lying = page_image().rotate(90, expand=True)
        source = save(lying, tmp_path / "a.pdf", format="PDF", resolution=150)
        page = Page(
            number=1, width=1000, height=500, dpi=150, rotation=90, status=PageStatus.READ, engine="x"
        )  # fmt: skip
        ((picture, _),) = web_pictures(source, (page,), {}, turned=True, limits=LIMITS)
        shown = opened(picture).convert("L")
        assert shown.size == (1000, 500)
        top, bottom = (shown.crop((0, y, 1000, y + 250)).histogram() for y in (0, 250))
        assert sum(top[:128]) > sum(bottom[:128])

    @pytest.mark.parametrize("most", [60_000, 30_000, 10_000])
    def test_a_page_full_of_detail_is_packed_coarser(self, most):
        import random

        noise = random.Random(7)
        image = Image.frombytes("L", (400, 400), noise.randbytes(160_000)).resize((800, 800))
        free = screen_picture(image, 800)
        bound = screen_picture(image, 800, most=most)
        assert len(bound) < len(free)
        assert opened(bound).size == (800, 800)
