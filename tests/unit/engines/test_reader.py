"""Reading a document: every page for itself, good text kept, turned pages turned, a bad page alone in its fate."""

import errno
import json

import pikepdf
import psutil
import pytest
from PIL import Image, ImageDraw

from pipeline.engines.ocr.options import Options, Reader
from pipeline.engines.page_hash import page_hash
from pipeline.engines.read_page import PARTIAL, SIDEWAYS
from pipeline.engines.reader import read_document
from pipeline.stages.text_layer import MARKS_LOST, TOO_LITTLE
from schemas.errors import DiskFull, EngineFailed, EngineMissing
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import PageStatus
from tests.unit.engines.counterfeit import install, only_reading
from tests.unit.engines.vellum import LETTER, page_image, save, scan_pdf, typed_pdf, with_hidden_text, words

PAGE = LETTER * 3
HANG = Limits(page_seconds=20.0)
"""For a program that never ends; the pages beside it have to be read in this time too."""
WAYS = {
    "both": Options(),
    "net": Options(readers=frozenset({Reader.NET})),
    "tesseract": Options(readers=frozenset({Reader.TESSERACT})),
}
PROGRAM = Options(readers=frozenset({Reader.PROGRAM}))


@pytest.fixture(params=WAYS)
def way(request):
    """The engine's three ways: with both readers, and with either alone."""
    return WAYS[request.param]


def read(files, work, limits=None, on_page=lambda done, total: None, options=PROGRAM):
    files = files if isinstance(files, list) else [files]
    kind = Kind.PDF if files[0].suffix == ".pdf" else Kind.IMAGE
    return read_document(
        files, kind, limits=limits or Limits(), language="vie", options=options, work=work, on_page=on_page
    )


def _folder(path):
    path.mkdir()
    return path


def texts(page):
    return [word.text for word in page.words]


# --- scans ---------------------------------------------------------------------------------------------------------


def test_a_scan_is_read_with_lines_boxes_and_its_engine(tmp_path, way):
    (page,) = read(save(page_image(), tmp_path / "a.jpg"), tmp_path, options=way)

    assert texts(page) == words()
    assert [line.text for line in page.lines] == list(LETTER)
    assert (page.number, page.status, page.rotation, page.skew, page.reason) == (1, PageStatus.READ, 0, 0.0, None)
    assert (page.width, page.height, page.dpi) == (1000, 500, 150)
    assert ("line net" in page.engine, "tesseract" in page.engine) == (
        Reader.NET in way.readers,
        Reader.TESSERACT in way.readers,
    )
    tops = [line.box.y0 for line in page.lines]
    assert tops == sorted(tops)
    assert page.lines[0].box.x0 == pytest.approx(60, abs=6)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_that_lies_wrong_is_read_upright_and_says_so(tmp_path, way, rotation):
    stored = page_image().rotate(rotation, expand=True)  # counter-clockwise, so that this clockwise turn sets it right

    (page,) = read(save(stored, tmp_path / "a.png"), tmp_path, options=way)

    assert page.rotation == rotation
    assert texts(page) == words()
    assert (page.width, page.height) == (1000, 500)
    assert page.lines[0].box.x0 == pytest.approx(60, abs=6)


def test_a_leaning_page_is_read_and_its_boxes_follow_the_lean(tmp_path, way):
    leaning = page_image().rotate(2.0, resample=Image.Resampling.BICUBIC, fillcolor="white")

    (page,) = read(save(leaning, tmp_path / "a.png"), tmp_path, options=way)

    assert texts(page) == words()
    assert page.skew == pytest.approx(2.0, abs=0.2)
    first, last = page.lines[0].words[0].box, page.lines[0].words[-1].box
    assert last.y0 < first.y0 - 10


def test_a_blank_page_is_read_and_has_no_lines(tmp_path, way):
    (page,) = read(save(page_image(()), tmp_path / "a.png"), tmp_path, options=way)

    assert (page.status, page.lines, page.text) == (PageStatus.READ, (), "")


def test_a_photograph_s_specks_are_no_words(tmp_path, way):
    image = page_image(LETTER[:1])
    draw = ImageDraw.Draw(image)
    for x in range(100, 900, 90):
        draw.line((x, 300, x + 30, 330), fill="black", width=2)

    (page,) = read(save(image, tmp_path / "a.png"), tmp_path, options=way)

    assert all(any(c.isalnum() for c in line.text) or line.confidence >= 0.5 for line in page.lines)
    assert page.lines[0].text == LETTER[0]


