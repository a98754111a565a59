"""What the commands say about the pages' scans: the score, the faults, which to scan again."""

from typing import Any

from cli.frame import plain
from cli.tongue import english, say
from schemas.messages import fault_sentence
from schemas.quality import Quality
from schemas.record import Record


def rescan_sentences(record: Record) -> list[str]:
    """One sentence a fault of every page that should be scanned again."""
    return [
        sentence
        for page in record.pages
        if page.quality is not None and page.quality.rescan
        for sentence in score_and_sentences(page.number, page.quality)[1]
    ]


def scan_reports(record: Record) -> list[dict[str, Any]]:
    """For JSON: the quality of every page that was looked at, with its sentences."""
    return [
        {"page": page.number, **plain(page.quality), "sentences": score_and_sentences(page.number, page.quality)[1]}
        for page in record.pages
        if page.quality is not None
    ]


def score_and_sentences(page: int, quality: Quality) -> tuple[str, list[str]]:
    """The score in words, and a sentence for each fault."""
    share = f"{quality.score:.1%}"
    score = say(f"Điểm đọc: {share.replace('.', ',')}", f"Reading score: {share}")
    tongue = "en" if english() else "vi"
    return score, [fault_sentence(fault, quality, page=page, tongue=tongue) for fault in quality.faults]
