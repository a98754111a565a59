"""Which paths of the application need nobody signed in. Everything else is closed."""

from starlette.types import Scope

_OPEN = frozenset({"/login", "/healthz", "/favicon.ico", "/robots.txt"})
_OPEN_BELOW = ("/oidc/", "/tongue/")
_STILL = "/static/"
_FOR_A_CHANGE = frozenset({"/password", "/logout"})


def path_of(scope: Scope) -> str:
    """The path below the folder at which a proxy shows us."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root) if root and path.startswith(root + "/") else path


def is_open(path: str) -> bool:
    """Whether anybody may ask for it."""
    return path in _OPEN or path.startswith(_OPEN_BELOW) or is_still(path)


def is_still(path: str) -> bool:
    """Whether it is a file that is the same for everybody, for which nobody's session is looked up."""
    return path.startswith(_STILL)


def is_for_a_change(path: str) -> bool:
    """Whether it may be asked for with a password that has to be changed first."""
    return path in _FOR_A_CHANGE


def own_path(path: str) -> str:
    """A path of this site: "/" for what leads elsewhere (``//host``, ``/\\host``, ``https:…``) or is no path at all."""
    leads_away = not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable()
    return "/" if leads_away else path
