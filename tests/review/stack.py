"""The real stack for tests of the reading room: samples archived by the real `kho`, uvicorn, sessions."""

import fcntl
import json
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from review.access import cookies
from review.access.tokens import digest, new_token
from review.app import create_app
from review.context import Room
from schemas.ids import RecordId
from schemas.person import Person, Role
from tests.e2e.desk import Desk, wait_for
from wiring.house import open_house
from wiring.settings import Settings

SAMPLES = Path(__file__).parents[1] / "samples" / "scans"
ARCHIVED: Mapping[str, Sequence[str]] = {
    "so-tu-phap": ("cong-van-so-hoa.jpg", "ke-hoach-ngay-phap-luat.pdf", "ke-hoach-ngay-phap-luat.json"),
    "ubnd-xa-nga-son": ("thong-bao-tro-giup-phap-ly.png", "to-roi-giao-thong.jpg"),
}
"""Agency → the samples that are archived, one page each or two: what costs seconds, not minutes."""
REFUSED: Mapping[str, bytes] = {
    "so-tu-phap/danh bạ.txt": "không phải bản quét\n".encode(),
    "ubnd-xa-nga-son/quét dở.jpg": b"",
}
"""What lies in the inbox too and is refused."""
ANYBODY = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A home with archived samples, and an inbox."""

    root: Path
    records: Mapping[str, RecordId]
    """Sample's name without its ending → record."""

    @property
    def home(self) -> Path:
        """The home folder."""
        return self.root / "home"

    @property
    def inbox(self) -> Path:
        """The inbox."""
        return self.root / "inbox"

    def kho(self, *arguments: str | Path) -> None:
        """Runs a command over it, which must end well."""
        (self.root / "at-work").mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.root / "at-work") as place:
            desk = Desk(Path(place))
            desk.home, desk.environment["KHO_INBOX"] = self.home, str(self.inbox)
            desk.kho(*arguments, KHO_INCOMPLETE_SECONDS="1", KHO_JOBS="1")

    def settings(self, **more: object) -> Settings:
        """Settings of a house over it; ``more`` as in `wiring.settings.Settings`."""
        return Settings(home=self.home, inbox=self.inbox, min_free_mb=0, **more)  # type: ignore[arg-type]


def archived_once(shared: Path) -> Archive:
    """The samples archived below ``shared``, by whichever process of a test run comes first."""
    with (shared / "review-archive.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        root, told = shared / "review-archive", shared / "review-archive.json"
        if not told.exists():
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir()
            told.write_text(json.dumps(_archive(Desk(root))), encoding="utf-8")
        return Archive(root=root, records=json.loads(told.read_text(encoding="utf-8")))


def _archive(desk: Desk) -> dict[str, str]:
    for agency, names in ARCHIVED.items():
        (desk.inbox / agency).mkdir()
        for name in names:
            shutil.copy(SAMPLES / agency / name, desk.inbox / agency / name)
    for path, content in REFUSED.items():
        (desk.inbox / path).write_bytes(content)
    desk.kho("up", "--once", KHO_INCOMPLETE_SECONDS="1", KHO_JOBS="1")
    found = {Path(row["source"]).stem: str(row["record"]) for row in desk.rows("list")}
    assert len(found) == 4, found
    return found


def copied(archive: Archive, goal: Path) -> Archive:
    """The same archive, to do with as one likes."""
    left = shutil.ignore_patterns("broker", "logs", "work", "vault-of-this-home")
    shutil.copytree(archive.home, goal / "home", ignore=left)
    shutil.copytree(archive.inbox, goal / "inbox")
    return Archive(root=goal, records=archive.records)


class Standing:
    """A reading room that answers at ``url``; ``room`` for looking behind the pages."""

    def __init__(self, room: Room, url: str, archive: Archive) -> None:
        self.room, self.url, self.archive = room, url, archive

    def person(self, *roles: Role, login: str | None = None, agencies: tuple[str, ...] | None = None) -> Person:
        """Somebody with these roles, made if there is nobody of that login; the login is the role's by default."""
        name = login or "-".join(role.value for role in roles)
        known = self.room.people.by_login(name)
        if known is not None:
            return known.account.person
        account = self.room.people.add(
            name, name=f"Cán bộ {name}", roles=frozenset(roles), agencies=agencies, now=self.room.now()
        )
        return account.person

    def session(self, person: Person) -> str:
        """The secret of a fresh session of this person."""
        token = new_token()
        self.room.sessions.start(person.id, digest(token), address=ANYBODY, agent="tests", now=self.room.now())
        return token

    def cookie(self, person: Person) -> dict[str, str]:
        """A fresh session's cookie, as httpx takes it."""
        return {cookies.SESSION: self.session(person)}


@contextmanager
def standing(
    archive: Archive, *, prepare: Callable[[FastAPI], None] | None = None, **settings: object
) -> Iterator[Standing]:
    """The reading room over this archive, served by uvicorn in a thread until the block ends.

    ``prepare`` is given the application before it is served; ``settings`` as in `Archive.settings`.
    """
    app = create_app(open_house(archive.settings(**settings)))
    if prepare is not None:
        prepare(app)
    config = uvicorn.Config(app, host=ANYBODY, port=0, log_config=None, access_log=False, timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="reading-room")
    thread.start()
    try:
        wait_for(lambda: server.started or not thread.is_alive() or None)
        assert server.started, "uvicorn has not started"
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Standing(app.state.room, f"http://{ANYBODY}:{port}", archive)
    finally:
        server.should_exit = True
        thread.join(240)
        app.state.room.house.database.dispose()
    assert not thread.is_alive()
