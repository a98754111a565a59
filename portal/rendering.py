"""Pages from templates. Everything that comes from outside is escaped, and made visible where it would hide."""

import json
import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from portal import formats, labels, links
from schemas.shown import shown
from search.found import Span

_SPECIAL = re.compile("[&<>'\"]")
_JSON_IN_HTML = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def page(
    request: Request, template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **known: object
) -> HTMLResponse:
    """The page of this template, not to be kept without asking again."""
    at = request.app.state.window
    around = {
        "site": at.name, "here": links.absolute(request, request.url.path), "request": request,
        "unindexed": at.finder.stamp() is None,
    }  # fmt: skip
    content = _environment().get_template(template).render(**around, **known)
    return HTMLResponse(content, status, headers={"Cache-Control": "no-cache", **(headers or {})})


def linked_data(thing: object) -> Markup:
    """JSON-LD for a page: no text in it can end the script element or begin another."""
    return Markup(json.dumps(thing, ensure_ascii=False).translate(_JSON_IN_HTML))  # noqa: S704  # escaped just now


def marked(text: str, spans: tuple[Span, ...]) -> Markup:
    """The text with ``<mark>`` around the spans; spans that overlap or run backwards are left out."""
    told = _as_it_is if text.isprintable() and not _SPECIAL.search(text) else _told
    out, done = [], 0
    for span in spans:
        if done <= span.start < span.end <= len(text):
            out += [told(text[done : span.start]), "<mark>", told(text[span.start : span.end]), "</mark>"]
            done = span.end
    return Markup("".join([*out, told(text[done:])]))  # noqa: S704  # every piece was escaped, or has nothing to escape


@cache
def asset(name: str) -> str:
    """The address of a file of `portal/static`, with a mark of its content, so that it may be kept for ever."""
    mark = sha256((files("portal") / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={mark}"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("portal"), autoescape=True, undefined=StrictUndefined, finalize=_visible,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals |= {"links": links, "labels": labels, "asset": asset, "marked": marked, "linked_data": linked_data}
    made.filters |= {"day": formats.day, "size": formats.size, "moment": formats.moment_day, "count": formats.count}
    return made


def _as_it_is(text: str) -> str:
    return text


def _told(text: str) -> str:
    return str(escape(shown(text)))


def _visible(value: object) -> object:
    return shown(value) if type(value) is str else value
