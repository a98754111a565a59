"""What a person has typed on the record screen, and the `Change` it means.

The screen keeps it as its draft (JSON) and sends it when saving; the form without JavaScript sends the same as fields.
Texts are as typed: they are read as values only here.
"""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import Field
from rapidfuzz.distance import Levenshtein

from review.record.values import Value, read, written
from schemas.base import Frozen
from schemas.change import Change, FieldChange, WordChange
from schemas.claim import FieldName, Source
from schemas.errors import Code, Refused
from schemas.page import Box
from schemas.record import Record, Settled
from schemas.text import fold

MOST_WORDS = 5_000
"""Word changes of one draft: a book is not typed anew in one go."""
_NEAR = 0.5
"""Share of letters that two texts have in common from which one is the other mended."""


class TypedField(Frozen):
    """A field as typed; the words and the place it was taken from, if it was."""

    text: str = Field(max_length=4_000)
    raw: str | None = Field(default=None, max_length=8_000)
    page: int | None = Field(default=None, ge=1)
    box: tuple[int, int, int, int] | None = None


class TypedWord(Frozen):
    """A word changed, added (no ``old``), removed (no ``new``), or split (spaces in ``new``)."""

    page: int = Field(ge=1)
    box: tuple[int, int, int, int]
    old: str | None = Field(default=None, max_length=500)
    new: str | None = Field(default=None, max_length=500)


class Typed(Frozen):
    """A draft."""

    fields: dict[FieldName, TypedField] = Field(default={})
    words: tuple[TypedWord, ...] = Field(default=(), max_length=MOST_WORDS)
    why: str = Field(default="", max_length=1_000)

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.fields or self.words or self.why.strip())


def change_of(typed: Typed, record: Record, *, confirm_rest: bool = False) -> Change:
    """The change that was typed on the screen of ``record``; with ``confirm_rest`` all that stands there is right.

    Raises:
        Refused: BAD_VALUE (facts ``field``, ``problem``), of the first text that is no value of its field.
    """
    fields = [_field(name, told, record.fields.get(name)) for name, told in typed.fields.items()]
    if confirm_rest:
        fields += confirmations(record, without=typed.fields)
    return Change(
        why=typed.why.strip(), fields=tuple(fields), words=tuple(_word(word) for word in typed.words)
    )  # fmt: skip


def confirmations(record: Record, *, without: Iterable[FieldName] = ()) -> list[FieldChange]:
    """That every settled value nobody has confirmed yet is right; counted pages need no one to say so."""
    left_out = {FieldName.PAGES, *without}
    return [
        _as_settled(name, settled)
        for name, settled in record.fields.items()
        if name not in left_out and settled.source != Source.ARCHIVIST.value
    ]


def of_form(form: Mapping[str, Sequence[str]], record: Record) -> Typed:
    """What the plain form says: fields whose text differs from what it was sent with, or whose box is ticked.

    Takes: ``f.<field>`` the text, ``was.<field>`` the text it was sent with, ``ok`` the fields ticked, ``why``.
    """
    ticked = set(form.get("ok", ()))
    fields: dict[FieldName, TypedField] = {}
    for name in FieldName:
        text, was = _one(form, f"f.{name}"), _one(form, f"was.{name}")
        if text is None:
            continue
        text = "\n".join(text.splitlines()).strip()
        if text != (was or "").strip():
            fields[name] = TypedField(text=text)
        elif name.value in ticked:
            fields[name] = TypedField(text=written(name, record.fields[name].value) if name in record.fields else "")
    return Typed(fields=fields, why=_one(form, "why") or "")


# ---------------------------------------------------------------------------------------------------------------------


def _one(form: Mapping[str, Sequence[str]], name: str) -> str | None:
    return next(iter(form.get(name, ())), None)


def _field(name: FieldName, told: TypedField, settled: Settled | None) -> FieldChange:
    if settled is not None and told.box is None and told.text.strip() == written(name, settled.value):
        return _as_settled(name, settled)
    try:
        value: Value = read(name, told.text)
    except ValueError as problem:
        raise Refused(Code.BAD_VALUE, detail=f"{name}: {problem}", field=name, problem=str(problem)) from problem
    if told.box is None and settled is not None and value is not None and _is_near(told.text, settled):
        return _as_settled(name, settled).model_copy(update={"value": value})
    return FieldChange(field=name, value=value, raw=told.raw, page=told.page, box=_box(told.box))


def _is_near(text: str, settled: Settled) -> bool:
    """Whether a typed text is the settled one mended: then it stands at the same place on the page."""
    known = (settled.text, settled.raw or "")
    return max(Levenshtein.normalized_similarity(fold(text), fold(other)) for other in known) >= _NEAR


def _as_settled(name: FieldName, settled: Settled) -> FieldChange:
    """The value as it stands, with its evidence: confirmed."""
    return FieldChange(
        field=name, value=settled.value, raw=settled.raw, page=settled.page, box=_box(settled.box)
    )  # fmt: skip


def _word(told: TypedWord) -> WordChange:
    return WordChange(
        page=told.page, box=Box(x0=told.box[0], y0=told.box[1], x1=told.box[2], y1=told.box[3]), old=told.old,
        new=told.new,
    )  # fmt: skip


def _box(numbers: tuple[int, int, int, int] | None) -> Box | None:
    return None if numbers is None else Box(x0=numbers[0], y0=numbers[1], x1=numbers[2], y1=numbers[3])
