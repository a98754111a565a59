"""Python's garbage collector in a process that answers people: it must not stop in the middle of somebody's answer."""

import gc

_OLDEST = 500
"""So many passes over what is middle-aged come before one over everything that stays."""


def calm() -> None:
    """What was loaded till now is never looked through again, what stays from now on seldom: each time it would cost a
    tenth of a second.
    """
    gc.collect()
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, _OLDEST)
