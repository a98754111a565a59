"""The administrator's guide shows the table of rights as it is."""

import re
from pathlib import Path

from schemas.person import Role
from schemas.rights import ALLOWED, Action

GUIDE = (Path(__file__).parents[3] / "docs" / "huong-dan-quan-tri.md").read_text(encoding="utf-8")


def test_the_table_of_rights_is_that_of_the_code() -> None:
    head, _, *rows = [line.strip("|").split("|") for line in GUIDE.splitlines() if line.startswith("|")]
    roles = [Role(re.findall(r"`(\w+)`", cell)[0]) for cell in head[1:]]
    shown = {role: set() for role in roles}
    for what, *marks in rows:
        action = Action(re.findall(r"`([\w-]+)`", what)[0])
        for role, mark in zip(roles, marks, strict=True):
            if mark.strip():
                shown[role].add(action)
    assert shown == ALLOWED
    assert len(rows) == len(Action)
