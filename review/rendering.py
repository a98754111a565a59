"""The templates: escaped always, hidden characters shown, words in the reader's language."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from review.access.badge import Badge
from review.assets import STATIC, Assets
from review.formats import day, local, percent, size, when
from review.words.say import TONGUES, Tongue, known, say
from schemas.rights import Action, may
from schemas.shown import shown

TONGUE_COOKIE = "kho_tongue"
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, kw_only=True)
class Place:
    """An entry of the navigation."""

    path: str
    word: str
    right: Action | None
    """Who may not do this does not see it."""


PLACES = (
    Place(path="/", word="nav.home", right=None),
    Place(path="/queue", word="nav.queue", right=Action.SEE_QUEUE),
    Place(path="/failures", word="nav.failures", right=Action.SEE_FAILURES),
    Place(path="/files", word="nav.files", right=Action.SEE_OWN_FILES),
    Place(path="/upload", word="nav.upload", right=Action.UPLOAD),
    Place(path="/people", word="nav.people", right=Action.MANAGE_PEOPLE),
    Place(path="/audit", word="nav.audit", right=Action.SEE_AUDIT),
)


def make_templates(default: Tongue) -> Jinja2Templates:
    """The templates of this room. ``default``: the language of whoever has not chosen one.

    Every page knows: ``_`` (words), ``tongue``, ``person``, ``can`` (rights by name), ``link``, ``asset``
    and ``scripts`` (addresses), ``places`` (navigation), and what `review.access` adds (``csrf``).
    """
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, finalize=_finalize, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    filters = {
        "when": when, "day": day, "size": size, "percent": percent, "local": local, "exact": escape,
        "legible": _legible, "below": _below,
    }  # fmt: skip
    environment.filters |= filters
    assets = Assets(STATIC)

    def context(request: Request) -> dict[str, Any]:
        return _of_everybody(request, assets, default) | _of_this_person(request)

    return Jinja2Templates(env=environment, context_processors=[context])


def tongue_of(request: Request, default: Tongue) -> Tongue:
    """The language somebody has chosen, by a cookie of ours."""
    chosen = request.cookies.get(TONGUE_COOKIE)
    return next((tongue for tongue in TONGUES if tongue == chosen), default)


def root_of(request: Request) -> str:
    """What stands before every path of ours when a proxy serves us below a folder; no slash at its end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def _of_everybody(request: Request, assets: Assets, default: Tongue) -> dict[str, Any]:
    tongue, root = tongue_of(request, default), root_of(request)
    query = f"?{request.url.query}" if request.url.query else ""
    return {
        "_": partial(say, tongue),
        "known": known,
        "age": partial(_age, tongue),
        "tongue": tongue,
        "other_tongue": "en" if tongue == "vi" else "vi",
        "link": lambda path: root + path,
        "asset": lambda name: root + assets.url(name),
        "scripts": lambda folder: [root + url for url in assets.scripts(folder)],
        "here": partial(_is_here, request.url.path.removeprefix(root)),
        "here_path": request.url.path.removeprefix(root) + query if request.method == "GET" else "/",
    }


def _of_this_person(request: Request) -> dict[str, Any]:
    badge: Badge | None = getattr(request.state, "badge", None)
    person = badge.person if badge is not None else None
    free = badge is not None and not badge.must_change

    def can(name: str) -> bool:
        return free and person is not None and may(person, Action[name])

    return {
        "person": person,
        "can": can,
        "places": [place for place in PLACES if free and (place.right is None or can(place.right.name))],
    }


def _age(tongue: Tongue, moment: datetime, now: datetime) -> str:
    """How many days ago, by the calendar."""
    days = (local(now).date() - local(moment).date()).days
    return say(tongue, "age.today") if days <= 0 else say(tongue, "age.one" if days == 1 else "age.days", days=days)


def _legible(path: str) -> str:
    """A path as the file system names it, which may not be UTF-8, in characters that can be sent."""
    return path.encode(errors="surrogateescape").decode(errors="replace")


def _below(source: str, agency: str) -> str:
    """What a file was called, without the agency's folder it was dropped in."""
    return source.removeprefix(f"{agency}/")


def _is_here(path: str, place: str) -> bool:
    return path == place or (place != "/" and path.startswith(place + "/"))


def _finalize(value: object) -> object:
    """What every ``{{ … }}`` goes through before it is escaped. None shows as nothing, not as the word "None".

    A template writes ``{{ value | exact }}`` where a form must give back the very characters it was given.
    """
    if value is None:
        return ""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value
