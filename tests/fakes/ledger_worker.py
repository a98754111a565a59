"""A second process for the ledger's tests: ``python -m tests.fakes.ledger_worker <verb> <url> …``.

It says "ready" on a line, waits for a line, does its work and prints the result as JSON.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import event

from catalog.database import open_database
from catalog.ledger import SqlLedger
from catalog.upgrade import upgrade
from schemas.ids import ItemId
from tests.fakes.ledger_items import NOON, make_file, make_items

_ROOT = Path(__file__).parents[2]


class Worker:
    """The other process, seen from the test."""

    def __init__(self, verb: str, url: str, *arguments: str) -> None:
        command = [sys.executable, "-m", "tests.fakes.ledger_worker", verb, url, *arguments]
        self._process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.wait_for("ready")

    def wait_for(self, word: str) -> None:
        """Until the process says the word."""
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == word

    def go(self) -> None:
        """Lets it begin."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def result(self) -> list[str]:
        """What it has printed at its end."""
        out, _ = self._process.communicate(timeout=240)
        assert self._process.returncode == 0
        answer: list[str] = json.loads(out)
        return answer

    def kill(self) -> None:
        """As the kernel does it when memory runs out: no handler, no rollback, no goodbye."""
        self._process.kill()
        self._process.communicate(timeout=240)


def race(*workers: Worker) -> list[list[str]]:
    """Starts all of them at once and gives what each has printed."""
    for worker in workers:
        worker.go()
    return [worker.result() for worker in workers]


def _lease_all(url: str, *items: str) -> list[str]:
    """Tries to lease every item in turn; gives those it got."""
    ledger = SqlLedger(open_database(url))
    return [item for item in items if ledger.lease(ItemId(item), now=NOON, seconds=60) is not None]


def _lease_parts(url: str, item: str) -> list[str]:
    """Tries to lease every part of the item in turn; gives the numbers it got."""
    ledger, book = SqlLedger(open_database(url)), ItemId(item)
    numbers = [part.number for part in ledger.parts(book)]
    return [str(n) for n in numbers if ledger.lease_part(book, n, now=NOON, seconds=60) is not None]


def _drop_and_hang(url: str) -> list[str]:
    """Drops three items with their files, but never comes to the commit."""
    engine = open_database(url)
    event.listen(engine, "commit", lambda _connection: (print("at the commit", flush=True), time.sleep(600)))
    SqlLedger(engine).drop_all([(item, [make_file()]) for item in make_items(3)])
    return []


def _upgrade(url: str) -> list[str]:
    upgrade(url)
    return ["upgraded"]


def _say_and_wait(word: str) -> None:
    print(word, flush=True)
    sys.stdin.readline()


def main() -> None:
    """Does what the command line says."""
    verbs = {"lease": _lease_all, "lease-parts": _lease_parts, "drop-and-hang": _drop_and_hang, "upgrade": _upgrade}
    verb, url, *arguments = sys.argv[1:]
    _say_and_wait("ready")
    print(json.dumps(verbs[verb](url, *arguments)))


if __name__ == "__main__":
    main()
