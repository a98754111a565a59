"""Runs one function in a forked child that can neither outlive its deadline nor its parent, nor eat the machine.

A fork, because the engine modules are then imported already (OCRmyPDF's import alone costs 0.5 to 1.5 s; a fork 5 ms),
and ``os.fork`` rather than ``multiprocessing``, because a Celery worker child is a daemon that may have no children.
What comes back is JSON checked against a type, never a pickle: a child that a hostile file has taken over must not
run code in its parent. Not for anything that must change the parent's memory.
"""

import json
import os
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from pipeline.engines.sandbox_child import HEADER, Bounds, live
from schemas import errors
from schemas.errors import Code, EngineFailed, EngineOutOfMemory, EngineTimeout, KhoError

_MAX_ANSWER = 256_000_000
_CHUNK = 1 << 16
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
        seconds: wall time; also (and a little more) the bound on the CPU time of each process.
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
    bounds = Bounds(seconds=seconds, memory_bytes=memory_bytes, folder=folder, file_bytes=file_bytes)
    source, sink = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.close(source)
        live(lambda: gives.dump_json(function()), sink, parent, bounds)
    os.close(sink)
    answer = None
    try:
        answer = _receive(source, time.monotonic() + seconds)
    finally:
        os.close(source)
        status = _end(child, patience=0 if answer is None else _LAST_BREATH)
    if answer is None:
        raise EngineTimeout(detail="killed at its deadline", seconds=seconds)
    return _result(answer, status, gives, bounds)


# -------------------------------------------------------------------------------------------------------------------


def _receive(source: int, deadline: float) -> bytes | None:
    """All that the child sends until it closes the pipe (nothing if it is too much); None once the deadline passes."""
    pieces: list[bytes] = []
    size = 0
    poll = select.poll()
    poll.register(source, select.POLLIN)
    while (left := deadline - time.monotonic()) > 0:
        if not poll.poll(left * 1000):
            continue
        piece = os.read(source, _CHUNK)
        size += len(piece)
        if not piece or size > _MAX_ANSWER:
            return b"" if size > _MAX_ANSWER else b"".join(pieces)
        pieces.append(piece)
    return None


def _end(child: int, patience: int) -> int:
    """Kills whatever is left of the child's group and gives the child's wait status.

    The group is killed before its leader is reaped, so that its number cannot have been given to somebody else.
    A child that has closed its pipe is on its way out: ``patience`` milliseconds are enough to learn what it died of.
    """
    for _ in range(patience):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None:
            break
        time.sleep(0.001)
    for kill in (os.killpg, os.kill):  # there is no group yet if the child was stopped before its first breath
        try:
            kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return os.waitpid(child, 0)[1]


def _result(answer: bytes, status: int, gives: TypeAdapter[T], bounds: Bounds) -> T:
    kind, body = answer[:1], answer[HEADER:]
    if len(answer) < HEADER or len(body) != int.from_bytes(answer[1:HEADER], "big"):
        raise _death(status, bounds)
    if kind != b"R":
        raise _error_from(body)
    try:
        return gives.validate_json(body)
    except ValueError as error:
        raise EngineFailed(detail="the child's answer is not of the expected type") from error


def _death(status: int, bounds: Bounds) -> KhoError:
    if not os.WIFSIGNALED(status):
        return EngineFailed(detail=f"ended with {os.waitstatus_to_exitcode(status)} and no answer")
    number = os.WTERMSIG(status)
    if number == signal.SIGKILL:
        return EngineOutOfMemory(detail="killed by the kernel", memory_bytes=bounds.memory_bytes)
    if number == signal.SIGXCPU:
        return EngineTimeout(detail="used up its CPU time", seconds=bounds.seconds)
    return EngineFailed(detail=f"died of signal {number}")


def _error_from(body: bytes) -> KhoError:
    """The error a child reports; one that makes no sense is itself a failure."""
    try:
        said = json.loads(body)
        kind = {k.__name__: k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, KhoError)}
        return kind[said["kind"]](Code(said["code"]), detail=str(said["detail"]), **said["facts"])
    except (ValueError, KeyError, TypeError):
        return EngineFailed(detail="the child's error cannot be understood")
