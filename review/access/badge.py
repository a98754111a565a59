"""Who a request comes from, as the session's middleware has found out."""

from dataclasses import dataclass

from schemas.person import Person


@dataclass(frozen=True, kw_only=True)
class Badge:
    """On ``request.state.badge`` of every request."""

    token: str
    """The cookie's secret: of a session if somebody is signed in, else of this visit; tokens against forgery hang on
    it. Never to be shown, stored or logged."""
    person: Person | None
    must_change: bool
    address: str
    """Where the request comes from, as an IP address."""
