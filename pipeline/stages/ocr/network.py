"""What a reader saw of a line, with its doubts: a row of slots, each with what may stand there and how likely it is.

A slot is usually one letter. Where steps of the net cannot be told apart it is a few letters together, and "nothing" is
the empty text. The texts of all slots, one chosen from each, make the line.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Option = tuple[str, float]
"""A text and the natural logarithm of its probability."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a line. (Made a thousand times a page, hence the short way of writing it.)"""

    options: tuple[Option, ...]
    """Likeliest first, at least one."""
    x0: float
    x1: float
    """Where it is, in the pixels of the copy that was read."""

    @property
    def text(self) -> str:
        """The likeliest."""
        return self.options[0][0]


Network = tuple[Slot, ...]


def best_text(network: Sequence[Slot]) -> str:
    """The likeliest text of every slot, together."""
    return "".join(slot.text for slot in network)


def ranked(options: Sequence[Option]) -> tuple[Option, ...]:
    """The options with the likeliest first; equals in the order of their texts, so that nothing depends on chance."""
    return tuple(sorted(options, key=lambda option: (-option[1], option[0])))
