"""The committed scans are what their truth says, and the renderer makes the same ones again."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray
from pdf2image import convert_from_path
from pdfminer.high_level import extract_text
from PIL import Image

from pipeline.stages.sidecar import sidecar
from schemas.claim import FieldName
from schemas.page import Box
from schemas.vocabulary import MaterialType
from tests.samples.catalogue import SAMPLES, Sample
from tests.samples.content import TEXTS, read
from tests.samples.flow import Canvas, Flow, Frame, Overflow
from tests.samples.fonts import FontMissing, font_file
from tests.samples.layouts import compose, fields
from tests.samples.render import main, render
from tests.samples.sheet import Style
from tests.samples.truth import ANSWERS, SCANS, TOLD, TruthDocument, TruthPage, committed, load
from tests.samples.vary import copy_of

DOCUMENTS = committed()
MEGABYTE = 1_000_000
LAWS = {
    "14/2012/QH13": "Luật Phổ biến, giáo dục pháp luật",
    "35/2013/QH13": "Luật Hòa giải ở cơ sở",
    "52/2014/QH13": "Luật Hôn nhân và gia đình",
    "60/2014/QH13": "Luật Hộ tịch",
    "91/2015/QH13": "Bộ luật Dân sự",
    "92/2015/QH13": "Bộ luật Tố tụng dân sự",
    "102/2016/QH13": "Luật Trẻ em",
    "11/2017/QH14": "Luật Trợ giúp pháp lý",
    "68/2020/QH14": "Luật Cư trú",
    "73/2021/QH14": "Luật Phòng, chống ma túy",
    "10/2022/QH15": "Luật Thực hiện dân chủ ở cơ sở",
    "13/2022/QH15": "Luật Phòng, chống bạo lực gia đình",
    "26/2023/QH15": "Luật Căn cước",
    "31/2024/QH15": "Luật Đất đai",
    "35/2024/QH15": "Luật Đường bộ",
    "36/2024/QH15": "Luật Trật tự, an toàn giao thông đường bộ",
    "72/2025/QH15": "Luật Tổ chức chính quyền địa phương",
}


@dataclass(frozen=True)
class Scanned:
    """A page of the committed set as pixels, grey."""

    page: TruthPage
    grey: NDArray[np.float32]

    def contrast(self, box: Box) -> float:
        """The spread between the darkest and the lightest tenth inside a box."""
        inside = self.grey[box.y0 : box.y1, box.x0 : box.x1]
        dark, light = np.percentile(inside, (5, 95))
        return float(light - dark)


@pytest.fixture(scope="module", params=DOCUMENTS, ids=lambda document: document.name)
def document(request: pytest.FixtureRequest) -> TruthDocument:
    found: TruthDocument = request.param
    return found


@pytest.fixture(scope="module")
def scanned(document: TruthDocument) -> list[Scanned]:
    pictures = [picture for name in document.files for picture in _pictures(SCANS / name, document)]
    return [
        Scanned(page=page, grey=np.asarray(picture.convert("L"), np.float32))
        for page, picture in zip(document.pages, pictures, strict=True)
    ]


def _pictures(path: Path, document: TruthDocument) -> Iterator[Image.Image]:
    """The very pixels in the file; of the born-digital PDF its pages at 300 dpi."""
    if document.profile is None:
        yield from convert_from_path(path, size=(document.pages[0].width, document.pages[0].height))
    elif path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            for page in pdf.pages:
                (image,) = page.get_images().values()
                yield pikepdf.PdfImage(cast("pikepdf.Stream", image)).as_pil_image()
    else:
        with Image.open(path) as file:
            for frame in range(getattr(file, "n_frames", 1)):
                file.seek(frame)
                yield file.copy()


def _sample(name: str) -> Sample:
    return next(sample for sample in SAMPLES if sample.name == name)


def _words(text: str) -> list[str]:
    return text.split()


# -- the committed set ----------------------------------------------------------------------------------------------


def test_every_sample_is_committed_and_nothing_else() -> None:
    named = {name for document in DOCUMENTS for name in (*document.files, document.sidecar) if name}

    on_disk = {path.relative_to(SCANS).as_posix() for path in SCANS.rglob("*") if path.is_file()}

    assert {document.name for document in DOCUMENTS} == {sample.name for sample in SAMPLES}
    assert on_disk == named


def test_the_committed_set_stays_small() -> None:
    sizes = [path.stat().st_size for folder in (SCANS, ANSWERS) for path in folder.rglob("*") if path.is_file()]

    assert sum(sizes) < 11 * MEGABYTE


def test_the_set_covers_what_offices_send() -> None:
    endings = {Path(name).suffix for document in DOCUMENTS for name in document.files}
    resolutions = {document.profile.dpi for document in DOCUMENTS if document.profile}
    modes = {document.profile.mode for document in DOCUMENTS if document.profile}
    turns = {page.rotation for document in DOCUMENTS for page in document.pages}

    assert endings == {".pdf", ".jpg", ".tif", ".png"}
    assert resolutions == {150, 200, 300}
    assert modes == {"colour", "grey", "bilevel"}
    assert turns >= {0, 180, 270}
    assert len({document.agency for document in DOCUMENTS}) == 3
    assert any(document.profile is None for document in DOCUMENTS)
    assert any(len(document.files) >= 10 for document in DOCUMENTS)


def test_pages_have_the_size_the_truth_says(scanned: list[Scanned]) -> None:
    for one in scanned:
        assert one.grey.shape == (one.page.height, one.page.width)


def test_every_box_lies_inside_its_page(document: TruthDocument) -> None:
    for page in document.pages:
        for word in page.words:
            assert 0 <= word.box.x0 < word.box.x1 <= page.width
            assert 0 <= word.box.y0 < word.box.y1 <= page.height


def test_there_is_ink_in_every_box(scanned: list[Scanned]) -> None:
    for one in scanned:
        for word in one.page.words:
            assert one.contrast(word.box) > 40, f"page {one.page.number}: {word.text} at {word.box}"


def test_boxes_fit_their_words(scanned: list[Scanned]) -> None:
    """Just outside a box there is little ink: a box that is shifted or too small cuts through letters."""
    for one in scanned:
        margins = [_margin(one, word.box) for word in one.page.words if not word.by_hand]

        assert np.median(margins) < 0.2, f"page {one.page.number}"


def _margin(one: Scanned, box: Box) -> float:
    """How much of a box's contrast there is in the frame of 2 pixels around it: near none when it fits."""
    height, width = one.grey.shape
    out = Box(x0=max(0, box.x0 - 3), y0=max(0, box.y0 - 3), x1=min(width, box.x1 + 3), y1=min(height, box.y1 + 3))
    sides = (
        out.model_copy(update={"x1": out.x0 + 2}),
        out.model_copy(update={"x0": out.x1 - 2}),
        out.model_copy(update={"y1": out.y0 + 2}),
        out.model_copy(update={"y0": out.y1 - 2}),
    )
    return max(one.contrast(side) for side in sides) / max(1.0, one.contrast(box))


