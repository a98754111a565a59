"""Signing in and out by password."""

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from fastapi import FastAPI

from catalog.audit import AuditFilter
from review.access.personnel import AT_THE_MACHINE
from review.access.tokens import digest
from schemas.person import Role
from tests.review.access.hall import PASSWORD, Hands, Visitor, audited, form_token, somebody

WRONG, NEW = "con mèo trèo cây mít", "trời xanh mây trắng"


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_then_on(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST)
    sent = visitor.get("/queue?agency=so-nam")
    assert (sent.status_code, sent.headers["location"]) == (303, "/login?next=/queue%3Fagency%3Dso-nam")
    form = visitor.get(sent.headers["location"])
    assert form.status_code == 200
    assert 'value="/queue?agency=so-nam"' in form.text
    assert form_token(form.text) == visitor.csrf
    done = visitor.sign_in("thu.thu", next="/queue?agency=so-nam")
    assert (done.status_code, done.headers["location"]) == (303, "/queue?agency=so-nam")
    assert visitor.get("/queue").text == "thu.thu"
    assert visitor.get("/login").headers["location"] == "/"


@pytest.mark.parametrize("headers", [{"accept": "application/json"}, {"accept": "text/html", "hx-request": "true"}])
def test_a_script_is_told_instead_of_sent(visitor: Visitor, headers: dict[str, str]) -> None:
    answer = visitor.get("/queue", headers=headers)
    assert answer.status_code == 401
    assert "x-kho-sentence" in answer.headers


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example/x", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_away_from_here_after_signing_in(app: FastAPI, visitor: Visitor, path: str) -> None:
    somebody(app)
    assert visitor.get("/login", params={"next": path}).status_code == 200
    assert visitor.sign_in("thu.thu", next=path).headers["location"] == "/"


def test_the_session_s_secret_is_new_and_the_visit_s_opens_nothing(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST)
    visitor.get("/login")
    planted = visitor.token
    visitor.sign_in("thu.thu")
    assert visitor.token != planted
    attacker = Visitor(app)
    attacker.client.cookies.set("kho", str(planted))
    assert attacker.get("/queue").headers["location"].startswith("/login")
    second = visitor.token
    visitor.post("/logout")
    visitor.sign_in("thu.thu")
    assert visitor.token not in (planted, second)


def test_a_secret_somebody_else_has_thought_of_is_not_made_a_session(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST)
    planted = "A" * 43
    visitor.client.cookies.set("kho", planted)
    assert visitor.sign_in("thu.thu").status_code == 303
    cookies = [cookie.value for cookie in visitor.client.cookies.jar if cookie.name == "kho"]
    assert any(value != planted for value in cookies)
    assert app.state.doors.sessions.holder(digest(planted), now=app.state.doors.clock.now()) is None


def test_only_a_digest_of_the_secret_is_kept(app: FastAPI, visitor: Visitor) -> None:
    account = somebody(app)
    visitor.sign_in("thu.thu")
    (session,) = app.state.doors.sessions.of(account.person.id, now=app.state.doors.clock.now())
    assert session.digest == digest(str(visitor.token))
    assert session.address == "192.0.2.7"
    with app.state.room.house.database.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM session").all()
    assert str(visitor.token) not in str(rows)


def test_wrong_unknown_disabled_and_passwordless_are_not_told_apart(app: FastAPI) -> None:
    somebody(app, Role.ADMINISTRATOR, login="quan.tri")
    somebody(app, login="thu.thu")
    gone = somebody(app, login="da.nghi")
    somebody(app, login="chi.oidc", password=None)
    app.state.doors.people.disable(gone.person.id)
    pages = set()
    for login, password in (
        ("thu.thu", WRONG), ("khong.co", PASSWORD), ("da.nghi", PASSWORD), ("chi.oidc", PASSWORD), ("'--", PASSWORD),
    ):  # fmt: skip
        visitor = Visitor(app)
        answer = visitor.sign_in(login, password)
        assert answer.status_code == 422
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.text
        pages.add(answer.text.replace(login.replace("'", "&#39;"), "…").replace(visitor.csrf, "…"))
    assert len(pages) == 1


def test_as_much_work_is_done_for_a_login_that_is_not_there(app: FastAPI, visitor: Visitor) -> None:
    compared: list[str] = []
    hasher = app.state.doors.passwords._hasher
    verify = type(hasher).verify

    class Counting(type(hasher)):  # type: ignore[misc]
        def verify(self, kept: str, password: str) -> bool:
            compared.append(kept)
            return bool(verify(self, kept, password))

    app.state.doors.passwords._hasher = Counting.from_parameters(CHEAPEST)
    somebody(app)
    for login in ("thu.thu", "khong.co", "không phải tên", ""):
        visitor.sign_in(login, WRONG)
    assert len(compared) == 4 - 1  # the empty one is no form at all
    costs = {kept.split("$")[3] for kept in compared}
    assert len(costs) == 1


