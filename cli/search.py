"""`kho index` and `kho search`: keeping the search index, and looking into it."""

from threading import Event
from typing import Annotated

import structlog
import typer
from pydantic import TypeAdapter
from rich.markup import escape
from rich.text import Text

from cli.frame import NO_SUCH, Home, Json, Vault, emit, err, house, out, told
from cli.roles import until_told
from cli.tongue import explain, say
from schemas.errors import KhoError
from search.finder import Finder
from search.follow import Follower
from search.found import Hit, HitKind, Hits
from storage.showcase import ReadableStore, Showcase
from wiring.finding import open_follower
from wiring.house import House
from wiring.pulse import Role, beat
from wiring.settings import load

log = structlog.get_logger()
_PAUSE = 0.3
"""Seconds between two looks at the feed: a change is found within two seconds."""


def index(
    follow: Annotated[
        bool, typer.Option("--follow", help=say("Theo dõi thay đổi đến khi được dừng", "Go on until stopped"))
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help=say("Dựng lại từ kho", "Build it anew from the vault"))
    ] = False,
    home: Home = None,
    vault: Vault = None,
) -> None:
    """Brings the search index up to date; with --follow it stays so. One indexer a machine."""
    stop = until_told()
    with (
        told(),
        house(home, vault, log="index") as opened,
        open_follower(opened, Showcase(_readable(opened))) as follower,
    ):
        if rebuild or follower.stale:
            _rebuild(opened, follower)
        _follow(opened, follower, stop, forever=follow)


def search(
    query: Annotated[str, typer.Argument(help=say("Từ ngữ cần tìm", "What to look for"))],
    questions: Annotated[
        bool, typer.Option("--questions", help=say("Tìm trong hỏi – đáp", "Among questions with answers"))
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help=say("Số kết quả", "How many hits"))] = 10,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Searches what is published."""
    with told():
        finder = Finder(load(home=home).search_place)
        found = finder.find(query, limit=limit, kind=HitKind.QUESTION if questions else HitKind.DOCUMENT)
        if as_json:
            emit(TypeAdapter(Hits).dump_python(found, mode="json"))
        else:
            _print(found)
    if not found.total:
        raise typer.Exit(NO_SUCH)


# ---------------------------------------------------------------------------------------------------------------------


def _readable(opened: House) -> ReadableStore:
    store = opened.store
    if not isinstance(store, ReadableStore):
        raise TypeError("the vault's store cannot be read in parts")
    return store


def _rebuild(opened: House, follower: Follower) -> None:
    err.print(say("Đang dựng chỉ mục tìm kiếm …", "Building the search index …"))
    clock = opened.ports.clock
    for record in follower.rebuild(opened.vault.records(), clock.now, lambda _: beat(opened.settings, Role.INDEX)):
        log.error("damaged", record=record)


def _follow(opened: House, follower: Follower, stop: Event, *, forever: bool) -> None:
    outage: str | None = None
    while True:
        beat(opened.settings, Role.INDEX)
        try:
            step = follower.step(opened.ports.clock.now())
            outage = None
        except KhoError as trouble:
            if not forever:
                raise
            if outage != trouble.code:
                log.warning("outage", code=trouble.code, detail=trouble.detail)
                err.print(f"[red]{escape(explain(trouble))}[/red]")
            outage, step = trouble.code, None
        for record in step.damaged if step else ():
            log.error("damaged", record=record)
        if step is not None and step.behind:
            continue
        if not forever or stop.wait(_PAUSE):
            return


def _print(found: Hits) -> None:
    if found.instead:
        out.print(say(f"Tìm theo: {escape(found.instead)}", f"Searched for: {escape(found.instead)}"))
    if found.did_you_mean:
        out.print(say(f"Có phải: {escape(found.did_you_mean)}?", f"Did you mean: {escape(found.did_you_mean)}?"))
    out.print(say(f"{found.total} kết quả", f"{found.total} hits"))
    for hit in found.hits:
        _print_hit(hit)


def _print_hit(hit: Hit) -> None:
    told = hit.found
    out.print(f"[bold]{escape(told.title)}[/bold]", f"[dim]{told.record}[/dim]")
    if about := " · ".join(filter(None, (told.number, told.issuer, told.issued_date))):
        out.print("  " + escape(about))
    for snippet in hit.snippets:
        line = Text("  " + snippet.text)
        for span in snippet.spans:
            line.stylize("bold yellow", span.start + 2, span.end + 2)
        if snippet.page:
            line.append(say(f" (trang {snippet.page})", f" (page {snippet.page})"), style="dim")
        out.print(line)
