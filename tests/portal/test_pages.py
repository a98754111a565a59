"""What citizens see on the pages of the window."""

from tests.portal.conftest import Portal


def test_the_first_page_leads_to_fields_new_documents_and_questions(portal: Portal) -> None:
    answer = portal.client.get("/")
    assert answer.status_code == 200
    assert "Đất đai" in answer.text