def test_letters_of_the_login_may_be_large(app: FastAPI, visitor: Visitor) -> None:
    somebody(app)
    assert visitor.sign_in("  Thu.THU ").status_code == 303


def test_signing_out_ends_this_session_alone(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST)
    other = Visitor(app)
    for one in (visitor, other):
        one.sign_in("thu.thu")
    former = visitor.token
    answer = visitor.post("/logout")
    assert answer.headers["location"] == "/login"
    assert visitor.token is None
    visitor.client.cookies.set("kho", str(former))
    assert visitor.get("/queue").status_code == 303
    assert other.get("/queue").status_code == 200


def test_signing_out_everywhere_ends_every_session(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST)
    other = Visitor(app)
    for one in (visitor, other):
        one.sign_in("thu.thu")
    visitor.post("/logout", {"everywhere": "1"})
    assert other.get("/queue").status_code == 303


def test_signing_out_by_a_link_is_not_possible(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST)
    visitor.sign_in("thu.thu")
    assert visitor.get("/logout").status_code == 405
    assert visitor.get("/queue").status_code == 200


def test_a_session_ends_after_an_hour_without_use_and_after_twelve_with(
    app: FastAPI, visitor: Visitor, clock: Hands
) -> None:
    somebody(app, Role.ARCHIVIST)
    visitor.sign_in("thu.thu")
    for _ in range(12):
        clock.pass_(minutes=59)
        assert visitor.get("/queue").status_code == 200
    clock.pass_(minutes=15)
    assert visitor.get("/queue").status_code == 303
    visitor.sign_in("thu.thu")
    clock.pass_(minutes=61)
    assert visitor.get("/queue").status_code == 303


def test_a_disabled_person_is_out_at_once(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ADMINISTRATOR, login="quan.tri")
    account = somebody(app, Role.ARCHIVIST)
    visitor.sign_in("thu.thu")
    app.state.doors.people.disable(account.person.id)
    assert visitor.get("/queue").status_code == 303


def test_a_right_taken_away_is_gone_at_once(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ADMINISTRATOR, login="quan.tri")
    account = somebody(app, Role.ARCHIVIST)
    visitor.sign_in("thu.thu")
    app.state.doors.people.change(account.person.id, roles=frozenset({Role.CLERK}), agencies=None)
    assert visitor.get("/queue").status_code == 403


def test_a_hash_of_former_costs_is_made_anew_when_its_password_is_typed(app: FastAPI, visitor: Visitor) -> None:
    account = somebody(app)
    people = app.state.doors.people
    former = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    people.set_password(account.person.id, former, must_change=False, now=app.state.doors.clock.now())
    assert visitor.sign_in("thu.thu").status_code == 303
    assert not app.state.doors.passwords.outdated(people.by_login("thu.thu").hash)
    assert visitor.get("/").status_code == 200


def test_what_is_noted_of_signing_in_and_out(app: FastAPI, visitor: Visitor) -> None:
    somebody(app)
    visitor.sign_in("thu.thu", WRONG)
    visitor.sign_in("mật khẩu của tôi", WRONG)
    visitor.sign_in("thu.thu")
    token = visitor.token
    visitor.post("/logout")
    entries = list(reversed(app.state.doors.audit.entries(AuditFilter())))
    assert [(one.action, one.person, one.address) for one in entries] == [
        ("sign-in-failed", "thu.thu", "192.0.2.7"),
        ("sign-in-failed", None, "192.0.2.7"),
        ("signed-in", "thu.thu", "192.0.2.7"),
        ("signed-out", "thu.thu", "192.0.2.7"),
    ]
    told = str(entries)
    for secret in (PASSWORD, WRONG, "mật khẩu của tôi", str(token), "Thủ Thư"):
        assert secret not in told


