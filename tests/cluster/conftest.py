"""What all tests of the cluster share."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def unmeasured() -> Iterator[None]:
    """The programs of a cluster run without coverage, as they do elsewhere: it costs a third of their time.

    What they do is measured where they are tested alone (tests/e2e, tests/unit); `cluster` itself runs in the test.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        yield
