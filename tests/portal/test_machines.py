"""What programs read here: feeds, sitemaps, schema.org, and the interface with its description."""

import json
from xml.etree.ElementTree import fromstring

import extruct
import feedparser
import pytest

from tests.portal.cast import HOSTILE
from tests.portal.conftest import BASE, Portal

_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize(
    "address",
    [
        "/feed.atom",
        "/feed.rss",
        "/feed.atom?q=dat%20dai",
        "/feed.rss?kind=question",
        "/feed.atom?popular=dat-dai",
        "/feed.atom?q=zzqx",
    ],
)
def test_every_search_is_a_feed_that_readers_understand(portal: Portal, address: str) -> None:
    answer = portal.client.get(address)
    feed = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["content-type"]})
    assert feed.bozo == 0, feed.get("bozo_exception")
    assert feed.feed.title.startswith("Kho PBGDPL")
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert bool(feed.entries) is ("zzqx" not in address)
    for entry in feed.entries:
        assert entry.link.startswith(BASE)
        assert entry.get("published_parsed")


def test_a_feed_names_an_entry_by_its_permanent_link(portal: Portal) -> None:
    feed = feedparser.parse(portal.client.get("/feed.atom?q=dat%20dai").content)
    assert f"{BASE}/ark:/99999/{portal.cast.leaflet}" in [entry.id for entry in feed.entries]


def test_the_sitemap_leads_to_every_public_document_and_no_other(portal: Portal) -> None:
    index = fromstring(portal.client.get("/sitemap.xml").content)
    lists = [str(place.text) for place in index.iter(f"{_MAP}loc")]
    found = [
        str(place.text)
        for one in lists
        for place in fromstring(portal.client.get(one.removeprefix(BASE)).content).iter(f"{_MAP}loc")
    ]
    documents = {one.rpartition("/")[2] for one in found if "/tai-lieu/" in one}
    assert documents == set(portal.cast.shown.values())
    for one in sorted(found):
        assert portal.client.get(one.removeprefix(BASE)).status_code == 200, one


def test_robots_are_told_of_the_sitemap(portal: Portal) -> None:
    assert f"Sitemap: {BASE}/sitemap.xml" in portal.client.get("/robots.txt").text


def _described(portal: Portal, path: str) -> dict[str, object]:
    found = extruct.extract(portal.client.get(path).text, base_url=BASE + path, syntaxes=["json-ld", "opengraph"])
    assert len(found["json-ld"]) == 1
    assert found["opengraph"]
    return dict(found["json-ld"][0])


def test_a_document_is_described_by_schema_org(portal: Portal) -> None:
    told = _described(portal, f"/tai-lieu/{portal.cast.leaflet}")
    assert told["@type"] == "DigitalDocument"
    assert told["@id"] == f"{BASE}/ark:/99999/{portal.cast.leaflet}"
    assert {"@type": "Legislation", "name": "Luật Đất đai năm 2024", "legislationIdentifier": "31/2024/QH15"} in told[
        "mentions"
    ]  # type: ignore[operator]


def test_a_law_and_a_question_are_described_too(portal: Portal) -> None:
    law = _described(portal, "/van-ban/luat-dat-dai-2013")
    assert (law["@type"], law["legislationLegalForce"]) == ("Legislation", "https://schema.org/NotInForce")
    faq = _described(portal, f"/hoi-dap/{portal.cast.questions}/1")
    assert faq["@type"] == "FAQPage"
    assert _described(portal, "/hoi-dap")["@type"] == "FAQPage"
    assert _described(portal, "/")["@type"] == "WebSite"


def test_hostile_words_stay_words_in_every_form(portal: Portal) -> None:
    hostile = portal.cast.hostile
    for path in (
        f"/tai-lieu/{hostile}",
        f"/tai-lieu/{hostile}?q={HOSTILE}",
        "/tim-kiem?q=noi%20dung%20ket%20thuc",
        f"/tim-kiem?q={HOSTILE}",
    ):
        told = portal.client.get(path).text
        assert "<script>alert" not in told
        assert "\u202e" not in told
    assert str(_described(portal, f"/tai-lieu/{hostile}")["name"]).endswith(HOSTILE)
    feed = portal.client.get("/feed.atom")
    assert "<script>" not in feed.text
    assert feedparser.parse(feed.content).bozo == 0


def test_pages_forbid_everything_that_is_not_ours(portal: Portal) -> None:
    for path in ("/", "/tim-kiem?q=a", f"/tai-lieu/{portal.cast.leaflet}", "/nope", "/api/v1/documents", "/feed.atom"):
        headers = portal.client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert " style=" not in portal.client.get("/").text


def test_the_interface_gives_what_the_page_shows(portal: Portal) -> None:
    leaflet = portal.cast.leaflet
    told = portal.client.get(f"/api/v1/documents/{leaflet}").json()
    assert told["title"] == "Tìm hiểu một số quy định của Luật Đất đai năm 2024"
    assert portal.client.get(told["pdf"].removeprefix(BASE)).status_code == 200
    pages = portal.client.get(f"/api/v1/documents/{leaflet}/pages?limit=1").json()
    assert (pages["total"], len(pages["items"])) == (2, 1)
    assert portal.client.get(pages["items"][0]["picture"].removeprefix(BASE)).headers["content-type"] == "image/webp"
    assert "ĐẤT ĐAI" in portal.client.get(f"/api/v1/documents/{leaflet}/text").text
    units = portal.client.get(f"/api/v1/documents/{portal.cast.questions}/units?offset=9").json()
    assert (units["total"], [one["place"] for one in units["items"]]) == (10, [10])


def test_hits_can_be_paged_through_to_the_last(portal: Portal) -> None:
    found, address = [], "/api/v1/documents?limit=2&sort=newest"
    while address:
        piece = portal.client.get(address).json()
        found += [item["record"] for item in piece["items"]]
        address = (piece["next"] or "").removeprefix(BASE)
    assert sorted(found) == sorted(portal.cast.shown.values())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/nope", 404),
        ("/api/v1/documents/zz", 404),
        ("/api/v1/documents?limit=0", 422),
        ("/api/v1/documents?sort=best", 422),
        ("/api/v1/suggest", 422),
        ("/api/v1/laws/khong-co", 404),
    ],
)
def test_problems_are_told_in_the_usual_form(portal: Portal, path: str, status: int) -> None:
    answer = portal.client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert json.loads(answer.text)["status"] == status


def test_other_collections_can_follow_what_is_published_and_withdrawn(portal: Portal) -> None:
    turns, address = [], "/api/v1/changes?limit=2"
    while address:
        piece = portal.client.get(address).json()
        turns += piece["items"]
        address = (piece["next"] or "").removeprefix(BASE)
    standing = {one["id"]: one["status"] for one in turns}
    gone = dict.fromkeys((portal.cast.withdrawn, portal.cast.replaced), "withdrawn")
    assert standing == dict.fromkeys(portal.cast.shown.values(), "published") | gone
    assert len(turns) == len(standing)
    assert [one["number"] for one in turns] == sorted(one["number"] for one in turns)
    for one in turns:
        answer = portal.client.get(one["url"].removeprefix(BASE))
        assert answer.status_code == {"published": 200, "withdrawn": 410}[one["status"]]


def test_a_feed_brings_first_what_was_published_last(portal: Portal) -> None:
    days = [entry.published_parsed for entry in feedparser.parse(portal.client.get("/feed.atom").content).entries]
    assert days == sorted(days, reverse=True)
