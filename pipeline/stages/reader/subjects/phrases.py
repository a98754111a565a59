"""The phrases that name a subject: key words of the popular layer, đề mục of Bộ Pháp điển, names of laws.

The longest phrase wins: "Thuế bảo vệ môi trường" is about taxes.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from schemas.laws import law_register
from schemas.topics import PopularTopic, topic_list

_NAMED = ("Bộ luật ", "Luật ", "Pháp lệnh ")
_ALONE = 3
"""Syllables from which a name stands for itself; "giá" and "đầu tư" need "luật" before them."""


@cache
def topic_phrases() -> Mapping[str, tuple[str, ...]]:
    """Code → phrases in lower case; codes are those of popular topics, and ``#11`` for a chủ đề without one."""
    phrases: dict[str, list[str]] = {topic.id: list(topic.keywords) for topic in topic_list().popular}
    known = {phrase for own in phrases.values() for phrase in own}
    for name, number in _names().items():
        alone = len(name.split()) >= _ALONE
        for phrase in (*((name,) if alone else ()), f"luật {name}", f"luật về {name}"):
            if phrase not in known:
                phrases.setdefault(_code(phrase, number), []).append(phrase)
    return MappingProxyType({code: tuple(own) for code, own in phrases.items()})


def _names() -> dict[str, int]:
    """Names of đề mục and laws without their kind, each with its chủ đề."""
    names = {heading.lower(): topic.id for topic in topic_list().topics.values() for heading in topic.headings}
    for law in law_register().laws:
        kind = next((kind for kind in _NAMED if law.name.startswith(kind)), None)
        if kind and law.family != law.id and law.topics:
            names.setdefault(law.name.removeprefix(kind).lower(), law.topics[0])
    return names


def _code(phrase: str, number: int) -> str:
    """The popular topic of this chủ đề whose key word is in the phrase, else the chủ đề itself."""
    fitting = [topic for topic in topic_list().popular if topic.topic == number and _within(topic, phrase)]
    return fitting[0].id if fitting else f"#{number}"


def _within(topic: PopularTopic, phrase: str) -> bool:
    return any(f" {keyword} " in f" {phrase} " for keyword in topic.keywords)
