"""The child's side of the sandbox: bounds itself, calls the function, sends the answer, is gone. Never returns.

The answer is one letter (``R`` for a result, ``E`` for an error of ours), eight bytes of length, and JSON.
"""

import ctypes
import errno
import gc
import json
import os
import resource
import signal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from schemas.errors import DiskFull, EngineFailed, EngineOutOfMemory, KhoError

HEADER = 9
_PR_SET_PDEATHSIG = 1
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_CELERY_HANDLES = (
    signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGALRM, signal.SIGCHLD,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """What a child may use."""

    seconds: float
    memory_bytes: int
    folder: Path
    file_bytes: int | None = None


def live(function: Callable[[], bytes], sink: int, parent: int, bounds: Bounds) -> NoReturn:
    """Is the child: sends what ``function`` gives (JSON), or the error it raises, to ``sink``."""
    guard = 0
    gc.freeze()  # what is inherited stays: looking through it would copy every page of memory that is shared till then
    try:
        os.setsid()
        die_with_parent(signal.SIGKILL)
        if os.getppid() != parent:  # it died before prctl could notice
            os._exit(1)
        _forget_parent()
        guard = _guard(sink)
        _bound(bounds)
        message = b"R", function()
    except BaseException as error:  # noqa: BLE001  # whatever it is, the parent is told, as one of our errors
        message = b"E", _error_body(_ours(error, bounds))
    if guard:
        os.kill(guard, signal.SIGKILL)
        os.waitpid(guard, 0)
    _send(sink, *message)
    os._exit(0)


def die_with_parent(sent: int) -> None:
    """Asks the kernel to send this process ``sent`` as soon as its parent is dead (Linux, see prctl(2))."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, sent, 0, 0, 0)


# -------------------------------------------------------------------------------------------------------------------


def _forget_parent() -> None:
    """Undoes what a Celery worker has set up for itself: signal handlers and mask, standard input and output."""
    for number in _CELERY_HANDLES:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)


def _guard(sink: int) -> int:
    """A process that does nothing but kill the group when the child dies: no program it has started lives on.

    The programs themselves cannot be told to (pytesseract and pdf2image start them), and the kernel's
    parent-death signal reaches the child only.
    """
    child = os.getpid()
    guard = os.fork()
    if guard:
        return guard
    os.close(sink)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
    die_with_parent(signal.SIGUSR2)
    if os.getppid() == child:
        signal.sigwait({signal.SIGUSR2})
    os.killpg(child, signal.SIGKILL)
    os._exit(0)


def _bound(bounds: Bounds) -> None:
    cpu = int(bounds.seconds) + 5
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory_bytes, bounds.memory_bytes))
    if bounds.file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (bounds.file_bytes, bounds.file_bytes))
    tempfile.tempdir = os.environ["TMPDIR"] = str(bounds.folder)
    os.environ["OMP_THREAD_LIMIT"] = "1"


def _ours(error: BaseException, bounds: Bounds) -> KhoError:
    """The error of this house that says what ``error`` means; a full disk and lost memory are found below others."""
    chain = _chain(error)
    if any(isinstance(link, OSError) and link.errno in _FULL for link in chain):
        return DiskFull(detail=type(error).__name__)
    if isinstance(error, KhoError):
        return error
    if any(isinstance(link, MemoryError) for link in chain):
        return EngineOutOfMemory(detail="memory bound reached", memory_bytes=bounds.memory_bytes)
    return EngineFailed(detail=_where(error))


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    return chain


def _where(error: BaseException) -> str:
    """Type and place; not the message, in which libraries quote file names and document text."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"


def _error_body(error: KhoError) -> bytes:
    said = {"kind": type(error).__name__, "code": error.code, "detail": error.detail, "facts": error.facts}
    return json.dumps(said, default=str).encode()


def _send(sink: int, kind: bytes, body: bytes) -> None:
    message = memoryview(kind + len(body).to_bytes(HEADER - 1, "big") + body)
    try:
        while message:
            message = message[os.write(sink, message) :]
    except OSError:  # the parent has gone: nobody is left to tell
        os._exit(1)
