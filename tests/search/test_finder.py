"""Searching: what is found, in which order, counted how."""

from pathlib import Path
from unicodedata import normalize

import pytest

from search.finder import Finder
from search.found import FACETS, SuggestionKind
from tests.search.shelf import entry, names, shelf

BOOKS = [
    entry(
        "dat",
        "Luật Đất đai quy định về đất ở.",
        title="Luật Đất đai",
        day=20240118,
        facets={
            "year": ("2024",),
            "material_type": ("to-gap",),
            "law": ("luat-dat-dai-2024",),
            "agency": ("thanh-hoa.ubnd",),
        },
    ),
    entry(
        "dat-hoi",
        "Hỏi đáp về đất đai, nhà ở.",
        title="Hỏi đáp",
        day=20190000,
        facets={"year": ("2019",), "material_type": ("hoi-dap",), "law": ("luat-dat-dai-2013",)},
    ),
    entry(
        "dat-cho",
        "Dắt chó đi dạo phải đeo rọ mõm cho chó. Dài.",
        title="Dắt chó",
        facets={"year": ("2019",), "material_type": ("to-gap",)},
    ),
    entry(
        "hoa",
        "Tổ hoà giải ở cơ sở. Công tác PBGDPL.",
        title="Hoà giải ở cơ sở",
        day=20200512,
        facets={"year": ("2020",)},
    ),
    entry("ke-hoach", "Thực hiện Quyết định số 471/QĐ-TTg.", title="Kế hoạch", number="179/KH-UBND", day=20190907),
    entry(
        "bao-cao", "Căn cứ Kế hoạch số 179 /KH - UBND và hòa giải.", title="Báo cáo", number="12/BC-STP", day=20191201
    ),
    entry(
        "dat",
        "Đất được tặng cho thế nào?\nLập hợp đồng.",
        title="Đất được tặng cho thế nào?",
        unit=1,
        facets={"year": ("2024",)},
    ),
]


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    return shelf(tmp_path_factory.mktemp("search"), BOOKS)


@pytest.mark.parametrize("typed", ["đất đai", "ĐẤT ĐAI", "dat dai", "ddaats ddai", "d9a61t d9ai", "datdai", "đất  đai"])
def test_every_way_of_typing_finds_the_same_first(finder: Finder, typed: str) -> None:
    assert names(finder.find(typed).hits)[:2] == ["dat", "dat-hoi"]


@pytest.mark.parametrize("typed", ["hoà giải", "hòa giải", "hoa giai", "HÒA GIẢI", normalize("NFD", "hòa giải")])
def test_tones_may_stand_in_either_place(finder: Finder, typed: str) -> None:
    assert names(finder.find(typed).hits) == ["hoa", "bao-cao"]


def test_typed_marks_come_before_other_marks(finder: Finder) -> None:
    assert names(finder.find("dắt").hits)[0] == "dat-cho"
    assert names(finder.find("đất").hits)[0] == "dat"


@pytest.mark.parametrize("typed", ["179/KH-UBND", "179 /KH - UBND", "179/kh-ubnd", "số 179/KH-UBND", "179 kh ubnd"])
def test_a_number_finds_its_document_first_and_then_who_cites_it(finder: Finder, typed: str) -> None:
    assert names(finder.find(typed).hits)[:2] == ["ke-hoach", "bao-cao"]


def test_an_abbreviation_finds_the_full_name_and_the_other_way_round(finder: Finder) -> None:
    assert names(finder.find("phổ biến giáo dục pháp luật").hits)[0] == "hoa"
    assert names(finder.find("pbgdpl").hits) == ["hoa"]


def test_phrases_and_exclusions(finder: Finder) -> None:
    assert names(finder.find('"đất ở"').hits) == ["dat"]
    assert names(finder.find('"hòa giải" -"cơ sở"').hits) == ["bao-cao"]
    assert "dat" not in names(finder.find("đất -luật").hits)


def test_fields(finder: Finder) -> None:
    assert names(finder.find("năm:2020").hits) == ["hoa"]
    assert names(finder.find("năm:2019-2020 hòa").hits) == ["hoa"]
    assert names(finder.find("số:12/BC-STP").hits) == ["bao-cao"]
    assert names(finder.find("số:12").hits) == ["bao-cao"]
    assert names(finder.find('tiêu đề:"hỏi đáp"').hits) == ["dat-hoi"]
    assert names(finder.find("đất -năm:2019").hits) == ["dat"]


def test_nothing_typed_gives_everything_newest_first(finder: Finder) -> None:
    found = finder.find("")

    assert found.total == 6
    assert names(found.hits)[:3] == ["dat", "hoa", "bao-cao"]
    assert names(finder.find("", sort="oldest").hits)[0] == "dat-hoi"


def test_pages_of_hits_follow_each_other(finder: Finder) -> None:
    every = names(finder.find("").hits)

    assert [name for at in range(6) for name in names(finder.find("", offset=at, limit=1).hits)] == every
    assert finder.find("", offset=99).hits == ()
    assert finder.find("", limit=0).hits == ()
    assert finder.find("", limit=0).total == 6


def test_questions_are_found_by_themselves(finder: Finder) -> None:
    found = finder.find("tặng cho đất", kind="question")

    assert names(found.hits) == ["dat#1"]
    assert found.total == 1
    told = finder.get("dat", 1)
    assert told is not None
    assert told.unit == 1
    assert finder.get("dat", 2) is None


