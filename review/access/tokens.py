"""Secrets of cookies, and what is derived from them. Pure."""

import hashlib
import hmac
import re
import secrets

_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """A fresh secret of 256 bits."""
    return secrets.token_urlsafe(32)


def well_formed(token: str | None) -> str | None:
    """The token if it has the shape of ours, else None."""
    return token if token is not None and _SHAPE.fullmatch(token) else None


def digest(token: str) -> str:
    """What is kept of it: the secret cannot be found from that."""
    return hashlib.sha256(token.encode()).hexdigest()


def derived(token: str, purpose: str) -> str:
    """A second secret that only the first one's holder has; no way leads back."""
    made = hmac.new(token.encode(), f"kho {purpose}".encode(), hashlib.sha256)
    return made.hexdigest()


def forgery_token(token: str) -> str:
    """What every changing request of this session or visit must show."""
    return derived(token, "csrf")


def is_ours(token: str, shown: str | None) -> bool:
    """Whether a request shows the right one; takes as long for every wrong one."""
    return shown is not None and hmac.compare_digest(forgery_token(token).encode(), shown.encode())
