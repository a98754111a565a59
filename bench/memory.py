"""Peak memory of a process and all below it, looked at while it runs.

Shared pages are divided among those who share them (PSS of ``smaps_rollup``), so that forked workers are not counted
twice. A peak shorter than the pause between two looks may be missed. The looking itself is charged to nobody.
"""

import threading
from typing import Self

import psutil

_PAUSE = 0.1
"""Seconds; a look at ten processes takes about 10 ms."""


class PeakMemory:
    """``with PeakMemory(pid) as peak: …`` and then ``peak.bytes``; ``root`` itself is not counted unless asked."""

    def __init__(self, root: int, *, with_root: bool) -> None:
        self.bytes = 0
        self._root = root
        self._with_root = with_root
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(_PAUSE):
            self.bytes = max(self.bytes, sum(map(_share, _tree(self._root, with_root=self._with_root))))


# -------------------------------------------------------------------------------------------------------------------


def _tree(root: int, *, with_root: bool) -> list[psutil.Process]:
    try:
        top = psutil.Process(root)
        below = top.children(recursive=True)
    except psutil.NoSuchProcess:
        return []
    return [top, *below] if with_root else below


def _share(process: psutil.Process) -> int:
    """Proportional bytes; nothing of a process that is gone by now (or a zombie)."""
    try:
        with open(f"/proc/{process.pid}/smaps_rollup", encoding="ascii") as lines:  # noqa: PTH123  # not a real path
            return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
