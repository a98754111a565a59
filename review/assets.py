"""Static files below a folder that is called after their content, so that a browser may keep them for ever.

All files share one mark: a script's own imports (``./viewer.js``) then lead into the same folder, and are kept too.
"""

import hashlib
import re
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"
_MARK = re.compile(r"[0-9a-f]{12}")


class Assets:
    """The files below a folder, hashed once."""

    def __init__(self, folder: Path) -> None:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        self._names = tuple(path.relative_to(folder).as_posix() for path in files)
        self.mark = _mark(files)

    def url(self, name: str) -> str:
        """The address of a file, with the mark of all.

        Raises:
            KeyError: there is no such file.
        """
        if name not in self._names:
            raise KeyError(name)
        return f"/static/{self.mark}/{name}"

    def scripts(self, folder: str) -> list[str]:
        """The addresses of the scripts in that folder."""
        return [self.url(name) for name in self._names if name.startswith(f"{folder}/") and name.endswith(".js")]


class StaticFolder(StaticFiles):
    """Serves the files; below the present mark for ever, otherwise asked for again each time."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder)
        self._mark = Assets(folder).mark

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file with its rules for keeping; a page of another release gets what there is now."""
        mark, _, rest = path.partition("/")
        response = await super().get_response(rest if _MARK.fullmatch(mark) else path, scope)
        response.headers["Cache-Control"] = _FOR_EVER if mark == self._mark else "no-cache"
        return response


def _mark(files: list[Path]) -> str:
    each = (hashlib.sha256(path.read_bytes()).digest() for path in files)
    return hashlib.sha256(b"".join(each)).hexdigest()[:12]
