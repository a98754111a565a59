"""The real servers that tests start for themselves, once a session; and how laws are tried.

A law is judged by what holds, not by the clock, and every run tries the same examples, so that a change is judged by
what it changed. ``KHO_EXPLORE=1`` draws new ones: what it finds becomes a test of its own.
"""

import os
import signal

from hypothesis import HealthCheck, settings

pytest_plugins = (
    "tests.servers.seaweedfs", "tests.servers.postgres", "tests.servers.catalog", "tests.servers.chromium",
)  # fmt: skip

_UNHURRIED = {"deadline": None, "suppress_health_check": (HealthCheck.too_slow,)}
settings.register_profile("house", derandomize=True, **_UNHURRIED)
settings.register_profile("explore", **_UNHURRIED)
settings.load_profile("explore" if os.environ.get("KHO_EXPLORE") else "house")


def pytest_configure() -> None:
    """Ctrl-C means to programs that tests start what it always means, even where the tests run in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
