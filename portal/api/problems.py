"""The answers that are no success, as the description of the interface names them."""

from typing import Any

from portal.api.models import GoneProblem, Problem

_MEDIA = "application/problem+json"


def _described(model: type[Problem], description: str) -> dict[str, Any]:
    return {"model": model, "description": description, "content": {_MEDIA: {}}}


MISSING: dict[int | str, dict[str, Any]] = {404: _described(Problem, "There is none, or none for the public.")}
GONE: dict[int | str, dict[str, Any]] = {410: _described(GoneProblem, "It was withdrawn.")}
EVERYWHERE: dict[int | str, dict[str, Any]] = {
    422: _described(Problem, "A parameter is wrong."),
    429: _described(Problem, "Too many requests; wait as long as Retry-After says."),
    503: _described(Problem, "The archive does not answer just now."),
}
