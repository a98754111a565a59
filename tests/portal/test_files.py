"""Files as RFC 9110 wants them given out: ranges, validators, names; open to every other portal."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from portal.app import create_app
from storage.s3 import S3Store
from tests.portal.conftest import Portal


@pytest.fixture(scope="module")
def pdf(portal: Portal) -> str:
    location: str = portal.client.get(f"/tai-lieu/{portal.cast.leaflet}/tai-lieu.pdf").headers["location"]
    return location


@pytest.fixture(scope="module")
def whole(portal: Portal, pdf: str) -> bytes:
    return portal.client.get(pdf).content


def test_the_whole_file_says_what_it_is(portal: Portal, pdf: str, whole: bytes) -> None:
    answer = portal.client.get(pdf, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-length"] == str(len(whole))
    assert answer.headers["cache-control"] == "public, max-age=86400, immutable"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "content-encoding" not in answer.headers
    assert answer.headers["etag"].startswith('"')
    assert whole.startswith(b"%PDF")


def test_its_name_is_vietnamese_and_has_an_ascii_twin(portal: Portal, pdf: str) -> None:
    said = portal.client.get(pdf).headers["content-disposition"]
    assert said.startswith('attachment; filename="tim hieu mot so quy dinh')
    assert "filename*=UTF-8''T%C3%ACm%20hi%E1%BB%83u" in said


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("bytes=5-999999999", 5, None),
    ],
)
def test_a_range_is_a_piece_of_it(
    portal: Portal, pdf: str, whole: bytes, asked: str, start: int, end: int | None
) -> None:
    answer = portal.client.get(pdf, headers={"Range": asked})
    first = start if start >= 0 else len(whole) + start
    assert answer.status_code == 206
    assert answer.content == whole[start:end]
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(answer.content) - 1}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_what_lies_behind_the_end_cannot_be_given(portal: Portal, pdf: str, whole: bytes, asked: str) -> None:
    answer = portal.client.get(pdf, headers={"Range": asked})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(whole)}")


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=-", f"bytes={'9' * 5000}-"]
)
def test_a_range_that_is_none_is_passed_over(portal: Portal, pdf: str, whole: bytes, asked: str) -> None:
    answer = portal.client.get(pdf, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, whole)


def test_a_range_of_another_state_is_not_mixed_in(portal: Portal, pdf: str, whole: bytes) -> None:
    answer = portal.client.get(pdf, headers={"Range": "bytes=0-1", "If-Range": '"another"'})
    assert (answer.status_code, answer.content) == (200, whole)
    etag = answer.headers["etag"]
    assert portal.client.get(pdf, headers={"Range": "bytes=0-1", "If-Range": etag}).status_code == 206


def test_who_has_it_already_is_told_so(portal: Portal, pdf: str) -> None:
    first = portal.client.get(pdf)
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    for known in ({"If-None-Match": etag}, {"If-None-Match": f'"x", W/{etag}'}, {"If-Modified-Since": modified}):
        answer = portal.client.get(pdf, headers=known)
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    other = portal.client.get(pdf, headers={"If-None-Match": '"x"', "If-Modified-Since": modified})
    assert other.status_code == 200  # the tag counts


@pytest.mark.parametrize("path", ["/", "/tim-kiem?q=dat", "/api/v1/documents", "/feed.atom"])
def test_head_is_get_without_the_body(portal: Portal, path: str) -> None:
    answer, whole = portal.client.head(path), portal.client.get(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == whole.headers["content-type"]


def test_head_of_a_file_tells_its_size(portal: Portal, pdf: str, whole: bytes) -> None:
    answer = portal.client.head(pdf)
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", str(len(whole)))


def test_any_other_portal_may_ask_from_a_browser(portal: Portal) -> None:
    answer = portal.client.options(
        "/api/v1/documents", headers={"Origin": "https://xa.example", "Access-Control-Request-Method": "GET"}
    )
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Range" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(portal: Portal, method: str) -> None:
    for path in ("/", f"/tai-lieu/{portal.cast.leaflet}", "/api/v1/documents"):
        answer = portal.client.request(method, path)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_text_goes_compressed(portal: Portal) -> None:
    answer = portal.client.get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]


def test_an_old_version_leads_to_the_one_that_is_shown(portal: Portal, pdf: str) -> None:
    answer = portal.client.get(pdf.replace("/v2/", "/v1/"))
    assert (answer.status_code, answer.headers["location"]) == (302, pdf)
    assert portal.client.get(pdf.replace("/v2/", "/v3/")).status_code == 404


def test_permanent_links_lead_to_the_page_however_they_are_written(portal: Portal) -> None:
    leaflet = portal.cast.leaflet
    for name in (leaflet, leaflet.upper(), f"{leaflet[:5]}-{leaflet[5:]}", f"{leaflet}/"):
        answer = portal.client.get(f"/ark:/99999/{name}")
        assert (answer.status_code, answer.headers["location"]) == (302, f"/tai-lieu/{leaflet}")
    assert portal.client.get(f"/ark:/12345/{leaflet}").status_code == 404
    assert portal.client.get(f"/ark:/99999/{leaflet}?info").text.startswith("erc:\nwho: ")


def test_a_replaced_document_s_link_leads_on(portal: Portal) -> None:
    answer = portal.client.get(f"/ark:/99999/{portal.cast.replaced}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/tai-lieu/{portal.cast.leaflet}")


def test_the_qr_code_is_a_picture_of_the_permanent_link(portal: Portal) -> None:
    answer = portal.client.get(f"/tai-lieu/{portal.cast.leaflet}/ma-qr.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")


def test_files_of_a_bucket_can_be_fetched_from_the_s3_server_itself(portal: Portal, pdf: str) -> None:
    bucket = S3Store(
        endpoint="s3.kho.test:9000", bucket="kho", access_key="chi-doc", secret_key="x", secure=True, region="us-east-1"
    )
    client = TestClient(create_app(replace(portal.window, bucket=bucket)), follow_redirects=False)
    answer = client.get(pdf)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("https://s3.kho.test:9000/kho/archive/")
    assert "cache-control" not in answer.headers or "immutable" not in answer.headers["cache-control"]
    assert client.get(f"/tai-lieu/{portal.cast.internal}/v2/tai-lieu.pdf").status_code == 404
