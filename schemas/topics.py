"""Controlled lists of what a material is about, whom it is for and what activity it belongs to, and findings of them.

Chủ đề are the 45 subjects of Bộ Pháp điển; the popular layer names what citizens look for and maps n:1 to chủ đề.
Data: ``vocabulary/topics.json`` and ``vocabulary/audiences.json``, extensible without touching code.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from pydantic import Field

from schemas.base import Frozen
from schemas.page import Box


class Topic(Frozen):
    """A chủ đề of Bộ Pháp điển."""

    id: int = Field(ge=1, le=45, description="its official ordinal")
    name: str
    guid: str
    headings: tuple[str, ...] = Field(description="đề mục below it; not complete")


class PopularTopic(Frozen):
    """What citizens call a field of law."""

    id: str
    name: str
    topic: int
    """The chủ đề it belongs to."""
    families: tuple[str, ...]
    """Law families of the register that speak of it."""
    keywords: tuple[str, ...]
    """Phrases of titles and texts, lower case."""


class Keyed(Frozen):
    """An audience or an activity with the phrases that name it."""

    id: str
    name: str
    keywords: tuple[str, ...]


class Layer(StrEnum):
    """Which list a finding comes from."""

    CHU_DE = "chu-de"
    POPULAR = "popular"
    AUDIENCE = "audience"
    ACTIVITY = "activity"


class Finding(Frozen):
    """One entry of a list that a document belongs to, with the best evidence for it."""

    layer: Layer
    code: str
    """The entry's id: 11, dat-dai, phu-nu."""
    name: str
    confidence: float = Field(ge=0, le=1)
    page: int = Field(ge=1)
    box: Box
    raw: str
    rule: str
    why: tuple[str, ...] = ()
    """All kinds of evidence, strongest first: ``title``, ``law:luat-dat-dai``, ``words:5``."""


class AgencyWords(Frozen):
    """Of what names of agencies are made: they name a subject without being about it. Lower case, longest first."""

    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    whole: tuple[str, ...]


class TopicList(Frozen):
    """Both layers, and the agencies' names that must not be taken for subjects."""

    topics: Mapping[int, Topic]
    popular: tuple[PopularTopic, ...]
    agencies: AgencyWords


@cache
def topic_list() -> TopicList:
    """The two layers of ``vocabulary/topics.json``, read once."""
    data = _read("topics.json")
    topics = [Topic.model_validate(row) for row in data["topics"]]
    popular = tuple(PopularTopic.model_validate(row) for row in data["popular"])
    agencies = AgencyWords.model_validate(data["agencies"])
    return TopicList(topics=MappingProxyType({topic.id: topic for topic in topics}), popular=popular, agencies=agencies)


@cache
def audience_list() -> tuple[Keyed, ...]:
    """Whom materials are for."""
    return tuple(Keyed.model_validate(row) for row in _read("audiences.json")["audiences"])


@cache
def activity_list() -> tuple[Keyed, ...]:
    """The activities of legal education that materials belong to."""
    return tuple(Keyed.model_validate(row) for row in _read("audiences.json")["activities"])


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((files("schemas") / "vocabulary" / name).read_text(encoding="utf-8"))
    return data
