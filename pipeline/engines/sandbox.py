"""Runs one function in a forked child that can neither outlive its deadline nor its parent, nor eat the machine.

A fork, because the engine modules are then imported already (OCRmyPDF's import alone costs 0.5 to 1.5 s), and
``os.fork`` rather than ``multiprocessing``, because a Celery worker child is a daemon that may have no children there.
What comes back is JSON checked against a type, never a pickle: a child that a hostile file has taken over must not
run code in its parent. Not for anything that must change the parent's memory.
"""

import ctypes
import errno
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar

from pydantic import TypeAdapter

from schemas import errors
from schemas.errors import Code, DiskFull, EngineFailed, EngineOutOfMemory, EngineTimeout, KhoError

_PR_SET_PDEATHSIG = 1
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_MAX_ANSWER = 256_000_000
_CHUNK = 1 << 16
_HEADER = 9
_LAST_BREATH = 1000
"""Milliseconds a child that has closed its pipe is given to be gone by itself."""

T = TypeVar("T")


def run_limited(
    function: Callable[[], T],
    gives: TypeAdapter[T],
    *,
    seconds: float,
    memory_bytes: int,
    folder: Path,
    file_bytes: int | None = None,
) -> T:
    """``function()``, called in a child of its own, which is always dead with all it started when this returns.

    Args:
        function: what to run; it inherits this process's memory and must not need more than that.
        gives: the type of the result, which crosses the pipe as JSON.
        seconds: wall time; also the bound on the CPU time of each process.
        memory_bytes: address space of each process.
        folder: where temporary files go; it exists.
        file_bytes: bound on the size of a file written.

    Raises:
        EngineTimeout: the deadline passed.
        EngineOutOfMemory: the memory bound was reached, or the kernel killed the child.
        DiskFull: no space left on the disk, in the child.
        EngineFailed: the child died of a signal, ended without an answer, or its answer is not of the type.
        KhoError: whatever of ours the function raises, with its code and facts.
    """
    source, sink = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(source)
        _live(function, gives, sink, parent, seconds, memory_bytes, folder, file_bytes)
    os.close(sink)
    answer = None
    try:
        answer = _receive(source, time.monotonic() + seconds)
    finally:
        os.close(source)
        status = _end(child, patience=0 if answer is None else _LAST_BREATH)
    return _judge(answer, status, gives, seconds, memory_bytes)


def die_with_parent(sent: int = signal.SIGKILL) -> None:
    """Asks the kernel to send this process ``sent`` as soon as its parent is dead (Linux, see prctl(2))."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, sent, 0, 0, 0)


# --- the parent's side ---------------------------------------------------------------------------------------------


def _receive(source: int, deadline: float) -> bytes | None:
    """All that the child sends until it closes the pipe; None when the deadline passes first."""
    pieces: list[bytes] = []
    size = 0
    poll = select.poll()
    poll.register(source, select.POLLIN)
    while (left := deadline - time.monotonic()) > 0 and size <= _MAX_ANSWER:
        if not poll.poll(left * 1000):
            continue
        piece = os.read(source, _CHUNK)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
    return b"" if size > _MAX_ANSWER else None


def _end(child: int, patience: int) -> int:
    """Kills whatever is left of the child's group and gives the child's wait status.

    The group is killed before its leader is reaped, so that its number cannot have been given to somebody else.
    A child that has closed its pipe is on its way out: ``patience`` milliseconds are enough to learn what it died of.
    """
    for _ in range(patience):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None:
            break
        time.sleep(0.001)
    for kill in (os.killpg, os.kill):  # the group does not exist yet if the child was stopped before its first breath
        try:
            kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return os.waitpid(child, 0)[1]


def _judge(answer: bytes | None, status: int, gives: TypeAdapter[T], seconds: float, memory: int) -> T:
    if answer is None:
        raise EngineTimeout(detail="killed at its deadline", seconds=seconds)
    complete = _complete(answer)
    if complete is None:
        raise _death(status, seconds, memory)
    kind, body = complete
    if kind == b"E":
        raise _error_from(body)
    try:
        return gives.validate_json(body)
    except ValueError as error:
        raise EngineFailed(detail="the child's answer is not of the expected type") from error


def _complete(answer: bytes) -> tuple[bytes, bytes] | None:
    if len(answer) < _HEADER or len(answer) - _HEADER != int.from_bytes(answer[1:_HEADER], "big"):
        return None
    return answer[:1], answer[_HEADER:]


def _death(status: int, seconds: float, memory: int) -> KhoError:
    if not os.WIFSIGNALED(status):
        return EngineFailed(detail=f"ended with {os.waitstatus_to_exitcode(status)} and no answer")
    number = os.WTERMSIG(status)
    if number == signal.SIGKILL:
        return EngineOutOfMemory(detail="killed by the kernel", memory_bytes=memory)
    if number == signal.SIGXCPU:
        return EngineTimeout(detail="used up its CPU time", seconds=seconds)
    return EngineFailed(detail=f"died of {signal.Signals(number).name}")


def _error_from(body: bytes) -> KhoError:
    try:
        said = json.loads(body)
        kind = getattr(errors, said["kind"])
        if not issubclass(kind, KhoError):
            raise ValueError(said["kind"])
        built = kind(Code(said["code"]), detail=str(said["detail"]), **said["facts"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineFailed(detail="the child's error cannot be understood") from error
    assert isinstance(built, KhoError)
    return built


# --- the child's side ----------------------------------------------------------------------------------------------


def _live(
    function: Callable[[], T],
    gives: TypeAdapter[T],
    sink: int,
    parent: int,
    seconds: float,
    memory_bytes: int,
    folder: Path,
    file_bytes: int | None,
) -> NoReturn:
    guard = 0
    try:
        os.setsid()
        die_with_parent()
        if os.getppid() != parent:  # it died before prctl could notice
            os._exit(1)
        _forget_parent()
        guard = _guard(sink)
        _bound(seconds, memory_bytes, file_bytes)
        tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
        os.environ["OMP_THREAD_LIMIT"] = "1"
        message = b"R", gives.dump_json(function())
    except BaseException as error:  # whatever it is, it goes to the parent as one of our errors
        message = b"E", _error_body(_ours(error, memory_bytes))
    if guard:
        os.kill(guard, signal.SIGKILL)
        os.waitpid(guard, 0)
    _send(sink, *message)
    os._exit(0)


def _forget_parent() -> None:
    """Undoes what a Celery worker has set up for itself: signal handlers and mask, standard input and output."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
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


def _bound(seconds: float, memory_bytes: int, file_bytes: int | None) -> None:
    cpu = int(seconds) + 5
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    if file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))


def _ours(error: BaseException, memory_bytes: int) -> KhoError:
    """The error of this house that says what ``error`` means; a full disk and lost memory are found below others."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    if any(isinstance(e, OSError) and e.errno in _FULL for e in chain):
        return DiskFull(detail=type(error).__name__)
    if isinstance(error, KhoError):
        return error
    if any(isinstance(e, MemoryError) for e in chain):
        return EngineOutOfMemory(detail="memory bound reached", memory_bytes=memory_bytes)
    return EngineFailed(detail=_where(error))


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
    message = memoryview(kind + len(body).to_bytes(_HEADER - 1, "big") + body)
    try:
        while message:
            message = message[os.write(sink, message) :]
    except OSError:  # the parent has gone: nobody is left to tell
        os._exit(1)
