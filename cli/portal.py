"""`kho portal`: the public window, served until stopped; on one machine it keeps the search index up to date as well.

The indexer is a process of its own: what answers the public has nothing to write with.
"""

import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from typing import Annotated

import typer

from cli.door import Host, Port, address, doors
from cli.frame import Home, Vault, logged, out, told
from cli.tongue import say
from wiring.children import Child
from wiring.pulse import Role, beat
from wiring.settings import Settings, as_environment, load

_LOOK = 1.0
"""Seconds between two looks at the indexer."""
_GRACE = 10
_APP = "portal.serve:portal"


def portal(
    host: Host = "127.0.0.1",
    port: Port = 8081,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help=say("Số tiến trình phục vụ", "Processes that serve"))
    ] = 1,
    index: Annotated[
        bool, typer.Option("--index/--no-index", help=say("Tự giữ chỉ mục tìm kiếm", "Keep the search index as well"))
    ] = True,
    home: Home = None,
    vault: Vault = None,
) -> None:
    """Serves the public window until stopped with Ctrl-C or SIGTERM."""
    with told():
        settings = load(home=home, vault=vault)
        logged(settings, "portal")
        with doors(host, port, workers) as opened, _Tending(settings, index=index):
            os.environ.update(as_environment(settings))  # for workers, which load their settings themselves
            out.print(say("Cổng thông tin:", "The portal:"), address(host, opened[0]))
            out.print(say("Dừng bằng Ctrl-C.", "Stop it with Ctrl-C."))
            _serve(opened)


class _Tending:
    """Keeps the indexer running, and says that the portal is alive, from a thread that lives as long as the command."""

    def __init__(self, settings: Settings, *, index: bool) -> None:
        self._settings, self._over = settings, threading.Event()
        self._child = _indexer(settings) if index else None
        self._thread = threading.Thread(target=self._tend, name="tending", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _tend(self) -> None:
        if self._child is not None:
            self._child.start()  # it dies with the thread that starts it: this one
        while not self._over.wait(_LOOK):
            beat(self._settings, Role.PORTAL)
            if self._child is not None:
                self._child.tend()
        if self._child is not None:
            self._child.stop(grace=_GRACE)


def _indexer(settings: Settings) -> Child:
    (settings.state / "logs").mkdir(parents=True, exist_ok=True)
    return Child(
        "index",
        lambda: [sys.executable, "-P", "-m", "cli.main", "index", "--follow"],
        cwd=settings.state,
        environment={**os.environ, **as_environment(settings)},
        log_file=settings.state / "logs" / "index.out.log",
    )


def _serve(opened: Sequence[socket.socket]) -> None:
    import uvicorn  # noqa: PLC0415  # other commands need not wait for it

    from cli.crowd import Crowd  # noqa: PLC0415

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)  # uvicorn has stopped by then, and passes the signal on
    config = uvicorn.Config(
        _APP, factory=True, workers=len(opened), log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    if len(opened) == 1:
        uvicorn.Server(config).run(sockets=list(opened))
    else:
        Crowd(config, opened).run()
