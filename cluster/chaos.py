"""`make chaos`: hundreds of documents in flight, every part killed again and again, and the account at the end.

In a round every kind of fault comes about once or more, in an order drawn by chance, sometimes two at a time, while
files are dropped as fast as others are done. What this machine cannot bring about is counted as not shown.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

from cluster.disk import NoDisk, SmallDisk, small_disk
from cluster.faults import Fault, all_faults
from cluster.judge import in_inbox, verdict
from cluster.main import QUICK
from cluster.native import Cluster, LeftBehind
from cluster.network import Cable, NoNetwork, cable
from cluster.report import Plan, Report
from cluster.supply import Supply

LEASE_SECONDS = 6.0
SETTINGS: Mapping[str, str] = {
    **QUICK,
    "KHO_LEASE_SECONDS": str(LEASE_SECONDS),
    "KHO_RETRY_SECONDS": "0.5",
    "KHO_MAX_SILENT": "50",  # a file on which worker after worker is shot is not the file's fault
}
_SMALL_DISK_MEGABYTES = 48
_LOOK_SECONDS = 0.25
_WORK_SECONDS = 60.0


def chaos(folder: Path, plan: Plan, tell: Callable[[str], None] = lambda _: None) -> Report:
    """Runs it in ``folder``; everything is stopped at the end.

    Raises:
        NotReady: a server did not come back.
        TimeoutError: it did not come to rest.
    """
    report, chance, start = Report(plan=plan), Random(plan.seed), time.monotonic()  # noqa: S311  # repeatable
    try:
        with ExitStack() as stack:
            network = _cable(stack, report)
            address = network.address if network is not None else "127.0.0.1"
            cluster = Cluster(folder, workers=plan.workers, jobs=1, settings=SETTINGS, address=address)
            stack.enter_context(cluster)
            disk = _more_workers(cluster, network, report)
            _rounds(cluster, all_faults(cluster, chance, cable=network, disk=disk), chance, report, tell)
    except LeftBehind as orphans:
        report.losses.append(str(orphans))
    report.seconds = time.monotonic() - start
    return report


def _rounds(
    cluster: Cluster, faults: Sequence[Fault], chance: Random, report: Report, tell: Callable[[str], None]
) -> None:
    """All rounds, the rest that follows, and the verdict."""
    plan, supply = report.plan, Supply(report.plan.good, report.plan.bad, chance)
    for number in range(plan.rounds):
        tell(f"round {number + 1} of {plan.rounds}")
        _strike_all(cluster, faults, supply, chance, report, tell)
    balance = cluster.wait_settled(plan.patience, tell=_teller(cluster, report, tell))
    report.documents = supply.dropped().files
    report.losses = verdict(cluster, supply.dropped(), balance)


def _cable(stack: ExitStack, report: Report) -> Cable | None:
    try:
        return stack.enter_context(cable())
    except NoNetwork as why:
        report.not_shown.append(f"network cut: {why}")
        return None


def _more_workers(cluster: Cluster, network: Cable | None, report: Report) -> SmallDisk | None:
    """One worker behind the cable, one with a small disk."""
    if network is not None:
        cluster.add_worker(prefix=network.prefix)
    name = f"worker-{len(cluster.workers()) + 1}"
    try:
        disk = cluster.enter(small_disk(cluster.yard.home(name), megabytes=_SMALL_DISK_MEGABYTES))
    except NoDisk as why:
        report.not_shown.append(f"full disk: {why}")
        return None
    cluster.add_worker()
    return disk


def _strike_all(
    cluster: Cluster, faults: Sequence[Fault], supply: Supply, chance: Random, report: Report,
    tell: Callable[[str], None],
) -> None:  # fmt: skip
    """Every kind of fault as often as planned, as long as there are documents in flight."""
    left = [fault for fault in faults for _ in range(report.plan.strikes)]
    chance.shuffle(left)
    while left:
        in_flight = supply.top_up(cluster.inbox, report.plan.level)
        if in_flight == 0:
            report.not_shown += [f"{fault.kind}: nothing was in flight any more" for fault in left]
            return
        several = [left.pop() for _ in range(min(len(left), chance.choice((1, 1, 1, 2))))]
        tell(f"{in_flight:5} in flight: {' + '.join(fault.kind for fault in several)}")
        mends = [(fault, fault.strike()) for fault in several]
        report.faults.update(fault.kind for fault, mend in mends if mend is not None)
        report.missed.update(fault.kind for fault, mend in mends if mend is None)
        report.in_flight += [in_flight for _, mend in mends if mend is not None]
        long = any(fault.long for fault in several)
        _tended_sleep(cluster, report, chance.uniform(1.2, 2.0) * LEASE_SECONDS if long else chance.uniform(0.2, 3.0))
        for _, mend in mends:
            if mend is not None:
                mend()
        _let_work(cluster, report, chance.uniform(0.5, 2.5))


def _let_work(cluster: Cluster, report: Report, seconds: float) -> None:
    """A pause, in which at least one document must end: otherwise nothing but starting would ever be disturbed."""
    before, end = len(in_inbox(cluster.inbox)), time.monotonic() + _WORK_SECONDS
    _tended_sleep(cluster, report, seconds)
    while before and len(in_inbox(cluster.inbox)) >= before and time.monotonic() < end:
        _tended_sleep(cluster, report, _LOOK_SECONDS)


def _tended_sleep(cluster: Cluster, report: Report, seconds: float) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, _LOOK_SECONDS))
        report.fallen.update(part.name.rpartition("-")[0] or part.name for part in cluster.tend())


def _teller(cluster: Cluster, report: Report, tell: Callable[[str], None]) -> Callable[[dict[str, Any]], None]:
    def told(balance: dict[str, Any]) -> None:
        _tended_sleep(cluster, report, _LOOK_SECONDS)
        tell(f"{balance['in_progress'] + balance['waiting_in_inbox']:5} to go")

    return told
