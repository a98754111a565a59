"""What may stand in a pen-written slot, as ALTO's alternatives: each one's purpose says how likely it is."""

from collections.abc import Iterable

from lxml import etree

_PURPOSE = "likely "


def purpose(probability: float, digits: int) -> str:
    """PURPOSE of an alternative that is right with this probability: ``likely 0.8100``."""
    return f"{_PURPOSE}{probability:.{digits}f}"


def alternatives_of(elements: Iterable[etree._Element]) -> tuple[tuple[str, float], ...]:
    """The likely ones among a word's ALTERNATIVE elements, in their order.

    Raises:
        ValueError: a probability that is no number.
    """
    purposes = ((str(element.get("PURPOSE", "")), element.text or "") for element in elements)
    return tuple((text, float(told.removeprefix(_PURPOSE))) for told, text in purposes if told.startswith(_PURPOSE))
