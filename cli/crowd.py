"""Several processes that serve one web application, each at a socket of its own (see `cli.door.doors`)."""

from collections.abc import Sequence
from socket import socket

from uvicorn import Config
from uvicorn.supervisors import Multiprocess


class Crowd(Multiprocess):
    """uvicorn's supervisor, whose workers do not share sockets: who comes after one that died stands at its socket."""

    def __init__(self, config: Config, doors: Sequence[socket]) -> None:
        self._doors = list(doors)
        super().__init__(config, self._doors)

    @property
    def sockets(self) -> list[socket]:
        """Where the worker that is started next shall listen; asked for whenever one is."""
        busy = [worker.process.is_alive() for worker in self.processes]
        free = [door for place, door in enumerate(self._doors) if place >= len(busy) or not busy[place]]
        return free[:1] or self._doors

    @sockets.setter
    def sockets(self, _: list[socket]) -> None:
        """They are known already."""
