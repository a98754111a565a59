"""Colour profiles of images: which of them a PDF/A may and should carry."""

import zlib

_HEADER = 128
_SPACE = {b"GRAY": b"/DeviceGray", b"RGB ": b"/DeviceRGB"}
_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")
_NEWEST = 4
_NAMED_SRGB = (b"sRGB", "sRGB".encode("utf-16-be"))
_TAG = 12


def carried_profile(profile: bytes | None, space: bytes) -> bytes:
    """The profile, packed, if it is sound, fits the colour space, and says anything that the space does not.

    (sRGB is what the whole PDF is meant in, so it need not be said again for each picture.)
    """
    if not profile or len(profile) < _HEADER or int.from_bytes(profile[:4], "big") != len(profile):
        return b""
    sound = profile[36:40] == b"acsp" and profile[12:16] in _CLASSES and 2 <= profile[8] <= _NEWEST
    if not sound or _SPACE.get(profile[16:20]) != space or any(name in _description(profile) for name in _NAMED_SRGB):
        return b""
    return zlib.compress(profile)


# -------------------------------------------------------------------------------------------------------------------


def _description(profile: bytes) -> bytes:
    """The tag with the profile's name; empty if there is none."""
    count = int.from_bytes(profile[_HEADER : _HEADER + 4], "big")
    for number in range(min(count, 100)):
        entry = profile[_HEADER + 4 + _TAG * number :][:_TAG]
        if entry[:4] == b"desc":
            start, length = int.from_bytes(entry[4:8], "big"), int.from_bytes(entry[8:12], "big")
            return profile[start : start + length]
    return b""
