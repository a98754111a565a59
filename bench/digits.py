"""How well digits in slots are read: strings of hands and fonts never trained on, and real scans.

    PYTHONPATH=. python bench/digits.py composed --modules node_modules --type FILE.ttf … [--count 3000] [--fit]
    PYTHONPATH=. python bench/digits.py scans FOLDER

``composed``: the digit net as the product runs it, on slots composed of held-out digits (see `bench/train_digits.py`);
prints exact strings by length, and of the values given how many are right (precision) and how many of all were given
right (recall). The held-out hands are halved: --fit finds the net's ``sharpness`` on one half and prints it, with the
slope and shift that would make the vote's probabilities right (1 and 0 where they are) and what it says of that half,
which is the half to choose by; all else is measured on the other.
``scans``: a folder with meta.jsonl (``so_ky_hieu``, ``ngay_ban_hanh``, ``file``, ``so_hoac_ngay_viet_tay``) and its
documents: reads each first page and compares number and date, with the digit net and without.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from digit_net.glyphs import Sources, half, load_sources
from digit_net.printed import LINE, Press
from digit_net.scan import cut_out, sheet
from digit_net.slot import Ink, composed
from numpy.typing import NDArray

from bench.logistic import slope_and_shift
from pipeline.engines.ocr.digit_reader import Chances, DigitNet, load_digit_net, read_digits
from pipeline.engines.ocr.line_finder import LineBox
from pipeline.engines.ocr.line_reader import read_lines
from pipeline.engines.ocr.nets import Nets, load_nets
from pipeline.engines.ocr.options import Options
from pipeline.engines.ocr.slots import Cut
from pipeline.engines.page_image import list_sheets
from pipeline.engines.read_page import Task, read_page
from pipeline.stages.ocr.slot_vote import Heard, vote
from pipeline.stages.ocr.slots import Slot, SlotKind, find_slots
from schemas.inspection import Kind
from schemas.limits import Limits
from schemas.page import Page

_SLACK, _FINDER_ERRS = 0.25, 0.1
"""Line heights by which a slot's edges are drawn out, and by which the finder of words errs."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One composed slot."""

    cut: Cut
    kind: SlotKind
    digits: str
    said: str
    """What the reader of print makes of it."""


def asked(sources: Sources, press: Press, seed: int) -> Iterator[Asked]:
    """Composed slots without end, and what the line net reads in them."""
    chance, nets = np.random.default_rng(seed), load_nets()
    while True:
        ink = composed(sources, press, chance)
        rgb = sheet(ink, chance)
        pixels = cut_out(rgb, chance)
        wide = max(40, pixels.shape[2] + pixels.shape[2] % 2)
        padded = np.pad(pixels, ((0, 0), (0, 0), (0, wide - pixels.shape[2])))
        off = chance.normal(0, _FINDER_ERRS, 2) + np.array([-_SLACK, _SLACK])
        scale = pixels.shape[2] / ink.print.shape[1]
        edges = tuple((at + LINE * error) * scale for at, error in zip(ink.slot, off, strict=True))
        cut = Cut(pixels=padded, inner=(edges[0], edges[1]))
        yield Asked(cut=cut, kind=SlotKind(ink.kind), digits=ink.digits, said=_said(rgb, ink, nets))


def _said(rgb: NDArray[np.uint8], ink: Ink, nets: Nets) -> str:
    """What the line net reads between the print before and after."""
    scale = rgb.shape[1] / ink.print.shape[1]
    line = LineBox(x0=0, y0=LINE * scale, x1=rgb.shape[1], y1=2 * LINE * scale, score=1.0)
    (scores,) = read_lines(np.ascontiguousarray(rgb[..., 0]), [line], nets)
    best, out, before = scores.log_probs.argmax(axis=1), "", 0
    for step, found in enumerate(best.tolist()):
        x = (scores.x0 + (step + 0.5) * scores.step) / scale
        if found and found != before and ink.slot[0] <= x <= ink.slot[1]:
            out += nets.alphabet[found - 1]
        before = found
    return out.strip()


def fitted(slots: Sequence[Asked], net: DigitNet) -> float:
    """The sharpness at which the right strings are likeliest."""

    def loss(sharpness: float) -> float:
        sharp = replace(net, sharpness=sharpness)
        return -sum(math.log(dict(read_digits(slot.cut, sharp)).get(slot.digits, 0.0) + 1e-4) for slot in slots)

    return min((0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15), key=loss)


def calibrations(slots: Sequence[Asked], net: DigitNet) -> None:
    """Prints how far the vote's probabilities are from how often they are right, by kind of slot."""
    said: dict[str, list[tuple[float, bool]]] = {}
    for slot in slots:
        found = vote(Heard(kind=slot.kind, net=read_digits(slot.cut, net), said=slot.said))
        likeliest, p = found.alternatives[0] if found.alternatives else ("", 0.0)
        if p == round(found.probability, 3):  # or else an empty slot is likelier
            said.setdefault(slot.kind, []).append((found.probability, _same(likeliest, slot)))
    for kind, pairs in sorted(said.items()):
        print(f"probabilities, {kind}: slope {{:.2f}}, shift {{:.2f}}".format(*slope_and_shift(pairs)))


