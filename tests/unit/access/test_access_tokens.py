"""Secrets, what is derived from them, and the field that shows one."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.access.first_field import first_field
from review.access.paths import is_open, own_path, path_of
from review.access.tokens import derived, digest, forgery_token, is_ours, new_token, well_formed

LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""However busy the machine is."""


def test_every_secret_is_another_and_well_formed() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(well_formed(token) == token for token in made)


@pytest.mark.parametrize("token", [None, "", "a" * 42, "a" * 44, "a" * 42 + "=", "a" * 42 + "\n", "é" * 43])
def test_what_is_no_secret_of_ours_is_nothing(token: str | None) -> None:
    assert well_formed(token) is None


def test_what_is_shown_tells_nothing_of_the_secret_and_belongs_to_it_alone() -> None:
    token, other = new_token(), new_token()
    shown = [digest(token), forgery_token(token), derived(token, "nonce"), derived(token, "state")]
    assert len({token, *shown}) == 5
    assert is_ours(token, forgery_token(token))
    assert not is_ours(other, forgery_token(token))


@LAW
@given(st.none() | st.text())
def test_nothing_else_is_ours(shown: str | None) -> None:
    assert not is_ours("a" * 43, shown)


def form(*parts: str, boundary: str = "xYz") -> bytes:
    return "".join(f"--{boundary}\r\n{part}\r\n" for part in parts).encode()


FIELD = 'Content-Disposition: form-data; name="csrf"\r\n\r\nabc'
FILE = 'Content-Disposition: form-data; name="csrf"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\nabc'
OTHER = 'content-disposition: form-data; name="file"; filename="\u1ea3nh.pdf"\r\n\r\n%PDF'
TYPE = "multipart/form-data; boundary=xYz"


def test_the_first_field_is_read_from_the_beginning_of_a_form_with_files() -> None:
    assert first_field(TYPE, form(FIELD, OTHER)[:-5]) == ("csrf", "abc")
    assert first_field(TYPE, form(FIELD)[:-2] + b"\r\n--xYz--\r\n") == ("csrf", "abc")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (TYPE, form(OTHER, FIELD)),
        (TYPE, form(FILE, FIELD)),
        (TYPE, form(FIELD)),  # its end is not there yet: nobody knows how it goes on
        (TYPE, b""),
        (TYPE, b"abc" * 1000),
        (TYPE, form("Content-Disposition: form-data\r\n\r\nabc", OTHER)),
        ("multipart/form-data", form(FIELD, OTHER)),
        ("multipart/form-data; boundary=", form(FIELD, OTHER)),
        ("multipart/form-data; boundary=" + "x" * 5000, form(FIELD, OTHER)),
    ],
)
def test_anything_else_is_no_first_field(content_type: str, body: bytes) -> None:
    assert first_field(content_type, body) == (None, None)


@LAW
@given(st.binary(max_size=400), st.text(st.characters(max_codepoint=255), max_size=60))
def test_no_body_breaks_the_look_at_it(body: bytes, boundary: str) -> None:
    name, _ = first_field(f"multipart/form-data; boundary={boundary}", b"--" + body)
    assert name is None or isinstance(name, str)


@pytest.mark.parametrize("path", ["/", "/queue", "/record/x?a=b&c", "/tài-liệu"])
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["", "queue", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a\nb", "/\t/x"],
)
def test_a_way_out_leads_home(path: str) -> None:
    assert own_path(path) == "/"


@pytest.mark.parametrize("path", ["/login", "/oidc/back", "/static/app.css", "/tongue/vi", "/healthz"])
def test_what_is_open(path: str) -> None:
    assert is_open(path)


@pytest.mark.parametrize("path", ["/", "/queue", "/login/", "/oidc", "/people", "/Static/x", "/password", "//login"])
def test_everything_else_is_closed(path: str) -> None:
    assert not is_open(path)


def test_a_path_below_a_proxy_s_folder_is_the_same_path() -> None:
    assert path_of({"path": "/phong-doc/queue", "root_path": "/phong-doc"}) == "/queue"
    assert path_of({"path": "/queue", "root_path": "/phong-doc"}) == "/queue"
    assert path_of({"path": "/phong-docx", "root_path": "/phong-doc"}) == "/phong-docx"
    assert path_of({"path": "/queue"}) == "/queue"
