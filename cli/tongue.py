"""The language the command speaks: Vietnamese, or English with ``KHO_LANG=en``."""

import os

from schemas.drop import State
from schemas.errors import KhoError
from schemas.messages import sentence

_STATES = {
    State.QUEUED: ("đang chờ", "queued"),
    State.WORKING: ("đang xử lý", "working"),
    State.ARCHIVED: ("đã lưu trữ", "archived"),
    State.DUPLICATE: ("trùng", "duplicate"),
    State.REFUSED: ("bị từ chối", "refused"),
}


def english() -> bool:
    """Whether English was asked for."""
    return os.environ.get("KHO_LANG") == "en"


def say(vietnamese: str, in_english: str) -> str:
    """The one of the two that is to be spoken."""
    return in_english if english() else vietnamese


def state_name(state: State) -> str:
    """A state's name for people."""
    return say(*_STATES[state])


def explain(problem: KhoError) -> str:
    """An error's sentence for people."""
    return sentence(problem, "en" if english() else "vi")
