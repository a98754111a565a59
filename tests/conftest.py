"""The real servers that tests start for themselves, once a session; laws are judged by what holds, not by the clock."""

from hypothesis import settings

pytest_plugins = ("tests.servers.seaweedfs", "tests.servers.postgres", "tests.servers.catalog")

settings.register_profile("house", deadline=None)
settings.load_profile("house")
