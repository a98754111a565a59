"""A real identity provider of our own for the tests: `oidc-provider-mock` in a process of its own, on loopback."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from cluster.place import free_ports

_START_SECONDS = 240.0
_TRIES = 3
PEOPLE: Sequence[dict[str, object]] = (
    {"sub": "s-1", "email": "thu.thu@example.org", "email_verified": True},
    {"sub": "s-2", "email": "thu.thu@example.org", "email_verified": True},
    {"sub": "s-3", "email": "thu.thu@example.org", "email_verified": False},
    {"sub": "s-4", "email": "la.mat@example.org", "email_verified": True},
    {"sub": "s-5", "preferred_username": "thu.thu"},
    {"sub": "s-6", "email": "quan.tri@example.org", "email_verified": True, "roles": ["administrator"]},
)
"""Who can sign in there."""


@contextmanager
def provider(log: Path) -> Iterator[str]:
    """A running provider; gives its issuer."""
    process, issuer = _started(log)
    try:
        yield issuer
    finally:
        process.terminate()
        process.wait(_START_SECONDS)


def _started(log: Path) -> "tuple[subprocess.Popen[bytes], str]":
    people = [word for one in PEOPLE for word in ("--user-claims", json.dumps(one))]
    for _ in range(_TRIES):  # somebody else may take the port meanwhile
        (port,) = free_ports(1)
        argv = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "oidc_provider_mock",
            "--port",
            str(port),
            "--require-nonce",
            "true",
        ]
        with log.open("wb") as out:
            process = subprocess.Popen([*argv, *people], stdout=out, stderr=out)
        issuer = f"http://127.0.0.1:{port}"
        if _answers(process, issuer):
            return process, issuer
        process.kill()
        process.wait(_START_SECONDS)
    raise RuntimeError(log.read_text(errors="replace"))


def _answers(process: "subprocess.Popen[bytes]", issuer: str) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{issuer}/.well-known/openid-configuration", timeout=60).status_code == 200:
                return process.poll() is None
        except httpx.HTTPError:
            time.sleep(0.1)
    return False


def agree(place: str, subject: str) -> str:
    """What somebody does in the provider's own page: says who they are; gives where it sends the browser."""
    answer = httpx.post(place, data={"sub": subject}, timeout=120)
    assert answer.status_code == 302, answer.text
    return unescape(answer.headers["location"])


def refuse(place: str) -> str:
    """The same, saying no."""
    answer = httpx.post(place, data={"action": "deny"}, timeout=120)
    assert answer.status_code == 302, answer.text
    return unescape(answer.headers["location"])


def asked(place: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}
