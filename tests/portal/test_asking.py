"""Searches in addresses, formats, and the bound on requests."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from portal import labels, links
from portal.app import create_app
from portal.asking import Asking, asking, last_page
from portal.formats import count, day, http_date, size
from portal.outer import Rate
from schemas.change import Change
from search.found import FACETS, HitKind, Sort
from tests.portal.archive import Archive
from tests.portal.conftest import window_of
from tests.portal.sheets import drawn


@settings(deadline=None)
@given(
    st.builds(
        Asking, query=st.text(max_size=30).map(lambda text: asking(QueryParams([("q", text)])).query),
        facets=st.dictionaries(st.sampled_from(FACETS), st.just(("a", "b")), max_size=3),
        sort=st.sampled_from([one.value for one in Sort]), kind=st.sampled_from([one.value for one in HitKind]),
        page=st.integers(1, 500),
    )
)  # fmt: skip
def test_a_search_comes_back_from_its_address(asked: Asking) -> None:
    assert asking(QueryParams(links.search(asked.pairs()).partition("?")[2])) == asked


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["q", "sort", "kind", "trang", "year", "x"]), st.text(max_size=20)), max_size=6)
)
def test_no_address_is_too_odd(pairs: list[tuple[str, str]]) -> None:
    asked = asking(QueryParams(pairs))
    assert 1 <= asked.page <= 500
    assert asked.sort in tuple(Sort)


def test_choosing_a_value_twice_is_not_choosing_it() -> None:
    asked = Asking(query="đất", page=4)
    chosen = asked.toggled("year", "2024")
    assert (chosen.facets, chosen.page) == ({"year": ("2024",)}, 1)
    assert chosen.toggled("year", "2024").facets == {}


def test_a_search_is_bounded() -> None:
    asked = asking(QueryParams([("q", "a" * 1000), ("trang", "99999"), *(("year", str(n)) for n in range(50))]))
    assert (len(asked.query), asked.page, len(asked.facets["year"])) == (200, 500, 10)
    assert (last_page(0), last_page(21), last_page(10**7)) == (1, 2, 500)


def test_days_sizes_and_counts_are_written_as_in_vietnam() -> None:
    assert day("2024-08-01") == "01/8/2024"
    assert (day("2019-10"), day(None), day(date(2024, 2, 9))) == ("tháng 10/2019", "", "09/02/2024")
    assert day(datetime(2024, 12, 31, 18, 0, tzinfo=UTC)) == "01/01/2025"
    assert (size(999), size(1_400_000), size(26_000_000), count(12345)) == ("999 B", "1,4 MB", "26 MB", "12.345")
    assert http_date(datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)) == "Sun, 06 Nov 1994 08:49:37 GMT"


def test_codes_have_names_and_unknown_ones_stand_for_themselves() -> None:
    for facet in sorted(FACETS):
        assert labels.label(facet, "không có") == "không có"
    assert labels.label("topic", "11") == "Đất đai"
    assert labels.label("agency", "thanh-hoa.so-tu-phap") == "Sở Tư pháp tỉnh Thanh Hóa"
    assert labels.label("law", "luat-dat-dai-2024") == "Luật Đất đai năm 2024"
    assert set(labels.FACETS) == set(FACETS)


def test_who_asks_too_fast_waits_and_nobody_else_does() -> None:
    now = [0.0]
    rate = Rate(60, lambda: now[0])
    assert all(rate.admit("a") for _ in range(60))
    assert not rate.admit("a")
    assert rate.admit("b")
    now[0] = 1.0
    assert [rate.admit("a"), rate.admit("a")] == [True, False]


@pytest.mark.parametrize(
    ("path", "media"), [("/", "text/html; charset=utf-8"), ("/api/v1/documents", "application/problem+json")]
)
def test_the_bound_is_told_politely(fresh: Archive, path: str, media: str) -> None:
    client = TestClient(create_app(window_of(fresh, rate=1)))
    assert client.get(path).status_code == 200
    answer = client.get(path)
    assert (answer.status_code, answer.headers["retry-after"], answer.headers["content-type"]) == (429, "60", media)


def test_an_answer_is_remembered_until_the_index_changes(fresh: Archive) -> None:
    record = fresh.keep(*drawn(["TỜ GẤP PHÁP LUẬT VỀ ĐẤT ĐAI"]))
    fresh.index()
    client = TestClient(create_app(window_of(fresh)))
    asked = [client.get("/api/v1/documents?q=dat").json()["total"] for _ in range(2)]
    fresh.publish(record)
    fresh.index()
    asked += [client.get("/api/v1/documents?q=dat").json()["total"] for _ in range(2)]
    fresh.change(record, Change(withdraw=True, why="sai"))
    fresh.index()
    asked.append(client.get("/api/v1/documents?q=dat").json()["total"])
    assert asked == [0, 0, 1, 1, 0]
