"""One part of the cluster: a program in a session of its own that can be killed, stopped and started again."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from wiring.children import Child

_LOOK_SECONDS = 0.1
_DEAD_SECONDS = 10.0


class NotReady(RuntimeError):
    """The part has ended, or does not answer in its time; holds the end of its log."""


@dataclass(frozen=True, kw_only=True)
class Orders:
    """What a part is told: its command and what the command sees."""

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str]
    cwd: Path
    log: Path
    check: Sequence[str] = ()
    """A command that ends 0 when the part is ready; none: it is ready when it runs."""
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 10.0
    """Seconds from the stop signal to the kill."""
    user: str | None = None
    prefix: Sequence[str] = ()
    """Put before every command, e.g. to run it in another network."""


@dataclass(kw_only=True)
class Part:
    """A program at work. It dies with the thread that started it: use it from the main thread."""

    orders: Orders
    _child: Child = field(init=False)
    _asked: bool = field(init=False, default=False)
    _wanted: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        orders = self.orders
        self._child = Child(
            orders.name,
            lambda: [*orders.prefix, *orders.argv],
            cwd=orders.cwd,
            environment=orders.environment,
            log_file=orders.log,
            user=orders.user,
        )

    @property
    def name(self) -> str:
        """Its name in the cluster."""
        return self.orders.name

    @property
    def log(self) -> Path:
        """The file with everything it has printed."""
        return self.orders.log

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.pid is not None

    @property
    def fallen(self) -> bool:
        """Whether it was started and has ended by itself: neither asked, stopped nor killed by us."""
        return self._wanted and not self.alive

    def start(self) -> None:
        """Starts it, on the same data and ports as before; does not wait. Nothing happens if it runs."""
        self._wanted = True
        if not self.alive:
            self._asked = False
            self._child.start()

    def wait_ready(self, seconds: float) -> None:
        """Waits until its check is content.

        Raises:
            NotReady: it has ended, or is not ready in that time.
        """
        end = time.monotonic() + seconds
        while True:
            asked = time.monotonic()
            if self.ready():
                return
            if not self.alive or time.monotonic() > end:
                raise NotReady(f"{self.name}: {self.log.read_text(errors='replace')[-2000:]}")
            time.sleep(max(_LOOK_SECONDS, time.monotonic() - asked))  # a check that starts Python must not crowd us out

    def ready(self) -> bool:
        """Whether it runs and its check is content now."""
        return self.alive and (not self.orders.check or self._run(self.orders.check) == 0)

    def run_to_end(self, seconds: float) -> None:
        """Runs it as a task that ends by itself.

        Raises:
            NotReady: it has failed, or has not ended in that time.
        """
        with self.log.open("ab") as log:
            code = self._run(self.orders.argv, log=log.fileno(), seconds=seconds)
        if code != 0:
            raise NotReady(f"{self.name}: {self.log.read_text(errors='replace')[-2000:]}")

    def _run(self, argv: Sequence[str], *, log: int = subprocess.DEVNULL, seconds: float = 30.0) -> int | None:
        """Exit code of a command in this part's surroundings; None if it was too slow."""
        orders = self.orders
        try:
            return subprocess.run(
                [*orders.prefix, *argv], env=dict(orders.environment), cwd=orders.cwd, user=orders.user,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=seconds, check=False,
            ).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            return None

    def children(self) -> list[int]:
        """Process ids of its forks; empty when it does not run."""
        try:
            return [child.pid for child in psutil.Process(self.pid).children()] if self.pid is not None else []
        except psutil.NoSuchProcess:
            return []

    def kill(self, *, whole: bool = True) -> None:
        """SIGKILL: the program and all that came of it, as when its machine dies; or the main process alone."""
        self._wanted = False
        family = self._family() if whole else []
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
        if whole:
            self._child.stop(grace=0)
        else:
            _wait_gone(self)
        for process in family:
            _kill(process)
        psutil.wait_procs(family, timeout=_DEAD_SECONDS)

    def ask(self) -> None:
        """Its stop signal, once; does not wait."""
        self._wanted = False
        if self.pid is not None and not self._asked:
            self._asked = True
            os.kill(self.pid, self.orders.stop_signal)

    def stop(self, grace: float | None = None) -> None:
        """Its stop signal; who has not ended after ``grace`` seconds (by default its own) is killed."""
        family = self._family()
        self.ask()
        end = time.monotonic() + (self.orders.grace if grace is None else grace)
        while self.alive and time.monotonic() < end:
            time.sleep(_LOOK_SECONDS / 5)
        if self.alive:
            self.kill()
        else:
            self._child.stop(grace=0)
            psutil.wait_procs(family, timeout=_DEAD_SECONDS)

    def restart(self, *, seconds: float = 60.0) -> None:
        """Stops, starts, and waits until it is ready again."""
        self.stop()
        self.start()
        self.wait_ready(seconds)

    def _family(self) -> list[psutil.Process]:
        """Its descendants: PostgreSQL's and the sandboxes' have sessions of their own, beyond a group's kill."""
        try:
            return psutil.Process(self.pid).children(recursive=True) if self.pid is not None else []
        except psutil.NoSuchProcess:
            return []


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


def _wait_gone(part: Part) -> None:
    end = time.monotonic() + _DEAD_SECONDS
    while part.alive and time.monotonic() < end:
        time.sleep(_LOOK_SECONDS / 5)
