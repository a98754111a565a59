"""Every address of the portal, made in one place. Paths are ASCII; what a version holds has the version in its path."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, urlencode

from fastapi import Request

from schemas.ids import RecordId

PDF, TEXT, THUMB = "tai-lieu.pdf", "van-ban.txt", "anh-nho.webp"


def document(record: RecordId | str) -> str:
    """A document's page."""
    return f"/tai-lieu/{record}"


def page(record: RecordId | str, number: int, query: str = "") -> str:
    """One page of a document, with what was searched for marked on it."""
    return f"/tai-lieu/{record}/trang/{number}{asked(query)}"


@lru_cache(maxsize=256)
def asked(query: str) -> str:
    """What an address says of the words that were looked for; nothing for none. Stands in every hit of a page."""
    return f"?{urlencode({'q': query})}" if query else ""


def leaves(record: RecordId | str, first: int, query: str = "") -> str:
    """A document's page with its leaves from this number on."""
    return search((("q", query), ("tu", str(first))), document(record))


def file(record: RecordId | str, version: int, name: str) -> str:
    """A file of a published version; may be kept for long, its bytes never change."""
    return f"/tai-lieu/{record}/v{version}/{name}"


def picture_name(number: int) -> str:
    """What the picture of a page is called."""
    return f"trang-{number:04}.webp"


def question(record: RecordId | str, number: int) -> str:
    """One question with its answer; ``number`` is its place among the document's questions, from 1."""
    return f"/hoi-dap/{record}/{number}"


def law(law_id: str) -> str:
    """Everything about one law."""
    return f"/van-ban/{quote(law_id, safe='/')}"


def agency(agency_id: str) -> str:
    """Everything of one agency."""
    return f"/co-quan/{quote(agency_id, safe='')}"


def topic(number: str | int) -> str:
    """Everything of one chủ đề."""
    return f"/chu-de/{number}"


def search(pairs: Iterable[tuple[str, str]] = (), path: str = "/tim-kiem") -> str:
    """A search; pairs without a value are left out."""
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"{path}?{query}" if query else path


def ark(naan: str, record: RecordId | str) -> str:
    """The permanent link, which outlives every change of this portal's pages."""
    return f"/ark:/{naan}/{record}"


def absolute(request: Request, path: str) -> str:
    """The whole address of a path, as it stands in feeds, on paper and in other portals."""
    own: str | None = request.app.state.window.public_url
    return (own or str(request.base_url).rstrip("/")) + path
