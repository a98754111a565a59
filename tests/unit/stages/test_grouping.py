"""Natural order, folders of pages, clutter and sidecars: rules on names alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages.grouping import is_clutter, is_image_folder, is_sidecar, natural_key, pair_sidecars
from schemas.inspection import Kind

NAMES = st.lists(st.text("ab1290.Đđ ", min_size=1, max_size=8), max_size=8)


@pytest.mark.parametrize(
    "ordered",
    [
        ["trang 1.jpg", "trang 2.jpg", "trang 10.jpg"],
        ["2.jpg", "03.jpg", "10.jpg"],
        ["a1b2", "a1b10", "a2b1"],
        ["Đề án 2", "đề án 10"],
        ["1", "01", "001"][::-1],
        ["bìa.jpg", "bìa 1.jpg"][::-1],
        ["9" * 4999, "9" * 5000],  # longer than Python turns into a number
        ["trang ٢", "trang ٣"],  # digits of another script count as digits
    ],
)
def test_people_count_numbers_in_names(ordered: list[str]) -> None:
    assert sorted(sorted(ordered, reverse=True), key=natural_key) == ordered


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_order_like_numbers(one: int, other: int) -> None:
    assert (natural_key(f"p{one}.tif") < natural_key(f"p{other}.tif")) == (one < other)


@given(st.lists(st.text(max_size=6)))
def test_the_order_is_the_same_from_whatever_order_one_starts(names: list[str]) -> None:
    assert sorted(names, key=natural_key) == sorted(sorted(names), key=natural_key)


def test_only_images_make_a_document_of_a_folder() -> None:
    assert is_image_folder([Kind.IMAGE, Kind.IMAGE])
    assert is_image_folder([Kind.IMAGE])
    assert not is_image_folder([Kind.IMAGE, Kind.PDF])
    assert not is_image_folder([])


@pytest.mark.parametrize(
    "path", ["Thumbs.db", "a/.DS_Store", "__MACOSX/._a.jpg", "a/__MACOSX/b.jpg", "._x", "desktop.ini"]
)
def test_droppings_of_systems_are_clutter(path: str) -> None:
    assert is_clutter(path)


@pytest.mark.parametrize("path", ["a.jpg", "Thumbs/db.jpg", "thu.mục/.ẩn.jpg"])
def test_other_files_are_not(path: str) -> None:
    assert not is_clutter(path)


def test_a_sidecar_is_known_by_its_ending() -> None:
    assert is_sidecar("a.JSON")
    assert is_sidecar("a.yml")
    assert not is_sidecar("json")


def test_a_sidecar_describes_the_file_or_folder_of_its_name() -> None:
    found = pair_sidecars(["a.pdf", "a.json", "B.YAML", "lẻ.yml"], ["b", "c"])
    assert found.pairs == {"a.pdf": "a.json", "b": "B.YAML"}
    assert found.orphans == ("lẻ.yml",)


def test_names_are_compared_in_one_normal_form() -> None:
    decomposed = unicodedata.normalize("NFD", "Tờ gấp")
    assert pair_sidecars([f"{decomposed}.pdf", "tờ gấp.json"]).pairs == {f"{decomposed}.pdf": "tờ gấp.json"}


def test_what_could_mean_two_things_describes_none() -> None:
    assert pair_sidecars(["a.pdf", "a.jpg", "a.json"]).orphans == ("a.json",)
    assert pair_sidecars(["a.pdf", "a.json"], ["a"]).orphans == ("a.json",)


def test_of_two_sidecars_the_second_is_an_orphan() -> None:
    found = pair_sidecars(["a.pdf", "a.yaml", "a.json"])
    assert (found.pairs, found.orphans) == ({"a.pdf": "a.json"}, ("a.yaml",))


@given(NAMES.map(lambda names: sorted({*names, *(f"{n}.json" for n in names[:3])})), NAMES)
def test_every_sidecar_is_paired_or_an_orphan(files: list[str], folders: list[str]) -> None:
    found = pair_sidecars(files, folders)
    assert sorted([*found.pairs.values(), *found.orphans]) == sorted(n for n in files if is_sidecar(n))