def report(slots: Sequence[Asked], net: DigitNet) -> None:
    """Prints strings right by length, then values by kind of slot."""
    start = time.process_time()
    read: list[tuple[Asked, Chances]] = [(slot, read_digits(slot.cut, net)) for slot in slots]
    print(f"{(time.process_time() - start) / len(slots) * 1000:.1f} ms CPU a slot")
    strings: dict[str, list[int]] = {}
    for slot, chances in read:
        for key in ("all", f"{len(slot.digits)} digits"):
            strings.setdefault(key, []).append(int(bool(chances) and chances[0][0] == slot.digits))
    for key, right in sorted(strings.items()):
        print(f"strings, {key}: {np.mean(right):.4f} of {len(right)}")
    values: Counter[tuple[str, str]] = Counter()
    for slot, chances in read:
        for way, said in (("net alone", ""), ("with the line net", slot.said)):
            found = vote(Heard(kind=slot.kind, net=chances, said=said)).value
            result = "blank" if found is None else "right" if _same(found, slot) else "wrong"
            if slot.digits or result == "wrong":
                values[f"{way}, {slot.kind}", result] += 1
                values[f"{way}, all", result] += 1
    for kind in sorted({kind for kind, _ in values}):
        right, wrong, blank = (values[kind, result] for result in ("right", "wrong", "blank"))
        given = max(right + wrong, 1)
        share = right / max(given + blank, 1)
        print(f"values, {kind}: precision {right / given:.4f}, recall {share:.4f} of {given + blank}")


def _same(value: str, slot: Asked) -> bool:
    if slot.kind is SlotKind.NUMBER or not slot.digits or not value.isdecimal():
        return value == slot.digits
    return int(value) == int(slot.digits)


# --- real scans ------------------------------------------------------------------------------------------------------


def scans(folder: Path) -> None:
    """Reads the first page of every document of a folder and prints its slots beside what they hold in truth."""
    tally: Counter[str] = Counter()
    for row in (json.loads(text) for text in (folder / "meta.jsonl").read_text(encoding="utf-8").splitlines()):
        if not row.get("so_ky_hieu") or not row.get("ngay_ban_hanh"):
            continue
        year, month, day = row["ngay_ban_hanh"].split("-")
        truth = {"number": row["so_ky_hieu"].split("/")[0].split("-")[0], "day": day, "month": month, "year": year}
        for digits in (False, True):
            page = _first_page(folder / row["file"], digits=digits)
            for slot in find_slots(page):
                said = slot.said.strip(" .") if slot.sure else ""
                right = said == truth[slot.kind] or (
                    slot.kind is not SlotKind.NUMBER and said == truth[slot.kind].lstrip("0")
                )
                result = "blank" if not said else "right" if right else "wrong"
                tally[f"digit net {digits}: {result}"] += 1
                if result != "right":
                    print(
                        row["id"],
                        digits,
                        slot.kind,
                        "is",
                        truth[slot.kind],
                        "read",
                        repr(slot.said),
                        _possible(page, slot),
                    )
    for key, count in sorted(tally.items()):
        print(key, count)


def _possible(page: Page, slot: Slot) -> object:
    """The alternatives of the words in a slot."""
    line = page.lines[slot.start.line]
    return [word.alternatives for word in line.words[slot.start.word : slot.stop.word + 1] if word.alternatives]


def _first_page(file: Path, *, digits: bool) -> Page:
    limits = Limits()
    sheet = list_sheets([file], Kind.PDF, limits)[0]
    return read_page(Task(
        sheet=sheet, kind=Kind.PDF, number=1, limits=limits, language="vie", options=Options(digits=digits), poppler="",
    ))  # fmt: skip


def main(words: Sequence[str]) -> None:
    """Says how well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ways = parser.add_subparsers(dest="way", required=True)
    one = ways.add_parser("composed")
    one.add_argument("--modules", type=Path, required=True)
    one.add_argument("--type", dest="types", type=Path, nargs="+", required=True)
    one.add_argument("--count", type=int, default=3000)
    one.add_argument("--seed", type=int, default=12, help="of the slots to measure with; to choose by: one less")
    one.add_argument("--fit", action="store_true")
    ways.add_parser("scans").add_argument("folder", type=Path)
    told: Any = parser.parse_args(words)
    if told.way == "scans":
        scans(told.folder)
        return
    net, press = load_digit_net(), Press(tuple(told.types))
    held = load_sources(told.modules, held=True)
    if told.fit:
        choosing = list(islice(asked(half(held, 0), press, told.seed - 1), told.count))
        net = replace(net, sharpness=fitted(choosing, net))
        print(f"sharpness {net.sharpness}; the half to choose by:")
        calibrations(choosing, net)
        report(choosing, net)
        print("the half to measure with:")
    report(list(islice(asked(half(held, 1), press, told.seed), told.count)), net)


if __name__ == "__main__":
    main(sys.argv[1:])
