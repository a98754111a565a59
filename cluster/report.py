"""What a chaos was told to do, what it did, and how it is told."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to happen."""

    rounds: int
    good: Sequence[Path]
    """Documents to be archived, all different."""
    bad: Sequence[Path]
    """Files that must be refused."""
    workers: int = 2
    """Besides one that can be cut off and one with a small disk."""
    strikes: int = 2
    """How often every kind of fault comes in a round."""
    level: int = 220
    """Files in flight that is topped up to before every strike, as long as there are any."""
    seed: int = 1
    patience: float = 1800.0
    """Seconds it may take to come to rest after the last strike."""


@dataclass(kw_only=True)
class Report:
    """What has happened."""

    plan: Plan
    documents: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    in_flight: list[int] = field(default_factory=list)
    """Files in the inbox at every strike: waiting, or their documents in progress."""
    missed: Counter[str] = field(default_factory=Counter)
    """Faults that found nothing to strike: no worker was running."""
    fallen: Counter[str] = field(default_factory=Counter)
    """Parts that ended by themselves when another was gone, and were started again as the compose file asks for."""
    not_shown: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    seconds: float = 0.0


def as_table(report: Report) -> str:
    """The report as a table for docs/benchmarks.md."""
    plan, flying = report.plan, report.in_flight or [0]
    fallen = ", ".join(f"{name} × {count}" for name, count in sorted(report.fallen.items()))
    rows = [
        ("rounds, workers, seed", f"{plan.rounds}, {plan.workers + 2}, {plan.seed}"),
        ("files dropped", f"{report.documents:,}"),
        ("… in flight when a fault struck (least, median, most)",
         f"{min(flying)}, {statistics.median(flying):.0f}, {max(flying)}"),
        ("faults", f"{report.faults.total()}"),
        *((f"… {kind}", str(count)) for kind, count in sorted(report.faults.items())),
        *(("… found nothing to strike", f"{kind}: {count}") for kind, count in sorted(report.missed.items())),
        ("parts that fell over with another and were restarted", fallen or "none"),
        *(("not shown", why) for why in sorted(set(report.not_shown))),
        ("seconds", f"{report.seconds:.0f}"),
        ("lost, doubled, damaged, left in the inbox, orphan processes", str(len(report.losses))),
        *(("loss", loss) for loss in report.losses),
    ]  # fmt: skip
    return "\n".join(["| what | figure |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows)])
