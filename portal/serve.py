"""The portal for a server that makes its workers itself: `uvicorn --factory portal.serve:portal`."""

from starlette.types import ASGIApp

from portal.app import create_app
from wiring.logs import open_log
from wiring.settings import load
from wiring.window import open_window


def portal() -> ASGIApp:
    """The portal by the settings of the environment.

    Raises:
        SettingInvalid: names the variable.
    """
    settings = load()
    open_log(settings, "portal")
    return create_app(open_window(settings))
