"""The embedded broker: Debian's redis-server or valkey-server as our own child, on a Unix socket in the home folder.

A real server, so that one machine runs the very path a cluster runs. Never the system's server.
"""

import hashlib
import os
import shutil
import stat
import time
from pathlib import Path

from schemas.errors import BrokerUnreachable, EngineMissing, SettingInvalid
from wiring.children import Child
from wiring.settings import Settings

_SOCKET_PATH_MAX = 100
"""A Unix socket's path may have 107 bytes."""


def server_program() -> str:
    """Path of the Redis-compatible server.

    Raises:
        EngineMissing: neither is installed.
    """
    for name in ("redis-server", "valkey-server"):
        found = shutil.which(name) or shutil.which(name, path="/usr/bin:/usr/local/bin:/usr/sbin")
        if found:
            return found
    raise EngineMissing(detail="redis-server", program="redis-server")


def socket_path(settings: Settings) -> Path:
    """Where the broker listens: in the home folder, or (a path too long for a socket) in a private temporary folder."""
    place = settings.state / "broker" / "redis.sock"
    if len(os.fsencode(place)) <= _SOCKET_PATH_MAX:
        return place
    mark = hashlib.sha256(os.fsencode(settings.state)).hexdigest()[:16]
    folder = Path("/tmp") / f"kho-{os.getuid()}-{mark}"  # noqa: S108  # checked below: ours alone
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid() or facts.st_mode & 0o077:
        raise SettingInvalid(detail=str(folder), name="KHO_HOME", problem=f"{folder}: not a private folder of ours")
    return folder / "redis.sock"


def broker_url(settings: Settings) -> str:
    """The broker that is set, or the embedded one."""
    return settings.broker_url or f"redis+socket://{socket_path(settings)}"


def common_broker_url(settings: Settings) -> str:
    """The broker that several machines share.

    Raises:
        SettingInvalid: none is set; a broker of one machine's own is of no use to the others.
    """
    if settings.broker_url is None:
        problem = "hãy đặt địa chỉ Redis dùng chung, ví dụ redis://máy-chủ:6379/0 (một máy: dùng «kho up»)."
        raise SettingInvalid(detail="no common broker", name="KHO_BROKER_URL", problem=problem)
    return settings.broker_url


def embedded(settings: Settings) -> Child:
    """The embedded broker, not started yet; its append-only file lives in ``HOME/broker``."""
    folder = settings.state / "broker"
    folder.mkdir(parents=True, exist_ok=True)
    socket = socket_path(settings)

    def command() -> list[str]:
        socket.unlink(missing_ok=True)
        options = {
            "--port": "0",
            "--unixsocket": str(socket),
            "--unixsocketperm": "700",
            "--dir": str(folder),
            "--appendonly": "yes",
            "--appendfsync": "everysec",
            "--save": "",
            "--maxmemory-policy": "noeviction",
            "--daemonize": "no",
        }
        return [server_program(), *(part for option in options.items() for part in option)]

    logs = settings.state / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    return Child("broker", command, cwd=folder, environment=os.environ, log_file=logs / "broker.log")


def wait_for_broker(url: str, *, seconds: float) -> None:
    """Waits until the broker answers.

    Raises:
        BrokerUnreachable: it has not in that time.
    """
    import redis  # noqa: PLC0415  # a third of a second that only those who start a broker need

    client = redis.Redis.from_url(url.replace("redis+socket://", "unix://"), socket_timeout=2)
    end = time.monotonic() + seconds
    try:
        while True:
            try:
                client.ping()
            except (redis.exceptions.RedisError, OSError) as problem:
                if time.monotonic() > end:
                    raise BrokerUnreachable(detail=type(problem).__name__) from problem
                time.sleep(0.05)
            else:
                return
    finally:
        client.close()