def test_upright_words_run_from_left_to_right_and_lines_downwards(document: TruthDocument) -> None:
    for page in document.pages:
        for line in page.lines:
            boxes = [page.upright(word.box) for word in line.words]
            assert [box.x0 for box in boxes] == sorted(box.x0 for box in boxes)
        upper = {line.block: page.upright(line.words[0].box) for line in reversed(page.lines)}
        for line in page.lines:
            assert page.upright(line.words[0].box).y0 >= upper[line.block].y0 - 3


def test_the_truth_is_nfc(document: TruthDocument) -> None:
    written = document.model_dump_json()

    assert unicodedata.is_normalized("NFC", written)


def test_the_truth_is_the_text_the_sample_was_made_from(document: TruthDocument) -> None:
    content = read(document.name, _sample(document.name).variation)

    words = [word.text for sheet in compose(content) for word in sheet.words]

    assert [word.text for page in document.pages for word in page.words] == words
    assert document.fields == fields(content) | {FieldName.PAGES: document.fields[FieldName.PAGES]}


def test_every_field_is_known_and_printed_where_it_says(document: TruthDocument) -> None:
    printed = " ".join(_words(document.text))

    assert set(document.fields) == set(TOLD)
    assert document.fields[FieldName.PAGES].value == len(document.pages)
    assert MaterialType(str(document.fields[FieldName.MATERIAL_TYPE].value))
    for field in document.fields.values():
        assert field.raw is None or field.raw in printed


def test_the_born_digital_text_layer_is_the_truth() -> None:
    (document,) = (document for document in DOCUMENTS if document.profile is None)

    layer = extract_text(SCANS / document.files[0])

    assert sorted(_words(layer)) == sorted(word.text for page in document.pages for word in page.words)