def test_the_first_password_must_be_changed_before_anything_else(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST, must=True)
    visitor.sign_in("thu.thu")
    assert visitor.get("/queue").headers["location"] == "/password"
    assert visitor.get("/queue", headers={"accept": "application/json"}).status_code == 403
    form = visitor.get("/password")
    assert form.status_code == 200
    assert "do người khác cấp" in form.text
    before = visitor.token
    done = visitor.post("/password", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert visitor.token != before
    assert visitor.get("/queue").text == "thu.thu"
    assert Visitor(app).sign_in("thu.thu").status_code == 422
    assert Visitor(app).sign_in("thu.thu", NEW).status_code == 303
    assert audited(app)[:3] == ["signed-in", "password-changed", "sign-in-failed"]


def test_a_one_time_password_is_good_for_a_week(app: FastAPI, visitor: Visitor, clock: Hands) -> None:
    account, password = app.state.doors.personnel.add(
        AT_THE_MACHINE, "moi.den", name="Mới", roles=frozenset({Role.CLERK}), agencies=("Sở Nam",)
    )
    clock.pass_(days=7)
    assert visitor.sign_in("moi.den", password).status_code == 422
    again = app.state.doors.personnel.reset_password(AT_THE_MACHINE, account.person.id)
    clock.pass_(days=6)
    assert visitor.sign_in("moi.den", again).status_code == 303


def test_changing_the_password_ends_every_other_session(app: FastAPI, visitor: Visitor) -> None:
    somebody(app, Role.ARCHIVIST)
    thief = Visitor(app)
    for one in (visitor, thief):
        one.sign_in("thu.thu")
    visitor.post("/password", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert thief.get("/queue").status_code == 303
    assert visitor.get("/queue").status_code == 200


@pytest.mark.parametrize(
    ("current", "new", "again", "said"),
    [
        (WRONG, NEW, NEW, "Mật khẩu hiện tại không đúng"),
        (PASSWORD, "ngắn", "ngắn", "ít nhất 12 ký tự"),
        (PASSWORD, "x" * 257, "x" * 257, "dài quá 256"),
        (PASSWORD, "Password123456", "Password123456", "quá dễ đoán"),
        (PASSWORD, "thu.thu đi học xa", "thu.thu đi học xa", "chứa tên đăng nhập"),
        (PASSWORD, PASSWORD, PASSWORD, "phải khác"),
        (PASSWORD, NEW, "trời xanh mây đen", "không khớp"),
    ],
)
def test_a_change_that_cannot_be_is_told_why(
    app: FastAPI, visitor: Visitor, current: str, new: str, again: str, said: str
) -> None:
    somebody(app)
    visitor.sign_in("thu.thu")
    answer = visitor.post("/password", {"current": current, "new": new, "again": again})
    assert answer.status_code == 422
    assert said in answer.text
    assert new not in answer.text
    assert Visitor(app).sign_in("thu.thu").status_code == 303


def test_who_has_found_an_open_browser_cannot_guess_the_password_there(app: FastAPI, visitor: Visitor) -> None:
    somebody(app)
    visitor.sign_in("thu.thu")
    forms = {"new": NEW, "again": NEW}
    answers = [visitor.post("/password", {"current": WRONG, **forms}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert visitor.post("/password", {"current": PASSWORD, **forms}).status_code == 429


def test_who_has_no_password_is_told_so(app: FastAPI, visitor: Visitor) -> None:
    account = somebody(app, password=None)
    doors = app.state.doors
    visitor.get("/login")
    visitor.client.cookies.clear()
    token = "B" * 43
    doors.sessions.start(account.person.id, digest(token), address="", agent="", now=doors.clock.now())
    visitor.client.cookies.set("kho", token)
    assert "không có mật khẩu" in visitor.get("/password").text


@pytest.mark.parametrize(
    "login", ["<script>alert(1)</script>", "' OR 1=1 --", "\u202egnp.exe", "{{7*7}}", "a" * 200, "\x00", "\ud7ff☃"]
)
def test_hostile_logins_are_only_wrong(app: FastAPI, visitor: Visitor, login: str) -> None:
    somebody(app)
    answer = visitor.sign_in(login, WRONG)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "49" not in answer.text.replace(visitor.csrf, "") or "{{7*7}}" in answer.text
    assert Visitor(app).sign_in("thu.thu").status_code == 303


def test_a_hostile_name_and_browser_are_shown_harmless(app: FastAPI, visitor: Visitor) -> None:
    doors = app.state.doors
    name = '<img src=x onerror=alert(1)>\u202e"'
    account = doors.people.add("ac.y", name=name, roles=frozenset({Role.CLERK}), agencies=None, now=doors.clock.now())
    made = doors.passwords.made(PASSWORD)
    doors.people.set_password(account.person.id, made, must_change=False, now=doors.clock.now())
    visitor.client.headers["user-agent"] = "<script>alert(2)</script>" * 50
    visitor.sign_in("ac.y")
    page = visitor.get("/password").text
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "&lt;img src=x" in page
