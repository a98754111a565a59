"""CPU of everything that is not reading, for one leaflet of two pages, step by step, in one process.

    .venv/bin/python -m bench.overhead [--documents 40] [--kind folder servers] [--profile FILE]

Intake (`sweep`: look, copy, inspect, stage, read back, enter), the way through the house (`attempt`: lease, describe,
ALTO and hOCR, vault with every byte read back, card), sending it (`CeleryDispatcher.send`, real Redis) and tidying
(`release`). Reading takes no time (`bench.sleeping`), everything else is the product's. ``folder`` is a folder and
SQLite, ``servers`` SeaweedFS and PostgreSQL, whose own CPU is not in it. CPU seconds are counted, not the clock's.
"""

import argparse
import cProfile
import pstats
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median

from bench.scale import leaflet
from bench.sleeping import SleepingEngine
from pipeline.attempt import attempt
from pipeline.intake.release import release
from pipeline.intake.sweep import Memory, Patience, sweep
from schemas.drop import State
from storage.inbox import InboxFolder
from tests.servers.postgres import postgres_cluster
from tests.servers.seaweedfs import ACCESS_KEY, BUCKET, SECRET_KEY, seaweedfs_server
from wiring.broker import broker_url, embedded, wait_for_broker
from wiring.house import House, open_house
from wiring.queue import CeleryDispatcher, make_app
from wiring.settings import Settings, load
from wiring.watch import ORIGIN

PATIENCE = Patience(quiet=0, folder_quiet=0, incomplete=0)
WARM = 3
"""Leaflets that are not counted: what is loaded, built and opened once."""


@dataclass(kw_only=True)
class Meter:
    """CPU milliseconds by step, and the profile of all of them."""

    steps: dict[str, list[float]] = field(default_factory=dict)
    profile: cProfile.Profile | None = None

    def count(self, name: str, work: Callable[[], object]) -> None:
        """Does it and notes what it took."""
        if self.profile is not None:
            self.profile.enable()
        start = time.process_time()
        work()
        self.steps.setdefault(name, []).append(1000 * (time.process_time() - start))
        if self.profile is not None:
            self.profile.disable()


@contextmanager
def settings(kind: str, root: Path) -> Iterator[Settings]:
    """Settings of a new home, on a folder or on servers of its own."""
    with ExitStack() as stack:
        more: dict[str, object] = {}
        if kind == "servers":
            store = stack.enter_context(seaweedfs_server())
            database = stack.enter_context(postgres_cluster())
            url = database.create("kho")
            keys = {"s3_access_key": ACCESS_KEY, "s3_secret_key": SECRET_KEY, "s3_secure": False}
            more = {"vault": f"s3://{BUCKET}/overhead", "s3_endpoint": store.endpoint, "catalog_url": url, **keys}
        yield load(home=root / "home", **more)


def life(house: House, dispatcher: CeleryDispatcher, inbox: Path, number: int, meter: Meter) -> None:
    """One leaflet from the inbox to the vault, every step counted."""
    (inbox / "xa" / f"to-gap-{number}.tif").write_bytes(leaflet(number))
    porch, ports = InboxFolder(inbox), house.ports
    meter.count("intake", partial(sweep, ports, porch, Memory(), patience=PATIENCE, origin=ORIGIN))
    (due,) = ports.ledger.due(now=ports.clock.now() + timedelta(seconds=1), limit=10)
    meter.count("sending", partial(dispatcher.send, due))
    meter.count("house", partial(attempt, ports, due.item))
    (ended,) = ports.ledger.unreleased()
    assert ended.state is State.ARCHIVED, ended
    meter.count("tidying", partial(release, ports, porch, ended))


def measured(kind: str, documents: int, profile: cProfile.Profile | None) -> dict[str, list[float]]:
    """Step → milliseconds of CPU of each leaflet."""
    with tempfile.TemporaryDirectory(prefix="kho-overhead-") as folder, settings(kind, Path(folder)) as chosen:
        inbox, house = Path(folder) / "inbox", open_house(chosen)
        (inbox / "xa").mkdir(parents=True)
        vars(house)["engine"] = SleepingEngine(0.0)  # where the house would keep its own
        broker = embedded(chosen)
        broker.start()
        dispatcher = CeleryDispatcher(make_app(broker_url(chosen)))
        try:
            wait_for_broker(broker_url(chosen), seconds=60)
            warm, meter = Meter(), Meter(profile=profile)
            for number in range(WARM + documents):
                life(house, dispatcher, inbox, number, warm if number < WARM else meter)
        finally:
            dispatcher.close()
            broker.stop(grace=10)
        shutil.rmtree(inbox)
    return meter.steps


def _told(kind: str, steps: Mapping[str, Sequence[float]]) -> str:
    by_step = "  ".join(f"{name} {median(times):.1f}" for name, times in steps.items())
    return f"{kind}: {sum(median(times) for times in steps.values()):.1f} ms CPU a leaflet (medians): {by_step}"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--kind", nargs="+", default=["folder", "servers"], choices=["folder", "servers"])
    parser.add_argument("--profile", type=Path, help="pstats file, or what stands after a dot is the kind")
    given = parser.parse_args()
    for kind in given.kind:
        profile = cProfile.Profile(time.process_time) if given.profile else None
        print(_told(kind, measured(kind, given.documents, profile)), flush=True)
        if profile is not None:
            pstats.Stats(profile).dump_stats(f"{given.profile}.{kind}")


if __name__ == "__main__":
    main()
