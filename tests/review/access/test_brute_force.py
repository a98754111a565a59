"""Guessing is slow; nobody is locked out of the own browser by somebody else's guesses, or for ever."""

import threading

from fastapi import FastAPI

from review.access.personnel import AT_THE_MACHINE
from schemas.person import Role
from tests.review.access.hall import PASSWORD, Hands, Visitor, audited, somebody

WRONG = "con mèo trèo cây mít"


def guesses(visitor: Visitor, number: int, login: str = "thu.thu") -> list[int]:
    return [visitor.sign_in(login, WRONG).status_code for _ in range(number)]


def test_after_five_wrong_ones_even_the_right_one_has_to_wait(app: FastAPI, visitor: Visitor, clock: Hands) -> None:
    somebody(app)
    assert guesses(visitor, 6) == [422] * 5 + [429]
    locked = visitor.sign_in("thu.thu")
    assert (locked.status_code, locked.headers["retry-after"]) == (429, "30")
    assert "Hãy thử lại sau 1 phút" in locked.text
    clock.pass_(seconds=30)
    assert visitor.sign_in("thu.thu").status_code == 303


def test_waits_grow_to_a_quarter_of_an_hour_and_no_further(app: FastAPI, clock: Hands) -> None:
    somebody(app)
    waits = []
    for number in range(14):
        visitor = Visitor(app, address=f"198.51.100.{number}")
        answer = visitor.sign_in("thu.thu", WRONG)
        if answer.status_code == 429:
            waits.append(int(answer.headers["retry-after"]))
            clock.pass_(seconds=waits[-1])
            assert visitor.sign_in("thu.thu", WRONG).status_code == 422
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900, 900]


def test_a_login_that_is_not_there_locks_just_the_same(app: FastAPI) -> None:
    somebody(app)
    seen = [
        [Visitor(app, address=address).sign_in(login, WRONG).status_code for _ in range(7)]
        for address, login in (("198.51.100.1", "thu.thu"), ("198.51.100.2", "khong.co"))
    ]
    assert seen[0] == seen[1] == [422] * 5 + [429] * 2


def test_many_guesses_at_once_are_no_more_than_one_after_another(app: FastAPI) -> None:
    somebody(app)
    answers: list[int] = []
    visitors = [Visitor(app, address=f"198.51.100.{number}") for number in range(8)]
    for visitor in visitors:
        visitor.get("/login")

    def guess(visitor: Visitor) -> None:
        answers.append(visitor.sign_in("thu.thu", WRONG).status_code)

    threads = [threading.Thread(target=guess, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [422] * 5 + [429] * 3


def test_an_outsider_does_not_lock_the_person_out_of_the_own_browser(app: FastAPI, clock: Hands) -> None:
    somebody(app, Role.ARCHIVIST)
    own, outsider = Visitor(app), Visitor(app, address="198.51.100.1")
    own.sign_in("thu.thu")
    own.post("/logout")
    for _ in range(12):
        guesses(outsider, 6)
        assert outsider.sign_in("thu.thu").status_code == 429
        assert own.sign_in("thu.thu").status_code == 303
        own.post("/logout")
        clock.pass_(minutes=5)


def test_the_own_browser_has_its_own_count_for_this_person_alone(app: FastAPI) -> None:
    somebody(app)
    somebody(app, login="khac")
    own = Visitor(app)
    own.sign_in("thu.thu")
    own.post("/logout")
    assert guesses(own, 6) == [422] * 5 + [429]
    # Another browser does not wait for that; and this one is no better than any for somebody else's account.
    assert Visitor(app, address="198.51.100.1").sign_in("thu.thu").status_code == 303
    assert guesses(own, 6, "khac") == [422] * 5 + [429]


def test_a_browser_s_cookie_that_was_made_up_is_no_known_browser(app: FastAPI, visitor: Visitor) -> None:
    somebody(app)
    visitor.client.cookies.set("kho-device", "C" * 43)
    assert guesses(visitor, 6) == [422] * 5 + [429]
    other = Visitor(app)
    other.client.cookies.set("kho-device", "D" * 43)
    assert other.sign_in("thu.thu").status_code == 429


def test_one_address_may_not_try_every_login(app: FastAPI, clock: Hands) -> None:
    somebody(app)
    visitor = Visitor(app)
    answers = [visitor.sign_in(f"login.{number}", WRONG).status_code for number in range(32)]
    assert answers == [422] * 30 + [429] * 2
    assert visitor.sign_in("thu.thu").status_code == 429
    assert Visitor(app, address="198.51.100.1").sign_in("thu.thu").status_code == 303
    clock.pass_(seconds=30)
    assert visitor.sign_in("thu.thu").status_code == 303


def test_an_own_account_does_not_wash_away_the_guesses_at_others(app: FastAPI) -> None:
    somebody(app)
    visitor, answers = Visitor(app), []
    for number in range(32):
        answers.append(visitor.sign_in(f"login.{number}", WRONG).status_code)
        if number % 10 == 9:
            visitor.client.cookies.delete("kho-device") if "kho-device" in visitor.client.cookies else None
            visitor.sign_in("thu.thu")
            visitor.client.cookies.clear()
    assert answers[-2:] == [429] * 2


def test_a_whole_network_of_ipv6_is_one_address(app: FastAPI) -> None:
    somebody(app)
    answers = [
        Visitor(app, address=f"2001:db8::{number:x}").sign_in(f"login.{number}", WRONG).status_code
        for number in range(32)
    ]
    assert answers == [422] * 30 + [429] * 2


def test_an_administrator_ends_the_wait(app: FastAPI, visitor: Visitor) -> None:
    account = somebody(app)
    guesses(visitor, 6)
    password = app.state.doors.personnel.reset_password(AT_THE_MACHINE, account.person.id)
    assert visitor.sign_in("thu.thu", password).status_code == 303


def test_guesses_that_were_looked_at_are_noted_and_knocking_is_not(app: FastAPI, visitor: Visitor) -> None:
    somebody(app)
    guesses(visitor, 9)
    assert audited(app) == ["sign-in-failed"] * 5


def test_the_right_password_begins_the_count_anew(app: FastAPI, visitor: Visitor) -> None:
    somebody(app)
    for _ in range(3):
        assert guesses(visitor, 4) == [422] * 4
        assert visitor.sign_in("thu.thu", PASSWORD).status_code == 303
        visitor.client.cookies.clear()
