"""Signing in at the organisation's own identity provider: OpenID Connect, authorisation code with PKCE (RFC 7636).

Authlib speaks to the provider and knows the rules of its answers. What a try needs to be checked afterwards (state,
nonce, PKCE verifier) is derived from one secret in the browser's cookie: nothing is kept here, and nobody can finish
in one browser what was begun in another.
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from review.access.tokens import derived
from schemas.errors import IdentityUnproven, ProviderUnreachable
from wiring.settings import Settings

_Json = Mapping[str, Any]
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key pair only: with a shared secret or none, anybody who knows the client could sign."""
_LEEWAY = 60
_SECONDS = 10.0
_SCOPE = "openid email profile"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Whom the provider means."""

    issuer: str
    subject: str
    email: str | None
    """Only one that the provider says it has verified."""


class Provider:
    """The provider that is set. Every verb raises `ProviderUnreachable`, or `IdentityUnproven` for a wrong answer."""

    def __init__(self, settings: Settings) -> None:
        """Takes: settings with an ``oidc_issuer``."""
        self._issuer = str(settings.oidc_issuer)
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret.get_secret_value()

    def begin(self, secret: str, *, state: str, back: str) -> str:
        """The provider's address to send the browser to. ``secret``: the cookie's; ``back``: where it shall return."""
        with self._client() as client:
            known = self._metadata(client)
            place, _ = client.create_authorization_url(
                self._place(known, "authorization_endpoint"), state=state, redirect_uri=back, scope=_SCOPE,
                nonce=derived(secret, "nonce"), code_verifier=derived(secret, "verifier"),
            )  # fmt: skip
        return str(place)

    def finish(self, secret: str, *, code: str, back: str, now: datetime) -> Identity:
        """Whom the provider means, when the browser has come back with this code."""
        with self._client() as client:
            known = self._metadata(client)
            token = _asked(
                lambda: client.fetch_token(
                    self._place(known, "token_endpoint"), grant_type="authorization_code", code=code,
                    redirect_uri=back, code_verifier=derived(secret, "verifier"),
                )
            )  # fmt: skip
            keys = _json(client, self._place(known, "jwks_uri"))
            claims = self._claims(str(token.get("id_token", "")), keys, known, derived(secret, "nonce"), now)
            if "email" not in claims and "userinfo_endpoint" in known:
                more = _json(client, self._place(known, "userinfo_endpoint"), signed_in=True)
                claims = {**more, **claims} if more.get("sub") == claims["sub"] else claims
        email = claims.get("email") if claims.get("email_verified") is True else None
        return Identity(issuer=known["issuer"], subject=str(claims["sub"]), email=email and str(email))

    def _claims(self, id_token: str, keys: _Json, known: _Json, nonce: str, now: datetime) -> _Json:
        """What the provider has signed, if it is for us, of this try and in time (OpenID Connect Core 1.0, 3.1.3.7)."""
        wanted = {"iss": known["issuer"], "aud": self._client_id, "nonce": nonce}
        exactly = {name: {"essential": True, "value": value} for name, value in wanted.items()}
        try:
            token = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS)  # type: ignore[arg-type]
            of_code = _authlib().CodeIDToken
            claims = of_code(token.claims, token.header, options=exactly, params={"client_id": self._client_id})
            claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
        except (JoseError, ValueError, KeyError, TypeError) as exc:
            raise IdentityUnproven(detail=type(exc).__name__) from exc
        return dict(token.claims)

    def _metadata(self, client: Any) -> _Json:  # noqa: ANN401  # Authlib has no types
        known = _json(client, f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        if str(known.get("issuer", "")).rstrip("/") != self._issuer.rstrip("/"):
            raise IdentityUnproven(detail="the provider calls itself otherwise")
        return known

    def _place(self, known: _Json, name: str) -> str:
        place = str(known.get(name, ""))
        if urlsplit(place).scheme not in ("https", urlsplit(self._issuer).scheme):
            raise IdentityUnproven(detail=f"{name} is no address to trust")
        return place

    def _client(self) -> Any:  # noqa: ANN401  # Authlib has no types
        return _authlib().OAuth2Client(
            client_id=self._client_id, client_secret=self._secret or None, code_challenge_method="S256",
            timeout=_SECONDS,
        )  # fmt: skip


def _asked(question: Callable[[], Any]) -> Any:  # noqa: ANN401  # Authlib has no types
    """The answer to a question put to the provider, its troubles translated."""
    try:
        return question()
    except httpx.HTTPStatusError as exc:
        status = exc.response.status_code
        kind = ProviderUnreachable if status >= 500 else IdentityUnproven
        raise kind(detail=f"status {status}") from exc
    except httpx.HTTPError as exc:
        raise ProviderUnreachable(detail=type(exc).__name__) from exc
    except (_authlib().OAuthError, ValueError) as exc:
        raise IdentityUnproven(detail=type(exc).__name__) from exc


def _json(client: Any, place: str, *, signed_in: bool = False) -> _Json:  # noqa: ANN401  # Authlib has no types
    found = _asked(lambda: client.request("GET", place, withhold_token=not signed_in).raise_for_status().json())
    if not isinstance(found, dict):
        raise IdentityUnproven(detail="no JSON object")
    return found


class _Authlib(NamedTuple):
    OAuth2Client: Any
    CodeIDToken: Any
    OAuthError: Any


@cache
def _authlib() -> _Authlib:
    """Authlib, loaded when somebody first signs in this way: it has no types, and warns of httpx's coming name."""
    with warnings.catch_warnings():
        import_module("authlib.deprecate")  # which would have its warnings always shown
        warnings.simplefilter("ignore")
        client = import_module("authlib.integrations.httpx_client")
        core = import_module("authlib.oidc.core")
    return _Authlib(client.OAuth2Client, core.CodeIDToken, client.OAuthError)
