"""Every address of the window by route: who adds a route must say here how it may tell of documents."""

from collections.abc import Iterator, Sequence

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute

# A document's own routes: with its id in them. V stands for versions.
OWN: dict[str, tuple[str, ...]] = {
    "/tai-lieu/{record}": ("/tai-lieu/{id}", "/tai-lieu/{id}?q=phap%20luat", "/tai-lieu/{id}?tu=1"),
    "/tai-lieu/{record}/trang/{number}": ("/tai-lieu/{id}/trang/1", "/tai-lieu/{id}/trang/1?q=phap"),
    "/tai-lieu/{record}/van-ban.txt": ("/tai-lieu/{id}/van-ban.txt", "/tai-lieu/{id}/van-ban.txt?doc=loa"),
    "/tai-lieu/{record}/tai-lieu.pdf": ("/tai-lieu/{id}/tai-lieu.pdf",),
    "/tai-lieu/{record}/ma-qr.svg": ("/tai-lieu/{id}/ma-qr.svg",),
    "/tai-lieu/{record}/v{version}/{name}": tuple(
        f"/tai-lieu/{{id}}/v{version}/{name}"
        for version in (1, 2, 3)
        for name in (
            "tai-lieu.pdf", "trang-0001.webp", "anh-nho.webp", "record.json", "contents.json", "sidecar.json",
            "document.pdf", "0001.pdf", "page-0001.xml",
        )
    ),
    "/hoi-dap/{record}/{number}": ("/hoi-dap/{id}/1",),
    "/ark:/{naan}/{name:path}": ("/ark:/99999/{id}", "/ark:/99999/{id}?info"),
    "/ark:{naan}/{name:path}": ("/ark:99999/{id}",),
    "/api/v1/documents/{record}": ("/api/v1/documents/{id}",),
    "/api/v1/documents/{record}/text": ("/api/v1/documents/{id}/text",),
    "/api/v1/documents/{record}/pages": ("/api/v1/documents/{id}/pages",),
    "/api/v1/documents/{record}/units": ("/api/v1/documents/{id}/units",),
}  # fmt: skip
# Routes that tell of many documents; {word} is a word that stands in one hidden document only.
SHARED: dict[str, tuple[str, ...]] = {
    "/": ("/",),
    "/tim-kiem": ("/tim-kiem", "/tim-kiem?q={word}", "/tim-kiem?q={word}&kind=question", "/tim-kiem?sort=newest"),
    "/hoi-dap": ("/hoi-dap",),
    "/co-quan": ("/co-quan",),
    "/co-quan/{agency}": ("/co-quan/thanh-hoa.so-tu-phap",),
    "/chu-de": ("/chu-de",),
    "/chu-de/{number}": ("/chu-de/11", "/chu-de/4"),
    "/van-ban": ("/van-ban",),
    "/van-ban/{law:path}": ("/van-ban/luat-dat-dai-2024",),
    "/feed.atom": ("/feed.atom", "/feed.atom?q={word}", "/feed.atom?kind=question"),
    "/feed.rss": ("/feed.rss", "/feed.rss?q={word}"),
    "/sitemap.xml": ("/sitemap.xml",),
    "/sitemap-muc.xml": ("/sitemap-muc.xml",),
    "/sitemap-{number}.xml": ("/sitemap-1.xml",),
    "/api/v1/documents": ("/api/v1/documents?limit=100", "/api/v1/documents?q={word}"),
    "/api/v1/questions": ("/api/v1/questions?limit=100", "/api/v1/questions?q={word}"),
    "/api/v1/changes": ("/api/v1/changes?limit=1000",),
    "/api/v1/suggest": ("/api/v1/suggest?q={word}", "/api/v1/suggest?q={start}"),
    "/api/v1/agencies": ("/api/v1/agencies",),
    "/api/v1/topics": ("/api/v1/topics",),
    "/api/v1/laws": ("/api/v1/laws",),
    "/api/v1/laws/{law:path}": ("/api/v1/laws/luat-dat-dai-2024",),
}
# Routes that know of no document at all.
SILENT = frozenset(
    {"/gioi-thieu", "/robots.txt", "/qua-nhieu", "/qua-nhieu.json", "/opensearch.xml", "/static/{name}", "/healthz",
     "/api/v1/openapi.json"}
)  # fmt: skip


def every_route(app: FastAPI) -> Iterator[str]:
    """The path of every route, those of mounted applications too."""
    yield from _below(app.routes, "")


def _below(routes: Sequence[BaseRoute], prefix: str) -> Iterator[str]:
    for route in iter_route_contexts(routes):
        mounted = getattr(route.original_route, "routes", None)
        if mounted is not None:
            yield from _below(mounted, prefix + str(route.path))
        else:
            yield prefix + str(route.path)
