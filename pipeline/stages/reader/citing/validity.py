"""Whether the laws a document cites are in force on a given day, with the warning for readers.

An archive of leaflets must be able to say: the law this leaflet explains is no longer in force. Only what the register
surely knows is said.
"""

from collections.abc import Iterable
from datetime import date

from schemas.citation import Citation, LawState, Validity, warning
from schemas.laws import Law, law_register


def validity(citations: Iterable[Citation], today: date) -> tuple[Validity, ...]:
    """The state of each law cited, in the order of their first mention; mentions without a certain law are left out."""
    ids = dict.fromkeys(citation.law for citation in citations if citation.law)
    return tuple(_validity(law_register().of_id(law), today) for law in ids)


def _validity(law: Law, today: date) -> Validity:
    state, since = _state(law, today)
    register = law_register()
    successors = tuple(register.of_id(other) for other in law.replaced_by) if state is LawState.EXPIRED else ()
    return Validity(
        law=law.id,
        state=state,
        today=today,
        since=since,
        replaced_by=tuple(other.id for other in successors),
        warning=warning(law, state, successors),
    )


def _state(law: Law, today: date) -> tuple[LawState, date | None]:
    if law.effective_to and law.effective_to <= today:
        return LawState.EXPIRED, law.effective_to
    if law.effective_from and today < law.effective_from:
        return LawState.NOT_YET, law.effective_from
    alone = law.family == law.id and law.effective_from and not law.replaced_by
    if alone or law_register().in_force(law.family, today) is law:
        return LawState.IN_FORCE, law.effective_from
    return LawState.UNKNOWN, None  # replaced nobody knows when, or by an act that may have begun already
