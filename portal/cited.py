"""The acts that a document speaks of, each once, with whether it is in force. Pure."""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from pipeline.stages.reader.citing.validity import validity
from portal.validity import is_registered
from schemas.base import Frozen
from schemas.citation import Citation, Validity
from schemas.laws import law_register


class CitedLaw(Frozen):
    """One act that the document speaks of."""

    id: str = Field(description="in the law register; else the number or the words of the mention")
    name: str
    number: str | None
    state: str | None = Field(description="in_force, expired, not_yet or unknown; null for an act not in the register")
    warning: str | None = Field(description="the sentence for readers of an act that is not in force")
    pages: tuple[int, ...] = Field(description="where it is cited")


def cited_laws(citations: Sequence[Citation], today: date) -> tuple[CitedLaw, ...]:
    """Each act once, in the order of first mention; those not in force first."""
    citations = [one if one.law is None or is_registered(one.law) else _nameless(one) for one in citations]
    state = {one.law: one for one in validity(citations, today)}
    places: dict[str, list[Citation]] = {}
    for one in citations:
        name = one.law or one.number
        if name:
            places.setdefault(name, []).append(one)
    laws = [_cited(name, mentions, state.get(name)) for name, mentions in places.items()]
    return tuple(sorted(laws, key=lambda law: law.warning is None))


def _nameless(mention: Citation) -> Citation:
    """A mention of an act that another release's register had, and this one has not."""
    return mention.model_copy(update={"law": None})


def _cited(name: str, mentions: Sequence[Citation], state: Validity | None) -> CitedLaw:
    first = mentions[0]
    if first.law:
        law = law_register().of_id(first.law)
        title, number = law.title, law.number
    else:
        title, number = (f"{first.kind} số {first.number}" if first.kind else str(first.number)), first.number
    return CitedLaw(
        id=name,
        name=title,
        number=number,
        state=state.state.value if state else None,
        warning=state.warning if state else None,
        pages=tuple(dict.fromkeys(mention.page for mention in mentions)),
    )
