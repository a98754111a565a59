"""A browser's name out of what it says of itself, for a list of sessions. Pure; never believed for anything else."""

import re

_BROWSERS = {"Edge": "Edg", "Cốc Cốc": "coc_coc", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
_SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac", "Linux")
_LONGEST = 60


def browser_name(agent: str) -> str:
    """As "Chrome 126 · Windows"; of what is not known the beginning, "?" for nothing."""
    for name, mark in _BROWSERS.items():
        found = re.search(rf"{mark}[\w.]*/(\d+)", agent)
        if found:
            system = next((f" · {one}" for one in _SYSTEMS if one in agent), "")
            return f"{name} {found[1]}{system}"
    return agent[:_LONGEST] or "?"
