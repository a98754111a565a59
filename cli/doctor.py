"""`kho doctor`: is everything there that the work needs, and what to do about what is not."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version

import typer
from rich.table import Table

from catalog.database import open_database
from cli.finding import Finding
from cli.frame import NOT_WELL, Home, Json, Vault, emit, out, plain, told
from cli.tongue import explain, say
from schemas.errors import KhoError
from storage.vault import OcflVault
from wiring.broker import broker_url, server_program, wait_for_broker
from wiring.house import open_store, prepare_catalog
from wiring.settings import Settings, load

_LIBRARIES = (
    "ocrmypdf", "pikepdf", "pytesseract", "pdf2image", "celery", "minio", "SQLAlchemy",
    "onnxruntime",
)  # fmt: skip
_OF_A_READER = ("trueocr", "tesserocr")
"""Libraries without which one of the readers is missing, which may be well: see `cli.doctor_readers`."""


def doctor(home: Home = None, vault: Vault = None, as_json: Json = False) -> None:
    """Looks at every reader, program, library, broker, store and database; ends 1 if something is not well."""
    with told():
        findings = tuple(examine(load(home=home, vault=vault)))
    if as_json:
        for finding in findings:
            emit(plain(finding))
    else:
        table = Table("", say("thành phần", "part"), say("phiên bản", "version"), say("cần làm", "remedy"))
        for f in findings:
            table.add_row(f.sign, f.name, f.version, f.remedy)
        out.print(table)
    if not all(f.ok for f in findings):
        raise typer.Exit(NOT_WELL)


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, in the order of the work."""
    from cli.doctor_readers import examine_readers  # noqa: PLC0415  # loads the nets' libraries

    readers = tuple(examine_readers(settings.readers, settings.language))
    yield from readers
    for finding in _tesseract(settings) if "tesseract" in settings.readers else ():
        # one reader is enough, and Tesseract can also be here as a library
        yield finding if finding.ok else finding.model_copy(update={"ok": readers[0].ok})
    for name in ("pdftoppm", "pdftotext", "pdfinfo"):
        yield _program(name, ["-v"], "poppler-utils")
    for library in _LIBRARIES:
        yield _library(library, needed=True)
    for library in _OF_A_READER:
        yield _library(library, needed=False)
    yield _tried("database", settings.catalog_place.split("@")[-1], lambda: _ask_database(settings))
    yield _tried("store", settings.vault_place, lambda: _ask_store(settings))
    if settings.broker_url is None:
        yield _tried("broker", "redis-server", lambda: str(server_program()))
    else:
        yield _tried("broker", broker_url(settings).split("@")[-1], lambda: _ask_broker(settings))


def _tesseract(settings: Settings) -> Iterator[Finding]:
    yield _program("tesseract", ["--version"], "tesseract-ocr")
    for language in settings.language.split("+"):
        yield _language(language)


def _library(name: str, *, needed: bool) -> Finding:
    try:
        return Finding(name=name, ok=True, version=version(name), remedy="")
    except PackageNotFoundError:
        return Finding(name=name, ok=not needed, version="", remedy="make setup")


def _program(name: str, arguments: list[str], package: str) -> Finding:
    place = shutil.which(name)
    if place is None:
        return Finding(name=name, ok=False, version="", remedy=f"apt-get install {package}")
    said = subprocess.run([place, *arguments], capture_output=True, check=False, timeout=20)
    lines = (said.stdout + said.stderr).decode(errors="replace").splitlines()
    return Finding(name=name, ok=True, version=lines[0].strip() if lines else "", remedy="")


def _language(name: str) -> Finding:
    place = shutil.which("tesseract")
    listed = b""
    if place is not None:
        listed = subprocess.run([place, "--list-langs"], capture_output=True, check=False, timeout=20).stdout
    ok = name in listed.decode(errors="replace").split()
    remedy = "" if ok else f"apt-get install tesseract-ocr-{name.lower()}"
    return Finding(name=f"tesseract: {name}", ok=ok, version="", remedy=remedy)


def _tried(name: str, place: str, look: Callable[[], str]) -> Finding:
    try:
        found = look()
    except KhoError as problem:
        return Finding(name=f"{name}: {place}", ok=False, version="", remedy=f"{explain(problem)} ({problem.code})")
    return Finding(name=f"{name}: {place}", ok=True, version=found, remedy="")


def _ask_database(settings: Settings) -> str:
    settings.state.mkdir(parents=True, exist_ok=True)
    prepare_catalog(settings)
    return str(open_database(settings.catalog_place).dialect.name)


def _ask_store(settings: Settings) -> str:
    OcflVault(open_store(settings)).ensure()
    return "S3" if settings.vault_place.startswith("s3://") else say("thư mục", "folder")


def _ask_broker(settings: Settings) -> str:
    wait_for_broker(broker_url(settings), seconds=2)
    return say("trả lời", "answers")
