"""Static files under addresses that change with their content, so that a browser may keep them for ever."""

import hashlib
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"


class Assets:
    """The files below a folder, hashed once."""

    def __init__(self, folder: Path) -> None:
        files = (path for path in folder.rglob("*") if path.is_file())
        self._marks = {path.relative_to(folder).as_posix(): _mark(path) for path in files}

    def url(self, name: str) -> str:
        """The address of a file, with its content's mark.

        Raises:
            KeyError: there is no such file.
        """
        return f"/static/{name}?v={self._marks[name]}"


class StaticFolder(StaticFiles):
    """Serves the files; under an address with a mark for ever, otherwise asked for again each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file with its rules for keeping."""
        response = await super().get_response(path, scope)
        marked = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = _FOR_EVER if marked else "no-cache"
        return response


def _mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
