"""The cluster of ``docker-compose.yml`` without a container engine: the same commands, started natively on loopback.

Replaced are host names, ports, folders, secret files (`cluster.translate`) and where a program lies (`cluster.yard`).
What a container engine adds (users, read-only file systems, limits, restarts) is not shown by it.
"""

import json
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import psutil

from cluster.compose import HERE, Service, read_compose
from cluster.leftovers import leftovers
from cluster.part import Part
from cluster.postgres import make_database
from cluster.yard import Yard, open_yard

T = TypeVar("T")
_READY_SECONDS = 600.0
_DEAD_SECONDS = 30.0
SERVERS = ("broker", "store", "catalog")


class LeftBehind(RuntimeError):
    """Processes outlived the parts they came of; they have been killed."""


class Cluster:
    """All parts, running; a context manager. Use it from the main thread: the parts die with it.

    Args:
        folder: the inbox is made in it, logs are written to it.
        workers: how many.
        jobs: children of each worker.
        settings: more settings of ours (``KHO_…``), for all roles.
        address: an address of this machine on which the servers listen and at which they are found.
    """

    def __init__(
        self,
        folder: Path,
        *,
        workers: int = 3,
        jobs: int = 1,
        settings: Mapping[str, str] | None = None,
        address: str = "127.0.0.1",
        place: Path = HERE,
    ) -> None:
        self.folder, self.inbox = folder, folder / "inbox"
        self.compose = read_compose(place, {})
        self.parts: dict[str, Part] = {}
        self._workers, self._address = workers, address
        self._settings = {**(settings or {}), "KHO_JOBS": str(jobs)}
        self._stack = ExitStack()
        self._yard: Yard | None = None

    def __enter__(self) -> Self:
        yard = open_yard(self.compose, self.folder, address=self._address, settings=self._settings)
        self._yard = self._stack.enter_context(yard)
        try:
            for service in self.compose.order():
                self._wait_for_needs(service)
                self._bring_up(service)
            for part in self.parts.values():
                if not part.name.startswith("worker-") or part.name == "worker-1":
                    part.wait_ready(_READY_SECONDS)
        except BaseException:
            self._end(gently=False)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        left = self._end(gently=kind is None)
        if left and kind is None:
            raise LeftBehind(f"left behind: {left}")

    @property
    def yard(self) -> Yard:
        """The ground it stands on, while it runs."""
        if self._yard is None:
            raise RuntimeError("the cluster is not running")
        return self._yard

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a command of ours that looks at this cluster."""
        return self.yard.environment(self.compose.services["desk"], "desk")

    def kho(self, *arguments: str, seconds: float = 900.0) -> "subprocess.CompletedProcess[str]":
        """Runs ``kho …`` on this cluster to its end, whatever its exit code."""
        return subprocess.run(
            [*self.yard.program("kho"), *arguments], env=self.environment, cwd=self.yard.made("empty"), text=True,
            capture_output=True, timeout=seconds, check=False,
        )  # fmt: skip

    def balance(self) -> dict[str, Any] | None:
        """What ``kho status --json`` says; None while a server does not answer."""
        ended = self.kho("status", "--json")
        found: dict[str, Any] | None = json.loads(ended.stdout) if ended.stdout.startswith("{") else None
        return found

    def wait_settled(
        self, seconds: float, *, pause: float = 1.0, tell: Callable[[dict[str, Any]], None] = lambda _: None
    ) -> dict[str, Any]:
        """Waits until nothing is in progress and the inbox is tidied; the balance then. ``tell`` gets each on the way.

        Raises:
            TimeoutError: it has not come to that; holds the last balance.
        """
        end = time.monotonic() + seconds
        while True:
            asked = time.monotonic()
            balance = self.balance()
            if balance:
                tell(balance)
            if balance and not balance["in_progress"] + balance["waiting_in_inbox"] + balance["to_tidy"]:
                return balance
            if time.monotonic() > end:
                raise TimeoutError(f"not settled within {seconds:.0f} s: {balance}")
            time.sleep(max(pause, time.monotonic() - asked))

    def enter(self, context: AbstractContextManager[T]) -> T:
        """Enters a context that is to end after the parts have stopped and before their folders are removed."""
        return self._stack.enter_context(context)

    def add_worker(self, *, prefix: Sequence[str] = ()) -> Part:
        """One more worker, started and not waited for. ``prefix``: put before its command."""
        self._workers += 1
        return self._start(self.compose.services["worker"], f"worker-{self._workers}", prefix=prefix)

    def tend(self) -> list[Part]:
        """Starts what has fallen over by itself, as the compose file's ``restart`` does; what that was."""
        fallen = [part for part in self.parts.values() if part.fallen]
        for part in fallen:
            part.start()
        return fallen

    def workers(self) -> list[Part]:
        """The workers, running or not."""
        return [part for name, part in self.parts.items() if name.startswith("worker-")]

    def leftovers(self) -> list[psutil.Process]:
        """All processes of this cluster that run now."""
        return leftovers(self.yard.mark, [str(self.yard.state), str(self.yard.database)])

    def _outlasting(self) -> list[psutil.Process]:
        """Who is still there after a moment: who was killed with its parent needs one on a busy machine."""
        return psutil.wait_procs(self.leftovers(), timeout=_DEAD_SECONDS)[1]

    def _wait_for_needs(self, service: Service) -> None:
        for name, condition in service.needs.items():
            if condition == "service_healthy":
                self.parts[name].wait_ready(_READY_SECONDS)

    def _bring_up(self, service: Service) -> None:
        yard = self.yard
        if service.name == "catalog":
            make_database(yard.programs, yard.environment(service, service.name), user=yard.user)
        if service.once:
            Part(orders=yard.orders(service, service.name)).run_to_end(_READY_SECONDS)
        elif service.name == "worker":
            for number in range(1, self._workers + 1):
                self._start(service, f"worker-{number}")
        else:
            self._start(service, service.name)

    def _start(self, service: Service, name: str, *, prefix: Sequence[str] = ()) -> Part:
        part = self.parts[name] = Part(orders=self.yard.orders(service, name, prefix=prefix))
        part.start()
        return part

    def _end(self, *, gently: bool) -> list[str]:
        """Stops everything, the servers last; who was left behind and had to be killed."""
        roles = [part for name, part in self.parts.items() if name not in SERVERS]
        servers = [self.parts[name] for name in SERVERS if name in self.parts]
        try:
            for group in (roles, servers):
                for part in group if gently else ():
                    part.ask()
                for part in group:
                    part.stop() if gently else part.kill()
            left = self._outlasting()
            shown = [f"{process.pid} {' '.join(process.cmdline())}" for process in left]
            for process in left:
                process.kill()
        finally:
            self._stack.close()
            self._yard = None
        return shown