def test_pages_come_in_order_over_files_and_frames(tmp_path, way):
    frames = [page_image(LETTER[:1]), page_image(LETTER[1:2])]
    save(frames[0], tmp_path / "a.tif", save_all=True, append_images=frames[1:])
    save(page_image(LETTER[2:3]), tmp_path / "b.png")
    seen = []

    pages = read([tmp_path / "a.tif", tmp_path / "b.png"], tmp_path, on_page=lambda *at: seen.append(at), options=way)

    assert [page.text for page in pages] == list(LETTER[:3])
    assert [page.number for page in pages] == [1, 2, 3]
    assert seen == [(1, 3), (2, 3), (3, 3)]


# --- text layers ---------------------------------------------------------------------------------------------------


def test_a_born_digital_page_keeps_its_text_with_boxes_on_the_page(tmp_path, way):
    (page,) = read(typed_pdf(tmp_path / "a.pdf", [PAGE]), tmp_path, options=way)

    assert page.status is PageStatus.KEPT
    assert texts(page) == words(PAGE)
    assert page.engine.startswith("pdftotext ")
    assert (page.width, page.height, page.dpi) == (2480, 3508, 300)
    assert page.lines[0].box.x0 == pytest.approx(60 * 300 / 72, abs=3)
    assert page.lines[0].box.y1 == pytest.approx(80 * 300 / 72, abs=20)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_of_kept_text_are_on_the_page_as_shown(tmp_path, way, turn):
    path = typed_pdf(tmp_path / "a.pdf", [PAGE])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.contents_add(
            {90: b"q 0 1 -1 0 595 0 cm", 180: b"q -1 0 0 -1 595 842 cm", 270: b"q 0 -1 1 0 0 842 cm"}[turn],
            prepend=True,
        )
        page.contents_add(b"Q")
        page.MediaBox = [0, 0, 595, 842] if turn == 180 else [-247, 0, 595, 595] if turn == 90 else [0, 247, 842, 842]
        page.Rotate = turn
        pdf.save()

    (page,) = read(path, tmp_path, options=way)

    assert page.status is PageStatus.KEPT
    assert sorted(texts(page)) == sorted(words(PAGE))
    assert page.lines[0].words[0].box.width > page.lines[0].words[0].box.height


def test_a_good_ocr_layer_under_a_scan_is_kept(tmp_path, way):
    path = typed_pdf(tmp_path / "a.pdf", [PAGE], background=page_image(PAGE, width=1240, height=1754))

    (page,) = read(path, tmp_path, options=way)

    assert page.status is PageStatus.KEPT


def test_a_lying_ocr_layer_is_not_believed(tmp_path, way):
    path = with_hidden_text(
        scan_pdf(tmp_path / "a.pdf", [page_image()]),
        "\n".join(["Uy ban nhan dan xa ban hanh ke hoach tuyen truyen"] * 5),
    )

    (page,) = read(path, tmp_path, options=way)

    assert (page.status, page.reason) == (PageStatus.READ, MARKS_LOST)
    assert texts(page) == words()


def test_a_stamp_on_a_scan_does_not_stand_for_the_page(tmp_path, way):
    lines = ["Văn bản này đã được ký số bởi Ủy ban nhân dân xã"]
    path = typed_pdf(tmp_path / "a.pdf", [lines], background=page_image(PAGE, width=1240, height=1754))

    (page,) = read(path, tmp_path, options=way)

    assert (page.status, page.reason) == (PageStatus.READ, PARTIAL)
    assert set(words(LETTER)) <= set(texts(page))


def test_a_title_page_keeps_its_few_words(tmp_path, way):
    (page,) = read(typed_pdf(tmp_path / "a.pdf", [["Sổ tay pháp luật"]]), tmp_path, options=way)

    assert page.status is PageStatus.KEPT
    assert texts(page) == ["Sổ", "tay", "pháp", "luật"]


def test_a_page_number_does_not_stand_for_a_scan(tmp_path, way):
    path = typed_pdf(tmp_path / "a.pdf", [["12"]], background=page_image(PAGE, width=1240, height=1754))

    (page,) = read(path, tmp_path, options=way)

    assert (page.status, page.reason) == (PageStatus.READ, TOO_LITTLE)


def test_text_that_stands_on_end_is_read_anew(tmp_path, way):
    path = typed_pdf(tmp_path / "a.pdf", [PAGE])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.save()

    (page,) = read(path, tmp_path, options=way)

    assert (page.status, page.reason, page.rotation) == (PageStatus.READ, SIDEWAYS, 270)
    assert texts(page) == words(PAGE)


# --- trouble -------------------------------------------------------------------------------------------------------

