"""One look over the inbox: what has lain still for long enough is taken."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from pipeline.intake.take import Origin, take
from pipeline.ports import Inbox, Ports
from pipeline.stages.porch import Candidate, candidates, unfinished
from pipeline.stages.stillness import observe, quiet_for
from schemas.drop import Item
from schemas.errors import KhoError, Permanent
from schemas.inbox import Entry, Watched

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long things must lie still before they are opened; all in seconds."""

    quiet: float = 2.0
    folder_quiet: float = 5.0
    incomplete: float = 30.0
    """How long an empty or cut-off file, or one with an upload tool's name, may lie still before it is judged."""

    def next_after(self, memory: "Memory", *, now: datetime) -> datetime | None:
        """When the next of the watched entries will have lain still for one of these times; None if none will."""
        steps = [timedelta(seconds=seconds) for seconds in (self.quiet, self.folder_quiet, self.incomplete)]
        moments = (watched.since + step for watched in memory.watched.values() for step in steps)
        return min((moment for moment in moments if moment > now), default=None)


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What the watcher knows from earlier looks."""

    watched: dict[str, Watched] = field(default_factory=dict)
    postponed: frozenset[Entry] = frozenset()
    """Entries that looked cut off; not opened again until they change or the patience is over."""


def sweep(
    ports: Ports, inbox: Inbox, memory: Memory, *, patience: Patience, origin: Origin, loose: int = 1
) -> tuple[Memory, tuple[Item, ...], tuple[tuple[str, KhoError], ...]]:
    """One look over the inbox: takes what is ready.

    Gives the new memory, the items entered, and what could not be taken now (path and error).

    Raises:
        Transient: the inbox itself cannot be listed, or the ledger cannot be asked.
    """
    now = ports.clock.now()
    entries = inbox.scan()
    watched = observe(memory.watched, entries, now=now)
    open_files = {(f.path, f.identity) for _, f in ports.ledger.open_files()}
    fresh = [e for e in entries if (e.path, e.identity) not in open_files]
    postponed, taken, troubles = set(memory.postponed & set(fresh)), list[Item](), list[tuple[str, KhoError]]()
    for candidate in candidates(fresh, loose=loose):
        lull = quiet_for((watched[e.path] for e in candidate.everything), now=now).total_seconds()
        final = lull >= patience.incomplete
        if lull < _needed(candidate, patience) or (not final and postponed.issuperset(candidate.everything)):
            continue
        try:
            items = take(ports, inbox, candidate, final=final, origin=origin)
        except KhoError as trouble:
            troubles.append((candidate.everything[0].path, trouble))
            continue
        except Exception as bug:  # one bad scan never stops the sweep; it stays where it is
            log.exception("not_taken")
            troubles.append((candidate.everything[0].path, Permanent(detail=type(bug).__name__)))
            continue
        taken.extend(items)
        postponed.update(() if items else candidate.everything)
    return Memory(watched=watched, postponed=frozenset(postponed)), tuple(taken), tuple(troubles)


def _needed(candidate: Candidate, patience: Patience) -> float:
    if not candidate.entries or any(unfinished(e) for e in candidate.entries):
        return patience.incomplete
    return patience.folder_quiet if candidate.folder is not None else patience.quiet
