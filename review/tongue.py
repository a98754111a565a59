"""Choosing the language: a cookie, and back to where one was."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse

from review.access.paths import own_path
from review.context import room_of
from review.rendering import TONGUE_COOKIE, root_of
from review.words.say import Tongue

router = APIRouter()
_YEAR = 365 * 24 * 3600


@router.get("/tongue/{tongue}")
def choose(request: Request, tongue: Tongue, back: Annotated[str, Query(max_length=2000)] = "/") -> RedirectResponse:
    """Remembers the language for a year, then goes back to that page of ours."""
    answer = RedirectResponse(root_of(request) + own_path(back), HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        TONGUE_COOKIE, tongue, max_age=_YEAR, httponly=True, samesite="lax",
        secure=room_of(request).house.settings.review_https, path=root_of(request) or "/",
    )  # fmt: skip
    return answer
