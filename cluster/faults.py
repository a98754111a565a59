"""What can go wrong with a cluster, on purpose: each fault strikes, lasts a while, and is mended."""

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import psutil

from cluster.disk import SmallDisk
from cluster.native import SERVERS, Cluster
from cluster.network import Cable
from cluster.part import Part

_READY_SECONDS = 600.0


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One kind of fault. ``strike`` gives what mends it, or None when there was nothing to strike at that moment."""

    kind: str
    strike: Callable[[], Callable[[], None] | None]
    long: bool = False
    """Whether it should last longer than a lease: somebody else must take the work over meanwhile."""


def all_faults(cluster: Cluster, chance: Random, *, cable: Cable | None, disk: SmallDisk | None) -> list[Fault]:
    """Every kind of fault this machine can bring about."""

    def worker() -> Part | None:
        running = [part for part in cluster.workers() if part.alive]
        return chance.choice(running) if running else None

    faults = [
        Fault(kind="kill -9 of a worker's child", strike=lambda: _kill_child(cluster.workers(), chance)),
        Fault(kind="kill -9 of a worker with all it runs", strike=lambda: _kill(worker())),
        Fault(kind="kill -9 of a worker's main process alone", strike=lambda: _kill(worker(), whole=False)),
        Fault(kind="worker drained and replaced (SIGTERM)", strike=lambda: _replace(worker())),
        Fault(kind="worker frozen beyond its lease (SIGSTOP)", strike=lambda: _freeze(worker()), long=True),
        Fault(kind="kill -9 of the watcher", strike=lambda: _kill(cluster.parts["watcher"])),
        Fault(kind="kill -9 of the scheduler", strike=lambda: _kill(cluster.parts["scheduler"])),
        *(Fault(kind=f"kill -9 of {_NAMES[name]}", strike=_killer(cluster, (name,))) for name in SERVERS),
        Fault(kind="kill -9 of all three servers at once", strike=_killer(cluster, SERVERS)),
    ]
    if cable is not None:
        faults.append(Fault(kind="network cut between a worker and the rest", strike=lambda: _cut(cable), long=True))
    if disk is not None:
        faults.append(Fault(kind="disk of a worker full", strike=lambda: _fill(disk)))
    return faults


_NAMES: Mapping[str, str] = {"broker": "Redis", "store": "SeaweedFS", "catalog": "PostgreSQL"}


def _kill_child(parts: Sequence[Part], chance: Random) -> Callable[[], None] | None:
    children = [child for part in parts for child in part.children()]  # a worker that is just starting has none
    if not children:
        return None
    try:
        psutil.Process(chance.choice(children)).kill()
    except psutil.NoSuchProcess:
        return None
    return lambda: None


def _kill(part: Part | None, *, whole: bool = True) -> Callable[[], None] | None:
    if part is None or not part.alive:
        return None
    part.kill(whole=whole)
    return part.start


def _replace(part: Part | None) -> Callable[[], None] | None:
    """As a rolling restart does: it ends what it has in hand while the others go on."""
    if part is None:
        return None
    part.ask()

    def mend() -> None:
        part.stop()
        part.start()

    return mend


def _freeze(part: Part | None) -> Callable[[], None] | None:
    """It knows nothing of the time that passes: when it wakes it still believes that its leases are its own."""
    if part is None or part.pid is None:
        return None
    frozen = [part.pid, *part.children()]
    _send(frozen, signal.SIGSTOP)
    return lambda: _send(frozen, signal.SIGCONT)


def _send(pids: list[int], sign: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            continue


def _killer(cluster: Cluster, names: tuple[str, ...]) -> Callable[[], Callable[[], None]]:
    def strike() -> Callable[[], None]:
        parts = [cluster.parts[name] for name in names]
        for part in parts:
            part.kill()

        def mend() -> None:
            for part in parts:
                part.start()
            for part in parts:
                part.wait_ready(_READY_SECONDS)

        return mend

    return strike


def _cut(cable: Cable) -> Callable[[], None]:
    cable.pull()
    return cable.plug


def _fill(disk: SmallDisk) -> Callable[[], None]:
    disk.fill()
    return disk.free
