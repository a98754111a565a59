"""`kho user …`: the accounts of the reading room. Whoever may run `kho` on this machine may do all of it."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from catalog.audit import SqlAudit
from catalog.people import SqlPeople
from catalog.sessions import SqlSessions
from catalog.sign_in_tries import SqlTries
from cli.frame import Home, Json, Vault, emit, house, out, plain, told
from cli.record_words import role_name
from cli.tongue import say
from review.access.passwords import Passwords
from review.access.personnel import AT_THE_MACHINE, Personnel
from schemas.errors import PersonMissing
from schemas.person import Account, Role
from wiring.clock import SystemClock
from wiring.house import House

Login = Annotated[str, typer.Argument(help=say("Tên đăng nhập", "Login"), metavar="LOGIN")]
Roles = Annotated[
    list[Role], typer.Option("--role", help=say("Vai trò (dùng nhiều lần được)", "Role (may be repeated)"))
]
Agencies = Annotated[
    list[str] | None,
    typer.Option("--agency", help=say("Chỉ các cơ quan này; bỏ trống là tất cả", "Only these agencies; all if none")),
]


def build() -> typer.Typer:
    """The group with its subcommands."""
    app = typer.Typer(no_args_is_help=True, help=say("Người dùng của phòng đọc.", "People of the reading room."))
    app.command("add", help=say("Thêm người, in mật khẩu dùng một lần.", "Add, print a one-time password."))(add)
    app.command("list", help=say("Danh sách người dùng.", "Everybody."))(listing)
    app.command("roles", help=say("Đặt lại vai trò, cơ quan.", "Set roles and agencies anew."))(roles)
    app.command("reset", help=say("Cấp mật khẩu dùng một lần khác.", "Another one-time password."))(reset)
    app.command("disable", help=say("Khóa tài khoản, đăng xuất mọi nơi.", "Let nobody in by it."))(disable)
    app.command("enable", help=say("Mở lại tài khoản.", "Let in again."))(enable)
    return app


def add(
    login: Login,
    role: Roles,
    name: Annotated[str, typer.Option("--name", help=say("Tên hiển thị", "Name as shown"))] = "",
    agency: Agencies = None,
    email: Annotated[str | None, typer.Option("--email", help=say("Thư điện tử", "E-mail"))] = None,
    home: Home = None,
    vault: Vault = None,
    as_json: Json = False,
) -> None:
    """Adds somebody and prints the password to sign in with the first time."""
    with told(), house(home, vault) as opened:
        account, password = personnel(opened).add(
            AT_THE_MACHINE, login, name=name or login, roles=frozenset(role), agencies=_scope(agency), email=email
        )
    _print_password(account, password, as_json=as_json)


def listing(home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """Everybody, with roles and agencies."""
    with told(), house(home, vault) as opened:
        accounts = personnel(opened).accounts(AT_THE_MACHINE)
    if as_json:
        for account in accounts:
            emit(plain(account))
    else:
        out.print(_table(accounts))


def roles(
    login: Login, role: Roles, agency: Agencies = None, home: Home = None, vault: Vault = None, as_json: Json = False
) -> None:
    """Gives these roles for these agencies in place of the former ones."""
    with told(), house(home, vault) as opened:
        staff, account = personnel(opened), known(opened, login)
        staff.change_roles(AT_THE_MACHINE, account.person.id, roles=frozenset(role), agencies=_scope(agency))
        _print_account(opened, login, as_json=as_json)


def reset(login: Login, home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """Another one-time password; signs out everywhere and ends a lock."""
    with told(), house(home, vault) as opened:
        account = known(opened, login)
        password = personnel(opened).reset_password(AT_THE_MACHINE, account.person.id)
    _print_password(account, password, as_json=as_json)


def disable(login: Login, home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """Lets nobody in by this account any more."""
    with told(), house(home, vault) as opened:
        personnel(opened).disable(AT_THE_MACHINE, known(opened, login).person.id)
        _print_account(opened, login, as_json=as_json)


def enable(login: Login, home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """Lets the person in again."""
    with told(), house(home, vault) as opened:
        personnel(opened).enable(AT_THE_MACHINE, known(opened, login).person.id)
        _print_account(opened, login, as_json=as_json)


def personnel(opened: House) -> Personnel:
    """The service over this house."""
    database = opened.database
    return Personnel(
        people=SqlPeople(database), sessions=SqlSessions(database), tries=SqlTries(database),
        audit=SqlAudit(database), passwords=Passwords(), clock=SystemClock(),
    )  # fmt: skip


def known(opened: House, login: str) -> Account:
    """The account with this login.

    Raises:
        PersonMissing: there is none.
    """
    found = SqlPeople(opened.database).by_login(login.strip().lower())
    if found is None:
        raise PersonMissing(detail="no such login", name=login)
    return found.account


def _scope(agencies: list[str] | None) -> tuple[str, ...] | None:
    return tuple(agencies) if agencies else None


def _print_password(account: Account, password: str, *, as_json: bool) -> None:
    if as_json:
        emit({"login": account.person.login, "password": password})
        return
    once = say("mật khẩu dùng một lần, trong 7 ngày; chỉ hiện lần này", "one-time password, for 7 days; shown only now")
    out.print(f"{escape(account.person.login)}  [bold]{password}[/bold]  [dim]({once})[/dim]")


def _print_account(opened: House, login: str, *, as_json: bool) -> None:
    account = known(opened, login)
    if as_json:
        emit(plain(account))
    else:
        out.print(_table([account]))


def _table(accounts: Iterable[Account]) -> Table:
    table = Table(
        say("Đăng nhập", "Login"), say("Tên", "Name"), say("Vai trò", "Roles"), say("Cơ quan", "Agencies"), ""
    )
    for account in accounts:
        person = account.person
        agencies = say("tất cả", "all") if person.agencies is None else ", ".join(person.agencies)
        words = [] if account.enabled else [say("đã khóa", "disabled")]
        words += [say("phải đổi mật khẩu", "must change password")] if account.must_change else []
        row = (person.login, person.name, ", ".join(map(role_name, sorted(person.roles))), agencies, ", ".join(words))
        table.add_row(*map(escape, row))
    return table
