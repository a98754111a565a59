"""What all tests of the cluster share."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def unmeasured(request: pytest.FixtureRequest) -> Iterator[None]:
    """The programs of a cluster run without coverage, as they do elsewhere: it costs a third of their time.

    What they do is measured where they are tested alone (tests/e2e, tests/unit); `cluster` itself runs in the test.
    Some commands are shown by the runbook only.
    """
    with pytest.MonkeyPatch.context() as patch:
        if not request.module.__name__.endswith("test_runbook"):
            patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        yield
