"""What the doctor says of the readers: in use, missing beside another, missing altogether."""

import pytest

from cli.doctor_readers import examine_readers
from cli.finding import Finding
from pipeline.engines.ocr import nets

NO_SUCH_LANGUAGE = "xyz"


def by_name(readers: str, language: str = "vie") -> dict[str, Finding]:
    return {finding.name: finding for finding in examine_readers(readers, language)}


def test_both_readers_and_what_they_know() -> None:
    found = by_name("net+tesseract")

    assert list(found) == ["reader: net", "reader: tesseract", "language model", "vocabulary", "digit net"]
    assert all(f.ok and f.version and not f.remedy for f in found.values())
    assert all("✔" in f.sign for f in found.values())


def test_the_language_model_tells_its_date_and_size() -> None:
    date, tokens, sources = by_name("net")["language model"].version.split(", ")

    assert date.startswith("20")
    assert int(tokens.split()[0]) > 1_000_000
    assert int(sources.split()[0]) > 0


@pytest.mark.parametrize(("readers", "expected"), [("net", {"reader: net"}), ("tesseract", {"reader: tesseract"})])
def test_only_the_readers_asked_for_are_looked_at(readers: str, expected: set[str]) -> None:
    assert {name for name in by_name(readers) if name.startswith("reader")} == expected


def test_tesseract_may_be_a_program() -> None:
    library, program = by_name("tesseract"), by_name("tesseract-program")

    assert library["reader: tesseract"].version != program["reader: tesseract"].version
    assert program["reader: tesseract"].ok


def test_one_of_two_readers_missing_is_a_warning_with_a_remedy() -> None:
    found = by_name("net+tesseract", NO_SUCH_LANGUAGE)

    assert found["reader: net"].remedy == ""
    missing = found["reader: tesseract"]
    assert missing.ok
    assert "apt-get install tesseract-ocr tesseract-ocr-xyz" in missing.remedy
    assert "!" in missing.sign


def test_no_reader_at_all_is_not_well() -> None:
    missing = by_name("tesseract", NO_SUCH_LANGUAGE)["reader: tesseract"]

    assert not missing.ok
    assert "✘" in missing.sign


def test_a_net_that_is_not_the_pinned_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    nets.load_nets.cache_clear()
    monkeypatch.setitem(nets._PINNED, "det.onnx", "0" * 64)
    try:
        found = by_name("net")["reader: net"]
    finally:
        nets.load_nets.cache_clear()

    assert not found.ok
    assert "make setup" in found.remedy
