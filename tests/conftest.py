"""The real servers that tests start for themselves, once a session: SeaweedFS, PostgreSQL."""

pytest_plugins = ("tests.servers.seaweedfs", "tests.servers.postgres", "tests.servers.catalog")
