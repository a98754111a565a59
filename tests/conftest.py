"""The real servers that tests start for themselves, once a session; and how laws are tried.

A law is judged by what holds, not by the clock, and every run tries the same examples, so that a change is judged by
what it changed. ``KHO_EXPLORE=1`` draws new ones: what it finds becomes a test of its own.
"""

import os

from hypothesis import settings

pytest_plugins = (
    "tests.servers.seaweedfs", "tests.servers.postgres", "tests.servers.catalog", "tests.servers.chromium",
)  # fmt: skip

settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("explore" if os.environ.get("KHO_EXPLORE") else "house")
