"""The record screen itself: one page, complete without JavaScript."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from review.access.guard import require
from review.context import room_of
from review.record.opening import names_of, open_record
from review.record.view import view
from review.words.say import TONGUES, Tongue, catalogue
from schemas.messages import fault_sentence
from schemas.person import Person
from schemas.rights import Action, may
from schemas.vocabulary import DOCUMENT_TYPES, LEGAL_ACT_TYPES, MaterialType

router = APIRouter()
LANGUAGES = ("vie", "eng", "fra", "zho", "rus", "hmn", "khm")
SENTENCES = (
    "rec.raw_hint", "rec.left", "rec.left_none", "rec.last_word", "rec.last_field", "rec.also_done", "rec.not_value",
    "rec.take_into", "rec.take_none", "rec.edit_word", "rec.join_words", "rec.remove_words", "rec.add_word",
    "rec.word", "rec.word_read", "rec.word_sure", "rec.word_hand", "rec.word_gone", "rec.word_keys", "rec.p",
    "rec.busy", "rec.free", "rec.newer", "rec.draft_old", "rec.draft_merge", "rec.draft_saved", "rec.draft_saving",
    "rec.draft_failed", "rec.draft_back", "rec.saving", "rec.nothing", "rec.blanks", "rec.not_saved", "band.confirmed",
    "band.unsaved",
)  # fmt: skip
"""What the screen says by script: sent with the page, places and all."""
_May = Annotated[Person, Depends(require(Action.SEE_RECORD))]


@router.get("/record/{record}")
def screen(request: Request, person: _May, record: str) -> Response:
    """The newest version of a record, to be corrected by whoever may, else to be read."""
    room, held = room_of(request), open_record(request, record, person)
    shown = view(
        held.record, held.contents, held.versions, room.house.vault.receipts(held.record.id), number=held.number,
        now=room.now(),
    )  # fmt: skip
    agency, holder = held.record.agency, room.desk.holder(held.record.id, person.login, now=room.now())
    return room.page(
        request, "record/record.html", view=shown, names=names_of(request),
        held_by=holder.by if holder is not None and not holder.ours else None,
        may_correct=may(person, Action.CORRECT, agency), may_publish=may(person, Action.PUBLISH, agency),
        document_types=(*DOCUMENT_TYPES.values(), *LEGAL_ACT_TYPES.values()),
        sentences=SENTENCES, plain=partial(template_of, room.tongue(request)), fault_sentence=fault_sentence,
        choices={"material_type": tuple(kind.value for kind in MaterialType), "language": LANGUAGES},
    )  # fmt: skip


def template_of(tongue: Tongue, key: str) -> str:
    """A sentence with its places left open."""
    return catalogue()[key][TONGUES.index(tongue)]
