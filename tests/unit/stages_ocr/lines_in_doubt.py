"""Networks for tests, written as text: ``ph{á0.6|a0.4}p`` has one slot in doubt, the probabilities behind each text."""

import math
import re

from pipeline.stages.ocr.network import Network, Option, Slot

_SLOT = re.compile(r"\{([^}]*)\}|(.)", re.DOTALL)
_OPTION = re.compile(r"(.*?)(0\.\d+)", re.DOTALL)
SURE = -0.01


def network(written: str) -> Network:
    """The network; every slot is one pixel wide, the first begins at 0."""
    slots = [_options(doubt) if doubt else ((letter, SURE),) for doubt, letter in _SLOT.findall(written)]
    return tuple(Slot(options, float(place), float(place + 1)) for place, options in enumerate(slots))


def _options(written: str) -> tuple[Option, ...]:
    return tuple((text, math.log(float(share))) for text, share in map(_parsed, written.split("|")))


def _parsed(option: str) -> tuple[str, str]:
    found = _OPTION.fullmatch(option)
    assert found, option
    return found.group(1), found.group(2)
