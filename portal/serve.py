"""The portal for a server that makes its workers itself: `uvicorn --factory portal.serve:portal`."""

from contextlib import suppress

from starlette.types import ASGIApp

from portal import labels
from portal.app import create_app
from wiring.collector import calm
from wiring.logs import open_log
from wiring.settings import load
from wiring.window import Window, open_window


def portal() -> ASGIApp:
    """The portal by the settings of the environment.

    Raises:
        SettingInvalid: names the variable.
    """
    settings = load()
    open_log(settings, "portal")
    window = open_window(settings)
    app = create_app(window)
    _settle(window)
    return app


def _settle(window: Window) -> None:
    """Loads what every search needs before the first one comes."""
    with suppress(ValueError, OSError):  # an index that cannot be read is told of where it is asked, not here
        window.finder.find("pháp luật")
    for facet in labels.FACETS:
        labels.label(facet, "")
    calm()
