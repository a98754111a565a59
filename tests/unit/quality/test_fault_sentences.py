"""The sentences on faults, and the record that carries them."""

import pytest

from cli import gallery
from cli.scan_report import rescan_sentences, scan_reports
from schemas.messages import FAULTS, fault_sentence
from schemas.quality import Fault
from schemas.record import PageSummary
from tests.fakes.records import make_page, make_record
from tests.unit.quality.papers import good_quality


@pytest.mark.parametrize("tongue", ["vi", "en"])
@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_a_whole_sentence(fault: Fault, tongue: str) -> None:
    said = fault_sentence(fault, good_quality(twin=2, missing=(4, 5), skew=-4.5), page=7, tongue=tongue)

    assert "7" in said
    assert said.endswith(".")
    assert not {"{", "}", "…"} & set(said)


def test_the_facts_are_told() -> None:
    quality = good_quality(dpi=96.4, skew=4.53, twin=2, missing=(4, 5))

    assert "96 dpi" in fault_sentence(Fault.LOW_DPI, quality, page=3)
    assert "4,5°" in fault_sentence(Fault.SKEWED, quality, page=3)
    assert "trang 2 " in fault_sentence(Fault.TWICE, quality, page=3)
    assert "4, 5" in fault_sentence(Fault.GAP, quality, page=3)


def test_all_faults_have_messages() -> None:
    assert set(FAULTS) == set(Fault)


def test_a_summary_from_before_quality_still_loads() -> None:
    old = make_page().model_dump(mode="json")
    del old["quality"]

    assert PageSummary.model_validate(old).quality is None


def test_only_pages_to_scan_again_are_told_and_all_are_reported() -> None:
    blurred = good_quality(faults=(Fault.BLURRED,), rescan=True)
    turned = good_quality(faults=(Fault.SIDEWAYS,))
    pages = tuple(make_page(n).model_copy(update={"quality": q}) for n, q in enumerate([blurred, turned, None], 1))
    record = make_record().model_copy(update={"pages": pages})

    assert rescan_sentences(record) == [fault_sentence(Fault.BLURRED, blurred, page=1)]
    assert [r["page"] for r in scan_reports(record)] == [1, 2]
    assert scan_reports(record)[1]["sentences"] == [fault_sentence(Fault.SIDEWAYS, turned, page=2)]


def test_the_gallery_says_what_is_wrong_with_a_page() -> None:
    blurred = good_quality(faults=(Fault.BLURRED,), rescan=True, score=0.953)
    record = make_record().model_copy(update={"pages": (make_page(1).model_copy(update={"quality": blurred}),)})

    said = gallery._scan(record, 1)

    assert "95,3%" in said
    assert fault_sentence(Fault.BLURRED, blurred, page=1) in said
    assert gallery._scan(record, 2) == ""
