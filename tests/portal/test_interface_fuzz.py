"""The interface keeps to its own description, whatever it is asked: schemathesis over every operation."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks

from portal.api.app import create_api
from portal.app import inner
from tests.portal.conftest import Portal

_DESCRIPTION = create_api().openapi()["paths"]
PATHS = sorted(_DESCRIPTION)
WITH_QUERY = [
    path for path in PATHS if any(one["in"] == "query" for one in _DESCRIPTION[path]["get"].get("parameters", ()))
]
_QUIET = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def described(portal: Portal) -> schemathesis.BaseSchema:
    load_all_checks()
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", inner(portal.window))


@pytest.mark.parametrize("path", PATHS)
def test_it_answers_as_it_says(described: schemathesis.BaseSchema, path: str) -> None:
    _ask(described, path, GenerationMode.POSITIVE)


@pytest.mark.parametrize("path", WITH_QUERY)
def test_it_refuses_what_it_says_it_refuses(described: schemathesis.BaseSchema, path: str) -> None:
    _ask(described, path, GenerationMode.NEGATIVE)


def _ask(described: schemathesis.BaseSchema, path: str, mode: GenerationMode) -> None:
    asked = 0

    @_QUIET
    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        nonlocal asked
        case.call_and_validate()
        asked += 1

    ask()
    assert asked > 0
