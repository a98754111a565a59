"""What nobody may see is nowhere: every hidden document against every endpoint, feed, picture, count and suggestion."""

import io
from urllib.parse import unquote

import pikepdf
import pytest

from portal.app import inner
from schemas.ids import RecordId, Sha256, record_id
from tests.portal.asked import OWN, SHARED, SILENT, every_route
from tests.portal.cast import PHONE, SECRETS
from tests.portal.conftest import Portal

HIDDEN = ("unpublished", "internal", "embargoed")
UNKNOWN = record_id(Sha256("0" * 64))
_WITHOUT_SIGN = RecordId("0000000000000000z")


def test_every_route_is_in_the_matrix(portal: Portal) -> None:
    assert set(every_route(inner(portal.window))) == set(OWN) | set(SHARED) | SILENT


def _told(portal: Portal, address: str) -> tuple[int, str]:
    answer = portal.client.get(address)
    return answer.status_code, answer.content.decode("utf-8", "replace") + unquote(answer.headers.get("location", ""))


@pytest.mark.parametrize("route", sorted(OWN))
@pytest.mark.parametrize("state", HIDDEN)
def test_a_hidden_document_answers_as_one_that_never_was(portal: Portal, state: str, route: str) -> None:
    hidden = portal.cast.hidden[state]
    for form in OWN[route]:
        status, told = _told(portal, form.format(id=hidden))
        other_status, other = _told(portal, form.format(id=UNKNOWN))
        assert status == other_status == 404, form
        assert told.replace(hidden, "") == other.replace(UNKNOWN, ""), form
        assert SECRETS[state].casefold() not in told.casefold()


@pytest.mark.parametrize("route", sorted(OWN))
def test_a_name_that_cannot_be_answers_the_same(portal: Portal, route: str) -> None:
    for form in OWN[route]:
        assert _told(portal, form.format(id=_WITHOUT_SIGN))[0] == 404
        assert _told(portal, form.format(id="khong-co-gi"))[0] == 404


@pytest.mark.parametrize("route", sorted(SHARED))
@pytest.mark.parametrize("state", sorted(SECRETS))
def test_no_list_feed_count_or_suggestion_tells_of_it(portal: Portal, state: str, route: str) -> None:
    record, word = getattr(portal.cast, state), SECRETS[state]
    for form in SHARED[route]:
        address = form.format(word=word, start=word[:5])
        status, told = _told(portal, address)
        assert status == 200, address
        known = state == "corrected" or (state == "withdrawn" and route == "/api/v1/changes")  # as a tombstone
        assert known or record not in told, address
        without_question = told.replace(word, "", told.count(word) if f"q={word}" in address else 0)
        assert word.casefold() not in without_question.casefold(), address


@pytest.mark.parametrize("state", sorted(SECRETS))
def test_a_search_for_its_own_word_finds_nothing_of_it(portal: Portal, state: str) -> None:
    found = portal.client.get("/api/v1/documents", params={"q": SECRETS[state]}).json()
    assert SECRETS[state] not in str(found)
    assert all(item["record"] != portal.cast.hidden.get(state) for item in found["items"])


@pytest.mark.parametrize("route", sorted(OWN))
@pytest.mark.parametrize("state", ["withdrawn", "replaced"])
def test_a_withdrawn_document_tells_its_tombstone_only(portal: Portal, state: str, route: str) -> None:
    record = getattr(portal.cast, state)
    for form in OWN[route]:
        status, told = _told(portal, form.format(id=record))
        assert status == 410 or (state == "replaced" and route.startswith("/ark") and status == 302), form
        assert SECRETS["withdrawn"].casefold() not in told.casefold()


def test_the_tombstone_says_why_and_what_to_read_instead(portal: Portal) -> None:
    page = portal.client.get(f"/tai-lieu/{portal.cast.replaced}")
    assert "Nội dung đã thay cũ" in page.text
    assert f'href="/tai-lieu/{portal.cast.leaflet}"' in page.text
    told = portal.client.get(f"/api/v1/documents/{portal.cast.replaced}")
    assert (told.status_code, told.json()["replaced_by"]) == (410, portal.cast.leaflet)
    alone = portal.client.get(f"/api/v1/documents/{portal.cast.withdrawn}").json()
    assert (alone["detail"], alone["replaced_by"]) == ("Nội dung thật sự cũ", None)


@pytest.mark.parametrize("route", sorted(OWN))
def test_a_correction_that_is_not_published_is_not_seen(portal: Portal, route: str) -> None:
    for form in OWN[route]:
        status, told = _told(portal, form.format(id=portal.cast.corrected))
        assert status in {200, 302, 404}
        assert SECRETS["corrected"].casefold() not in told.casefold(), form


def test_the_version_before_the_correction_is_still_shown(portal: Portal) -> None:
    page = portal.client.get(f"/tai-lieu/{portal.cast.corrected}")
    assert page.status_code == 200
    assert "hòa giải ở cơ sở" in page.text.casefold()


@pytest.mark.parametrize("route", sorted(OWN) + sorted(SHARED))
def test_covered_personal_data_is_nowhere(portal: Portal, route: str) -> None:
    for form in (*OWN.get(route, ()), *SHARED.get(route, ())):
        address = form.format(id=portal.cast.redacted, word="dien thoai di dong", start=PHONE[:5])
        told = _told(portal, address)[1]
        assert PHONE not in told.replace(" ", ""), address


def test_the_covered_document_is_still_of_use(portal: Portal) -> None:
    page = portal.client.get(f"/tai-lieu/{portal.cast.redacted}?q=lien%20he")
    assert page.status_code == 200
    assert "đã được che" in page.text
    assert "<rect" not in page.text  # where its words stand is not public


def test_the_covered_pdf_holds_no_trace_of_the_first_one(portal: Portal) -> None:
    answer = portal.client.get(f"/tai-lieu/{portal.cast.redacted}/tai-lieu.pdf", follow_redirects=True)
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        streams = [
            stream.read_bytes()
            for stream in pdf.objects
            if isinstance(stream, pikepdf.Stream) and "/Subtype" not in stream
        ]
    assert answer.content != portal.archive.store.read(
        portal.archive.vault.paths(portal.cast.redacted)["access/document.pdf"]
    )
    assert all(PHONE.encode() not in stream for stream in streams)


def test_an_embargo_ends_by_itself(portal: Portal) -> None:
    from datetime import timedelta

    now = portal.archive.clock.now()
    assert portal.window.showcase.published(portal.cast.embargoed, now) is None
    assert portal.window.showcase.published(portal.cast.embargoed, now + timedelta(days=366)) is not None
