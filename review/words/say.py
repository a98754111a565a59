"""One sentence by its key, in Vietnamese or English."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Literal

from review import words

Tongue = Literal["vi", "en"]
TONGUES: tuple[Tongue, ...] = ("vi", "en")


@cache
def catalogue() -> Mapping[str, tuple[str, str]]:
    """Key → (Vietnamese, English), over all screens: the ``WORDS`` of every module beside this one.

    Raises:
        ValueError: two tables have the same key.
    """
    whole: dict[str, tuple[str, str]] = {}
    for module in iter_modules(words.__path__, f"{words.__name__}."):
        table: Mapping[str, tuple[str, str]] = getattr(import_module(module.name), "WORDS", {})
        if twice := whole.keys() & table.keys():
            raise ValueError(f"said twice: {sorted(twice)}")
        whole.update(table)
    return MappingProxyType(whole)


def say(tongue: Tongue, key: str, /, **facts: object) -> str:
    """The sentence of that key; ``facts`` fill its ``{places}``.

    Raises:
        KeyError: no such key, or a place without its fact: a slip of ours that the tests find.
    """
    return catalogue()[key][TONGUES.index(tongue)].format_map(facts)


def known(key: str) -> bool:
    """Whether there is such a sentence: for names made of a value from outside, as ``code.`` and an error code."""
    return key in catalogue()
