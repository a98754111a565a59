"""How well documents' fields are read: right, wrong, blank, a field a line.

``python -m bench.reader [FOLDER | --fresh SEED] [--figure FILE.svg] [--list]``: the golden set; or the fresh set
(`bench.fresh`: printed, scanned and read; also citations, questions, panels, gates, copies); or a folder's documents:
``real/meta.jsonl`` with ``real/docs``, ``synthetic/*.meta.json`` with a PDF beside each, and the rendered scans of
``tests/samples`` (``answers`` and ``scans``), read by today's engine.

Right, of a truth that the document has: the same value (dates, numbers, types, ids letter by letter; names and texts
in any case and with any marks at their ends). *Near*: text with a token F1 of 0.95 or more. Wrong: any other value,
and any value where the document has none. A month of which the day is missing counts as blank.
The headline is (right − 2 · wrong) / (right + wrong + blank).
"""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.field_truth import Document, documents_in
from bench.fresh.report import as_document, contents_report, fresh_documents
from bench.reliability import Said, calibration_error, diagram
from bench.token_f1 import bare, token_f1
from pipeline.stages.describe import describe
from pipeline.stages.reader.closest import plain
from pipeline.stages.settle import fields
from schemas.agencies import agencies
from schemas.claim import FieldName
from schemas.record import Settled

_TEXTS = frozenset({FieldName.SUBJECT, FieldName.TITLE})
_EXACT = frozenset({
    FieldName.NUMBER, FieldName.ISSUED_DATE, FieldName.DOCUMENT_TYPE, FieldName.ISSUER_ID, FieldName.MATERIAL_TYPE,
    FieldName.LANGUAGE, FieldName.LICENCE_NUMBER, FieldName.LICENCE_DATE, FieldName.EFFECTIVE_DATE, FieldName.DEPOSIT,
    FieldName.PRINT_RUN, FieldName.PAGES,
})  # fmt: skip
_NEAR = 0.95
_SURE = 0.98


@dataclass(kw_only=True)
class Tally:
    """The counts of one field."""

    right: int = 0
    near: int = 0
    wrong: int = 0
    blank: int = 0
    scores: list[float] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the values given, how many are right."""
        given = self.right + self.near + self.wrong
        return (self.right + self.near) / given if given else 1.0

    @property
    def recall(self) -> float:
        """Of the values that documents have, how many are given right."""
        wanted = len(self.scores)
        return (self.right + self.near) / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """The mean token F1 over the values that documents have."""
        return sum(self.scores) / len(self.scores) if self.scores else 1.0


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.reader", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="documents with their truth; without it the golden set")
    parser.add_argument("--fresh", type=int, metavar="SEED", help="the fresh set as this seed draws it")
    parser.add_argument("--figure", type=Path, help="write the reliability diagram to this SVG file")
    parser.add_argument("--list", action="store_true", help="print every value that is not right")
    options = parser.parse_args()
    more: list[str] = []
    if options.fresh is None:
        tallies, said, faults = measured(documents_in(options.folder))
    else:
        read = fresh_documents(options.fresh)
        tallies, said, faults = measured(map(as_document, *zip(*read, strict=True)))
        more, others = contents_report(read, options.fresh)
        faults += others
    print("\n".join((table(tallies), *more, confidences(said))))
    if options.list:
        print("\n".join(faults))
    if options.figure:
        options.figure.write_text(diagram(said), encoding="utf-8")


def confidences(said: Sequence[Said]) -> str:
    """What confidences are worth, in a sentence."""
    sure = [one.right for one in said if one.confidence > _SURE]
    share = f"{sum(sure) / len(sure):.4f} of {len(sure)}" if sure else "none"
    error = f"expected calibration error {calibration_error(said):.3f} over {len(said)} values"
    return f"{error}; right above {_SURE}: {share}"


def measured(documents: Iterable[Document]) -> tuple[dict[FieldName, Tally], list[Said], list[str]]:
    """The counts a field, every value with its confidence and whether it is right, and a line for each that is not."""
    tallies = {name: Tally() for name in FieldName}
    said: list[Said] = []
    faults: list[str] = []
    for document in documents:
        given = fields(describe(document.pages))
        for name in document.judged:
            verdict, score = _judged(name, given, document.truth)
            _count(tallies[name], verdict, score, wanted=name in document.truth)
            value = given.get(name)
            if value is not None and verdict != "blank":
                said.append(Said(confidence=value.confidence, right=verdict in ("right", "near")))
            if verdict in ("wrong", "blank"):
                printed = None if value is None else value.value
                faults.append(f"{verdict} {document.name} {name}: {printed!r}, not {document.truth.get(name)!r}")
    return tallies, said, faults


def table(tallies: Mapping[FieldName, Tally]) -> str:
    """One line a field, the headline last."""
    lines = [f"{'field':18} {'right':>5} {'near':>5} {'wrong':>5} {'blank':>5}  {'prec.':>6} {'recall':>6} {'F1':>6}"]
    for name, one in tallies.items():
        if one.right + one.near + one.wrong + one.blank:
            lines.append(
                f"{name.value:18} {one.right:5} {one.near:5} {one.wrong:5} {one.blank:5}"
                f"  {one.precision:6.3f} {one.recall:6.3f} {one.f1:6.3f}"
            )
    right = sum(one.right + one.near for one in tallies.values())
    wrong, blank = sum(one.wrong for one in tallies.values()), sum(one.blank for one in tallies.values())
    headline = (right - 2 * wrong) / max(right + wrong + blank, 1)
    return "\n".join([*lines, f"headline {headline:.3f}: {right} right, {wrong} wrong (twice), {blank} blank"])


# ---------------------------------------------------------------------------------------------------------------------


def _judged(
    name: FieldName, given: Mapping[FieldName, Settled], truth: Mapping[FieldName, object]
) -> tuple[str, float]:
    """The verdict on one field of one document, and its token F1."""
    value, wanted = given.get(name), truth.get(name)
    if value is None:
        return ("none", 0.0) if wanted is None else ("blank", 0.0)
    if wanted is None:
        return "wrong", 0.0
    if name is FieldName.ISSUED_DATE and str(wanted).startswith(f"{value.value}-"):
        return "blank", 0.0
    if _same(name, value.value, wanted) or (name is FieldName.ISSUER and _meant(given, str(wanted))):
        return "right", 1.0
    score = token_f1(str(value.text), " ".join(wanted) if isinstance(wanted, tuple) else str(wanted))
    return ("near" if name in _TEXTS and score >= _NEAR else "wrong"), score


def _same(name: FieldName, value: object, wanted: object) -> bool:
    if name in _EXACT:
        return str(value) == str(wanted)
    if isinstance(value, tuple) or isinstance(wanted, tuple):
        return _many(value) == _many(wanted)
    return bare(str(value)) == bare(str(wanted))


def _many(value: object) -> list[str]:
    return [bare(str(one)) for one in value] if isinstance(value, tuple) else [bare(str(value))]


def _meant(given: Mapping[FieldName, Settled], wanted: str) -> bool:
    """A truth may name the agency in full where the page says SỞ TƯ PHÁP: then its id says who is meant."""
    linked = given.get(FieldName.ISSUER_ID)
    agency = agencies().get(str(linked.value)) if linked else None
    return agency is not None and plain(agency.name) == plain(wanted)


def _count(tally: Tally, verdict: str, score: float, *, wanted: bool) -> None:
    if verdict != "none":
        setattr(tally, verdict, getattr(tally, verdict) + 1)
    if wanted:
        tally.scores.append(score)


if __name__ == "__main__":
    main()
