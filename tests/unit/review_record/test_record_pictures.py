"""The folder of page pictures: made once, kept within its bound, never in anybody's way."""

import threading
from collections import Counter
from io import BytesIO
from pathlib import Path

import img2pdf
import pytest
from PIL import Image

from review.pictures import WIDTHS, Pictures, mark_of, step_of
from schemas.errors import ObjectMissing
from schemas.keys import ObjectKey, object_key
from schemas.limits import Limits
from storage.memory import MemoryStore

PDF, OTHER = object_key("archive", "a.pdf"), object_key("archive", "b.pdf")


class CountedStore(MemoryStore):
    """A store in memory that counts what is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: Counter[str] = Counter()

    def fetch(self, key: ObjectKey, target: Path) -> None:
        self.fetched[key] += 1
        super().fetch(key, target)


@pytest.fixture
def store() -> CountedStore:
    image = BytesIO()
    Image.effect_noise((900, 1200), 80).save(image, "JPEG", dpi=(150, 150))
    made = CountedStore()
    for key in (PDF, OTHER):
        made.put(key, img2pdf.convert([image.getvalue(), image.getvalue()]))
    return made


def width_of(data: bytes) -> int:
    return Image.open(BytesIO(data)).width


@pytest.mark.parametrize(
    ("asked", "step"), [(1, 160), (160, 160), (161, 480), (1000, 1400), (2601, 2600), (9999, 2600)]
)
def test_widths_are_steps(asked: int, step: int) -> None:
    assert step_of(asked) == step
    assert step in WIDTHS


def test_a_picture_is_made_once_and_the_pdf_fetched_once(store: CountedStore, tmp_path: Path) -> None:
    pictures = Pictures(tmp_path / "pictures", store)
    first = pictures.picture(PDF, 1, 400)
    assert width_of(first) == 480
    assert pictures.picture(PDF, 1, 480) == first
    assert width_of(pictures.picture(PDF, 2, 100)) == 160
    assert store.fetched == {PDF: 1}
    again = Pictures(tmp_path / "pictures", store)
    assert again.picture(PDF, 1, 480) == first
    assert store.fetched == {PDF: 1}


def test_pages_widths_and_documents_are_told_apart(store: CountedStore, tmp_path: Path) -> None:
    marks = {mark_of(key, number, width) for key in (PDF, OTHER) for number in (1, 2) for width in (160, 480)}
    assert len(marks) == 8
    assert mark_of(PDF, 1, 1) == mark_of(PDF, 1, 160)
    pictures = Pictures(tmp_path, store)
    assert width_of(pictures.picture(PDF, 1, 160, turn=90)) == 160


def test_the_longest_unused_go_once_the_bound_is_reached_never_the_newest(store: CountedStore, tmp_path: Path) -> None:
    pictures = Pictures(tmp_path, store, bound=1)
    for key in (PDF, OTHER):
        for number in (1, 2):
            assert width_of(pictures.picture(key, number, 480)) == 480
            assert len(list(tmp_path.iterdir())) == 1


def test_what_was_used_lately_stays(store: CountedStore, tmp_path: Path) -> None:
    roomy = Pictures(tmp_path, store)
    roomy.picture(PDF, 1, 480)
    roomy.picture(OTHER, 1, 480)
    sizes = sum(path.stat().st_size for path in tmp_path.iterdir())
    roomy.picture(PDF, 1, 480)  # used again: OTHER's are the oldest now
    tight = Pictures(tmp_path, store, bound=sizes)
    tight.picture(PDF, 2, 480)
    store.fetched.clear()
    tight.picture(PDF, 1, 480)
    assert store.fetched == {}


def test_many_at_once_get_the_same_and_leave_no_pieces(store: CountedStore, tmp_path: Path) -> None:
    pictures, found = Pictures(tmp_path, store), []
    threads = [threading.Thread(target=lambda: found.append(pictures.picture(PDF, 1, 480))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert store.fetched == {PDF: 1}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_page_beyond_the_bound_on_pixels_is_not_decoded(store: CountedStore, tmp_path: Path) -> None:
    image = BytesIO()
    Image.new("1", (9000, 9000)).save(image, "PNG", dpi=(300, 300))
    store.put(PDF, img2pdf.convert(image.getvalue()))
    pictures = Pictures(tmp_path / "pictures", store, limits=Limits(max_pixels=1_000_000))
    drawn = Image.open(BytesIO(pictures.picture(PDF, 1, 2600)))
    assert drawn.width * drawn.height <= 1_000_000  # by the renderer, no finer than the bound


def test_a_pdf_that_is_not_there_leaves_nothing_behind(store: CountedStore, tmp_path: Path) -> None:
    pictures = Pictures(tmp_path, store)
    with pytest.raises(ObjectMissing):
        pictures.picture(object_key("archive", "none.pdf"), 1, 480)
    assert list(tmp_path.iterdir()) == []
