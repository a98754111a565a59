"""Child processes of ours: started in their own session, dying with us, restarted when they fall over."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import structlog

log = structlog.get_logger()
_PR_SET_PDEATHSIG = 1
_LIBC = "libc.so.6"


def death_pact() -> Callable[[], None]:
    """A function that asks the kernel to kill the process calling it when the thread that started it is gone.

    The library is loaded here, before a fork, so that the forked process takes no lock.
    """
    prctl = ctypes.CDLL(_LIBC, use_errno=True).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Child:
    """One program kept running: started by `start`, looked after by `tend`, ended by `stop`.

    It dies with the thread that called `start` or `tend`: call both from the main thread. ``user``: whom to run as, for
    root and what refuses to run as root.
    """

    def __init__(
        self,
        name: str,
        command: Callable[[], Sequence[str]],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        log_file: Path,
        user: str | None = None,
    ) -> None:
        self.name, self._user = name, user
        self._command, self._cwd, self._environment, self._log_file = command, cwd, dict(environment), log_file
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def start(self) -> None:
        """Starts the program; what it prints goes to its log file."""
        self._started = time.monotonic()
        with self._log_file.open("ab") as out:
            self._process = subprocess.Popen(
                list(self._command()),
                cwd=self._cwd,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self._user,
                preexec_fn=death_pact(),  # noqa: PLW1509  # prctl only; no lock is taken
            )

    def tend(self) -> bool:
        """Starts it again if it has fallen over (at most once a second); True if it had."""
        if self.pid is not None:
            return False
        if time.monotonic() - self._started < 1.0:
            return False
        log.warning("child_restarted", child=self.name)
        self.start()
        return True

    def stop(self, *, grace: float) -> None:
        """Asks it to end, and kills its whole process group if it has not after ``grace`` seconds."""
        if self._process is None:
            return
        group = self._process.pid
        if self._process.poll() is None and grace > 0:
            self._process.terminate()
            try:
                self._process.wait(grace)
            except subprocess.TimeoutExpired:
                log.warning("child_killed", child=self.name)
        _kill_group(group)
        self._process.wait()
        self._process = None


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
