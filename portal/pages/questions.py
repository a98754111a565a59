"""Questions with their answers: the collection, and each with its source page."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from portal import links
from portal.asking import Asking
from portal.counts import values
from portal.linked import faq, faq_of
from portal.lookup import NotHere, window
from portal.pages.documents import desk
from portal.pages.search import find
from portal.rendering import page
from search.found import HitKind

router = APIRouter(prefix="/hoi-dap")
_NEWEST, _LAWS = 10, 40


@router.get("")
def questions(request: Request) -> HTMLResponse:
    """By field, by law, the newest."""
    at = window(request)
    found = find(at, Asking(kind="question", sort="published"), _NEWEST, count=False)
    pairs = [(hit.found.title, hit.found.answer or "", hit.found) for hit in found.hits]
    described = faq(
        [
            (title, answer, links.absolute(request, links.question(one.record, one.unit or 1)))
            for title, answer, one in pairs
            if answer
        ],
        page=links.absolute(request, "/hoi-dap"),
    )
    return page(
        request, "questions.html", total=found.total, newest=found.hits,
        fields=values(at, "popular", kind=HitKind.QUESTION), laws=values(at, "law", _LAWS, kind=HitKind.QUESTION),
        described=described,
    )  # fmt: skip


@router.get("/{record}/{number}")
def question(request: Request, record: str, number: int) -> HTMLResponse:
    """One question."""
    view = desk(request).open(record).view
    qa = next((one for one in view.questions if one.place == number), None)
    if qa is None:
        raise NotHere
    laws = [law for law in view.laws if law.id in qa.laws or law.number in qa.laws]
    here = links.absolute(request, links.question(view.record, number))
    return page(
        request, "question.html", doc=view, qa=qa, laws=laws, warnings=[law.warning for law in laws if law.warning],
        described=faq_of(qa, page=here),
    )  # fmt: skip
