"""This engine as a way: `bench.worker` with as many lanes as the others have, kept running between batches."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.ablations import WHOLE
from bench.documents import Document
from bench.memory import PeakMemory
from bench.ways import Batch, Reading

_ROOT = Path(__file__).parents[1]


class OwnEngine:
    """File to archived PDF/A, text, ALTO, hOCR and record; see `bench.worker`. What loading cost is in ``start``."""

    def __init__(self, variant: str, lanes: int) -> None:
        self.name = "this engine" if variant == WHOLE else f"this engine, {variant}"
        self.start: dict[str, float] = {}
        """Seconds of CPU and of wall to load, and bytes resident then; empty until the first batch."""
        self._variant = variant
        self._lanes = [_Line() for _ in range(lanes)]
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, documents: Sequence[Document], work: Path, *, watch_memory: bool) -> Batch:
        """See `bench.ways.Way`; starts the worker if it does not run yet."""
        process = self._process or self._begin()
        for line in self._lanes:
            line.ask({"home": str(work / "home")})
        answers: dict[int, dict[str, Any]] = {}
        waiting = deque(enumerate(documents))
        with ExitStack() as stack:
            watcher = stack.enter_context(PeakMemory(process.pid, with_root=True)) if watch_memory else None
            started = time.perf_counter()
            self._share_out(waiting, answers)
            wall = time.perf_counter() - started
        readings = tuple(_reading(answers[n]) for n in range(len(documents)))
        largest = max(answer["largest"] for answer in answers.values())
        return Batch(wall=wall, readings=readings, peak=watcher.bytes if watcher else None, largest=largest)

    def close(self) -> None:
        """Hangs up; the worker ends by itself."""
        for line in self._lanes:
            line.close()
        if self._process is not None:
            self._process.wait()

    def _begin(self) -> subprocess.Popen[bytes]:
        theirs = [line.far.fileno() for line in self._lanes]
        command = [sys.executable, "-m", "bench.worker", self._variant, *map(str, theirs)]
        started = time.perf_counter()
        log = tempfile.TemporaryFile()  # noqa: SIM115  # the worker's own for its whole life
        process = subprocess.Popen(
            command, cwd=_ROOT, pass_fds=theirs, stdin=subprocess.DEVNULL, stdout=log, stderr=None,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
        for line in self._lanes:
            line.far.close()
        self._process = process
        hello = [line.hear() for line in self._lanes]
        self.start = {"cpu": hello[0]["cpu"], "wall": time.perf_counter() - started, "rss": hello[0]["rss"]}
        return process

    def _share_out(self, waiting: deque[tuple[int, Document]], answers: dict[int, dict[str, Any]]) -> None:
        """Every lane takes the next document as soon as it is free."""

        def serve(line: _Line) -> None:
            while True:
                try:
                    number, document = waiting.popleft()
                except IndexError:
                    return
                answers[number] = line.ask({"file": str(document.file.absolute())})

        threads = [threading.Thread(target=serve, args=(line,)) for line in self._lanes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


# -------------------------------------------------------------------------------------------------------------------


class _Line:
    """A conversation with one lane."""

    def __init__(self) -> None:
        near, self.far = socket.socketpair()
        self._file = near.makefile("rw", encoding="utf-8")
        self._near = near

    def ask(self, order: dict[str, str]) -> dict[str, Any]:
        """Sends an order and waits for the answer."""
        self._file.write(json.dumps(order) + "\n")
        self._file.flush()
        return self.hear()

    def hear(self) -> dict[str, Any]:
        """The next thing the lane says; raises `EOFError` if it is gone."""
        said = self._file.readline()
        if not said:
            raise EOFError("the worker has died; see its last words above")
        answer: dict[str, Any] = json.loads(said)
        return answer

    def close(self) -> None:
        """Hangs up."""
        self._file.close()
        self._near.close()
        self.far.close()


def _reading(answer: dict[str, Any]) -> Reading:
    pages = tuple(answer["pages"]) if "pages" in answer else None
    return Reading(cpu=answer["cpu"], pages=pages, failed=answer.get("failed"), steps=answer["steps"])
