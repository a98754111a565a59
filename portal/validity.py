"""Whether a law is in force on a day, from the register alone. Pure."""

from datetime import date

from pipeline.stages.reader.citing.validity import validity
from schemas.citation import Citation, LawState, Validity, named, vietnamese_date
from schemas.laws import law_register
from schemas.page import Box

_NOWHERE = Box(x0=0, y0=0, x1=1, y1=1)


def is_registered(law: str) -> bool:
    """Whether the register has this law."""
    try:
        law_register().of_id(law)
    except KeyError:
        return False
    return True


def known_state(law: str, today: date) -> Validity | None:
    """What the register says of the law; None if it does not have it."""
    if not is_registered(law):
        return None
    mention = Citation(
        law=law, kind=None, name=None, number=None, year=None, page=1, box=_NOWHERE, raw=law,
        confidence=1, rule="register@1",
    )  # fmt: skip
    return validity([mention], today)[0]


def state_of(law: str, today: date) -> str:
    """in_force, expired, not_yet or unknown."""
    known = known_state(law, today)
    return (known.state if known else LawState.UNKNOWN).value


def sentence(law: str, today: date) -> str:
    """What citizens are told of it; empty where nothing sure is known."""
    known = known_state(law, today)
    if known is None or known.state is LawState.UNKNOWN:
        return ""
    if known.warning:
        return known.warning
    since = f" từ {vietnamese_date(known.since)}" if known.since else ""
    return f"{named(law_register().of_id(law))} đang có hiệu lực{since}."
