"""The one word in which the format walkers say that bytes are missing or make no sense."""


class Broken(Exception):
    """A file or stream breaks its format's rules. Never leaves the engines: it becomes a `Refused`.

    Args:
        detail: what was found, in English.
        cut: the end is missing (an upload that stalled), as against wrong bytes inside.
    """

    def __init__(self, detail: str, *, cut: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.cut = cut