def test_sidecars_are_understood_and_right() -> None:
    described = [document for document in DOCUMENTS if document.sidecar]

    for document in described:
        path = SCANS / str(document.sidecar)
        for claim in sidecar(path.read_bytes(), name=path.name):
            assert claim.value == document.fields[claim.field].value
    assert described


def test_laws_are_cited_by_their_own_names() -> None:
    """Names and numbers as in the Official Gazette."""
    cited = [
        (number, text[: found.start()].rstrip().removesuffix("số").rstrip())
        for path in sorted(TEXTS.glob("*.yaml"))
        for text in [path.read_text(encoding="utf-8")]
        for found in re.finditer(r"\d+/\d{4}/QH\d+", text)
        for number in [found.group()]
    ]

    for number, before in cited:
        assert before.endswith((LAWS[number], '"Luật')), f"{number} after …{before[-60:]}"
    assert {number for number, _ in cited} == set(LAWS)


# -- the renderer ---------------------------------------------------------------------------------------------------


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["to-roi-giao-thong", "bao-cao-hoi-dong"])
def test_the_same_arguments_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    for attempt in ("first", "second"):
        main(["--out", str(tmp_path / attempt), "--only", name])

    assert _tree(tmp_path / "first") == _tree(tmp_path / "second")


@pytest.mark.parametrize(
    "name",
    ["ke-hoach-ngay-phap-luat", "to-gap-luat-dat-dai", "quyet-dinh-to-hoa-giai", "hoi-dap-hon-nhan-gia-dinh"],
)
def test_the_committed_scans_come_from_the_renderer(name: str, tmp_path: Path) -> None:
    """Other versions of FreeType or libjpeg may change bytes, and a box by a pixel or two, but nothing more."""
    old = next(document for document in DOCUMENTS if document.name == name)

    main(["--out", str(tmp_path), "--only", name])

    new = load(tmp_path / "answers" / old.agency / f"{name}.json")
    assert (new.files, new.sidecar, new.fields, new.text) == (old.files, old.sidecar, old.fields, old.text)
    for one, other in zip(new.pages, old.pages, strict=True):
        assert (one.width, one.height, one.rotation, one.skew) == (
            other.width,
            other.height,
            other.rotation,
            other.skew,
        )
        for word, before in zip(one.words, other.words, strict=True):
            apart = [abs(a - b) for a, b in zip(_corners(word.box), _corners(before.box), strict=True)]
            assert max(apart) <= 2 or word.by_hand


def _corners(box: Box) -> tuple[int, int, int, int]:
    return box.x0, box.y0, box.x1, box.y1


def test_another_seed_lays_the_same_text_differently(tmp_path: Path) -> None:
    sample = _sample("to-roi-giao-thong")

    one = render(sample, tmp_path / "one", text=sample.name, seed=1)
    two = render(sample, tmp_path / "two", text=sample.name, seed=2)

    assert one.text == two.text
    assert one.pages[0].words[0].box != two.pages[0].words[0].box


def test_copies_are_different_documents_with_their_own_truth(tmp_path: Path) -> None:
    main(["--out", str(tmp_path), "--only", "thong-bao-tro-giup-phap-ly", "--copies", "2"])

    one, two = (load(path) for path in sorted(tmp_path.rglob("*.json")))
    assert one.fields[FieldName.NUMBER] != two.fields[FieldName.NUMBER]
    assert (tmp_path / "scans" / one.files[0]).read_bytes() != (tmp_path / "scans" / two.files[0]).read_bytes()
    for document in (one, two):
        assert str(document.fields[FieldName.NUMBER].value) in document.text


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_text_makes_other_documents_too(sample: Sample) -> None:
    """Longer names must not overflow a layout."""
    copies = [copy_of(sample, number, seed=5) for number in range(1, 6)]

    contents = [read(text, copy.variation) for copy, text in copies]

    for content in contents:
        for sheet in compose(content):
            assert all(0 < word.x < sheet.width and 0 < word.baseline < sheet.height for word in sheet.words)
    assert len({content.model_dump_json() for content in contents}) == 5


def test_text_without_room_is_an_error() -> None:
    flow = Flow(iter([Frame(Canvas(200, 100), 0, 0, 200, 20)]))

    with pytest.raises(Overflow):
        flow.paragraph("một hai ba bốn năm sáu bảy tám chín mười", Style(size=14))


def test_a_missing_font_names_its_package(tmp_path: Path) -> None:
    with pytest.raises(FontMissing, match="fonts-liberation2"):
        font_file("serif", False, False, (tmp_path,))
