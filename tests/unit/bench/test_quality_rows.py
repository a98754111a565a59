"""What many pages say of the score: correlations, and weights judged with one document left out."""

import numpy as np
import pytest

from bench import quality
from bench.quality_rows import Row, correlations, fit, from_file, report, to_line


def row(doubt, wrong, *, document="a", score=None, characters=900, unread=0.0, rescan=False):
    return Row(
        way="fax", strength=1.0, document=document, score=1 - wrong if score is None else score,
        characters=characters, wrong=wrong, features=(doubt, 0.0), unread=unread, rescan=rescan,
        faults=("faint",) if rescan else (),
    )  # fmt: skip


def by_law(doubt, **more):
    return row(doubt, float(np.exp(-7 + doubt)) - 5e-4, **more)


ROWS = [by_law(doubt, document="abcd"[n % 4]) for n, doubt in enumerate(np.linspace(0.0, 6.0, 24))]


def test_rows_come_back_from_their_file(tmp_path):
    kept = [row(0.5, 0.02), row(2.0, 0.2, unread=0.1, rescan=True)]
    (tmp_path / "rows").write_text("".join(to_line(one) + "\n" for one in kept), encoding="utf-8")

    assert list(from_file(tmp_path / "rows")) == kept


def test_a_score_that_ranks_pages_as_their_errors_do_correlates_wholly():
    wrong = np.array([0.0, 0.0, 0.01, 0.2, 0.5])

    assert correlations(1 - wrong**2, wrong)[0] == pytest.approx(1)
    assert correlations(wrong, wrong)[0] == pytest.approx(-1)


def test_weights_come_back_from_pages_that_follow_them_also_for_a_document_left_out():
    weights, predicted = fit(ROWS)

    assert weights == pytest.approx([-7, 1, 0], abs=1e-6)
    assert predicted == pytest.approx([one.wrong + 5e-4 for one in ROWS], rel=1e-6)


def test_a_weight_never_falls_below_nothing():
    """Errors that shrink as doubt grows: chance, not a law."""
    weights, _ = fit([row(-one.features[0], one.wrong, document=one.document) for one in ROWS])

    assert weights[1] == 0


def test_what_was_not_read_counts_as_wrong_and_teaches_nothing():
    silent = row(0.0, 0.7, document="z", unread=0.7)

    weights, predicted = fit([*ROWS, silent])

    assert weights == pytest.approx([-7, 1, 0], abs=1e-6)
    assert predicted[-1] == pytest.approx(0.7, abs=0.01)


def test_the_report_counts_pages_calls_and_what_was_missed():
    rows = [*ROWS, row(0.0, 0.0, document="e", rescan=True), row(6.0, 0.3, document="e", rescan=True)]

    text = report(rows)

    assert text.startswith("26 pages of 5 documents; characters wrong: none on 1, above 1 % on ")
    assert "calls to scan again: 2, 1 of them for pages of at most 1 %" in text
    assert "score: Spearman 1.00" in text


def test_pages_of_a_few_words_are_told_apart_from_the_others():
    """One letter wrong of sixty is more than a bad scan has, and no evidence shows it."""
    short = [row(n / 10, 0.2 / (n + 1), document="z", score=0.99, characters=60) for n in range(30)]

    first, second = report([*ROWS, *short]).split("without pages of fewer than 200 characters:\n")

    assert first.startswith("54 pages of 5 documents")
    assert "Spearman 1.00" not in first
    assert second.startswith("24 pages of 4 documents")
    assert "Spearman 1.00" in second


def test_pages_of_one_kind_only_have_nothing_to_tell_apart():
    assert "AUC of pages above 5 % 1.00" in report([one for one in ROWS if one.wrong < 0.05])


def test_kept_rows_are_reported_without_reading_anything(tmp_path, capsys):
    (tmp_path / "rows").write_text("".join(to_line(one) + "\n" for one in ROWS), encoding="utf-8")

    quality.main(["--kept", str(tmp_path / "rows"), str(tmp_path / "rows")])

    assert capsys.readouterr().out.startswith("48 pages of 4 documents")


def test_a_page_is_spoilt_read_and_judged_once(tmp_path, capsys):
    rows = tmp_path / "rows"
    rows.write_text(to_line(row(1.0, 0.5, document="x")) + "\n", encoding="utf-8")
    judging = ["--pages", "1", "--strengths", "0", "--ways", "low dpi", "--keep", str(rows)]

    quality.main(judging)
    first = capsys.readouterr().out
    quality.main(judging)

    assert "low dpi" in first
    assert len(from_file(rows)) == 2
    assert "low dpi" not in capsys.readouterr().out
    assert from_file(rows)[1].wrong < 0.01
