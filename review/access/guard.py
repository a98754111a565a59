"""The guard at every door: FastAPI dependencies that give the person at it, or send away.

    @router.get("/queue")
    def queue(request: Request, person: Annotated[Person, Depends(require(Action.SEE_QUEUE))]) -> Response: …

That somebody is signed in at all has been seen to before (:mod:`review.access.entrance`): a page without a session was
sent to /login, a script answered 401. Here: without the right 403; a record of an agency that is not the person's 404,
as if it were not there.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from review.access.badge import Badge
from review.access.doors import Doors
from schemas.person import Person
from schemas.rights import Action, may


def badge(request: Request) -> Badge:
    """What the entrance has found out about this request."""
    found: Badge = request.state.badge
    return found


def doors_of(request: Request) -> Doors:
    """The services of the doors; ``doors_of(request).personnel`` manages accounts."""
    found: Doors = request.app.state.doors
    return found


def signed_in(request: Request) -> Person:
    """The person at the door.

    Raises:
        HTTPException: 401, nobody is signed in, or with a password that has to be changed first.
    """
    known = badge(request)
    if known.person is None or known.must_change:
        raise HTTPException(401)
    return known.person


def require(action: Action) -> Callable[[Person], Person]:
    """A dependency: the person at the door, who may do this for some agency at least.

    Raises (the dependency): HTTPException 403, and as :func:`signed_in`.
    """

    def allowed(person: Annotated[Person, Depends(signed_in)]) -> Person:
        if not may(person, action):
            raise HTTPException(403)
        return person

    return allowed


def of_agency(person: Person, action: Action, agency: str) -> None:
    """Lets pass whoever may do this with papers of that agency.

    Raises:
        HTTPException: 404; it never tells that there is such a record.
    """
    if not may(person, action, agency):
        raise HTTPException(404)
