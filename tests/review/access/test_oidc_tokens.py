"""Which signed words of a provider are believed: exactly those for us, of this try, in time, by its own keys."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from review.access.oidc import Provider
from schemas.errors import IdentityUnproven
from wiring.settings import Settings

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ISSUER, NONCE, SECRET = "https://id.example.org", "n" * 64, "a secret of thirty-two bytes or so"
GOOD: dict[str, Any] = {
    "iss": ISSUER, "sub": "s-1", "aud": "phong-doc", "nonce": NONCE,
    "iat": int(NOW.timestamp()), "exp": int(NOW.timestamp()) + 300,
}  # fmt: skip


@pytest.fixture(scope="module")
def own() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "k1"})


@pytest.fixture(scope="module")
def other() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "k1"})


def believed(token: str, own: RSAKey) -> dict[str, Any]:
    provider = Provider(Settings(oidc_issuer=ISSUER, oidc_client_id="phong-doc", oidc_client_secret=SECRET))  # type: ignore[arg-type]
    keys = {"keys": [own.as_dict(private=False)]}
    return dict(provider._claims(token, keys, {"issuer": ISSUER}, NONCE, NOW))


def signed(key: Any, algorithm: str = "RS256", **changes: object) -> str:
    claims = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return jwt.encode({"alg": algorithm, "kid": "k1"}, claims, key, algorithms=[algorithm])


def test_what_is_right_is_believed(own: RSAKey) -> None:
    assert believed(signed(own), own) == GOOD
    assert believed(signed(own, exp=int(NOW.timestamp()) - 30), own)["sub"] == "s-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": None},
        {"aud": ["phong-doc", "another"], "azp": "another"},
        {"nonce": "m" * 64},
        {"nonce": None},
        {"sub": None},
        {"exp": int(NOW.timestamp()) - 61},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iat": None},
        {"nbf": int(NOW.timestamp()) + 3600},
    ],
    ids=str,
)
def test_what_is_said_of_somebody_else_or_some_other_time_is_not(own: RSAKey, changes: dict[str, object]) -> None:
    with pytest.raises(IdentityUnproven):
        believed(signed(own, **changes), own)


def test_another_s_signature_is_none(own: RSAKey, other: RSAKey) -> None:
    with pytest.raises(IdentityUnproven):
        believed(signed(other), own)


def test_a_secret_that_both_know_signs_nothing_nor_does_the_public_key_as_a_secret(own: RSAKey) -> None:
    _, body, _ = signed(own).split(".")
    head = urlsafe_b64encode(b'{"alg":"HS256","kid":"k1"}').rstrip(b"=")
    for key in (SECRET.encode(), own.as_pem(private=False)):
        mac = hmac.new(key, head + b"." + body.encode(), hashlib.sha256).digest()
        with pytest.raises(IdentityUnproven):
            believed(b".".join((head, body.encode(), urlsafe_b64encode(mac).rstrip(b"="))).decode(), own)


def test_no_signature_is_none(own: RSAKey) -> None:
    head, body, _ = signed(own).split(".")
    unsigned = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    for token in (f"{unsigned}.{body}.", f"{head}.{body}.", f"{head}.{body}", "", "x", "..", "a.b.c"):
        with pytest.raises(IdentityUnproven):
            believed(token, own)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": [{}]}, {"keys": [{"kty": "RSA"}]}, {"keys": "x"}])
def test_keys_that_are_none_prove_nothing(own: RSAKey, keys: dict[str, object]) -> None:
    provider = Provider(Settings(oidc_issuer=ISSUER, oidc_client_id="phong-doc"))
    with pytest.raises(IdentityUnproven):
        provider._claims(signed(own), keys, {"issuer": ISSUER}, NONCE, NOW)
