"""Which passwords are good enough, and how they are kept."""

import unicodedata

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from review.access.passwords import Passwords, one_time_password, require_strong
from schemas.errors import PasswordWeak
from schemas.ids import ALPHABET


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(PasswordHasher.from_parameters(CHEAPEST))


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", "password-short"),
        ("ngắn quá 11", "password-short"),
        ("x" * 257, "password-long"),
        ("123456789012", "password-common"),
        ("0912 345 678!", "password-common"),
        ("Password123456", "password-common"),
        ("Mật khẩu 2026!", "password-common"),
        ("matkhau@123456", "password-common"),
        ("aaaaaaaaaaaaaa", "password-common"),
        ("abababababab", "password-common"),
        ("nguyen.an là tôi đây", "password-login"),
        ("NGUYEN.AN2026xyz", "password-login"),
    ],
)
def test_what_is_guessed_first_is_refused(password: str, problem: str) -> None:
    with pytest.raises(PasswordWeak) as refused:
        require_strong(password, login="nguyen.an@example.org")
    assert refused.value.facts == {"problem": problem}


@pytest.mark.parametrize(
    "password", ["con mèo trèo cây cau", "correct horse battery", "kV9#mmQ2pLx!", "ếếếếăăăăơơơơ1ă2b", "x7" * 128 + ""]
)
def test_length_is_enough_and_vietnamese_counts(password: str) -> None:
    if len(set(password)) >= 5:
        require_strong(password, login="nguyen.an")


def test_a_short_login_may_occur() -> None:
    require_strong("anh đi bộ tới trường", login="an")


def test_only_the_password_itself_is_right(passwords: Passwords) -> None:
    kept = passwords.made("con mèo trèo cây cau")
    assert kept.startswith("$argon2id$")
    assert "mèo" not in kept
    assert passwords.right(kept, "con mèo trèo cây cau")
    assert not passwords.right(kept, "con mèo trèo cây cau ")
    assert passwords.made("con mèo trèo cây cau") != kept


def test_letters_and_tones_may_be_typed_apart(passwords: Passwords) -> None:
    typed = "con mèo trèo cây cau"
    assert passwords.right(passwords.made(unicodedata.normalize("NFD", typed)), unicodedata.normalize("NFC", typed))


def test_without_a_hash_no_password_is_right(passwords: Passwords) -> None:
    assert not passwords.right(None, "")
    assert not passwords.right(None, "con mèo trèo cây cau")


def test_a_hash_of_other_costs_is_outdated(passwords: Passwords) -> None:
    assert not passwords.outdated(passwords.made("x"))
    assert Passwords().outdated(passwords.made("x"))


def test_the_costs_are_those_of_rfc_9106() -> None:
    kept = Passwords().made("con mèo trèo cây cau")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_one_time_password_is_strong_and_can_be_read_out() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        require_strong(password, login="nguyen.an")
        assert set(password) <= set(ALPHABET) | {"-"}
