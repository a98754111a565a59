"""The language the command speaks: Vietnamese, or English with ``KHO_LANG=en``."""

import errno
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
_CAUSES = {
    errno.EADDRINUSE: ("một chương trình khác đang dùng cổng này", "another program has this port"),
    errno.EADDRNOTAVAIL: ("máy này không có địa chỉ ấy", "this machine has no such address"),
    errno.EACCES: ("không có quyền", "permission denied"),
    errno.EPERM: ("không có quyền", "permission denied"),
    errno.EROFS: ("chỗ này chỉ đọc được", "read-only"),
    errno.ENOENT: ("không có thư mục này", "no such folder"),
    errno.ENOTDIR: ("không phải thư mục", "not a folder"),
    errno.EISDIR: ("là thư mục", "is a folder"),
    errno.EEXIST: ("đã có tệp cùng tên", "there is a file of that name"),
    errno.ENOSPC: ("đĩa đã đầy", "the disk is full"),
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


def cause(problem: OSError) -> str:
    """Why the machine did not do it, for people."""
    told = _CAUSES.get(problem.errno or 0)
    return say(*told) if told else problem.strerror or str(problem)
