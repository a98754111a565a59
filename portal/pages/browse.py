"""What there is, by agency, by subject, by law: lists of them, and everything of one of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from portal import labels, links
from portal.asking import Asking, asking, last_page
from portal.counts import Value, values
from portal.linked import legislation
from portal.lookup import NotHere, window
from portal.pages.search import find
from portal.rendering import page
from portal.validity import sentence, state_of
from schemas.agencies import agencies as authority
from schemas.base import Frozen
from schemas.laws import Law, law_register
from schemas.topics import topic_list

router = APIRouter()


class Group(Frozen):
    """Values that belong together."""

    label: str
    tiles: bool
    items: tuple[Value, ...]


@router.get("/co-quan")
def agencies(request: Request) -> HTMLResponse:
    """All agencies that have published something."""
    known = _linked(values(window(request), "agency"), links.agency)
    lead = "Cơ quan đã sáp nhập hoặc đổi tên vẫn giữ tên của thời ấy và dẫn đến cơ quan kế tiếp."
    return _index(request, "Cơ quan ban hành", lead, [Group(label="Các cơ quan", tiles=False, items=known)])


@router.get("/co-quan/{agency}")
def agency(request: Request, agency: str) -> HTMLResponse:
    """Everything of one agency; those before and after it are led to."""
    known = authority().get(agency)
    kin = (*known.predecessors, *known.successors) if known else ()
    near = [Value(value=one, label=labels.agency_name(one), count=0, address=links.agency(one)) for one in kin]
    return _listing(
        request, "agency", agency, heading=labels.agency_name(agency), above=("/co-quan", "Cơ quan"), kin=near,
        kin_label="Cơ quan trước và sau", known=known is not None,
    )  # fmt: skip


@router.get("/chu-de")
def topics(request: Request) -> HTMLResponse:
    """Fields as citizens call them, and the 45 subjects of Bộ Pháp điển."""
    at = window(request)
    popular = [replace(one, address=links.search((("popular", one.value),))) for one in values(at, "popular")]
    counted = {one.value: one.count for one in values(at, "topic")}
    official = tuple(
        Value(
            value=str(one.id),
            label=f"{one.id}. {one.name}",
            count=counted.get(str(one.id), 0),
            address=links.topic(one.id),
        )
        for one in topic_list().topics.values()
    )
    groups = [Group(label="Lĩnh vực thường gặp", tiles=True, items=tuple(popular))] if popular else []
    groups.append(Group(label="45 chủ đề của Bộ Pháp điển", tiles=False, items=official))
    return _index(request, "Chủ đề", "Chọn lĩnh vực bạn cần, hoặc chủ đề theo Bộ Pháp điển.", groups)


@router.get("/chu-de/{number}")
def topic(request: Request, number: int) -> HTMLResponse:
    """Everything of one subject."""
    known = topic_list().topics.get(number)
    if known is None:
        raise NotHere
    fields = [one for one in topic_list().popular if one.topic == number]
    kin = [Value(value=one.id, label=one.name, count=0, address=links.search((("popular", one.id),))) for one in fields]
    return _listing(
        request, "topic", str(number), heading=known.name, above=("/chu-de", "Chủ đề"), kin=kin,
        kin_label="Gồm các lĩnh vực", known=True,
    )  # fmt: skip


@router.get("/van-ban")
def laws(request: Request) -> HTMLResponse:
    """The laws that documents speak of."""
    today = window(request).clock.now().date()
    known = _linked(values(window(request), "law"), links.law)
    marked = tuple(replace(one, state=state_of(one.value, today)) for one in known)
    lead = "Chọn một luật để xem mọi tài liệu, câu hỏi – đáp nói đến luật ấy và luật còn hiệu lực hay không."
    return _index(request, "Luật được nói đến", lead, [Group(label="Xếp theo số tài liệu", tiles=False, items=marked)])


@router.get("/van-ban/{law:path}")
def law(request: Request, law: str) -> HTMLResponse:
    """Everything about one law, and whether it is in force."""
    today = window(request).clock.now().date()
    known = next((one for one in law_register().laws if one.id == law), None)
    state, said = state_of(law, today), sentence(law, today)
    bad = state in {"expired", "not_yet"}
    page_address = links.absolute(request, links.law(law))
    return _listing(
        request, "law", law, heading=labels.law_name(law), above=("/van-ban", "Luật"), kin=_family(known, law),
        kin_label="Cùng tên, thời khác", known=known is not None, notes=_notes(known, "" if bad else said),
        warnings=(said,) if bad else (),
        described=legislation(known, state, page=page_address) if known else None,
    )  # fmt: skip


def _family(known: Law | None, law: str) -> list[Value]:
    kin = law_register().family(known.family) if known else ()
    return [Value(value=one.id, label=one.title, count=0, address=links.law(one.id)) for one in kin if one.id != law]


def _notes(known: Law | None, said: str) -> tuple[str, ...]:
    if known is None:
        return ("Văn bản này chưa có trong danh mục của kho nên chưa rõ còn hiệu lực hay không.",)
    return tuple(note for note in (known.number and f"Số {known.number}.", said) if note)


def _index(request: Request, heading: str, lead: str, groups: Sequence[Group]) -> HTMLResponse:
    filled = [group for group in groups if group.items]
    return page(request, "index.html", heading=heading, lead=lead, groups=filled)


def _listing(
    request: Request, facet: str, value: str, *, heading: str, above: tuple[str, str], kin: Sequence[Value],
    kin_label: str, known: bool, notes: Sequence[str] = (), warnings: Sequence[str] = (),
    described: dict[str, object] | None = None,
) -> HTMLResponse:  # fmt: skip
    """The documents of one value, newest first; NotHere for a value that nobody knows and no document has."""
    at, narrowed = window(request), {facet: (value,)}
    asked = Asking(facets=narrowed, sort="newest", page=asking(request.query_params).page)
    found = find(at, asked, count=False)
    if not known and not found.total:
        raise NotHere
    questions, path = at.finder.find("", facets=narrowed, kind="question", limit=1, count=False).total, request.url.path
    return page(
        request, "listing.html", heading=heading, found=found, page=asked.page, last=last_page(found.total),
        address=lambda number: links.search((("trang", str(number)),), path), kept=((facet, value),),
        questions=questions,
        questions_address=links.search(((facet, value), ("kind", "question"))),
        feed=links.search(((facet, value),), "/feed.atom"), above=above, kin=kin, kin_label=kin_label,
        notes=notes, warnings=warnings, described=described,
    )  # fmt: skip


def _linked(known: Sequence[Value], link: Callable[[str], str]) -> tuple[Value, ...]:
    return tuple(replace(one, address=link(one.value)) for one in known)