def test_facets_are_counted_among_hits(finder: Finder) -> None:
    counts = {one.value: one.count for one in finder.find("đất đai").facets["material_type"]}

    assert counts == {"to-gap": 1, "hoi-dap": 1}
    assert set(finder.find("đất đai").facets) == set(FACETS)


def test_choosing_a_value_still_shows_its_siblings(finder: Finder) -> None:
    found = finder.find("đất đai", facets={"material_type": ["to-gap"]})

    assert names(found.hits) == ["dat"]
    assert {one.value: one.count for one in found.facets["material_type"]} == {"to-gap": 1, "hoi-dap": 1}
    assert {one.value for one in found.facets["year"]} == {"2024"}


def test_counts_are_the_same_whatever_was_asked_before(tmp_path: Path) -> None:
    chosen = {"year": ("2019",), "material_type": ("to-gap", "hoi-dap")}
    asked_before = shelf(tmp_path, BOOKS)
    asked_before.find("dat")
    asked_before.find("dat", facets={"year": ("2019",)})
    asked_before.find("dat", facets={"material_type": ("to-gap", "hoi-dap")})

    assert asked_before.find("dat", facets=chosen).facets == Finder(tmp_path).find("dat", facets=chosen).facets


def test_a_chosen_value_without_hits_is_told(finder: Finder) -> None:
    found = finder.find("đất", facets={"year": ["1999"]})

    assert found.total == 0
    assert ("1999", 0) in {(one.value, one.count) for one in found.facets["year"]}


def test_several_values_of_a_facet_are_alternatives_and_facets_conditions(finder: Finder) -> None:
    assert finder.find("", facets={"year": ["2019", "2020"]}).total == 3
    assert finder.find("", facets={"year": ["2019"], "material_type": ["to-gap"]}).total == 1
    assert finder.find("", facets={"no-such-facet": ["x"]}).total == 6


def test_a_slip_is_understood_and_told(finder: Finder) -> None:
    found = finder.find("hòa giaỉ cơ sở luật đất đía")

    assert found.total >= 1
    assert finder.find("datdai").instead == "đất đai"


def test_a_better_spelling_is_used_where_nothing_is_found(finder: Finder) -> None:
    found = finder.find("quyêt dinhj")

    assert names(found.hits)[0] == "ke-hoach"
    assert found.instead is not None
    assert found.instead.startswith("quy")


def test_words_read_wrong_by_machine_are_found(tmp_path: Path) -> None:
    finder = shelf(tmp_path, [entry("ocr", "Quyét đinh thanh iập tổ hoa giái", title="x"), entry("b", "khác hẳn")])

    assert names(finder.find("quyết định thành lập tổ hòa giải").hits) == ["ocr"]


def test_where_too_few_have_all_words_those_come_that_lack_one_only(tmp_path: Path) -> None:
    words = "rừng phòng hộ ven biển Nga Sơn"
    near = [entry(f"near{n}", f"Trồng {words.removesuffix(' Sơn')} đợt {n}") for n in range(6)]
    far = [entry(f"far{n}", f"Phòng cháy, hộ dân, biển báo {n}") for n in range(6)]

    found = shelf(tmp_path, [*near, *far]).find("ven Sơn rừng hộ Nga biển phòng")  # no neighbours to go by

    assert found.loosened
    assert {name[:4] for name in names(found.hits)} == {"near"}


def test_snippets_and_titles_are_marked(finder: Finder) -> None:
    hit = finder.find("luat dat dai").hits[0]

    assert [hit.found.title[span.start : span.end] for span in hit.title_spans] == ["Luật Đất đai"]
    assert "Luật Đất đai" in [s.text[p.start : p.end] for s in hit.snippets for p in s.spans]


def test_suggestions_come_from_titles_laws_and_agencies(finder: Finder) -> None:
    found = finder.suggest("luật đ")

    assert ("Luật Đất đai", SuggestionKind.TITLE, "dat") in {(one.text, one.kind, one.value) for one in found}
    assert "luat-dat-dai-2024" in {one.value for one in found if one.kind is SuggestionKind.LAW}
    assert [one.value for one in finder.suggest("ubnd t") if one.kind is SuggestionKind.AGENCY] == []
    assert "thanh-hoa.ubnd" in {one.value for one in finder.suggest("ủy ban nhân dân th")}
    assert finder.suggest("  ") == ()
    assert finder.suggest("zzz") == ()


def test_only_laws_of_documents_are_suggested(finder: Finder) -> None:
    assert all(one.kind is not SuggestionKind.LAW for one in finder.suggest("luật giá"))


def test_all_values_of_a_facet(finder: Finder) -> None:
    assert [(one.value, one.count) for one in finder.facet_values("year")] == [("2019", 2), ("2020", 1), ("2024", 1)]
    assert finder.facet_values("no-such-facet") == ()


def test_needles_mark_what_was_meant(finder: Finder) -> None:
    assert set(finder.needles("ddaats ddai").words) == {"dat", "dai"}


def test_without_an_index_nothing_is_found(tmp_path: Path) -> None:
    nothing = Finder(tmp_path / "none")

    assert nothing.find("đất").total == 0
    assert nothing.get("x") is None
    assert nothing.suggest("đ") == ()
    assert nothing.number() == 0
    assert nothing.facet_values("year") == ()
    assert nothing.needles("đất").words == ()


@pytest.mark.parametrize("typed", ['"', "-", "số:", '-"', "/", "a/b/c-d", "\x00", "﻿", "*", "năm:x-y", "số:*(["])
def test_nothing_that_is_typed_is_refused(finder: Finder, typed: str) -> None:
    finder.find(typed)
    finder.suggest(typed)
