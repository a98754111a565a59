"""This engine as a worker runs it: everything loaded, then forked; one process a lane, documents one after the other.

    python -m bench.worker VARIANT SOCKET…

A lane is a fork that answers lines of JSON on its socket: ``{"home": …}`` opens an archive of its own there (not
charged), ``{"file": …}`` takes the file, reads it, describes it, makes PDF/A, text, ALTO, hOCR and record, and commits
them to that archive, every byte read back: what the service does, without its queue. CPU time is that of the lane and
of everything it started. The first line a lane sends says what loading has cost.
"""

import json
import os
import resource
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bench import ablations
from pipeline.attempt import attempt
from pipeline.engines.local import LocalEngine
from pipeline.intake.take import Origin, take
from pipeline.ports import Ports, Reading
from pipeline.stages.bind import ACCESS_PDF, TEXT
from pipeline.stages.porch import Candidate
from schemas.drop import State
from schemas.inspection import Inspection, Kind
from schemas.page import Page
from storage.inbox import InboxFolder
from wiring.house import open_house
from wiring.logs import open_log
from wiring.settings import Settings

LANGUAGE = "vie"


def main() -> None:
    """Loads, forks a lane a socket, waits for them."""
    variant, *numbers = sys.argv[1:]
    os.environ["OMP_THREAD_LIMIT"] = "1"
    settings = Settings(language=LANGUAGE)
    engine = ablations.engine(variant, settings.limits, LANGUAGE)
    engine.warm()
    loaded = {"cpu": _cpu(), "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}
    lanes = []
    for number in map(int, numbers):
        child = os.fork()
        if child == 0:
            _close([n for n in map(int, numbers) if n != number])
            _Lane(socket.socket(fileno=number), engine).live({**loaded, "pid": os.getpid()})
            os._exit(0)
        lanes.append(child)
    _close(map(int, numbers))
    for lane in lanes:
        os.waitpid(lane, 0)


# -------------------------------------------------------------------------------------------------------------------


def _close(numbers: Any) -> None:  # noqa: ANN401  # any iterable of file descriptors
    for number in numbers:
        os.close(number)


def _cpu() -> float:
    """CPU seconds of this process and of all it has waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def _largest() -> int:
    """Bytes resident in the larger of this process and the largest it has waited for, at their peaks."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) * 1024


@dataclass(kw_only=True)
class _Clocked:
    """The engine, with the CPU time of each of its calls noted: an `Engine` itself."""

    engine: LocalEngine
    spent: dict[str, float] = field(default_factory=dict)

    def _note(self, name: str, call: Callable[[], Any]) -> Any:  # noqa: ANN401  # gives what the call gives
        before = _cpu()
        try:
            return call()
        finally:
            self.spent[name] = self.spent.get(name, 0.0) + _cpu() - before

    def inspect(self, file: Path) -> Inspection:
        found: Inspection = self._note("inspect", lambda: self.engine.inspect(file))
        return found

    def read(self, files: Sequence[Path], kind: Kind, *, work: Path, on_page: Callable[[int, int], None]) -> Reading:
        done: Reading = self._note("read", lambda: self.engine.read(files, kind, work=work, on_page=on_page))
        return done

    def assemble(self, files: Sequence[Path], kind: Kind, pages: Sequence[Page], *, work: Path, target: Path) -> None:
        self._note("assemble", lambda: self.engine.assemble(files, kind, pages, work=work, target=target))


class _Lane:
    """One forked worker."""

    def __init__(self, line: socket.socket, engine: LocalEngine) -> None:
        self._line = line.makefile("rw", encoding="utf-8")
        self._engine = engine
        self._ports: Ports | None = None

    def live(self, hello: dict[str, Any]) -> None:
        """Answers until the other side hangs up."""
        self._say(hello)
        for asked in self._line:
            order = json.loads(asked)
            self._say(self._open(Path(order["home"])) if "home" in order else self._archive(Path(order["file"])))

    def _say(self, answer: dict[str, Any]) -> None:
        self._line.write(json.dumps(answer) + "\n")
        self._line.flush()

    def _open(self, home: Path) -> dict[str, Any]:
        settings = Settings(home=home, language=LANGUAGE)
        open_log(settings, "bench")
        self._ports = open_house(settings).ports
        return {}

    def _archive(self, file: Path) -> dict[str, Any]:
        assert self._ports is not None
        clocked = _Clocked(engine=self._engine)
        ports = replace(self._ports, engine=clocked)
        cpu, wall = _cpu(), time.perf_counter()
        inbox = InboxFolder(file.parent)
        origin = Origin(agency=lambda _: "bench", source=lambda path: path, leaves=False)
        (item,) = take(ports, inbox, Candidate(entries=(inbox.entry(file.name),)), final=True, origin=origin)
        state = item.state if item.state.final else attempt(ports, item.id)
        spent = {"cpu": _cpu() - cpu, "wall": time.perf_counter() - wall, "steps": clocked.spent, "largest": _largest()}
        if state is not State.ARCHIVED or item.record is None:
            return {**spent, "failed": f"{state}: {item.reason}"}
        paths = ports.vault.paths(item.record)
        text = ports.store.read(paths[TEXT]).decode()
        return {**spent, "pages": text.split("\f"), "pdf": len(ports.store.read(paths[ACCESS_PDF]))}


if __name__ == "__main__":
    main()