BY_WIDTH = "width = int(open(sys.argv[1], 'rb').read(20).split()[1])\nif width % 2: "


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ("os.kill(os.getpid(), 11)", "engine-failed"),
        ("time.sleep(600)", "timeout"),
        ("x = bytearray(10 ** 10)", "engine-failed"),
        ("os.kill(os.getpid(), 9)", "out-of-memory"),
    ],
    ids=["crash", "hang", "memory", "killed"],
)
def test_a_page_on_which_the_program_fails_fails_alone(tmp_path, monkeypatch, trouble, reason):
    install(monkeypatch, tmp_path, "tesseract", only_reading(f"{BY_WIDTH}{trouble}\nos.execv(REAL, sys.argv)"))
    images = [page_image(LETTER[:1], height=150, width=1000 + odd) for odd in (0, 1, 0)]
    files = [save(image, tmp_path / f"{n}.png") for n, image in enumerate(images)]

    pages = read(files, tmp_path, HANG if reason == "timeout" else Limits())

    assert [page.status for page in pages] == [PageStatus.READ, PageStatus.FAILED, PageStatus.READ]
    assert pages[1].reason == reason
    assert (pages[1].width, pages[1].height, pages[1].lines) == (1001, 150, ())
    assert psutil.Process().children(recursive=True) == []


def test_a_page_that_fails_once_is_tried_again(tmp_path, monkeypatch):
    once = f"note = {str(tmp_path / 'note')!r}\nif not os.path.exists(note): open(note, 'w'); os.kill(os.getpid(), 11)"
    install(monkeypatch, tmp_path, "tesseract", only_reading(f"{once}\nos.execv(REAL, sys.argv)"))

    (page,) = read(save(page_image(LETTER[:1], height=150), tmp_path / "a.png"), tmp_path)

    assert (page.status, page.text) == (PageStatus.READ, LETTER[0])


def test_a_page_that_cannot_even_be_decoded_fails_with_a_size(tmp_path):
    path = scan_pdf(tmp_path / "a.pdf", [page_image(LETTER[:1]), page_image(LETTER[1:2])])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        image = next(iter(pdf.pages[0].resources.XObject.values()))
        image.Width = 40_000
        image.Height = 20_000
        pdf.save()

    first, second = read(path, tmp_path, Limits(memory_bytes=1_500_000_000, page_seconds=60))

    assert first.status in (PageStatus.FAILED, PageStatus.READ)  # a renderer may make a blank page of it
    assert first.width > 0
    assert second.text == LETTER[1]


def test_a_page_bears_the_hash_of_its_picture_read_or_kept(tmp_path):
    picture = page_image()
    (scan,) = read(save(picture, tmp_path / "a.png"), _folder(tmp_path / "scan"))
    (kept,) = read(typed_pdf(tmp_path / "b.pdf", [PAGE]), _folder(tmp_path / "kept"))

    assert scan.picture == page_hash(picture)
    assert (kept.status, kept.picture is None) == (PageStatus.KEPT, False)


def test_pages_read_before_are_not_read_again(tmp_path, monkeypatch):
    files = [save(page_image(LETTER[n : n + 1], height=150), tmp_path / f"{n}.png") for n in range(2)]
    (before,) = read(files[:1], tmp_path)
    count = tmp_path / "count"
    install(
        monkeypatch,
        tmp_path,
        "tesseract",
        only_reading(f"open({str(count)!r}, 'a').write('x')\nos.execv(REAL, sys.argv)"),
    )

    pages = read(files, tmp_path)

    assert pages[0] == before
    assert count.read_text() == "x"
    assert json.loads((tmp_path / "page-0002.json").read_text())["number"] == 2


def test_a_torn_note_of_an_earlier_try_counts_as_none(tmp_path):
    (tmp_path / "page-0001.json").write_text('{"number": 1, "wid')

    (page,) = read(save(page_image(LETTER[:1], height=150), tmp_path / "a.png"), tmp_path)

    assert page.text == LETTER[0]


def test_a_missing_program_ends_the_document(tmp_path, monkeypatch):
    path = save(page_image(), tmp_path / "a.png")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EngineMissing):
        read(path, tmp_path)


def test_a_file_that_cannot_be_opened_ends_the_document(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"rubbish")

    with pytest.raises(EngineFailed):
        read(tmp_path / "a.pdf", tmp_path)


def test_a_full_disk_ends_the_document_and_is_passing(tmp_path, monkeypatch):
    from pathlib import Path

    path = save(page_image(LETTER[:1], height=150), tmp_path / "a.png")

    def full(self, data):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(Path, "write_bytes", full)

    with pytest.raises(DiskFull):
        read(path, tmp_path)
