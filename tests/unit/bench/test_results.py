"""Rates, medians and spreads, and the tables and the picture that show them."""

import json
import xml.etree.ElementTree as ET
from operator import attrgetter
from pathlib import Path

import pytest

from bench import leave_one_out
from bench.picture import picture
from bench.results import OfDocument, OfSet, OfWay, Round, from_json, spread, to_json
from bench.scoring import Counts
from bench.tables import degradation_table, set_table


def _counts(errors: int, chars: int = 1000) -> Counts:
    return Counts(
        char_errors=errors, chars=chars, word_errors=errors, words=chars // 5, letters=chars, line_errors=errors,
        line_chars=chars,
    )  # fmt: skip


def _way(name: str, errors: tuple[int, ...], cpu: tuple[float, ...], **more: object) -> OfWay:
    documents = tuple(OfDocument(name=f"d{n}", pages=1, counts=_counts(e), failed=None) for n, e in enumerate(errors))
    rounds = tuple(Round(cpu=c, wall=c) for c in cpu)
    facts = {"peak": 300_000_000, "largest": 200_000_000, **more}
    return OfWay(name=name, documents=documents, rounds=rounds, **facts)


OURS = _way("this engine", (2, 4), (1.0, 1.2, 1.1), start={"cpu": 1.5, "wall": 2.0, "rss": 1e8}, steps={"read": 0.8})
THEIRS = _way("ocrmypdf --jobs 2", (20, 22), (4.0, 4.8, 4.4))
TIMED = OfWay(
    name="kho run", documents=(OfDocument(name="d0", pages=2, counts=None, failed=None),),
    rounds=(Round(cpu=3.0, wall=3.0),) * 3, peak=0, largest=1,
)  # fmt: skip
SET = OfSet(name="letters", ways=(OURS, THEIRS, TIMED))


def test_cost_is_the_median_round_by_page() -> None:
    assert (OURS.cpu, OURS.pages) == (0.55, 2)


def test_ratios_are_taken_round_by_round() -> None:
    assert OURS.ratios(THEIRS, attrgetter("cpu")) == pytest.approx([0.25, 0.25, 0.25])


def test_the_spread_comes_from_leaving_documents_out() -> None:
    found = spread([_counts(2), _counts(4)], attrgetter("cer"))
    assert found.rate == pytest.approx(0.003)
    assert found.error == pytest.approx(0.001)
    assert (found.low, found.high) == (0.002, 0.004)


def test_a_single_document_has_no_spread() -> None:
    assert spread([_counts(2)], attrgetter("cer")).error is None


def test_results_survive_json() -> None:
    assert from_json(json.loads(json.dumps(to_json([SET])))) == (SET,)


def test_the_table_says_rates_costs_ratios_and_characters() -> None:
    table = set_table(SET)
    assert "2 pages, 2 documents, 2,000 characters" in table
    assert "| this engine | 0.55 | 0.55 | 109 | 300 (200) | 0.30 ± 0.10 |" in table
    assert "| kho run | 1.50 | 1.50 | 40 | – (0) | – | – | – | – |" in table
    assert "CPU **0.25 ×** (0.25 – 0.25)" in table
    assert "in the first round: read 0.40, the rest 0.10" in table
    assert "loading, once a worker and not in the table: 1.5 s CPU" in table


def test_the_table_hides_no_failure() -> None:
    failed = OfDocument(name="torn", pages=1, counts=_counts(1000), failed="ended with [1]")
    way = OfWay(name="x", documents=(failed,), rounds=(Round(cpu=1, wall=1),), peak=0, largest=0, unsteady=1)
    table = set_table(OfSet(name="s", ways=(way,)))
    assert "x FAILED on torn" in table
    assert "read 1 documents differently" in table


def test_degradations_are_one_table() -> None:
    rows = degradation_table([SET, OfSet(name="fax", ways=(OURS,))]).splitlines()
    assert rows[2] == "| letters | 2,000 | 0.30 / 0.00, 0.55 | 2.10 / 0.00, 2.20 |"
    assert rows[3] == "| fax | 2,000 | 0.30 / 0.00, 0.55 | – |"


def test_the_picture_has_a_dot_for_every_way_that_reads() -> None:
    drawn = ET.fromstring(picture([SET]))
    circles = [e for e in drawn.iter() if e.tag.endswith("circle") and e.get("cy") != "16"]
    ours, theirs = [(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in circles]
    assert ours[0] < theirs[0]
    assert ours[1] > theirs[1]


def test_a_picture_of_nothing_is_still_one() -> None:
    assert ET.fromstring(picture([])).tag.endswith("svg")


def test_every_document_is_shown_and_differences_are_paired(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "r.json"
    file.write_text(json.dumps(to_json([SET])))
    leave_one_out.main([str(file)])
    said = capsys.readouterr().out
    assert "| d1 | 1,000 | 0.40 | 2.20 |" in said
    assert "- ocrmypdf --jobs 2: +1.80 ± 0.00 points more wrong than this engine; this engine is better on 2" in said


def test_one_document_proves_little() -> None:
    one = OfSet(name="s", ways=(_way("a", (1,), (1.0,)), _way("b", (3,), (1.0,))))
    assert "- b: +0.20 points more wrong than a (one document)" in leave_one_out.report(one, "cer")
