"""What citizens see on the pages of the window, and where each leads."""

from datetime import date
from xml.etree.ElementTree import fromstring

import pytest

from portal.cited import cited_laws
from portal.document import kind_of
from portal.validity import known_state, sentence, state_of
from schemas.citation import Citation
from schemas.claim import FieldName
from schemas.page import Box
from schemas.record import Record, Settled
from search.called import called
from tests.fakes.records import make_record
from tests.portal.conftest import BASE, Portal

_DAY = date(2026, 11, 22)


def test_the_first_page_leads_to_fields_new_documents_and_questions(portal: Portal) -> None:
    page = portal.client.get("/").text
    assert "Đất đai" in page
    assert "Bạn cần tìm hiểu lĩnh vực nào?" in page
    assert f'href="/hoi-dap/{portal.cast.questions}/' in page


def test_a_search_shows_where_the_words_stand(portal: Portal) -> None:
    page = portal.client.get("/tim-kiem?q=hoa%20giai%20tranh%20chap").text
    assert "<mark>" in page
    assert f'href="/tai-lieu/{portal.cast.leaflet}/trang/2?q=' in page


def test_facets_narrow_and_chips_widen_again(portal: Portal) -> None:
    page = portal.client.get("/tim-kiem?q=dat&popular=dat-dai").text
    assert "Lĩnh vực: Đất đai" in page
    assert 'href="/tim-kiem?q=dat"' in page
    assert "law=luat-dat-dai-2013" in page


def test_a_search_in_vain_offers_fields_of_law(portal: Portal) -> None:
    page = portal.client.get("/tim-kiem?q=zzqxw").text
    assert "Không tìm thấy" in page
    assert "Tìm theo lĩnh vực" in page


def test_a_document_warns_of_a_law_that_has_ended(portal: Portal) -> None:
    page = portal.client.get(f"/tai-lieu/{portal.cast.expired}").text
    assert "đã hết hiệu lực từ 01/8/2024, thay bằng Luật Đất đai năm 2024" in page


def test_a_document_says_where_each_fact_stands(portal: Portal) -> None:
    page = portal.client.get(f"/tai-lieu/{portal.cast.leaflet}").text
    assert "Sở Tư pháp" in page
    assert 'href="#trang-1"' in page
    assert f"{BASE}/ark:/99999/{portal.cast.leaflet}" in page
    assert 'width="1400"' in page


def test_a_document_has_one_address(portal: Portal) -> None:
    answer = portal.client.get(f"/tai-lieu/{portal.cast.leaflet.upper()}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/tai-lieu/{portal.cast.leaflet}")


@pytest.mark.parametrize(
    "path",
    ["/tai-lieu/{id}?tu=99", "/tai-lieu/{id}/trang/9", "/tai-lieu/{id}/trang/x", "/tai-lieu/{id}/v0/tai-lieu.pdf",
     "/tai-lieu/{id}/v2/trang-0009.webp", "/hoi-dap/{id}/99", "/chu-de/99", "/co-quan/khong-co", "/van-ban/khong-co",
     "/sitemap-0.xml", "/sitemap-9.xml", "/static/app.py"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(portal: Portal, path: str) -> None:
    answer = portal.client.get(path.format(id=portal.cast.questions))
    assert answer.status_code == 404
    assert "Không tìm thấy trang này" in answer.text


def test_text_is_told_as_paragraphs_and_for_loudspeakers(portal: Portal) -> None:
    plain = portal.client.get(f"/tai-lieu/{portal.cast.questions}/van-ban.txt").text
    spoken = portal.client.get(f"/tai-lieu/{portal.cast.questions}/van-ban.txt?doc=loa").text
    assert "số 52/2014/QH13" in plain
    assert "Quốc hội khóa mười ba" in spoken
    assert spoken.endswith("Hết.\n")


def test_a_question_leads_to_its_source_and_its_law(portal: Portal) -> None:
    page = portal.client.get(f"/hoi-dap/{portal.cast.questions}/4").text
    assert f'href="/tai-lieu/{portal.cast.questions}/trang/1"' in page
    assert 'href="/van-ban/luat-hon-nhan-gia-dinh-2014"' in page
    assert f'href="/hoi-dap/{portal.cast.questions}/5"' in page


def test_a_law_gathers_every_leaflet_about_it(portal: Portal) -> None:
    page = portal.client.get("/van-ban/luat-dat-dai-2024").text
    assert f'href="/tai-lieu/{portal.cast.leaflet}"' in page
    assert "đang có hiệu lực từ 01/8/2024" in page
    assert 'href="/van-ban/luat-dat-dai-2013"' in page


def test_an_agency_shows_what_it_issued(portal: Portal) -> None:
    listed = portal.client.get("/api/v1/agencies").json()["items"]
    assert listed
    for one in listed:
        page = portal.client.get(one["url"].removeprefix(BASE))
        assert (page.status_code, "Chưa có tài liệu" in page.text) == (200, False)


def test_a_browser_can_search_here_from_its_own_box(portal: Portal) -> None:
    told = fromstring(portal.client.get("/opensearch.xml").content)
    address = next(one.attrib["template"] for one in told if one.tag.endswith("Url"))
    assert portal.client.get(address.removeprefix(BASE).replace("{searchTerms}", "dat")).status_code == 200


def test_it_tells_that_it_lives(portal: Portal) -> None:
    assert portal.client.get("/healthz").json() == {"change": 1}


def _record(**fields: str) -> Record:
    settled = {
        FieldName(name): Settled(value=value, raw=value, source="machine", confidence=1, page=1, box=None, rule="r@1")
        for name, value in fields.items()
    }
    return make_record().model_copy(update={"fields": settled})


def test_every_document_is_called_something() -> None:
    assert called(_record(title="Tờ gấp", subject="Trích yếu")) == "Tờ gấp"
    assert called(_record(document_type="KH", subject="Về hòa giải")) == "Kế hoạch Về hòa giải"
    assert called(_record(document_type="KH", number="179/KH-UBND")) == "Kế hoạch 179/KH-UBND"
    assert called(_record(), "Mười điều\ncần biết") == "Mười điều cần biết"
    assert called(_record(number="12")) == "12"
    assert called(_record())
    assert kind_of(_record(document_type="KH", material_type="to-gap")) == "Tờ gấp"


def test_a_document_is_called_the_same_in_lists_and_on_its_page(portal: Portal) -> None:
    listed = portal.client.get("/api/v1/documents").json()["items"]
    assert listed
    for one in listed:
        assert portal.client.get(f"/api/v1/documents/{one['record']}").json()["title"] == one["title"]


def test_a_law_that_is_not_in_the_register_is_cited_by_its_number() -> None:
    mention = Citation(
        law="luat-cua-ban-truoc", kind="Luật", name=None, number="1/1990/QH8", year=1990, page=3,
        box=Box(x0=0, y0=0, x1=1, y1=1), raw="Luật số 1/1990/QH8", confidence=1, rule="r@1",
    )  # fmt: skip
    (told,) = cited_laws([mention, mention], _DAY)
    assert (told.id, told.name, told.state, told.pages) == ("1/1990/QH8", "Luật số 1/1990/QH8", None, (3,))
    assert (known_state("khong-co", _DAY), state_of("khong-co", _DAY), sentence("khong-co", _DAY)) == (
        None,
        "unknown",
        "",
    )
