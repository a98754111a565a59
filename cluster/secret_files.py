"""The secret files that ``docker-compose.yml`` names: made once, random, for `setup/secrets` and the native cluster.

Hosts and ports in the URLs are those of the compose file; who runs elsewhere edits the file.
"""

import json
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

BUCKET = "archive"
USER = "kho"
PORTAL = "portal"
"""The store's user that may only look: a portal that was broken into cannot change what is archived."""


def make_secrets() -> Mapping[str, str]:
    """File name → content, new at every call. Only letters and digits: the passwords stand in URLs."""
    catalog, broker, key, portal_key = (secrets.token_hex(24) for _ in range(4))
    identities = [_identity(USER, key, "Read", "Write", "List"), _identity(PORTAL, portal_key, "Read", "List")]
    return {
        "kho_catalog_url": f"postgresql+psycopg://{USER}:{catalog}@catalog:5432/{USER}",
        "kho_broker_url": f"redis://default:{broker}@broker:6379/0",
        "kho_s3_access_key": USER,
        "kho_s3_secret_key": key,
        "kho_portal_s3_access_key": PORTAL,
        "kho_portal_s3_secret_key": portal_key,
        "catalog_password": catalog,
        # Not `user default reset` and a user of ours: Redis reads its append-only file back as the default user, and
        # what that one may not do is dropped (7.0.15: "NOPERM ACLs rules changed" for every transaction in it).
        "broker_password": f"requirepass {broker}\n",
        "store_identities": json.dumps({"identities": identities}) + "\n",
    }


def _identity(name: str, key: str, *rights: str) -> Mapping[str, object]:
    """A user of the object store, as SeaweedFS wants it."""
    credentials = [{"accessKey": name, "secretKey": key}]
    return {"name": name, "credentials": credentials, "actions": [f"{right}:{BUCKET}" for right in rights]}


def write_secrets(folder: Path, files: Mapping[str, str]) -> None:
    """Writes the files: the folder open to its owner alone, each file readable by whichever user it is mounted for.

    Raises:
        FileExistsError: there are secrets already; new ones would lock everybody out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name, content in files.items():
        with (folder / name).open("x", encoding="utf-8") as file:
            file.write(content)
        (folder / name).chmod(0o444)


if __name__ == "__main__":
    write_secrets(Path(sys.argv[1]), make_secrets())
